"""Answers that contradict each other, the version before, or the files beside the data."""

import json
from pathlib import Path
from typing import Any

import pytest

from small_manifests import TODAY, found, manifest
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Insert, Replace, Severity
from trainbib.document import parse_document
from trainbib.generating import generate
from trainbib.settings import Settings


def source(**fields: Any) -> dict[str, Any]:
    return {"kind": "other", "license": "CC0-1.0"} | fields


def pointers(data: dict[str, Any], code: str) -> list[str]:
    return [diagnostic.pointer for diagnostic in found(data, code)]


# CON001: one table for all.


def field_sets(*sources: dict[str, Any]) -> list[Diagnostic]:
    entries = {f"s{i}": {"kind": "sensor", "license": "CC0-1.0"} | e for i, e in enumerate(sources)}
    document = parse_document(json.dumps(manifest(sources=entries)).encode(), path="trainbib.json")
    report = check(document, Settings(today=TODAY, pedantic=True))
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.code == "CON001"]


def test_what_most_sources_answer_is_one_table() -> None:
    full = {"languages": ["en"], "modalities": ["text"], "url": "https://data.example/a"}
    (finding,) = field_sets(full, full, full, {"modalities": ["text"], "ids": {"ark": "ark:/1/x"}})
    assert finding.severity is Severity.INFO
    assert finding.notes == ("sensor: languages: 3 of 4, not `s3`",)
    many = field_sets(*[full] * 20, *[{}] * 7)
    assert many[0].notes[0].endswith("not `s20`, `s21`, `s22`, `s23`, `s24` and 2 more")
    assert len(many[0].notes) == 3


def test_few_sources_and_rare_fields_make_no_table() -> None:
    full = {"languages": ["en"]}
    assert field_sets(full, {}) == []
    assert field_sets(full, {}, {}) == []
    assert field_sets(full, full, {"languages": {"unknown": "not said"}}) == []
    assert field_sets(*[{"notes": "a", "x-own": 1}] * 3, {}) == []


# CON003: the version before.


def versions(old: dict[str, Any], new: dict[str, Any], **settings: Any) -> list[Diagnostic]:
    before = parse_document(json.dumps(old).encode(), path="old.json")
    after = parse_document(json.dumps(new).encode(), path="new.json")
    report = check(after, Settings(today=TODAY, previous=before, **settings))
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.code == "CON003"]


def version(number: Any, **sections: Any) -> dict[str, Any]:
    return manifest(dataset={"name": "example", "version": number}, **sections)


TWO = {"a": source(), "b": source()}


@pytest.mark.parametrize(
    ("old", "new", "raised"),
    [
        ("1.0.0", "1.0.0", "2.0.0"),
        ("v1.2", "v1.2", "v2.0"),
        ("1", "1", "2"),
        ("0.3.1", "0.3.1", "0.4.0"),
        ("1.0.0", "1.1.0", "2.0.0"),
        ("2.0.0", "1.0.0", "3.0.0"),
        ("1.0.0-rc.1", "1.0.0-rc.1", None),
        ("2024-03", "2024-03", None),
    ],
)
def test_a_source_that_is_gone_asks_for_a_new_version(
    old: str, new: str, raised: str | None
) -> None:
    (finding,) = versions(version(old, sources=TWO), version(new))
    assert finding.pointer == "/dataset/version"
    assert any(note.startswith("DIF202") for note in finding.notes)
    if raised is None:
        assert finding.fix is None
    else:
        assert finding.fix is not None
        assert not finding.fix.safe
        assert finding.fix.steps == (Replace("/dataset/version", raised),)
        assert versions(version(old, sources=TWO), version(raised)) == []


def test_what_changes_nothing_asks_for_nothing() -> None:
    assert versions(version("1"), version("1")) == []
    reworded = {"a": source(description="in other words")}
    assert versions(version("1", sources={"a": source(description="in words")}),
                    version("1", sources=reworded)) == []  # fmt: skip
    assert versions(version("1", sources=TWO), version({"unknown": "none is kept"})) == []
    assert versions(version("2024-03", sources=TWO), version("2024-04")) == []


def test_a_source_that_is_new_asks_for_a_minor_version() -> None:
    (finding,) = versions(version("1.4.0"), version("1.4.0", sources=TWO))
    assert (
        finding.message == "the version is still `1.4.0`, but 1 change asks for a new minor version"
    )
    assert versions(version("1.4.0"), version("1.5.0", sources=TWO)) == []


