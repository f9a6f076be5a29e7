"""Item 3 does not tell how data was obtained, annotated or generated.

What it does: fills item 3 of the form (how data was obtained and selected; where there are labels,
how it was annotated; where there is synthetic data, how it was made), and reports what the form
asks for there and what has neither an answer nor a gap. Several answers that belong at one place
make one finding; where an earlier item asks for the same, this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: provenance says from where, and this says how.

Fails:

```yaml fails
profiles: [code-of-practice]
sources:
  a: {kind: other, license: CC0-1.0, labels: [sentiment]}
```

Passes:

```yaml passes
profiles: [code-of-practice]
sources:
  a:
    kind: other
    license: CC0-1.0
    selection: All of it was used.
    labels: [sentiment]
    labelled_by: [readers]
labellers: {readers: {workforce: volunteers}}
```

How to fix: give each source its `collection_method` or `selection`, describe `labellers`, and give
synthetic sources `generators` and `method`.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, how data was obtained and selected.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP103",
    name="obtaining-unstated",
    severity=Severity.ERROR,
    summary="Item 3 does not tell how data was obtained, annotated or generated",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking(["3"])),
    profiles=("code-of-practice",),
)
