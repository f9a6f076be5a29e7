"""Item 4 lacks the types of data points, or of labels.

What it does: fills item 4 of the documentation (types of data points; whether there are labels, and
of which types; general characteristics of the rest), and reports what is required there and what
has neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier section asks for the same, this one does not.

It runs in the profile `ca-ab2013`, and on filings that are read back.

Why it matters: labels and text are different things, and the law asks for each.

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
  a:
    kind: other
    license: CC0-1.0
    modalities: [text]
    description: News of one day.
    labels: {none: no labels}
```

How to fix: give each source `modalities`, `content` and `description`, and `labels`, or a gap:
`labels: {none: no labels}`.

Source: California Civil Code, section 3111(a)(4).
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="CAB104",
    name="data-types-unanswered",
    severity=Severity.ERROR,
    summary="Item 4 lacks the types of data points, or of labels",
    page=__doc__,
    find=OnFiling("ca-ab2013", lacking(["4"])),
    profiles=("ca-ab2013",),
)
