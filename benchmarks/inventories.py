"""`diff` of two large inventories with moves found; against sort and comm, DuckDB, Python dicts.

One row in a hundred differs: changed, added, removed, or moved within its folder.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from measure import heading, row, run, tool
from trainbib.inventory.rows import FileRow, convert_inventory, write_sorted_inventory

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
        name: ``old`` or ``new``.
        count: How many rows the old one has.
    """
    files = size = 0

    def written(text: TextIO) -> Iterator[FileRow]:
        nonlocal files, size
        for each in _rows(count, new=name == "new"):
            files += 1
            size += each.bytes
            text.write(f"{each.sha256}  {each.path}\n")
            yield each

    with (folder / f"{name}.sha256").open("w", encoding="utf-8") as text:
        digests = {"jsonl": write_sorted_inventory(written(text), folder / f"{name}.jsonl")}
    digests["parquet"] = convert_inventory(folder / f"{name}.jsonl", folder / f"{name}.parquet")
    for suffix, digest in digests.items():
        text_of_manifest = _MANIFEST.format(
            version="2.0.0" if name == "new" else "1.0.0",
            name=f"{name}.{suffix}",
            files=files,
            bytes=size,
            digest=digest,
        )
        (folder / f"{name}-{suffix}.yaml").write_text(text_of_manifest, encoding="utf-8")


def _rows(count: int, *, new: bool) -> Iterator[FileRow]:
    contents, chances = random.Random(1), random.Random(2)
    for number in range(count):
        digest = contents.randbytes(32).hex()
        path = f"corpus/{number // 1_000_000:02d}/part-{number // 1000:05d}/{number:08d}"
        size = (number * 7919 & 16383) + 1
        each = FileRow(f"{path}.jsonl", size, digest, "application/jsonl", size & 63, "line")
        chance = chances.random()
        if not new or chance >= 0.01:  # noqa: PLR2004 - one in a hundred
            yield each
        elif chance < 0.004:  # noqa: PLR2004 - changed
            yield each._replace(sha256=digest[::-1])
        elif chance < 0.006:  # noqa: PLR2004 - moved; what is left out below that is removed
            yield each._replace(path=f"{path}.json")
        elif chance < 0.008:  # noqa: PLR2004 - added
            yield each
            yield each._replace(path=f"{path}.jsonl.more", sha256=f"{digest[1:]}f")


def main() -> None:
    """Write the inventories, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each inventory")
    parser.add_argument("--runs", type=int, default=5, help="how many runs count")
    parser.add_argument("--in", dest="folder", help="where to write the inventories")
    options = parser.parse_args()
    trainbib, python = tool("trainbib"), sys.executable
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        top = Path(name)
        # In a process of its own: what is measured begins with the memory of this one.
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(write_side, [top, top], ["old", "new"], [options.rows] * 2))

        def both(suffix: str) -> list[str]:
            return [str(top / f"old{suffix}"), str(top / f"new{suffix}")]

        for suffix in (".jsonl", ".parquet"):
            size = Path(both(suffix)[0]).stat().st_size
            print(f"{suffix}: {size / options.rows:.1f} bytes a row")
        heading(f"diff of two inventories of {options.rows} rows, 1 % of them other")
        old, new = both(".sha256")
        sort = f"LC_ALL=C sort -o {top}/a {old} && LC_ALL=C sort -o {top}/b {new}"
        text = f"{sort} && LC_ALL=C comm -3 {top}/a {top}/b"
        theirs = run(["sh", "-c", text], runs=options.runs)
        row("sort and comm, checksums as text", theirs)
        ours = run([trainbib, "diff", *both("-parquet.yaml")], runs=options.runs)
        row("trainbib diff, Parquet", ours, theirs)
        if find_spec("duckdb") is not None:
            peer = run([python, "-c", _DUCKDB, *both(".parquet")], runs=options.runs)
            row("DuckDB, Parquet", peer, theirs)
        few = min(options.runs, 2)
        ours = run([trainbib, "diff", *both("-jsonl.yaml")], runs=few)
        row(f"trainbib diff, JSONL ({few} runs)", ours, theirs)
        peer = run([python, "-c", _DICTS, *both(".jsonl")], runs=few)
        row(f"Python dicts, JSONL ({few} runs)", peer, theirs)


if __name__ == "__main__":
    main()
