"""Item 1 lacks the sources or owners of the data sets.

What it does: fills item 1 of the documentation (for each data set where it is from, or who owns
it), and reports what is required there and what has neither an answer nor a gap. Several answers
that belong at one place make one finding; where an earlier section asks for the same, this one does
not.

It runs in the profile `ca-ab2013`, and on filings that are read back. It speaks where no data set
has either; where some do, CAB002 does. SRC001 asks public sources for a locator, which a contact or
a digest can be; where it speaks, this check does not.

Why it matters: the law asks for either; without both nobody can tell whose data it is.

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
  a: {kind: other, license: CC0-1.0, url: "https://data.acme.example/a"}
```

How to fix: give each source its `url`, `creators` or `publisher`.

Source: California Civil Code, section 3111(a)(1).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB101",
    name="origin-unanswered",
    severity=Severity.ERROR,
    summary="Item 1 lacks the sources or owners of the data sets",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["1"], instead={"ab.1": ("SRC001",)})),
    profiles=("ca-ab2013",),
)
