"""The answers lack their developer, models or date.

What it does: fills the head of the answers (developer, models and versions, date), and reports
indicators that have neither an answer nor a gap. Several answers that belong at one place make one
finding; where an earlier part asks for the same, this one does not.

It runs in the profile `fmti-2025`, and on filings that are read back. The index is made by
researchers, and is no law; who does not name the profile is asked nothing. A gap is an answer: the
index gives credit for "we do not know" and for "the contract forbids to tell".

Why it matters: answers without the model that they are about answer nothing.

Fails:

```yaml fails
profiles: [fmti-2025]
document: {version: "1"}
```

Passes:

```yaml passes
profiles: [fmti-2025]
dataset: {name: example, version: "1", publisher: acme}
document: {version: "1", updated: 2026-06-30}
parties: {acme: {name: Acme}}
models: {orca: {name: Orca 1}}
```

How to fix: write `models`, `dataset.publisher` and `document.updated`.

Source: Foundation Model Transparency Index, December 2025, Dec2025_indicators.csv in
https://github.com/stanford-crfm/fmti, which scores a developer and its flagship model.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="FMT100",
    name="indicators-unheaded",
    severity=Severity.WARNING,
    summary="The answers lack their developer, models or date",
    page=__doc__,
    find=OnFiling("fmti-2025", lacking([""])),
    profiles=("fmti-2025",),
)