def test_the_version_before_may_be_named_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(json.dumps(version("1", sources=TWO)), encoding="utf-8")
    new = version("1")

    def codes(previous: dict[str, str], **settings: Any) -> list[str]:
        new["dataset"]["previous"] = {"version": "1"} | previous
        path = tmp_path / "new.json"
        path.write_text(json.dumps(new), encoding="utf-8")
        report = check(path, Settings(today=TODAY, **settings))
        return [d.code for d in report.diagnostics if d.code == "CON003"]

    assert codes({"path": "old.json"}) == ["CON003"]
    assert codes({"path": "old.json"}, use_disk=False) == []
    assert codes({"path": "gone.json"}) == []
    assert codes({"path": "new.json"}) == []
    assert codes({"path": "../old.json"}) == []
    assert codes({}) == []
    (tmp_path / "old.json").write_text("{", encoding="utf-8")
    assert codes({"path": "old.json"}) == []


# CON005: files beside the data.

CFF = 'cff-version: 1.2.0\ntype: dataset\ntitle: Tide tables\nversion: "1.0"\nlicense: CC-BY-4.0\n'
CARD = (
    "---\nlicense: cc-by-4.0\npretty_name: Tide Tables\ndataset_info:\n  splits:\n"
    "    - {name: train, num_examples: 10, num_bytes: 80}\n---\n\n# Tide Tables\n"
)


def beside(folder: Path, files: dict[str, str], **dataset: Any) -> list[Diagnostic]:
    for name, text in files.items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    data = manifest(dataset={"name": "example", "version": "1"} | dataset, files={"root": "data"})
    (folder / "trainbib.json").write_text(json.dumps(data), encoding="utf-8")
    report = check(folder / "trainbib.json", Settings(today=TODAY))
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.code == "CON005"]


def test_another_licence_than_the_card_says(tmp_path: Path) -> None:
    (finding,) = beside(tmp_path, {"README.md": CARD}, license="CC0-1.0")
    assert finding.pointer == "/dataset/license"
    assert "`README.md` says `CC-BY-4.0`" in finding.message
    assert finding.fix is not None
    assert finding.fix.steps == (Replace("/dataset/license", "CC-BY-4.0"),)
    assert beside(tmp_path, {}, license="CC-BY-4.0") == []
    assert beside(tmp_path, {}, license={"unknown": "asked, no answer yet"}) == []


def test_one_finding_for_files_that_say_the_same(tmp_path: Path) -> None:
    files = {"README.md": CARD, "CITATION.cff": CFF}
    assert len(beside(tmp_path, files, license="CC0-1.0")) == 1


def test_a_file_that_says_two_things_or_nothing_exact_is_left_alone(tmp_path: Path) -> None:
    both = CARD.replace("license: cc-by-4.0", "license: [cc-by-4.0, mit]")
    assert beside(tmp_path, {"README.md": both}, license="CC0-1.0") == []
    vague = CARD.replace("license: cc-by-4.0", "license: other")
    assert beside(tmp_path, {"README.md": vague}, license="CC0-1.0") == []


def test_files_deeper_down_describe_parts(tmp_path: Path) -> None:
    assert beside(tmp_path, {"part/README.md": CARD}, license="CC0-1.0") == []


def test_title_version_and_records(tmp_path: Path) -> None:
    files = {"README.md": CARD, "CITATION.cff": CFF}
    wrong = {"title": "Harbour log", "version": "2", "size": {"records": 12}}
    found_ = beside(tmp_path, files, license="CC-BY-4.0", **wrong)
    places = ["/dataset/size/records", "/dataset/title", "/dataset/version"]
    assert sorted(finding.pointer for finding in found_) == places
    right = {"title": "Tide tables of the harbour", "version": "v1", "size": {"records": 10}}
    assert beside(tmp_path, files, license="CC-BY-4.0", **right) == []
    named = {"version": "1.0.0", "name": "tide-tables", "title": "Heights"}
    assert beside(tmp_path, files, license="CC-BY-4.0", **named) == []


def test_the_licence_of_the_only_source_is_that_of_the_set(tmp_path: Path) -> None:
    (finding,) = beside(tmp_path, {"README.md": CARD})
    assert finding.pointer == "/sources/a/license"


def test_without_the_folder_nothing_is_read(tmp_path: Path) -> None:
    beside(tmp_path, {"README.md": CARD}, license="CC0-1.0")
    settings = Settings(today=TODAY, use_disk=False)
    report = check(tmp_path / "trainbib.json", settings)
    assert not [d for d in report.diagnostics if d.code == "CON005"]


