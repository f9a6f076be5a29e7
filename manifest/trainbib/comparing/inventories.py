"""The files of two manifests: their inventories where they can be read, else what is pinned."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from trainbib.comparing.buckets import PinnedTree, compare_buckets
from trainbib.comparing.changes import Level
from trainbib.comparing.citations import CitationCounter, CitingRules, rewritten, rule_changes
from trainbib.comparing.editions import Edition
from trainbib.comparing.files import RowDifferences, RowOrderError, compare_rows
from trainbib.comparing.folders import file_changes
from trainbib.comparing.judging import judge
from trainbib.comparing.model import Change, ComparisonInputError, Entity, FileChanges
from trainbib.comparing.storing import FilePair, Listed, Viewed
from trainbib.comparing.structure import Differ
from trainbib.tree import HashedFile
from trainbib.values import as_mapping, is_gap

Rows = tuple[Iterable[HashedFile] | None, Iterable[HashedFile] | None]
"""Rows that the caller has at hand, old and new."""


@dataclass(slots=True)
class FilesOutcome:
    """What became of the files.

    Attributes:
        changes: The changes.
        listing: The files that differ, one by one; None if that is not known.
        unchecked: What could not be compared, and why.
    """

    changes: list[Change] = field(default_factory=list[Change])
    listing: FileChanges | None = None
    unchecked: list[str] = field(default_factory=list[str])


class _NoInventoryError(Exception):
    """An inventory cannot be used; the text says whose, and why."""


class FilesComparer:
    """Compares the sections ``files`` of two manifests, and the inventories that they pin."""

    def __init__(
        self, old: Edition, new: Edition, renames: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.editions = (old, new)
        self.sections = (
            as_mapping(old.data.get("files")),
            as_mapping(new.data.get("files")),
        )
        self.rules = (CitingRules(self.sections[0], renames), CitingRules(self.sections[1]))
        self.counter = CitationCounter(*self.rules)
        self.same_rules = self.rules[0].same_as(self.rules[1])
        self.outcome = FilesOutcome()

    def outcome_of(self, rows: Rows, changed_level: Level, *, read: bool) -> FilesOutcome:
        """Compare the files.

        Args:
            rows: Rows that the caller has at hand.
            changed_level: Level of a content that changed.
            read: Whether to read inventories that lie beside the manifests.
        """
        values = tuple(edition.data.get("files") for edition in self.editions)
        if any(value is None or is_gap(value) for value in values):
            self._section_came_or_went(*values)
            if rows == (None, None):
                return self.outcome
        else:
            self._fields()
        for side, rules in zip(("old", "new"), self.rules, strict=True):
            for pattern in rules.invalid:
                self.outcome.unchecked.append(
                    f"{side}: the pattern `{pattern}` of a citing rule is not valid and matches "
                    "nothing; run `trainbib check`"
                )
        try:
            self._rows(rows, changed_level, read=read)
        except _NoInventoryError as reason:
            self.outcome.unchecked.append(str(reason))
            self._pinned(changed_level)
            if not self.same_rules:
                self.outcome.changes += rule_changes(*self.rules)
        return self.outcome

    def _section_came_or_went(self, old: object, new: object) -> None:
        differ = Differ()
        for found in differ.differences(old, new, "/files", "/files", ("files",)):
            self.outcome.changes += judge(Entity("manifest"), found)

    def _fields(self) -> None:
        """Compare what is neither a citing rule nor the inventory itself."""
        old, new = (
            {key: value for key, value in section.items() if key not in {"cites", "inventory"}}
            for section in self.sections
        )
        for found in Differ().fields(old, new, "/files", "/files"):
            self.outcome.changes += judge(Entity("files"), found)
        before, after = (as_mapping(section.get("inventory")) for section in self.sections)
        if before and not after:
            self.outcome.changes.append(
                Change(
                    "DIF304",
                    Entity("files"),
                    Level.BREAKING,
                    "the inventory, with the digests of all files, is no longer pinned",
                    detail="inventory no longer pinned",
                    field="inventory",
                    old=dict(before),
                    old_pointer="/files/inventory",
                    new_pointer="/files",
                )
            )
        elif after and not before:
            self.outcome.changes.append(
                Change(
                    "DIF302",
                    Entity("files"),
                    Level.INFO,
                    "the inventory, with the digests of all files, is now pinned",
                    detail="inventory now pinned",
                    field="inventory",
                    new=dict(after),
                    old_pointer="/files",
                    new_pointer="/files/inventory",
                )
            )

    def _rows(self, rows: Rows, changed_level: Level, *, read: bool) -> None:
        """Compare the inventories row by row.

        Raises:
            _NoInventoryError: If one of them can't be used; nothing was reported then.
        """
        same_tree = rows == (None, None) and self._same_roots()
        if same_tree and self.same_rules:
            self.outcome.listing = FileChanges()
            return
        found = self._by_buckets() if rows == (None, None) and read else None
        if found is None:
            with contextlib.ExitStack() as stack:
                sides: list[Path | Iterable[HashedFile]] = []
                for side in (0, 1):
                    sides.append(self._opened(side, rows[side], stack, read=read))
                    if same_tree:
                        break  # one of two equal inventories tells all
                found = self._compared(sides[0], sides[-1])
            if rows == (None, None):
                self._must_be_pinned(found)
        for before, after in found.moved:
            self.counter.moved(before.path, after.path)
        self.outcome.changes += file_changes(found, changed_level=changed_level)
        cited = list(self.counter.changes())
        self.outcome.changes += cited
        if not self.same_rules and not cited:
            self.outcome.changes.append(rewritten(*self.rules))
        self.outcome.listing = FileChanges(
            added=_sequence(found.added, _path),
            removed=_sequence(found.removed, _path),
            changed=_sequence(found.changed, _old_path),
            moved=_sequence(found.moved, _both_paths),
        )

    def _by_buckets(self) -> RowDifferences | None:
        """Compare the inventories by their bucket tables; None if they have to be read.

        Where citing rules differ, all paths are needed, not only those that differ.
        """
        if not self.same_rules:
            return None
        trees: list[PinnedTree] = []
        for section, edition in zip(self.sections, self.editions, strict=True):
            pinned = as_mapping(section.get("inventory"))
            path = pinned.get("path")
            if not isinstance(path, str):
                return None
            numbers = pinned.get("files"), pinned.get("bytes")
            trees.append(PinnedTree(edition.open_beside, path, _roots(section), *numbers))
        return compare_buckets(*trees)

    def _compared(
        self, old: Path | Iterable[HashedFile], new: Path | Iterable[HashedFile]
    ) -> RowDifferences:
        """Compare inventories, files or rows.

        Raises:
            _NoInventoryError: If one of them can't be used.
        """
        kept = None if self.same_rules else self.counter.kept
        if isinstance(old, Path) and isinstance(new, Path):
            return self._compared_files(old, new, kept)
        rows = (
            _read(side, name) if isinstance(side, Path) else side
            for side, name in ((old, "old"), (new, "new"))
        )
        try:
            return compare_rows(*rows, kept=kept)
        except RowOrderError as error:
            raise _NoInventoryError(f"files: {error}") from error

    def _compared_files(
        self, old: Path, new: Path, kept: Callable[[str], None] | None
    ) -> RowDifferences:
        """Compare inventories that are files, in whatever format.

        Raises:
            _NoInventoryError: If one of them can't be used.
        """
        from trainbib.inventory.rows import InventoryError, is_parquet, must_be_lines

        names = os.fspath(old), os.fspath(new)
        try:
            if is_parquet(old) or is_parquet(new):
                from trainbib.comparing.columns import compare_columns

                return compare_columns(*names, kept=kept)
            from trainbib.comparing.lines import compare_lines

            for name in names:
                must_be_lines(name)
            return compare_lines(*names, kept=kept)
        except (InventoryError, OSError) as error:
            raise _NoInventoryError(f"files: {error}") from error

    def _same_roots(self) -> bool:
        roots = [_roots(section) for section in self.sections]
        return roots[0] == roots[1] and "paths" in roots[0]

    def _opened(
        self,
        side: int,
        rows: Iterable[HashedFile] | None,
        stack: contextlib.ExitStack,
        *,
        read: bool,
    ) -> Path | Iterable[HashedFile]:
        """Return the file or the rows of one side.

        Raises:
            _NoInventoryError: If there are none.
        """
        if rows is not None:
            return rows
        name = "old" if side == 0 else "new"
        pinned = as_mapping(self.sections[side].get("inventory"))
        path = pinned.get("path")
        if not isinstance(path, str):
            raise _NoInventoryError(f"files: the {name} manifest pins no inventory")
        if not read:
            raise _NoInventoryError("files: inventories were not to be read")
        try:
            file = stack.enter_context(self.editions[side].open_beside(path))
            digest = pinned.get("digest")
            if isinstance(digest, str):
                _must_have_digest(file, digest, name, path)
        except (ComparisonInputError, OSError) as error:
            raise _NoInventoryError(f"files: the {name} inventory: {error}") from error
        return file

    def _must_be_pinned(self, found: RowDifferences) -> None:
        """Make sure that the inventories that were read are those that are pinned.

        Raises:
            _NoInventoryError: If their counts say otherwise.
        """
        counts = ((found.old_files, found.old_bytes), (found.new_files, found.new_bytes))
        for name, section, count in zip(("old", "new"), self.sections, counts, strict=True):
            pinned = as_mapping(section.get("inventory"))
            stated = (pinned.get("files"), pinned.get("bytes"))
            if stated != count:
                raise _NoInventoryError(
                    f"files: the {name} inventory has {count[0]} files and {count[1]} bytes, but "
                    f"the manifest pins {stated[0]} files and {stated[1]} bytes"
                )

    def _pinned(self, changed_level: Level) -> None:
        """Compare what the manifests pin: the roots of the file trees."""
        before, after = (_roots(section) for section in self.sections)
        if not before or not after or before == after:
            return
        moved = before.get("contents") == after.get("contents") is not None
        self.outcome.changes.append(
            Change(
                "DIF207" if moved else "DIF206",
                Entity("files"),
                Level.INFO if moved else changed_level,
                "files were moved: the contents are the same, the paths are not"
                if moved
                else "files were added, removed or changed; which ones is not known without the "
                "inventories",
                detail="same contents, other paths" if moved else "the root of the files differs",
                field="inventory.roots",
                old=dict(before),
                new=dict(after),
                old_pointer="/files/inventory/roots",
                new_pointer="/files/inventory/roots",
            )
        )


_Item = TypeVar("_Item")
_Shown = TypeVar("_Shown")


def _sequence(items: Listed[_Item], shown: Callable[[_Item], _Shown]) -> tuple[_Shown, ...]:
    """Return something of each item; of very many, what reads it from where they lie.

    That can be gone through and counted like the tuple as which it is handed on.
    """
    if isinstance(items, list):
        return tuple(map(shown, items))
    return cast("tuple[_Shown, ...]", Viewed(items, shown))


def _path(row: HashedFile) -> str:
    return row.path


def _old_path(pair: FilePair) -> str:
    return pair[0].path


def _both_paths(pair: FilePair) -> tuple[str, str]:
    return pair[0].path, pair[1].path


def _roots(section: Mapping[str, object]) -> Mapping[str, object]:
    return as_mapping(as_mapping(section.get("inventory")).get("roots"))


def _must_have_digest(file: Path, pinned: str, name: str, path: str) -> None:
    hasher = sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            hasher.update(chunk)
    found = f"sha256:{hasher.hexdigest()}"
    if found != pinned.lower():
        raise _NoInventoryError(
            f"files: `{path}` is not the inventory that the {name} manifest pins: its digest is "
            f"{found}, pinned is {pinned}"
        )


def _read(file: Path, name: str) -> Iterator[HashedFile]:
    from trainbib.inventory.rows import InventoryError, read_inventory

    try:
        yield from read_inventory(file)
    except (InventoryError, OSError) as error:
        raise _NoInventoryError(f"files: the {name} inventory: {error}") from error
