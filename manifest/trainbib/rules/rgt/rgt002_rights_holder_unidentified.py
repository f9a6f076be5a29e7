"""A rights holder is known by name only.

What it does: reports parties that hold rights (`rights.holders[].party`) and have neither `ids` nor
a `url` nor a `contact`. A gap is an answer. Pedantic: it runs only if asked for.

Why it matters: names are shared. An ORCID, ROR, ISNI, IPI or LEI, a domain or a page tells one
Harbour Press from another, and lets payments reach the right one.

Fails:

```yaml fails
parties:
  harbour-press: {name: Harbour Press}
sources:
  example: {kind: other, license: CC0-1.0, rights: {holders: [{party: harbour-press}]}}
```

Passes:

```yaml passes
parties:
  harbour-press: {name: Harbour Press, url: "https://harbour-press.example/"}
sources:
  example: {kind: other, license: CC0-1.0, rights: {holders: [{party: harbour-press}]}}
```

How to fix: add what identifies the party, or a gap: `ids: {unknown: "no register has them"}`.

Source: SPEC.md, section 8.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_list, as_mapping

_IDENTIFY = ("ids", "url", "contact")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each party that holds rights and is not identified."""
    if "holders" not in context.overview.fields:
        return
    unidentified = {
        name
        for name in set(context.overview.texts("sources.*.rights.holders[].party"))
        if name in context.parties
        and not any(has_answer(context.parties[name], field) for field in _IDENTIFY)
    }
    if not unidentified:
        return
    for key, source in context.sources.items():
        if "rights" not in source:
            continue
        for index, holding in enumerate(as_list(as_mapping(source["rights"]).get("holders"))):
            name = as_mapping(holding).get("party")
            if not isinstance(name, str) or name not in unidentified:
                continue
            unidentified.remove(name)
            where = pointer("sources", key, "rights", "holders", index, "party")
            yield Finding(
                pointer("parties", name),
                f"party `{name}` holds rights and is known by name only",
                on_key=True,
                label="no `ids`, `url` or `contact`",
                help="add `ids` (orcid, ror, isni, ipi, lei …) or `url`, or a gap",
                related=(Related(where, "holds rights here", on_key=False),),
                value=name,
            )
            if not unidentified:
                return


RULE = Rule(
    code="RGT002",
    name="rights-holder-unidentified",
    severity=Severity.INFO,
    summary="A rights holder is known by name only",
    page=__doc__,
    find=find,
    pedantic=True,
)
