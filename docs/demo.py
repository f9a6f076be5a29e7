"""The main job on the small data set of this repository: generate, check, verify, compare."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
FOLDER = TOP / "build" / "demo"


def run(*words: str) -> None:
    """Show a command, run it in the folder of the demonstration, stop if it cannot do its job."""
    sys.stdout.write(f"\n$ {' '.join(words)}\n")
    sys.stdout.flush()
    program = Path(sysconfig.get_path("scripts"), words[0])
    done = subprocess.run([program, *words[1:]], cwd=FOLDER, check=False)
    if done.returncode > 1:
        raise SystemExit(done.returncode)


def main() -> None:
    """Do it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    shutil.copytree(TOP / "examples" / "tour" / "v1", FOLDER / "harbour-1")
    run("trainbib", "generate", "harbour-1")
    run("trainbib", "check", "harbour-1")
    run("trainbib", "verify", "harbour-1/trainbib.yaml")
    shutil.copytree(TOP / "examples" / "tour" / "v2", FOLDER / "harbour-2")
    for name in ("trainbib.yaml", "trainbib.files.jsonl"):
        shutil.copy(FOLDER / "harbour-1" / name, FOLDER / "harbour-2" / name)
    run("trainbib", "generate", "harbour-2")
    run("trainbib", "diff", "harbour-1/trainbib.yaml", "harbour-2/trainbib.yaml")
    run("trainbib", "hash", "harbour-2/trainbib.yaml")
    sys.stdout.write(f"\nThe manifests are in {FOLDER}; README.md goes on from here.\n")


if __name__ == "__main__":
    main()
