"""Item 1 does not tell the modalities of the data.

What it does: fills item 1 of the form (modalities of the data), and reports what the form asks for
there and what has neither an answer nor a gap. Several answers that belong at one place make one
finding; where an earlier item asks for the same, this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: it decides who can use the model for what.

Fails:

```yaml fails
profiles: [code-of-practice]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [code-of-practice]
sources:
  a: {kind: other, license: CC0-1.0, modalities: [text]}
```

How to fix: write `dataset.modalities`, or `modalities` of each source.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, type of data.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP101",
    name="data-types-unstated",
    severity=Severity.ERROR,
    summary="Item 1 does not tell the modalities of the data",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["1"])),
    profiles=("code-of-practice",),
)