@pytest.mark.parametrize("licence", ["MIT License\n", "Permission is hereby granted …\n", ""])
def test_a_manifest_just_generated_agrees_with_its_folder(tmp_path: Path, licence: str) -> None:
    files = {"README.md": CARD, "CITATION.cff": CFF, "LICENSE": licence, "a.jsonl": "{}\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = generate(tmp_path, today=TODAY, jobs=1)
    report = check(made.manifest, Settings(today=TODAY))
    assert [d for d in report.diagnostics if d.code == "CON005"] == []


# CON009 to CON012.


def generated(generator: dict[str, Any], trained: dict[str, Any], **use: Any) -> list[str]:
    entry = source(
        kind="synthetic",
        synthetic={"generators": [generator]},
        use=[{"stage": "pretraining", "model": "m"} | use],
    )
    return pointers(manifest(sources={"a": entry}, models={"m": trained}), "CON009")


@pytest.mark.parametrize(
    ("generator", "model", "itself"),
    [
        ({"name": "Orca 5"}, {"name": "Orca 5"}, True),
        ({"name": "orca-5"}, {"name": "Orca 5"}, True),
        ({"name": "Orca 4"}, {"name": "Orca 5"}, False),
        ({"name": "Orca"}, {"name": "Orca 5"}, False),
        ({"name": "Orca models"}, {"name": "Orca 5"}, True),
        ({"name": "models"}, {"name": "Orca 5"}, False),
        ({"name": "Orca", "version": "4"}, {"name": "Orca", "versions": ["5"]}, False),
        ({"name": "Orca", "version": "5"}, {"name": "Orca", "versions": ["5"]}, True),
        ({"name": "Orca", "version": "4"}, {"name": "Orca"}, False),
        ({"name": "Orca"}, {"name": "Orca", "base": [{"name": "Orca"}]}, False),
        ({"name": {"withheld": "by contract"}}, {"name": "Orca"}, False),
    ],
)
def test_a_generator_that_is_the_model(
    generator: dict[str, Any], model: dict[str, Any], *, itself: bool
) -> None:
    assert bool(generated(generator, model)) is itself


def test_a_model_may_learn_from_what_it_says() -> None:
    model = {"name": "Orca"}
    assert generated(model, model, stage="reinforcement") == []
    assert generated(model, model, model="other") == []


def test_a_data_set_that_is_named_as_a_crawler() -> None:
    web = source(crawl={"crawlers": [{"name": "Fine Web"}, {"name": "ExampleBot"}]})
    fine = source(title="Something", ids={"hf": "HuggingFaceFW/fineweb"})
    data = manifest(sources={"web": web, "fine": fine})
    assert pointers(data, "CON010") == ["/sources/web/crawl/crawlers/0/name"]
    alone = manifest(sources={"ExampleBot": web})
    assert pointers(alone, "CON010") == []
    alone["sources"]["ExampleBot"]["kind"] = "public_dataset"
    assert pointers(alone, "CON010") == ["/sources/ExampleBot/crawl/crawlers/1/name"]


@pytest.mark.parametrize(
    ("name", "page", "differ"),
    [
        ("Qwen3-0.6B", "Qwen/Qwen3-Embedding-0.6B", True),
        ("Qwen/Qwen3-0.6B", "Qwen/Qwen3-0.6B", False),
        ("Qwen3-0.6B", "Qwen/Qwen3-0.6B-GGUF", False),
        ("FineWeb2", "datasets/epfml/FineWeb2-HQ", True),
        ("FineWeb2", "datasets/HuggingFaceFW/fineweb-2", False),
        ("DCML", "datasets/mlfoundations/dclm-baseline-1.0", True),
        ("dclm", "datasets/mlfoundations/dclm-baseline-1.0", False),
        ("infiwebmath", "datasets/HuggingFaceTB/finemath/viewer/infiwebmath-3plus", False),
        ("DCML baseline", "datasets/mlfoundations/dclm-baseline-1.0", True),
        ("DCLM baseline", "datasets/mlfoundations/dclm-baseline-1.0", False),
        ("Answers from forms", "datasets/survey/web-form-answers", False),
        ("the notes of the DCML baseline", "datasets/mlfoundations/dclm-baseline-1.0", False),
        ("FineWeb", "datasets/HuggingFaceFW/finewebb", True),
        ("OpenBook", "datasets/allenai/openbok", True),
        ("FineWeb-Edu", "datasets/HuggingFaceFW/fineweb", False),
        ("RedPajama", "datasets/cerebras/SlimPajama-627B", False),
        ("the model of 2024", "Qwen/Qwen3-Embedding-0.6B", False),
        ("Qwen3-0.6B", "Qwen", False),
    ],
)
def test_a_name_and_its_link(name: str, page: str, *, differ: bool) -> None:
    model = {"name": name, "url": f"https://huggingface.co/{page}"}
    places = {
        "/models/m/name": manifest(models={"m": model}),
        "/models/m/base/0/name": manifest(models={"m": {"name": "M", "base": [model]}}),
        "/sources/a/synthetic/generators/0/name": manifest(
            sources={"a": source(kind="synthetic", synthetic={"generators": [model]})}
        ),
        "/sources/a/title": manifest(sources={"a": source(title=name, url=model["url"])}),
    }
    for place, data in places.items():
        assert pointers(data, "CON011") == ([place] if differ else [])


def test_dates_of_a_source_of_its_set_and_of_its_model() -> None:
    def disagree(issued: str = "2025", **fields: Any) -> list[str]:
        data = manifest(
            dataset={"name": "example", "version": "1", "issued": issued},
            sources={"a": source(**fields)},
            models={"m": {"name": "M", "released": "2025-06"}},
        )
        return pointers(data, "CON012")

    assert disagree(retrieved="2025-05", collected={"to": "2025-11"}) == ["/sources/a/collected/to"]
    assert disagree(retrieved="2025", collected={"to": "2025-11"}) == []
    assert disagree(issued="2024-09", collected={"from": "2025-09"}) == [
        "/sources/a/collected/from"
    ]
    first = "/sources/a/use/0/first_used"
    use = [{"stage": "pretraining", "first_used": "2025-07"}]
    assert disagree(use=use) == [first]
    assert disagree(use=[use[0] | {"model": "other"}]) == []
    assert disagree(use=[{"stage": "s", "first_used": "2023"}], issued="2024") == []


# SCH009: gates and details.


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"crawl": {"crawlers": {"none": "bought"}, "robots_txt": "obeyed"}}, "crawl/robots_txt"),
        ({"crawl": {"crawlers": {"none": "bought"}, "logins": {"none": "no"}}}, None),
        ({"kind": "own_crawl", "crawl": {"crawlers": {"none": "by hand"}}}, "crawl/crawlers"),
        (
            {"crawl": {"crawlers": [{"name": {"not_applicable": "no name"}}]}},
            "crawl/crawlers/0/name",
        ),
        ({"crawl": {"crawlers": [{"name": {"unknown": "the log is gone"}}]}}, None),
        ({"authorship": ["model"], "synthetic": {"none": "by people"}}, "synthetic"),
        ({"authorship": ["human", "model"], "synthetic": {"none": "by people"}}, None),
        (
            {"agreement": {"purchased": False, "licensed": False, "price": {"amount": 5}}},
            "agreement/price",
        ),
        ({"agreement": {"purchased": True, "licensed": False, "price": {"amount": 5}}}, None),
    ],
)
def test_gates_and_details(fields: dict[str, Any], place: str | None) -> None:
    expected = [f"/sources/a/{place}"] if place else []
    assert pointers(manifest(sources={"a": source(**fields)}), "SCH009") == expected


