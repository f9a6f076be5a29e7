"""Auditing: what a folder holds against what an inventory lists, in bounded memory.

Both are sorted by path, so every batch of files has its own range of rows. The process that reads
the files finds and reads that range itself; what agrees is counted, and only what does not is told.
"""

import marshal
import os
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import eq, itemgetter
from typing import NamedTuple

from trainbib.collection import collection_paused
from trainbib.inventory.agreeing import Agreement
from trainbib.inventory.ignore import read_ignore
from trainbib.inventory.job import Job, Progress
from trainbib.inventory.json_rows import row_in
from trainbib.inventory.leaves import LeafParts, LeafStore, leaf_parts
from trainbib.inventory.reading import Batch, RawRow, Reading
from trainbib.inventory.row import FileRow, InventoryError, path_bytes
from trainbib.inventory.row_ranges import RowRange, RowRanges
from trainbib.inventory.rows import read_inventory
from trainbib.inventory.walk import Problem, walk_folders
from trainbib.tree import Roots

__all__ = ["Audit", "Found", "audit"]

_LARGE = 1 << 20
_FEW = 200
"""How many files smaller than that have their type looked at, or somewhat more."""
_ROW = 150  # bytes of a row, about


class Found(NamedTuple):
    """A file that is not what its row says.

    Attributes:
        row: The row.
        bytes: The size that it has.
        sha256: The digest that it has.
    """

    row: FileRow
    bytes: int
    sha256: str


class Audit:
    """How a folder differs from an inventory.

    Attributes:
        files: How many rows there are.
        bytes: Their sizes added up.
        intact: How many of the files are what their rows say.
        missing: Rows without a file.
        added: Path and size of files without a row; they were not read.
        differing: Files of another size, or of another content.
        problems: What could not be read or listed, and why.
        to_sniff: Intact files whose types are worth a look: all large ones and some others.
        roots: Both roots of the inventory's rows.
    """

    def __init__(self) -> None:
        self.files = 0
        self.bytes = 0
        self.intact = 0
        self.missing: list[FileRow] = []
        self.added: dict[str, int] = {}
        self.differing: list[Found] = []
        self.problems: list[Problem] = []
        self.to_sniff: list[FileRow] = []
        self.roots = Roots("", "")


