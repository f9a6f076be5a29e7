"""Totals of the set before and after, and the size buckets of the EU summary (DIF209)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from trainbib.comparing.changes import Level
from trainbib.comparing.matching import Entries
from trainbib.comparing.model import Change, Entity, Total
from trainbib.comparing.wording import amounts, percentage
from trainbib.values import ZERO, Quantity, as_mapping, given, parse_quantity

UNITS: Final = (
    "tokens",
    "records",
    "words",
    "images",
    "audio_hours",
    "video_hours",
    "files",
    "bytes",
)
"""The units of ``size``, in the order in which totals are told."""

_MILLION: Final = 1e6
_BILLION: Final = 1e9
_TRILLION: Final = 1e12
BUCKETS: Final[Mapping[str, tuple[float, float, tuple[str, str, str]]]] = {
    "tokens": (
        _BILLION,
        10 * _TRILLION,
        (
            "less than 1 billion tokens",
            "1 billion to 10 trillion tokens",
            "more than 10 trillion tokens",
        ),
    ),
    "images": (
        _MILLION,
        _BILLION,
        (
            "less than 1 million images",
            "1 million to 1 billion images",
            "more than 1 billion images",
        ),
    ),
    "audio_hours": (
        1e4,
        _MILLION,
        ("less than 10 000 hours", "10 000 to 1 million hours", "more than 1 million hours"),
    ),
    "video_hours": (
        1e4,
        _MILLION,
        ("less than 10 000 hours", "10 000 to 1 million hours", "more than 1 million hours"),
    ),
}
"""Bounds and names of the buckets of the template for the public summary (Article 53(1)(d) of
Regulation (EU) 2024/1689), row 1.3."""


def bucket(unit: str, quantity: Quantity) -> str | None:
    """Return the bucket of a total; None if the unit has none, or it is not certain.

    Args:
        unit: A field of ``size``.
        quantity: The total; the whole of its range must lie in one bucket.
    """
    if unit not in BUCKETS:
        return None
    least, most, names = BUCKETS[unit]
    low, high = (
        0 if value < least else 1 if value <= most else 2 for value in (quantity.low, quantity.high)
    )
    return names[low] if low == high else None


def totals(
    old: Mapping[str, object],
    new: Mapping[str, object],
    old_sources: Entries,
    new_sources: Entries,
    pairs: Sequence[tuple[str, str]],
) -> list[Total]:
    """Return the totals of both manifests.

    A total is what the manifest says of the set as a whole (``dataset.size``, or the pinned
    inventory for files and bytes), where both say so; else the sum over the sources, where each
    source that is in both states its size in both or in neither.

    Args:
        old: The old manifest.
        new: The new manifest.
        old_sources: Sources of the old manifest.
        new_sources: Sources of the new manifest.
        pairs: Old and new keys of the same sources.
    """
    sizes = tuple(as_mapping(as_mapping(data.get("dataset")).get("size")) for data in (old, new))
    pinned = tuple(
        as_mapping(as_mapping(data.get("files")).get("inventory")) for data in (old, new)
    )
    # Most units occur in no source at all; a set of many sources is not gone through for those.
    stated = [
        {unit for source in sources.values() for unit in _size(source)}
        for sources in (old_sources, new_sources)
    ]
    found: list[Total] = []
    for unit in UNITS:
        before, after = (parse_quantity(size.get(unit)) for size in sizes)
        if before is not None and after is not None:
            comparable = unit != "tokens" or _tokenizer(sizes[0]) == _tokenizer(sizes[1])
            found.append(_total(unit, before, after, comparable=comparable))
            continue
        if unit in {"files", "bytes"}:
            before, after = (parse_quantity(inventory.get(unit)) for inventory in pinned)
            if before is not None and after is not None:
                found.append(Total(unit, before, after, "inventory"))
                continue
        if unit in stated[0] and unit in stated[1]:
            summed = _sum_of_sources(unit, old_sources, new_sources, pairs)
            if summed is not None:
                found.append(summed)
    return found


def _total(unit: str, before: Quantity, after: Quantity, *, comparable: bool) -> Total:
    return Total(
        unit,
        before,
        after,
        "dataset",
        comparable=comparable,
        old_bucket=bucket(unit, before),
        new_bucket=bucket(unit, after),
    )


def _tokenizer(size: Mapping[str, object]) -> object:
    return given(size.get("tokenizer"))


def _sum_of_sources(
    unit: str, old: Entries, new: Entries, pairs: Sequence[tuple[str, str]]
) -> Total | None:
    before = {key: _size(source).get(unit) for key, source in old.items()}
    after = {key: _size(source).get(unit) for key, source in new.items()}
    left = {key: parse_quantity(value) for key, value in before.items()}
    right = {key: parse_quantity(value) for key, value in after.items()}
    if not any(left.values()) or not any(right.values()):
        return None
    comparable = all((left[first] is None) == (right[second] is None) for first, second in pairs)
    if unit == "tokens":
        # Tokens of two tokenizers can't be compared, but each source with its own past can.
        comparable = comparable and all(
            _tokenizer(_size(old[first])) == _tokenizer(_size(new[second]))
            for first, second in pairs
            if left[first] is not None
        )
    # A source that says nothing of its size, or has a gap there, may have some of this unit.
    open_ends = any(
        value is not None and quantities[key] is None
        for values, quantities in ((before, left), (after, right))
        for key, value in values.items()
    ) or any(not _size(source) for sources in (old, new) for source in sources.values())
    first, last = _added(left.values()), _added(right.values())
    return Total(
        unit,
        first,
        last,
        "sources",
        comparable=comparable,
        at_least=open_ends,
        old_bucket=None if open_ends else bucket(unit, first),
        new_bucket=None if open_ends else bucket(unit, last),
    )


def _size(source: Mapping[str, object]) -> Mapping[str, object]:
    return as_mapping(source.get("size"))


def _added(quantities: Iterable[Quantity | None]) -> Quantity:
    total = ZERO
    for quantity in quantities:
        if quantity is not None:
            total += quantity
    return total


def total_text(total: Total) -> str:
    """Write a total before and after, the difference in percent, and what that rests on."""
    least = "at least " if total.at_least else ""
    text = f"{least}{amounts(total.unit, total.old, total.new)}"
    if not total.comparable:
        text += " (cannot be compared: not the same sources state it, or another tokenizer counts)"
    elif not total.delta:
        text += " (unchanged)"
    elif total.percent is not None:
        text += f" ({percentage(total.percent)})"
    if total.bucket_changed:
        text += f"; EU size bucket: {total.old_bucket} → {total.new_bucket}"
    return f"{text}, summed over the sources" if total.basis == "sources" else text


def total_changes(found: Sequence[Total]) -> Iterator[Change]:
    """Yield a change for each total that differs.

    Files and bytes of inventories are left to the changes of the files themselves.
    """
    for total in found:
        if not total.delta or total.basis == "inventory":
            continue
        detail = total_text(total)
        stated = total.basis == "dataset"
        pointer = f"/dataset/size/{total.unit}" if stated else None
        yield Change(
            "DIF209",
            Entity("dataset"),
            Level.BREAKING if total.bucket_changed else Level.NOTABLE,
            f"the total of {_of(total.unit)} {_verb(total)}: {detail}",
            detail=detail,
            field=f"size.{total.unit}",
            old=_value(total.old),
            new=_value(total.new),
            old_pointer=pointer,
            new_pointer=pointer,
        )


def _verb(total: Total) -> str:
    return "grew" if (total.delta or 0) > 0 else "shrank"


def _of(unit: str) -> str:
    return unit.replace("audio_hours", "hours of audio").replace("video_hours", "hours of video")


def _value(quantity: Quantity) -> object:
    if quantity.exact:
        return quantity.value
    return {"value": quantity.value, "low": quantity.low, "high": quantity.high}
