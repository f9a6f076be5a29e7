"""A field is not part of the standard.

What it does: reports fields that the schema does not have, with the nearest ones that it has. Keys
that begin with `x-` are free.

Why it matters: a misspelt field is an answer that nobody sees: `lisence: MIT` looks like a licence
to the person who wrote it and like silence to every program. That is why this is an error and no
warning. Nothing is lost by it: own fields begin with `x-`, and what a newer minor version adds is
read with one warning (PAR013).

Fails:

```yaml fails
dataset: {name: example, version: "1", lisence: MIT}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", license: MIT, x-ticket: DATA-114}
```

How to fix: correct the name, or put `x-` before a field of your own.

Source: SPEC.md, section 2.4.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SCH002",
    name="unknown-field",
    severity=Severity.ERROR,
    summary="A field is not part of the standard",
    page=__doc__,
    origin="schema",
    fix="unsafe",
)
