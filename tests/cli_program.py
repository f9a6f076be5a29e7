"""Running the installed program, for the tests of the command line."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

SCRIPT = Path(sys.executable).parent / "trainbib"
"""The program as ``pip`` installs it."""

_NEUTRAL = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM"}


def environment(**extra: str) -> dict[str, str]:
    """Return the environment without what changes the output."""
    return {name: value for name, value in os.environ.items() if name not in _NEUTRAL} | extra


def trainbib(
    *arguments: str | os.PathLike[str],
    cwd: Path | None = None,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m trainbib_cli``."""
    return subprocess.run(
        [sys.executable, "-m", "trainbib_cli", *arguments],
        cwd=cwd,
        input=stdin,
        env=environment(**(env or {})),
        capture_output=True,
        check=False,
        timeout=60,
    )


def python(code: str, *arguments: str, cwd: Path | None = None) -> str:
    """Run Python code in a process of its own and return what it prints."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def lines(data: bytes) -> Sequence[str]:
    """Return the lines of what a program wrote."""
    return data.decode().splitlines()
