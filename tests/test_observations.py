"""Observing the files of each source, and what is proposed for the manifest."""

import csv
import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from image_files import jpeg, png, segment
from observed_folders import MANIFEST, SHARD, lines, write_observed
from trainbib.checking import check
from trainbib.diagnostics import Severity
from trainbib.document import parse_document, read_document
from trainbib.domains import count_domains, read_suffix_list, write_table
from trainbib.inventory import scan, write_inventory
from trainbib.language_shares import Identifier, SampleSettings
from trainbib.observations import (
    Observation,
    ObserveError,
    ObserveSettings,
    Proposal,
    SourceCounts,
    cited_files,
    domain_proposals,
    edit,
    observe,
    proposals,
)
from trainbib.settings import Settings
from trainbib.values import as_mapping
from trainbib.writing import Editor
from trainbib_cli.app import main
from trainbib_cli.reports.observation import observation_text
from trainbib_cli.terminal import Style

TODAY = date(2026, 11, 23)
FIRST_WORD = Identifier("first word 1.0", lambda text: text.split()[0])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_observed(tmp_path)
    return tmp_path


def observed(
    folder: Path, settings: ObserveSettings | None = None
) -> tuple[Observation, dict[str, SourceCounts]]:
    manifest = folder / "trainbib.yaml"
    found = cited_files(manifest, as_mapping(read_document(manifest).data))
    assert found.problems == []
    with observe(found.files, settings) as observation:
        return observation, dict(observation.sources)


ALL = ObserveSettings(identifier=FIRST_WORD, sample=SampleSettings(100))


def test_every_source_has_its_own_counts(folder: Path) -> None:
    observation, sources = observed(folder, ALL)
    assert observation.problems == []
    photos, web = sources["photos"], sources["web"]
    assert (photos.files, web.files, web.passed_over) == (7, 4, 1)
    images = photos.images
    # Two shards with two images each, two whole ones, a GIF that is not read, and a damaged one.
    assert (images.images, images.unsupported, images.damaged) == (8, 1, 1)
    assert images.protocols["iptc-data-mining"] == {"reserved": 4, "none": 3}
    assert photos.languages.tags == {"de": 2, "en": 2}
    assert web.languages.tags == {"en": 3, "fr": 1}
    assert sources["both"] == web
    assert observation.settings is ALL


def test_the_inventory_says_what_files_are_where_it_holds(folder: Path) -> None:
    _, before = observed(folder, ALL)
    rows = scan(folder / "data").rows
    write_inventory(rows, folder / "trainbib.files.jsonl")
    manifest = MANIFEST.replace("  cites:", "  inventory: {path: trainbib.files.jsonl}\n  cites:")
    (folder / "trainbib.yaml").write_text(manifest)
    assert observed(folder, ALL)[1] == before
    (folder / "data/photos/b.png").write_text("de now a text\n")  # not as it is listed
    _, after = observed(folder, ALL)
    assert after["photos"].images.images == before["photos"].images.images - 1


def test_the_number_of_processes_makes_no_difference(folder: Path) -> None:
    for number in range(20):
        texts = [(f"https://{place}.example.com/", f"l{place % 7} x") for place in range(50)]
        (folder / f"data/web/{number}.jsonl").write_bytes(lines(texts))
    results: list[Any] = []
    for jobs in (1, 3):
        settings = ObserveSettings(
            identifier=FIRST_WORD, sample=SampleSettings(64), jobs=jobs, suffixes=read_suffix_list()
        )
        manifest = folder / "trainbib.yaml"
        found = cited_files(manifest, as_mapping(read_document(manifest).data))
        with observe(found.files, settings) as observation:
            web = observation.sources["web"]
            rows = list(observation.domains("web").rows())
            results.append(
                (web.languages, web.images, rows, list(observation.domains("both").rows()))
            )
    assert results[0] == results[1]
    assert len(results[0][0].sample) == 64


