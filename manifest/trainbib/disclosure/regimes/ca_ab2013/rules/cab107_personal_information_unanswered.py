"""Item 7 does not say whether the data sets include personal information.

What it does: fills item 7 of the documentation (whether any has personal information), and reports
what is required there and what has neither an answer nor a gap. Several answers that belong at one
place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back. RGT006 asks every source for
the same, as a warning, also where one of them has answered the item by `present`; here it is the
item that has no answer, which is an error.

Why it matters: whose data is in there has rights over it.

Fails:

```yaml fails
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0, rights: {copyright: public_domain}}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0, rights: {personal_data: absent}}
```

How to fix: give each source `rights.personal_data`: `present`, `absent`, or a gap.

Source: California Civil Code, section 3111(a)(7).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB107",
    name="personal-information-unanswered",
    severity=Severity.ERROR,
    summary="Item 7 does not say whether the data sets include personal information",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["7"])),
    profiles=("ca-ab2013",),
)
