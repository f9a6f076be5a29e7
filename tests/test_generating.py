"""Generating: what a folder says becomes a manifest."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli_program import trainbib
from generated_folders import TODAY, data_of, errors, make, make_tides, run
from test_document_yaml import SIGNS, WORDS
from trainbib.checking import check
from trainbib.diagnostics import Severity
from trainbib.document import parse_document
from trainbib.formatting import formatted
from trainbib.generating import GenerateError, generate
from trainbib.generating.text import new_text
from trainbib.inventory import read_inventory
from trainbib.settings import Settings
from trainbib.verifying import verify


@pytest.fixture
def tides(tmp_path: Path) -> Path:
    return make_tides(tmp_path)


def test_what_the_folder_says_is_in_the_manifest(tides: Path) -> None:
    generated = run(tides)
    data = data_of(generated)
    (key,) = data["sources"]
    source = data["sources"][key]
    assert generated.created
    assert generated.files == 5
    assert data["dataset"]["title"] == "Tide Tables"
    assert source["license"]["expression"] == "CC-BY-4.0"
    assert source["license"]["observations"][0]["path"] == "README.md"
    assert source["license"]["observations"][0]["date"] == "2026-11-22"
    assert source["languages"] == ["en"]
    assert source["size"]["records"] == 6
    (group,) = data["labellers"].values()
    assert group["workforce"] == "crowd"


def test_what_the_folder_does_not_say_is_a_gap_with_a_reason(tides: Path) -> None:
    data = data_of(run(tides))
    (source,) = data["sources"].values()
    assert list(source["kind"]) == ["unknown"]
    assert list(source["rights"]["holders"]) == ["unknown"]
    assert list(data["dataset"]["version"]) == ["unknown"]


def test_a_folder_without_a_word_about_itself_gets_no_licence(tmp_path: Path) -> None:
    data = data_of(run(make(tmp_path / "Bare Set", {"a.txt": "x\n"})))
    assert list(data["sources"]) == ["bare-set"]
    assert list(data["sources"]["bare-set"]["license"]) == ["unknown"]
    assert list(data["labellers"]) == ["unknown"]


def test_what_is_written_passes_its_own_check(tides: Path) -> None:
    assert errors(run(tides).manifest) == []


def test_an_empty_folder_has_a_manifest_too(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    generated = run(empty)
    assert generated.files == 0
    assert errors(generated.manifest) == []
    assert data_of(generated)["files"]["inventory"]["roots"]["paths"] == "sha256:" + "0" * 64


def test_splits_and_documents_have_rules_of_their_own(tides: Path) -> None:
    rules = data_of(run(tides))["files"]["cites"]
    assert [rule.get("split") for rule in rules] == [None, "test", "train", None]
    assert rules[1]["paths"] == ["data/test.jsonl"]
    assert rules[2]["paths"] == ["data/train-00000.jsonl", "data/train-00001.jsonl"]
    assert rules[3] == {"paths": ["README.md"], "sources": {"none": "documentation, not data"}}


def test_many_files_of_a_split_become_a_pattern(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"d/train-{n:05d}.txt": "x\n" for n in range(40)}
    data = data_of(run(make(tmp_path / "many", files | {"d/trainer.txt": "x\n"})))
    assert [rule["paths"] for rule in data["files"]["cites"]] == ["**", ["d/train-000*"]]


def test_documents_and_splits_are_found_among_many_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"d{n % 7}/f{n:04d}.txt": "x\n" for n in range(1100)}
    few: dict[str, str | bytes] = {
        "d3/NOTICE": "x\n",
        "d6/VAL.txt": "x\n",
        "d6/te\u017ft.txt": "x\n",
    }
    data = data_of(run(make(tmp_path / "many", files | few)))
    assert data["files"]["cites"][1:] == [
        {"paths": ["d6/VAL.txt"], "sources": ["many"], "split": "validation"},
        {"paths": ["d3/NOTICE"], "sources": {"none": "documentation, not data"}},
    ]


def test_a_folder_with_metadata_of_its_own_is_a_source_of_its_own(tides: Path) -> None:
    package = {"name": "charts", "title": "Charts", "licenses": [{"name": "ODC-PDDL-1.0"}]}
    make(tides, {"charts/datapackage.json": json.dumps(package), "charts/a.csv": "a,b\n1,2\n"})
    data = data_of(run(tides))
    assert len(data["sources"]) == 2
    assert data["sources"]["charts"]["license"]["expression"] == "PDDL-1.0"
    assert {"paths": "charts/**", "sources": ["charts"]} in data["files"]["cites"]


def test_licences_that_differ_are_observed_and_not_concluded(tides: Path) -> None:
    cff = "cff-version: 1.2.0\nmessage: cite\ntitle: Tides\nlicense: MIT\nauthors: [{name: A}]\n"
    make(tides, {"CITATION.cff": cff})
    (source,) = data_of(run(tides))["sources"].values()
    assert list(source["license"]["expression"]) == ["unknown"]
    found = [o["expression"] for o in source["license"]["observations"]]
    assert sorted(found) == ["CC-BY-4.0", "MIT"]


def test_json_is_written_where_json_is_asked_for(tides: Path) -> None:
    generated = run(tides, manifest=tides / "trainbib.json")
    data = json.loads(generated.manifest.read_text(encoding="utf-8"))
    assert data["$schema"].startswith("https://trainbib.org/schema/v1/")
    assert errors(generated.manifest) == []


def test_a_manifest_above_the_folder_names_it(tides: Path) -> None:
    generated = run(tides, manifest=tides.parent / "tides.trainbib.yaml")
    data = data_of(generated)
    assert data["files"]["root"] == "tides"
    assert generated.inventory.name == "tides.files.jsonl"
    assert errors(generated.manifest) == []


def test_a_manifest_beside_the_folder_is_refused(tides: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(GenerateError, match="above it"):
        run(tides, manifest=tmp_path / "other" / "m.yaml")


def test_the_same_folder_gives_the_same_bytes(tides: Path) -> None:
    first = run(tides)
    texts = (first.manifest.read_bytes(), first.inventory.read_bytes())
    for path in (first.manifest, first.inventory):
        path.unlink()
    again = generate(tides, today=TODAY, jobs=2)
    assert (again.manifest.read_bytes(), again.inventory.read_bytes()) == texts


def test_ignored_files_are_not_listed(tides: Path) -> None:
    make(tides, {".trainbibignore": "tables/\n*.tmp\n", "x.tmp": "x", "data/y.tmp": "y"})
    paths = [row.path for row in read_inventory(run(tides).inventory)]
    assert paths == [
        "README.md", "data/test.jsonl", "data/train-00000.jsonl", "data/train-00001.jsonl",
    ]  # fmt: skip


def test_links_that_leave_the_folder_are_problems_unless_they_may_be_followed(tides: Path) -> None:
    outside = make(tides.parent / "outside", {"blob": "x\n"})
    (tides / "data" / "linked.txt").symlink_to(outside / "blob")
    refused = run(tides)
    assert [problem.path for problem in refused.problems] == ["data/linked.txt"]
    assert refused.files == 5
    refused.manifest.unlink()
    followed = run(tides, follow_links=True)
    assert followed.files == 6
    assert data_of(followed)["files"]["links"] == "follow"
    assert run(tides).files == 6


def test_a_path_that_is_not_utf_8_is_listed_and_cited(tmp_path: Path) -> None:
    folder = make(tmp_path / "odd", {"a.txt": "x\n"})
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_bytes(b"y\n")
    generated = run(folder)
    assert generated.files == 2
    assert errors(generated.manifest) == []


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        run(tmp_path / "nowhere")


def test_an_upper_case_suffix_is_json_too(tides: Path) -> None:
    json.loads(run(tides, manifest=tides / "trainbib.JSON").manifest.read_text(encoding="utf-8"))


def test_hidden_characters_of_metadata_do_not_reach_the_manifest(tmp_path: Path) -> None:
    card = '---\npretty_name: "a\\e[31mb"\nlicense: mit\n---\n# T\n'
    folder = make(tmp_path / "x", {"README.md": card, "a.txt": "x\n"})
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/s\xff"))
    make(odd, {"LICENSE": "SPDX-License-Identifier: MIT\n", "README.md": "# s\n", "b.txt": "y\n"})
    generated = run(folder)
    assert errors(generated.manifest) == []
    assert "[31m" in generated.manifest.read_text(encoding="utf-8")


def test_all_that_a_card_leaves_open_of_its_sources_and_models_is_a_gap(tmp_path: Path) -> None:
    card = """\
