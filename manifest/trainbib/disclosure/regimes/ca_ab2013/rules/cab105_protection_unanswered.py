"""Item 5 does not say whether data is protected by copyright, trademark or patent.

What it does: fills item 5 of the documentation (copyright, trademark, patent: whether any data is
protected, or all of it in the public domain), and reports what is required there and what has
neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: trademark and patent are asked for nowhere else.

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
  a:
    kind: other
    license: CC0-1.0
    rights: {copyright: public_domain, trademark: absent, patent: absent}
```

How to fix: give each source `rights.copyright`, `rights.trademark` and `rights.patent`, or gaps
there.

Source: California Civil Code, section 3111(a)(5).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB105",
    name="protection-unanswered",
    severity=Severity.ERROR,
    summary="Item 5 does not say whether data is protected by copyright, trademark or patent",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["5"])),
    profiles=("ca-ab2013",),
)
