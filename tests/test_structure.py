"""How the code is laid out: small modules, and no imports in a circle."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import trainbib
import trainbib_cli
from trainbib.rules.ref.cycles import cycles

FOLDERS = [Path(package.__path__[0]) for package in (trainbib, trainbib_cli)]
MOST_LINES = 400


def modules() -> dict[str, Path]:
    """Return all modules by name; a package by its own."""
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in folder.rglob("*.py"):
            parts = path.relative_to(folder.parent).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imported(body: list[ast.stmt], *, late: bool) -> Iterator[str]:
    """Yield what the statements of a module import, for type checkers alone aside.

    Args:
        body: The statements.
        late: Whether to look into functions too.
    """
    for node in body:
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module)):
                yield from (f"{module}.{alias.name}" for alias in node.names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if not late:
                pass
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                yield from imported(node.orelse, late=late)
            case _:
                for part in ast.iter_child_nodes(node):
                    if isinstance(part, ast.ExceptHandler):
                        yield from imported(part.body, late=late)
                    elif isinstance(part, ast.stmt):
                        yield from imported([part], late=late)


def graph(*, late: bool) -> dict[str, list[str]]:
    """Return what each module imports of the others, in the order in which it does."""
    known = modules()
    found: dict[str, list[str]] = {}
    for name, path in known.items():
        names = imported(ast.parse(path.read_text(encoding="utf-8")).body, late=late)
        meant = (each if each in known else each.rpartition(".")[0] for each in names)
        found[name] = [each for each in dict.fromkeys(meant) if each in known and each != name]
    return found


@pytest.mark.parametrize("late", [False, True], ids=["at once", "in functions too"])
def test_no_module_imports_itself_by_way_of_others(late: bool) -> None:  # noqa: FBT001 - a case
    found = graph(late=late)
    assert "trainbib.rules.context" in found["trainbib.checking"]
    assert cycles(found) == []


def test_no_module_is_long() -> None:
    lines = {name: path.read_text(encoding="utf-8").count("\n") for name, path in modules().items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_a_circle_of_imports_would_be_seen() -> None:
    text = """\
import a.b
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import no
else:
    import c
try:
    from d import e
except ImportError:
    import f
with x:
    import g
class H:
    import h
    def method(self):
        import i
def function():
    if True:
        from j import k
"""
    body = ast.parse(text).body
    assert list(imported(body, late=False)) == [
        "a.b",
        "typing.TYPE_CHECKING",
        "c",
        "d.e",
        "f",
        "g",
        "h",
    ]
    assert set(imported(body, late=True)) - set(imported(body, late=False)) == {"i", "j.k"}
    assert cycles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == [["a", "b", "c"]]
