"""The head of the summary lacks its version, date or earlier versions.

What it does: fills the head of the form (version, earlier versions, date of the last update), and
reports what the form requires there and what has neither an answer nor a gap. Several answers that
belong at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back. A date without its day is for
EUA001, and the version of the data set will do where the document has none.

Why it matters: a reader has to know which summary this is, and since when.

Fails:

```yaml fails
profiles: [eu-ai-act]
document: {version: "1"}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
document: {version: "1", updated: 2026-06-30}
```

How to fix: write `document.version` and `document.updated`, and the `url` of each of
`document.previous`.

Source: template for the summary of AI Act, Art. 53(1)(d), head.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA101",
    name="head-unanswered",
    severity=Severity.ERROR,
    summary="The head of the summary lacks its version, date or earlier versions",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking([""])),
    profiles=("eu-ai-act",),
)
