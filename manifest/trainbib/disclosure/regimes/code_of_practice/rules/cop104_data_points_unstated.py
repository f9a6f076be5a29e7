"""Item 4 lacks the size of the data for training, testing or validation.

What it does: fills item 4 of the form (how much data there is for training, for testing and for
validation, each with its unit), and reports what the form asks for there and what has neither an
answer nor a gap. Several answers that belong at one place make one finding; where an earlier item
asks for the same, this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: testing and validation are asked for nowhere else, and so they are forgotten.

Fails:

```yaml fails
profiles: [code-of-practice]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [code-of-practice]
dataset:
  name: example
  version: "1"
  modalities: [text]
  size: {tokens: 9000}
  splits:
    - {name: test, size: {records: 10}}
    - {name: validation, size: {records: 12}}
```

How to fix: write `dataset.size` or `size` of each source, and under `dataset.splits` the splits for
testing and for validation, each with its `size`; or `splits: {not_applicable: why}`.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, number of data points.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP104",
    name="data-points-unstated",
    severity=Severity.ERROR,
    summary="Item 4 lacks the size of the data for training, testing or validation",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["4"])),
    profiles=("code-of-practice",),
)
