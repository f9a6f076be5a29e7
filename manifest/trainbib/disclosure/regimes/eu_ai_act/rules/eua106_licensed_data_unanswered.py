"""Section 2.2.1 of the summary lacks something of the licensed data.

What it does: fills section 2.2.1 of the form (whether there are agreements with rights holders,
modalities), and reports what the form requires there and what has neither an answer nor a gap.
Several answers that belong at one place make one finding; where an earlier section asks for the
same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back.

Why it matters: the row is short, and leaves no names: Yes or No, and which modalities.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  press: {kind: licensed, license: {unknown: under agreements}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  press: {kind: licensed, license: {unknown: under agreements}, modalities: [text]}
```

How to fix: give the sources of kind `licensed` their `modalities`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.2.1.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA106",
    name="licensed-data-unanswered",
    severity=Severity.ERROR,
    summary="Section 2.2.1 of the summary lacks something of the licensed data",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["2.2.1"])),
    profiles=("eu-ai-act",),
)
