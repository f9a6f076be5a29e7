"""Section 2.2.2 of the summary lacks something of private data sets.

What it does: fills section 2.2.2 of the form (whether any were obtained, modalities, names of those
that are publicly known, description of the others), and reports what the form requires there and
what has neither an answer nor a gap. Several answers that belong at one place make one finding;
where an earlier section asks for the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back.

Why it matters: a filed summary says Yes here, and nothing more.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  bought: {kind: private_third_party, license: {unknown: under agreements}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  bought:
    kind: private_third_party
    license: {unknown: under agreements}
    modalities: [image]
    content: [photography]
    rights: {personal_data: absent}
    agreement: {publicly_known: false}
```

How to fix: give the sources of kind `private_third_party` their `modalities` and `content`, and say
under `agreement.publicly_known` whether they are publicly known.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.2.2.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA107",
    name="private-datasets-unanswered",
    severity=Severity.ERROR,
    summary="Section 2.2.2 of the summary lacks something of private data sets",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["2.2.2"])),
    profiles=("eu-ai-act",),
)
