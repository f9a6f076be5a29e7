"""The documentation lacks its system, developer or date.

What it does: fills the head of the documentation (system and version, developer, date of posting),
and reports what is required there and what has neither an answer nor a gap. Several answers that
belong at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: documentation without the system that it is about documents nothing.

Fails:

```yaml fails
profiles: [ca-ab2013]
document: {version: "1"}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
dataset: {name: example, version: "1", publisher: acme}
document: {version: "1", updated: 2026-06-30}
parties: {acme: {name: Acme}}
models: {orca: {name: Orca 1}}
```

How to fix: write `models`, `dataset.publisher` and `document.updated`.

Source: California Civil Code, section 3111(a).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB100",
    name="documentation-unheaded",
    severity=Severity.ERROR,
    summary="The documentation lacks its system, developer or date",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking([""])),
    profiles=("ca-ab2013",),
)
