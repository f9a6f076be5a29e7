"""Dates of the summary contradict each other.

What it does: compares the dates of a summary, and reports

- a period of crawling that ends before it begins;
- a latest date of acquisition that lies before the end of the crawls, or before the end of the
  collection of a public data set that is listed;
- data that was acquired after the last update of the summary;
- data that was acquired after every model was placed on the market, where training is said not to
  go on.

It runs in the profile `eu-ai-act`, and on filings that are read back. A month means any day of it.
Of a manifest CON004, CON012 and SRC006 speak of the dates of its sources.

Why it matters: a filed summary acquired its data until May 2025, and collected some of it until
November. Dates decide whose works can be in the data.

Fails:

```yaml fails
profiles: [eu-ai-act]
models: {orca: {name: Orca 1, eu_market: 2025-06-30, continuous_training: false}}
sources:
  a: {kind: other, license: CC0-1.0, retrieved: 2026-01-10}
```

Passes:

```yaml passes
profiles: [eu-ai-act]
models: {orca: {name: Orca 1, eu_market: 2026-06-30, continuous_training: false}}
sources:
  a: {kind: other, license: CC0-1.0, retrieved: 2026-01-10}
```

How to fix: correct the date that is wrong; after new data the summary has a new date.

Source: template for the summary of AI Act, Art. 53(1)(d), head, sections 1.2, 1.3, 2.1 and 2.3.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.dates import read_day, read_month, read_months
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import entries, prose
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_LATEST, _PERIOD = "eu.1.3.latest_acquisition_date", "eu.2.3.period"
_LARGE, _MARKET = "eu.2.1.large_datasets", "eu.1.2.placement_date"
_HELP = "correct the one that is wrong"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on dates that cannot both be true."""
    crawled = read_months(prose(filing, _PERIOD))
    if len(crawled) == 2 and crawled[1] < crawled[0]:  # noqa: PLR2004 - from and to
        text = f"the period {prose(filing, _PERIOD)!r:.60} ends before it begins"
        yield Remark(_PERIOD, text, _HELP, instead=("SRC006",))
    latest = read_month(prose(filing, _LATEST))
    if latest is None:
        return
    told = f"data was last acquired in {prose(filing, _LATEST).strip()}"
    if crawled and latest < max(crawled):
        text = f"{told}, and crawled in {max(crawled):%m/%Y}"
        yield Remark(_LATEST, text, _HELP, instead=("CON012",))
    for each in entries(filing, _LARGE):
        if "collection_dates" not in each:
            continue
        collected = read_months(each["collection_dates"])
        if collected and latest < max(collected):
            name = each.get("name", "")
            text = f"{told}, and {name!r:.60} collected in {max(collected):%m/%Y}"
            yield Remark(_LATEST, text, _HELP, instead=("CON012",))
            break
    updated = read_day(prose(filing, filing.form.update.date))
    if updated is not None and latest > updated:
        text = f"{told}, after the last update of the summary ({updated.isoformat()})"
        acquired = filing.answer(_LATEST).origins
        yield Remark(filing.form.update.date, text, _HELP, places=acquired, instead=("CON004",))
    days = [read_day(each.get("date", "")) for each in entries(filing, _MARKET)]
    placed = [day for day in days if day is not None]
    ended = filing.answer("eu.1.3.continuous_training").value == "No"
    if ended and placed and len(placed) == len(days) and latest > max(placed):
        text = f"{told}, after the last model was placed on the market ({max(placed).isoformat()})"
        yield Remark(_MARKET, text, _HELP)


RULE = Rule(
    code="EUA024",
    name="dates-of-summary-disagree",
    severity=Severity.WARNING,
    summary="Dates of the summary contradict each other",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
