"""A value has the wrong type.

What it does: reports text where a list is due, a number where text is due, and so on.

Why it matters: programs would have to guess. A version `1.10` without quotes is the number 1.1.

Fails:

```yaml fails
dataset: {name: example, version: 1}
```

Passes:

```yaml passes
dataset: {name: example, version: "1"}
```

How to fix: write the type that the message names; numbers that are text go in quotes. Where one
reading is left, the repair is safe: text in quotes that is a number; one word, or one mapping that
may be an item, where a list is due. Other text may stand for several things and is left to a
person.

Source: SPEC.md, sections 2.2 and 2.4.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SCH003",
    name="wrong-type",
    severity=Severity.ERROR,
    summary="A value has the wrong type",
    page=__doc__,
    origin="schema",
    fix="safe",
)
