"""Building an inventory: from the files of a folder to the finished file, in bounded memory.

Rows go to the file piece by piece, in the order of paths, as they come from the processes that
read. The tree's leaves are gathered on the way. What the rows add up to stays; the rows do not.
"""

import os
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self

from trainbib.collection import collection_paused
from trainbib.inventory.batches import Batches
from trainbib.inventory.ignore import read_ignore
from trainbib.inventory.job import Job, Progress
from trainbib.inventory.journal import Journal, Memory, journal_mark
from trainbib.inventory.leaves import LeafStore
from trainbib.inventory.pieces import Amount, Piece, PieceMaker, Totals
from trainbib.inventory.walk import Problem, walk_folders
from trainbib.tree import Roots

if TYPE_CHECKING:
    from trainbib.inventory.recalling import Recalled, Summary

__all__ = ["Built", "build_inventory"]

_WORTH_A_JOURNAL = 5.0  # seconds; to note it takes a sixth more, and it is read again as fast
_WAITING = 1 << 25  # bytes of pieces that came before their turn and are held in memory


def _no_signs(_: Sequence[str]) -> int:
    return 0


class Built(NamedTuple):
    """An inventory that was built.

    Attributes:
        digest: The digest of its bytes: ``sha256:`` and 64 hexadecimal digits.
        roots: Both roots of the file tree.
        totals: How much there is, by media type.
        pieces: Where in the file its pieces end, in their order.
        signs: What the paths of each piece show.
        amounts: How much there is in each piece.
        problems: What is not in it, and why; sorted by path.
    """

    digest: str
    roots: Roots
    totals: Totals
    problems: list[Problem]
    pieces: "array[int]"
    signs: "array[int]"
    amounts: list[dict[str, Amount]]


@collection_paused()
def build_inventory(
    root: Path | str,
    target: Path | str,
    *,
    exclude: Iterable[str] = (),
    follow_links: bool = False,
    jobs: int | None = None,
    signs_of: Callable[[Sequence[str]], int] = _no_signs,
    beside: Path | None = None,
    cache: bool = False,
    also: tuple[str, ...] = (),
    progress: Callable[[Progress], None] | None = None,
) -> Built:
    """Make the inventory of a data folder, and write it.

    Args:
        root: The data folder.
        target: The file to write, as JSON Lines.
        exclude: Paths below the folder that are no data: the manifest and its inventory.
        follow_links: Whether links to files outside the folder are listed, too.
        jobs: How many processes read; None for one a processor, if there is work enough.
        signs_of: Says what some paths show, as a number below 256; called in other processes.
        beside: The inventory beside which a journal is kept while this takes long, and from which
            an interrupted run goes on; None for no journal.
        cache: Whether a journal is kept for the next run, too, and that of the last one believed.
        also: Which digests rows have besides SHA-256; only ``blake3`` is known.
        progress: Called now and then, in this thread.

    Returns:
        What was built. Its bytes do not depend on whether anything was remembered.

    Raises:
        InventoryError: The folder or its ignore file cannot be used, or the package that computes
            a digest is not installed; the message says what to do.
        OSError: The inventory cannot be written.
    """
    top = os.fspath(root)
    problems: list[Problem] = []
    ignore = read_ignore(top, exclude)
    folders = walk_folders(top, ignore, problems, follow_links=follow_links)
    job = Job(top, folders, "records", jobs, progress, also=also)
    totals = Totals()
    pieces, signs = array("Q"), array("B")
    amounts: list[dict[str, Amount]] = []
    end = 0
    with ExitStack() as stack:
        leaves = stack.enter_context(LeafStore(job.batches.files))
        queue = stack.enter_context(_Queue())
        records = stack.enter_context(
            _Records(top, beside, follow_links=follow_links, also=also, cache=cache)
        )
        out = stack.enter_context(open(target, "wb", buffering=0))  # noqa: PTH123 - a name is all that is needed
        maker = PieceMaker(top, leaves.bits, signs_of, records.memory)
        hasher = sha256()
        recalled = records.recalled(job.batches, out)
        if recalled is not None:
            return _built(recalled, problems)
        for number, packed in job.run(maker.pack, choose=maker.choose, stats=records.delay):
            records.note(number, packed)
            for following in queue.in_order(number, packed):
                piece = Piece.unpacked(following)
                totals.add(piece.amounts)
                leaves.add(piece.leaves, sum(amount.files for amount in piece.amounts.values()))
                problems += (Problem(*problem) for problem in piece.problems)
                hasher.update(piece.text)
                out.write(piece.text)
                end += len(piece.text)
                pieces.append(end)
                signs.append(piece.signs)
                amounts.append(piece.amounts)
        roots = leaves.roots(job.jobs)
        records.finish(job.batches, roots)
    return Built(
        f"sha256:{hasher.hexdigest()}",
        roots,
        totals,
        sorted(problems, key=_problem_key),
        pieces,
        signs,
        amounts,
    )


