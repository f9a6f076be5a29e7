"""Section 1.2 of the summary lacks the models, or what they are made from.

What it does: fills section 1.2 of the form (models and versions, models that they depend on and
their summaries), and reports what the form requires there and what has neither an answer nor a gap.
Several answers that belong at one place make one finding; where an earlier section asks for the
same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back. Dates of placement on the
market are for EUA005.

Why it matters: a summary that names no model covers none, and what a base model was trained on is
in the model too.

Fails:

```yaml fails
profiles: [eu-ai-act]
models: {none: not yet named}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
models: {orca: {name: Orca 1, eu_market: 2026-06-30}}
```

How to fix: list the `models`, each with its name, and under `base` what it is made from, with the
link to its `summary` or a gap.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.2.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA103",
    name="models-unanswered",
    severity=Severity.ERROR,
    summary="Section 1.2 of the summary lacks the models, or what they are made from",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["1.2"], but=["eu.1.2.placement_date"])),
    profiles=("eu-ai-act",),
)
