"""Generating: a manifest and its inventory from a folder, or brought up to date with it."""

import os
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from trainbib import clock
from trainbib.collection import collection_paused
from trainbib.generating.building import build
from trainbib.generating.citing import illustrations
from trainbib.generating.difference import difference_of
from trainbib.generating.errors import GenerateError
from trainbib.generating.listing import METADATA, Listing, OldListing
from trainbib.generating.new_inventory import NewInventory
from trainbib.generating.places import (
    InventoryPlace,
    existing_manifest,
    inventory_place,
    manifest_path,
    root_from,
)
from trainbib.generating.proposal import propose
from trainbib.generating.text import new_text, updated_text
from trainbib.inventory.building import Built
from trainbib.inventory.job import Progress
from trainbib.inventory.names import beside
from trainbib.inventory.row import InventoryError
from trainbib.inventory.rows import MANY_FILES, InventoryFormat
from trainbib.inventory.second_hash import second_hash
from trainbib.inventory.walk import Problem
from trainbib.own_files import own_files
from trainbib.sidecars.reading import read_sidecars

# What parses and edits a manifest is imported when there is one.
if TYPE_CHECKING:
    from trainbib.document import Document
    from trainbib.engines.base import Engine
    from trainbib.sidecars.claims import Claims, SidecarProblem

__all__ = ["GenerateError", "Generated", "generate"]

_MAX_README = 1 << 20


class Generated(NamedTuple):
    """What was generated.

    Attributes:
        manifest: The manifest.
        inventory: The inventory.
        inventory_format: What it is written as.
        created: True if the manifest is new, False if it was brought up to date.
        files: How many files there are.
        bytes: Their sizes added up.
        records: Records in the files that could be counted.
        uncounted: How many files could not be counted.
        sources: How many sources the manifest has.
        gaps: How many questions are open in a new manifest.
        added: How many files the old inventory did not have.
        removed: How many it had that are gone.
        changed: How many have other content.
        changes: What was changed in the manifest, in words.
        problems: Files that could not be read or listed.
        metadata_problems: Metadata that could not be used.
        hint: What would serve so large a set better; empty for most.
    """

    manifest: Path
    inventory: Path
    inventory_format: InventoryFormat
    created: bool
    files: int
    bytes: int
    records: int
    uncounted: int
    sources: int
    gaps: int
    added: int
    removed: int
    changed: int
    changes: tuple[str, ...]
    problems: tuple[Problem, ...]
    metadata_problems: "tuple[SidecarProblem, ...]"
    hint: str


