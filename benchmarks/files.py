"""`generate` and `verify` of files: small, large, mixed; against peers and a bare loop in C.

The loop, `limit.c`, lists, reads and hashes in two processes and does nothing else. It is compiled
here if there is a C compiler with OpenSSL's headers; if not, its rows are missing.
"""

import argparse
import os
import random
import shutil
import subprocess
import tempfile
import venv
from collections.abc import Callable
from multiprocessing import Process
from pathlib import Path
from typing import NamedTuple

from measure import Cost, bar, heading, row, run, tool


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


class Peers(NamedTuple):
    """Programs that do the same job, or a part of it; None for what cannot be had here.

    Attributes:
        limit: The loop in C.
        b3sum: BLAKE3's own tool.
        dvc: Data version control.
        model_signing: The Sigstore project's signer of models, which hashes every file.
    """

    limit: str | None
    b3sum: str | None
    dvc: str | None
    model_signing: str | None


class Bars(NamedTuple):
    """What `generate` and `verify` are to take at most, in wall time, as multiples of others'.

    Attributes:
        size: From which size of the folder on: how many files, or MB.
        limit: Of the loop in C.
        checksum: Of sha256sum in two processes.
        slow: Of bagit, dvc and model-signing; b3sum is to be beaten, too. None for no bar.
        find: Of `find -printf`, with a warm cache.
        peak: MiB of the largest process.
    """

    size: int
    limit: float
    checksum: float
    slow: float | None
    find: float
    peak: float


SMALL = Bars(200_000, 1.6, 0.7, 1 / 6, 2, 150)
LARGE = Bars(512, 1.15, 0.35, None, 2, 150)
MIXED = LARGE._replace(size=4000)


