"""A date lies in the future, or before there was a web.

What it does: reports dates of things that have happened (published, retrieved, collected, checked,
first used …) that lie more than a day after today, and dates of retrieval, of checks and of the
collection of a crawl before 1990. Dates that may well lie ahead are left alone: when a licence, an
agreement or the document ends, when a model is placed on a market, and what period the content is
about.

Why it matters: such dates are nearly always typing errors, and one wrong digit changes which
rules of law apply.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, retrieved: 2204-11-03}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, retrieved: 2024-11-03}
```

How to fix: correct the date. For what is still to come, write a gap:
`retrieved: {not_applicable: "delivery is due in June"}`.

Source: SPEC.md, section 5.3.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer, resolve
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.typed import EARLIEST, tokens
from trainbib.values import as_mapping, parse_date

_MAY_LIE_AHEAD = frozenset({"expires", "eu_market", "term", "coverage", "price"})
_SECTIONS_BY_KEY = frozenset({"parties", "licenses", "sources", "labellers", "models"})
_OF_THE_WEB = frozenset({"retrieved", "checked", "taken", "first_used"})


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each date that cannot well be."""
    latest = context.settings.latest
    for path, written in context.typed.dates:
        span = parse_date(written)
        if span is None:
            continue
        place = tokens(path)
        if span.first > latest:
            if _has_happened(context, place):
                yield _finding(place, written, "in the future", context.settings.today)
        elif span.last.year < int(EARLIEST) and _is_of_the_web(context, place):
            yield _finding(place, written, "before there was a web to take it from")


def _has_happened(context: Context, place: Sequence[str | int]) -> bool:
    fields = place[2:] if place[0] in _SECTIONS_BY_KEY else place
    if not _MAY_LIE_AHEAD.isdisjoint(fields):
        return False
    if place[-1] != "to":
        return True
    period = resolve(context.data, [str(token) for token in place[:-1]])
    return as_mapping(period).get("ongoing") is not True


def _is_of_the_web(context: Context, place: Sequence[str | int]) -> bool:
    if place[-1] in _OF_THE_WEB:
        return True
    if place[0] != "sources" or "collected" not in place:
        return False
    return context.sources.get(str(place[1]), {}).get("kind") == "own_crawl"


def _finding(place: list[str | int], written: str, what: str, today: date | None = None) -> Finding:
    return Finding(
        pointer(*place),
        f"{subject(place)} is `{written}`, {what}",
        label="is this the year?",
        help="correct the date; for what is still to come, write a gap with the reason",
        notes=(f"today is {today.isoformat()}",) if today else (),
        value=written,
    )


RULE = Rule(
    code="SRC005",
    name="implausible-date",
    severity=Severity.WARNING,
    summary="A date lies in the future, or before there was a web",
    page=__doc__,
    find=find,
)
