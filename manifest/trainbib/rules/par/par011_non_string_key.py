"""A key is not text.

What it does: reports keys of YAML that are numbers, truth values, null, mappings, lists or aliases.

Why it matters: JSON has text keys only. A key `2024` is a number to one reader and text to another.

Fails:

```yaml fails
sources:
  2024: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  "2024": {kind: other, license: CC0-1.0}
```

How to fix: put the key in quotes.

Source: SPEC.md, section 2.2.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR011",
    name="non-string-key",
    severity=Severity.ERROR,
    summary="A key is not text",
    page=__doc__,
    origin="reader",
)
