"""Section 3.2 of the summary lacks the measures against illegal content.

What it does: fills section 3.2 of the form (measures to avoid or remove content that is illegal
under Union law), and reports what the form requires there and what has neither an answer nor a gap.
Several answers that belong at one place make one finding; where an earlier section asks for the
same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back.

Why it matters: the form asks for it from everyone, small and large.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  a: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
policies:
  illegal_content: >-
    Hash lists remove child sexual abuse material, a classifier terrorist content, and block lists
    sites of pirated works.
```

How to fix: write `policies.illegal_content`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 3.2.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA113",
    name="illegal-content-unanswered",
    severity=Severity.ERROR,
    summary="Section 3.2 of the summary lacks the measures against illegal content",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["3.2"])),
    profiles=("eu-ai-act",),
)
