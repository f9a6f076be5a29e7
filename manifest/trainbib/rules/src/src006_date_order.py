"""Two dates stand in an order that cannot be.

What it does: reports every period whose `from` lies after its `to`, and every source that was last
retrieved before it was published (`issued`), or before the collection of its content began
(`collected.from`). A date means any moment within it, so `2024` and `2024-03` are never out of
order.

Why it matters: one of the two is wrong, and both are evidence of what was known at what time.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, collected: {from: 2024-10, to: 2024-03}}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, collected: {from: 2024-03, to: "2024"}}
```

How to fix: correct one of the dates. `issued` is the date of the version that was retrieved, not
of the newest one.

Source: SPEC.md, section 5.3.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.typed import tokens
from trainbib.values import is_mapping, parse_date


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each pair of dates out of order."""
    for path, period in context.typed.periods:
        if _is_after(period.get("from"), period.get("to")):
            place = tokens(path)
            yield Finding(
                pointer(*place, "to"),
                f"{subject(place)} ends (`{period['to']}`) before it begins (`{period['from']}`)",
                label="the end",
                help="correct one of the two, or swap them",
                related=(Related(pointer(*place, "from"), "the beginning", on_key=False),),
                value=f"{period['from']}/{period['to']}",
            )
    if context.source_fields.isdisjoint(("issued", "collected")):
        return
    yield from context.find_in_sources(["retrieved", "issued", "collected"], _in_source)


def _in_source(key: str, source: Entry) -> Iterator[Finding]:
    retrieved = source.get("retrieved")
    if not isinstance(retrieved, str):
        return
    issued = source.get("issued")
    if isinstance(issued, str) and _is_after(issued, retrieved):
        yield _too_early(key, retrieved, "it was published", issued, "issued")
    collected = source.get("collected")
    if is_mapping(collected):
        begun = collected.get("from")
        if isinstance(begun, str) and _is_after(begun, retrieved):
            yield _too_early(key, retrieved, "its collection began", begun, "collected", "from")


def _too_early(key: str, retrieved: str, what: str, earlier: str, *place: str) -> Finding:
    return Finding(
        pointer("sources", key, "retrieved"),
        f"source `{key}` was last retrieved (`{retrieved}`) before {what} (`{earlier}`)",
        label="retrieved",
        help="correct one of the two; both are about the version that was used",
        related=(Related(pointer("sources", key, *place), f"when {what}", on_key=False),),
        value=f"{earlier}/{retrieved}",
    )


def _is_after(first: object, second: object) -> bool:
    """Tell whether no choice of moments puts the first date before the second."""
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    shared = min(len(first), len(second))
    if first[:shared] <= second[:shared]:
        return False
    return parse_date(first) is not None and parse_date(second) is not None


RULE = Rule(
    code="SRC006",
    name="date-order",
    severity=Severity.ERROR,
    summary="Two dates stand in an order that cannot be",
    page=__doc__,
    find=find,
)
