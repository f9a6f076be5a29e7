"""Read all metadata files of a data set folder, within bounds."""

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainbib.sidecars.claims import Claims, SidecarProblem

MAX_BYTES = 4 * 1024 * 1024
MAX_SIDECARS = 200
MAX_DEPTH = 2
# A folder with more JSON files than this holds records, not descriptions.
_MANY = 40
_HEAD = 64 * 1024

_NAMED = (
    r"(?i:readme(?:\.(?:md|markdown|mdown|rst|txt))?|citation\.cff|datapackage\.(?:json|ya?ml)"
    r"|dataset_infos?\.json|metadata\.json|[^/]*croissant[^/]*\.json(?:ld)?|[^/]*\.json-?ld"
    r"|[^/]*\.bib|[^/]*(?:licen[cs]es?|copying|copyright|unlicen[cs]e)[^/]*)"
)
SIDECAR_WORDS = (
    "readme",
    "citation.cff",
    "datapackage.",
    ".json\n",
    ".jsonld\n",
    ".json-ld\n",
    ".bib\n",
    "licen",
    "copying",
    "copyright",
)
"""Every candidate has one of these in its path, in lower case and if a line feed ends it."""
_GROUP = 512  # paths among which these words are sought at once


def read_sidecars(root: Path, paths: Iterable[str]) -> "list[Claims]":
    """Read the metadata files among the files of a folder.

    Only files at most two folders deep are looked at, at most 200 of them, and at most 4 MiB of
    each. Dirty or unreadable files give a problem, never an error.

    Args:
        root: The data set folder.
        paths: The files in it, relative, with "/" between the parts, in any order.

    Returns:
        Claims in a fixed order: nearer to the root first, then by path.
    """
    found: list[Claims] = []
    for path, by_name in _candidates(paths):
        if len(found) == MAX_SIDECARS:
            message = f"more than {MAX_SIDECARS} metadata files; from {path} on they were not read"
            found[-1] = replace(found[-1], problems=(*found[-1].problems, _problem(path, message)))
            break
        claims = _read(root, path, by_name=by_name)
        if claims is not None:
            found.append(claims)
    return found


def read_sidecar(path: str, data: bytes) -> "Claims | None":
    """Read one metadata file whose content is at hand.

    Args:
        path: Its path, relative to the data set folder.
        data: Its bytes; only the first 4 MiB are used.

    Returns:
        What it claims, or ``None`` when it is no metadata that we know.
    """
    # The formats are imported when there is a file to read: most folders have few, or none.
    from trainbib.sidecars.registry import find_format

    short = data[:MAX_BYTES]
    entry = find_format(path, short)
    if entry is None:
        return None
    claims = entry.read(path, short)
    if len(data) <= MAX_BYTES:
        return claims
    problem = _problem(path, "is larger than 4 MiB; only the first 4 MiB were read")
    return replace(claims, problems=(problem, *claims.problems))


def _candidates(paths: Iterable[str]) -> Iterator[tuple[str, bool]]:
    json_files: Counter[str] = Counter()
    found: list[tuple[int, str, bool]] = []
    for path in _likely(paths):
        depth = path.count("/")
        if depth > MAX_DEPTH:
            continue
        folder, _, name = path.rpartition("/")
        if re.fullmatch(_NAMED, name) is not None or f"/{folder}".endswith("/LICENSES"):
            found.append((depth, path, True))
        elif name.endswith((".json", ".JSON")):
            json_files[folder] += 1
            found.append((depth, path, False))
    for _, path, by_name in sorted(found):
        if by_name or json_files[path.rpartition("/")[0]] <= _MANY:
            yield path, by_name


def _likely(paths: Iterable[str]) -> Iterator[str]:
    """Yield the candidates, and others: whole groups of paths are passed over where none is one."""
    rest = iter(paths)
    while group := list(islice(rest, _GROUP)):
        text = "\n".join(group).lower() + "\n"
        # Beyond ASCII there are letters that are the same as `s` or `k` where case does not count.
        if not text.isascii() or any(word in text for word in SIDECAR_WORDS):
            yield from group


def _read(root: Path, path: str, *, by_name: bool) -> "Claims | None":
    try:
        # JSON of any name may be a description, which its beginning shows.
        if not by_name and b'"@context"' not in (_bytes(root / path, _HEAD) or b""):
            return None
        data = _bytes(root / path, MAX_BYTES + 1)
    except OSError as fault:
        from trainbib.sidecars.claims import Claims

        problem = _problem(path, f"cannot be read ({fault.strerror or fault})")
        return Claims(path=path, format="unreadable", problems=(problem,))
    return None if data is None else read_sidecar(path, data)


def _problem(path: str, message: str) -> "SidecarProblem":
    from trainbib.sidecars.claims import SidecarProblem

    return SidecarProblem(path, message)


def _bytes(file: Path, size: int) -> bytes | None:
    """The first bytes of a regular file; a pipe or device is left alone."""
    if not stat.S_ISREG(file.stat().st_mode):
        return None
    # O_NONBLOCK: the file may have been replaced by a pipe since.
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(size)
