"""Comparing two manifests, from what is named to what changed and what version that asks for."""

import os
from collections.abc import Iterable, Mapping

from trainbib.comparing.changes import Level, kind_of
from trainbib.comparing.editions import Edition
from trainbib.comparing.entries import EntryComparer
from trainbib.comparing.inputs import Loaded, open_edition
from trainbib.comparing.inventories import FilesComparer
from trainbib.comparing.model import Change, Comparison, Entity, Side
from trainbib.comparing.totals import total_changes, totals
from trainbib.comparing.versions import is_sufficient, made_bump, required_bump
from trainbib.document import Document
from trainbib.tree import HashedFile
from trainbib.values import as_mapping


def compare(
    old: str | os.PathLike[str] | Document | Loaded | Edition,
    new: str | os.PathLike[str] | Document | Loaded | Edition,
    *,
    old_rows: Iterable[HashedFile] | None = None,
    new_rows: Iterable[HashedFile] | None = None,
    use_inventories: bool = True,
) -> Comparison:
    """Say what changed in meaning between two manifests.

    Args:
        old: The old manifest: a path, ``REV:path`` in git, or one that was read already.
        new: The new manifest, likewise.
        old_rows: Rows of the old inventory, sorted by the bytes of their paths; if left out, the
            inventory that the manifest pins is read.
        new_rows: Rows of the new inventory, likewise.
        use_inventories: Whether to read inventories that lie beside the manifests.

    Returns:
        The changes; an inventory that is not there, or not the one that is pinned, is named in
        ``unchecked``.

    Raises:
        ComparisonInputError: If one of the manifests cannot be read.
    """
    before, after = open_edition(old), open_edition(new)
    versions = _version(before.data), _version(after.data)
    made = made_bump(*versions)
    comparer = EntryComparer(before.data, after.data)
    found_totals = totals(
        before.data, after.data, *comparer.sections["sources"], comparer.matches["sources"].pairs
    )
    changes = list(comparer.changes(found_totals))
    changes += total_changes(found_totals)
    # Two contents must not have one version (DIF206).
    changed_level = Level.BREAKING if made in {"none", "lowered"} else Level.NOTABLE
    files = FilesComparer(before, after, comparer.differ.renames).outcome_of(
        (old_rows, new_rows), changed_level, read=use_inventories
    )
    changes += files.changes
    changes.sort(key=lambda change: (-change.level, change.code))
    # What breaks for want of a bump asks for the bump that it would have needed, not for more.
    worst = max(
        (kind_of(c.code).level if c.code == "DIF206" else c.level for c in changes), default=None
    )
    required = required_bump(worst, versions[0])
    return Comparison(
        old=Side(before.document.path, versions[0]),
        new=Side(after.document.path, versions[1]),
        changes=tuple(changes),
        reformatted=tuple(
            _reformatted(before.document, after.document, comparer.reformatted, changes)
        ),
        totals=tuple(found_totals),
        files=files.listing,
        required_bump=required,
        made_bump=made,
        bump_sufficient=is_sufficient(made, required),
        unchecked=(*comparer.malformed(), *files.unchecked),
        documents=(before.document, after.document),
    )


def _version(data: Mapping[str, object]) -> str | None:
    version = as_mapping(data.get("dataset")).get("version")
    return version if isinstance(version, str) else None


def _reformatted(
    old: Document, new: Document, pointers: list[str], changes: list[Change]
) -> list[Change]:
    """Return DIF402 for each place, or for the whole where the texts differ and nothing else."""
    found = [
        Change(
            "DIF402",
            Entity("manifest"),
            Level.INFO,
            f"`{pointer}` is written otherwise and means the same",
            detail=pointer,
            field=pointer,
            new_pointer=pointer,
        )
        for pointer in pointers
    ]
    if not found and not changes and old.text != new.text:
        found.append(
            Change(
                "DIF402",
                Entity("manifest"),
                Level.INFO,
                "the text was reordered or reformatted and means the same",
                detail="the text as a whole",
            )
        )
    return found