@collection_paused()
def generate(
    folder: str | os.PathLike[str],
    *,
    manifest: str | os.PathLike[str] | None = None,
    follow_links: bool = False,
    jobs: int | None = None,
    cache: bool = False,
    inventory_format: Literal["auto", "jsonl", "parquet"] = "auto",
    also: Collection[str] | None = None,
    engine: "Engine | None" = None,
    today: date | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Generated:
    """Write a manifest and an inventory for a folder, or bring them up to date.

    A manifest that exists is edited in place: its inventory is pinned anew, sources and citing
    rules are added for what no rule matches, and every other character stays as it is. What is
    new is in the layout of ``trainbib fmt``; so is all of it if it was before.

    Args:
        folder: The folder with the files.
        manifest: The manifest, in the folder or above it; ``trainbib.yaml`` in the folder if left
            out. The suffix ``.json`` makes it JSON.
        follow_links: Whether to list files behind links that leave the folder.
        jobs: How many processes read files; as many as there are processors if left out.
        cache: Whether files that have the size, time of change and inode that they had the last
            time are taken to be the same and not read; what is noted for that is kept beside the
            inventory.
        inventory_format: What the inventory is written as. ``auto`` keeps the format that is there;
            a new one is Parquet from a million files on if pyarrow is installed, else JSON Lines.
        also: Which digests the inventory has besides SHA-256; only ``blake3`` is known. None for
            those that the old one has.
        engine: What shares the reading out to other machines; processes of this one if left out.
            The bytes that are written are the same. It has no use for `jobs` and `cache`.
        today: The day on which metadata was read; today if left out.
        progress: Called now and then with how far reading is.

    Raises:
        OSError: If the folder cannot be read, or the manifest not be written.
        GenerateError: If the manifest is not above the folder, cannot be parsed, or cannot be
            edited in place.
        InventoryError: If the inventory cannot be used, or what it takes is not installed.
        ShardError: If the engine cannot do its work.
    """
    top = Path(folder)
    if not top.is_dir():
        raise NotADirectoryError(f"{folder}: not a folder")
    target = manifest_path(top, manifest)
    root = root_from(top, target)
    existing = existing_manifest(target)
    place = inventory_place(target, existing, inventory_format)
    known = OldListing(place.old)
    digests = _digests(also, known, place.old)
    follow_links = follow_links or (existing is not None and _follows(existing))
    day = today or clock.today()
    with NewInventory(place) as new:
        built = build(
            top,
            new.lines,
            engine,
            exclude=_exclude(top, target, place),
            follow_links=follow_links,
            jobs=jobs,
            inventory=place.old,
            cache=cache,
            also=digests,
            progress=progress,
        )
        rows = Listing(new.lines, built)
        claims = read_sidecars(top, rows.paths(METADATA))
        difference = difference_of(known, rows)
        new.finish(rows, same_rows=difference.same_rows)
        pin = _pin(new, target, built)
        changes: tuple[str, ...] = ()
        if existing is None:
            proposal = propose(
                rows,
                claims,
                name=top.resolve().name,
                root=root,
                inventory=pin,
                today=day,
                illustrations=illustrations(rows, _readme(top)),
            )
            if follow_links:
                files = proposal.data["files"]
                if isinstance(files, dict):
                    files["links"] = "follow"
            text = new_text(target, proposal.data, proposal.comments)
            sources = _count_sources(proposal.data)
        else:
            text, changes, sources = _updated(
                existing,
                rows=rows,
                old_rows=known,
                same_rows=difference.same_rows,
                claims=claims,
                inventory=pin,
                root=root,
                today=day,
            )
        stays = existing is not None and text == existing.text
        new.put_in_place(target, None if stays else text)
    whole = built.totals.all
    return Generated(
        manifest=target,
        inventory=new.path,
        inventory_format=new.format,
        created=existing is None,
        files=whole.files,
        bytes=whole.bytes,
        records=whole.records,
        uncounted=whole.files - whole.counted,
        sources=sources,
        gaps=text.count("unknown: ") + text.count('"unknown": '),
        added=difference.added,
        removed=difference.removed,
        changed=difference.changed,
        changes=changes,
        problems=tuple(built.problems),
        metadata_problems=tuple(problem for claim in claims for problem in claim.problems),
        hint=_hint(inventory_format, new.format, whole.files),
    )


def _exclude(top: Path, manifest: Path, place: InventoryPlace) -> list[str]:
    """Return what is no data, relative to the folder."""
    own = own_files(manifest, place.old)
    own |= own_files(manifest, place.named(place.wanted or "parquet"))
    own |= {Path(os.path.realpath(beside(place.old, kind))) for kind in ("scan", "columns")}
    return sorted(os.path.relpath(path, top.resolve()) for path in own)


def _digests(also: Collection[str] | None, known: OldListing, old: Path) -> tuple[str, ...]:
    """Return which digests the inventory is to have besides SHA-256.

    Raises:
        GenerateError: The old inventory has one that cannot be computed here.
        InventoryError: What was asked for cannot be computed here.
    """
    if also is not None:
        second_hash(also)
        return tuple(also)
    first = next(iter(known), None)
    if first is None or first.blake3 is None:
        return ()
    try:
        second_hash(("blake3",))
    except InventoryError as error:
        raise GenerateError(
            f"{old}: has the column `blake3`. {error}; or leave the column out with --also none"
        ) from error
    return ("blake3",)


def _hint(asked: str, chosen: InventoryFormat, files: int) -> str:
    if asked != "auto" or chosen == "parquet" or files < MANY_FILES:
        return ""
    return (
        "as Parquet the inventory would take a fifth of the space: --inventory-format parquet "
        "(`pip install trainbib[parquet]`)"
    )


def _readme(folder: Path) -> str:
    file = folder / "README.md"
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return ""
    try:
        with file.open("rb") as stream:
            return stream.read(_MAX_README).decode("utf-8", "replace")
    except OSError:
        return ""


def _follows(document: "Document") -> bool:
    data = document.data
    files = data.get("files") if isinstance(data, dict) else None
    return isinstance(files, dict) and files.get("links") == "follow"


def _pin(new: NewInventory, manifest: Path, built: Built) -> dict[str, object]:
    path = os.path.relpath(new.path, manifest.parent).replace(os.sep, "/")
    return {
        "path": path,
        "files": built.totals.all.files,
        "bytes": built.totals.all.bytes,
        "digest": new.digest,
        "roots": {"paths": built.roots.paths, "contents": built.roots.contents},
    }


def _updated(
    existing: "Document",
    *,
    rows: Listing,
    old_rows: OldListing,
    same_rows: bool,
    claims: "Sequence[Claims]",
    inventory: dict[str, object],
    root: str,
    today: date,
) -> tuple[str, tuple[str, ...], int]:
    """Return the manifest brought up to date, what changed, and how many sources it has."""
    from trainbib.document import parse_document
    from trainbib.generating.updating import Update
    from trainbib.writing import EditError

    try:
        update = Update(
            existing,
            rows=rows,
            old_rows=old_rows,
            same_rows=same_rows,
            claims=claims,
            inventory=inventory,
            root=root,
            today=today,
        )
        text = updated_text(existing, update.editor.result())
    except EditError as error:
        raise GenerateError(f"{existing.path}: {error}") from error
    stays = text == existing.text
    document = existing if stays else parse_document(text.encode("utf-8"), path=existing.path)
    return text, tuple(update.changes), _count_sources(document.data)


def _count_sources(data: object) -> int:
    sources = data.get("sources") if isinstance(data, dict) else None
    return len(sources) if isinstance(sources, dict) else 0
