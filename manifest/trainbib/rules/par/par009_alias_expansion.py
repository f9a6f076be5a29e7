"""YAML aliases add too much, refer to themselves, or merge mappings.

What it does: counts the nodes that aliases add to the document and stops at 100 000; reports an
alias inside its own anchor, and merge keys (`<<`).

Why it matters: ten lines of aliases can stand for more data than memory holds. Merge keys are no
part of YAML 1.2: some readers merge, others see a field called `<<`.

Fails:

```yaml fails
trainbib: "1.0"
dataset: &set {name: example, version: "1"}
sources:
  example: {kind: other, license: CC0-1.0, x-set: {<<: *set}}
```

Passes:

```yaml passes
sources:
  a: {kind: other, license: CC0-1.0, use: &stages [{stage: pretraining}]}
  b: {kind: other, license: CC0-1.0, use: *stages}
```

How to fix: write the values out.

Source: SPEC.md, sections 2.2 and 2.3; YAML 1.2.2, section 7.1.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR009",
    name="alias-expansion",
    severity=Severity.ERROR,
    summary="YAML aliases add too much, refer to themselves, or merge mappings",
    page=__doc__,
    origin="reader",
)
