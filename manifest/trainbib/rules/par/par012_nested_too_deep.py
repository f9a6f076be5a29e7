"""Mappings and lists are nested more than 64 deep.

What it does: counts how deep containers are nested and stops beyond 64.

Why it matters: programs that read nested data run out of stack somewhere. No manifest needs more
than a dozen levels, and every reader takes 64.

Fails:

```yaml fails
dataset: {name: example, version: "1"}
x-deep:
  [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
  [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
  ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
```

Passes:

```yaml passes
dataset: {name: example, version: "1"}
x-deep: [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]
```

How to fix: flatten the data.

Source: SPEC.md, section 2.3.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="PAR012",
    name="nested-too-deep",
    severity=Severity.ERROR,
    summary="Mappings and lists are nested more than 64 deep",
    page=__doc__,
    origin="reader",
)
