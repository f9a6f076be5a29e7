"""A required field is missing.

What it does: reports each field that the schema requires and that is not there. Of a whole manifest
only `trainbib`, `dataset` with `name` and `version`, and `sources` with the `kind` of each are
required; smaller blocks have a few required fields of their own.

Why it matters: without these, a program cannot tell what the manifest is about.

Fails:

```yaml fails
sources:
  example: {license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0}
```

How to fix: add the field. Most fields that ask for a fact take a gap where the fact is not known.

Source: SPEC.md, section 2.4.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SCH001",
    name="missing-field",
    severity=Severity.ERROR,
    summary="A required field is missing",
    page=__doc__,
    origin="schema",
)
