"""Verifying: the files of a folder against the inventory that is pinned (SPEC.md, section 13).

All that differs is found in one run: missing, added, changed, moved, unreadable, pointers in the
place of data, types that do not hold. Sizes are compared before anything is hashed.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from trainbib.collection import collection_paused
from trainbib.diagnostics import Diagnostic, Finding
from trainbib.document import read_document
from trainbib.inventory import (
    FileRow,
    InventoryError,
    Problem,
    Progress,
    digest_files,
    read_inventory,
    walk_files,
)
from trainbib.inventory.sniff import sniff
from trainbib.media_families import POINTERS, family
from trainbib.pointer_files import LARGEST, pointer_in, read_head
from trainbib.tree import roots
from trainbib.values import as_mapping


class VerifyError(Exception):
    """There is nothing to verify against."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found.

    Attributes:
        manifest: The manifest, as the user named it.
        root: The folder that was read.
        files: How many files the inventory lists.
        bytes: Their sizes added up.
        intact: How many of them are there, unchanged.
        diagnostics: What differs: missing, size, hash, added, moved, unreadable, pins.
    """

    manifest: str
    root: str
    files: int
    bytes: int
    intact: int
    diagnostics: tuple[Diagnostic, ...]

    @property
    def matches(self) -> bool:
        """True if the folder is what the inventory says, and the inventory what is pinned."""
        return not self.diagnostics


@collection_paused()
def verify(
    manifest: str | os.PathLike[str],
    *,
    root: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Verification:
    """Compare the files with the inventory.

    Args:
        manifest: The manifest.
        root: The folder of the files, if it is elsewhere than the manifest says.
        jobs: How many processes read files; as many as there are processors if left out.
        progress: Called now and then with how far reading is.

    Raises:
        OSError: If the manifest cannot be read, or the folder is not there.
        VerifyError: If the manifest cannot be parsed or pins no inventory, or the inventory cannot
            be read.
    """
    path = Path(manifest)
    document = read_document(path)
    if not document.parsed:
        raise VerifyError(f"{manifest}: cannot be parsed; `trainbib check` says where")
    files = as_mapping(as_mapping(document.data).get("files"))
    pinned = as_mapping(files.get("inventory"))
    listed = pinned.get("path")
    if not isinstance(listed, str):
        raise VerifyError(f"{manifest}: pins no inventory; write one with `trainbib generate`")
    inventory = _inside(path, listed)
    folder = Path(root) if root is not None else _inside(path, str(files.get("root", ".")))
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: not a folder; say with --root where the files are")
    try:
        rows = list(read_inventory(inventory))
    except FileNotFoundError:
        raise VerifyError(
            f"{inventory}: not there, but {manifest} pins it; get it from its publisher"
        ) from None
    except InventoryError as error:
        raise VerifyError(str(error)) from error
    collector = _Collector(os.fspath(manifest))
    _check_pins(collector, pinned, inventory, rows)
    own = {path.resolve(), inventory.resolve()}
    problems: list[Problem] = []
    on_disk = walk_files(
        folder, own=own, follow_links=files.get("links") == "follow", problems=problems
    )
    intact = _compare(collector, rows, on_disk, folder, problems, jobs=jobs, progress=progress)
    return Verification(
        manifest=os.fspath(manifest),
        root=os.fspath(folder),
        files=len(rows),
        bytes=sum(row.bytes for row in rows),
        intact=intact,
        diagnostics=tuple(collector.found),
    )


def _inside(manifest: Path, relative: str) -> Path:
    if "\0" in relative:
        raise VerifyError(f"{manifest}: a path holds a null byte")
    base = manifest.parent.resolve()
    chosen = manifest.parent / relative
    if not chosen.resolve().is_relative_to(base):
        raise VerifyError(f"{manifest}: the path `{relative}` leads out of the manifest's folder")
    return chosen


class _Collector:
    """Collects findings, stamped with the identity of their checks."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Diagnostic] = []

    def add(self, code: str, pointer: str, message: str, help_: str, *notes: str) -> None:
        # Most folders are what they should be, and that needs none of the rules.
        from trainbib.rules import rule_of

        rule = rule_of(code)
        finding = Finding(pointer, message, help=help_, notes=notes)
        self.found.append(
            Diagnostic(
                code=code,
                name=rule.name,
                severity=rule.severity,
                message=finding.message,
                pointer=finding.pointer,
                path=self.path,
                help=finding.help,
                notes=finding.notes,
            )
        )


