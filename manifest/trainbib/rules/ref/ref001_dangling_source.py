"""A file cites a source that is not defined.

What it does: looks up every key under `files.cites[].sources`, and every source that another source
names (`derived_from`, `overlaps`, `synthetic.seeds`), among the keys of `sources`.

Why it matters: a citation that leads nowhere says nothing about where the data is from.

Fails:

```yaml fails
sources:
  wikipedia-2025: {kind: other, license: CC0-1.0}
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2024]}
```

Passes:

```yaml passes
sources:
  wikipedia-2025: {kind: other, license: CC0-1.0}
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2025]}
```

How to fix: correct the key, or define the source.

Source: SPEC.md, section 12.3.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.ref.dangling import dangling


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each key that no source has."""
    yield from dangling(context, "sources", context.sources)


RULE = Rule(
    code="REF001",
    name="dangling-source",
    severity=Severity.ERROR,
    summary="A source that is cited is not defined",
    page=__doc__,
    find=find,
    fix="unsafe",
)
