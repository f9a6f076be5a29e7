"""Section 2.6 of the summary lacks something of the other sources.

What it does: fills section 2.6 of the form (whether there are any, and what they are: offline
sources, and data that people made or labelled on commission), and reports what the form requires
there and what has neither an answer nor a gap. Several answers that belong at one place make one
finding; where an earlier section asks for the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back.

Why it matters: whoever labelled the data appears here, or nowhere.

Fails:

```yaml fails
profiles: [eu-ai-act]
labellers: {raters: {workforce: vendor, phase: [annotation]}}
sources:
  news:
    kind: public_dataset
    license: CC0-1.0
    url: https://data.acme.example/news
    retrieved: 2026-01
    labels: [topics]
    labelled_by: [raters]
```

Passes:

```yaml passes
profiles: [eu-ai-act]
labellers: {raters: {workforce: employees, phase: [annotation], employer: acme}}
parties: {acme: {name: Acme, country: DE}}
sources:
  news:
    kind: public_dataset
    license: CC0-1.0
    url: https://data.acme.example/news
    retrieved: 2026-01
    labels: [topics]
    labelled_by: [raters]
```

How to fix: describe these sources (`description`, `content`, `collection_method`), and say of
labellers for whom they worked.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.6.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA111",
    name="other-sources-unanswered",
    severity=Severity.ERROR,
    summary="Section 2.6 of the summary lacks something of the other sources",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["2.6"])),
    profiles=("eu-ai-act",),
)
