"""`diff` of two large inventories with moves found, and what memory `generate` and `verify` take.

    python benchmarks/inventories.py --rows 10000000 --runs 3
    python benchmarks/inventories.py --rows 0 --verify 200000 2000000

`diff` runs against sort and comm, DuckDB, Python dicts; one row in a hundred differs: changed,
added, removed, or moved within its folder. Then against versions of which one row in a hundred
thousand differs, by bucket tables and without. Memory is that of all processes at once, pages that
they share divided among them (PSS, as /proc tells every 50 ms), beside the peak of the largest one.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from measure import NULL, heading, row, run, tool
from trainbib.inventory.rows import (
    FileRow,
    convert_inventory,
    read_inventory,
    write_sorted_inventory,
)
from trainbib.proofs import write_index

_DICTS = """
import json, sys
def read(name):
    with open(name, "rb") as file:
        return {row["path"]: row["sha256"] for row in map(json.loads, file)}
old, new = read(sys.argv[1]), read(sys.argv[2])
removed = {p: d for p, d in old.items() if p not in new}
added = {p: d for p, d in new.items() if p not in old}
changed = [p for p, d in new.items() if old.get(p, d) != d]
gone = {d: p for p, d in removed.items()}
moved = [(gone[d], p) for p, d in added.items() if d in gone]
print(len(removed), len(added), len(changed), len(moved))
"""

_DUCKDB = """
import duckdb, sys
connection = duckdb.connect()
connection.execute("set threads = 2")
print(connection.execute('''
with differing as (
    select o.path as old, n.path as new, o.sha256 as before, n.sha256 as after
    from read_parquet($1) o full outer join read_parquet($2) n on o.path = n.path
    where o.sha256 is distinct from n.sha256
)
select
    (select count(*) from differing where new is null),
    (select count(*) from differing where old is null),
    (select count(*) from differing where old = new),
    (select count(*) from differing a join differing b
        on a.new is null and b.old is null and a.before = b.after)
''', [sys.argv[1], sys.argv[2]]).fetchall())
"""

SHARES = {"old": 0.0, "new": 0.01, "few": 0.00001}
"""Versions, and how many of the rows of the first one are other in them."""

_MANIFEST = """\
trainbib: "1.0"
dataset: {{name: example, version: "{version}"}}
sources: {{a: {{kind: other}}}}
files:
  root: data
  inventory: {{path: {name}, files: {files}, bytes: {bytes}, digest: "{digest}"}}
  cites: [{{paths: "**", sources: [a]}}]
