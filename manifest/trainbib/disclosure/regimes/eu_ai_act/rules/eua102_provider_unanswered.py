"""Section 1.1 of the summary lacks the provider, or the representative in the Union.

What it does: fills section 1.1 of the form (name and contact of the provider; of a provider outside
of the Union also its authorised representative) and reports each field that is asked and has
neither an answer nor a gap.

It runs in the profile `eu-ai-act`.

Why it matters: who reads the summary has to know who speaks, and whom to ask.

Fails:

```yaml fails
profiles: [eu-ai-act]
dataset: {name: example, version: "1", publisher: acme}
parties: {acme: {name: Acme, country: US, contact: "mailto:data@acme.example"}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
dataset: {name: example, version: "1", publisher: acme}
parties: {acme: {name: Acme, country: DE, contact: "mailto:data@acme.example"}}
```

How to fix: give `dataset.publisher` (or `models.*.provider`) a party with `name`, `contact` and, if
its `country` is outside of the Union, `eu_representative`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.1; AI Act, Art. 54.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA102",
    name="provider-unanswered",
    severity=Severity.ERROR,
    summary="Section 1.1 of the summary lacks the provider, or its representative",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["1.1"])),
    profiles=("eu-ai-act",),
)
