"""Verifying: the files of a folder against the inventory that is pinned (SPEC.md, section 13).

All that differs is found in one run: missing, added, changed, moved, unreadable, pointers in the
place of data, types that do not hold. Sizes are compared before anything is hashed.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trainbib.diagnostics import Diagnostic, few
from trainbib.document import read_document
from trainbib.inventory.audit import Audit, Found, audit
from trainbib.inventory.job import Progress
from trainbib.inventory.listing import paths_below
from trainbib.inventory.row import FileRow, InventoryError
from trainbib.inventory.rows import convert_inventory, is_parquet, must_be_lines
from trainbib.inventory.sniff import sniff
from trainbib.inventory.walk import Problem
from trainbib.media_families import POINTERS, family
from trainbib.named_paths import named_path, path_fault
from trainbib.own_files import own_files
from trainbib.pointer_files import LARGEST, pointer_in, read_head
from trainbib.tree import Roots
from trainbib.values import as_mapping, is_gap

if TYPE_CHECKING:
    from trainbib.inventory.workers import Tick


class VerifyError(Exception):
    """There is nothing to verify against."""


class Verification(NamedTuple):
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
    collector = _Collector(os.fspath(manifest))
    own = paths_below(folder, own_files(path, inventory))
    try:
        digest = _digest(inventory)
        with _json_lines(inventory) as lines:
            found = audit(
                os.fspath(folder),
                lines,
                exclude=own,
                follow_links=files.get("links") == "follow",
                jobs=jobs,
                progress=progress,
            )
    except FileNotFoundError:
        raise VerifyError(
            f"{inventory}: not there, but {manifest} pins it; get it from its publisher"
        ) from None
    except InventoryError as error:
        raise VerifyError(str(error)) from error
    _check_pins(collector, pinned, inventory, digest, found.roots)
    _report(collector, found, folder, jobs)
    return Verification(
        manifest=os.fspath(manifest),
        root=os.fspath(folder),
        files=found.files,
        bytes=found.bytes,
        intact=found.intact,
        diagnostics=tuple(collector.found),
    )


def _digest(inventory: Path) -> str:
    with inventory.open("rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"


@contextmanager
def _json_lines(inventory: Path) -> Generator[str]:
    """Give the name of an inventory as JSON Lines: those can be read from anywhere on."""
    if not is_parquet(inventory):
        must_be_lines(inventory)
        yield os.fspath(inventory)
        return
    from tempfile import TemporaryDirectory

    from trainbib.inventory.workers import run_forked

    with TemporaryDirectory() as folder:
        converted = Path(folder, inventory.name).with_suffix(".jsonl")

        def convert(_: int, __: "Tick") -> bytes:
            convert_inventory(inventory, converted, file_format="jsonl")
            return b""

        # In a process of its own: what pyarrow takes is given back when that ends, and those that
        # read the files do not have it. What goes wrong there is found out, and told of, here.
        if not (hasattr(os, "fork") and list(run_forked(1, convert, 1, lambda _: None))):
            convert(0, lambda _: None)
        yield os.fspath(converted)


def _inside(manifest: Path, relative: str) -> Path:
    chosen = named_path(manifest.parent, relative)
    if chosen is None:
        fault = path_fault(manifest.parent, relative)
        raise VerifyError(f"{manifest}: the path {relative!r} {fault}")
    return chosen


class _Collector:
    """Collects findings, stamped with the identity of their checks."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Diagnostic] = []

    def add(
        self,
        code: str,
        message: str,
        help_: str,
        *notes: str,
        pointer: str = "",
        about: str = "",
        files: Sequence[str] = (),
    ) -> None:
        """Collect a finding: on a place of the manifest, on a file, or on several files."""
        # Most folders are what they should be, and that needs none of the rules.
        from trainbib.rules import rule_of

        rule = rule_of(code)
        self.found.append(
            Diagnostic(
                code=code,
                name=rule.name,
                severity=rule.severity,
                message=message,
                pointer=pointer,
                path=self.path,
                help=help_,
                notes=notes,
                count=len(files) or 1,
                subject=about,
                members=few(files, len(files)),
            )
        )


_PIN = "/files/inventory"


def _check_pins(
    collector: _Collector,
    pinned: Mapping[str, object],
    inventory: Path,
    digest: str,
    roots: Roots,
) -> None:
    """Compare the inventory with what the manifest says of it."""
    advice = "the inventory is not the one that was pinned; run `trainbib generate` if it is meant"
    if _states_other(pinned.get("digest"), digest):
        collector.add(
            "HSH007",
            f"{inventory} has the digest {digest}, pinned is {pinned['digest']}",
            advice,
            pointer=f"{_PIN}/digest",
        )
    stated = as_mapping(pinned.get("roots"))
    for name, value in (("paths", roots.paths), ("contents", roots.contents)):
        if _states_other(stated.get(name), value):
            collector.add(
                "HSH007",
                f"the root `{name}` of {inventory} is {value}, pinned is {stated[name]}",
                advice,
                pointer=f"{_PIN}/roots/{name}",
            )


