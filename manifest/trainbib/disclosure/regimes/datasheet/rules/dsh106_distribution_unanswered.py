"""Questions on the distribution of the data set have no answer.

What it does: fills section 6 of the datasheet (whether others can get it, where, since when;
licences of the set and of its sources), and reports questions that have neither an answer nor a
gap. Several answers that belong at one place make one finding; where an earlier section asks for
the same, this one does not.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing.

Why it matters: without a licence and an address nobody can use it.

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
  availability: open
  url: https://data.acme.example/
  issued: 2026-06-30
  license: CC-BY-4.0
```

How to fix: write `availability`, `url`, `issued` and `license` of `dataset`, and `license` of each
source.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.6, Distribution.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH106",
    name="distribution-unanswered",
    severity=Severity.WARNING,
    summary="Questions on the distribution of the data set have no answer",
    page=__doc__,
    find=OnFiling("datasheet", lacking(["6"])),
    profiles=("datasheet",),
)
