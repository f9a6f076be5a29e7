"""Item 11 lacks the dates of first use.

What it does: fills item 11 of the documentation (for each data set when it was first used during
development), and reports what is required there and what has neither an answer nor a gap. Several
answers that belong at one place make one finding; where an earlier section asks for the same, this
one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: the date is known to nobody but the developer.

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
  a: {kind: other, license: CC0-1.0, use: [{stage: pretraining, first_used: 2025-02}]}
```

How to fix: give `use.first_used` of each source.

Source: California Civil Code, section 3111(a)(11).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB111",
    name="first-use-unanswered",
    severity=Severity.ERROR,
    summary="Item 11 lacks the dates of first use",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["11"])),
    profiles=("ca-ab2013",),
)