def find_peers(folder: Path, *, install: bool) -> Peers:
    """Look for the peers; install those in Python, in an environment of their own, if wanted."""
    b3sum = shutil.which("b3sum")
    if b3sum is None:
        print("b3sum is not installed and not on PyPI: no rows for it (`cargo install b3sum`)")
    dvc, model_signing = shutil.which("dvc"), shutil.which("model_signing")
    if install:
        place = folder / "peers"
        venv.create(place, with_pip=True)
        pip = [str(place / "bin/python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "dvc", "model-signing", "pyopenssl"], check=True)
        dvc, model_signing = (str(place / "bin" / name) for name in ("dvc", "model_signing"))
    elif dvc is None or model_signing is None:
        print("dvc or model-signing is not installed: --install-peers does it for this run")
    return Peers(compiled_limit(folder), b3sum, dvc, model_signing)


class Comparison:
    """`generate` and `verify` of one folder beside their peers.

    Args:
        title: What the folder holds.
        data: The folder.
        peers: The peers.
        bars: What is to be reached; None if the folder is smaller than those that they are for.
        runs: Of how many runs the medians are.
    """

    def __init__(self, title: str, data: Path, peers: Peers, bars: Bars | None, runs: int) -> None:
        self._title = title
        self._data = data
        self._peers = peers
        self._bars = bars
        self._runs = runs
        self._trainbib, self._bagit = tool("trainbib"), tool("bagit.py")
        self._checksum = tool("sha256sum")
        self._bag = data.with_name(f"{data.name}-bag")
        self._sums = data.with_suffix(".sha256")
        self._find = f"cd {data} && find . -type f ! -name '*trainbib*'"
        self._loop: Cost | None = None
        files = sum(len(names) for _, _, names in os.walk(data))
        self._at_once = max(min(files // 16, 64), 1)  # so that two processes end together

    def hashing(self) -> None:
        """Print the table of `generate`."""
        heading(f"hash {self._title}")
        data, runs = self._data, self._runs
        self._fresh()
        if self._peers.limit:
            self._loop = run([self._peers.limit, str(data)], runs=runs)
            row("bare loop in C, 2 processes", self._loop)
        listed = f"{self._find} -print0 | xargs -0 -P 2 -n {self._at_once} {self._checksum}"
        checksum = run(["sh", "-c", f"{listed} > {self._sums}"], runs=runs)
        row("sha256sum, 2 processes", checksum)
        blake3 = None
        if self._peers.b3sum:
            listed = f"{self._find} -print0 | xargs -0 -n 4096 {self._peers.b3sum}"
            blake3 = run(["sh", "-c", f"{listed} > {self._sums}.b3"], runs=runs)
            row("b3sum", blake3)
        plain = run([self._bagit, "--quiet", str(self._bag)], runs=runs, before=self._unpacked)
        row("bagit as it comes: two digests", plain)
        slow = self._slow_peers()
        command = [self._trainbib, "generate", str(data)]
        ours = run(command, runs=runs, before=self._fresh)
        if self._loop:
            row("trainbib generate, against the loop", ours, self._loop)
        row("trainbib generate, against sha256sum", ours, checksum)
        row("trainbib generate, against bagit as it comes", ours, plain)
        for name, cost in slow.items():
            row(f"trainbib generate, against {name}", ours, cost)
        self._fresh()
        walked = run(["sh", "-c", f"{self._find} -printf '%s %T@ %i %p\\n'"], runs=runs)
        row("find -printf", walked)
        cached = run([*command, "--cache"], runs=runs)
        row("trainbib generate --cache, against find", cached, walked)
        self._judge(ours, checksum, slow, blake3)
        if self._bars:
            bar("with a warm cache, of `find -printf`", cached.wall / walked.wall, self._bars.find)

    def verifying(self) -> None:
        """Print the table of `verify`, after that of `generate`."""
        heading(f"verify {self._title}")
        data, runs = self._data, self._runs
        # A list in two halves, so that two processes check it.
        halves = f"split -n r/2 {self._sums} {self._sums}- && ls {self._sums}-*"
        each = f"xargs -P 2 -n 1 {self._checksum} --quiet -c"
        checksum = run(
            ["sh", "-c", f"{halves} > {self._sums}.all; cd {data} && {each} < {self._sums}.all"],
            runs=runs,
        )
        row("sha256sum -c, 2 processes", checksum)
        self._unpacked()
        bag = [self._bagit, "--quiet", "--sha256", str(self._bag)]
        subprocess.run(bag, check=True)
        options = ["--quiet", "--validate", "--processes", "2", str(self._bag)]
        bagged = run([self._bagit, *options], runs=runs)
        row("bagit --validate, 2 processes", bagged)
        ours = run([self._trainbib, "verify", str(data / "trainbib.yaml")], runs=runs)
        if self._loop:
            row("trainbib verify, against the loop", ours, self._loop)
        row("trainbib verify, against sha256sum", ours, checksum)
        row("trainbib verify, against bagit", ours, bagged)
        self._judge(ours, checksum, {"bagit": bagged}, None)

    def clean(self) -> None:
        """Remove what the comparison made."""
        shutil.rmtree(self._bag, ignore_errors=True)
        shutil.rmtree(self._data, ignore_errors=True)

    def _judge(
        self, ours: Cost, checksum: Cost, slow: dict[str, Cost], blake3: Cost | None
    ) -> None:
        bars = self._bars
        if bars is None:
            sizes = f"--small {SMALL.size} --large {LARGE.size} --mixed {MIXED.size}"
            print(f"  the bars are for larger folders: {sizes}")
            return
        if self._loop:
            bar("wall, of the loop in C", ours.wall / self._loop.wall, bars.limit)
        bar("wall, of sha256sum in 2 processes", ours.wall / checksum.wall, bars.checksum)
        if bars.slow is not None:
            if blake3:
                bar("wall, of b3sum", ours.wall / blake3.wall, 1)
            for name, cost in slow.items():
                bar(f"wall, of {name}", ours.wall / cost.wall, bars.slow)
        bar("MiB of the largest process", ours.peak, bars.peak)

    def _slow_peers(self) -> dict[str, Cost]:
        """Measure those that take so long that few runs must do."""
        runs = min(self._runs, 3)
        options = ["--quiet", "--sha256", "--processes", "2", str(self._bag)]
        costs = {"bagit": run([self._bagit, *options], runs=runs, before=self._unpacked)}
        row("bagit --sha256, 2 processes", costs["bagit"])
        if self._peers.dvc:
            dvc = self._peers.dvc

            def tracked() -> None:
                self._unpacked()
                subprocess.run([dvc, "init", "--quiet", "--no-scm"], cwd=self._bag, check=True)

            inner = sorted(
                file.name for file in self._data.iterdir() if "trainbib" not in file.name
            )
            command = f"cd {self._bag} && {dvc} add --quiet {' '.join(inner)}"
            costs["dvc add"] = run(["sh", "-c", command], runs=1, before=tracked)
            row("dvc add", costs["dvc add"])
        if self._peers.model_signing:
            private = self._data.with_suffix(".pem")
            made = ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(private)]
            subprocess.run([tool("openssl"), *made], check=True, capture_output=True)
            signature = ["--signature", str(self._data.with_suffix(".sig"))]
            command_ = [self._peers.model_signing, "sign", "key", str(self._data), *signature]
            costs["model-signing"] = run([*command_, "--private_key", str(private)], runs=1)
            row("model-signing", costs["model-signing"])
        return costs

    def _fresh(self) -> None:
        for file in self._data.glob("*trainbib*"):
            file.unlink()

    def _unpacked(self) -> None:
        shutil.rmtree(self._bag, ignore_errors=True)
        shutil.copytree(self._data, self._bag, ignore=shutil.ignore_patterns("*trainbib*"))


def main() -> None:
    """Make the folders, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=20_000, help="how many small files")
    parser.add_argument("--large", type=int, default=250, help="MB in each of 8 large files")
    parser.add_argument("--mixed", type=int, default=2000, help="MB in 20 000 files of all sizes")
    parser.add_argument("--runs", type=int, default=5, help="of how many runs the medians are")
    parser.add_argument(
        "--only", choices=("small", "large", "mixed"), help="one of the three folders"
    )
    parser.add_argument(
        "--install-peers", action="store_true", help="install dvc and model-signing for this run"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        peers = find_peers(top, install=options.install_peers)
        make: dict[str, tuple[str, Bars | None, Callable[..., None], tuple[int, ...]]] = {
            "small": (
                f"{options.small} files of about 3 kB",
                SMALL if options.small >= SMALL.size else None,
                small_files,
                (options.small,),
            ),
            "large": (
                f"8 files of {options.large} MB",
                LARGE if options.large >= LARGE.size else None,
                large_files,
                (8, options.large * 1_000_000),
            ),
            "mixed": (
                f"20 000 files, {options.mixed} MB",
                MIXED if options.mixed >= MIXED.size else None,
                mixed_files,
                (20_000, options.mixed * 1_000_000),
            ),
        }
        for name, (title, bars, create, numbers) in make.items():
            if options.only in {None, name}:
                data = top / name
                # Elsewhere: what this process holds would count as memory of those it starts.
                maker = Process(target=create, args=(data, *numbers))
                maker.start()
                maker.join()
                comparison = Comparison(title, data, peers, bars, options.runs)
                comparison.hashing()
                comparison.verifying()
                comparison.clean()


if __name__ == "__main__":
    main()
