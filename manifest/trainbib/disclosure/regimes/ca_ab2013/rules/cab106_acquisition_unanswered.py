"""Item 6 does not say whether data sets were purchased or licensed.

What it does: fills item 6 of the documentation (whether the developer purchased or licensed any),
and reports what is required there and what has neither an answer nor a gap. Several answers that
belong at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: Yes or No is all that is asked.

Fails:

```yaml fails
profiles: [ca-ab2013]
sources:
  a: {kind: private_third_party, license: {unknown: under agreements}}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
sources:
  a:
    kind: private_third_party
    license: {unknown: under agreements}
    agreement: {purchased: false, licensed: true}
```

How to fix: say under `agreement` of the source `purchased` and `licensed`: true or false.

Source: California Civil Code, section 3111(a)(6).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB106",
    name="acquisition-unanswered",
    severity=Severity.ERROR,
    summary="Item 6 does not say whether data sets were purchased or licensed",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["6"])),
    profiles=("ca-ab2013",),
)
