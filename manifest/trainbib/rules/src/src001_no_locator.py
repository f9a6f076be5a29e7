"""Nothing says where a public source can be found.

What it does: looks at sources of kind `public_dataset` and `own_crawl`, and reports those with no
`url`, `ids`, `digest`, `archive`, `contact`, `manifest`, `agreement` or `derived_from`; for a crawl
the block `crawl` will do too. A gap for `url` or `ids` is an answer.

Why it matters: an entry of a bibliography that nobody can look up is no reference. Only what lies
in public is asked for: what was bought, recorded, generated or made on commission need not be
findable by others, and of the kind `other` too little is known to tell.

Fails:

```yaml fails
sources:
  weather: {kind: public_dataset, title: Weather of the Alps, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  weather:
    kind: public_dataset
    title: Weather of the Alps
    url: https://data.example/alps/
    version: "2025"
    retrieved: 2025-01-10
    license: CC0-1.0
```

How to fix: say where it is (`url`), what it is registered as (`ids`), or whom to ask (`contact`).
Where none of it is known, say so: `url: {lost: "the host is gone"}`.

Source: SPEC.md, section 6.2.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer, is_given

_PUBLIC = ("public_dataset", "own_crawl")
_LOCATORS = ("digest", "archive", "contact", "manifest", "agreement", "derived_from")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each public source that cannot be found."""
    if context.all_sources_have("url"):
        return
    for key, source in context.sources.items():
        kind = source.get("kind")
        if source.get("url") or kind not in _PUBLIC or has_answer(source, "ids"):
            continue
        if any(is_given(source, name) for name in _LOCATORS):
            continue
        if kind == "own_crawl" and is_given(source, "crawl"):
            continue
        yield Finding(
            pointer("sources", key),
            f"nothing says where source `{key}` can be found",
            on_key=True,
            label="no url, ids, digest, archive or contact",
            help="give its `url`, its `ids` or a `contact`; or a gap as `url`, with the reason",
        )


RULE = Rule(
    code="SRC001",
    name="no-locator",
    severity=Severity.ERROR,
    summary="Nothing says where a public source can be found",
    page=__doc__,
    find=find,
)
