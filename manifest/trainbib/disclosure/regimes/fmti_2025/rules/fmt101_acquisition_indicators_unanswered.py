"""Indicators on the acquisition of data have no answer.

What it does: fills the indicators A1 to A12: methods of acquisition, public data, crawlers, usage
data and notice, licensed data and compensation, people, their instructions, pay, countries and
protections, synthetic data and its purpose, and reports indicators that have neither an answer nor
a gap. Several answers that belong at one place make one finding; where an earlier part asks for the
same, this one does not.

It runs in the profile `fmti-2025`, and on filings that are read back. The index is made by
researchers, and is no law; who does not name the profile is asked nothing. A gap is an answer: the
index gives credit for "we do not know" and for "the contract forbids to tell".

Why it matters: these are what the December 2025 edition found least about: of 13 developers, 1
named licensed sources and 2 public ones.

Fails:

```yaml fails
profiles: [fmti-2025]
sources:
  a: {kind: own_crawl, license: CC0-1.0, crawl: {robots_txt: Obeyed.}}
```

Passes:

```yaml passes
profiles: [fmti-2025]
sources:
  a:
    kind: own_crawl
    license: CC0-1.0
    crawl: {crawlers: [{name: AcmeBot}], robots_txt: Obeyed.}
```

How to fix: write what is asked for at the places that are named: `crawl`, `user_data`, `agreement`,
`synthetic` of sources, and `labellers`.

Source: Foundation Model Transparency Index, December 2025, Dec2025_indicators.csv in
https://github.com/stanford-crfm/fmti, subdomain Data Acquisition.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="FMT101",
    name="acquisition-indicators-unanswered",
    severity=Severity.WARNING,
    summary="Indicators on the acquisition of data have no answer",
    page=__doc__,
    find=OnFiling("fmti-2025", lacking(["1"])),
    profiles=("fmti-2025",),
)