_PIN = "/files/inventory"


def _check_pins(
    collector: _Collector, pinned: Mapping[str, object], inventory: Path, rows: list[FileRow]
) -> None:
    """Compare the inventory with what the manifest says of it."""
    advice = "the inventory is not the one that was pinned; run `trainbib generate` if it is meant"
    digest = "sha256:" + sha256(inventory.read_bytes()).hexdigest()
    if pinned.get("digest") not in {None, digest}:
        collector.add(
            "HSH007",
            f"{_PIN}/digest",
            f"{inventory} has the digest {digest}, pinned is {pinned['digest']}",
            advice,
        )
    tree = roots(rows)
    stated = as_mapping(pinned.get("roots"))
    for name, value in (("paths", tree.paths), ("contents", tree.contents)):
        if stated.get(name) not in {None, value}:
            collector.add(
                "HSH007",
                f"{_PIN}/roots/{name}",
                f"the root `{name}` of {inventory} is {value}, pinned is {stated[name]}",
                advice,
            )


def _compare(
    collector: _Collector,
    rows: list[FileRow],
    on_disk: dict[str, int],
    folder: Path,
    problems: list[Problem],
    *,
    jobs: int | None,
    progress: Callable[[Progress], None] | None,
) -> int:
    expected = {row.path: row for row in rows}
    missing = {path: row for path, row in expected.items() if path not in on_disk}
    added = [path for path in on_disk if path not in expected]
    resized = {p: r for p, r in expected.items() if p in on_disk and on_disk[p] != r.bytes}
    same_size = [p for p in expected if p in on_disk and p not in resized]
    gone_sizes = {row.bytes for row in missing.values()}
    candidates = [path for path in added if on_disk[path] in gone_sizes]
    digests = digest_files(
        folder,
        [*same_size, *resized, *candidates],
        jobs=jobs,
        progress=progress,
        problems=problems,
    )
    moved = _moves(missing, candidates, digests)
    for path, row in sorted(resized.items()):
        collector.add(
            "HSH002",
            "",
            f"{_show(path)}: {on_disk[path]} bytes, the inventory says {row.bytes}",
            "restore the file, or run `trainbib generate` if the change is meant",
            f"found    sha256:{digests.get(path, 'not read')}",
            f"expected sha256:{row.sha256}",
        )
    _report_pointers(collector, resized, on_disk, folder)
    changed = [p for p in same_size if p in digests and digests[p] != expected[p].sha256]
    for path in changed:
        collector.add(
            "HSH001",
            "",
            f"{_show(path)}: the content has changed, the size has not",
            "restore the file, or run `trainbib generate` if the change is meant",
            f"found    sha256:{digests[path]}",
            f"expected sha256:{expected[path].sha256}",
        )
    for old, new in sorted(moved.items()):
        collector.add(
            "HSH006",
            "",
            f"{_show(old)}: moved to {_show(new)}, content unchanged",
            "move it back, or run `trainbib generate` if the move is meant",
            f"sha256:{expected[old].sha256}",
        )
    unreadable = {problem.path for problem in problems}
    for path, row in sorted(missing.items()):
        if path not in moved and path not in unreadable:
            collector.add(
                "FIL001",
                "",
                f"{_show(path)}: in the inventory, not in {folder}",
                "restore the file, or run `trainbib generate` if it is meant to be gone",
                f"expected sha256:{row.sha256}, {row.bytes} bytes",
            )
    for path in sorted(set(added) - set(moved.values())):
        collector.add(
            "FIL002",
            "",
            f"{_show(path)}: in {folder}, not in the inventory",
            "run `trainbib generate` to list it, or name it in .trainbibignore",
        )
    _report_problems(collector, problems)
    intact = [expected[path] for path in same_size if digests.get(path) == expected[path].sha256]
    _report_types(collector, intact, folder)
    return len(intact)


