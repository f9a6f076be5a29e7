"""Write the generated documents: in SPEC.md, README.md, docs and examples/eu.

``--check`` changes nothing and exits with 1 if something is out of date.
"""

import argparse
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from itertools import groupby
from pathlib import Path
from textwrap import dedent

from trainbib.comparing.changes import KINDS, ChangeKind
from trainbib.disclosure.filing import fill
from trainbib.disclosure.regimes import regime_names, regime_package
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.document import read_document
from trainbib.rules import RULES, Rule
from trainbib.values import as_mapping, as_texts
from trainbib_cli.habits import COMMANDS, OPTIONS

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
    for name in re.findall(r"^  ([a-z-]+)  +\S", listed, re.MULTILINE):
        help_ = _output(f"trainbib {name} --help", folder)
        parts.append(f"\n## `trainbib {name}`\n\n```text\n{help_}```\n")
    return "".join([*parts, _habits()])


_HABITS = """\

## Flags of other checkers

There is one way to do a thing, so the program has no second names; who writes what another checker
calls it is told what to write here, and the exit code is 2. `trainbib` alone prints its help, for a
folder is checked when somebody says so: `trainbib check`.

| Written | What to do here |
| --- | --- |
"""


def _habits() -> str:
    """Return the table of what people write who come from other checkers."""
    rows = [(f"trainbib {written}", f"write `{instead}`") for written, instead in COMMANDS.items()]
    for command, options in OPTIONS.items():
        name = f"trainbib {command or 'COMMAND'}"
        rows += [(f"{name} {option}", hint) for option, hint in options.items()]
    return _HABITS + "".join(f"| `{written}` | {hint} |\n" for written, hint in rows)


_ABOUT = """\
# The checks

Written by `docs/generate.py` from the checks; `trainbib explain CODE` prints one of these pages.
Facts stand first: the severity, whether a repair is offered, and when it runs, if not always.
"""


def rule_pages() -> str:
    """Return docs/rules.md: the page of every check and every kind of change, each with an anchor.

    The pages are what `trainbib explain` prints. The anchor is the code: `rules.md#REF001`.
    """
    families = [list(rules) for _, rules in groupby(RULES, key=lambda rule: rule.family)]
    parts = [_ABOUT]
    parts.extend(f"\n- {_family(rules[0].family)}: {_links(rules)}" for rules in families)
    parts.append(f"\n- DIF: kinds of change: {_links(KINDS)}\n")
    for rules in families:
        parts.append(f"\n## {_family(rules[0].family)}\n")
        parts.extend(_section(rule, _facts(rule), rule.page or "") for rule in rules)
    parts.append("\n## DIF: kinds of change\n")
    for kind in KINDS:
        facts = f"{kind.class_}; {' or '.join(map(str, kind.levels))}"
        parts.append(_section(kind, facts, f"{kind.summary}.\n\n{kind.page}"))
    return "".join(parts)


FAMILIES = {
    rule.family: f"{regime_package(name)}.rules"
    for name in regime_names()
    for rule in import_module(f"{regime_package(name)}.rules").RULES
}
"""The packages of the families that legal forms have of their own."""


def _family(family: str) -> str:
    title = import_module(FAMILIES.get(family, f"trainbib.rules.{family.lower()}")).__doc__ or ""
    return title.splitlines()[0].rstrip(".")


def _links(each: Iterable[Rule | ChangeKind]) -> str:
    return ", ".join(f"[{one.code}](#{one.code})" for one in each)


def _facts(rule: Rule) -> str:
    facts = [str(rule.severity), f"{rule.fix} repair" if rule.fix else "no repair"]
    if rule.profiles:
        facts.append(f"in the profiles {', '.join(f'`{name}`' for name in rule.profiles)} only")
    if rule.pedantic:
        facts.append("with `--persona pedantic` only")
    if rule.online:
        facts.append("with `--online` only")
    if rule.origin == "verify":
        facts.append("by `trainbib verify` only")
    return "; ".join(facts)


def _section(one: Rule | ChangeKind, facts: str, page: str) -> str:
    heading = f'<a id="{one.code}"></a>\n\n### {one.code} {one.name}'
    return f"\n{heading}\n\n*{facts}*\n\n{dedent(page).strip()}\n"


def disclosures() -> dict[Path, str]:
    """Return the documents of examples/eu, each beside its manifest."""
    made: dict[Path, str] = {}
    for path in sorted((TOP / "examples" / "eu").glob("*.trainbib.yaml")):
        data = as_mapping(read_document(path).data)
        regimes = [name for name in as_texts(data.get("profiles")) if name in regime_names()]
        filings = [fill(data, name, folder=path.parent, today=date(2026, 1, 1)) for name in regimes]
        made[path.with_name(path.name.replace(".trainbib.yaml", ".md"))] = render_markdown(filings)
    return made


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
    made[TOP / "docs" / "rules.md"] = rule_pages()
    return made | disclosures()


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
