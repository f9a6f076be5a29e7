"""Item 3 lacks the number of data points.

What it does: fills item 3 of the documentation (for each data set how many data points it has;
ranges and estimates will do), and reports what is required there and what has neither an answer nor
a gap. Several answers that belong at one place make one finding; where an earlier section asks for
the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: a rough number is allowed, and none is not.

Fails:

```yaml fails
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [ca-ab2013]
sources:
  a: {kind: other, license: CC0-1.0, size: {records: {about: 1.2e6}}}
```

How to fix: give each source its `size`: records, images, hours or tokens; `{about: 1.2e6}` and
`{between: [1.0e6, 2.0e6]}` are estimates.

Source: California Civil Code, section 3111(a)(3).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB103",
    name="data-points-unanswered",
    severity=Severity.ERROR,
    summary="Item 3 lacks the number of data points",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["3"])),
    profiles=("ca-ab2013",),
)
