"""Auditing: what a folder holds against what an inventory lists, in bounded memory.

Both are sorted by path, so every batch of files has its own range of rows. The process that reads
the files finds and reads that range itself; what agrees is counted, and only what does not is told.
"""

import marshal
import os
import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple, Self

from trainbib.collection import collection_paused
from trainbib.inventory.agreeing import Agreement
from trainbib.inventory.ignore import read_ignore
from trainbib.inventory.job import Job, Progress
from trainbib.inventory.json_rows import plain_lines, row_in
from trainbib.inventory.leaves import LeafParts, LeafStore, leaf_parts
from trainbib.inventory.reading import Batch, RawRow, Reading
from trainbib.inventory.row import FileRow, InventoryError, PathOrder, path_bytes
from trainbib.inventory.rows import read_inventory
from trainbib.inventory.walk import Problem, walk_folders
from trainbib.tree import Roots

__all__ = ["Audit", "Found", "audit"]

_LARGE = 1 << 20
_FEW = 200
"""How many files smaller than that have their type looked at, or somewhat more."""
_ROW = 150  # bytes of a row, about
_BLOCK = 1 << 10
_NEAR = 1 << 16  # bytes; the first row of the next batch mostly is not farther
_PATH = re.compile(rb'\{"path":"([^"\\\x00-\x1f]+)"')


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
    with _Rows(inventory) as rows, LeafStore(max(job.batches.files, rows.size // _ROW)) as leaves:
        comparer = _Comparer(root, rows, job, leaves.bits)
        if len(job.batches):
            results = job.run(comparer.compare, choose=comparer.choose)
            packed = (result for _, result in results)
        else:
            packed = (result for result in [comparer.all_missing()])
        for piece in packed:
            found: _Piece | None = marshal.loads(piece)  # noqa: S302 - from our own fork
            if found is None:
                raise _damage(inventory)
            _add(result, found)
            leaves.add(LeafParts(*found[8]), found[0])
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
]


def _add(result: Audit, piece: _Piece) -> None:
    files, size, intact, missing, added, differing, problems, to_sniff, _ = piece
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


class _Rows:
    """The rows of an inventory, by ranges of paths.

    The file is read, not mapped: what is mapped counts as memory of the process.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._file = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
        self.size = os.fstat(self._file).st_size
        self._last = b"", 0  # a path and its offset: batches come in order

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def between(self, first: bytes | None, end: bytes | None) -> "_Range":
        """Read the lines from one path on up to another; None for the beginning and the end.

        Raises:
            InventoryError: A row that was looked at on the way is damaged.
        """
        start = 0 if first is None else self._offset(first)
        stop = self.size if end is None else self._offset(end)
        return _Range(self._read(start, stop), first, end)

    def parsed(self, lines_between: "_Range") -> list[FileRow]:
        """Parse lines.

        Raises:
            InventoryError: A row is damaged or out of order. That the message names the right
                line needs the rows before, so that the caller has to read the whole inventory.
        """
        block, first, end = lines_between
        lines = block.splitlines(keepends=True)
        order = PathOrder(self.name, "line")
        plain = plain_lines(lines, order)
        if plain is not None:
            rows = list(plain.rows())
        else:
            rows = []
            for line in lines:
                rows.append(row_in(line, order.where))
                order.take(path_bytes(rows[-1].path))
        if rows:
            paths = path_bytes(rows[0].path), path_bytes(rows[-1].path)
            if (first is not None and paths[0] < first) or (end is not None and paths[1] >= end):
                raise InventoryError(f"{self.name}: rows are not sorted by their paths")
        return rows

    def _offset(self, path: bytes) -> int:
        """Find where the first row begins whose path is not less."""
        last, offset = self._last
        low, high = (offset if path >= last else 0), self.size
        reach = _NEAR
        while low < high:
            start, line = self._line(min((low + high) // 2, low + reach), low)
            match = _PATH.match(line)
            found = path_bytes(row_in(line, self.name).path) if match is None else match[1]
            if found < path:
                low = start + len(line)
                reach *= 2
            else:
                high = start
        self._last = path, low
        return low

    def _line(self, at: int, low: int) -> tuple[int, bytes]:
        """Return the line that holds a byte, and where it begins: at `low` or after it."""
        size = _BLOCK
        while True:
            begin = max(at - size, low)
            block = self._read(begin, min(at + size, self.size))
            start = block.rfind(b"\n", 0, at - begin) + 1
            end = block.find(b"\n", at - begin) + 1
            if (start or begin == low) and (end or at + size >= self.size):
                return begin + start, block[start : end or len(block)]
            size *= 2

    def _read(self, start: int, end: int) -> bytes:
        parts: list[bytes] = []
        while start < end and (data := os.pread(self._file, end - start, start)):
            parts.append(data)
            start += len(data)
        return b"".join(parts)


class _Range(NamedTuple):
    """Lines from one path on up to another."""

    block: bytes
    first: bytes | None
    end: bytes | None


class _Comparer:
    """Compares batches with their rows, in the process that reads them."""

    def __init__(self, root: str, rows: _Rows, job: Job, bits: int) -> None:
        self._root = root
        self._rows = rows
        self._agreement = Agreement(rows.name)
        self._job = job
        self._bits = bits
        self._broken = False
        self._range = _Range(b"", None, None)
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
        self._expected = self._rows.parsed(self._rows.between(None, None))
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
        )
        return marshal.dumps(piece)

    def _agreed(self, rows: Sequence[RawRow]) -> bytes:
        """Return what comes of files that are all what their lines say."""
        chosen = [self._lines[at] for at in self._worth_sniffing([row[1] for row in rows])]
        to_sniff = [row_in(f"{line}\n".encode(), self._rows.name)[:4] for line in chosen]
        size, leaves = self._sums(rows)
        piece: _Piece = (len(rows), size, len(rows), [], [], [], [], to_sniff, leaves)
        return marshal.dumps(piece)

    def _sums(
        self, rows: Sequence[FileRow | RawRow]
    ) -> tuple[int, tuple[list[bytes], list[bytes]]]:
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
