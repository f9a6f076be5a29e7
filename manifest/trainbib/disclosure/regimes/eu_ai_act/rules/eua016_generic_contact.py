"""The contact of the provider is a general one.

What it does: looks at the contact details of the provider and of its representative, and reports a
general mailbox (info@, contact@, support@, press@ …) and an address of a web site without a path.

It runs in the profile `eu-ai-act`, and on filings that are read back. That there is no contact is
for EUA102.

Why it matters: a question about training data has to reach somebody who can answer it. Graders take
points for the mailbox that answers questions about bills.

Fails:

```yaml fails
profiles: [eu-ai-act]
dataset: {name: example, version: "1", publisher: acme}
parties: {acme: {name: Acme, country: DE, contact: "mailto:info@acme.example"}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
dataset: {name: example, version: "1", publisher: acme}
parties: {acme: {name: Acme, country: DE, contact: "mailto:training-data@acme.example"}}
```

How to fix: give `contact` of the party a mailbox or a page of its own for such questions.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.1.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import texts
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELDS = ("eu.1.1.provider_contact", "eu.1.1.authorised_representative_contact")
_MAILBOX = (
    r"(?i)(?<![\w.+-])(?:info|contact|hello|hi|office|admin|support|help|helpdesk|press|media|sales|mail|"
    r"enquiries|inquiries|service|kontakt|contacto|webmaster|noreply|no-reply)@[\w.-]+"
)
_HOME_PAGE = r"(?i)\s*(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?\s*"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on contacts that are not for questions about training data."""
    for name in _FIELDS:
        field = filing.form.fields[name]
        for text in texts(filing, name) if filing.asked(field) else ():
            mailbox = re.search(_MAILBOX, text)
            if mailbox or re.fullmatch(_HOME_PAGE, text):
                shown = mailbox[0] if mailbox else text.strip()
                yield Remark(
                    name,
                    f"{shown!r:.80} is a general address",
                    "give a mailbox or a page for questions about training data",
                )


RULE = Rule(
    code="EUA016",
    name="generic-contact",
    severity=Severity.WARNING,
    summary="The contact of the provider is a general one",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
