"""Questions on the maintenance of the data set have no answer.

What it does: fills section 7 of the datasheet (who maintains it, how to reach them, updates, the
version before; where it is of people, how long data is kept), and reports questions that have
neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier section asks for the same, this one does not.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing.

Why it matters: data sets outlive the jobs of those who made them.

Fails:

```yaml fails
profiles: [datasheet]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [datasheet]
dataset:
  name: example
  version: "1"
  publisher: acme
  maintenance: Errors are mended each half year.
  previous: {none: it is the first}
parties: {acme: {name: Acme, contact: "mailto:data@acme.example"}}
```

How to fix: write `publisher`, `maintenance` and `previous` of `dataset`, and `contact` of the
party; where there is personal data also `retention`.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.7, Maintenance.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH107",
    name="maintenance-unanswered",
    severity=Severity.WARNING,
    summary="Questions on the maintenance of the data set have no answer",
    page=__doc__,
    find=OnFiling("datasheet", lacking(["7"])),
    profiles=("datasheet",),
)
