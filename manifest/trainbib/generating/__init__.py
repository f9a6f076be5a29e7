"""Generating: a manifest and its inventory from a folder, or brought up to date with it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib import clock
from trainbib.characters import visible
from trainbib.collection import collection_paused
from trainbib.generating.citing import illustrations
from trainbib.generating.listing import METADATA, Listing, signs_of
from trainbib.generating.proposal import NOT_SAID, propose
from trainbib.inventory import FileRow, InventoryError, Problem, Progress, read_inventory
from trainbib.inventory.building import Built, build_inventory
from trainbib.inventory.row import path_bytes
from trainbib.own_files import own_files
from trainbib.sidecars.reading import read_sidecars
from trainbib.writing.atomic import mode_of, replace_both
from trainbib.writing.yaml_text import to_yaml

# What parses and edits a manifest is imported when there is one.
if TYPE_CHECKING:
    from trainbib.document import Document
    from trainbib.sidecars.claims import Claims, SidecarProblem

__all__ = ["GenerateError", "Generated", "generate"]

SCHEMA_URL = "https://trainbib.org/schema/v1/manifest.schema.json"


_MAX_README = 1 << 20


class GenerateError(Exception):
    """The manifest could not be made, or not be brought up to date; nothing was written."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was generated.

    Attributes:
        manifest: The manifest.
        inventory: The inventory.
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
    """

    manifest: Path
    inventory: Path
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


@collection_paused()
def generate(
    folder: str | os.PathLike[str],
    *,
    manifest: str | os.PathLike[str] | None = None,
    follow_links: bool = False,
    jobs: int | None = None,
    cache: bool = False,
    today: date | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Generated:
    """Write a manifest and an inventory for a folder, or bring them up to date.

    A manifest that exists is edited in place: its inventory is pinned anew, sources and citing
    rules are added for what no rule matches, and every other character stays as it is.

    Args:
        folder: The folder with the files.
        manifest: The manifest, in the folder or above it; ``trainbib.yaml`` in the folder if left
            out. The suffix ``.json`` makes it JSON.
        follow_links: Whether to list files behind links that leave the folder.
        jobs: How many processes read files; as many as there are processors if left out.
        cache: Whether files that have the size, time of change and inode that they had the last
            time are taken to be the same and not read; what is noted for that is kept beside the
            inventory.
        today: The day on which metadata was read; today if left out.
        progress: Called now and then with how far reading is.

    Raises:
        OSError: If the folder cannot be read, or the manifest not be written.
        GenerateError: If the manifest is not above the folder, cannot be parsed, or cannot be
            edited in place.
    """
    top = Path(folder)
    if not top.is_dir():
        raise NotADirectoryError(f"{folder}: not a folder")
    target = _target(top, manifest)
    listing = target.with_name(_inventory_name(target))
    root = _relative(top, target)
    existing = _existing(target)
    if existing is not None:
        listing = _pinned_inventory(existing, target, listing)
        follow_links = follow_links or _follows(existing)
    _must_be_an_inventory(listing, target, existing)
    own = own_files(target, listing)
    day = today or clock.today()
    temporary = _temporary(listing)
    try:
        built = build_inventory(
            top,
            temporary,
            exclude=[os.path.relpath(path.resolve(), top.resolve()) for path in own],
            follow_links=follow_links,
            jobs=jobs,
            signs_of=signs_of,
            beside=listing,
            cache=cache,
            progress=progress,
        )
        rows = Listing(temporary, built)
        claims = read_sidecars(top, rows.paths(METADATA))
        pin = _pin(listing, target, built)
        difference = _difference(listing, rows)
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
            text = _new_text(target, proposal.data, proposal.comments)
            sources = _count_sources(proposal.data)
        else:
            text, changes, sources = _updated(
                existing,
                rows=list(rows),
                old_rows=_old_rows(listing),
                claims=claims,
                inventory=pin,
                root=root,
                today=day,
            )
        if existing is not None and text == existing.text:
            temporary.replace(listing)
        else:
            replace_both(temporary, listing, target, text.encode("utf-8"))
    finally:
        temporary.unlink(missing_ok=True)
    whole = built.totals.all
    added, removed, changed = difference
    return Generated(
        manifest=target,
        inventory=listing,
        created=existing is None,
        files=whole.files,
        bytes=whole.bytes,
        records=whole.records,
        uncounted=whole.files - whole.counted,
        sources=sources,
        gaps=text.count("unknown: ") + text.count('"unknown": '),
        added=added,
        removed=removed,
        changed=changed,
        changes=changes,
        problems=tuple(built.problems),
        metadata_problems=tuple(problem for claim in claims for problem in claim.problems),
    )


def _temporary(listing: Path) -> Path:
    """Make an empty file beside the inventory, with the permissions of the old one.

    Its name is always the same, so that a run that was killed leaves no file that looks like data.
    """
    temporary = listing.with_name(f".{listing.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.touch(0o600, exist_ok=False)
    temporary.chmod(mode_of(listing))
    return temporary


def _readme(folder: Path) -> str:
    file = folder / "README.md"
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return ""
    try:
        with file.open("rb") as stream:
            return stream.read(_MAX_README).decode("utf-8", "replace")
    except OSError:
        return ""


def _target(folder: Path, manifest: str | os.PathLike[str] | None) -> Path:
    if manifest is not None:
        if not Path(manifest).name:
            raise GenerateError(f"`{manifest}` names no file")
        return Path(manifest)
    for name in ("trainbib.yaml", "trainbib.yml", "trainbib.json"):
        if (folder / name).exists():
            return folder / name
    return folder / "trainbib.yaml"


def _inventory_name(manifest: Path) -> str:
    stem = manifest.name
    for suffix in (".yaml", ".yml", ".json", ".trainbib"):
        stem = stem.removesuffix(suffix)
    return f"{stem}.files.jsonl"


def _relative(folder: Path, manifest: Path) -> str:
    relative = os.path.relpath(folder.resolve(), manifest.parent.resolve())
    path = relative.replace(os.sep, "/")
    if path == ".." or path.startswith("../") or Path(relative).is_absolute():
        raise GenerateError(
            f"{manifest}: a manifest lies in the folder of its files or above it; "
            f"{folder} is neither below {manifest.parent} nor the same"
        )
    return path


def _existing(manifest: Path) -> "Document | None":
    if not manifest.exists():
        return None
    from trainbib.document import read_document

    document = read_document(manifest)
    if not document.parsed or document.findings:
        first = document.findings[0].finding
        where = f":{first.span.line}:{first.span.column}" if first.span else ""
        raise GenerateError(
            f"{manifest}{where}: {first.message}; repair it first, nothing was written"
        )
    return document


def _section(document: "Document") -> dict[str, object]:
    data = document.data
    files = data.get("files") if isinstance(data, dict) else None
    return files if isinstance(files, dict) else {}


def _pinned_inventory(document: "Document", manifest: Path, default: Path) -> Path:
    pinned = _section(document).get("inventory")
    path = pinned.get("path") if isinstance(pinned, dict) else None
    if not isinstance(path, str):
        return default
    if "\0" in path:
        raise GenerateError(f"{manifest}: the path of the inventory holds a null byte")
    chosen = manifest.parent / path
    if not chosen.resolve().is_relative_to(manifest.parent.resolve()):
        raise GenerateError(f"{manifest}: the inventory `{path}` leads out of its folder")
    return chosen


def _follows(document: "Document") -> bool:
    return _section(document).get("links") == "follow"


def _must_be_an_inventory(inventory: Path, manifest: Path, existing: "Document | None") -> None:
    """Look at what is to be replaced.

    Raises:
        GenerateError: If what stands there is no inventory: it may be somebody's data.
    """
    if inventory.resolve() == manifest.resolve():
        raise GenerateError(f"{manifest}: pins itself as its inventory; name another file")
    if not inventory.exists():
        return
    if not inventory.is_file():
        raise GenerateError(
            f"{inventory}: not a regular file; remove it, or name another inventory"
        )
    pinned = _section(existing).get("inventory") if existing is not None else None
    if isinstance(pinned, dict) and pinned.get("digest") == _digest(inventory):
        return  # it is the one that was written the last time
    try:
        for _ in read_inventory(inventory):
            pass
    except InventoryError as error:
        raise GenerateError(
            f"{error}; it would be replaced: move it away if it is not needed, nothing was written"
        ) from error


def _digest(inventory: Path) -> str:
    with inventory.open("rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"


def _old_rows(inventory: Path) -> list[FileRow]:
    return list(read_inventory(inventory)) if inventory.exists() else []


def _pin(inventory: Path, manifest: Path, built: Built) -> dict[str, object]:
    path = os.path.relpath(inventory, manifest.parent).replace(os.sep, "/")
    return {
        "path": path,
        "files": built.totals.all.files,
        "bytes": built.totals.all.bytes,
        "digest": built.digest,
        "roots": {"paths": built.roots.paths, "contents": built.roots.contents},
    }


def _updated(
    existing: "Document",
    *,
    rows: list[FileRow],
    old_rows: list[FileRow],
    claims: "list[Claims]",
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
            claims=claims,
            inventory=inventory,
            root=root,
            today=today,
        )
        text = update.editor.result()
    except EditError as error:
        raise GenerateError(f"{existing.path}: {error}") from error
    document = parse_document(text.encode("utf-8"), path=existing.path)
    return text, tuple(update.changes), _count_sources(document.data)


def _difference(inventory: Path, rows: Listing) -> tuple[int, int, int]:
    """Return how many files were added, removed and changed; both inventories are sorted."""
    if not inventory.exists():
        return len(rows), 0, 0
    if _digest(inventory) == rows.built.digest:
        return 0, 0, 0
    added = removed = changed = 0
    old_rows, new_rows = read_inventory(inventory), iter(rows)
    old, new = next(old_rows, None), next(new_rows, None)
    while old is not None or new is not None:
        if old is not None and new is not None and old.path == new.path:
            changed += old.sha256 != new.sha256
            old, new = next(old_rows, None), next(new_rows, None)
        elif old is None or (new is not None and path_bytes(new.path) < path_bytes(old.path)):
            added += 1
            new = next(new_rows, None)
        else:
            removed += 1
            old = next(old_rows, None)
    return added, removed, changed


def _visible(data: dict[str, object]) -> dict[str, object]:
    """Return a proposal without hidden characters in what metadata and names of folders said."""

    def cleaned(value: object) -> object:
        if isinstance(value, str):
            return visible(value) or NOT_SAID
        if isinstance(value, dict):
            return {key: cleaned(item) for key, item in value.items()}
        return [cleaned(item) for item in value] if isinstance(value, list) else value

    files = data["files"]  # patterns match paths as they are
    return {key: files if key == "files" else cleaned(value) for key, value in data.items()}


def _new_text(target: Path, data: dict[str, object], comments: dict[str, str]) -> str:
    data = _visible(data)
    if target.suffix.lower() == ".json":
        import json

        return json.dumps({"$schema": SCHEMA_URL, **data}, indent=2, ensure_ascii=False) + "\n"
    return f"# yaml-language-server: $schema={SCHEMA_URL}\n" + to_yaml(data, comments=comments)


def _count_sources(data: object) -> int:
    sources = data.get("sources") if isinstance(data, dict) else None
    return len(sources) if isinstance(sources, dict) else 0
