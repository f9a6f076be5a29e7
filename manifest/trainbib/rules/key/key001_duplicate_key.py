"""Two entries of one section have the same key.

What it does: reports the second of two sources, parties, licences, labellers or models that have
one key, and shows the first.

Why it matters: readers keep one of the two and drop the other without a word, so that a source
disappears from the manifest. Which one is kept differs from reader to reader.

Fails:

```yaml fails
sources:
  web: {kind: own_crawl, license: {unknown: pages of many owners}}
  web: {kind: synthetic, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  web: {kind: other, license: CC0-1.0}
  web-2: {kind: other, license: CC0-1.0}
```

How to fix: rename one of them, and what refers to it; or remove it if it is the same entry.

Source: SPEC.md, sections 2.1 and 2.5; RFC 7493, section 2.3.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="KEY001",
    name="duplicate-key",
    severity=Severity.ERROR,
    summary="Two entries of one section have the same key",
    page=__doc__,
    origin="reader",
)
