"""The output of a shard: one file with a head and the rows, written in one step.

The first line is JSON: whose output it is, how many rows, bytes and problems. What follows are the
rows, exactly as they stand in an inventory (SPEC.md, section 13), sorted by the bytes of the paths.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from trainbib.inventory.rows import FileRow, row_line
from trainbib.inventory.walk import Problem

__all__ = ["Run", "ShardError", "join_runs", "place_file", "read_run", "run_chunks", "write_run"]

_VERSION = "1"
_MAX_HEAD = 1 << 30
_CHUNK = 1 << 20


class ShardError(ValueError):
    """A plan or an output of a shard cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """The head of an output.

    Attributes:
        path: The file.
        start: Where in it the rows begin.
        size: Bytes of the rows.
        sha256: SHA-256 of the rows, 64 hexadecimal digits.
        files: How many rows.
        first: Path of the first row, as bytes; empty if there is none.
        last: Path of the last row.
        problems: What is not in the rows, and why.
    """

    path: Path
    start: int
    size: int
    sha256: str
    files: int
    first: bytes
    last: bytes
    problems: tuple[Problem, ...]


def place_file(target: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file in one step: others see all of it, or what was there before.

    Args:
        target: The file to write or replace; its folder is made.
        write: Writes the content.

    Raises:
        OSError: The file cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # Processes of other machines may write the same file: the name must be unique among all.
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            write(file)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def write_run(
    target: Path, plan: str, rows: Iterable[FileRow], problems: Iterable[Problem]
) -> None:
    """Write the output of a shard or of a piece of one.

    Args:
        target: The file.
        plan: The plan that it belongs to.
        rows: The rows, sorted.
        problems: The problems.

    Raises:
        OSError: It cannot be written.
        ShardError: The rows are not sorted.
    """
    listed = list(rows)
    paths = [row.path.encode("utf-8", "surrogateescape") for row in listed]
    for before, path in pairwise(paths):
        if before >= path:
            raise ShardError(f"rows of {target.name} are not sorted: {path!r} after {before!r}")
    text = "".join(map(row_line, listed)).encode()
    _write(target, _Head(plan, len(listed), [*paths[:1], *paths[-1:]]), text, problems)


def join_runs(target: Path, plan: str, runs: Sequence[Run]) -> None:
    """Write the output of a shard from those of its pieces.

    Args:
        target: The file.
        plan: The plan that it belongs to.
        runs: The outputs of the pieces, in the order of their files.

    Raises:
        ShardError: A piece was damaged.
        OSError: A file cannot be read or written.
    """
    text = b"".join(chunk for run in runs for chunk in run_chunks(run))
    full = [run for run in runs if run.files]
    ends = [full[0].first, full[-1].last] if full else []
    problems = [problem for run in runs for problem in run.problems]
    _write(target, _Head(plan, sum(run.files for run in runs), ends), text, problems)


def run_chunks(run: Run) -> Iterator[bytes]:
    """Yield the rows of an output as bytes, in chunks that may end anywhere.

    Raises:
        ShardError: They are not those that the head tells of; known at the end.
        OSError: The file cannot be read.
    """
    hasher = sha256()
    with run.path.open("rb") as file:
        file.seek(run.start)
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
            yield chunk
    if hasher.hexdigest() != run.sha256:
        raise ShardError(
            f"{run.path}: was damaged, its rows are not those that were written: remove it and "
            "scan again"
        )


class _Head(NamedTuple):
    plan: str
    files: int
    ends: Sequence[bytes]


def _write(target: Path, known: _Head, text: bytes, problems: Iterable[Problem]) -> None:
    """Write head and rows."""
    first, last = [path.decode("utf-8", "surrogateescape") for path in known.ends] or ["", ""]
    head = {
        "trainbib_shard": _VERSION,
        "plan": known.plan,
        "files": known.files,
        "size": len(text),
        "sha256": sha256(text).hexdigest(),
        "first": first,
        "last": last,
        "problems": [[problem.kind, problem.path, problem.message] for problem in problems],
    }
    # Escaped to ASCII, so that paths that are not UTF-8 come back as they were.
    line = json.dumps(head, separators=(",", ":")).encode() + b"\n"
    place_file(target, lambda file: file.write(line + text))


def read_run(path: Path, plan: str) -> Run | None:
    """Read the head of an output.

    Args:
        path: The file.
        plan: The plan that it has to belong to.

    Returns:
        The head; None if there is no such file, or it is not whole, or belongs to another plan.
    """
    try:
        with path.open("rb") as file:
            line = file.readline(_MAX_HEAD)
            size = os.fstat(file.fileno()).st_size
        head = cast("Mapping[str, Any]", json.loads(line))
        if head["trainbib_shard"] != _VERSION or head["plan"] != plan:
            return None
        run = Run(
            path=path,
            start=len(line),
            size=int(head["size"]),
            sha256=str(head["sha256"]),
            files=int(head["files"]),
            first=str(head["first"]).encode("utf-8", "surrogateescape"),
            last=str(head["last"]).encode("utf-8", "surrogateescape"),
            problems=tuple(Problem(*problem) for problem in head["problems"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return run if line.endswith(b"\n") and size == run.start + run.size else None
