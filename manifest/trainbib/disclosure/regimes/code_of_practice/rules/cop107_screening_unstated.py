"""Item 7 does not tell what detects unsuitable sources.

What it does: fills item 7 of the form (what detects illegal content, abuse of children, intimate
pictures without consent, personal data whose processing is unlawful), and reports what the form
asks for there and what has neither an answer nor a gap. Several answers that belong at one place
make one finding; where an earlier item asks for the same, this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: what nobody looked for is in there.

Fails:

```yaml fails
profiles: [code-of-practice]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [code-of-practice]
policies: {source_screening: Two people look at each new source.}
```

How to fix: write `policies.source_screening` or `policies.illegal_content`.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, measures against unsuitable sources.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP107",
    name="screening-unstated",
    severity=Severity.ERROR,
    summary="Item 7 does not tell what detects unsuitable sources",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["7"])),
    profiles=("code-of-practice",),
)
