"""``trainbib licenses``: verdicts, the worst first, in three formats."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from trainbib.schemas import schema_text
from trainbib_cli.app import main

TOP = Path(__file__).parents[1]
EXAMPLES = sorted((TOP / "examples").glob("*.trainbib.yaml"))
SCHEMA: dict[str, Any] = json.loads(schema_text("licenses-report"))
MANIFEST = """\
trainbib: "1.0"
dataset: {name: example, version: "1", license: CC-BY-4.0}
parties: {museum: {name: Town Museum}}
sources:
  free: {kind: other, license: CC0-1.0}
  asked: {kind: other, license: {unknown: "not | looked up"}}
  songs: {kind: other, license: CC-BY-NC-4.0, publisher: museum}
  tales: {kind: other, license: CC-BY-NC-4.0, publisher: museum}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "trainbib.yaml").write_text(MANIFEST)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_worst_stands_first_with_its_reason_and_where_that_is_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["licenses"]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("trainbib.yaml   CONFLICT\n")
    assert "training, publishing the data (assumed" in shown
    assert "as a collection under CC-BY-4.0, as the manifest says" in " ".join(shown.split())
    rows = [line.split()[0] for line in shown.splitlines() if line[:1].islower()]
    assert rows[1:4] == ["conflict", "review", "ok"]
    assert "conflict  2 sources" in shown
    assert "songs, tales" in shown
    assert "it excludes commercial use" in shown
    assert "non_commercial: yes from table, https://" in " ".join(shown.split())
    assert "license: unknown   from manifest, license of the source" in shown
    assert "4 sources: 2 in conflict, 1 to review, 1 ok" in shown
    assert shown.count("no legal advice") == 1
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--fail-on", "review"], 1),
        (["--use", "train"], 0),
        (["--use", "train", "--fail-on", "review"], 1),
        (["--use", "train", "--use", "commercial"], 1),
        (["--use", "train,commercial"], 1),
        (["--use", "publish_data, train", "--outbound", "CC-BY-NC-4.0"], 0),
        (["--use", "train,comercial"], 2),
        (["--use", ","], 2),
        (["--use", "publish_data", "--outbound", "CC-BY-NC-4.0"], 0),
        (["--use", "publish_date"], 2),
        (["--use", "publish-data", "--outbound", "CC-BY-NC-4.0"], 0),
        (["--use", "publish-data", "--release", "adaptation", "--outbound", "CC-BY-SA-4.0"], 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst_verdict(arguments: list[str], code: int) -> None:
    assert main(["licenses", *arguments]) == code


@pytest.mark.usefixtures("folder")
def test_the_markdown_has_a_row_for_each_source_and_no_markup_of_others(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["licenses", "--format", "markdown"]) == 1
    shown = capsysbinary.readouterr().out.decode()
    rows = [line for line in shown.splitlines() if line.startswith("| ")][2:]
    assert [row.split(" | ")[1] for row in rows] == ["songs", "tales", "asked", "free"]
    assert rows[0].startswith("| **conflict** | songs | CC-BY-NC-4.0 | ")
    assert "not \\| looked up" in rows[2]
    assert shown.count("no legal advice") == 1


@pytest.mark.usefixtures("folder")
def test_the_machine_report_is_what_its_schema_says(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert main(["licenses", "--format", "json"]) == 1
    report = json.loads(capsysbinary.readouterr().out)
    Draft202012Validator(SCHEMA).validate(report)
    assert undescribed(report, SCHEMA) == []
    (judged,) = report["manifests"]
    assert judged["verdict"] == "conflict"
    assert judged["uses"] == ["train", "publish_data"]
    assert judged["uses_assumed"] is True
    assert judged["outbound_by"] == "manifest"
    assert judged["counts"] == {"ok": 1, "review": 1, "conflict": 2}
    assert [source["key"] for source in judged["sources"]] == ["free", "asked", "songs", "tales"]


def undescribed(value: object, schema: dict[str, Any]) -> list[str]:
    """Name the members of a document that its schema has no words for, or does not require."""
    if isinstance(value, list):
        return [name for item in value for name in undescribed(item, schema["items"])]
    if not isinstance(value, dict):
        return []
    missing = [name for name in value if name not in schema["required"]]
    for name, item in value.items():
        known = schema["properties"].get(name)
        missing += [name] if known is None else undescribed(item, known)
    return missing


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_every_example_is_judged(
    path: Path, format_: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    everything = ["train", "publish-model", "publish-data", "commercial"]
    uses = [word for use in everything for word in ("--use", use)]
    for release in ("collection", "adaptation"):
        arguments = ["licenses", str(path), "--format", format_, "--release", release, *uses]
        assert main(arguments) in {0, 1}
        captured = capsysbinary.readouterr()
        assert captured.out
        assert captured.err == b""
        if format_ == "json":
            Draft202012Validator(SCHEMA).validate(json.loads(captured.out))


OVERRIDDEN = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  songs: {kind: other, license: CC-BY-NC-4.0, creators: {unknown: not said}}
  talks: {kind: licensed, license: LicenseRef-x, creators: {unknown: not said}}
licenses:
  CC-BY-NC-4.0: {title: x, attributes: {non_commercial: {value: false, evidence: I say so}}}
  LicenseRef-x: {title: x, attributes: {non_commercial: {value: false, evidence: clause 4}}}
"""


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_a_verdict_that_rests_on_a_word_of_the_manifest_or_the_user_names_it(
    format_: str, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "trainbib.yaml").write_text(OVERRIDDEN)

    def report() -> str:
        assert main(["licenses", "--use", "commercial", "--format", format_]) == 0
        text = capsysbinary.readouterr().out.decode().replace("\\", "")
        if format_ != "json":
            return " ".join(text.split())
        (judged,) = json.loads(text)["manifests"]
        return " ".join(
            f"{source['verdict']} {source['key']} {reason['attribute']}: {reason['value']} from "
            f"{reason['origin']['kind']}, {reason['origin']['where']} "
            f"({reason['origin']['evidence']})"
            for source in judged["sources"]
            for reason in source["reasons"]
        )

    shown = report()
    for key in ("CC-BY-NC-4.0", "LicenseRef-x"):
        assert f"manifest, /licenses/{key}/attributes (" in shown
    assert "(I say so)" in shown
    assert "(clause 4)" in shown
    assert shown.index("review") < shown.index("songs")
    (folder / "trainbib.toml").write_text(
        '[licensing.attributes."CC-BY-NC-4.0"]\nnon_commercial = "no"\n'
    )
    shown = report()
    assert "configuration, licensing.attributes.CC-BY-NC-4.0" in shown
    assert "review songs" not in shown


def test_a_licence_that_is_none_is_refused_with_the_nearest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for expression, words in (
        ("CC-BY-5.0", "did you mean `CC-BY-4.0`"),
        ("MIT/ISC", '"/" is no operator'),
        ("", "empty"),
    ):
        assert main(["licenses", str(folder), "--outbound", expression]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert words in captured.err
        assert captured.err.count("\n") == 1


def test_without_a_manifest_or_a_source_there_is_nothing_to_judge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["licenses", str(tmp_path)]) == 3
    empty = tmp_path / "trainbib.yaml"
    empty.write_text('trainbib: "1.0"\ndataset: {name: example, version: "1"}\n')
    assert main(["licenses", str(empty)]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "it has no sources" in captured.err


def test_what_cannot_be_read_is_said_and_the_others_are_judged(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.trainbib.yaml").write_text("sources: [")
    assert main(["licenses"]) == 2
    captured = capsys.readouterr()
    assert "trainbib.yaml   CONFLICT" in captured.out
    assert "broken.trainbib.yaml:1:" in captured.err
    assert main(["licenses", "gone.trainbib.yaml"]) == 2
    assert "gone.trainbib.yaml: No such file" in capsys.readouterr().err


def test_many_sources_are_counted_and_named_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"  s{number}: {{kind: other, license: CC0-1.0}}\n" for number in range(30))
    (folder / "trainbib.yaml").write_text(
        f'trainbib: "1.0"\ndataset: {{name: example, version: "1"}}\nsources:\n{rows}'
    )
    assert main(["licenses"]) == 0
    shown = capsys.readouterr().out
    assert "30 sources" in shown
    assert "and 22 more (--all" in " ".join(shown.split())
    assert main(["licenses", "--all"]) == 0
    assert "s29" in capsys.readouterr().out


def test_terms_end_on_the_day_that_is_given(folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(
        'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'
        "sources: {a: {kind: other, license: {expression: CC0-1.0, expires: 2027-05-01}}}\n"
    )
    assert main(["licenses", "--today", "2027-05-01"]) == 0
    assert main(["licenses", "--today", "2027-05-02"]) == 1


def test_what_a_terminal_would_obey_is_shown_escaped(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps(
        {
            "trainbib": "1.0",
            "dataset": {"name": "example", "version": "1"},
            "sources": {"a\u001b[31m": {"kind": "other", "license": "\u001b[31mMIT"}},
        }
    )
    (folder / "trainbib.yaml").unlink()
    (folder / "trainbib.json").write_text(text)
    for format_ in ("text", "markdown"):
        assert main(["licenses", "--format", format_]) == 0
        assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_a_configuration_that_states_attributes_is_named(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], format_: str
) -> None:
    arguments = ["licenses", "--use", "commercial", "--format", format_]
    assert main(arguments) == 1
    assert b"trainbib.toml" not in capsysbinary.readouterr().out
    path = folder / "trainbib.toml"
    path.write_text('[licensing]\nuses = ["train"]\n')
    assert main(arguments) == 1
    assert b"trainbib.toml" not in capsysbinary.readouterr().out
    path.write_text('[licensing.attributes."CC-BY-NC-4.0"]\nnon_commercial = "no"\n')
    assert main(arguments) == 0
    out = capsysbinary.readouterr().out.decode()
    if format_ == "json":
        named = {"path": "trainbib.toml", "licenses": ["CC-BY-NC-4.0"]}
        assert json.loads(out)["configuration"] == named
    else:
        said = "The attributes of CC-BY-NC-4.0 are those that trainbib.toml states."
        assert f"{said} It gives no evidence for CC-BY-NC-4.0." in " ".join(out.split())


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
@pytest.mark.parametrize("evidence", ["", "https://museum.example/letter"])
def test_a_verdict_that_rests_on_the_word_of_the_user_says_what_the_evidence_is(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], format_: str, evidence: str
) -> None:
    value = f'{{value = "no", evidence = "{evidence}"}}' if evidence else '"no"'
    (folder / "trainbib.toml").write_text(
        f'[licensing.attributes."CC-BY-NC-4.0"]\nnon_commercial = {value}\n'
    )
    assert main(["licenses", "--use", "commercial", "--format", format_]) == 0
    out = " ".join(capsysbinary.readouterr().out.decode().split())
    if format_ == "json":
        sources = json.loads(out)["manifests"][0]["sources"]
        given = {
            reason["origin"]["evidence"]
            for source in sources
            for reason in source["reasons"]
            if reason["origin"]["kind"] == "configuration"
        }
        assert given == {evidence or None}
        return
    said = f"licensing.attributes.CC-BY-NC-4.0 ({evidence or 'no evidence is given'})"
    assert said in out
    assert ("no evidence" in out) is not bool(evidence)