def test_domains_of_the_same_pass_are_those_that_are_counted_alone(folder: Path) -> None:
    pytest.importorskip("publicsuffixlist", reason="trainbib[web] is not installed")
    damaged = b'{"url": "https://c.example/", "text": "en"}\nno JSON\n'
    (folder / "data/web/d.jsonl").write_bytes(damaged)
    manifest = folder / "trainbib.yaml"
    found = cited_files(manifest, as_mapping(read_document(manifest).data))
    with observe(found.files, ObserveSettings(suffixes=read_suffix_list())) as observation:
        write_table(observation.domains("web"), folder / "one.csv")
        assert [note.partition(": ")[2] for note in observation.notes] == [
            "lines that are no JSON object: 1, the first is line 2"
        ]
    with count_domains([str(folder / "data/web")]) as count:
        write_table(count.table, folder / "two.csv")
    assert (folder / "one.csv").read_text() == (folder / "two.csv").read_text()
    facts = [
        (folder / f"{name}.csv-metadata.json").read_text().replace(f"{name}.csv", "")
        for name in ("one", "two")
    ]
    assert facts[0] == facts[1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.tar", SHARD[:700]),
        ("cut.tar.gz", gzip.compress(SHARD, mtime=0)[:-20]),
        ("cut.jsonl.gz", gzip.compress(lines([("https://a.example/", "en")] * 9), mtime=0)[:-5]),
        ("cut.parquet", b"PAR1" + bytes(50)),
        ("bad.json", b'[{"text": "en"'),
        ("deep.json", b"[" * 100_000),
    ],
)
def test_a_damaged_file_loses_only_itself(folder: Path, name: str, content: bytes) -> None:
    (folder / "data/web" / name).write_bytes(content)
    observation, sources = observed(folder, ALL)
    (problem,) = observation.problems
    assert f"data/web/{name}: " in problem
    assert sources["photos"].images.images == 8
    assert sources["web"].languages.texts >= 4


def test_texts_are_found_in_every_format_of_text(folder: Path) -> None:
    web = folder / "data/web"
    for path in web.iterdir():
        path.unlink()
    (web / "a.csv").write_text('id;text;note\n1;"en a\nb";x\n2;;y\n')
    (web / "b.tsv").write_text("text\tx\nde eins\t1\n")
    (web / "c.conllu").write_text("# sent_id = 1\n# text = fr une phrase\n1\tUne\n\n")
    (web / "d.json").write_text('[{"text": "it uno"}, {"content": "it due"}, {"x": 1}]')
    (web / "e.csv").write_text("a,b\n1,2\n")
    _, sources = observed(folder, ALL)
    found = sources["web"].languages
    assert found.tags == {"it": 2, "de": 1, "en": 1, "fr": 1}
    assert (found.texts, found.without) == (5, 3)


def proposed(folder: Path, text: str = MANIFEST) -> tuple[list[Proposal], str]:
    """Return what is proposed, and the manifest with what is new."""
    document = parse_document(text.encode(), path=str(folder / "trainbib.yaml"))
    data = as_mapping(document.data)
    found = cited_files(folder / "trainbib.yaml", data)
    with observe(found.files, ALL) as observation:
        result = proposals(observation, data, TODAY)
    editor = Editor(document)
    edit(editor, data, result)
    return result, editor.result()


def test_statements_are_added_and_nothing_is_lost(folder: Path) -> None:
    result, text = proposed(folder)
    assert {proposal.state for proposal in result} == {"new"}
    assert "photos: # the pictures" in text
    (folder / "trainbib.yaml").write_text(text)
    sources = as_mapping(as_mapping(read_document(folder / "trainbib.yaml").data)["sources"])
    records: Any = as_mapping(as_mapping(sources["photos"])["rights"])["reservations"]
    iptc, c2pa = records
    read = "7 images (1 more is of formats that are not read, 1 was damaged)"
    assert iptc == {
        "protocol": "iptc-data-mining",
        "checked": "2026-11-23",
        "value": f"DMI-PROHIBITED-AIMLTRAINING in 4 of {read}",
        "interpretation": "images by what is said: reserved: 4, none: 3",
        "action": {
            "unknown": "found by `trainbib observe`; what was done about it is for a person to say"
        },
    }
    assert c2pa == {
        "protocol": "c2pa-training-mining",
        "checked": "2026-11-23",
        "value": f"no statement in {read}",
        "action": "none_found",
    }
    assert as_mapping(sources["web"])["languages"] == [
        {"tag": "en", "share": {"about": 0.75}, "tool": "first word 1.0, all 4 texts"},
        {"tag": "fr", "share": {"about": 0.25}, "tool": "first word 1.0, all 4 texts"},
    ]
    found = check(folder / "trainbib.yaml", Settings(today=TODAY)).diagnostics
    assert [(one.code, one.pointer) for one in found if one.severity is Severity.ERROR] == []
    # The second time there is nothing to add.
    again, same = proposed(folder, text)
    assert {proposal.state for proposal in again} == {"present"}
    assert same == text


def with_rights(rights: str) -> str:
    licence = "    license: CC0-1.0\n"
    return MANIFEST.replace(licence, f"{licence}    rights: {rights}\n")


