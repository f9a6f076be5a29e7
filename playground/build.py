"""Build the playground: a folder of static files that any web server can serve.

Python itself comes from npm (``pyodide``, held to the digests of ``package-lock.json``), the
checker from this checkout as a wheel, the pure-Python libraries that it needs from the environment
that this runs in. docs/playground.md says what is in the folder and how to serve it.
"""

import argparse
import base64
import hashlib
import importlib.metadata
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import trainbib
import trainbib_cli

HERE = Path(__file__).resolve().parent
TOP = HERE.parent

PAGE = (
    "app.js", "checker.js", "editor.js", "findings.js", "index.html", "markdown.js", "places.js",
    "score.js", "sharing.js", "style.css", "worker.js",
)  # fmt: skip
"""What was written for the page, and is served as it is."""

RUNTIME = (
    "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip",
)  # fmt: skip
"""What a browser needs of the npm package."""

LIBRARIES = ("click", "pyyaml")
"""What the checker imports beside the standard library; of both, the Python files are enough."""

SAMPLES = {
    "playground/samples/mistakes.trainbib.yaml": "One with mistakes",
    "examples/minimal.trainbib.yaml": "Minimal",
    "examples/complete.trainbib.yaml": "Complete",
    "examples/the-pile.trainbib.yaml": "The Pile, as published",
    "examples/published-mistakes/dolma-1.7-as-published.trainbib.yaml": "Dolma 1.7, as published",
}
"""Examples to choose from: path in this repository to title; the first one is shown at first."""

NOTICES = """\
This folder holds, beside the pages of Trainbib {version} (Apache-2.0):

pyodide/             Pyodide {pyodide} (MPL-2.0, https://pyodide.org), with CPython (PSF-2.0)
{libraries}
"""


def assemble(out: Path, runtime: Path, library: Path) -> None:
    """Put the folder together.

    Args:
        out: The folder; what is in it is replaced.
        runtime: Folder with the files of the npm package ``pyodide``.
        library: Wheel, or zip archive, with the packages ``trainbib`` and ``trainbib_cli``.

    Raises:
        OSError: If a file is missing or cannot be written.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for name in PAGE:
        shutil.copyfile(HERE / name, out / name)
    (out / "pyodide").mkdir()
    for name in RUNTIME:
        shutil.copyfile(runtime / name, out / "pyodide" / name)
    archives = [out / library.name]
    shutil.copyfile(library, archives[0])
    versions: list[str] = []
    for name in LIBRARIES:
        distribution = importlib.metadata.distribution(name)
        archives.append(out / f"{name}-{distribution.version}.zip")
        _pack(distribution, archives[-1])
        versions.append(f"{archives[-1].name:<20} {name} ({_license(distribution)})")
    (out / "samples").mkdir()
    samples: list[dict[str, str]] = []
    for path, title in SAMPLES.items():
        copied = f"samples/{Path(path).name}"
        shutil.copyfile(TOP / path, out / copied)
        samples.append({"path": copied, "title": title})
    _write_json(
        out / "files.json",
        {
            "archives": [{"path": each.name, "integrity": _integrity(each)} for each in archives],
            "samples": samples,
        },
    )
    notices = NOTICES.format(
        version=_version(library), pyodide=_pyodide(), libraries="\n".join(versions)
    )
    (out / "NOTICES.txt").write_text(notices, encoding="utf-8")
    (out / "SHA256SUMS").write_text("".join(_sums(out)), encoding="utf-8")


def _pack(distribution: importlib.metadata.Distribution, archive: Path) -> None:
    """Write the Python files and the licence of an installed distribution to an archive."""
    wanted = [
        file
        for file in distribution.files or ()
        if file.suffix == ".py" or (file.parts[0].endswith(".dist-info") and "LICEN" in file.name)
    ]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(wanted, key=str):
            _add(packed, file.as_posix(), file.read_binary())


def _add(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name)  # of 1980, so that the same content makes the same archive
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, content)


def pack_sources(archive: Path) -> None:
    """Write the packages as they are imported here to an archive, laid out as in the wheel."""
    folders = [
        (Path(next(iter(each.__path__))), each.__name__) for each in (trainbib, trainbib_cli)
    ]
    if (TOP / "schema" / "v1").is_dir():  # a checkout; the wheel has them in the package
        folders.append((TOP / "schema", "trainbib/_schemas"))
    with zipfile.ZipFile(archive, "w") as packed:
        for folder, prefix in folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    name = f"{prefix}/{path.relative_to(folder).as_posix()}"
                    _add(packed, name, path.read_bytes())


def _license(distribution: importlib.metadata.Distribution) -> str:
    facts = distribution.metadata
    named = [facts[name] for name in ("License-Expression", "License") if name in facts]
    return named[0] if named else "see the archive"


def _version(library: Path) -> str:
    return library.name.split("-")[1] if library.suffix == ".whl" else "(from the sources)"


def _pyodide() -> str:
    package: dict[str, dict[str, str]] = json.loads((HERE / "package.json").read_bytes())
    return package["dependencies"]["pyodide"]


def _integrity(path: Path) -> str:
    digest = hashlib.sha384(path.read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def _sums(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            yield f"{digest}  {path.relative_to(folder).as_posix()}\n"


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def _fetched_runtime(folder: Path, npm: str) -> Path:
    """Have npm fetch what package-lock.json names, and hold it to its digests."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(HERE / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - npm, with fixed arguments
    return folder / "node_modules" / "pyodide"


def _built_wheel(folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "build",
        "--quiet",
        "--wheel",
        "--outdir",
        str(folder),
        str(TOP),
    ]
    subprocess.run(command, check=True)  # noqa: S603 - ourselves
    return next(folder.glob("*.whl"))


def main() -> int:
    """Build, and say what came of it."""
    parser = argparse.ArgumentParser(description="Build the playground.")
    parser.add_argument("--out", type=Path, default=TOP / "build" / "playground")
    parser.add_argument(
        "--runtime", type=Path, help="folder with the files of the npm package pyodide; no npm then"
    )
    chosen = parser.parse_args()
    npm = shutil.which("npm")
    if chosen.runtime is None and npm is None:
        print("the playground takes Python from npm, which is not here: install Node.js, or")
        print("give a folder with the files of the package pyodide by --runtime")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = _built_wheel(work)
        runtime: Path = chosen.runtime or _fetched_runtime(work, npm or "npm")
        assemble(chosen.out, runtime, wheel)
    size = sum(path.stat().st_size for path in chosen.out.rglob("*") if path.is_file())
    print(f"Built {chosen.out}, {size / 1e6:.1f} MB. To look at it: python playground/serve.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
