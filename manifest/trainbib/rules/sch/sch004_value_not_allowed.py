"""A value is not one of those that the field takes.

What it does: reports values outside a closed vocabulary, with the nearest of it, and text that does
not have the form of its field.

Why it matters: what is counted and compared needs the same words everywhere.

Fails:

```yaml fails
sources:
  example: {kind: publicdataset, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0, availability: {unknown: the owner did not answer}}
```

How to fix: use one of the values; where none is known, a gap with its reason.

Source: SPEC.md, section 2.4.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SCH004",
    name="value-not-allowed",
    severity=Severity.ERROR,
    summary="A value is not one of those that the field takes",
    page=__doc__,
    origin="schema",
    fix="unsafe",
)
