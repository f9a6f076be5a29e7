"""Section 1.3 of the summary lacks modalities, sizes, content, dates or languages.

What it does: fills section 1.3 of the form (modalities; size class and types of content of each;
latest date of acquisition; languages), and reports what the form requires there and what has
neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier section asks for the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back. Whether training goes on is
for EUA014, and a month that is not exact for EUA003.

Why it matters: sizes and content of the whole are the first thing that readers compare.

Fails:

```yaml fails
profiles: [eu-ai-act]
dataset: {name: example, version: "1", modalities: [text]}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
dataset:
  name: example
  version: "1"
  modalities: [text]
  content: [press publications]
  languages: [de, fr]
  size: {tokens: 1200000000}
sources:
  example: {kind: other, license: CC0-1.0, modalities: [text], retrieved: 2026-01}
```

How to fix: write what is asked for at the places that are named: of the set as a whole, or of each
source.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.3.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA104",
    name="characteristics-unanswered",
    severity=Severity.ERROR,
    summary="Section 1.3 of the summary lacks modalities, sizes, content, dates or languages",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["1.3"], but=["eu.1.3.continuous_training"])),
    profiles=("eu-ai-act",),
)
