"""Section 2.1 of the summary lacks something of the public data sets.

What it does: fills section 2.1 of the form (whether any were used, modalities, description of those
that are not large), and reports what the form requires there and what has neither an answer nor a
gap. Several answers that belong at one place make one finding; where an earlier section asks for
the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back. The list of large data sets
is for EUA009.

Why it matters: public data sets hold most of what models are trained on.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  news:
    kind: public_dataset
    license: CC0-1.0
    url: https://data.acme.example/news
    retrieved: 2026-01
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  news:
    kind: public_dataset
    license: CC0-1.0
    url: https://data.acme.example/news
    retrieved: 2026-01
    modalities: [text]
    size: {tokens: 1000}
```

How to fix: give the sources of kind `public_dataset` their `modalities` and `content`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.1.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA105",
    name="public-datasets-unanswered",
    severity=Severity.ERROR,
    summary="Section 2.1 of the summary lacks something of the public data sets",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["2.1"], but=["eu.2.1.large_datasets"])),
    profiles=("eu-ai-act",),
)
