"""Write the generated parts of the documents: tables of SPEC.md, the tour of README.md, cli.md.

``--check`` changes nothing and exits with 1 if something is out of date.
"""

import argparse
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from trainbib.comparing.changes import KINDS
from trainbib.rules import RULES

TOP = Path(__file__).resolve().parents[1]
CONSOLE = re.compile(r"^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
WIDTH = "100"


def spec_tables(text: str) -> str:
    """Return SPEC.md with the tables of checks and changes written anew."""
    checks = ["| Code | Name | Severity | What is wrong |", "| --- | --- | --- | --- |"]
    for rule in RULES:
        extra = " (only when asked for: pedantic)" if rule.pedantic else ""
        checks.append(f"| `{rule.code}` | {rule.name} | {rule.severity} | {rule.summary}{extra} |")
    changes = ["| Code | Name | Class | Level | What changed |", "| --- | --- | --- | --- | --- |"]
    for kind in KINDS:
        levels = " or ".join(str(level) for level in kind.levels)
        line = f"| `{kind.code}` | {kind.name} | {kind.class_} | {levels} | {kind.summary} |"
        changes.append(line)
    text = _between(text, "checks", "\n".join(checks))
    return _between(text, "changes", "\n".join(changes))


def _between(text: str, name: str, body: str) -> str:
    start, end = f"<!-- {name}: written by docs/generate.py -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"the marks around {name} are gone")
    return f"{before}{start}\n\n{body}\n\n{end}{after}"


def tour(text: str, folder: Path) -> str:
    """Return a text in which every console block shows what its commands print now.

    Args:
        text: Markdown; lines that begin with ``$`` are run, one after the other, in one folder.
        folder: Where they are run; ``examples`` is there.
    """
    (folder / "examples").symlink_to(TOP / "examples")

    def replay(block: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", block["body"], re.MULTILINE)
        shown = [f"$ {command}\n{_output(command, folder)}" for command in commands]
        return f"```console\n{''.join(shown)}```"

    return CONSOLE.sub(replay, text)


def _output(command: str, folder: Path) -> str:
    scripts = sysconfig.get_path("scripts")
    environment = {
        "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")]),
        "HOME": str(folder),
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1767225600",  # the first day of 2026, whenever this runs
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    done = subprocess.run(  # noqa: S602 - the commands of our own documents
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def command_line(folder: Path) -> str:
    """Return docs/cli.md: the help of the program and of every command."""
    parts = [
        "# The program `trainbib`\n\nWritten by `docs/generate.py` from the program's own help.\n"
    ]
    top = _output("trainbib --help", folder)
    parts.append(f"\n```text\n{top}```\n")
    listed = top.partition("Commands:")[2].partition("\n\n")[0]
    for name in re.findall(r"^  ([a-z]+)  +\S", listed, re.MULTILINE):
        help_ = _output(f"trainbib {name} --help", folder)
        parts.append(f"\n## `trainbib {name}`\n\n```text\n{help_}```\n")
    return "".join(parts)


def documents() -> dict[Path, str]:
    """Return each document and its text as it should be."""
    made: dict[Path, str] = {}
    for name in ("SPEC.md", "README.md"):
        path = TOP / name
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            made[path] = spec_tables(text) if name == "SPEC.md" else tour(text, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        made[TOP / "docs" / "cli.md"] = command_line(Path(folder))
    return made


def main() -> int:
    """Write, or compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say what is old")
    check: bool = parser.parse_args().check
    stale = 0
    for path, text in documents().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if not check:
            path.write_text(text, encoding="utf-8")
        word = "is out of date; run `make docs`" if check else "written"
        sys.stdout.write(f"{path.relative_to(TOP)} {word}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
