"""A field is given twice in one mapping.

What it does: reports the second of two equal keys in one mapping, at any depth, and shows the
first. Citation keys that are given twice are KEY001.

Why it matters: most readers keep the last one without a word, some the first. What a person reads
in the file is then not what a program reads.

Fails:

```yaml fails
sources:
  example:
    kind: other
    license: CC0-1.0
    license: MIT
```

Passes:

```yaml passes
sources:
  example:
    kind: other
    license: CC0-1.0
```

How to fix: keep one of them.

Source: SPEC.md, section 2.1; RFC 7493, section 2.3.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR003",
    name="duplicate-mapping-key",
    severity=Severity.ERROR,
    summary="A field is given twice in one mapping",
    page=__doc__,
    origin="reader",
)
