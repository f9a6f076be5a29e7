"""Dates in different places contradict each other.

What it does: reports

- a source whose content was collected after it was last retrieved (`collected.to` after
  `retrieved`);
- a source that was first used in training before its collection began, or before its version was
  published;
- a source that was published, or whose collection began, after the set that holds it was issued;
- a source that was first used before the term of its agreement began;
- a model that was released before a source was first used to train it, unless it goes on being
  trained (`continuous_training`);
- a source that was last retrieved after every model that it trained was released, where it is not
  said when it was first used;
- an earlier version of the set that was published after the set was issued, or one of the document
  that is dated after its last change.

A date means any moment within it, so `2024` and `2024-03` never contradict each other. Dates of one
period, and of one retrieval, are SRC006.

Why it matters: a filed summary gives May 2025 as its latest acquisition of data, and says of a
source that it was collected until November 2025. Dates decide what had to be asked, of whom, and
when.

Severity: a warning, since a date can be that of another version, and an agreement can follow an
older one. Uses to validate or test, and stages whose names do not say that a model is trained, may
come after a release.

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

from collections.abc import Iterator, Mapping

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, is_mapping, parse_date


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each pair of dates that cannot both be true."""
    if "previous" in context.overview.fields:
        yield from _earlier_versions(context)
    fields = context.source_fields
    used = "first_used" in context.overview.fields
    released = _released(context)
    issued = context.dataset.get("issued")
    if fields.isdisjoint(("collected", "issued")) and not used and not released:
        return
    only = next(iter(context.models)) if len(context.models) == 1 else None
    terms = used and "term" in context.overview.fields

    def of_source(key: str, source: Entry) -> Iterator[Finding]:
        collected = source.get("collected")
        period = collected if is_mapping(collected) else {}
        if period:
            yield from _after_retrieval(key, source, period)
        if issued is not None:
            yield from _after_issue(key, source, period, issued)
        if used and "use" in source:
            yield from _uses(context, key, source, period)
        if released and "use" in source:
            yield from _after_releases(key, source, released, only)

    names = ["collected", "retrieved", "issued", "use", *(["agreement"] if terms else [])]
    yield from context.find_in_sources(names, of_source)


def _earlier_versions(context: Context) -> Iterator[Finding]:
    """Yield a finding for each version before this one that is dated after it."""
    date = as_mapping(context.dataset.get("previous")).get("date")
    issued = context.dataset.get("issued")
    if is_after(date, issued):
        yield _finding(
            ("dataset", "previous", "date"),
            f"the version of the set before this one was published (`{date}`) after this one was "
            f"issued (`{issued}`)",
            ("dataset", "issued"),
            f"{issued}/{date}",
        )
    document = as_mapping(context.data.get("document"))
    updated = document.get("updated")
    for index, version in enumerate(as_list(document.get("previous"))):
        date = as_mapping(version).get("date")
        if is_after(date, updated):
            yield _finding(
                ("document", "previous", index, "date"),
                f"an earlier version of the document is dated `{date}`, after its last change "
                f"(`{updated}`)",
                ("document", "updated"),
                f"{updated}/{date}",
            )


def _released(context: Context) -> dict[str, str]:
    """Return the models that are not trained further, with the days of their release.

    Nothing if no source was retrieved after any of those days.
    """
    if "released" not in context.overview.fields or "use" not in context.source_fields:
        return {}
    released = {
        name: date
        for name, model in context.models.items()
        if isinstance(date := model.get("released"), str)
        and model.get("continuous_training") is not True
    }
    retrieved = context.overview.texts("sources.*.retrieved")
    if not released or not retrieved or max(retrieved) <= min(released.values()):
        return {}
    return released


def _after_releases(
    key: str, source: Entry, released: Mapping[str, str], only: str | None
) -> Iterator[Finding]:
    """Yield a finding if a source was retrieved too late for all the models that it trained."""
    retrieved = source.get("retrieved")
    trained: list[str] = []
    for use in as_list(source["use"]):
        name = use.get("model", only) if is_mapping(use) else None
        if not is_mapping(use) or not isinstance(name, str) or "first_used" in use:
            return
        if not _trains(use) or not is_after(retrieved, released.get(name)):
            return
        trained.append(name)
    if trained:
        last = max(trained, key=released.__getitem__)
        yield _finding(
            ("sources", key, "retrieved"),
            f"source `{key}` was last retrieved (`{retrieved}`) after model `{last}`, which it "
            f"trained, was released (`{released[last]}`)",
            ("models", last, "released"),
            f"{released[last]}/{retrieved}",
        )


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
        agreement = as_mapping(source.get("agreement"))
        begins = as_mapping(agreement.get("term")).get("from")
        if is_after(begins, first):
            yield _finding(
                place,
                f"source `{key}` was first used (`{first}`) before the term of its agreement began "
                f"(`{begins}`)",
                ("sources", key, "agreement", "term", "from"),
                f"{first}/{begins}",
            )
        if not _trains(as_mapping(use)):
            continue
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


_TRAINING = ("train", "tun", "prefer", "reinforce", "align", "distil", "rlhf", "sft", "dpo")
"""What the names of stages have in which a model is trained; the list of stages is open."""


def _trains(use: Mapping[str, object]) -> bool:
    """Tell whether a use is one in training, as far as the name of its stage tells."""
    stage = use.get("stage")
    return isinstance(stage, str) and any(word in stage.casefold() for word in _TRAINING)


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
