"""Questions on the collection of the data have no answer.

What it does: fills section 3 of the datasheet (how data was acquired, by whom and for what pay,
over what time, with which reviews; where it is of people, how they were told and whether they
consented), and reports questions that have neither an answer nor a gap. Several answers that belong
at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `datasheet`, and on filings that are read back. The questions are proposed by
researchers, and are no law; who does not name the profile is asked nothing.

Why it matters: how data came to be decides what it is good for.

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
  reviews: [{kind: ethics, by: Board of Sandholm, outcome: No objections.}]
sources:
  a:
    kind: other
    license: CC0-1.0
    collection_method: Downloaded.
    collected: {from: 2024-01, to: 2024-06}
labellers: {none: nobody worked on it}
```

How to fix: write `collection_method` and `collected` of sources, `labellers` with `pay`, and
`dataset.reviews`; where there is personal data also `rights.consent`.

Source: Datasheets for Datasets, https://arxiv.org/abs/1803.09010, section 3.3, Collection Process.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="DSH103",
    name="collection-process-unanswered",
    severity=Severity.WARNING,
    summary="Questions on the collection of the data have no answer",
    page=__doc__,
    find=OnFiling("datasheet", lacking(["3"])),
    profiles=("datasheet",),
)
