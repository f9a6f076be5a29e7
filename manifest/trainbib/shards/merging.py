"""Joining the outputs of all shards into one inventory, in bounded memory.

Each output is sorted, and those of a plan follow each other in the order of paths, so that joining
them is copying them. Where outputs overlap, as those of another way of sharing may, they are merged
line by line. Either way the result is checked: sorted, each path once, as many files as planned.
"""

import heapq
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from trainbib.collection import collection_paused
from trainbib.inventory.rows import (
    FileRow,
    InventoryFormat,
    convert_inventory,
    read_inventory,
)
from trainbib.inventory.walk import Problem
from trainbib.proofs import build_index
from trainbib.shards.outputs import Run, ShardError, read_run, run_chunks
from trainbib.shards.plan import ShardPlan, read_plan
from trainbib.tree import Roots
from trainbib.writing.atomic import replacing

__all__ = ["Merged", "merge", "merged_chunks", "runs_of"]

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Merged:
    """What was merged.

    Attributes:
        inventory: The inventory.
        digest: SHA-256 of its bytes: ``sha256:`` and 64 hexadecimal digits.
        roots: The roots of the file tree.
        files: How many rows.
        bytes: Their sizes added up.
        records: Records in the files that could be counted.
        uncounted: How many files could not be counted.
        problems: What is not in the rows, and why; sorted by path.
    """

    inventory: Path
    digest: str
    roots: Roots
    files: int
    bytes: int
    records: int
    uncounted: int
    problems: tuple[Problem, ...]


@collection_paused()
def merge(
    out: str | os.PathLike[str],
    inventory: str | os.PathLike[str],
    *,
    file_format: InventoryFormat | None = None,
    progress: Callable[[int], None] | None = None,
) -> Merged:
    """Join the outputs of a plan's shards into an inventory.

    Args:
        out: The output folder.
        inventory: The file to write or replace, in one step.
        file_format: Its format; Parquet if left out and the name ends in ``.parquet``.
        progress: Called with the number of shards that were joined.

    Returns:
        The inventory's digest, roots and totals.

    Raises:
        ShardError: Shards are missing, or were damaged.
        InventoryError: Rows are not sorted, or Parquet is asked for and pyarrow is not installed.
        OSError: A file cannot be read or written.
    """
    plan = read_plan(out)
    runs = runs_of(plan, range(len(plan.shards)))
    if file_format is None:
        file_format = "parquet" if os.fspath(inventory).endswith(".parquet") else "jsonl"
    target = Path(os.path.realpath(inventory))
    joined = target if file_format == "jsonl" else plan.folder / "merged.jsonl"
    hasher = sha256()
    totals = _Totals()

    def write(file: IO[bytes]) -> None:
        for chunk in merged_chunks(runs, progress):
            hasher.update(chunk)
            file.write(chunk)
        file.flush()
        rows = totals.counted(read_inventory(str(file.name)))
        tables = build_index(rows, folder=plan.folder)
        totals.roots = Roots(tables["paths"].root, tables["contents"].root)

    joined.parent.mkdir(parents=True, exist_ok=True)
    with replacing(joined) as temporary, temporary.open("wb") as file:
        write(file)
    digest = f"sha256:{hasher.hexdigest()}"
    if file_format == "parquet":
        digest = convert_inventory(joined, target, file_format=file_format)
        joined.unlink()
    problems = [*plan.problems, *(problem for run in runs for problem in run.problems)]
    problems.sort(key=lambda one: (one.path.encode("utf-8", "surrogateescape"), one.kind))
    return Merged(
        inventory=Path(inventory),
        digest=digest,
        roots=totals.roots,
        files=totals.files,
        bytes=totals.bytes,
        records=totals.records,
        uncounted=totals.uncounted,
        problems=tuple(problems),
    )


class _Totals:
    """Adds up rows as they go by."""

    def __init__(self) -> None:
        self.files = self.bytes = self.records = self.uncounted = 0
        self.roots = Roots("", "")

    def counted(self, rows: Iterable[FileRow]) -> Iterator[FileRow]:
        for row in rows:
            self.files += 1
            self.bytes += row.bytes
            if row.records is None:
                self.uncounted += 1
            else:
                self.records += row.records
            yield row


def runs_of(plan: ShardPlan, shards: Sequence[int]) -> list[Run]:
    """Return the outputs of shards.

    Raises:
        ShardError: Some are missing, or hold more or fewer files than planned.
    """
    runs: list[Run] = []
    missing: list[int] = []
    for shard in shards:
        run = read_run(plan.output(shard), plan.id)
        if run is None:
            missing.append(shard)
            continue
        found = run.files + len(run.problems)
        if found != plan.shards[shard].files:
            raise ShardError(
                f"{run.path}: has {found} files, and {plan.shards[shard].files} were planned: "
                "remove it and scan again"
            )
        runs.append(run)
    if missing:
        shown = ", ".join(map(str, missing[:_SHOWN]))
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        raise ShardError(
            f"{plan.folder}: not all shards are scanned, {len(missing)} of {len(shards)} are "
            f"missing ({shown}{more}): run `trainbib scan {plan.path}`, which scans only those"
        )
    return runs


def merged_chunks(
    runs: Iterable[Run], progress: Callable[[int], None] | None = None
) -> Iterator[bytes]:
    """Yield the rows of several outputs, merged, as bytes in chunks that may end anywhere.

    Raises:
        ShardError: An output was damaged, or two hold the same path.
    """
    ordered = sorted((run for run in runs if run.files), key=lambda run: (run.first, run.last))
    done = 0
    for group in _overlapping(ordered):
        if len(group) == 1:
            yield from run_chunks(group[0])
        else:
            before = b""
            for path, line in heapq.merge(*map(_keyed, group)):
                if path == before:
                    raise ShardError(f"path {path!r} is in two outputs: plan and scan anew")
                before = path
                yield line
        done += len(group)
        if progress is not None:
            progress(done)


def _overlapping(ordered: Iterable[Run]) -> Iterator[list[Run]]:
    """Group outputs so that each group begins after all paths of the group before."""
    group: list[Run] = []
    last = b""
    for run in ordered:
        if group and run.first > last:
            yield group
            group = []
        group.append(run)
        last = max(last, run.last)
    if group:
        yield group


def _keyed(run: Run) -> Iterator[tuple[bytes, bytes]]:
    """Yield the rows of an output with the bytes of their paths."""
    from trainbib.inventory.json_rows import row_in

    rest = b""
    for chunk in run_chunks(run):
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        for line in lines:
            row = row_in(line + b"\n", str(run.path))
            yield row.path.encode("utf-8", "surrogateescape"), line + b"\n"
