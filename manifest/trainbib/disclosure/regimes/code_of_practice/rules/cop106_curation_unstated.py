"""Item 6 does not tell how data was curated.

What it does: fills item 6 of the form (cleaning, normalisation, augmentation and the like), and
reports what the form asks for there and what has neither an answer nor a gap. Several answers that
belong at one place make one finding; where an earlier item asks for the same, this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: it is one of three items that downstream providers get.

Fails:

```yaml fails
profiles: [code-of-practice]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [code-of-practice]
dataset:
  name: example
  version: "1"
  processing: [{step: deduplication, description: Pages that are alike were dropped.}]
```

How to fix: list the steps under `processing` of the data set or of a source; or `processing: {none:
used as it was}`.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, curation methodologies.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP106",
    name="curation-unstated",
    severity=Severity.ERROR,
    summary="Item 6 does not tell how data was curated",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["6"])),
    profiles=("code-of-practice",),
)
