"""A model that looks tuned names no base.

What it does: looks at the names of the models that the summary covers (section 1.2). One that is
called instruct, chat, -it, tuned, distilled or the like was made from another; where the summary
names no model that its models depend on, such names are reported. It is a warning, since a name is
a sign and no proof; what a name begins with says nothing ("Chat Noir"), apart from instruct.

It runs in the profile `eu-ai-act`, and on filings that are read back. A gap under `base` is an
answer: `base: {none: trained from scratch}`.

Why it matters: what the base was trained on is in the model too, and its summary is where one reads
of it; that holds for a checkpoint of one's own. A filed summary leaves out the base checkpoint.

Fails:

```yaml fails
profiles: [eu-ai-act]
models: {orca: {name: Orca 1 Instruct, eu_market: 2026-06-30}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
models:
  orca:
    name: Orca 1 Instruct
    eu_market: 2026-06-30
    base: [{name: Orca 1 Base, summary: "https://acme.example/orca-1-base"}]
```

How to fix: list the base under `models.*.base`, with the link to its `summary`; or say in a gap
that there is none.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.2; point 30 of the Explanatory
Notice.
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

_FIELD = "eu.1.2.model_dependencies"
_TUNED = (
    r"(?i)(?:(?:^|[\s_-])instruct\w*|[_-]it|[\s_-](?:(?<!\ble.)chat|sft|dpo|rlhf|lora|(?:fine-?)?tuned|"
    r"distill?(?:ed)?|aligned))(?=$|[\s_-])"
)


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on models whose names say that they have a base, which is not named."""
    answer = filing.answer(_FIELD)
    if answer.value is not None or answer.gaps:
        return
    tuned = [name for name in texts(filing, "eu.1.2.model_names") if re.search(_TUNED, name)]
    if tuned:
        yield Remark(
            "eu.1.2.model_names",
            f"{tuned[0]!r:.80} is made from another model by its name, and none is named",
            "name the base with its version and the link to its summary, or say that there is none",
            words=tuned[0],
        )


RULE = Rule(
    code="EUA020",
    name="base-model-missing",
    severity=Severity.WARNING,
    summary="A model that looks tuned names no base",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
