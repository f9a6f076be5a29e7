"""A large public data set is not named as the form wants it.

What it does: looks at the list of large public data sets (section 2.1). Each line needs a name, and
a link or in its place a description and the dates of collection; a set that was used in part needs
the approach to selecting the part. What lacks one of them is reported; so are words where the list
belongs, and a section that says Yes and neither lists nor describes any data set.

It runs in the profile `eu-ai-act`, and on filings that are read back. Which data sets are large is
worked out from the sizes in a manifest; sizes that are missing are for EUA015. That nothing says
where a source can be found is for SRC001, which is silent where the manifest gives a contact or a
digest: the form wants a link or a description all the same.

Why it matters: rights holders look here for the sets that hold their works. Five of fifteen filed
summaries use public data sets and name none, one names Common Crawl alone.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  news:
    kind: public_dataset
    license: CC0-1.0
    contact: mailto:data@acme.example
    modalities: [text]
    size: {tokens: 1000}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  news:
    kind: public_dataset
    license: CC0-1.0
    url: https://data.acme.example/news
    retrieved: 2026-01
    modalities: [text]
    size: {tokens: 1000}
```

How to fix: give the source its `url` or an identifier; or `description` and `collected`. Where only
a part was used, `selection` says how it was chosen.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.1.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import entries, not_needed, of_lines
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_LIST, _OTHERS = "eu.2.1.large_datasets", "eu.2.1.other_datasets_description"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on large data sets that are not named, or without what belongs to them."""
    answer = filing.answer(_LIST)
    used = filing.answer("eu.2.1.used").value == "Yes"
    if answer.value is None:
        nothing = filing.answer(_OTHERS)
        asked = any(filing.asked(filing.form.fields[name]) for name in (_LIST, _OTHERS))
        silent = not (answer.gaps or nothing.gaps or nothing.value or nothing.wants)
        if used and silent and (not asked or filing.asked(filing.form.fields[_LIST])):
            yield Remark(_LIST, "public data sets were used, and none is named", _HELP)
        return
    if isinstance(answer.value, str):
        if not not_needed(answer.value):
            text = f"{answer.value!r:.80} stands where the data sets are to be listed"
            yield Remark(_LIST, text, _HELP)
        return
    wants = list(of_lines(answer.wants))
    if wants:
        yield Remark(
            _LIST,
            f"a large data set lacks what the form asks of it: {wants[0].what}",
            f"write it at {wants[0].pointer}, or a gap there that says why not",
            places=tuple(want.pointer for want in wants),
            instead=("SRC001",),
        )
    elif not answer.gaps:
        yield from _lines(filing)


def _lines(filing: "Filing") -> Iterator[Remark]:
    from trainbib.disclosure.wording import plural

    bare = [
        each.get("name", "")
        for each in entries(filing, _LIST)
        if not each.get("name")
        or not ("link" in each or ("description" in each and "collection_dates" in each))
    ]
    if bare:
        yield Remark(
            _LIST,
            f"{plural(len(bare), 'line')} of the list without a name, or without a link, or a "
            f"description with dates in its place: {', '.join(map(repr, bare[:3]))!s:.200}"
            + (" …" if len(bare) > 3 else ""),  # noqa: PLR2004 - a sample
            _HELP,
            words=bare[0],
        )


_HELP = "list each with its name and link, or in place of the link a description and dates"


RULE = Rule(
    code="EUA009",
    name="large-dataset-not-named",
    severity=Severity.ERROR,
    summary="A large public data set is not named as the form wants it",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
