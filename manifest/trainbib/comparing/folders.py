"""Many files that changed in one way, told by folder; none of them is held for that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
from typing import Any

from trainbib.comparing.changes import Level
from trainbib.comparing.files import RowDifferences
from trainbib.comparing.model import Change, Entity
from trainbib.comparing.storing import Listed, Viewed
from trainbib.comparing.wording import amount, amounts
from trainbib.numerals import grouped
from trainbib.tree import HashedFile
from trainbib.values import Quantity

EACH = 20
"""So many files of one kind are reported each by itself; more are reported by folder."""
MOST_FOLDERS = 12
"""If more folders than this would be named, the folders above them are."""
MOST_MOVES = 1000
"""If files moved between more pairs of folders than this, the folders above them are named."""
EXAMPLES = 5
"""How many files a change names that stands for many."""


def file_changes(found: RowDifferences, *, changed_level: Level) -> list[Change]:
    """Return the changes of the files themselves.

    Args:
        found: The rows that differ.
        changed_level: Level of a content that changed: breaking if the version did not.
    """
    return [
        *_by_folder("DIF204", "added", found.added, [], Level.NOTABLE),
        *_by_folder("DIF205", "removed", [], found.removed, Level.BREAKING),
        *_by_folder(
            "DIF206",
            "changed",
            Viewed(found.changed, itemgetter(1)),
            Viewed(found.changed, itemgetter(0)),
            changed_level,
        ),
        *_moves(found.moved),
    ]


def _by_folder(
    code: str,
    what: str,
    new: Listed[HashedFile],
    old: Listed[HashedFile],
    level: Level,
) -> list[Change]:
    rows = new if len(new) else old
    folders = CommonFolders(MOST_FOLDERS)
    if len(rows) > EACH:
        for row in rows:
            folders.add(row.path.split("/")[:-1])

    def key_of(row: HashedFile) -> str:
        if len(rows) <= EACH:
            return row.path
        return folders.names(row.path.split("/")[:-1])[0]

    groups: dict[str, _Group] = {}
    for row in old:
        groups.setdefault(key_of(row), _Group()).take_old(row)
    for row in new:
        groups.setdefault(key_of(row), _Group()).take_new(row)
    changes: list[Change] = []
    for name, group in groups.items():
        single = group.count == 1
        detail = _sizes(group)
        path = group.examples[0] if single else name
        both = bool(group.old_count and group.new_count)
        changes.append(
            Change(
                code,
                Entity("file" if single else "folder", path),
                level,
                f"file `{path}` was {what}: {detail}"
                if single
                else f"{grouped(group.count)} files in `{path}/` were {what}: {detail}",
                detail=_signed(group.new_bytes - group.old_bytes)
                if both and not single
                else detail,
                old=_value(group.old) if single else None,
                new=_value(group.new) if single else None,
                count=group.count,
                examples=tuple(group.examples),
                digest="" if single else group.digest,
            )
        )
    return changes


def _moves(moved: Listed[tuple[HashedFile, HashedFile]]) -> list[Change]:
    pairs: set[tuple[str, str]] = set()
    folders = CommonFolders(MOST_MOVES)
    for before, after in moved:
        pair = _folders(before.path, after.path)
        if len(pairs) <= MOST_MOVES:
            pairs.add(pair)
        folders.add(*(folder.split("/") for folder in pair))
    joined = len(pairs) > MOST_MOVES

    def key_of(before: HashedFile, after: HashedFile) -> tuple[str, ...]:
        pair = _folders(before.path, after.path)
        return folders.names(*(folder.split("/") for folder in pair)) if joined else pair

    groups: dict[tuple[str, ...], _Group] = {}
    for before, after in moved:
        groups.setdefault(key_of(before, after), _Group()).take_old(before)
    for before, after in moved:
        groups[key_of(before, after)].take_new(after)
    changes: list[Change] = []
    for (source, target), group in groups.items():
        single = group.count == 1
        was, now = f"{source}/", f"{target}/"
        if single and group.old is not None and group.new is not None:
            was, now = group.old.path, group.new.path
        noun = "file" if single else f"{grouped(group.count)} files"
        verb = "was" if single else "were"
        changes.append(
            Change(
                "DIF207",
                Entity("file" if single else "folder", now if single else target),
                Level.INFO,
                f"{noun} {verb} moved from `{was}` to `{now}`; the content is the same",
                detail=f"{was} → {now}",
                old=was,
                new=now,
                count=group.count,
                examples=tuple(group.examples),
                digest="" if single else group.digest,
            )
        )
    return changes


@dataclass(slots=True)
class _Group:
    """Files that changed in one way; all old ones are taken before all new ones.

    Attributes:
        old: The first old file.
        new: The first new file.
        old_count: How many old files there are.
        old_bytes: Their sizes added up.
        new_count: How many new files there are.
        new_bytes: Their sizes added up.
        examples: Paths of the first files; the new ones, if there are any.
    """

    old: HashedFile | None = None
    new: HashedFile | None = None
    old_count: int = 0
    old_bytes: int = 0
    new_count: int = 0
    new_bytes: int = 0
    examples: list[str] = field(default_factory=list[str])
    _hasher: Any = field(default_factory=sha256)

    @property
    def count(self) -> int:
        """How many files there are, before and after."""
        return max(self.old_count, self.new_count)

    @property
    def digest(self) -> str:
        """A digest over paths and contents, for the identity of a change."""
        return str(self._hasher.hexdigest())[:16]

    def take_old(self, row: HashedFile) -> None:
        """Take an old file."""
        self.old = self.old or row
        self.old_count += 1
        self.old_bytes += row.bytes
        self._take(row, self.old_count)

    def take_new(self, row: HashedFile) -> None:
        """Take a new file."""
        if self.new is None:
            self.new = row
            self.examples.clear()
        self.new_count += 1
        self.new_bytes += row.bytes
        self._take(row, self.new_count)

    def _take(self, row: HashedFile, number: int) -> None:
        if number <= EXAMPLES:
            self.examples.append(row.path)
        self._hasher.update(row.path.encode("utf-8", "surrogatepass"))
        self._hasher.update(row.sha256.encode())


def _folders(old: str, new: str) -> tuple[str, str]:
    """Return the folders that a move is between, without what both paths end in.

    ``data/raw/en/a`` to ``data/v2/en/a`` is a move of ``data/raw`` to ``data/v2``.
    """
    before, after = old.split("/"), new.split("/")
    if before[-1] != after[-1]:
        return "/".join(before[:-1]) or ".", "/".join(after[:-1]) or "."
    while before and after and before[-1] == after[-1]:
        before.pop()
        after.pop()
    return "/".join(before) or ".", "/".join(after) or "."


class CommonFolders:
    """How deep folders can be told apart without there being too many of them."""

    def __init__(self, most: int) -> None:
        """Begin without folders.

        Args:
            most: If more folders than this would be named, the folders above them are.
        """
        self._most = most
        self._distinct: list[set[tuple[tuple[str, ...], ...]]] = [set()]
        self._last: tuple[Sequence[str], ...] | None = None
        self._full = False

    def add(self, *folders: Sequence[str]) -> None:
        """Take a folder, or several that belong together; a folder is its parts.

        Args:
            folders: The parts of each.
        """
        if folders == self._last:
            return
        self._last = folders
        while not self._full and len(self._distinct) <= max(map(len, folders)):
            # Whatever came before is not as deep, so it is the same at greater depth.
            self._distinct.append(set(self._distinct[-1]))
        for depth, distinct in enumerate(self._distinct):
            distinct.add(tuple(tuple(folder[:depth]) for folder in folders))
            if depth and len(distinct) > self._most:
                del self._distinct[depth:]
                self._full = True
                break

    def names(self, *folders: Sequence[str]) -> tuple[str, ...]:
        """Return the names to tell these folders by; ``.`` is the files root itself."""
        depth = len(self._distinct) - 1
        return tuple("/".join(folder[:depth]) or "." for folder in folders)


def _sizes(group: _Group) -> str:
    if not group.old_count or not group.new_count:
        return amount("bytes", _total(group.old_bytes + group.new_bytes))
    old, new = _total(group.old_bytes), _total(group.new_bytes)
    if old.value == new.value:
        return f"{amount('bytes', new)}, other content"
    return amounts("bytes", old, new)


def _total(number: int) -> Quantity:
    return Quantity(number, number, number, exact=True)


def _signed(size: int) -> str:
    return f"{'-' if size < 0 else '+'}{amount('bytes', _total(abs(size)))}"


def _value(row: HashedFile | None) -> object:
    """Return what a report shows of one row."""
    return None if row is None else {"bytes": row.bytes, "sha256": row.sha256}
