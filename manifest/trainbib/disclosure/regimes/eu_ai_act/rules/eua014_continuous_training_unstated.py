"""Nothing says whether the model goes on being trained.

What it does: looks at the question of section 1.3 whether the model goes on being trained on new or
dynamic data after the latest date of acquisition, and reports that it is not answered. A gap that
says why is an answer.

It runs in the profile `eu-ai-act`, and on filings that are read back. A manifest without models is
for EUA103. It is an error, as for every answer that the form requires; the row has a date as well,
and so hides that half of it is missing.

Why it matters: a summary of a model that goes on learning is out of date on the day after, and
readers have to know. The best of the filed summaries lost points here.

Fails:

```yaml fails
profiles: [eu-ai-act]
models: {orca: {name: Orca 1, eu_market: 2026-06-30}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
models: {orca: {name: Orca 1, eu_market: 2026-06-30, continuous_training: false}}
```

How to fix: give each of the `models` `continuous_training: true` or `false`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.3.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELD = "eu.1.3.continuous_training"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on the question if it is not answered."""
    answer = filing.answer(_FIELD)
    if answer.value is not None or (answer.gaps and not answer.wants):
        return
    places = tuple(want.pointer for want in answer.wants)
    if places[:1] == ("/models",):
        return
    yield Remark(
        _FIELD,
        "nothing says whether the model goes on being trained",
        f"write true or false at {places[0]}" if places else "answer Yes or No",
        places=places,
    )


RULE = Rule(
    code="EUA014",
    name="continuous-training-unstated",
    severity=Severity.ERROR,
    summary="Nothing says whether the model goes on being trained",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