"""


def write_side(folder: Path, name: str, count: int) -> None:
    """Write an inventory in both formats, with manifests, and as checksum programs write it.

    Args:
        folder: Where.
        name: Which version: a key of `SHARES`.
        count: How many rows the old one has.
    """
    files = size = 0

    def written(text: TextIO) -> Iterator[FileRow]:
        nonlocal files, size
        for each in _rows(count, SHARES[name]):
            files += 1
            size += each.bytes
            text.write(f"{each.sha256}  {each.path}\n")
            yield each

    with (folder / f"{name}.sha256").open("w", encoding="utf-8") as text:
        digests = {"jsonl": write_sorted_inventory(written(text), folder / f"{name}.jsonl")}
    digests["parquet"] = convert_inventory(folder / f"{name}.jsonl", folder / f"{name}.parquet")
    for suffix, digest in digests.items():
        text_of_manifest = _MANIFEST.format(
            version="1.0.0" if name == "old" else "2.0.0",
            name=f"{name}.{suffix}",
            files=files,
            bytes=size,
            digest=digest,
        )
        (folder / f"{name}-{suffix}.yaml").write_text(text_of_manifest, encoding="utf-8")


def write_tables(folder: Path, name: str) -> None:
    """Write bucket tables beside an inventory in Parquet, and a manifest that pins their roots."""
    inventory = folder / f"{name}.parquet"
    tables = write_index(read_inventory(inventory), inventory)
    roots = ", ".join(f'{keying}: "{table.root}"' for keying, table in tables.items())
    text = (folder / f"{name}-parquet.yaml").read_text(encoding="utf-8")
    pinned = text.replace('"}\n  cites', f'", roots: {{{roots}}}}}\n  cites')
    (folder / f"{name}-tables.yaml").write_text(pinned, encoding="utf-8")


def _rows(count: int, share: float) -> Iterator[FileRow]:
    contents, chances = random.Random(1), random.Random(2)
    for number in range(count):
        digest = contents.randbytes(32).hex()
        path = f"corpus/{number // 1_000_000:02d}/part-{number // 1000:05d}/{number:08d}"
        size = (number * 7919 & 16383) + 1
        each = FileRow(f"{path}.jsonl", size, digest, "application/jsonl", size & 63, "line")
        chance = chances.random()
        if chance >= share:
            yield each
        elif chance < 0.4 * share:  # changed
            yield each._replace(sha256=digest[::-1])
        elif chance < 0.6 * share:  # moved; what is left out below that is removed
            yield each._replace(path=f"{path}.json")
        elif chance < 0.8 * share:  # added
            yield each
            yield each._replace(path=f"{path}.jsonl.more", sha256=f"{digest[1:]}f")


_GENERATE = """
import sys
from trainbib.generating import generate
generate(sys.argv[1], inventory_format=sys.argv[2])
"""


def many_files(folder: Path, count: int) -> None:
    """Make small files, 1000 a folder; hard links to a few hundred contents."""
    contents = folder.with_name("contents")
    contents.mkdir(exist_ok=True)
    for number in range(count):
        first = contents / str(number % 400)
        if number < 400:  # noqa: PLR2004 - a file system allows some ten thousand links
            first.write_bytes(b'{"number": %d, "text": "lorem ipsum"}\n' % number * 25)
        part = folder / f"part-{number // 1_000_000:02d}" / f"{number // 1000:05d}"
        if number % 1000 == 0:
            part.mkdir(parents=True)
        os.link(first, part / f"{number:08d}.jsonl")


def memory_of(command: list[str]) -> tuple[float, float]:
    """Run a command; return the peak of all its processes, and of the largest, in MiB."""
    process = subprocess.Popen(command, stdout=NULL)
    most = 0
    while True:
        most = max(most, sum(map(_shared_out, _below(process.pid))))
        time.sleep(0.05)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}")
    return most / 1024, usage.ru_maxrss / 1024


def _below(pid: int) -> Iterator[int]:
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="utf-8").split():
                yield from _below(int(child))
    except OSError:
        return


def _shared_out(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return int(text.partition("\nPss:")[2].split(maxsplit=1)[0])


def verifying(folder: Path, count: int) -> None:
    """Print what memory `generate` and `verify` of as many files take."""
    data = folder / f"files-{count}"
    many_files(data, count)
    program = tool("trainbib")
    print(f"\n{count} files{'':20} {'all MiB':>12} {'largest MiB':>12}")
    for name in ("jsonl", "parquet"):
        manifest = str(data / "trainbib.yaml")
        generate = [sys.executable, "-c", _GENERATE, str(data), name]
        for label, command in (("generate", generate), ("verify", [program, "verify", manifest])):
            every, largest = memory_of(command)
            print(f"{f'{label}, {name}':33} {every:12.0f} {largest:12.0f}", flush=True)
        for file in data.glob("*trainbib*"):
            file.unlink()
    shutil.rmtree(data)


def comparing(top: Path, rows: int, runs: int) -> None:
    """Print what comparing two inventories costs."""
    trainbib, python = tool("trainbib"), sys.executable
    # In a process of its own: what is measured begins with the memory of this one.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(write_side, [top] * 3, SHARES, [rows] * 3))

    def both(suffix: str) -> list[str]:
        return [str(top / f"old{suffix}"), str(top / f"new{suffix}")]

    for suffix in (".jsonl", ".parquet"):
        size = Path(both(suffix)[0]).stat().st_size
        print(f"{suffix}: {size / rows:.1f} bytes a row")
    heading(f"diff of two inventories of {rows} rows, 1 % of them other")
    old, new = both(".sha256")
    sort = f"LC_ALL=C sort -o {top}/a {old} && LC_ALL=C sort -o {top}/b {new}"
    text = f"{sort} && LC_ALL=C comm -3 {top}/a {top}/b"
    theirs = run(["sh", "-c", text], runs=runs)
    row("sort and comm, checksums as text", theirs)
    ours = run([trainbib, "diff", *both("-parquet.yaml")], runs=runs)
    row("trainbib diff, Parquet", ours, theirs)
    if find_spec("duckdb") is not None:
        peer = run([python, "-c", _DUCKDB, *both(".parquet")], runs=runs)
        row("DuckDB, Parquet", peer, theirs)
    few = min(runs, 2)
    ours = run([trainbib, "diff", *both("-jsonl.yaml")], runs=few)
    row(f"trainbib diff, JSONL ({few} runs)", ours, theirs)
    peer = run([python, "-c", _DICTS, *both(".jsonl")], runs=few)
    row(f"Python dicts, JSONL ({few} runs)", peer, theirs)
    heading(f"diff of two inventories of {rows} rows, 1 in 100 000 of them other")
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(write_tables, [top, top], ["old", "few"]))
    sides = [str(top / f"{name}-tables.yaml") for name in ("old", "few")]
    row("trainbib diff, bucket tables", run([trainbib, "diff", *sides], runs=runs))
    sides = [str(top / f"{name}-parquet.yaml") for name in ("old", "few")]
    row("trainbib diff, Parquet", run([trainbib, "diff", *sides], runs=runs))


def main() -> None:
    """Write the inventories, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each inventory")
    parser.add_argument("--runs", type=int, default=5, help="how many runs count")
    parser.add_argument("--in", dest="folder", help="where to write the inventories")
    parser.add_argument("--verify", type=int, nargs="*", default=[], help="numbers of files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        if options.rows:
            comparing(Path(name), options.rows, options.runs)
        for count in options.verify:
            verifying(Path(name), count)


if __name__ == "__main__":
    main()
