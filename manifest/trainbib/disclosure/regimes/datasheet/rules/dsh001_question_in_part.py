"""A question of the datasheet is answered in part, and the rest is not said to be a gap.

What it does: reports questions that are answered of some sources or people only: the licence of one
source of two, the pay of one team of two, consent without those who gave it.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing. An answer that is
missing as a whole is for DSH101 to DSH107.

Why it matters: a table with nine sources of ten looks like all of them.

Fails:

```yaml fails
profiles: [datasheet]
labellers:
  l: {workforce: volunteers, pay: {model: unpaid}}
  m: {workforce: employees}
```

Passes:

```yaml passes
profiles: [datasheet]
labellers:
  l: {workforce: volunteers, pay: {model: unpaid}}
  m: {workforce: employees, pay: {withheld: agreed with the works council}}
```

How to fix: write what is asked for at the places that are named, or a gap there that says why not.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import incomplete
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH001",
    name="question-in-part",
    severity=Severity.WARNING,
    summary="A question of the datasheet is answered in part, and the rest is not said to be a gap",
    page=__doc__,
    find=OnFiling("datasheet", incomplete()),
    profiles=("datasheet",),
)
