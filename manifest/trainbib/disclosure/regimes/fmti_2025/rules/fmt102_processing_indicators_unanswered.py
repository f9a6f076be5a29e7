"""Indicators on the processing of data have no answer.

What it does: fills the indicators P1 to P3: all methods of processing, and the purpose and the
technique of each, and reports indicators that have neither an answer nor a gap. Several answers
that belong at one place make one finding; where an earlier part asks for the same, this one does
not.

It runs in the profile `fmti-2025`, and on filings that are read back. The index is made by
researchers, and is no law; who does not name the profile is asked nothing. A gap is an answer: the
index gives credit for "we do not know" and for "the contract forbids to tell".

Why it matters: what was taken out of the data is known to nobody but the developer.

Fails:

```yaml fails
profiles: [fmti-2025]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [fmti-2025]
dataset:
  name: example
  version: "1"
  processing:
    - step: deduplication
      purpose: so that no text is learnt by heart
      software: [{name: text-dedup}]
```

How to fix: list the steps under `processing` of the data set or of a source, each with `purpose`
and `description`, `software` or `models`.

Source: Foundation Model Transparency Index, December 2025, Dec2025_indicators.csv in
https://github.com/stanford-crfm/fmti, subdomain Data Processing.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="FMT102",
    name="processing-indicators-unanswered",
    severity=Severity.WARNING,
    summary="Indicators on the processing of data have no answer",
    page=__doc__,
    find=OnFiling("fmti-2025", lacking(["2"])),
    profiles=("fmti-2025",),
)