---
language: [en, ze_en, roa-tara]
license: mit
annotations_creators: [machine-generated]
source_datasets: [extended|reef-notes]
---
# Reef Labels
"""
    generated = run(make(tmp_path / "reef", {"README.md": card, "data/train.txt": "x\n"}))
    data = data_of(generated)
    (group,) = data["labellers"].values()
    assert list(group["generators"]) == ["unknown"]
    assert group["pay"] == {"not_applicable": "no people"}
    assert all(list(s["rights"]["holders"]) == ["unknown"] for s in data["sources"].values())
    profiles = ("complete", "eu-ai-act", "ca-ab2013")
    report = check(generated.manifest, Settings(today=TODAY, profiles=profiles))
    # Who provides a model, and what a law's form asks of it, is not for a card of data to say.
    found = [d for d in report.diagnostics if not d.code.startswith(("EUA", "CAB"))]
    assert not [d for d in found if d.severity is not Severity.INFO]


def test_a_licence_of_one_resource_is_about_that_part(tmp_path: Path) -> None:
    package = {
        "name": "offices",
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [
            {"name": "offices", "path": "a.csv"},
            {"name": "places", "path": "b.csv", "licenses": [{"name": "CC-BY-4.0"}]},
        ],
    }
    files = {"datapackage.json": json.dumps(package), "a.csv": "x\n1\n", "b.csv": "x\n2\n"}
    generated = run(make(tmp_path / "set", dict(files)))
    (source,) = data_of(generated)["sources"].values()
    read = [(o["expression"], o["covers"]) for o in source["license"]["observations"]]
    assert read == [("CC0-1.0", "offices"), ("CC-BY-4.0", "places")]
    assert source["license"]["expression"]["unknown"].startswith("its parts are under several")
    codes = {d.code for d in check(generated.manifest, Settings(today=TODAY)).diagnostics}
    assert "LIC010" not in codes


def test_several_tags_of_a_hub_are_one_statement_and_conclude_nothing(tmp_path: Path) -> None:
    card = "---\nlicense: [mit, cc-by-4.0]\nlanguage: [en]\n---\n# Reef\n"
    generated = run(make(tmp_path / "reef", {"README.md": card, "a.txt": "x\n"}))
    (source,) = data_of(generated)["sources"].values()
    assert source["license"]["expression"]["unknown"].startswith("several licences are stated")
    codes = {d.code for d in check(generated.manifest, Settings(today=TODAY)).diagnostics}
    assert "LIC010" not in codes


def test_signatures_and_the_index_of_the_inventory_are_no_data(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a\n")
    made = generate(tmp_path, today=TODAY, jobs=1)
    for ending in (".buckets", ".leaves"):
        Path(f"{made.inventory}{ending}").write_bytes(b"x")
    Path(f"{made.manifest}.dsse.json").write_bytes(b"{}")
    again = generate(tmp_path, today=TODAY, jobs=1)
    assert [row.path for row in read_inventory(again.inventory)] == ["a.txt"]
    assert verify(again.manifest).diagnostics == ()
    report = check(again.manifest, Settings(today=TODAY))
    assert "FIL002" not in {found.code for found in report.diagnostics}


def is_formatted(path: Path) -> bool:
    return trainbib("fmt", "--check", path).returncode == 0


@pytest.mark.parametrize("name", ["trainbib.yaml", "trainbib.json"])
def test_what_is_written_is_in_the_one_layout_and_stays_in_it(tides: Path, name: str) -> None:
    generated = run(tides, manifest=tides / name)
    assert is_formatted(generated.manifest)
    package = {"name": "charts", "licenses": [{"name": "ODC-PDDL-1.0"}]}
    make(
        tides,
        {
            "charts/datapackage.json": json.dumps(package),
            "charts/a.csv": "a,b\n1,2\n",
            "data/train-00002.jsonl": "{}\n",
            "CITATION.cff": "cff-version: 1.2.0\nmessage: cite\ntitle: T\nlicense: MIT\n"
            "authors: [{name: A}]\n",
        },
    )
    updated = run(tides, manifest=tides / name)
    assert "added `sources.charts`" in updated.changes
    assert is_formatted(updated.manifest)
    assert errors(updated.manifest) == []


@given(text=st.text() | SIGNS | WORDS, name=st.sampled_from(["m.yaml", "m.json"]))
@example(text="a\nb", name="m.yaml")
def test_any_text_can_be_laid_out(text: str, name: str) -> None:
    patterns: list[object] = [f"{text}*", [f"{text}*", "**"], [f"{text}*", "long/" * 20]]
    cites = [{"paths": pattern, "sources": {"none": "x"}} for pattern in patterns]
    files = {"root": ".", "cites": cites}
    data: dict[str, object] = {"trainbib": "1.0", "dataset": {"name": text}, "files": files}
    try:
        text.encode()
    except UnicodeEncodeError:
        return  # names that are not text are written as patterns
    written = new_text(Path(name), data, {"/files": "Which files."})
    document = parse_document(written.encode(), path=name)
    assert formatted(document) == written
    read: Any = document.data
    assert read["files"] == files
