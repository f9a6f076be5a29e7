"""What came and went between two record indexes."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trainbib.record_index.facts import RecordIndexError
from trainbib.record_index.files import RecordIndex
from trainbib.records.parquet import pyarrow_module

__all__ = ["KindDifference", "compare_record_indexes"]

_PARTS = 8  # bits by which the digests are compared part by part


@dataclass(frozen=True, slots=True)
class KindDifference:
    """How many digests differ.

    Attributes:
        added: Only in the new index.
        removed: Only in the old one.
        kept: In both.
    """

    added: int
    removed: int
    kept: int


def compare_record_indexes(old: RecordIndex, new: RecordIndex) -> dict[str, KindDifference]:
    """Compare two indexes; a 256th of each is held at a time.

    Args:
        old: The earlier one.
        new: The later one.

    Returns:
        The differences of each kind that both list.

    Raises:
        RecordIndexError: Their keys differ, or a file is damaged.
    """
    if old.facts.key_check != new.facts.key_check:
        raise RecordIndexError(
            f"{old.path} and {new.path} were not made with the same key: their digests cannot be "
            "compared"
        )
    compute = pyarrow_module("pyarrow.compute")
    found: dict[str, KindDifference] = {}
    for kind in sorted(set(old.facts.kinds) & set(new.facts.kinds)):
        if old.facts.kinds[kind].digest == new.facts.kinds[kind].digest:
            found[kind] = KindDifference(0, 0, new.facts.kinds[kind].distinct)
            continue
        kept = before = after = 0
        for mine, theirs in zip(_parts(old, kind), _parts(new, kind), strict=True):
            before += len(mine)
            after += len(theirs)
            kept += compute.sum(compute.is_in(mine, value_set=theirs)).as_py() or 0
        found[kind] = KindDifference(after - kept, before - kept, kept)
    return found


def _parts(index: RecordIndex, kind: str) -> Iterator[Any]:
    """Yield the digests that begin with each number of `_PARTS` bits, ascending."""
    arrow = pyarrow_module("pyarrow")
    buckets = index.digests(kind)
    waiting: list[Any] = []
    for part in range(1, (1 << _PARTS) + 1):
        boundary = part << 64 - _PARTS
        while not waiting or waiting[-1][-1].as_py() < boundary:
            bucket = next(buckets, None)
            if bucket is None:
                break
            waiting.append(bucket)
        held = arrow.concat_arrays(waiting) if waiting else arrow.array([], arrow.uint64())
        cut = bisect_left(_Numbers(held), boundary)
        yield held[:cut]
        waiting = [held[cut:]] if cut < len(held) else []


class _Numbers:
    """An array of pyarrow as a sequence of numbers."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, at: int) -> int:
        return int(self._array[at].as_py())
