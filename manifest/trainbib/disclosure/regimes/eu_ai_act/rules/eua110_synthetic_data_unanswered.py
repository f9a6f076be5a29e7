"""Section 2.5 of the summary lacks something of the synthetic data.

What it does: fills section 2.5 of the form (whether any was made, modalities, the models that made
it and what they were trained on), and reports what the form requires there and what has neither an
answer nor a gap. Several answers that belong at one place make one finding; where an earlier
section asks for the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back. That a source of a manifest
names no generator at all is for SRC012.

Why it matters: what a model writes carries over what it was trained on.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  made:
    kind: synthetic
    license: CC0-1.0
    modalities: [text]
    synthetic: {generators: [{name: Tuna 2, on_market: false}]}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  made:
    kind: synthetic
    license: CC0-1.0
    modalities: [text]
    synthetic:
      generators: [{name: Tuna 2, on_market: false, training_data: "encyclopedias, in English"}]
```

How to fix: give the sources of kind `synthetic` their `modalities`; say of each of the `generators`
whether it is `on_market`, with the link to its `summary`, or what its `training_data` was.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.5.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA110",
    name="synthetic-data-unanswered",
    severity=Severity.ERROR,
    summary="Section 2.5 of the summary lacks something of the synthetic data",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["2.5"], instead={"eu.2.5.other_generators": ("SRC012",)})),
    profiles=("eu-ai-act",),
)
