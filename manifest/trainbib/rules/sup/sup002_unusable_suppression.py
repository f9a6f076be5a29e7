"""A suppression gives no reason, or cannot be used.

What it does: reports a suppression without a reason; and one that silences nothing for a fault of
its own: no codes in square brackets, an end that is no day or stands elsewhere than right behind
the codes, a comment that stands where nothing begins.

Why it matters: whoever reads it later cannot tell what was decided, or whether it still holds.

Fails:

```yaml fails
sources:
  # trainbib: ignore[LIC001]
  example: {kind: other}
```

Passes:

```yaml passes
sources:
  # trainbib: ignore[LIC001] until=2027-03-01 the owner has been asked
  example: {kind: other}
```

How to fix: name the codes in square brackets, and say why in a few words.

Source: SPEC.md, section 17.2.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SUP002",
    name="unusable-suppression",
    severity=Severity.WARNING,
    summary="A suppression gives no reason, or cannot be used",
    page=__doc__,
    origin="engine",
)
