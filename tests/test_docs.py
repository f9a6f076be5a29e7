"""The documents show what the program does today."""

import ast
import importlib
import re
import runpy
from pathlib import Path
from typing import Any

import click
import pytest

from trainbib_cli.app import program

TOP = Path(__file__).parents[1]
GENERATE: dict[str, Any] = runpy.run_path(str(TOP / "docs" / "generate.py"))


def test_the_tables_of_the_specification_are_up_to_date() -> None:
    text = (TOP / "SPEC.md").read_text(encoding="utf-8")
    assert GENERATE["spec_tables"](text) == text


def test_the_tour_of_the_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    assert text.count("```console") >= 5
    assert GENERATE["tour"](text, tmp_path) == text


def test_the_help_of_every_command_is_in_the_documents(tmp_path: Path) -> None:
    assert GENERATE["command_line"](tmp_path) == (TOP / "docs" / "cli.md").read_text(
        encoding="utf-8"
    )


def test_the_pages_of_the_checks_are_in_the_documents() -> None:
    assert GENERATE["rule_pages"]() == (TOP / "docs" / "rules.md").read_text(encoding="utf-8")


DOCUMENTS = sorted(
    path.relative_to(TOP).as_posix()
    for folder in (".", "docs", "schema", "benchmarks", "examples", "examples/eu", "tests/vectors")
    for path in (TOP / folder).glob("*.md")
)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document, as GitHub makes them of headings."""
    text = path.read_text(encoding="utf-8")
    plain = (
        re.sub(r"[`*]", "", head).lower() for head in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    )
    made = {re.sub(r"[^\w -]", "", head).replace(" ", "-") for head in plain}
    return made | set(re.findall(r'<a id="([^"]+)"', text))


@pytest.mark.skipif(
    not (TOP / "schema" / "v1").is_dir(), reason="without sources links lead nowhere"
)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_local_links_lead_somewhere(name: str) -> None:
    text = (TOP / name).read_text(encoding="utf-8")
    for file, anchor in re.findall(r"\]\((?![a-z]+:)([^)#\s]*)(?:#([^)]+))?\)", text):
        target = (TOP / name).parent / file if file else TOP / name
        assert target.exists(), file
        assert not anchor or anchor in anchors(target), f"{file}#{anchor}"


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name != "docs/cli.md"])
def test_commands_that_are_named_have_the_options_that_are_named(name: str) -> None:
    context = click.Context(program)
    text = re.sub(r"\\\n", " ", (TOP / name).read_text(encoding="utf-8"))
    for line in re.findall(r"(?:`|\$ |^ *|--wrap ')trainbib ([a-z][^`\n|]*)", text, re.MULTILINE):
        first, *words = line.partition(" #")[0].split()
        command = program.get_command(context, first.strip("',.;:"))
        if command is None:
            assert not any(word.startswith("-") for word in words), (
                line
            )  # prose: `trainbib record …`
            continue
        known = {"--help", *(each for one in command.params for each in one.opts)}
        known |= {each for one in command.params for each in one.secondary_opts}
        used = {word.partition("=")[0].strip("',.;:)") for word in words if word.startswith("-")}
        assert used - {"-", ""} <= known, line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_programs_in_the_documents_import_is_there(name: str) -> None:
    text = (TOP / name).read_text(encoding="utf-8")
    for program_text in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        for node in ast.walk(ast.parse(program_text)):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("trainbib"):
                module = importlib.import_module(str(node.module))
                assert all(hasattr(module, each.name) for each in node.names), node.module


CITING = ("manifest/**/*.py", "cli/**/*.py", "docs/*.md", "schema/v1/*.json", "*.md")


def test_sections_that_are_cited_exist() -> None:
    spec = (TOP / "SPEC.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^#+ (\d+(?:\.\d+)*)\.? ", spec, re.MULTILINE))
    assert len(sections) > 50
    for path in (path for pattern in CITING for path in TOP.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        cited = re.findall(r"SPEC\.md[,:]?\s+sections?\s+(\d+(?:\.\d+)*)", text)
        assert set(cited) <= sections, path
