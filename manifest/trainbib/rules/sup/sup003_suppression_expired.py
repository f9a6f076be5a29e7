"""A suppression has ended, and what it silenced is still there.

What it does: compares the day after `until=` with today. The day itself still counts. The findings
that it silenced are reported again beside this one.

Why it matters: an end was set so that the fault would not be forgotten. This is the reminder.

Fails:

```yaml fails
sources:
  # trainbib: ignore[LIC001] until=2026-03-01 the owner has been asked
  example: {kind: other}
```

Passes:

```yaml passes
sources:
  # trainbib: ignore[LIC001] until=2027-03-01 the owner has been asked
  example: {kind: other}
```

How to fix: settle the finding, or set a new end, with a reason that is true today.

Source: SPEC.md, section 17.2.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SUP003",
    name="suppression-expired",
    severity=Severity.ERROR,
    summary="A suppression has ended, and what it silenced is still there",
    page=__doc__,
    origin="engine",
)
