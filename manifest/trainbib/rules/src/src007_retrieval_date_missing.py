"""A source was fetched from the web, and nothing says when.

What it does: reports sources of kind `public_dataset` and `own_crawl` that have a `url` and
neither `retrieved` nor `collected`. A gap for either is an answer.

Why it matters: what lies at a URL changes, and so do the terms and the opt-outs that were in force
when it was taken. References to the web have borne the date of the visit for as long as there
have been any.

Fails:

```yaml fails
sources:
  news: {kind: public_dataset, license: CC0-1.0, url: "https://data.example/news/", version: "1"}
```

Passes:

```yaml passes
sources:
  news:
    kind: public_dataset
    license: CC0-1.0
    url: https://data.example/news/
    version: "1"
    retrieved: 2024-11
```

How to fix: add `retrieved` with the precision that is known (the year will do), or a gap:
`retrieved: {lost: "downloaded before logs were kept"}`.

Source: SPEC.md, section 6.2.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer, is_given

_FETCHED = ("public_dataset", "own_crawl")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fetched source without a date."""
    if context.all_sources_have("retrieved"):
        return
    for key, source in context.sources.items():
        if source.get("retrieved") or has_answer(source, "retrieved"):
            continue
        if source.get("kind") not in _FETCHED or has_answer(source, "collected"):
            continue
        if is_given(source, "url"):
            yield Finding(
                pointer("sources", key),
                f"source `{key}` was fetched from a URL, and nothing says when",
                on_key=True,
                label="no `retrieved`, no `collected`",
                help="add `retrieved`: the year will do; or a gap, with the reason",
            )


RULE = Rule(
    code="SRC007",
    name="retrieval-date-missing",
    severity=Severity.WARNING,
    summary="A fetched source has no date of retrieval",
    page=__doc__,
    find=find,
)