@collection_paused()
def audit(
    root: str,
    inventory: str,
    *,
    exclude: Iterable[str] = (),
    follow_links: bool = False,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Audit:
    """Read a folder and compare it with an inventory.

    Args:
        root: The data folder.
        inventory: The inventory, as JSON Lines.
        exclude: Paths below the folder that are no data.
        follow_links: Whether links to files outside the folder are listed, too.
        jobs: How many processes read; None for one a processor, if there is work enough.
        progress: Called now and then, in this thread.

    Raises:
        InventoryError: The inventory is damaged, or the folder cannot be used.
        OSError: The inventory cannot be read.
    """
    result = Audit()
    ignore = read_ignore(root, exclude)
    folders = walk_folders(root, ignore, result.problems, follow_links=follow_links)
    job = Job(root, folders, "digest", jobs, progress)
    with (
        RowRanges(inventory) as rows,
        LeafStore(max(job.batches.files, rows.size // _ROW)) as leaves,
    ):
        comparer = _Comparer(root, rows, job, leaves.bits)
        if len(job.batches):
            packed = job.run(comparer.compare, choose=comparer.choose)
        else:
            packed = iter([(0, comparer.all_missing())])
        starts = array("Q", bytes(8 * max(len(job.batches), 1)))
        ends = array("Q", starts)
        for number, piece in packed:
            found: _Piece | None = marshal.loads(piece)  # noqa: S302 - from our own fork
            if found is None:
                raise _damage(inventory)
            _add(result, found)
            leaves.add(LeafParts(*found[8]), found[0])
            starts[number], ends[number] = found[9]
        # In an inventory that is not sorted two looks for the same path may end at two places.
        if starts[0] or ends[-1] != rows.size or not all(map(eq, ends, islice(starts, 1, None))):
            raise _damage(inventory)
        result.roots = leaves.roots(job.jobs)
    result.missing.sort(key=_path)
    result.to_sniff.sort(key=_path)
    result.differing.sort(key=lambda found: path_bytes(found.row.path))
    return result


def _damage(inventory: str) -> InventoryError:
    """Read a damaged inventory from its beginning, for the line where the damage is."""
    try:
        for _ in read_inventory(inventory):
            pass
    except InventoryError as error:
        return error
    return InventoryError(f"{inventory}: changed while it was read: run it again")


_Row = tuple[str, int, str, str]  # the first values of a row
_Leaves = tuple[list[bytes], list[bytes]]
_Piece = tuple[
    int,
    int,
    int,
    list[_Row],
    list[tuple[str, int]],
    list[tuple[_Row, int, str]],
    list[tuple[str, str, str]],
    list[_Row],
    _Leaves,
    tuple[int, int],
]


def _add(result: Audit, piece: _Piece) -> None:
    files, size, intact, missing, added, differing, problems, to_sniff, *_ = piece
    result.files += files
    result.bytes += size
    result.intact += intact
    result.missing += (FileRow(*row) for row in missing)
    result.added.update(added)
    result.differing += (Found(FileRow(*row), size, digest) for row, size, digest in differing)
    result.problems += (Problem(*problem) for problem in problems)  # type: ignore[arg-type]
    result.to_sniff += (FileRow(*row) for row in to_sniff)


def _path(row: FileRow) -> bytes:
    return path_bytes(row.path)


class _Comparer:
    """Compares batches with their rows, in the process that reads them."""

    def __init__(self, root: str, rows: RowRanges, job: Job, bits: int) -> None:
        self._root = root
        self._rows = rows
        self._agreement = Agreement(rows.name)
        self._job = job
        self._bits = bits
        self._broken = False
        self._range = RowRange(b"", None, None, (0, 0))
        self._lines: list[str] = []  # if they are of all files and of no others
        self._expected: list[FileRow] = []  # if not
        self._added: list[str] = []
        self._sniffed = -(-_FEW // max(len(job.batches), 1))

    def choose(self, number: int, parts: list[Batch]) -> list[Batch]:
        """Leave out what is not listed: it need not be read."""
        batches = self._job.batches
        first = None if number == 0 else path_bytes(batches.first(number))
        end = None if number + 1 == len(batches) else path_bytes(batches.first(number + 1))
        self._added = []
        try:
            self._range = self._rows.between(first, end)
            self._lines = self._agreement.lines_for(self._range.block, parts)
            if self._lines:
                return parts
            self._expected = self._rows.parsed(self._range)
        except InventoryError:
            self._broken = True
            return []
        listed = set(map(itemgetter(0), self._expected))
        chosen: list[Batch] = []
        for prefix, names in parts:
            known = [name for name in names if prefix + name in listed]
            if len(known) < len(names):
                self._added += [prefix + name for name in names if prefix + name not in listed]
            if known:
                chosen.append(Batch(prefix, known))
        return chosen

    def all_missing(self) -> bytes:
        """Return what comes of a folder without files."""
        self._range = self._rows.between(None, None)
        self._expected = self._rows.parsed(self._range)
        return self.compare(0, Reading([], []), None)

    def compare(self, _: int, reading: Reading, __: object) -> bytes:
        """Return what differs between the files that were read and the rows."""
        if self._lines:
            if self._agreement.holds(self._lines, reading.rows):
                return self._agreed(reading.rows)
            try:
                self._expected = self._rows.parsed(self._range)
            except InventoryError:
                self._broken = True
        if self._broken:
            return marshal.dumps(None)
        expected = self._expected
        found = {row[0]: row for row in reading.rows}
        unread = {problem[1] for problem in reading.problems}
        intact: list[FileRow] = []
        missing: list[_Row] = []
        differing: list[tuple[_Row, int, str]] = []
        for row in expected:
            actual = found.get(row[0])
            if actual is None:
                if row[0] not in unread:
                    missing.append(row[:4])
            elif actual[2] == row[2] and actual[1] == row[1]:
                intact.append(row)
            else:
                differing.append((row[:4], actual[1], actual[2]))
        problems = list(reading.problems)
        added: list[tuple[str, int]] = []
        for path in self._added:
            try:
                added.append((path, os.stat(f"{self._root}/{path}").st_size))  # noqa: PTH116 - one call
            except OSError as error:
                message = f"cannot be looked at: {error.strerror}"
                problems.append(("unreadable", path, message))
        to_sniff = [intact[at][:4] for at in self._worth_sniffing([row[1] for row in intact])]
        size, leaves = self._sums(expected)
        piece: _Piece = (
            len(expected),
            size,
            len(intact),
            missing,
            added,
            differing,
            [*problems],
            to_sniff,
            leaves,
            self._range.place,
        )
        return marshal.dumps(piece)

    def _agreed(self, rows: Sequence[RawRow]) -> bytes:
        """Return what comes of files that are all what their lines say."""
        chosen = [self._lines[at] for at in self._worth_sniffing([row[1] for row in rows])]
        to_sniff = [row_in(f"{line}\n".encode(), self._rows.name)[:4] for line in chosen]
        size, leaves = self._sums(rows)
        count, place = len(rows), self._range.place
        piece: _Piece = (count, size, count, [], [], [], [], to_sniff, leaves, place)
        return marshal.dumps(piece)

    def _sums(self, rows: Sequence[FileRow | RawRow]) -> tuple[int, _Leaves]:
        """Return the sizes of rows added up, and their leaves."""
        sizes = [row[1] for row in rows]
        paths, digests = [row[0] for row in rows], [row[2] for row in rows]
        leaves = leaf_parts(paths, sizes, digests, self._bits)
        return sum(sizes), (leaves.paths, leaves.contents)

    def _worth_sniffing(self, sizes: Sequence[int]) -> list[int]:
        """Choose, by their sizes, intact files whose type is looked at again.

        Reading the beginning of a large file once more is nothing beside hashing it; of the others
        some are enough to find an inventory that was written by another program.
        """
        large = [at for at, size in enumerate(sizes) if size >= _LARGE]
        small = [at for at, size in enumerate(sizes) if 0 < size < _LARGE]
        return [*large, *small[:: max(1, len(small) // self._sniffed)]]
