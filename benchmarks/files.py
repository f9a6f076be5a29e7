"""`generate` and `verify` of files: small, large, mixed; against peers and a bare loop in C.

The loop, `limit.c`, lists, reads and hashes in two processes and does nothing else. It is compiled
here if there is a C compiler with OpenSSL's headers; if not, its rows are missing.
"""

import argparse
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
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
    block = _lines(4000)
    for number in range(count):
        with (folder / f"{number}.jsonl").open("wb") as file:
            written = file.write(b'{"file": %d}\n' % number)
            while written < size:
                written += file.write(block)


def mixed_files(folder: Path, count: int, size: int) -> None:
    """Write JSONL files whose sizes are spread log-normally, together of about a given size."""
    sizes = random.Random(3)
    wanted = [sizes.lognormvariate(0, 1.6) for _ in range(count)]
    block = _lines(100_000)
    for number, share in enumerate(wanted):
        inside = folder / f"part-{number // 300:03d}"
        inside.mkdir(parents=True, exist_ok=True)
        text = block[: int(share / sum(wanted) * size)].rpartition(b"\n")[0]
        start = b'{"file": %d}\n' % number
        (inside / f"{number:06d}.jsonl").write_bytes(start + text + b"\n" * bool(text))


def _lines(count: int) -> bytes:
    words = random.Random(2)
    return "".join(
        f'{{"id": {line}, "text": "{words.getrandbits(2000):x}"}}\n' for line in range(count)
    ).encode()


def compiled_limit(folder: Path) -> str | None:
    """Compile the loop in C; None if that cannot be done here."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    source = Path(__file__).with_name("limit.c")
    target = folder / "limit"
    command = [compiler or "cc", "-O2", "-o", str(target), str(source), "-lcrypto"]
    if compiler and subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return str(target)
    print("no C compiler with OpenSSL's headers: no bare loop to compare with")
    return None


def compare(title: str, data: Path, limit: str | None, *, runs: int) -> None:
    """Print a table for one folder."""
    trainbib, bagit, checksum = tool("trainbib"), tool("bagit.py"), tool("sha256sum")
    manifest, listing = data / "trainbib.yaml", data / "trainbib.files.jsonl"
    cache = data / ".trainbib.files.jsonl.cache"
    sums = data.with_suffix(".sha256")
    find = f"cd {data} && find . -type f ! -name '*trainbib*'"
    listed = f"{find} -print0 | xargs -0 -P 2 -n 64 {checksum}"

    def fresh() -> None:
        for file in (manifest, listing, cache):
            file.unlink(missing_ok=True)

    bag = data.with_name(data.name + "-bag")

    def unpacked() -> None:
        shutil.rmtree(bag, ignore_errors=True)
        shutil.copytree(data, bag, ignore=shutil.ignore_patterns("*trainbib*"))

    heading(f"hash {title}")
    fresh()
    bare = run([limit, str(data)], runs=runs) if limit else None
    if bare:
        row("bare loop in C, 2 processes", bare)
    theirs = run(["sh", "-c", f"{listed} > {sums}"], runs=runs)
    row("sha256sum, 2 processes", theirs)
    bag_options = ["--quiet", "--sha256", "--processes", "2", str(bag)]
    bagged = run([bagit, *bag_options], runs=runs, before=unpacked)
    row("bagit --sha256, 2 processes", bagged)
    ours = run([trainbib, "generate", str(data)], runs=runs, before=fresh)
    for name, peer in (("the loop", bare), ("sha256sum", theirs), ("bagit", bagged)):
        if peer:
            row(f"trainbib generate, against {name}", ours, peer)
    walked = run(["sh", "-c", f"{find} -printf '%s %T@ %i %p\\n'"], runs=runs)
    row("find -printf", walked)
    fresh()
    cached = run([trainbib, "generate", "--cache", str(data)], runs=runs)
    row("trainbib generate --cache, against find", cached, walked)
    heading(f"verify {title}")
    theirs = run(["sh", "-c", f"cd {data} && {checksum} --quiet -c {sums}"], runs=runs)
    row("sha256sum -c", theirs)
    bagged = run([bagit, "--quiet", "--validate", "--processes", "2", str(bag)], runs=runs)
    row("bagit --validate, 2 processes", bagged)
    ours = run([trainbib, "verify", str(manifest)], runs=runs)
    for name, peer in (("the loop", bare), ("sha256sum", theirs), ("bagit", bagged)):
        if peer:
            row(f"trainbib verify, against {name}", ours, peer)
    shutil.rmtree(bag, ignore_errors=True)


def main() -> None:
    """Make the folders, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=20_000, help="how many small files")
    parser.add_argument("--large", type=int, default=250, help="MB in each of 8 large files")
    parser.add_argument("--mixed", type=int, default=2000, help="MB in 20 000 files of all sizes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        limit = compiled_limit(top)
        make: dict[str, tuple[str, Callable[..., None], tuple[int, ...]]] = {
            "small": (f"{options.small} files of about 3 kB", small_files, (options.small,)),
            "large": (
                f"8 files of {options.large} MB",
                large_files,
                (8, options.large * 1_000_000),
            ),
            "mixed": (
                f"20 000 files, {options.mixed} MB",
                mixed_files,
                (20_000, options.mixed * 1_000_000),
            ),
        }
        for name, (title, create, numbers) in make.items():
            data = top / name
            create(data, *numbers)
            compare(title, data, limit, runs=5)
            shutil.rmtree(data)


if __name__ == "__main__":
    main()
