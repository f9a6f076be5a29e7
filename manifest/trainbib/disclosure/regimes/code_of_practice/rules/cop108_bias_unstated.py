"""Item 8 does not tell what detects biases.

What it does: fills item 8 of the form (what detects, and deals with, biases that can be
identified), and reports what the form asks for there and what has neither an answer nor a gap.
Several answers that belong at one place make one finding; where an earlier item asks for the same,
this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: few other forms ask for it, and so it is forgotten.

Fails:

```yaml fails
profiles: [code-of-practice]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [code-of-practice]
policies: {bias: Answers are compared across languages.}
```

How to fix: write `policies.bias`.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, measures against biases.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP108",
    name="bias-unstated",
    severity=Severity.ERROR,
    summary="Item 8 does not tell what detects biases",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["8"])),
    profiles=("code-of-practice",),
)
