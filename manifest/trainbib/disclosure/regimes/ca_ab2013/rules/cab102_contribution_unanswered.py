"""Item 2 does not say how the data sets further the purpose of the system.

What it does: fills item 2 of the documentation (how the data sets further the intended purpose),
and reports what is required there and what has neither an answer nor a gap. Several answers that
belong at one place make one finding; where an earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: no other form asks for it, and so it is forgotten.

Fails:

```yaml fails
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
dataset: {name: example, version: "1", purpose: "News, to answer questions on current affairs."}
```

How to fix: write `dataset.purpose`, or `use.purpose` of each source.

Source: California Civil Code, section 3111(a)(2).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB102",
    name="contribution-unanswered",
    severity=Severity.ERROR,
    summary="Item 2 does not say how the data sets further the purpose of the system",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["2"])),
    profiles=("ca-ab2013",),
)
