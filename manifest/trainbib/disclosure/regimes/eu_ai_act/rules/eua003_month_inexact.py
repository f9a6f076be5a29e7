"""A month that the form wants exactly is not given so.

What it does: looks at the latest date of acquisition (MM/YYYY) and at the period of crawling (From
MM/YYYY to MM/YYYY), and reports what is written otherwise: a year alone, "approximately", a
knowledge cut-off, words.

It runs in the profile `eu-ai-act`, and on filings that are read back. Of a manifest it reports
dates that are too coarse to tell the month. A date that is missing is for EUA104 and SRC013, and
what is no date for SRC004.

Why it matters: the month says which works can be in the data. A filed summary gives "Approximately
2018 - December 2025"; another a knowledge cut-off, which is a property of the model.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  web: {kind: other, license: CC0-1.0, retrieved: "2025"}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  web: {kind: other, license: CC0-1.0, retrieved: 2025-11}
```

How to fix: write the month at the place that is named: `retrieved: 2025-11`; or a gap that says why
it is not known.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 1.3 and 2.3.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import coarse_date
from trainbib.disclosure.dates import read_month
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import not_needed, prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELDS = {"eu.1.3.latest_acquisition_date": "MM/YYYY", "eu.2.3.period": "From MM/YYYY to MM/YYYY"}
_PERIOD = r"From (\S+) to (\S+)"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on months that are not MM/YYYY."""
    for name, written in _FIELDS.items():
        text = prose(filing, name)
        if text and not not_needed(text) and not _is_exact(text, written):
            yield Remark(name, f"{text!r:.80} is not {written}", f"write {written}")
        coarse = [want for want in filing.answer(name).wants if coarse_date(want)]
        if coarse:
            first = coarse_date(coarse[0])
            yield Remark(
                name,
                f"`{name}` cannot be told from `{first}`, which has no month",
                "write the month as well: 2025-11",
                places=tuple(want.pointer for want in coarse),
            )


def _is_exact(text: str, written: str) -> bool:
    if written == "MM/YYYY":
        return read_month(text) is not None
    found = re.fullmatch(_PERIOD, text.strip())
    return found is not None and all(read_month(each) for each in found.groups())


RULE = Rule(
    code="EUA003",
    name="month-inexact",
    severity=Severity.ERROR,
    summary="A month that the form wants exactly is not given so",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
