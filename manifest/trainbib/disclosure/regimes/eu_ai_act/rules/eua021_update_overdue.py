"""Training goes on, and the last update is six months ago.

What it does: where the summary says that the model goes on being trained, reports a date of last
update that is more than six months ago.

It runs in the profile `eu-ai-act`, and on filings that are read back. The form has no such term for
models that are not trained further. It is a warning: whether the new data made an update necessary
is nothing that a program can tell; `trainbib disclose --against` says what changed.

Why it matters: that is the term of the Explanatory Notice for models that are trained further on
additional data.

Fails:

```yaml fails
profiles: [eu-ai-act]
document: {version: "1", updated: 2026-01-15}
models: {orca: {name: Orca 1, eu_market: 2026-01-15, continuous_training: true}}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
document: {version: "1", updated: 2026-09-15}
models: {orca: {name: Orca 1, eu_market: 2026-01-15, continuous_training: true}}
```

How to fix: file again, with the data that was added; or state that training has ended.

Source: template for the summary of AI Act, Art. 53(1)(d), head; point 29 of the Explanatory Notice.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing


def lint(filing: "Filing", today: date) -> Iterator[Remark]:
    """Remark on a last update that is too long ago."""
    from trainbib.disclosure.dates import months_later, read_day

    update = filing.form.update
    if update.months is None or filing.answer("eu.1.3.continuous_training").value != "Yes":
        return
    last = read_day(prose(filing, update.date))
    if last is not None and (due := months_later(last, update.months)) < today:
        yield Remark(
            update.date,
            f"the last update is of {last.isoformat()}, training goes on, and {update.months} "
            f"months passed on {due.isoformat()}",
            "file again with the data that was added, or say that training has ended",
        )


RULE = Rule(
    code="EUA021",
    name="update-overdue",
    severity=Severity.WARNING,
    summary="Training goes on, and the last update is six months ago",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
