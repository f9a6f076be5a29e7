"""A model has no date of placement on the Union market.

What it does: compares the models and versions that the summary covers (section 1.2) with the dates
of their placement on the Union market, and reports those that have none. A name with a version is
covered by the date of the model.

It runs in the profile `eu-ai-act`, and on filings that are read back. A gap that says why there is
no date is an answer. A manifest without models is for EUA103, and what is no date at all for
SRC004.

Why it matters: the duty to publish counts from that day, and each version has its own. One filed
summary leaves it out, another says "Coming soon".

Fails:

```yaml fails
profiles: [eu-ai-act]
models: {orca: {name: Orca 1}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
models: {orca: {name: Orca 1, eu_market: 2026-06-30}}
```

How to fix: give `models.*.eu_market` the day, as ISO 8601; of a model that is not there yet a gap
says so: `eu_market: {not_applicable: "not placed on the market"}`.

Source: template for the summary of AI Act, Art. 53(1)(d), section 1.2.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import entries, texts
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELD = "eu.1.2.placement_date"
_DIGIT = r"\d"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on models without a date."""
    from trainbib.disclosure.answering.cells import gap_words

    answer = filing.answer(_FIELD)
    names = texts(filing, "eu.1.2.model_names")
    dated = entries(filing, _FIELD)
    states = {gap_words([gap]) for gap in answer.gaps}
    told = [each for each in dated if each.get("date", "") not in states]
    words = [each for each in told if not re.search(_DIGIT, each.get("date", ""))]
    for each in words:
        yield Remark(
            _FIELD,
            f"the date of {each.get('model', '')!r:.60} is {each.get('date', '')!r:.60}",
            "write the day, or a gap that says why there is none",
        )
    if isinstance(answer.value, str) and not re.search(_DIGIT, answer.value):
        yield Remark(_FIELD, f"{answer.value!r:.60} is no date", "write the day for each model")
    wants = [want for want in answer.wants if want.pointer != "/models"]
    if wants:
        yield Remark(
            _FIELD,
            f"no day of placement on the Union market: {wants[0].what}",
            f"write the day at {wants[0].pointer}, or a gap there that says why there is none",
            places=tuple(want.pointer for want in wants),
            instead=("SRC004",),
        )
    elif not answer.gaps and not answer.wants and not isinstance(answer.value, str):
        models = [each.get("model", "") for each in dated]
        missing = [name for name in names if not _is_covered(name, models)]
        if missing:
            yield Remark(
                _FIELD,
                f"{len(missing)} of {len(names)} models have no date: {missing[0]!r:.60}"
                + (" and others" if len(missing) > 1 else ""),
                "write the day for each model, or a gap that says why there is none",
            )


def _is_covered(name: str, models: list[str]) -> bool:
    return any(model and (name == model or name.startswith(f"{model} ")) for model in models)


RULE = Rule(
    code="EUA005",
    name="placement-date-missing",
    severity=Severity.ERROR,
    summary="A model has no date of placement on the Union market",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
