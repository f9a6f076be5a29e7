"""Whether the Code of Practice was signed is left out.

What it does: looks at the question of section 3.1 whether the provider has signed the
General-Purpose AI Code of Practice, with its commitments on reservations of rights, and reports
that it is not answered. A gap that says why is an answer.

It runs in the profile `eu-ai-act`, and on filings that are read back. Where no provider is named at
all, EUA102 asks for it.

Why it matters: the question is a box of its own, and one of the easiest. A filed summary has left
the whole row out.

Fails:

```yaml fails
profiles: [eu-ai-act]
dataset: {name: example, version: "1", publisher: acme}
parties: {acme: {name: Acme, country: DE}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
dataset: {name: example, version: "1", publisher: acme}
parties:
  acme:
    name: Acme
    country: DE
    commitments: [{name: General-Purpose AI Code of Practice, signed: false}]
```

How to fix: name the Code under `commitments` of the party that provides the model, with `signed:
true` or `false`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 3.1.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELD = "eu.3.1.cop_signatory"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on the question if it is not answered."""
    answer = filing.answer(_FIELD)
    if answer.value is not None or answer.gaps:
        return
    place = answer.wants[0].pointer if answer.wants else ""
    if place == "/dataset/publisher":
        return
    yield Remark(
        _FIELD,
        "nothing says whether the provider has signed the Code of Practice",
        f"write {answer.wants[0].what} at {place}" if place else "answer Yes or No",
    )


RULE = Rule(
    code="EUA006",
    name="code-of-practice-unanswered",
    severity=Severity.ERROR,
    summary="Whether the Code of Practice was signed is left out",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
