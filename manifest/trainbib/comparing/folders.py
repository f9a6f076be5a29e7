"""Many files that changed in one way, told by folder."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from trainbib.comparing.changes import Level
from trainbib.comparing.files import RowDifferences
from trainbib.comparing.model import Change, Entity
from trainbib.comparing.wording import amount, amounts, grouped
from trainbib.tree import HashedFile
from trainbib.values import Quantity

EACH = 20
"""So many files of one kind are reported each by itself; more are reported by folder."""
MOST_FOLDERS = 12
"""If more folders than this would be named, the folders above them are."""
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
            [row for _, row in found.changed],
            [row for row, _ in found.changed],
            changed_level,
        ),
        *_moves(found.moved),
    ]


def _by_folder(
    code: str,
    what: str,
    new: Sequence[HashedFile],
    old: Sequence[HashedFile],
    level: Level,
) -> list[Change]:
    rows = new or old
    paths = [row.path for row in rows]
    groups = {path: [index] for index, path in enumerate(paths)}
    if len(rows) > EACH:
        groups = by_folder(paths)
    changes: list[Change] = []
    for name, indices in groups.items():
        before = [old[index] for index in indices] if old else []
        after = [new[index] for index in indices] if new else []
        size = sum(row.bytes for row in after) - sum(row.bytes for row in before)
        single = len(indices) == 1
        detail = _sizes(before, after)
        path = paths[indices[0]] if single else name
        changes.append(
            Change(
                code,
                Entity("file" if single else "folder", path),
                level,
                f"file `{path}` was {what}: {detail}"
                if single
                else f"{grouped(len(indices))} files in `{path}/` were {what}: {detail}",
                detail=detail if single or not (old and new) else _signed(size),
                old=_value(before) if single else None,
                new=_value(after) if single else None,
                count=len(indices),
                examples=tuple(paths[index] for index in indices[:EXAMPLES]),
                digest="" if single else _digest(before, after),
            )
        )
    return changes


def _moves(moved: Sequence[tuple[HashedFile, HashedFile]]) -> list[Change]:
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (before, after) in enumerate(moved):
        groups[_folders(before.path, after.path)].append(index)
    changes: list[Change] = []
    for (source, target), indices in groups.items():
        single = len(indices) == 1
        first, last = moved[indices[0]]
        was, now = (first.path, last.path) if single else (f"{source}/", f"{target}/")
        noun = "file" if single else f"{grouped(len(indices))} files"
        verb = "was" if single else "were"
        changes.append(
            Change(
                "DIF207",
                Entity("file" if single else "folder", last.path if single else target),
                Level.INFO,
                f"{noun} {verb} moved from `{was}` to `{now}`; the content is the same",
                detail=f"{was} → {now}",
                old=was,
                new=now,
                count=len(indices),
                examples=tuple(moved[index][1].path for index in indices[:EXAMPLES]),
                digest=""
                if single
                else _digest(
                    [moved[index][0] for index in indices], [moved[index][1] for index in indices]
                ),
            )
        )
    return changes


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


def by_folder(paths: Sequence[str]) -> dict[str, list[int]]:
    """Group paths by folder; by the folders above where there would be too many.

    Args:
        paths: Paths below the files root.

    Returns:
        Folder to the indices of its paths; ``.`` is the files root itself.
    """
    folders = [path.split("/")[:-1] for path in paths]
    depth = max(map(len, folders), default=0)
    distinct = _distinct(folders, depth)
    while depth > 0 and distinct > MOST_FOLDERS:
        depth -= 1
        distinct = _distinct(folders, depth)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index, folder in enumerate(folders):
        groups["/".join(folder[:depth]) or "."].append(index)
    return groups


def _distinct(folders: Sequence[Sequence[str]], depth: int) -> int:
    return len({tuple(folder[:depth]) for folder in folders})


def _sizes(before: Sequence[HashedFile], after: Sequence[HashedFile]) -> str:
    if not before or not after:
        return amount("bytes", _total(before or after))
    old, new = _total(before), _total(after)
    if old.value == new.value:
        return f"{amount('bytes', new)}, other content"
    return amounts("bytes", old, new)


def _total(rows: Sequence[HashedFile]) -> Quantity:
    number = sum(row.bytes for row in rows)
    return Quantity(number, number, number, exact=True)


def _signed(size: int) -> str:
    quantity = Quantity(abs(size), abs(size), abs(size), exact=True)
    return f"{'-' if size < 0 else '+'}{amount('bytes', quantity)}"


def _value(rows: Sequence[HashedFile]) -> object:
    """Return what a report shows of one row."""
    return {"bytes": rows[0].bytes, "sha256": rows[0].sha256} if rows else None


def _digest(before: Sequence[HashedFile], after: Sequence[HashedFile]) -> str:
    """Return a digest over paths and contents, for the identity of a change."""
    hasher = sha256()
    for rows in (before, after):
        for row in rows:
            hasher.update(row.path.encode("utf-8", "surrogatepass"))
            hasher.update(row.sha256.encode())
    return hasher.hexdigest()[:16]
