"""What becomes of a batch of files: its rows as text, its numbers, its leaves.

All of it is made in the process that read the files, so that nothing but bytes that are ready to be
written, and a few numbers, come together in one place.
"""

import marshal
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from trainbib.inventory.journal import Memory
from trainbib.inventory.leaves import LeafParts, leaf_parts
from trainbib.inventory.reading import Batch, RawProblem, RawRow, Reading
from trainbib.inventory.row import path_bytes
from trainbib.inventory.rows import FileRow, row_line
from trainbib.inventory.stamps import NO_STAMP, Stamp

__all__ = ["Amount", "Piece", "PieceMaker", "Totals", "row_text"]

_BLAKE3 = ',"blake3":"%s"'


class Amount(NamedTuple):
    """What there is of one media type.

    Attributes:
        files: How many files.
        bytes: Their sizes added up.
        counted: In how many of them records were counted.
        records: How many records these have.
    """

    files: int
    bytes: int
    counted: int
    records: int


class Totals:
    """How much there is, by media type.

    Attributes:
        by_type: The amounts.
    """

    __slots__ = ("by_type",)

    def __init__(self) -> None:
        self.by_type: dict[str, Amount] = {}

    def __eq__(self, other: object) -> bool:
        """Compare the amounts."""
        return isinstance(other, Totals) and self.by_type == other.by_type

    __hash__ = None  # type: ignore[assignment]  # amounts are added

    @staticmethod
    def of(rows: Iterable[FileRow]) -> "Totals":
        """Add up rows."""
        totals = Totals()
        for row in rows:
            totals.add_row(row)
        return totals

    def add_row(self, row: FileRow) -> None:
        """Add a file."""
        records = row.records
        self.add({row.type: Amount(1, row.bytes, records is not None, records or 0)})

    def add(self, more: dict[str, Amount]) -> None:
        """Add amounts by media type."""
        for media, amount in more.items():
            old = self.by_type.get(media)
            if old is not None:
                amount = Amount._make(map(sum, zip(old, amount, strict=True)))  # noqa: PLW2901 - a sum
            self.by_type[media] = amount

    @property
    def all(self) -> Amount:
        """All types together."""
        columns = zip(*self.by_type.values(), strict=True)
        return Amount._make(map(sum, columns)) if self.by_type else Amount(0, 0, 0, 0)


class Piece(NamedTuple):
    """The inventory of one batch.

    Attributes:
        text: Its rows, as they stand in the inventory.
        amounts: How much there is, by media type.
        signs: What the paths of its files show, as a `PieceMaker` was told to find out.
        leaves: The leaves of its files.
        problems: What could not be read.
        stamps: The stamps of the files, joined; empty if not asked for.
        fresh: Whether any of them was read, and not only remembered.
    """

    text: bytes
    amounts: dict[str, Amount]
    signs: int
    leaves: LeafParts
    problems: list[RawProblem]
    stamps: bytes
    fresh: bool

    @staticmethod
    def unpacked(packed: bytes) -> "Piece":
        """Unpack what a `PieceMaker` made."""
        text, amounts, signs, leaves, problems, stamps, fresh = marshal.loads(  # noqa: S302 - from our own fork
            packed
        )
        by_type = {media: Amount(*amount) for media, amount in amounts.items()}
        return Piece(text, by_type, signs, LeafParts(*leaves), problems, stamps, fresh)


class PieceMaker:
    """Makes pieces, in the process that reads.

    Args:
        root: The data folder.
        bits: By how many bits leaves are parted.
        signs_of: Says what the paths of a piece show; the answer is its `signs`.
        memory: What is known of files from before.
    """

    def __init__(
        self, root: str, bits: int, signs_of: Callable[[Sequence[str]], int], memory: Memory
    ) -> None:
        self._root = root
        self._bits = bits
        self._signs_of = signs_of
        self._memory = memory
        self._known: dict[str, tuple[RawRow, Stamp]] = {}

    def choose(self, _: int, parts: list[Batch]) -> list[Batch]:
        """Leave out the files that need not be read again."""
        self._known = self._memory.known(self._root, parts) if self._memory else {}
        if not self._known:
            return parts
        left = [
            Batch(prefix, [name for name in names if prefix + name not in self._known])
            for prefix, names in parts
        ]
        return [part for part in left if part.names]

    def pack(self, _: int, reading: Reading, stamps: list[Stamp] | None) -> bytes:
        """Pack the piece of a batch."""
        rows, problems = reading
        fresh = bool(rows)
        if self._known:
            every = dict(self._known)
            marks = stamps if stamps is not None else [NO_STAMP] * len(rows)
            every.update({row[0]: (row, stamp) for row, stamp in zip(rows, marks, strict=True)})
            ordered = sorted(every, key=path_bytes)
            rows = [every[path][0] for path in ordered]
            stamps = [every[path][1] for path in ordered]
        if not rows:
            empty = LeafParts([b""] * (1 << self._bits), [b""] * (1 << self._bits))
            return marshal.dumps((b"", {}, 0, (*empty,), problems, b"", fresh))
        paths = [row[0] for row in rows]
        leaves = leaf_parts(paths, [row[1] for row in rows], [row[2] for row in rows], self._bits)
        packed = array("Q", [value for stamp in stamps or () for value in stamp]).tobytes()
        amounts = {media: (*amount,) for media, amount in _amounts(rows).items()}
        signs = self._signs_of(paths)
        return marshal.dumps((row_text(rows), amounts, signs, (*leaves,), problems, packed, fresh))


def row_text(rows: list[RawRow]) -> bytes:
    """Write rows as they stand in an inventory (SPEC.md, section 13).

    Args:
        rows: The rows, in order.

    Returns:
        The same bytes as `row_line` gives for each of them.
    """
    paths = "".join([row[0] for row in rows])
    # A printable text without quotes and backslashes is its own JSON form; one look for all.
    if not paths.isprintable() or '"' in paths or "\\" in paths:
        return "".join([row_line(FileRow(*row)) for row in rows]).encode()
    return "".join(
        [
            f'{{"path":"{path}","bytes":{size},"sha256":"{digest}"'
            f'{"" if blake3 is None else _BLAKE3 % blake3},"type":"{media}",'
            f'"records":{records},"unit":"{unit}"}}\n'
            if records is not None and unit is not None and note is None
            else row_line(FileRow(path, size, digest, media, records, unit, note, blake3))
            for path, size, digest, media, records, unit, note, blake3 in rows
        ]
    ).encode()


def _amounts(rows: list[RawRow]) -> dict[str, Amount]:
    media = [row[3] for row in rows]
    if media.count(media[0]) == len(media):  # as in most folders
        return {media[0]: _amount(rows)}
    by_type: dict[str, list[RawRow]] = {}
    for row in rows:
        by_type.setdefault(row[3], []).append(row)
    return {media: _amount(some) for media, some in by_type.items()}


def _amount(rows: list[RawRow]) -> Amount:
    records = [row[4] for row in rows if row[4] is not None]
    return Amount(len(rows), sum([row[1] for row in rows]), len(records), sum(records))
