"""A suppression names a check that does not exist.

What it does: reports codes in suppressions that are no code of a check, nor the beginning of one.
On the command line, and among the selected and ignored checks of a configuration, such a code is a
wrong option instead: nothing is checked.

Why it matters: a misspelt code silences nothing, while its writer believes that it does.

Fails:

```yaml fails
sources:
  # trainbib: ignore[LIC0O1] the owner has been asked
  example: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  # trainbib: ignore[LIC001] the owner has been asked
  example: {kind: other}
```

How to fix: correct the code; `trainbib rules` lists them. No repair is offered: to silence another
check than was meant is worse than to silence none.

Source: SPEC.md, section 17.2.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SUP004",
    name="unknown-code",
    severity=Severity.ERROR,
    summary="A suppression names a check that does not exist",
    page=__doc__,
    origin="engine",
)
