"""The documents show what the program does today."""

import runpy
from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize(
    "name", ["README.md", "SPEC.md", "CONTRIBUTING.md", "docs/cli.md", "docs/rules.md"]
)
def test_local_links_lead_somewhere(name: str) -> None:
    import re

    text = (TOP / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        assert (TOP / name).parent.joinpath(target).exists(), target
