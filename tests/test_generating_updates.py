"""Generating anew: what people wrote stays, what cannot be kept is refused."""

import difflib
import tracemalloc
from pathlib import Path

import pytest

from generated_folders import data_of, errors, make, make_tides, run
from trainbib.generating import GenerateError
from trainbib.inventory import read_inventory, write_inventory
from trainbib.verifying import verify


@pytest.fixture
def tides(tmp_path: Path) -> Path:
    return make_tides(tmp_path)


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
    size: {files: 5, bytes: 9}   # bytes: as the office says, do not change

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
        "size: {files: 5, bytes: 9}   # bytes: as the office says, do not change",
        "records: 6   # counted",
    ]
    assert "size: {files: 6, bytes: 9}   # bytes: as the office says, do not change" in text
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


def test_a_pattern_that_is_none_is_told_of_and_nothing_is_written(tides: Path) -> None:
    manifest = run(tides).manifest
    text = manifest.read_text(encoding="utf-8")
    broken = text.replace('paths: "**"', 'paths: "x**"')
    assert broken != text
    manifest.write_text(broken, encoding="utf-8")
    with pytest.raises(GenerateError, match=r"/files/cites: pattern .*whole segment"):
        run(tides)
    assert manifest.read_text(encoding="utf-8") == broken


def test_an_inventory_behind_a_circle_of_links_is_refused(tides: Path) -> None:
    manifest = run(tides).manifest
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("trainbib.files.jsonl", "round"), encoding="utf-8")
    (tides / "round").symlink_to("round")
    with pytest.raises(GenerateError, match="inventory 'round' is led round in a circle by links"):
        run(tides)
    (tides / "round").unlink()
    (tides / "round").symlink_to("../round")
    with pytest.raises(
        GenerateError, match="the inventory 'round' leads out of the manifest's folder"
    ):
        run(tides)


@pytest.mark.parametrize("name", ["trainbib.yaml", "trainbib.files.jsonl"])
def test_where_links_lead_round_in_a_circle_nothing_is_written(tides: Path, name: str) -> None:
    (tides / name).symlink_to(name)
    with pytest.raises(GenerateError, match=rf"{name}: links lead round in a circle; remove them"):
        run(tides)


def test_an_index_that_is_a_circle_of_links_is_no_data(tides: Path) -> None:
    (tides / "trainbib.files.jsonl.leaves").symlink_to("trainbib.files.jsonl.leaves")
    made = run(tides)
    assert (made.files, made.problems) == (5, ())
    assert verify(made.manifest).matches
