"""Section 3.1 of the summary lacks the measures to respect reservations of rights.

What it does: fills section 3.1 of the form (measures before and during collection, protocols that
were honoured), and reports what the form requires there and what has neither an answer nor a gap.
Several answers that belong at one place make one finding; where an earlier section asks for the
same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back. Whether the Code of Practice
was signed is for EUA006. RGT003 asks crawled sources for records, one by one; this check asks for
one answer about all of them.

Why it matters: whoever has reserved their rights reads this row first.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
policies:
  reservations: robots.txt (RFC 9309) and TDMRep are obeyed, and read again before training.
```

How to fix: write `policies.reservations`, or records under `rights.reservations` of the sources.

Source: template for the summary of AI Act, Art. 53(1)(d), section 3.1.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA112",
    name="reservations-unanswered",
    severity=Severity.ERROR,
    summary="Section 3.1 of the summary lacks the measures to respect reservations of rights",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["3.1"], but=["eu.3.1.cop_signatory"])),
    profiles=("eu-ai-act",),
)
