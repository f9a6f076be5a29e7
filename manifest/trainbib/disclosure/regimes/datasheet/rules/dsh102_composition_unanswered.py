"""Questions on the composition of the data set have no answer.

What it does: fills section 2 of the datasheet (instances, their number, samples, labels, splits,
errors; whether the data is of people, and of whom), and reports questions that have neither an
answer nor a gap. Several answers that belong at one place make one finding; where an earlier
section asks for the same, this one does not.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing.

Why it matters: who uses a data set has to know what is in it, and what is wrong with it.

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
  content: [press publications]
  modalities: [text]
  size: {records: 5}
  splits: {none: one split}
  limitations: {none: none are known}
sources:
  a:
    kind: other
    license: CC0-1.0
    selection: All of it.
    labels: {none: plain text}
    rights: {personal_data: absent}
```

How to fix: write `content`, `size`, `splits` and `limitations` of `dataset`, and `selection`,
`labels` and `rights.personal_data` of sources.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.2, Composition.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH102",
    name="composition-unanswered",
    severity=Severity.WARNING,
    summary="Questions on the composition of the data set have no answer",
    page=__doc__,
    find=OnFiling("datasheet", lacking(["2"])),
    profiles=("datasheet",),
)
