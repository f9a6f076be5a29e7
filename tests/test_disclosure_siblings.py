"""No form leans on another one: what several forms use stands in ``disclosure.answering``."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import trainbib.disclosure
from trainbib.disclosure.regimes import regime_names, regime_package

HOME = Path(trainbib.disclosure.__file__).parent
PACKAGES = {regime_package(name): name for name in regime_names()}


def imported(source: str) -> Iterator[str]:
    """Yield the full name of everything that a module imports, wherever it does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{each.name}" for each in node.names)


def forms_used(source: str, own: str = "") -> set[str]:
    """Return the forms, other than its own, from which a module imports; relative ones all."""
    names = list(imported(source))
    found = {each for each in names if each.startswith(".")}
    for package in PACKAGES.keys() - {own}:
        found |= {package for each in names if f"{each}.".startswith(f"{package}.")}
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_a_form_imports_nothing_from_another_form(package: str) -> None:
    files = sorted((HOME / "regimes" / package.rpartition(".")[2]).rglob("*.py"))
    assert len(files) > 3
    for file in files:
        assert forms_used(file.read_text(encoding="utf-8"), package) == set(), file


def test_what_forms_share_imports_no_form() -> None:
    shared = [
        file
        for file in sorted(HOME.rglob("*.py"))
        if file.parent == HOME / "regimes" or "regimes" not in file.relative_to(HOME).parts
    ]
    assert HOME / "answering" / "gathering.py" in shared
    for file in shared:
        assert forms_used(file.read_text(encoding="utf-8")) == set(), file


@pytest.mark.parametrize(
    "line",
    [
        "from trainbib.disclosure.regimes.ca_ab2013.content import numbers",
        "from trainbib.disclosure.regimes.ca_ab2013 import content",
        "from trainbib.disclosure.regimes import ca_ab2013",
        "import trainbib.disclosure.regimes.ca_ab2013.rules",
        "def f():\n    from trainbib.disclosure.regimes.ca_ab2013 import content",
    ],
)
def test_every_way_to_import_is_seen(line: str) -> None:
    package = "trainbib.disclosure.regimes.ca_ab2013"
    assert forms_used(line, "trainbib.disclosure.regimes.eu_ai_act") == {package}
    assert forms_used(line, package) == set()


def test_relative_imports_are_seen() -> None:
    assert forms_used("from ..ca_ab2013 import content") == {"..ca_ab2013.content"}
