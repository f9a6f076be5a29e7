"""A registry describes the work behind a DOI differently.

What it does: with `--online`, asks Crossref or DataCite, whichever registered the DOI of the set, a
source or a work, and compares the title (nine tenths of its words alike, or one with a subtitle),
the first creator (one name in common) and the year of publication (one year up or down).

Why it matters: a DOI that exists, but belongs to another work, looks right to everybody and is
found by nobody.

Fails:

```yaml fails
sources:
  corpus:
    kind: other
    license: CC0-1.0
    version: "1"
    title: A Corpus of Weather Reports
    ids: {doi: 10.5281/zenodo.2}
```

Passes:

```yaml passes
sources:
  corpus:
    kind: other
    license: CC0-1.0
    version: "1"
    title: A Corpus of Letters
    ids: {doi: 10.5281/zenodo.2}
```

How to fix: read the page of the DOI. Either the DOI is that of another work, or the manifest has
the title, creators or date wrong; the fix that is offered takes over what the registry says.

Source: SPEC.md, section 6.2.
"""

from collections.abc import Iterator, Mapping

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, parse_date

_MOST_SHOWN = 3


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each title, first creator and year that the registry has otherwise."""
    if context.online is None:
        return
    for described, record in context.online.metadata:
        if record.state == "found":
            for compare in (_title, _creator, _year):
                yield from compare(context, described.place, described.entry, record.facts)


def _title(
    _: Context, place: Tokens, entry: Mapping[str, object], facts: Mapping[str, object]
) -> Iterator[Finding]:
    from trainbib.online.similarity import same_title

    title, titles = entry.get("title"), _texts(facts.get("titles"))
    if not isinstance(title, str) or not titles or any(same_title(title, t) for t in titles):
        return
    here = (*place, "title")
    yield _finding(
        here,
        "title",
        title,
        titles,
        agency=facts.get("agency"),
        fix=Fix.replace(pointer(*here), titles[0], safe=False),
    )


def _creator(
    context: Context, place: Tokens, entry: Mapping[str, object], facts: Mapping[str, object]
) -> Iterator[Finding]:
    from trainbib.online.similarity import same_organisation, same_person

    creators = _texts(facts.get("creators"))
    keys = [key for key in as_list(entry.get("creators")) if isinstance(key, str)]
    named = [as_mapping(context.parties.get(key)).get("name") for key in keys]
    names = [name for name in named if isinstance(name, str)]
    if not creators or not names:
        return
    # Whoever is named first there must be among those that are named here; the order may differ.
    if not any(same_person(creators[0], n) or same_organisation(creators[0], n) for n in names):
        shown = ", ".join(names[:_MOST_SHOWN])
        here = (*place, "creators")
        agency = facts.get("agency")
        yield _finding(here, "first creator", shown, creators[:1], agency=agency, fix=None)


def _year(
    _: Context, place: Tokens, entry: Mapping[str, object], facts: Mapping[str, object]
) -> Iterator[Finding]:
    year, issued = facts.get("year"), parse_date(entry.get("issued"))
    if not isinstance(year, int) or issued is None:
        return
    if not issued.first.year - 1 <= year <= issued.last.year + 1:
        here = (*place, "issued")
        fix = Fix.replace(pointer(*here), str(year), safe=False)
        agency = facts.get("agency")
        yield _finding(here, "year", str(entry["issued"]), [str(year)], agency=agency, fix=fix)


def _texts(value: object) -> list[str]:
    return [item for item in as_list(value) if isinstance(item, str) and item]


def _finding(
    place: Tokens,
    what: str,
    recorded: str,
    registered: list[str],
    *,
    agency: object,
    fix: Fix | None,
) -> Finding:
    says = " or ".join(f"`{text}`" for text in registered[:_MOST_SHOWN])
    return Finding(
        pointer(*place),
        f"{subject(place)}: recorded is `{recorded}`, but {agency} has {says} as {what}",
        label="the registry differs",
        help="read the page of the DOI: is it the DOI of this work?",
        fix=fix,
        value=recorded,
    )


RULE = Rule(
    code="NET007",
    name="registry-metadata-differs",
    severity=Severity.WARNING,
    summary="A registry describes the work behind a DOI differently",
    page=__doc__,
    find=find,
    online=True,
    fix="unsafe",
)