def _states_other(pinned: object, found: str) -> bool:
    """Say whether something else is pinned than was found; a gap states nothing."""
    return pinned is not None and not is_gap(pinned) and pinned != found


def _report(collector: _Collector, found: Audit, folder: Path, jobs: int | None) -> None:
    """Report what differs."""
    problems = list(found.problems)
    missing = {row.path: row for row in found.missing}
    gone_sizes = {row.bytes for row in found.missing}
    candidates = [path for path, size in found.added.items() if size in gone_sizes]
    digests: dict[str, str] = {}
    if candidates:
        from trainbib.inventory.scanning import digest_files

        digests = digest_files(folder, candidates, jobs=jobs, problems=problems)
    moved = _moves(missing, candidates, digests)
    resized = {each.row.path: each for each in found.differing if each.bytes != each.row.bytes}
    for path, each in sorted(resized.items()):
        collector.add(
            "HSH002",
            f"{_show(path)}: {each.bytes} bytes, the inventory says {each.row.bytes}",
            "restore the file, or run `trainbib generate` if the change is meant",
            f"found    sha256:{each.sha256}",
            f"expected sha256:{each.row.sha256}",
            about=path,
        )
    _report_pointers(collector, resized, folder)
    for row, size, digest in found.differing:
        if size == row.bytes:
            collector.add(
                "HSH001",
                f"{_show(row.path)}: the content has changed, the size has not",
                "restore the file, or run `trainbib generate` if the change is meant",
                f"found    sha256:{digest}",
                f"expected sha256:{row.sha256}",
                about=row.path,
            )
    for old, new in sorted(moved.items()):
        collector.add(
            "HSH006",
            f"{_show(old)}: moved to {_show(new)}, content unchanged",
            "move it back, or run `trainbib generate` if the move is meant",
            f"sha256:{missing[old].sha256}",
            about=f"{old}\n{new}",
        )
    unreadable = {problem.path for problem in problems}
    for path, row in sorted(missing.items()):
        if path not in moved and path not in unreadable:
            collector.add(
                "FIL001",
                f"{_show(path)}: in the inventory, not in {folder}",
                "restore the file, or run `trainbib generate` if it is meant to be gone",
                f"expected sha256:{row.sha256}, {row.bytes} bytes",
                about=path,
            )
    for path in sorted(found.added.keys() - set(moved.values())):
        collector.add(
            "FIL002",
            f"{_show(path)}: in {folder}, not in the inventory",
            "run `trainbib generate` to list it, or name it in .trainbibignore",
            about=path,
        )
    _report_problems(collector, problems)
    _report_types(collector, found.to_sniff, folder)


def _report_pointers(collector: _Collector, resized: Mapping[str, Found], folder: Path) -> None:
    """Say which files of another size are pointers to data that was not fetched."""
    found: dict[str, list[str]] = defaultdict(list)
    stand_for_it = 0
    for path in sorted(resized):
        if not 0 < resized[path].bytes <= LARGEST:
            continue
        try:
            pointer = pointer_in(read_head(folder / path, LARGEST + 1))
        except OSError:  # that it cannot be read is reported where it is hashed
            continue
        if pointer is not None:
            found[pointer.program].append(path)
            stand_for_it += pointer.sha256 == resized[path].row.sha256
    for program, paths in found.items():
        from trainbib.rules.fil.fil006_lfs_pointer import FETCH

        one = len(paths) == 1
        named = ", ".join(map(_show, paths[:_SAMPLE]))
        rest = f" and {len(paths) - _SAMPLE} more" if len(paths) > _SAMPLE else ""
        collector.add(
            "FIL006",
            f"{len(paths)} {'file is a pointer' if one else 'files are pointers'} of {program}, "
            f"not data: {named}{rest}",
            f"fetch the data with `{FETCH[program]}`, and verify again",
            f"{stand_for_it} of all pointers stand for the very content of the inventory",
            about=program,
            files=paths,
        )


def _report_types(collector: _Collector, rows: Iterable[FileRow], folder: Path) -> None:
    """Say which files have content of another type than the inventory says."""
    for row in rows:
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
                f"{_show(row.path)}: the inventory says {row.type}, the content is {found}",
                "run `trainbib generate` to write the type that the content has",
                about=row.path,
            )


_SAMPLE = 5
"""How many files a finding names."""
_HEAD = 8192

_CODES = {"changed-while-reading": "FIL012", "link-escapes": "FIL003"}


def _report_problems(collector: _Collector, problems: Iterable[Problem]) -> None:
    for problem in problems:
        code = _CODES.get(problem.kind, "FIL011")
        message = f"{_show(problem.path)}: {problem.message}"
        collector.add(code, message, _ADVICE[code], about=problem.path)


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
