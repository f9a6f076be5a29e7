"""The form lacks its provider, models, version or date.

What it does: fills the head of the form (provider, models, version and date of the document), and
reports what the form asks for there and what has neither an answer nor a gap. Several answers that
belong at one place make one finding; where an earlier item asks for the same, this one does not.

It runs in the profile `code-of-practice`, and on filings that are read back. The form belongs to a
voluntary code and is kept in confidence; who does not name the profile is asked nothing.

Why it matters: a form without the model that it is about documents nothing.

Fails:

```yaml fails
profiles: [code-of-practice]
document: {version: "1"}
```

Passes:

```yaml passes
profiles: [code-of-practice]
dataset: {name: example, version: "1", publisher: acme}
document: {version: "1", updated: 2026-06-30}
parties: {acme: {name: Acme}}
models: {orca: {name: Orca 1}}
```

How to fix: write `models`, `dataset.publisher`, `document.version` and `document.updated`.

Source: General-Purpose AI Code of Practice of 10 July 2025, Transparency, Measure 1.1, Model
Documentation Form, general information.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="COP100",
    name="data-section-unheaded",
    severity=Severity.ERROR,
    summary="The form lacks its provider, models, version or date",
    page=__doc__,
    find=OnFiling("code-of-practice", lacking([""])),
    profiles=("code-of-practice",),
)
