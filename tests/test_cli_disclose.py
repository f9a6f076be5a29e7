"""``trainbib disclose``, as installed."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli_program import trainbib
from disclosures import manifest
from trainbib.disclosure.regimes import regime_names
from trainbib.disclosure.renderers.extras import INSTALL
from trainbib.schemas import load_schema
from trainbib_cli.app import main

FORMS = ", ".join(regime_names())


def written(folder: Path, data: dict[str, Any], name: str = "trainbib.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def whole() -> dict[str, Any]:
    return manifest(
        {"a": {"title": "A", "kind": "offline", "size": {"tokens": 5}, "retrieved": "2026-01-02"}},
        document={"version": "1", "updated": "2026-06-30"},
    )


def disclose(*arguments: str | Path, cwd: Path, code: int, stdin: bytes = b"") -> tuple[str, str]:
    done = trainbib("disclose", *arguments, cwd=cwd, stdin=stdin)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


def test_the_document_goes_to_standard_output_and_what_is_missing_to_the_other(
    tmp_path: Path,
) -> None:
    written(tmp_path, whole())
    out, err = disclose("--to", "ca-ab2013", cwd=tmp_path, code=1)
    assert "Documentation of training data" in out
    assert "ab.11: write at /sources/a/use/0/first_used: when `a` was first used" in err
    assert "sha256:" in out


def test_every_format_of_its_own_is_written_in_one_run(tmp_path: Path) -> None:
    written(tmp_path, whole())
    _, err = disclose(
        "--to", "ca-ab2013", "-o", "a.html", "-o", "a.md", "-o", "a.json", "-o", "a.txt",
        cwd=tmp_path, code=1,
    )  # fmt: skip
    for name in ("a.html", "a.md", "a.json", "a.txt"):
        assert f"wrote {name}" in err
        assert (tmp_path / name).stat().st_size > 0
    assert json.loads((tmp_path / "a.json").read_bytes())["form"]["id"] == "ca-ab2013"


def test_both_forms_make_one_document(tmp_path: Path) -> None:
    written(tmp_path, whole())
    out, err = disclose(
        "--to", "eu-ai-act", "--to", "ca-ab2013", "--format", "markdown", cwd=tmp_path, code=1
    )
    assert out.index("Public summary of training content") < out.index("Synthetic data generation")
    assert "eu-ai-act: " in err
    assert "ca-ab2013: " in err


def test_the_same_manifest_gives_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path, whole())
    runs = {
        disclose("--to", "eu-ai-act", "--format", "html", cwd=tmp_path, code=1)[0] for _ in range(2)
    }
    assert len(runs) == 1


def test_explain_says_where_an_answer_comes_from(tmp_path: Path) -> None:
    written(tmp_path, whole())
    out, _ = disclose("--to", "eu-ai-act", "--explain", "eu.1.3.text.size", cwd=tmp_path, code=0)
    assert "answer   Less than 1 billion tokens" in out
    assert "how      5 tokens: the sum over 1 source" in out
    assert "from     /sources/a/size/tokens" in out


def test_explain_takes_the_beginning_of_a_name(tmp_path: Path) -> None:
    written(tmp_path, whole())
    out, _ = disclose("--to", "eu-ai-act", "--explain", "eu.3", cwd=tmp_path, code=0)
    assert [line.split()[0] for line in out.splitlines() if line.startswith("eu.")] == [
        "eu.3.1.cop_signatory",
        "eu.3.1.tdm_measures",
        "eu.3.1.comments",
        "eu.3.2.illegal_content_measures",
        "eu.3.3.other_information",
    ]


def test_a_filing_is_read_back_and_rendered_as_it_was(tmp_path: Path) -> None:
    written(tmp_path, whole())
    disclose("--to", "ca-ab2013", "-o", "f.json", "-o", "one.html", cwd=tmp_path, code=1)
    disclose("--from-json", "f.json", "-o", "two.html", cwd=tmp_path, code=1)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_a_comparison_speaks_in_the_terms_of_the_form(tmp_path: Path) -> None:
    written(tmp_path, whole(), "old.trainbib.json")
    disclose("old.trainbib.json", "--to", "eu-ai-act", "-o", "last.json", cwd=tmp_path, code=1)
    changed = whole()
    changed["sources"]["a"]["retrieved"] = "2026-08-01"
    written(tmp_path, changed, "new.trainbib.json")
    for last in ("last.json", "old.trainbib.json"):
        out, _ = disclose(
            "new.trainbib.json", "--to", "eu-ai-act", "--against", last, cwd=tmp_path, code=1
        )
        assert "~ 1.3 Latest date of acquisition: 01/2026 became 08/2026" in out
        assert "6 months after the last one is 2026-12-30" in out
    told, _ = disclose(
        "new.trainbib.json", "--to", "eu-ai-act", "--against", "last.json", "--format", "json",
        "--last-date", "2026-02-01", cwd=tmp_path, code=1,
    )  # fmt: skip
    report = json.loads(told)
    assert report["update"]["by"] == "2026-08-01"
    assert [change["field"] for change in report["changes"]] == ["eu.1.3.latest_acquisition_date"]


@pytest.mark.parametrize("regime", ["eu-ai-act", "ca-ab2013"])
def test_a_comparison_as_json_follows_its_schema(
    regime: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    schema = load_schema("disclosure-diff-report")
    validator = Draft202012Validator(schema)
    undated, less = whole(), whole()
    del undated["document"]
    undated["sources"]["a"] |= {"title": "B", "retrieved": "2026-08-01"}
    less["sources"] = {}
    for name, data in (("whole", whole()), ("undated", undated), ("less", less)):
        written(tmp_path, data, f"{name}.trainbib.json")
    kinds: set[str] = set()
    for old, new in (("whole", "less"), ("less", "whole"), ("undated", "whole"), ("less", "less")):
        of = ("--against", f"{old}.trainbib.json", "--format", "json")
        code = main(["disclose", f"{new}.trainbib.json", "--to", regime, *of])
        report = json.loads(capsysbinary.readouterr().out)
        assert [error.message for error in validator.iter_errors(report)] == []
        assert code == bool(report["changes"]) == (old != new)
        kinds |= {change["kind"] for change in report["changes"]}
        report["update"]["by"] = "soon"
        assert not validator.is_valid(report)
    assert kinds == set(schema["$defs"]["change"]["properties"]["kind"]["enum"])


def test_nothing_changed_is_exit_0(tmp_path: Path) -> None:
    path = written(tmp_path, whole())
    out, _ = disclose("--to", "eu-ai-act", "--against", path, cwd=tmp_path, code=0)
    assert out == "Nothing that the form shows has changed since 2026-06-30.\n"


def test_a_filing_that_was_read_back_is_checked(tmp_path: Path) -> None:
    written(tmp_path, whole())
    disclose("--to", "eu-ai-act", "-o", "f.json", cwd=tmp_path, code=1)
    filing = json.loads((tmp_path / "f.json").read_bytes())
    filing["answers"]["eu.header.last_update"]["value"] = "4/8/26"
    (tmp_path / "f.json").write_text(json.dumps(filing))
    _, err = disclose("--from-json", "f.json", "--format", "json", cwd=tmp_path, code=1)
    assert "error[EUA001] eu.header.last_update: the last update is '4/8/26'" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), f"--to is missing: say which form, {' or '.join(regime_names())}"),
        (("--to", "mars"), f"--to mars: there is no such form; there are {FORMS}"),
        (("--to", "eu-ai-act", "--model", "x"), "/models has no model 'x'; there are: m"),
        (("--to", "eu-ai-act", "-o", "a.xyz"), "--output a.xyz: its ending says no format"),
        (("--to", "eu-ai-act", "--explain", "eu.1.3.txt.size"), "did you mean `eu.1.3.text.size`"),
        (("--from-json", "trainbib.json", "--to", "eu-ai-act"), "leave out --to"),
        (("--from-json", "trainbib.json"), "this is no filing"),
        (("missing.trainbib.yaml", "--to", "eu-ai-act"), "missing.trainbib.yaml"),
        (
            ("--to", "eu-ai-act", "--against", "trainbib.json", "--format", "html"),
            "a comparison is printed as text or json",
        ),
        (
            ("--to", "eu-ai-act", "--to", "ca-ab2013", "--against", "trainbib.json"),
            "--against compares one form",
        ),
        (
            ("--to", "eu-ai-act", "--to", "ca-ab2013", "--format", "json"),
            "json holds one form",
        ),
        (("--to", "eu-ai-act", "-o", "no/such/folder/a.html"), "no/such/folder"),
        (("--to", "eu-ai-act", "-o", "a.md", "--format", "json"), "leave out --format"),
        (
            ("--to", "eu-ai-act", "-o", "a.md", "--against", "trainbib.json"),
            "--output writes the document, which --against does not make",
        ),
        (
            ("--to", "eu-ai-act", "-o", "a.md", "--explain", "all"),
            "--output writes the document, which --explain does not make",
        ),
        (("--to", "eu-ai-act", "--explain", "all", "--format", "json"), "text alone"),
        (
            ("--to", "eu-ai-act", "--explain", "all", "--against", "trainbib.json"),
            "leave out one",
        ),
        (("--to", "eu-ai-act", "--last-date", "2026-01-01"), "give --against"),
        (("--to", "eu-ai-act", "--against", "deep.json"), "nested more than 64 deep (PAR012)"),
        (("--from-json", "deep.json"), "deep.json: nested too deep to be a filing"),
        (("--from-json", "cut.json"), "cut.json: not JSON: "),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    written(tmp_path, whole())
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "cut.json").write_text("{")
    _, err = disclose(*arguments, cwd=tmp_path, code=2)
    assert said in err
    assert "internal error" not in err
    assert "Traceback" not in err


def test_no_manifest_is_nothing_to_do(tmp_path: Path) -> None:
    disclose("--to", "eu-ai-act", cwd=tmp_path, code=3)


def test_a_manifest_comes_from_standard_input(tmp_path: Path) -> None:
    out, _ = disclose(
        "-", "--to", "eu-ai-act", cwd=tmp_path, code=1, stdin=json.dumps(whole()).encode()
    )
    assert "Acme" in out


@pytest.mark.parametrize(("name", "package"), [("a.docx", "docx"), ("a.pdf", "typst")])
def test_a_format_whose_extra_is_missing_says_how_to_get_it(
    tmp_path: Path, name: str, package: str
) -> None:
    written(tmp_path, whole())
    without = tmp_path / "without"
    without.mkdir()
    (without / f"{package}.py").write_text("raise ImportError('it is not installed')\n")
    path = os.pathsep.join(filter(None, (str(without), os.environ.get("PYTHONPATH", ""))))
    done = trainbib(
        "disclose", "--to", "eu-ai-act", "-o", name, cwd=tmp_path, env={"PYTHONPATH": path}
    )
    assert done.returncode == 2
    assert INSTALL in done.stderr.decode()
    assert not (tmp_path / name).exists()


def test_an_extra_that_is_installed_is_used(tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    written(tmp_path, whole())
    disclose("--to", "eu-ai-act", "-o", "a.docx", cwd=tmp_path, code=1)
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("output", "arguments"),
    [
        ("trainbib.json", ("--to", "eu-ai-act")),
        ("link.json", ("--to", "eu-ai-act")),
        ("d.csv", ("--to", "eu-ai-act")),
        ("gone.csv", ("--to", "eu-ai-act")),
        ("last.json", ("--from-json", "last.json")),
    ],
)
def test_an_input_is_never_written_over(
    tmp_path: Path, output: str, arguments: tuple[str, ...]
) -> None:
    data = whole()
    crawl = {"domains": {"path": "d.csv"}, "opted_out": {"path": "gone.csv"}}
    data["sources"]["web"] = {"title": "W", "kind": "own_crawl", "crawl": crawl}
    manifest_path = written(tmp_path, data)
    (tmp_path / "link.json").symlink_to(manifest_path)
    for name in ("d.csv", "gone.csv"):
        (tmp_path / name).write_text("domain\na.example\n")
    disclose("--to", "ca-ab2013", "-o", "last.json", cwd=tmp_path, code=1)
    before = (tmp_path / output).read_bytes()
    _, err = disclose(*arguments, "-o", "first.html", "-o", output, cwd=tmp_path, code=2)
    assert f"--output {output} would write over what is read; name another file" in err
    assert (tmp_path / output).read_bytes() == before
    assert not (tmp_path / "first.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "eu-ai-act", "-o", "a.html", "-o", "./a.html"), "./a.html is named twice"),
        (
            ("--to", "eu-ai-act", "--to", "ca-ab2013", "-o", "a.html", "-o", "b.json"),
            "json holds one form",
        ),
        (("--to", "ca-ab2013", "-o", "a.html", "-o", "b.csv"), "no table to write as CSV"),
        (("--to", ""), f"--to '': there is no such form; there are {FORMS}"),
        (("--to", "eu-ai-act", "--against", "pipe.json"), "pipe.json: no regular file"),
        (("--from-json", "pipe.json"), "pipe.json: no regular file"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    written(tmp_path, whole())
    os.mkfifo(tmp_path / "pipe.json")
    _, err = disclose(*arguments, cwd=tmp_path, code=2)
    assert said in err
    assert "internal error" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pipe.json", "trainbib.json"]
