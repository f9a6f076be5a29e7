"""Item 10 lacks the time of collection.

What it does: fills item 10 of the documentation (the period in which data was collected, and a
notice if collection goes on), and reports what is required there and what has neither an answer nor
a gap. Several answers that belong at one place make one finding; where an earlier section asks for
the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: works are protected from a day on, and people have lived somewhere until a day.

Fails:

```yaml fails
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0, collected: {from: 2024-01, to: 2024-06}}
```

How to fix: give each source `collected`: `from` and `to`, or `ongoing: true`.

Source: California Civil Code, section 3111(a)(10).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB110",
    name="collection-unanswered",
    severity=Severity.ERROR,
    summary="Item 10 lacks the time of collection",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["10"])),
    profiles=("ca-ab2013",),
)
