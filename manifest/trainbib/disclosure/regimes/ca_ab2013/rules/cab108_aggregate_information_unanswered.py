"""Item 8 does not say whether the data sets include aggregate consumer information.

What it does: fills item 8 of the documentation (whether any has aggregate consumer information),
and reports what is required there and what has neither an answer nor a gap. Several answers that
belong at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: no other form asks for it, and so it is forgotten.

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
  a: {kind: other, license: CC0-1.0, rights: {aggregate_consumer_information: absent}}
```

How to fix: give each source `rights.aggregate_consumer_information`: `present`, `absent`, or a gap.

Source: California Civil Code, section 3111(a)(8).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB108",
    name="aggregate-information-unanswered",
    severity=Severity.ERROR,
    summary="Item 8 does not say whether the data sets include aggregate consumer information",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["8"])),
    profiles=("ca-ab2013",),
)
