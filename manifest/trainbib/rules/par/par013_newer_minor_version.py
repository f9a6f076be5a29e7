"""The manifest is written to a newer minor version of the standard.

What it does: says so, and leaves fields and values that this program does not know unchecked.

Why it matters: what a newer version adds is optional, so that all that is known can still be
checked; but "no findings" does not cover the rest.

Fails:

```yaml fails
trainbib: "1.999"
dataset: {name: example, version: "1", mood: sunny}
sources:
  example: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  example: {kind: other, license: CC0-1.0}
```

How to fix: use a newer program.

Source: SPEC.md, section 16.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR013",
    name="newer-minor-version",
    severity=Severity.WARNING,
    summary="The manifest is written to a newer minor version of the standard",
    page=__doc__,
    origin="schema",
)
