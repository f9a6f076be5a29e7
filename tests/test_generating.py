"""Generating: what a folder says becomes a manifest, what people wrote stays."""

import difflib
import json
import os
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_program import trainbib
from trainbib.checking import Report, check
from trainbib.diagnostics import Severity
from trainbib.document import parse_document, read_document
from trainbib.formatting import formatted
from trainbib.generating import Generated, GenerateError, generate
from trainbib.generating.text import new_text
from trainbib.inventory import read_inventory, write_inventory
from trainbib.settings import Settings
from trainbib.verifying import verify

TODAY = date(2026, 11, 22)

CARD = """\
---
license: cc-by-4.0
language: [en]
pretty_name: Tide Tables
annotations_creators: [crowdsourced]
source_datasets: [original]
---

# Tide Tables

Heights of high water.
"""


def make(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
def tides(tmp_path: Path) -> Path:
    return make(
        tmp_path / "tides",
        {
            "README.md": CARD,
            "data/train-00000.jsonl": '{"h": 1}\n{"h": 2}\n',
            "data/train-00001.jsonl": '{"h": 3}\n',
            "data/test.jsonl": '{"h": 4}\n',
            "tables/gauge.csv": 'time,"height"\n1,"2\n3"\n2,4\n',
        },
    )


def run(folder: Path, **options: Any) -> Generated:
    return generate(folder, today=TODAY, jobs=1, **options)


def data_of(generated: Generated) -> Any:
    return read_document(generated.manifest).data


def errors(path: Path) -> list[tuple[str, str]]:
    report: Report = check(path, Settings(today=TODAY))
    return [(d.code, d.pointer) for d in report.diagnostics if d.severity is Severity.ERROR]


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


def test_a_second_run_changes_nothing(tides: Path) -> None:
    first = run(tides)
    before = (first.manifest.read_bytes(), first.inventory.read_bytes())
    second = run(tides)
    assert not second.created
    assert (second.added, second.removed, second.changed, second.changes) == (0, 0, 0, ())
    assert (second.manifest.read_bytes(), second.inventory.read_bytes()) == before


HEAVILY_EDITED = """\
# Kept by the tide office. Ask before you touch it!

trainbib: "1.0"   # the standard

dataset:
    name:    tides      # four spaces here, and odd blanks
    version: "7"
    x-ticket: [DATA-114,   "DATA-115"]
    size: {files: 5, bytes: 999}   # bytes: as the office says, do not change

sources:
    # the old gauge
    gauge:
        title: >-
            Heights of high water,
            read off the old gauge
        kind: sensor
        license: CC-BY-4.0     # agreed in May
        size:
            records: 6   # counted
        rights: {holders: {not_applicable: "own readings"}}   # lawyers: ok


    "card": {kind: other, license: CC0-1.0, url: "https://tides.example/"}

labellers: {none: 'nobody labels tides'}
files:
    root: .
    cites:
        # everything is from the gauge
        -   paths: [ "data/**", tables/** ]   # both
            sources: [gauge]
        - {paths: README.md, sources: [card]}
# the end
"""


def test_no_word_and_no_comment_of_a_person_is_lost(tides: Path) -> None:
    manifest = make(tides, {"trainbib.yaml": HEAVILY_EDITED}) / "trainbib.yaml"
    run(tides)
    make(tides, {"data/train-00002.jsonl": '{"h": 5}\n' * 3, "logs/2024.txt": "a\nb\n"})
    (tides / "data" / "test.jsonl").unlink()
    generated = run(tides)
    text = manifest.read_text(encoding="utf-8")
    removed = [
        line[2:]
        for line in difflib.ndiff(HEAVILY_EDITED.splitlines(), text.splitlines())
        if line.startswith("- ")
    ]
    # Only a number that was the count of the files before may change.
    assert [line.strip() for line in removed] == [
        "size: {files: 5, bytes: 999}   # bytes: as the office says, do not change",
        "records: 6   # counted",
    ]
    assert "size: {files: 6, bytes: 999}   # bytes: as the office says, do not change" in text
    assert "records: 8   # counted" in text
    data = data_of(generated)
    assert data["sources"]["logs"]["size"]["records"] == 2
    assert data["files"]["cites"][-1] == {"paths": "logs/**", "sources": ["logs"]}
    assert (generated.added, generated.removed) == (2, 1)
    assert errors(manifest) == []


def test_json_that_was_edited_keeps_its_layout(tides: Path) -> None:
    generated = run(tides, manifest=tides / "trainbib.json")
    text = generated.manifest.read_text(encoding="utf-8")
    text = text.replace('"trainbib": "1.0"', '"x-note":   "mine",\n  "trainbib": "1.0"')
    generated.manifest.write_text(text, encoding="utf-8")
    make(tides, {"data/train-00002.jsonl": "{}\n"})
    after = run(tides).manifest.read_text(encoding="utf-8")
    assert '"x-note":   "mine",\n' in after
    assert len(after.splitlines()) == len(text.splitlines())
    assert errors(tides / "trainbib.json") == []


@pytest.mark.parametrize("text", ["a: [", "", "- 1\n", "a: 1\na: 2\n"])
def test_a_manifest_that_cannot_be_parsed_is_never_rewritten(tides: Path, text: str) -> None:
    manifest = make(tides, {"trainbib.yaml": text}) / "trainbib.yaml"
    with pytest.raises(GenerateError, match=r"trainbib\.yaml"):
        run(tides)
    assert manifest.read_text(encoding="utf-8") == text
    assert not (tides / "trainbib.files.jsonl").exists()


def test_a_manifest_that_says_there_are_no_files_is_left_alone(tides: Path) -> None:
    text = HEAVILY_EDITED.partition("files:\n")[0] + "files: {withheld: secret}\n"
    manifest = make(tides, {"trainbib.yaml": text}) / "trainbib.yaml"
    with pytest.raises(GenerateError, match="/files"):
        run(tides)
    assert manifest.read_text(encoding="utf-8") == text


def test_an_inventory_path_out_of_the_folder_is_refused(tides: Path) -> None:
    inventory = "{path: ../evil.jsonl, files: 0, bytes: 0, roots: {paths: x, contents: y}}"
    text = HEAVILY_EDITED.replace("    root: .\n", f"    root: .\n    inventory: {inventory}\n")
    make(tides, {"trainbib.yaml": text})
    with pytest.raises(GenerateError, match="leads out"):
        run(tides)
    assert not (tides.parent / "evil.jsonl").exists()


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


MINIMAL = """\
# begun by hand
trainbib: "1.0"
dataset: {name: tides, version: "1"}
sources:
  gauge: {kind: sensor, license: CC0-1.0}   # mine
"""


def test_a_manifest_without_files_gets_the_section_and_its_one_source_is_cited(tides: Path) -> None:
    manifest = make(tides, {"trainbib.yaml": MINIMAL}) / "trainbib.yaml"
    data = data_of(run(tides))
    assert manifest.read_text(encoding="utf-8").startswith(MINIMAL)
    assert data["files"]["cites"] == [
        {"paths": "**", "sources": ["gauge"]},
        {"paths": ["README.md"], "sources": {"none": "documentation, not data"}},
    ]
    assert errors(manifest) == []
    before = manifest.read_bytes()
    run(tides)
    assert manifest.read_bytes() == before


def test_with_several_sources_the_folders_get_sources_of_their_own(tides: Path) -> None:
    text = MINIMAL + "  radio: {kind: other, license: CC0-1.0}\nfiles: {root: .}\n"
    manifest = make(tides, {"trainbib.yaml": text}) / "trainbib.yaml"
    data = data_of(run(tides))
    assert set(data["sources"]) == {"gauge", "radio", "data", "tables"}
    assert errors(manifest) == []


def test_what_is_no_inventory_is_never_replaced(tides: Path) -> None:
    make(tides, {"trainbib.files.jsonl": '{"my": "data"}\n'})
    with pytest.raises(GenerateError, match="nothing was written"):
        run(tides)
    assert (tides / "trainbib.files.jsonl").read_text(encoding="utf-8") == '{"my": "data"}\n'
    assert not (tides / "trainbib.yaml").exists()


def test_a_manifest_that_pins_itself_is_refused(tides: Path) -> None:
    manifest = run(tides).manifest
    text = manifest.read_text(encoding="utf-8").replace(
        "path: trainbib.files.jsonl", "path: trainbib.yaml"
    )
    manifest.write_text(text, encoding="utf-8")
    with pytest.raises(GenerateError, match="itself"):
        run(tides)
    assert manifest.read_text(encoding="utf-8") == text


def test_a_link_beside_the_inventory_is_not_written_through(tides: Path) -> None:
    victim = make(tides.parent / "outside", {"victim": "mine"}) / "victim"
    for name in (".trainbib.files.jsonl.new", ".trainbib.files.jsonl.tmp"):
        (tides / name).symlink_to(victim)
    run(tides)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert not (tides / "trainbib.files.jsonl").is_symlink()


def test_if_the_manifest_cannot_be_written_the_old_inventory_stands(
    tides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run(tides).inventory.read_bytes()
    make(tides, {"new.txt": "x\n"})

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("trainbib.writing.atomic.write_atomically", fail)
    with pytest.raises(OSError, match="disk full"):
        run(tides)
    assert (tides / "trainbib.files.jsonl").read_bytes() == before
    assert not [p.name for p in tides.iterdir() if p.name.startswith(".trainbib")]


@pytest.mark.parametrize("decoration", ["&pin # signed off by Ann\n      ", "!!str "])
def test_a_value_with_an_anchor_or_a_tag_is_not_replaced(tides: Path, decoration: str) -> None:
    manifest = run(tides).manifest
    text = manifest.read_text(encoding="utf-8").replace(
        "digest: sha256", f"digest: {decoration}sha256"
    )
    manifest.write_text(text, encoding="utf-8")
    make(tides, {"new.txt": "x\n"})
    with pytest.raises(GenerateError, match="anchor"):
        run(tides)
    assert manifest.read_text(encoding="utf-8") == text


def test_line_ends_stay_as_they_are(tides: Path) -> None:
    manifest = make(tides, {"trainbib.yaml": MINIMAL.replace("\n", "\r\n")}) / "trainbib.yaml"
    run(tides)
    data = manifest.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert errors(manifest) == []


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


def test_what_a_person_laid_out_otherwise_is_not_laid_out_anew(tides: Path) -> None:
    manifest = run(tides).manifest
    text = manifest.read_text(encoding="utf-8")
    mine = text.replace("labellers:", "labellers:   # mine, with odd blanks", 1)
    manifest.write_text(mine.replace("  name: ", "  name:     ", 1), encoding="utf-8")
    make(tides, {"logs/2024.txt": "a\nb\n", "logs/LICENSE": "SPDX-License-Identifier: MIT\n"})
    run(tides)
    after = manifest.read_text(encoding="utf-8")
    assert "  name:     " in after
    assert "labellers:   # mine, with odd blanks" in after
    assert "logs/**" in after


@given(text=st.text(), name=st.sampled_from(["m.yaml", "m.json"]))
def test_any_text_can_be_laid_out(text: str, name: str) -> None:
    files = {"root": ".", "cites": [{"paths": f"{text}*", "sources": {"none": "x"}}]}
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


def test_the_update_of_many_files_holds_none_of_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {f"d{n % 3}/f{n:05d}.txt": "x\n" for n in range(2000)}
    folder = make(tmp_path / "many", files)
    made = run(folder)
    rows = list(read_inventory(made.inventory))
    more = [row._replace(path=f"e/{n:07d}.txt") for n, row in enumerate(rows * 25)]
    write_inventory([*rows, *more], made.inventory)
    # Most of the old inventory is of files that are gone.
    monkeypatch.setattr("trainbib.document.MAX_BYTES", 1 << 20)  # a buffer that is hardly used
    run(folder, manifest=tmp_path / "other.yaml")  # whatever is imported once
    tracemalloc.start()
    again = run(folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert again.removed == 50_000
    assert peak < 8_000_000  # bytes; as many rows alone take some 20 MB


def test_many_files_at_the_top_are_cited_by_a_pattern(tides: Path) -> None:
    make(tides, {"trainbib.yaml": MINIMAL.replace("  gauge", "  radio: {kind: other}\n  gauge")})
    make(tides, {f"part-{n:03d}.txt": "x\n" for n in range(30)})
    rules = data_of(run(tides))["files"]["cites"]
    assert ["part-0*"] in [rule["paths"] for rule in rules]


def test_a_gap_in_the_place_of_the_inventory_stays(tides: Path) -> None:
    first = run(tides)
    text = first.manifest.read_text(encoding="utf-8")
    private = text.replace("path: trainbib.files.jsonl", "path: {withheld: kept private}")
    first.manifest.write_text(private, encoding="utf-8")
    make(tides, {"new.txt": "x\n"})
    pinned = data_of(run(tides))["files"]["inventory"]
    assert pinned["path"] == {"withheld": "kept private"}
    assert pinned["files"] == 6

    gap = text[: text.index("  inventory:")] + "  inventory: {lost: the disk broke}\n"
    gap += text[text.index("  cites:") :]
    first.manifest.write_text(gap, encoding="utf-8")
    with pytest.raises(GenerateError, match="says why there is no inventory"):
        run(tides)
    assert first.manifest.read_text(encoding="utf-8") == gap


def test_a_broken_inventory_is_to_be_moved_away_and_nothing_else(tides: Path) -> None:
    inventory = run(tides).inventory
    inventory.write_text("broken\n")
    with pytest.raises(GenerateError, match="move it away") as caught:
        run(tides)
    assert "trainbib generate" not in str(caught.value)
    assert f"{inventory}, line 1: 'broken' is not a JSON object" in str(caught.value)
