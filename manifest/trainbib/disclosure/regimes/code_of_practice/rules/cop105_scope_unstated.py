"""Item 5 does not tell the scope of the data.

What it does: fills item 5 of the form (domains and types of content; where there is text or sound,
the languages), and reports what the form asks for there and what has neither an answer nor a gap.
Several answers that belong at one place make one finding; where an earlier item asks for the same,
this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: a model knows what it was shown.

Fails:

```yaml fails
profiles: [code-of-practice]
dataset: {name: example, version: "1", modalities: [text]}
```

Passes:

```yaml passes
profiles: [code-of-practice]
dataset:
  name: example
  version: "1"
  modalities: [text]
  content: [press publications]
  languages: [en]
```

How to fix: write `content` or `domains`, and `languages`, of the data set or of each source.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, scope and main characteristics.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP105",
    name="scope-unstated",
    severity=Severity.ERROR,
    summary="Item 5 does not tell the scope of the data",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["5"])),
    profiles=("code-of-practice",),
)
