"""A suppression silences nothing.

What it does: reports a comment, or an entry of the configuration, that silences a check which found
nothing there. Left alone are suppressions of checks that did not run, or could not look at all that
they are about, since the files, the inventory, a manifest upstream or a server were out of reach;
where several checks are silenced, by a prefix or a list, that holds if it is true of any of them.
So are entries of the configuration that speak of something which this manifest does not have.

Why it matters: the fault is gone, or the suppression never worked. Left in place, it hides the next
fault of the kind from everybody.

Fails:

```yaml fails
sources:
  # trainbib: ignore[SRC008] the set has no versions
  example: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  # trainbib: ignore[LIC001] asked for on 2026-11-02
  example: {kind: other}
```

How to fix: remove it, or correct the code or the place. `trainbib check --fix` removes comments.

Source: SPEC.md, section 17.2.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SUP001",
    name="unused-suppression",
    severity=Severity.WARNING,
    summary="A suppression silences nothing",
    page=__doc__,
    origin="engine",
    fix="safe",
)
