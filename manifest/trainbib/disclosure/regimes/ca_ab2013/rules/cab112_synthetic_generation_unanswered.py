"""Item 12 does not say whether synthetic data generation was used.

What it does: fills item 12 of the documentation (whether it was used, or is used continuously), and
reports what is required there and what has neither an answer nor a gap. Several answers that belong
at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back. In a manifest the answer
follows from the kinds of the sources; so this check speaks of filings only.

Why it matters: what was generated is not what was gathered.

Fails:

In a filing: no answer to `ab.12`. In a manifest it follows from the kinds of the sources, which
SCH001 asks for.

Passes:

In a filing: `"ab.12": {"value": "not used"}`.

How to fix: answer whether it was used: `used`, `continuously uses`, or `not used`.

Source: California Civil Code, section 3111(a)(12).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB112",
    name="synthetic-generation-unanswered",
    severity=Severity.ERROR,
    summary="Item 12 does not say whether synthetic data generation was used",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["12"])),
    profiles=("ca-ab2013",),
)