def _report_pointers(
    collector: _Collector, resized: Mapping[str, FileRow], on_disk: Mapping[str, int], folder: Path
) -> None:
    """Say which files of another size are pointers to data that was not fetched."""
    found: dict[str, list[str]] = defaultdict(list)
    stand_for_it = 0
    for path in sorted(resized):
        if not 0 < on_disk[path] <= LARGEST:
            continue
        try:
            pointer = pointer_in(read_head(folder / path, LARGEST + 1))
        except OSError:  # that it cannot be read is reported where it is hashed
            continue
        if pointer is not None:
            found[pointer.program].append(path)
            stand_for_it += pointer.sha256 == resized[path].sha256
    for program, paths in found.items():
        from trainbib.rules.fil.fil006_lfs_pointer import FETCH

        one = len(paths) == 1
        named = ", ".join(map(_show, paths[:_SAMPLE]))
        rest = f" and {len(paths) - _SAMPLE} more" if len(paths) > _SAMPLE else ""
        collector.add(
            "FIL006",
            "",
            f"{len(paths)} {'file is a pointer' if one else 'files are pointers'} of {program}, "
            f"not data: {named}{rest}",
            f"fetch the data with `{FETCH[program]}`, and verify again",
            f"{stand_for_it} of all pointers stand for the very content of the inventory",
        )


def _report_types(collector: _Collector, intact: list[FileRow], folder: Path) -> None:
    """Say which files have content of another type than the inventory says.

    Reading the beginning of a large file once more is nothing beside hashing it; of the others some
    are enough to find an inventory that was written by another program.
    """
    large = [row for row in intact if row.bytes >= _LARGE]
    small = [row for row in intact if 0 < row.bytes < _LARGE]
    for row in [*large, *small[:: max(1, len(small) // _FEW)]]:
        said = family(row.type)
        if said is None or row.type in POINTERS:
            continue
        try:
            found = sniff(row.path, read_head(folder / row.path, _HEAD))
        except OSError:
            continue  # it was there when it was hashed
        if family(found) not in {None, said}:
            collector.add(
                "FIL007",
                "",
                f"{_show(row.path)}: the inventory says {row.type}, the content is {found}",
                "run `trainbib generate` to write the type that the content has",
            )


_SAMPLE = 5
"""How many files a finding names."""
_LARGE = 1 << 20
_FEW = 200
"""How many files smaller than that are looked at, or somewhat more."""
_HEAD = 8192

_CODES = {"changed-while-reading": "FIL012", "link-escapes": "FIL003"}


def _report_problems(collector: _Collector, problems: Iterable[Problem]) -> None:
    for problem in problems:
        code = _CODES.get(problem.kind, "FIL011")
        collector.add(code, "", f"{_show(problem.path)}: {problem.message}", _ADVICE[code])


_ADVICE = {
    "FIL012": "verify again when nothing writes to the folder",
    "FIL003": "copy the file into the folder, or set `links: follow` under `files`",
    "FIL011": "make the file readable, or leave it out by .trainbibignore",
}


def _moves(
    missing: dict[str, FileRow], candidates: list[str], digests: dict[str, str]
) -> dict[str, str]:
    """Match files that are gone with files that came, one to one, in order of path."""
    by_digest: dict[str, list[str]] = defaultdict(list)
    for path in sorted(candidates, reverse=True):
        if path in digests:
            by_digest[digests[path]].append(path)
    moved: dict[str, str] = {}
    for path in sorted(missing):
        arrived = by_digest.get(missing[path].sha256)
        if arrived:
            moved[path] = arrived.pop()
    return moved


def _show(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()
