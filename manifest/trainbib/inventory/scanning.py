"""Scan a data folder: walk, hash, tell types and count records, in as many processes as pay."""

import gc
import marshal
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from trainbib.inventory.ignore import read_ignore
from trainbib.inventory.job import Job, Progress
from trainbib.inventory.reading import Reading
from trainbib.inventory.rows import FileRow, sorted_rows
from trainbib.inventory.walk import Folder, Problem, walk_folders

__all__ = ["Progress", "Scan", "digest_files", "scan"]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan found.

    Attributes:
        rows: One row a file, sorted by the bytes of the paths.
        problems: What is not in the rows, and why; sorted by path.
    """

    rows: list[FileRow]
    problems: list[Problem]


def scan(
    root: Path | str,
    *,
    exclude: Iterable[str] = (),
    follow_links: bool = False,
    jobs: int | None = None,
    count: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> Scan:
    """Make the inventory of a data folder.

    Args:
        root: The data folder.
        exclude: Paths below it that are no data: the manifest and its inventory.
        follow_links: Whether links to files outside the folder are listed, too.
        jobs: How many processes read; None for one a processor, if there is work enough, and 1 for
            none but this one.
        count: Whether to count records.
        progress: Called now and then, in this thread.

    Returns:
        Rows and problems.

    Raises:
        InventoryError: The folder or its ignore file cannot be used; the message says what to do.
    """
    top = os.fspath(root)
    problems: list[Problem] = []
    ignore = read_ignore(top, exclude)
    folders = walk_folders(top, ignore, problems, follow_links=follow_links)
    job = Job(top, folders, "records" if count else "type", jobs, progress)
    # Rows hold no cycles, and the collector would visit all of them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        rows: list[FileRow] = []
        for _, result in job.run(_marshalled):
            found, unread = marshal.loads(result)  # noqa: S302 - from our own fork
            rows += (FileRow(*row) for row in found)
            problems += (Problem(*problem) for problem in unread)
    finally:
        if collecting:
            gc.enable()
    return Scan(sorted_rows(rows), sorted(problems, key=_problem_key))


def digest_files(
    root: Path | str,
    paths: Iterable[str],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    problems: list[Problem] | None = None,
) -> dict[str, str]:
    """Hash certain files.

    Args:
        root: The data folder.
        paths: Paths below it.
        jobs: As for `scan`.
        progress: As for `scan`.
        problems: Takes what could not be read.

    Returns:
        SHA-256 by path, 64 hexadecimal digits each, for the files that could be read.
    """
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        folder, slash, name = path.rpartition("/")
        by_folder.setdefault(folder + slash, []).append(name)
    folders = [Folder(prefix, names) for prefix, names in by_folder.items()]
    digests: dict[str, str] = {}
    job = Job(os.fspath(root), folders, "digest", jobs, progress)
    for _, result in job.run(_marshalled):
        rows, unread = marshal.loads(result)  # noqa: S302 - from our own fork
        digests.update((row[0], row[2]) for row in rows)
        if problems is not None:
            problems += (Problem(*problem) for problem in unread)
    return digests


def _marshalled(_: int, reading: Reading, __: object) -> bytes:
    return marshal.dumps(tuple(reading))


def _problem_key(problem: Problem) -> tuple[bytes, str]:
    return problem.path.encode("utf-8", "surrogateescape"), problem.kind