def _built(recalled: "Recalled", problems: list[Problem]) -> Built:
    totals = Totals()
    for amounts in recalled.amounts:
        totals.add(amounts)
    return Built(
        f"sha256:{recalled.digest}",
        recalled.roots,
        totals,
        sorted(problems, key=_problem_key),
        recalled.pieces,
        recalled.signs,
        recalled.amounts,
    )


class _Records:
    """The journals of a build: what is remembered, and what is to be."""

    def __init__(
        self,
        root: str,
        beside: Path | None,
        *,
        follow_links: bool,
        also: tuple[str, ...],
        cache: bool,
    ) -> None:
        self.delay: float | None = None
        self._partial: Journal | None = None
        self._next: Journal | None = None
        self._cache: Path | None = None
        known: list[Path] = []
        mark = b""
        if beside is not None:
            from trainbib import __version__

            mark = journal_mark(root, __version__, follow_links=follow_links, also=also)
            partial = beside.with_name(f".{beside.name}.partial")
            self._partial = Journal(partial, mark, goes_on=True)
            self.delay = _WORTH_A_JOURNAL
            if cache:
                self._cache = beside.with_name(f".{beside.name}.cache")
                self._next = Journal(
                    beside.with_name(f".{beside.name}.cache.partial"), mark, goes_on=False
                )
                known.append(self._cache)
                self.delay = 0.0
            known.append(partial)
        self._root = root
        self._mark = mark
        self._known = known
        self._summary: Summary | None = None
        self.memory = Memory([], mark)
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.memory.close()
        for journal in (self._partial, self._next):
            if journal is not None:
                journal.__exit__()

    def recalled(self, batches: Batches, out: IO[bytes]) -> "Recalled | None":
        """Recall the last build, if it was cached and nothing has changed; else remember files."""
        if self._cache is not None:
            from trainbib.inventory.recalling import Summary, recall

            found = recall(self._cache, self._mark, self._root, batches, out)
            if found is not None:
                if self._partial is not None:
                    self._partial.remove()
                return found
            self._summary = Summary()
        self.memory.read(self._known)
        return None

    def note(self, number: int, packed: bytes) -> None:
        """Note a piece, as soon as it is there."""
        if self.delay is None or (
            self._next is None and time.monotonic() - self._began < self.delay
        ):
            return
        piece = Piece.unpacked(packed)
        if not piece.stamps:
            return
        if self._next is not None:
            place = self._next.add(piece.text, piece.stamps)
            if self._summary is not None:
                self._summary.note(number, place, piece)
        if (
            self._partial is not None
            and piece.fresh
            and time.monotonic() - self._began >= _WORTH_A_JOURNAL
        ):
            self._partial.add(piece.text, piece.stamps)

    def finish(self, batches: Batches, roots: Roots) -> None:
        """Leave behind what the next run may use."""
        if self._next is not None and self._cache is not None:
            summary = self._summary.text(batches, roots) if self._summary is not None else b""
            if summary:
                self._next.conclude(summary)
            self._next.become(self._cache)
        if self._partial is not None:
            self._partial.remove()


class _Queue:
    """Puts pieces that come in any order in order; many that wait for one go to a file."""

    def __init__(self) -> None:
        self._next = 0
        self._waiting: dict[int, bytes | tuple[int, int]] = {}
        self._held = 0
        self._file: IO[bytes] | None = None
        self._end = 0
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def in_order(self, number: int, packed: bytes) -> Iterator[bytes]:
        """Take a piece, and yield those whose turn it is."""
        if number != self._next:
            self._keep(number, packed)
            return
        yield packed
        self._next += 1
        while (kept := self._waiting.pop(self._next, None)) is not None:
            yield self._fetched(kept)
            self._next += 1

    def _keep(self, number: int, packed: bytes) -> None:
        if self._held + len(packed) <= _WAITING:
            self._held += len(packed)
            self._waiting[number] = packed
            return
        if self._file is None:
            import tempfile

            file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the queue
            self._file = self._closing.enter_context(file)
        self._file.write(packed)
        self._waiting[number] = self._end, len(packed)
        self._end += len(packed)

    def _fetched(self, kept: bytes | tuple[int, int]) -> bytes:
        if isinstance(kept, bytes):
            self._held -= len(kept)
            return kept
        if self._file is None:
            raise AssertionError("a piece is in a file that there is not")
        return os.pread(self._file.fileno(), kept[1], kept[0])


def _problem_key(problem: Problem) -> tuple[bytes, str]:
    return problem.path.encode("utf-8", "surrogateescape"), problem.kind