# HSH008: evidence.


def test_the_digest_of_a_copy_beside_the_manifest_is_offered(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("User-agent: *\n", encoding="utf-8")
    snapshot = {"path": "robots.txt", "taken": "2025-03-01"}
    reservation = {"protocol": "robots.txt", "snapshot": snapshot}
    data = manifest(sources={"a": source(rights={"reservations": [reservation]})})
    path = tmp_path / "trainbib.json"

    def finding(*, use_disk: bool = True) -> Diagnostic:
        path.write_text(json.dumps(data), encoding="utf-8")
        report = check(path, Settings(today=TODAY, use_disk=use_disk))
        return next(d for d in report.diagnostics if d.code == "HSH008")

    fix = finding().fix
    assert fix is not None
    assert fix.safe
    (step,) = fix.steps
    assert isinstance(step, Insert)
    assert (step.pointer, step.key) == ("/sources/a/rights/reservations/0/snapshot", "digest")
    assert str(step.value).startswith("sha256:")
    assert finding(use_disk=False).fix is None
    snapshot["path"] = "gone.txt"
    assert finding().fix is None


def test_profiles_that_ask_for_evidence_ask_for_more_of_it() -> None:
    data = manifest(
        licenses={"LicenseRef-x": {"title": "X", "text": "x.txt"}},
        sources={"a": source(crawl={"domains": {"path": "domains.txt"}})},
        labellers={"l": {"workforce": "crowd", "instructions": {"path": "guide.md"}}},
    )
    assert pointers(data, "HSH008") == []
    data["profiles"] = ["eu-ai-act"]
    assert set(pointers(data, "HSH008")) == {
        "/licenses/LicenseRef-x",
        "/sources/a/crawl/domains",
        "/labellers/l/instructions",
    }
