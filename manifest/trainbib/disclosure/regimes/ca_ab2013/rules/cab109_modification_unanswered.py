"""Item 9 lacks whether the data sets were modified, or to what end.

What it does: fills item 9 of the documentation (whether data was cleaned, processed or otherwise
modified, and the purpose of that), and reports what is required there and what has neither an
answer nor a gap. Several answers that belong at one place make one finding; where an earlier
section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: the purpose is half of the item, and is mostly left out.

Fails:

```yaml fails
profiles: [ca-ab2013]
dataset:
  name: example
  version: "1"
  processing: [{step: deduplication}]
```

Passes:

```yaml passes
profiles: [ca-ab2013]
dataset:
  name: example
  version: "1"
  processing: [{step: deduplication, purpose: so that the model does not learn texts by heart}]
```

How to fix: list the steps under `processing`, each with its `purpose`; or `processing: {none: used
as it was}`.

Source: California Civil Code, section 3111(a)(9).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB109",
    name="modification-unanswered",
    severity=Severity.ERROR,
    summary="Item 9 lacks whether the data sets were modified, or to what end",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["9"])),
    profiles=("ca-ab2013",),
)
