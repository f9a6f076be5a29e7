"""The last update of the summary is no day that everyone reads the same.

What it does: looks at the date of the last update, which the form wants as DD/MM/YY, and reports
one that is none: a month or year alone, another order, words.

It runs in the profile `eu-ai-act`, and on filings that are read back. A date that is missing
altogether is for EUA101, and of a manifest what is no date at all is for SRC004.

Why it matters: 4/8/26 is April to some and August to others, and the term of six months runs from
that day.

Fails:

```yaml fails
profiles: [eu-ai-act]
document: {version: "2", updated: 2026-06}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
document: {version: "2", updated: 2026-06-30}
```

How to fix: write the whole date in `document.updated`, as ISO 8601; the document shows it as the
form wants it.

Source: template for the summary of AI Act, Art. 53(1)(d), head.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.completeness import coarse_date
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FIELD = "eu.header.last_update"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on a date that is not DD/MM/YY."""
    from trainbib.disclosure.dates import read_day

    value = prose(filing, _FIELD)
    wants = filing.answer(_FIELD).wants
    coarse = coarse_date(wants[0]) if wants else None
    if value and ("/" not in value or read_day(value) is None):
        yield Remark(
            _FIELD, f"the last update is {value!r}, not DD/MM/YY", "write day, month, year"
        )
    elif not value and coarse:
        yield Remark(
            _FIELD,
            f"the last update is {coarse!r}, which has no day",
            "write the day as well: 2026-06-30",
            places=(wants[0].pointer,),
        )


RULE = Rule(
    code="EUA001",
    name="update-undated",
    severity=Severity.ERROR,
    summary="The last update of the summary is no day that everyone reads the same",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
