"""Which files differ between two inventories: one merge of sorted rows, moves found by content."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from trainbib.tree import HashedFile


class RowOrderError(ValueError):
    """Rows are not sorted by the bytes of their paths, or a path is given twice."""


@dataclass(slots=True)
class RowDifferences:
    """The rows that differ; those that do not are only counted.

    Attributes:
        added: Rows of new paths that hold no content of a removed one.
        removed: Rows of old paths whose content is in no new one.
        changed: Old and new row of one path.
        moved: Old and new row of one content.
        old_files: Number of old rows.
        old_bytes: Their sizes added up.
        new_files: Number of new rows.
        new_bytes: Their sizes added up.
    """

    added: list[HashedFile] = field(default_factory=list[HashedFile])
    removed: list[HashedFile] = field(default_factory=list[HashedFile])
    changed: list[tuple[HashedFile, HashedFile]] = field(
        default_factory=list[tuple[HashedFile, HashedFile]]
    )
    moved: list[tuple[HashedFile, HashedFile]] = field(
        default_factory=list[tuple[HashedFile, HashedFile]]
    )
    old_files: int = 0
    old_bytes: int = 0
    new_files: int = 0
    new_bytes: int = 0


def compare_rows(
    old: Iterable[HashedFile],
    new: Iterable[HashedFile],
    *,
    kept: Callable[[str], None] | None = None,
) -> RowDifferences:
    """Compare two inventories.

    Both are read once, side by side; only rows that differ are held.

    Args:
        old: Old rows, sorted by the bytes of their paths.
        new: New rows, sorted in the same way.
        kept: Called with each path that is in both, changed or not.

    Raises:
        RowOrderError: If rows are not in order.
    """
    found = RowDifferences()
    before, after = _in_order(old, "old"), _in_order(new, "new")
    left, right = next(before, None), next(after, None)
    while left is not None or right is not None:
        first = _first(left, right)
        if left is not None and first <= 0:
            found.old_files += 1
            found.old_bytes += left.bytes
        if right is not None and first >= 0:
            found.new_files += 1
            found.new_bytes += right.bytes
        if left is not None and right is not None and first == 0:
            if left.sha256 != right.sha256:
                found.changed.append((left, right))
            if kept is not None:
                kept(left.path)
        elif left is not None and first < 0:
            found.removed.append(left)
        elif right is not None:
            found.added.append(right)
        if first <= 0:
            left = next(before, None)
        if first >= 0:
            right = next(after, None)
    found.moved, found.removed, found.added = find_moves(found.removed, found.added)
    return found


def _first(left: HashedFile | None, right: HashedFile | None) -> int:
    """Say whose turn it is: -1 the old row's, 1 the new row's, 0 both."""
    if left is None:
        return 1
    if right is None:
        return -1
    if left.path == right.path:
        return 0
    return -1 if _path_bytes(left.path) < _path_bytes(right.path) else 1


def _path_bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _in_order(rows: Iterable[HashedFile], side: str) -> Iterator[HashedFile]:
    before: str | None = None
    for row in rows:
        # Text mostly sorts as its bytes do, so these are only asked where it does not.
        if (
            before is not None
            and row.path <= before
            and _path_bytes(row.path) <= _path_bytes(before)
        ):
            raise RowOrderError(
                f"{side} row `{row.path}` comes after `{before}`; rows are sorted by the bytes of "
                "their paths, and each path has one"
            )
        before = row.path
        yield row


_Moves = tuple[list[tuple[HashedFile, HashedFile]], list[HashedFile], list[HashedFile]]


def find_moves(removed: Sequence[HashedFile], added: Sequence[HashedFile]) -> _Moves:
    """Pair removed with added rows of the same content, in time linear in their number.

    Rows of the same file name are paired first, then any of the same content, in order. Empty
    files are paired by name alone: they all have the same content.

    Args:
        removed: Rows of paths that are gone, in order.
        added: Rows of paths that are new, in order.

    Returns:
        Pairs in the order of the new path, and what is left of both.
    """
    if not removed or not added:
        return [], list(removed), list(added)
    named: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
    for index, row in enumerate(removed):
        named[row.sha256, _file_name(row.path)].append(index)
    origin: dict[int, int] = {}
    taken: set[int] = set()
    for index, row in enumerate(added):
        candidates = named.get((row.sha256, _file_name(row.path)))
        if candidates:
            origin[index] = candidates.popleft()
            taken.add(origin[index])
    by_content: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, row in enumerate(removed):
        if index not in taken and row.bytes:
            by_content[row.sha256].append(index)
    for index, row in enumerate(added):
        candidates = by_content.get(row.sha256) if index not in origin else None
        if candidates:
            origin[index] = candidates.popleft()
            taken.add(origin[index])
    moved = [(removed[origin[index]], row) for index, row in enumerate(added) if index in origin]
    return (
        moved,
        [row for index, row in enumerate(removed) if index not in taken],
        [row for index, row in enumerate(added) if index not in origin],
    )


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
