"""Indicators on the properties of the data have no answer.

What it does: fills the indicators R1 to R5: size by modality, shares of languages and of domains,
access for independent third parties, where the data can be got, and reports indicators that have
neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier part asks for the same, this one does not.

It runs in the profile `fmti-2025`, and on filings that are read back. The index is made by
researchers, and is no law; who does not name the profile is asked nothing. A gap is an answer: the
index gives credit for "we do not know" and for "the contract forbids to tell".

Why it matters: these are what others can check.

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
  modalities: [image]
  size: {images: {about: 4.0e+6}}
  domains: [{domain: photography, share: 0.9}]
  access: [{who: University of Sandholm, independent: true}]
```

How to fix: write `size`, `languages`, `domains` and `access` of `dataset`, and `url` or
`availability` of sources.

Source: Foundation Model Transparency Index, December 2025, Dec2025_indicators.csv in
https://github.com/stanford-crfm/fmti, subdomain Data Properties.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="FMT103",
    name="property-indicators-unanswered",
    severity=Severity.WARNING,
    summary="Indicators on the properties of the data have no answer",
    page=__doc__,
    find=OnFiling("fmti-2025", lacking(["3"])),
    profiles=("fmti-2025",),
)
