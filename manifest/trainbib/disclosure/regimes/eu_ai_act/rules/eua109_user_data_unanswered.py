"""Section 2.4 of the summary lacks something of the data of users.

What it does: fills section 2.4 of the form (whether data is from interactions with the model, or
with other services; which services; modalities), and reports what the form requires there and what
has neither an answer nor a gap. Several answers that belong at one place make one finding; where an
earlier section asks for the same, this one does not.

It runs in the profile `eu-ai-act`, and on filings that are read back.

Why it matters: people have to be able to tell whether what they typed is in there.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  chats: {kind: user_data, license: {unknown: terms of the service}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  chats:
    kind: user_data
    license: {unknown: terms of the service}
    modalities: [text]
    user_data:
      services: [{name: Orca Chat, interaction: model, description: an assistant on the web}]
```

How to fix: give the sources of kind `user_data` the block `user_data` with its `services`, each
with `interaction` and `description`; and `modalities`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.4.
"""

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import lacking
from trainbib.disclosure.lint import OnFiling
from trainbib.rules.base import Rule

RULE = Rule(
    code="EUA109",
    name="user-data-unanswered",
    severity=Severity.ERROR,
    summary="Section 2.4 of the summary lacks something of the data of users",
    page=__doc__,
    find=OnFiling("eu-ai-act", lacking(["2.4"])),
    profiles=("eu-ai-act",),
)
