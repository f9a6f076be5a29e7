"""The datasheet does not tell what the data set was used for.

What it does: fills section 5 of the datasheet (models that were trained on the data set), and
reports questions that have neither an answer nor a gap. Several answers that belong at one place
make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing.

Why it matters: what was tried with it is worth more than what could be.

Fails:

```yaml fails
profiles: [datasheet]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [datasheet]
models: {orca: {name: Orca 1, purpose: To answer questions.}}
```

How to fix: write `models`, each with its `purpose`, or `models: {none: not used yet}`.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.5, Uses.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH105",
    name="uses-unanswered",
    severity=Severity.WARNING,
    summary="The datasheet does not tell what the data set was used for",
    page=__doc__,
    find=OnFiling("datasheet", lacking(["5"])),
    profiles=("datasheet",),
)