@pytest.mark.parametrize(
    "rights",
    ['{unknown: "nobody looked"}', '{reservations: {withheld: "see the contract"}}'],
)
def test_an_answer_is_never_replaced(folder: Path, rights: str) -> None:
    answered = MANIFEST.replace(
        "    license: CC0-1.0\n", f"    license: CC0-1.0\n    rights: {rights}\n"
    )
    answered = answered.replace("    crawl:", "    languages: [{tag: de, share: 1}]\n    crawl:")
    result, text = proposed(folder, answered)
    states = {(one.source, one.field): one.state for one in result}
    assert states["photos", "rights.reservations"] == "answered"
    assert states["web", "languages"] == "answered"
    assert f"rights: {rights}" in text
    assert "languages: [{tag: de, share: 1}]" in text


def test_records_of_other_protocols_stay_beside_the_new_ones(folder: Path) -> None:
    kept = "{reservations: [{protocol: email, checked: 2025-01-01, action: none_found}]}"
    rights = MANIFEST.replace(
        "    license: CC0-1.0\n", f"    license: CC0-1.0\n    rights: {kept}\n"
    )
    _, text = proposed(folder, rights)
    assert kept[:-2] in text
    found: Any = parse_document(text.encode(), path="trainbib.yaml").data
    records = found["sources"]["photos"]["rights"]["reservations"]
    assert [record["protocol"] for record in records] == [
        "email",
        "iptc-data-mining",
        "c2pa-training-mining",
    ]


def test_what_was_not_read_is_not_called_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainbib.image_rights import reading

    def unread(_file: object, _media: str) -> tuple[None, bool]:
        return None, False

    monkeypatch.setattr(reading, "read_credentials", unread)
    store = segment(0xEB, b"JP\0\1\0\0\0\1\0\0\0\x20jumb\0\0\0\x18jumdc2pa")
    (folder / "data/photos/e.jpg").write_bytes(jpeg(store))
    result, _ = proposed(folder)
    protocols = [as_mapping(one.value).get("protocol") for one in result if one.source == "photos"]
    assert "c2pa-training-mining" not in protocols
    assert "iptc-data-mining" in protocols


def test_lists_of_domains_are_for_sources_that_were_crawled() -> None:
    data = {"sources": {"a": {"crawl": {"crawlers": {"none": "x"}}}, "b": {}, "c": {"crawl": {}}}}
    pin = {"path": "a.csv", "count": 1}
    found = domain_proposals(data, {"a": pin, "b": pin})
    assert found == [Proposal("a", "crawl.domains", pin, "new")]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("cites:", "x-cites:", "no rule says which files cite which source"),
        ("root: data", "root: ../..", "leads out of the manifest's folder"),
        ('"web/**"', '"web/[**"', "pattern"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, sentence: str
) -> None:
    (folder / "trainbib.yaml").write_text(MANIFEST.replace(old, new))
    assert main(["observe", "--no-languages"]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    with pytest.raises(ObserveError):
        cited_files(
            folder / "trainbib.yaml", as_mapping(read_document(folder / "trainbib.yaml").data)
        )


def test_a_single_image_is_one(folder: Path) -> None:
    photos = folder / "data/photos"
    for path in photos.iterdir():
        path.unlink()
    (photos / "b.png").write_bytes(png())
    result, _ = proposed(folder)
    values = [as_mapping(one.value).get("value") for one in result if one.source == "photos"]
    assert values == ["no statement in 1 image"] * 2


def test_texts_in_no_language_are_told_but_not_proposed(folder: Path) -> None:
    (folder / "data/photos/captions.txt").write_text("und a\nund b\nzxx 1\nde eins\n")
    (folder / "data/photos/shard.tar").unlink()
    (folder / "data/photos/shard.tar.gz").unlink()
    result, _ = proposed(folder)
    (found,) = [one for one in result if (one.source, one.field) == ("photos", "languages")]
    assert found.value == [
        {"tag": "de", "share": {"about": 0.25}, "tool": "first word 1.0, all 4 texts"}
    ]
    manifest = folder / "trainbib.yaml"
    files = cited_files(manifest, as_mapping(read_document(manifest).data)).files
    with observe(files, ALL) as observation:
        shown = "".join(observation_text(observation, [], {}, Style(on=False), writes=False))
    assert "    none    75.0 %  3 texts undetermined or without letters\n" in shown
    assert "zxx" not in shown


def test_the_limit_of_csv_stays_what_it_was(folder: Path) -> None:
    before = csv.field_size_limit()
    (folder / "data/web/a.csv").write_text("text,x\n" + "a" * (before + 1) + ",1\n")
    observation, _ = observed(folder, ALL)
    assert observation.problems == []
    assert csv.field_size_limit() == before
