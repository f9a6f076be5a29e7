"""Item 2 does not tell the provenance of the data.

What it does: fills item 2 of the form (crawling, third parties, users, public data sets, synthetic
data, other means), from the kinds of the sources, and reports what the form asks for there and what
has neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier item asks for the same, this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: the categories are those of the public summary, and the two are compared.

Fails:

In a filing: no answer to `cop.2.provenance`. In a manifest it follows from the kinds of the
sources, which SCH001 asks for.

Passes:

In a filing: `"cop.2.provenance": {"value": ["User data"]}`.

How to fix: give each source its `kind`.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, provenance of data.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP102",
    name="provenance-unstated",
    severity=Severity.ERROR,
    summary="Item 2 does not tell the provenance of the data",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["2"])),
    profiles=("code-of-practice",),
)
