"""Checks that could not look: what they do not find is not gone (SUP001, baselines)."""

from pathlib import Path
from typing import Any

import pytest

import test_vectors
from small_manifests import TODAY, lay_out
from trainbib.checking import check
from trainbib.checking.looking import NEEDS, unsettled
from trainbib.disclosure.regimes import regime_rules
from trainbib.document import parse_document, read_document
from trainbib.rules import RULES, Rule
from trainbib.rules.context import Context
from trainbib.selection import Selection
from trainbib.settings import LicensePolicy, Settings

TOP = Path(__file__).parents[1]
HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'
WATCHED = {
    "folder", "root", "disk_files", "disk_comparison", "citations", "inventory_path",
    "inventory_fault", "lineage", "exposures", "mixture",
}  # fmt: skip
ONLY_FOR_REPAIRS = {"HSH008"}
"""Reads a file to offer its digest; what it finds stands in the manifest."""
OF_FORMS = {rule.code for rule in regime_rules()}
BY_RULES = [rule for rule in RULES if rule.find is not None and not rule.online]


class Watching(Context):
    """Notes what a rule asks for."""

    asked: set[str]

    def __getattribute__(self, name: str) -> Any:
        if name in WATCHED:
            self.asked.add(name)
        return super().__getattribute__(name)


@pytest.mark.parametrize("rule", BY_RULES, ids=lambda rule: rule.code)
def test_what_a_rule_looks_at_beside_the_manifest_is_written_down(
    rule: Rule, tmp_path: Path
) -> None:
    asked = set[str]()
    for number, case in enumerate(test_vectors.VECTORS[rule.code]):
        folder = tmp_path / str(number)
        folder.mkdir()
        settings = Settings(today=TODAY, profiles=tuple(case.get("profiles", ())))
        context = Watching(read_document(test_vectors.lay_out(case, folder)), settings)
        context.asked = asked
        if context.document.parsed and rule.find is not None:
            list(rule.find(context))
    if asked and rule.code not in OF_FORMS | ONLY_FOR_REPAIRS:
        assert rule.code in NEEDS
    if rule.code in NEEDS and rule.code not in {"KEY004", "LIC014"}:  # they ask the settings
        assert asked


def unused(path: Path, settings: Settings | None = None) -> int:
    report = check(path, settings or Settings(today=TODAY))
    return sum(found.code == "SUP001" for found in report.diagnostics)


def silencing(folder: Path, code: str) -> Path:
    """Lay out files that are all there, and silence a check of them; JSON has no comments."""
    path = lay_out(folder, {"a.txt": "one\n"})
    written = folder / "trainbib.yaml"
    written.write_text(f"# trainbib: ignore[{code}] why\n{path.read_text()}\n")
    path.unlink()
    return written


@pytest.mark.parametrize("code", ["FIL001", "HSH002", "FIL002"])
def test_what_speaks_of_files_is_unused_only_where_the_files_are(tmp_path: Path, code: str) -> None:
    path = silencing(tmp_path, code)
    assert unused(path) == 1
    assert unused(path, Settings(today=TODAY, use_disk=False)) == 0
    (tmp_path / "data").rename(tmp_path / "away")
    assert unused(path) == 0
    (tmp_path / "away").rename(tmp_path / "data")
    (tmp_path / "files.jsonl").unlink()
    assert unused(path) == 0


@pytest.mark.parametrize(
    ("codes", "selection", "expected"),
    [
        ("LIC001", Selection(), 1),
        ("LIC001", Selection(ignore=("LIC001",)), 0),
        ("LIC001", Selection(select=("REF", "SUP")), 0),
        ("PAR00", Selection(), 1),
        ("PAR00", Selection(ignore=("PAR007",)), 0),
        ("PAR00", Selection(select=("PAR003", "SUP")), 0),
        ("LIC001, NET001", Selection(), 0),
        ("NET", Selection(), 0),
        ("HSH001", Selection(), 0),
        ("LIC012", Selection(), 0),
        ("LIC", Selection(), 0),
    ],
)
def test_one_is_unused_only_if_all_its_checks_ran(
    tmp_path: Path, codes: str, selection: Selection, expected: int
) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_text(
        f"{HEAD}sources:\n  # trainbib: ignore[{codes}] why\n  a: {{kind: other, license: MIT}}\n"
    )
    assert unused(path, Settings(today=TODAY, selection=selection)) == expected


def test_uses_make_licence_conflicts_something_to_look_for(tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_text(
        f"{HEAD}sources:\n  # trainbib: ignore[LIC012] why\n  a: {{kind: other, license: MIT}}\n"
    )
    policy = LicensePolicy(uses=("commercial",))
    assert unused(path, Settings(today=TODAY, licensing=policy)) == 1
    assert unused(path) == 0


def test_of_a_version_that_is_not_known_nothing_is_unused() -> None:
    text = (HEAD + "sources:\n  # trainbib: ignore[LIC001] why\n  a: {}\n").replace("1.0", "2.0")
    report = check(parse_document(text.encode(), path="m.yaml"), Settings(today=TODAY))
    assert [found.code for found in report.diagnostics] == ["PAR008"]


def test_a_parent_that_is_not_here_leaves_what_lies_above_open(tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    source = "{kind: other, license: MIT, manifest: {url: 'https://data.example/m.yaml'}}"
    path.write_text(f"{HEAD}sources:\n  # trainbib: ignore[RGT008] why\n  a: {source}\n")
    assert unused(path) == 0
    path.write_text(f"{HEAD}sources:\n  # trainbib: ignore[RGT008] why\n  a: {{license: MIT}}\n")
    assert unused(path) == 1


def test_a_whole_set_leaves_open_only_what_was_not_asked_for() -> None:
    context = Context(read_document(TOP / "examples/complete.trainbib.yaml"), Settings(today=TODAY))
    idle = unsettled(context, set(), lambda rule, _: not rule.online)
    by_choice = {"KEY004", "LIC014", "LIC011", "LIC012", "LIC015", "CON003"}
    verified = {rule.code for rule in RULES if rule.origin == "verify" or rule.online}
    assert idle - by_choice - verified <= {"REF008", "REF012", "RGT008"}


def test_a_link_that_could_not_be_verified_leaves_the_online_checks_open() -> None:
    document = parse_document((HEAD + "sources: {a: {}}\n").encode(), path="m.yaml")
    context = Context(document, Settings(today=TODAY))

    def all_run(_: Rule, __: Context) -> bool:
        return True

    def only_links(rule: Rule, _: Context) -> bool:
        return rule.code == "NET001"

    assert "NET001" not in unsettled(context, set(), all_run)
    assert "NET001" in unsettled(context, {"NET004"}, all_run)
    assert "NET001" in unsettled(context, set(), only_links)
