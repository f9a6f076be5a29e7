"""Questions on the preprocessing of the data have no answer.

What it does: fills section 4 of the datasheet (what was done to the data, and with which software),
and reports questions that have neither an answer nor a gap. Several answers that belong at one
place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing.

Why it matters: with the software others can do the same to the raw data.

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
  processing:
    - step: deduplication
      software: [{name: text-dedup, version: "0.4"}]
```

How to fix: list the steps under `processing` of the data set or of a source, each with its
`software`.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.4, Preprocessing,
cleaning and labeling.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH104",
    name="preprocessing-unanswered",
    severity=Severity.WARNING,
    summary="Questions on the preprocessing of the data have no answer",
    page=__doc__,
    find=OnFiling("datasheet", lacking(["4"])),
    profiles=("datasheet",),
)
