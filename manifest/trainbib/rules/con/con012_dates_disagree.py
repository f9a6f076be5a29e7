"""Dates in different places contradict each other.

What it does: reports

- a source whose content was collected after it was last retrieved (`collected.to` after
  `retrieved`);
- a source that was first used in training before its collection began, or before its version was
  published;
- a source that was published, or whose collection began, after the set that holds it was issued;
- a model that was released before a source was first used to train it, unless it goes on being
  trained (`continuous_training`).

A date means any moment within it, so `2024` and `2024-03` never contradict each other. Dates of one
period, and of one retrieval, are SRC006.

Why it matters: a filed summary gives May 2025 as its latest acquisition of data, and says of a
source that it was collected until November 2025. Dates decide what had to be asked, of whom, and
when.

Severity: a warning, since a date can be that of another version.

Fails:

```yaml fails
sources:
  web:
    kind: other
    license: CC0-1.0
    retrieved: 2025-05
    collected: {from: "2022", to: 2025-11}
```

Passes:

```yaml passes
sources:
  web:
    kind: other
    license: CC0-1.0
    retrieved: 2025-11-30
    collected: {from: "2022", to: 2025-11}
```

How to fix: correct the date that is wrong; all are about the version that was used.

Source: SPEC.md, section 5.3.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, is_mapping, parse_date


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each pair of dates that cannot both be true."""
    fields = context.source_fields
    used = "first_used" in context.overview.fields
    issued = context.dataset.get("issued")
    if fields.isdisjoint(("collected", "issued")) and not used:
        return

    def of_source(key: str, source: Entry) -> Iterator[Finding]:
        collected = source.get("collected")
        period = collected if is_mapping(collected) else {}
        if period:
            yield from _after_retrieval(key, source, period)
        if issued is not None:
            yield from _after_issue(key, source, period, issued)
        if used and "use" in source:
            yield from _uses(context, key, source, period)

    yield from context.find_in_sources(["collected", "retrieved", "issued", "use"], of_source)


def _begun(key: str, source: Entry, period: Entry) -> Iterator[tuple[Tokens, object, str]]:
    """Yield the dates before which a source was not there."""
    if "issued" in source:
        yield ("sources", key, "issued"), source["issued"], "was published"
    if "from" in period:
        yield ("sources", key, "collected", "from"), period["from"], "began to be collected"


def _after_issue(key: str, source: Entry, period: Entry, issued: object) -> Iterator[Finding]:
    for place, date, what in _begun(key, source, period):
        if is_after(date, issued):
            yield _finding(
                place,
                f"source `{key}` {what} (`{date}`) after the set that holds it was issued "
                f"(`{issued}`)",
                ("dataset", "issued"),
                f"{issued}/{date}",
            )


def _after_retrieval(key: str, source: Entry, period: Entry) -> Iterator[Finding]:
    retrieved, end = source.get("retrieved"), period.get("to")
    if is_after(end, retrieved):
        yield _finding(
            ("sources", key, "collected", "to"),
            f"source `{key}` was collected until `{end}`, but was last retrieved before "
            f"(`{retrieved}`)",
            ("sources", key, "retrieved"),
            f"{retrieved}/{end}",
        )


def _uses(context: Context, key: str, source: Entry, period: Entry) -> Iterator[Finding]:
    for index, use in enumerate(as_list(source["use"])):
        first = use.get("first_used") if is_mapping(use) else None
        if not isinstance(first, str):
            continue
        place: Tokens = ("sources", key, "use", index, "first_used")
        for other, date, what in _begun(key, source, period):
            if is_after(date, first):
                yield _finding(
                    place,
                    f"source `{key}` was first used (`{first}`) before it {what} (`{date}`)",
                    other,
                    f"{first}/{date}",
                )
        named = as_mapping(use).get("model")
        name = named if isinstance(named, str) else next(iter(context.models), "")
        if named is None and len(context.models) != 1:
            continue
        model = context.models.get(name, {})
        released = model.get("released")
        if is_after(first, released) and model.get("continuous_training") is not True:
            yield _finding(
                place,
                f"source `{key}` was first used (`{first}`) to train model `{name}` after its "
                f"release (`{released}`)",
                ("models", name, "released"),
                f"{released}/{first}",
            )


def is_after(first: object, second: object) -> bool:
    """Tell whether no choice of moments puts the first date before the second, or on it."""
    if not isinstance(first, str) or not isinstance(second, str) or first <= second:
        return False
    shared = min(len(first), len(second))
    if first[:shared] <= second[:shared]:  # ISO dates sort as text
        return False
    return parse_date(first) is not None and parse_date(second) is not None


def _finding(place: Tokens, message: str, other: Tokens, value: str) -> Finding:
    return Finding(
        pointer(*place),
        message,
        label="contradicts",
        help="correct one of the two; both are about the version that was used",
        related=(Related(pointer(*other), "this", on_key=False),),
        value=value,
    )


RULE = Rule(
    code="CON012",
    name="dates-disagree",
    severity=Severity.WARNING,
    summary="Dates in different places contradict each other",
    page=__doc__,
    find=find,
)
