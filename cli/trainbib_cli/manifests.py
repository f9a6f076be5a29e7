"""Finding manifests: in folders, by name, on standard input."""

import errno
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.terminal import notice

if TYPE_CHECKING:
    from io import BufferedReader

    from trainbib.document import Document

STANDARD_INPUT = "-"
_PIECE = 1 << 16
_MOST_NAMED = 5
_MOST_LOOKED_AT = 100_000
"""How many files and folders are gone through for a hint."""

_NAME = re.compile(r"(.+\.)?trainbib\.(yaml|yml|json)", re.DOTALL)
NAMES = (
    "trainbib.yaml, trainbib.yml, trainbib.json, *.trainbib.yaml, *.trainbib.yml, *.trainbib.json"
)
"""The file names of manifests (SPEC.md, section 19)."""


def is_manifest_name(name: str) -> bool:
    """Tell whether a file name is that of a manifest."""
    return _NAME.fullmatch(name) is not None


def manifests_in(folder: str) -> list[str]:
    """Return the manifests that lie in a folder, not below it: ``trainbib.*`` first.

    Raises:
        OSError: If the folder cannot be listed.
    """
    found = [path for path in Path(folder).iterdir() if is_manifest_name(path.name)]
    found.sort(key=lambda path: (not path.name.startswith("trainbib."), path.name))
    return [str(path) for path in found if path.is_file()]


def manifests_below(folder: str) -> list[str]:
    """Return the manifests that lie in a folder and in those below it, by path.

    Hidden folders are left alone, and links to folders are not followed.

    Raises:
        OSError: If the folder itself cannot be listed.
    """
    found = manifests_in(folder)
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if parent != folder:
            paths = (Path(parent) / name for name in names if is_manifest_name(name))
            found += [str(path) for path in sorted(paths) if path.is_file()]
    return found


def named_manifests(
    arguments: Sequence[str], *, recursive: bool = False
) -> Iterator[tuple[str, list[str]]]:
    """Yield each argument with the manifests it stands for: a file itself, a folder what it holds.

    A folder that holds none has an empty list.

    Args:
        arguments: Files and folders.
        recursive: Whether a folder stands for what is below it, too.

    Raises:
        OSError: If a folder cannot be listed.
    """
    in_folder = manifests_below if recursive else manifests_in
    for argument in dict.fromkeys(arguments):
        if argument != STANDARD_INPUT and Path(argument).is_dir():
            yield argument, in_folder(argument)
        else:
            yield argument, [argument]


def read_manifest(path: str, *, stdin_name: str | None = None) -> "Document":
    """Read a manifest from a file, or from standard input for ``-``.

    Args:
        path: The file.
        stdin_name: What findings call standard input; its suffix and folder count, too.

    Raises:
        OSError: If it cannot be read.
    """
    from trainbib.document import MAX_BYTES, DocumentTooLargeError, parse_document, read_document

    if path != STANDARD_INPUT:
        return read_document(path)
    stdin: TextIO | None = sys.stdin
    if stdin is None:
        raise OSError(errno.EBADF, "standard input is closed", stdin_name or "<stdin>")
    reader = cast("BufferedReader", stdin.buffer)
    data = bytearray()
    # Piece by piece: one long read would be deaf to an interrupt between two of its own.
    while piece := reader.read1(_PIECE):
        data += piece
        if len(data) > MAX_BYTES:
            raise DocumentTooLargeError(f"<stdin>: more than {MAX_BYTES} bytes, as no manifest has")
    return parse_document(bytes(data), path=stdin_name or "<stdin>")


def mapping_of(document: "Document") -> "Mapping[str, object]":
    """Return the data of a manifest that is read for its data.

    Raises:
        CannotError: If the reader found a fault, so that the data may not be what is written, or
            if it is not a mapping; says where.
    """
    from trainbib.diagnostics import Severity
    from trainbib.rules import rule_of
    from trainbib.values import is_mapping

    for parsed in document.findings:
        if not document.parsed or rule_of(parsed.code).severity is Severity.ERROR:
            span = parsed.finding.span
            at = f":{span.line}:{span.column}" if span else ""
            raise CannotError(
                f"{document.path}{at}: {parsed.finding.message} ({parsed.code}); "
                "`trainbib check` says more"
            )
    if not is_mapping(document.data):
        raise CannotError(f"{document.path}: not a manifest: a mapping is wanted at the top")
    return document.data


def paths_to_read(files: Sequence[str], *, recursive: bool | None = None) -> list[str]:
    """Return the manifests that arguments stand for; those of the current folder if there are none.

    Each is returned once, as it is called first, however many arguments stand for it.

    Args:
        files: Files and folders.
        recursive: Whether a folder stands for what is below it, too; None: the command has no
            such option.

    Raises:
        CannotError: If that is none.
        OSError: If a folder cannot be listed.
    """
    each: dict[str, str] = {}
    empty: list[str] = []
    for argument, manifests in named_manifests(files or (".",), recursive=bool(recursive)):
        if not manifests:
            empty.append(argument)
        for path in manifests:
            each.setdefault(_place(path), path)
    found = list(each.values())
    if not found:
        where = ", ".join(empty) if files else "the current folder"
        below = None if recursive else _first_below(empty)
        if below is None:
            hint = "write one with `trainbib init` or `trainbib generate`"
        elif recursive is None:
            hint = f"there is one below, {below}: name it"
        else:
            hint = f"there is one below, {below}: with --recursive it is found"
        raise CannotError(
            f"nothing to check: no manifest in {where} (looked for {NAMES}); {hint}", Exit.NOTHING
        )
    for folder in empty:
        notice(f"no manifest in {folder}")
    return found


def _first_below(folders: Sequence[str]) -> str | None:
    """Return a manifest that lies below one of some folders, if it need not be looked for long."""
    looked = 0
    for folder in folders:
        for parent, within, names in os.walk(folder):
            looked += 1 + len(names)
            if looked > _MOST_LOOKED_AT:
                return None
            within[:] = sorted(name for name in within if not name.startswith("."))
            for name in sorted(filter(is_manifest_name, names)):
                path = Path(parent) / name
                if path.is_file():
                    return str(path)
    return None


def _place(path: str) -> str:
    """Return what two spellings of a manifest have in common: its folder without links, its name.

    A link to a manifest is not the same as that: what a manifest names is looked for in the folder
    that it is found in.
    """
    if path == STANDARD_INPUT:
        return path
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder), name)  # noqa: PTH118 - realpath takes any text


def one_manifest(named: str | None, *, needs_file: str = "") -> str:
    """Return the manifest that an argument stands for; without one, that of the current folder.

    Args:
        named: A manifest, or the folder that holds it.
        needs_file: Why standard input will not do; empty if it will.

    Raises:
        CannotError: If there is none, or more than one, or it may not be on standard input.
        OSError: If a folder cannot be listed.
    """
    if needs_file and named == STANDARD_INPUT:
        raise CannotError(f"a manifest in a file is needed: {needs_file}")
    found = paths_to_read(() if named is None else (named,))
    if len(found) > 1:
        where = "the current folder" if named is None else named
        raise CannotError(
            f"{where} has {len(found)} manifests ({', '.join(found[:_MOST_NAMED])}"
            f"{' …' if len(found) > _MOST_NAMED else ''}); name one of them"
        )
    return found[0]
