"""A value is null.

What it does: reports every null in fields of the standard.

Why it matters: null can mean "none", "unknown", "secret" and "not yet". A gap says which, and why.

Fails:

```yaml fails
sources:
  example: {kind: other, license: null}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: {unknown: "no terms on the page; the owner did not answer"}}
```

How to fix: give the answer, leave the field out, or write one of the five gaps with its reason:
`none`, `not_applicable`, `unknown`, `withheld`, `lost`.

Source: SPEC.md, section 4.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SCH007",
    name="gap-without-state",
    severity=Severity.ERROR,
    summary="A value is null",
    page=__doc__,
    origin="schema",
)
