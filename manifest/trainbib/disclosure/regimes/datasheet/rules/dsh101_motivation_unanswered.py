"""Questions on the motivation of the data set have no answer.

What it does: fills the head and section 1 of the datasheet (name and version; purpose, creators,
funding), and reports questions that have neither an answer nor a gap. Several answers that belong
at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing.

Why it matters: who paid is the question that papers answer and manifests forget.

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
  purpose: To answer questions on current affairs.
  creators: [acme]
  funding: {none: own means}
parties: {acme: {name: Acme}}
```

How to fix: write `dataset.purpose`, `dataset.creators` and `dataset.funding`.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.1, Motivation.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH101",
    name="motivation-unanswered",
    severity=Severity.WARNING,
    summary="Questions on the motivation of the data set have no answer",
    page=__doc__,
    find=OnFiling("datasheet", lacking(["", "1"])),
    profiles=("datasheet",),
)
