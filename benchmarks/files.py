"""`generate` and `verify`: many small files, a few large ones; against sha256sum and bagit."""

import argparse
import random
import shutil
import tempfile
from functools import partial
from pathlib import Path

from measure import heading, row, run, tool


def small_files(folder: Path, count: int) -> None:
    """Write JSONL files of about 3 kB, 200 in a folder."""
    words = random.Random(1)
    for number in range(count):
        inside = folder / f"part-{number // 200:04d}"
        inside.mkdir(parents=True, exist_ok=True)
        lines = words.randint(5, 30)
        text = "".join(
            f'{{"id": {line}, "text": "{"lorem ipsum " * words.randint(1, 20)}"}}\n'
            for line in range(lines)
        )
        (inside / f"{number:06d}.jsonl").write_text(text, encoding="utf-8")


def large_files(folder: Path, count: int, size: int) -> None:
    """Write JSONL files of a given size in bytes."""
    folder.mkdir(parents=True)
    words = random.Random(2)
    block = "".join(
        f'{{"id": {line}, "text": "{words.getrandbits(2000):x}"}}\n' for line in range(4000)
    ).encode()
    for number in range(count):
        with (folder / f"{number}.jsonl").open("wb") as file:
            written = 0
            while written < size:
                written += file.write(block)


def compare(title: str, data: Path, *, runs: int) -> None:
    """Print a table for one folder."""
    trainbib, bagit, checksum = tool("trainbib"), tool("bagit.py"), tool("sha256sum")
    manifest, listing = data / "trainbib.yaml", data / "trainbib.files.jsonl"
    sums = data.with_suffix(".sha256")
    listed = f"cd {data} && find . -type f ! -name 'trainbib*' -print0 | xargs -0 {checksum}"

    def fresh() -> None:
        for file in (manifest, listing):
            file.unlink(missing_ok=True)

    bag = data.with_name(data.name + "-bag")

    def unpacked() -> None:
        shutil.rmtree(bag, ignore_errors=True)
        shutil.copytree(data, bag, ignore=shutil.ignore_patterns("trainbib*"))

    heading(f"hash {title}")
    theirs = run(["sh", "-c", f"{listed} > {sums}"], runs=runs)
    row("sha256sum", theirs)
    bagged = run([bagit, "--quiet", "--sha256", str(bag)], runs=runs, before=unpacked)
    row("bagit --sha256", bagged)
    ours = run([trainbib, "generate", str(data)], runs=runs, before=fresh)
    row("trainbib generate, against sha256sum", ours, theirs)
    row("trainbib generate, against bagit", ours, bagged)
    heading(f"verify {title}")
    theirs = run(["sh", "-c", f"cd {data} && {checksum} --quiet -c {sums}"], runs=runs)
    row("sha256sum -c", theirs)
    bagged = run([bagit, "--quiet", "--validate", str(bag)], runs=runs)
    row("bagit --validate", bagged)
    ours = run([trainbib, "verify", str(manifest)], runs=runs)
    row("trainbib verify, against sha256sum", ours, theirs)
    row("trainbib verify, against bagit", ours, bagged)
    shutil.rmtree(bag, ignore_errors=True)


def main() -> None:
    """Make the folders, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=20_000, help="how many small files")
    parser.add_argument("--large", type=int, default=500, help="MB in each of 4 large files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        make = {
            f"{options.small} files of about 3 kB": partial(
                small_files, top / "small", options.small
            ),
            f"4 files of {options.large} MB": partial(
                large_files, top / "large", 4, options.large * 1_000_000
            ),
        }
        for (title, create), data in zip(make.items(), ("small", "large"), strict=True):
            create()
            compare(title, top / data, runs=5 if data == "small" else 3)
            shutil.rmtree(top / data)


if __name__ == "__main__":
    main()
