"""How much is answered: what the coverage line counts, and that every report has it."""

import json
from pathlib import Path
from typing import Any

import pytest

from small_manifests import TODAY, lay_out, manifest
from test_reports import render
from trainbib.checking import Coverage, check
from trainbib.checking.coverage import coverage
from trainbib.document import parse_document, read_document
from trainbib.rules import rule_of
from trainbib.rules.context import Context
from trainbib.selection import Selection
from trainbib.settings import Settings
from trainbib_cli.reports.results import Checked

CC0 = {"kind": "other", "license": "CC0-1.0"}
LABELLED = CC0 | {"labels": ["rating"]}
GAP = {"unknown": "its authors were asked"}


def covered(data: dict[str, Any], what: str) -> tuple[int, int, int] | None:
    """Return answers, gaps and total of one thing; None if it is not asked."""
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    return shares(Context(document, Settings(today=TODAY))).get(what)


def shares(context: Context) -> dict[str, tuple[int, int, int]]:
    return {each.what: (each.answered, each.gaps, each.total) for each in coverage(context)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (CC0, None),
        (CC0 | {"labels": {"none": "texts as they came"}}, None),
        (CC0 | {"processing": [{"step": "filtering", "models": ["m"]}]}, None),
        (LABELLED, (0, 0, 1)),
        (CC0 | {"kind": "human_commissioned"}, (0, 0, 1)),
        (LABELLED | {"labelled_by": []}, (0, 0, 1)),
        (LABELLED | {"labelled_by": GAP}, (0, 1, 1)),
        (LABELLED | {"labelled_by": ["x"]}, (1, 0, 1)),
        (CC0 | {"labelled_by": ["x"]}, (1, 0, 1)),
        (LABELLED | {"processing": [{"step": "labelling", "models": ["m"]}]}, (1, 0, 1)),
        (LABELLED | {"manifest": {"path": "up.yaml"}}, (1, 0, 1)),
        (LABELLED | {"manifest": GAP}, (0, 1, 1)),
    ],
)
def test_a_labelled_source_states_its_labeller(
    source: dict[str, Any], expected: tuple[int, int, int] | None
) -> None:
    data = manifest(sources={"a": source, "b": CC0})
    assert covered(data, "labeller stated") == expected
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    find = rule_of("LAB001").find
    assert find is not None
    silent = 0 if expected is None else expected[2] - expected[1] - expected[0]
    assert len(list(find(Context(document, Settings(today=TODAY))))) == silent


@pytest.mark.parametrize(
    ("labellers", "own", "expected"),
    [
        (["x"], LABELLED, (1, 0, 2)),
        (GAP, LABELLED, (0, 1, 2)),
        (["x"], CC0, (1, 0, 2)),
        (["x"], LABELLED | {"labelled_by": GAP}, (0, 1, 2)),
    ],
)
def test_a_citing_rule_states_the_labellers_of_a_source(
    labellers: object, own: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    cites = [{"paths": "**", "sources": ["a"], "labellers": labellers}]
    data = manifest(sources={"a": own, "b": LABELLED}, files={"cites": cites})
    assert covered(data, "labeller stated") == expected


def test_one_rule_with_labellers_outweighs_a_gap_of_another() -> None:
    rules = [
        {"paths": path, "sources": ["a"], "labellers": labellers}
        for path, labellers in (("a/*", GAP), ("b/*", ["x"]), ("c/*", GAP))
    ]
    data = manifest(sources={"a": LABELLED}, files={"cites": rules})
    assert covered(data, "labeller stated") == (1, 0, 1)


def test_a_gap_for_all_labellers_is_one_for_each_source_that_is_silent() -> None:
    sources = {"a": LABELLED, "b": LABELLED | {"labelled_by": ["x"]}, "c": CC0}
    data = manifest(sources=sources, labellers=GAP)
    assert covered(data, "labeller stated") == (1, 1, 2)


def test_files_with_a_digest_are_those_that_the_inventory_lists(tmp_path: Path) -> None:
    path = lay_out(tmp_path, {"a.txt": "1", "b.txt": "2"})
    assert shares(Context(read_document(path), Settings(today=TODAY)))["hashed"] == (2, 0, 2)
    (tmp_path / "data" / "new.txt").write_text("3", encoding="utf-8")
    assert shares(Context(read_document(path), Settings(today=TODAY)))["hashed"] == (2, 0, 3)
    for apart in (
        Settings(today=TODAY, use_disk=False),
        Settings(today=TODAY, selection=Selection(select=("LIC",))),
        Settings(today=TODAY, selection=Selection(ignore=("FIL002",))),
    ):
        context = Context(read_document(path), apart)
        assert shares(context)["hashed"] == (2, 0, 2)
        assert vars(context).get("disk_comparison") is None, "the folder is not gone through"
    (tmp_path / "files.jsonl").unlink()
    assert "hashed" not in shares(Context(read_document(path), Settings(today=TODAY)))


def test_every_report_says_how_much_is_labelled_and_hashed(tmp_path: Path) -> None:
    sources = {"a": LABELLED | {"labelled_by": GAP}, "b": LABELLED}
    path = lay_out(tmp_path, {"a.txt": "1", "b.txt": "2"}, sources=sources)
    result = Checked(check(path, Settings(today=TODAY)), read_document(path))
    assert Coverage("labeller stated", 0, 1, 2) in result.report.coverage
    for format_ in ("full", "concise", "grouped", "markdown", "html"):
        shown = render(format_, result)
        assert "rights holder 0/2 · labeller stated 0/2, 1 gap · hashed 2/2" in shown, format_
    (listed,) = json.loads(render("json", result))["manifests"]
    assert [each["what"] for each in listed["coverage"]] == [
        "files cited", "sources licensed", "rights holder", "labeller stated", "hashed",
    ]  # fmt: skip
