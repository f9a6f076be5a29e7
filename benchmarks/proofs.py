"""Bucket tables and proofs: what a leaf costs, beside the SHA-256 calls that it cannot do without.

Each line is a process of its own. The time of making the rows is taken off; what is left is divided
by the number of leaves. "Bare hashing" calls SHA-256 as often, on as many bytes, and does nothing
else: for a leaf one hash for its key or value, one for itself, and 1.44 for the nodes above it,
which is the expected number for keys that are digests.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from measure import Cost, heading, row, run
from trainbib.proofs import (
    BucketTable,
    FileDigest,
    Keying,
    build_index,
    changed_files,
    open_index,
    prove_in,
    write_index,
)

NODES_A_LEAF = 1.44


def rows(count: int, *, changed: int = 0) -> Iterator[FileDigest]:
    """Yield as many files; every `changed`-th has another content than without it."""
    for number in range(count):
        content = f"{number}!" if changed and number % changed == 0 else f"{number}"
        path = f"data/part-{number // 1000:05d}/{number:09d}.jsonl"
        yield FileDigest(path, number, sha256(content.encode()).hexdigest())


def make_rows(count: int, _: Path) -> None:
    """Make the rows, which is no part of what is measured."""
    for _row in rows(count):
        pass


def hash_only(count: int, folder: Path) -> None:
    """Make the rows, and call SHA-256 as often as a tree has to."""
    make_rows(count, folder)
    path, leaf, node = b"p" * 36, b"l" * 73, b"n" * 65
    for _ in range(count):
        sha256(path).digest()
        sha256(leaf).digest()
    for _ in range(round(count * NODES_A_LEAF)):
        sha256(node).digest()


def build(keying: Keying) -> Callable[[int, Path], None]:
    """Return the job that builds the table and the leaves of one keying."""

    def job(count: int, folder: Path) -> None:
        with (folder / "leaves").open("wb") as leaves:
            build_index(rows(count), leaves, keyings=[keying], folder=folder)

    return job


def prove_ten(count: int, folder: Path) -> None:
    """Make ten proofs from the tables on disk."""
    for number in range(10):
        wanted = count * number // 10
        name = f"data/part-{wanted // 1000:05d}/{wanted:09d}.jsonl"
        with open_index(folder / "new", ["paths"]) as index:
            proof = prove_in(index, "paths", name.encode(), with_paths=False)
        if not proof.included:
            raise SystemExit(f"{name} was not found")


def compare(count: int, folder: Path) -> None:
    """Compare two versions by their tables."""
    with open_index(folder / "old") as old, open_index(folder / "new") as new:
        removed, added = changed_files(old, new)
    if len(removed) != len(added) or not 0 < len(added) < count:
        raise SystemExit(f"{len(removed)} removed, {len(added)} added")


JOBS: dict[str, Callable[[int, Path], None]] = {
    "rows": make_rows,
    "bare": hash_only,
    "paths": build("paths"),
    "contents": build("contents"),
    "prove": prove_ten,
    "compare": compare,
}


def measured(job: str, count: int, folder: Path, runs: int) -> Cost:
    """Run one job in a process of its own."""
    command = [sys.executable, __file__, "--job", job, "--leaves", str(count), "--in", str(folder)]
    return run(command, runs=runs)


def a_leaf(name: str, cost: Cost, base: Cost, count: int) -> None:
    """Print a row, and what a leaf costs."""
    row(name, cost)
    print(f"{'':44} {(cost.cpu - base.cpu) / count * 1e6:8.2f} µs a leaf", flush=True)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    count: int = options.leaves
    if options.job is not None:
        JOBS[options.job](count, options.folder)
        return
    with tempfile.TemporaryDirectory(prefix="trainbib-bench-") as name:
        folder = Path(name)
        heading(f"bucket tables and leaves of {count:,} files")
        base = measured("rows", count, folder, options.runs)
        row("making the rows", base)
        a_leaf("bare hashing", measured("bare", count, folder, options.runs), base, count)
        for keying in ("paths", "contents"):
            cost = measured(keying, count, folder, options.runs)
            a_leaf(f"table and leaves, {keying}", cost, base, count)
        tables: list[BucketTable] = []
        for version, changed in (("old", 0), ("new", count // 100)):
            (folder / version).touch()
            tables.append(write_index(rows(count, changed=changed), folder / version)["paths"])
        heading(f"from tables of depth {tables[0].depth}")
        row("ten proofs", measured("prove", count, folder, options.runs))
        row("two versions, 100 files changed", measured("compare", count, folder, options.runs))


if __name__ == "__main__":
    main()
