"""Opt-outs were looked at only when it was too late.

What it does: compares when the records of a protocol under `rights.reservations` were `checked`
with when the source was first used in training (`use[].first_used`), and, for an `own_crawl`, with
the end of its collection. A finding means that by what the manifest says every check of that
protocol came later, whichever day each date stands for.

A check after the crawl is in order where it was made `before_training`, or where it was
`retroactive`; a protocol that is checked `periodically`, or has a record without a date, is left
alone: `checked` is the last time, and earlier ones are then likely. Public data sets are not
compared with the day on which they were retrieved: their opt-outs are rightly looked at afterwards,
before training.

Why it matters: reservations are to be respected before and while content is collected. A check that
came after training changes nothing about what the model has seen.

Fails:

```yaml fails
sources:
  web:
    kind: own_crawl
    url: https://harbour-press.example/
    license: {none: "no licence; text and data mining"}
    collected: {from: 2025-03, to: 2025-04}
    rights: {reservations: [{protocol: robots.txt, checked: 2025-06, action: none_found}]}
```

Passes:

```yaml passes
sources:
  web:
    kind: own_crawl
    url: https://harbour-press.example/
    license: {none: "no licence; text and data mining"}
    collected: {from: 2025-03, to: 2025-04}
    rights:
      reservations:
        - {protocol: robots.txt, checked: 2025-04, when: [at_crawl], action: none_found}
```

How to fix: correct the date that is wrong; add the earlier check as a record of its own; or say by
`when` at which moments it was checked.

Source: SPEC.md, sections 5.3 and 8.
"""

from collections.abc import Iterator
from datetime import date

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, is_mapping, parse_date


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each protocol that was checked too late, whatever the dates mean."""
    if "reservations" not in context.overview.fields:
        return
    for key, source in context.sources.items():
        if "rights" in source:
            records = as_list(as_mapping(source["rights"]).get("reservations"))
            if records:
                yield from _late(key, source, records)


def _late(key: str, source: Entry, records: list[object]) -> Iterator[Finding]:
    used = _first_use(source)
    collected = _end_of_collection(source)
    if used is None and collected is None:
        return
    by_protocol: dict[str, list[tuple[int, Entry]]] = {}
    for index, record in enumerate(records):
        protocol = record.get("protocol") if is_mapping(record) else None
        if isinstance(protocol, str) and is_mapping(record):
            by_protocol.setdefault(protocol.strip().casefold(), []).append((index, record))
    for each in by_protocol.values():
        first = _first_check(each)
        if first is None:
            continue
        day, index, record = first
        moments = {str(moment) for _, other in each for moment in as_list(other.get("when"))}
        if "periodically" in moments:
            continue
        if used is not None and day > used[0]:
            yield _finding(key, index, record, "was used in training", used)
        elif collected is not None and day > collected[0]:
            retroactive = any(other.get("retroactive") is True for _, other in each)
            if not retroactive and "before_training" not in moments:
                yield _finding(key, index, record, "had been collected", collected)


def _first_check(records: list[tuple[int, Entry]]) -> tuple[date, int, Entry] | None:
    """Return the earliest check with the first day that it can mean; None if one has no date."""
    checks: list[tuple[date, int, Entry]] = []
    for index, record in records:
        span = parse_date(record.get("checked"))
        if span is None:
            return None
        checks.append((span.first, index, record))
    return min(checks, key=lambda check: check[:2])


def _first_use(source: Entry) -> tuple[date, Tokens, object] | None:
    """Return the last day that the first use can have been on, its place, and the date."""
    found: list[tuple[date, int, object]] = []
    for index, use in enumerate(as_list(source.get("use"))):
        stated = as_mapping(use).get("first_used")
        span = parse_date(stated)
        if span is not None:
            found.append((span.last, index, stated))
    if not found:
        return None
    day, index, stated = min(found, key=lambda each: each[:2])
    return day, ("use", index, "first_used"), stated


def _end_of_collection(source: Entry) -> tuple[date, Tokens, object] | None:
    """Return the same for the end of a crawl of the publisher's own."""
    if source.get("kind") != "own_crawl":
        return None
    collected = as_mapping(source.get("collected"))
    if collected.get("ongoing") is True:
        return None
    places: tuple[tuple[Tokens, object], ...] = (
        (("collected", "to"), collected.get("to")),
        (("retrieved",), source.get("retrieved")),
    )
    for place, stated in places:
        span = parse_date(stated)
        if span is not None:
            return span.last, place, stated
    return None


def _finding(
    key: str, index: int, record: Entry, what: str, moment: tuple[date, Tokens, object]
) -> Finding:
    _, place, stated = moment
    checked = record.get("checked")
    return Finding(
        pointer("sources", key, "rights", "reservations", index, "checked"),
        f"opt-outs from source `{key}` by `{record.get('protocol')}` were checked (`{checked}`) "
        f"after it {what} (`{stated}`)",
        label="too late",
        help="correct the date that is wrong, or record the earlier check (`when` says at which "
        "moments it was made)",
        related=(Related(pointer("sources", key, *place), f"when it {what}", on_key=False),),
        value=f"{checked}/{stated}",
    )


RULE = Rule(
    code="RGT004",
    name="opt-out-after-use",
    severity=Severity.ERROR,
    summary="Opt-outs were looked at only after the content was collected or used",
    page=__doc__,
    find=find,
)
