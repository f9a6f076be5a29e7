"""A number or a list is outside the range that its field takes.

What it does: reports negative counts, shares above one, counts beyond 2^53 - 1, ranges that do not
have two bounds, lists that name one thing twice, and gaps with more than one state.

Why it matters: such values have no meaning, and break every sum they go into.

Fails:

```yaml fails
sources:
  example: {kind: other, license: CC0-1.0, use: [{stage: pretraining, weight: 62}]}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0, use: [{stage: pretraining, weight: 0.62}]}
```

How to fix: correct the value; shares are parts of one, not per cent.

Source: SPEC.md, sections 4 and 5.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SCH010",
    name="value-out-of-range",
    severity=Severity.ERROR,
    summary="A number or a list is outside the range that its field takes",
    page=__doc__,
    origin="schema",
)
