"""Which files there are, what is in them, and which sources they cite."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from trainbib.globs import GlobError, RuleMatcher
from trainbib.inventory import InventoryError, Problem, read_inventory, walk_files
from trainbib.inventory.sniff import is_compressed, sniff
from trainbib.named_paths import named_path, path_fault
from trainbib.own_files import own_files
from trainbib.records.unpacking import is_packed_error, open_unpacked
from trainbib.values import as_list, as_mapping

__all__ = ["CitedFile", "CitedFiles", "ObserveError", "cited_files"]

_HEAD = 1 << 16
_TAR = "application/x-tar"
_TAR_ENDINGS = (".tgz", ".tbz2", ".txz", ".tzst")


class ObserveError(Exception):
    """The files of a manifest cannot be looked at; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class CitedFile:
    """A file that cites sources.

    Attributes:
        name: Its path below the files root.
        path: Where it is.
        media: Media type of what is in it.
        packing: Media type of its compression; "" without one.
        size: Its size in bytes.
        sources: The citation keys.
    """

    name: str
    path: str
    media: str
    packing: str
    size: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitedFiles:
    """What was found.

    Attributes:
        files: The files that cite sources, by path.
        problems: Sentences about what could not be looked at.
    """

    files: list[CitedFile]
    problems: list[str]


def cited_files(
    manifest: Path, data: Mapping[str, object], *, root: str | None = None
) -> CitedFiles:
    """Find the files that a manifest's rules say cite sources.

    What is in a file is said by the inventory, where it lists it with the size that it has;
    otherwise by its first bytes.

    Args:
        manifest: The manifest.
        data: What is in it.
        root: The folder of the files, if it is elsewhere than the manifest says.

    Raises:
        ObserveError: The manifest does not say which files there are, or what they cite.
        OSError: The folder is not there.
    """
    files = as_mapping(data.get("files"))
    cites = as_list(files.get("cites"))
    if not cites:
        raise ObserveError(
            f"{manifest}: no rule says which files cite which source; write `files.cites`, or "
            "let `trainbib generate` do it"
        )
    pinned = as_mapping(files.get("inventory")).get("path")
    inventory = _inside(manifest, pinned) if isinstance(pinned, str) else None
    folder = Path(root) if root is not None else _inside(manifest, str(files.get("root", ".")))
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: not a folder; say with --root where the files are")
    met: list[Problem] = []
    try:
        own = own_files(manifest, inventory)
        sizes = walk_files(
            folder, own=own, follow_links=files.get("links") == "follow", problems=met
        )
        types = _listed(inventory, sizes)
    except InventoryError as error:
        raise ObserveError(str(error)) from error
    problems = [f"{folder}: {problem.message}" for problem in met]
    sources = _Rules(manifest, cites)
    found: list[CitedFile] = []
    for name in sorted(sizes):
        keys = sources(name)
        if not keys:
            continue
        path = f"{folder}/{name}"
        try:
            media = types.get(name) or _told(path)
        except OSError as error:
            problems.append(f"{path} cannot be read ({error.strerror}): check its permissions")
            continue
        found.append(_cited(name, path, media, sizes[name], keys))
    return CitedFiles(found, problems)


def _cited(name: str, path: str, media: str, size: int, sources: tuple[str, ...]) -> CitedFile:
    outer, comma, inner = media.partition(",")
    packing = outer if comma else ""
    return CitedFile(name, path, inner or outer, packing, size, sources)


class _Rules:
    """Which sources a path cites."""

    def __init__(self, manifest: Path, cites: Iterable[object]) -> None:
        rules = [as_mapping(rule) for rule in cites]
        patterns: list[list[str]] = []
        for rule in rules:
            paths = rule.get("paths")
            listed = [paths] if isinstance(paths, str) else as_list(paths)
            patterns.append([path for path in listed if isinstance(path, str)])
        try:
            self._matcher = RuleMatcher(patterns)
        except GlobError as error:
            raise ObserveError(f"{manifest}: {error}") from error
        self._keys = [
            tuple(dict.fromkeys(key for key in as_list(rule.get("sources")) if type(key) is str))
            for rule in rules
        ]

    def __call__(self, path: str) -> tuple[str, ...]:
        rule = self._matcher.last_match(path)
        return () if rule is None else self._keys[rule]


def _listed(inventory: Path | None, sizes: Mapping[str, int]) -> dict[str, str]:
    """Return the media types that the inventory has for files that are as it lists them."""
    if inventory is None or not inventory.is_file():
        return {}
    rows = read_inventory(inventory)
    return {row.path: row.type for row in rows if row.type and sizes.get(row.path) == row.bytes}


def _told(path: str) -> str:
    """Tell by its first bytes what a file is, of a compressed one both types."""
    with open(path, "rb") as file:  # noqa: PTH123 - one call a file
        head = file.read(_HEAD)
    media = sniff(path, head)
    if not is_compressed(media):
        return media
    try:
        with open_unpacked(path, media) as unpacked:
            head = unpacked.read(_HEAD)
    except Exception as error:
        if not is_packed_error(error):
            raise
        head = b""  # whoever reads it says what is wrong with it; here its name must do
    stem = path.rpartition(".")[0]
    is_tar = stem.lower().endswith(".tar") or path.lower().endswith(_TAR_ENDINGS)
    if is_tar and not head:
        return f"{media},{_TAR}"
    return f"{media},{sniff(stem, head)}"


def _inside(manifest: Path, relative: str) -> Path:
    chosen = named_path(manifest.parent, relative)
    if chosen is None:
        fault = path_fault(manifest.parent, relative)
        raise ObserveError(f"{manifest}: the path {relative!r} {fault}")
    return chosen
