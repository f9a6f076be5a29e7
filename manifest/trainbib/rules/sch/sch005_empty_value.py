"""Empty text, an empty list or an empty mapping stands where an answer is due.

What it does: reports `""`, `[]` and `{}` in fields of the standard.

Why it matters: emptiness can mean "none", "unknown" and "not yet". The manifest must say which. It
is an error like null (SCH007), which says as little. Nothing is removed by a repair: whatever stood
there was to become an answer.

Fails:

```yaml fails
dataset: {name: example, version: "1", creators: []}
```

Passes:

```yaml passes
dataset: {name: example, version: "1", creators: {unknown: the list of authors was never kept}}
```

How to fix: give the answer, leave the field out, or write a gap with its reason.

Source: SPEC.md, section 4.
"""

from trainbib.diagnostics import Severity
from trainbib.rules.base import Rule

RULE = Rule(
    code="SCH005",
    name="empty-value",
    severity=Severity.ERROR,
    summary="An empty value stands where an answer is due",
    page=__doc__,
    origin="schema",
)
