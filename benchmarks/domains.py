"""`domains`, `index` and `lookup`: a million records and more, against the plain way in Python."""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from measure import heading, row, run, tool

PLAIN = """
import json, sys
from collections import defaultdict
from urllib.parse import urlsplit
from publicsuffixlist import PublicSuffixList
suffixes = PublicSuffixList(only_icann=True)
sums = defaultdict(lambda: [0, 0])
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        for line in file:
            record = json.loads(line)
            domain = suffixes.privatesuffix(urlsplit(record["url"]).hostname)
            cell = sums[domain]
            cell[0] += 1
            cell[1] += len(record["text"].encode())
for domain in sorted(sums, key=lambda name: -sums[name][1])[:10]:
    print(domain, *sums[domain])
"""
TOP_LEVELS = ("com", "org", "net", "de", "co.uk", "com.br", "co.jp", "fr")


def records(count: int, domains: int) -> Iterator[dict[str, object]]:
    """Yield records of a crawl: a few domains have many pages, most have few."""
    chosen = random.Random(1)
    words = ["lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit"]
    texts = [" ".join(chosen.choices(words, k=chosen.randint(20, 300))) for _ in range(1000)]
    for number in range(count):
        spread = chosen.random() ** 2
        site = int(domains * spread)
        host = f"{'www.' * (site % 2)}site-{site}.{TOP_LEVELS[site % 8]}"
        yield {
            "url": f"https://{host}/articles/{number}?page={number % 7}",
            "text": chosen.choice(texts),
            "language": "en",
            "score": 0.5,
        }


def make(folder: Path, count: int, domains: int) -> dict[str, list[str]]:
    """Write the records in several formats, each in two files; return their paths."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import zstandard

    made: dict[str, list[str]] = {"jsonl": [], "jsonl.zst": [], "parquet": []}
    rows = records(count, domains)
    for part in range(2):
        held = [next(rows) for _ in range(count // 2)]
        lines = "".join(json.dumps(record) + "\n" for record in held).encode()
        for ending, paths in made.items():
            path = folder / f"{part}.{ending}"
            paths.append(str(path))
            if ending == "jsonl":
                path.write_bytes(lines)
            elif ending == "jsonl.zst":
                path.write_bytes(zstandard.ZstdCompressor().compress(lines))
            else:
                pq.write_table(pa.Table.from_pylist(held), path)
    return made


def main() -> None:
    """Make the records, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000, help="how many records")
    parser.add_argument("--domains", type=int, default=500_000, help="how many domains at most")
    options = parser.parse_args()
    trainbib = tool("trainbib")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own: what a command is said to need begins at what its parent has.
        with ProcessPoolExecutor(1) as pool:
            made = pool.submit(make, folder, options.records, options.domains).result()
        size = sum(Path(path).stat().st_size for path in made["jsonl"]) / 1e6
        heading(f"domains: {options.records} records, {size:.0f} MB as JSON Lines")
        plain = run([sys.executable, "-c", PLAIN, *made["jsonl"]], runs=1)
        row("json, urlsplit, publicsuffixlist: jsonl", plain)
        for ending, paths in made.items():
            for jobs in ("1", "2"):
                table = str(folder / "table.parquet")
                command = [trainbib, "domains", *paths, "--jobs", jobs, "-o", table]
                row(f"trainbib domains: {ending}, {jobs} jobs", run(command, runs=3), plain)
        parts = [str(folder / f"part-{part}.parquet") for part in range(2)]
        for part, path in zip(parts, made["jsonl"], strict=True):
            run([trainbib, "domains", path, "-o", part], runs=1)
        added = [trainbib, "domains", *parts, "-o", str(folder / "sum.parquet")]
        row("trainbib domains: two tables added", run(added, runs=3))
        heading(f"index: {options.records} URLs and texts")
        index = str(folder / "index.parquet")
        for of in ("url", "url,text"):
            for jobs in ("1", "2"):
                command = [trainbib, "index", *made["jsonl"], "--of", of, "-o", index]
                cost = run([*command, "--jobs", jobs], runs=3)
                row(f"trainbib index: {of}, {jobs} jobs", cost)
        print(f"{'size of the index, bytes a digest':44} {_bytes_each(index):8.2f}")
        asked = [trainbib, "lookup", index, "--url", "https://example.com/", "--exact"]
        row("trainbib lookup", run(asked, runs=5, expect=(1,)))


def _bytes_each(index: str) -> float:
    from trainbib.record_index import open_record_index

    kinds = open_record_index(index).facts.kinds.values()
    return Path(index).stat().st_size / sum(kind.distinct for kind in kinds)


if __name__ == "__main__":
    main()
