"""A configuration may come with what is checked: a report that it shortens names it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from trainbib.configuration import find_configuration, read_configuration
from trainbib.configuration_concessions import concessions
from trainbib.schemas import load_schema
from trainbib.withdrawals import load_catalogue
from trainbib_cli.app import main
from valid_manifests import UNLICENSED, VALID


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "trainbib.yaml").write_text(UNLICENSED)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(folder: Path, text: str) -> str:
    path = folder / "trainbib.toml"
    path.write_text(text)
    passed = concessions(read_configuration(path))
    assert passed is not None
    return passed.sentence()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ('contact = "a@b.example"\nprofiles = ["complete"]\nfail-on = "warning"\n', ""),
        ('[severity]\nLIC008 = "error"\n', ""),
        ('ignore = ["LIC", "REF001"]\n', "trainbib.toml ignores LIC, REF001."),
        ('select = ["REF"]\n', "trainbib.toml selects REF alone."),
        ('[severity]\nLIC001 = "info"\n', "trainbib.toml lowers LIC001 to info."),
        ('fail-on = "never"\n', "trainbib.toml lets no finding fail."),
        ('baseline = "k.json"\n', "trainbib.toml takes what k.json knows for known."),
        (
            '[[suppressions]]\ncodes = ["LIC001"]\nreason = "x"\n',
            "trainbib.toml suppresses LIC001.",
        ),
        (
            '[licensing.attributes."CC-BY-NC-4.0"]\nnon_commercial = "no"\n',
            "trainbib.toml states attributes of CC-BY-NC-4.0, without evidence.",
        ),
        (
            '[licensing.attributes."CC-BY-NC-4.0".non_commercial]\nvalue = "no"\nevidence = "x"\n',
            "trainbib.toml states attributes of CC-BY-NC-4.0.",
        ),
        (
            """[licensing.attributes]
X11 = {training = {value = 'silent', evidence = 'x'}}
MIT = {training = 'allowed'}
""",
            "trainbib.toml states attributes of X11, MIT, without evidence of MIT.",
        ),
    ],
)
def test_what_a_configuration_lets_pass_is_one_sentence(
    folder: Path, text: str, sentence: str
) -> None:
    assert said(folder, text) == sentence


def test_many_checks_are_counted(folder: Path) -> None:
    codes = [f"SRC{number:03}" for number in range(1, 11)]
    sentence = said(folder, f"ignore = {json.dumps(codes)}\n")
    assert sentence.endswith("SRC007, SRC008 and 2 more.")


def test_what_a_flag_puts_in_its_place_is_not_of_the_file(folder: Path) -> None:
    path = folder / "trainbib.toml"
    path.write_text('ignore = ["LIC"]\nfail-on = "never"\n[severity]\nLIC001 = "info"\n')
    found = read_configuration(path)
    flags = {"ignore": ["REF"], "fail-on": "error", "severity": {"LIC001": "error"}}
    changed = concessions(found.with_values(flags, origin="the command line"))
    assert changed is not None
    assert changed.sentence() == ""


def test_suppressions_that_hold_for_nothing_that_is_checked_are_not_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [
        ("LIC001", 'manifest = "data/*.yaml"'),
        ("LIC002", 'manifest = "other/*.yaml"'),
        ("LIC003", 'until = "2000-01-01"'),
        ("LIC004", 'until = "9998-01-01"'),
        ("LIC005", 'manifest = "piped.yaml"'),
    ]
    (folder / "trainbib.toml").write_text(
        "".join(
            f'[[suppressions]]\ncodes = ["{code}"]\nreason = "x"\n{more}\n'
            for code, more in entries
        )
    )

    def named(*arguments: str) -> list[str]:
        capsys.readouterr()
        main(["check", "--format", "json", *arguments])
        suppressed: list[str] = json.loads(capsys.readouterr().out)["configuration"]["suppressed"]
        return suppressed

    assert named("data") == ["LIC001", "LIC004"]
    (folder / "set.trainbib.yaml").write_text(UNLICENSED)
    assert named("set.trainbib.yaml") == ["LIC004"]
    assert named("set.trainbib.yaml", "data") == ["LIC001", "LIC004"]
    manifest = folder / "data" / "trainbib.yaml"
    code = manifest.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(code)))
        assert named("-", "--stdin-filename", "piped.yaml") == ["LIC004", "LIC005"]


def test_a_baseline_that_a_flag_names_is_not_of_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.toml").write_text('baseline = "known.json"\n')
    for name in ("known.json", "other.json"):
        assert main(["baseline", "data", "-o", name]) == 0
    assert main(["check", "data"]) == 0
    assert "trainbib.toml takes what known.json knows for known" in capsys.readouterr().out
    assert main(["check", "data", "--baseline", "other.json"]) == 0
    assert "trainbib.toml" not in capsys.readouterr().out


def test_withdrawn_sets_of_which_a_list_says_less_are_named(folder: Path) -> None:
    program = load_catalogue().sets
    books, pile = program["books3"], program["the-pile"]
    assert books.withdrawn is not None
    assert pile.contains
    page = "https://acme.example/"
    listed: dict[str, Any] = {
        "books3": {"title": books.title},
        "the-pile": {"title": pile.title},
        "acme": {"title": "Acme", "withdrawn": {"status": "withdrawn", "source": page}},
    }
    head = {"trainbib_withdrawn": "1.0", "updated": "2026"}
    (folder / "own.json").write_text(json.dumps(head | {"sets": listed}))
    sentence = said(folder, 'withdrawn = ["own.json"]\n')
    assert sentence == (
        "trainbib.toml replaces what the program knows of the data sets books3, the-pile."
    )
    del listed["books3"], listed["the-pile"]
    (folder / "own.json").write_text(json.dumps(head | {"sets": listed}))
    assert said(folder, 'withdrawn = ["own.json"]\n') == ""
    assert said(folder, 'withdrawn = ["absent.json"]\n') == "", "no check is made"


@pytest.mark.parametrize(("faults", "more"), [(3, 0), (25, 5)])
def test_all_that_is_wrong_with_a_list_of_withdrawn_sets_is_shown_with_its_lines(
    folder: Path, capsys: pytest.CaptureFixture[str], faults: int, more: int
) -> None:
    sets = "".join(f"  set-{number:02}: {{titel: Letters}}\n" for number in range(faults))
    (folder / "own.yaml").write_text(f'trainbib_withdrawn: "1.0"\nupdated: "2026"\nsets:\n{sets}')
    assert main(["check", "data", "--withdrawn", "own.yaml"]) == 2
    told = capsys.readouterr().err
    for number in range(faults - more):
        fault = f"own.yaml:{number + 4}:12: `sets.set-{number:02}` has no `titel`; did you mean"
        assert f"trainbib: {fault}" in told
        assert f"  set-{number:02}: {{titel: Letters}}\n" in told
    assert told.count("own.yaml:") == faults - more
    assert told.endswith("trainbib: 5 more faults\n") is bool(more)


def test_the_file_is_named_from_where_one_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "data" / "trainbib.toml").write_text("")
    assert find_configuration(Path("data")).name == "data/trainbib.toml"
    (folder / "data" / "trainbib.toml").rename(folder / "trainbib.toml")
    monkeypatch.chdir("data")
    assert find_configuration(Path()).name == "../trainbib.toml"
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    (folder / "trainbib.toml").rename(folder / "data" / "trainbib.toml")
    away = folder / "data" / "trainbib.toml"
    assert find_configuration(folder / "data").name == str(away)


SILENT = 'ignore = ["LIC"]\nfail-on = "never"\n'
SAID = "data/trainbib.toml ignores LIC; lets no finding fail."


@pytest.mark.parametrize(
    "format_", ["full", "concise", "grouped", "markdown", "html", "github", "sarif"]
)
def test_every_report_for_people_names_a_configuration_that_shortens_it(
    folder: Path, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    assert main(["check", "data", "--format", format_]) == 1
    assert ".toml" not in capsys.readouterr().out
    (folder / "data" / "trainbib.toml").write_text(SILENT)
    assert main(["check", "data", "--format", format_]) == 0
    assert capsys.readouterr().out.count(SAID) == 1
    assert main(["check", "data", "--format", format_, "--isolated"]) == 1
    assert "ignores" not in capsys.readouterr().out


def test_an_ordinary_configuration_is_not_named_in_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data" / "trainbib.toml").write_text('contact = "a@b.example"\n')
    assert main(["check", "data"]) == 1
    assert "onfiguration" not in capsys.readouterr().out


def test_machine_reports_name_the_configuration_and_what_it_lets_pass(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "data" / "trainbib.toml").write_text(SILENT)
    assert main(["check", "data", "--format", "json"]) == 0
    report = json.loads(capsysbinary.readouterr().out)
    Draft202012Validator(load_schema("check-report")).validate(report)
    held: dict[str, Any] = {
        "path": "data/trainbib.toml",
        "ignored": ["LIC"],
        "selected": [],
        "lowered": {},
        "suppressed": [],
        "never_fails": True,
        "baseline": None,
        "licenses": [],
        "replaced": [],
    }
    assert report["configuration"] == held
    assert main(["check", "data", "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert lines[1] == {"type": "configuration", **held}
    assert main(["check", "data", "--format", "json", "--isolated"]) == 1
    assert "configuration" not in json.loads(capsysbinary.readouterr().out)


def test_a_suppression_of_the_configuration_says_where_it_is_in_every_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data" / "trainbib.yaml").write_text(VALID)
    (folder / "pyproject.toml").write_text(
        '[[tool.trainbib.suppressions]]\ncodes = ["LIC001"]\nreason = "x"\n'
        'at = "/sources/example"\n'
    )
    for format_ in ("full", "concise", "csv", "gitlab", "github", "sarif", "junit"):
        main(["check", "data", "--format", format_])
        out = capsys.readouterr().out
        assert "a suppression in pyproject.toml of LIC001 silences nothing" in out
        assert str(folder) not in out


def test_an_isolated_run_refuses_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "own.toml").write_text(SILENT)
    assert main(["check", "data", "--isolated", "--config", "own.toml"]) == 2
    assert "--isolated uses no configuration file, and --config names own.toml" in (
        capsys.readouterr().err
    )
    assert main(["check", "data", "--isolated", "--config", "fail-on=never"]) == 0


def stale(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["check", *arguments])
    return capsys.readouterr().err


def test_what_a_baseline_no_longer_needs_is_told_whatever_else_is_ignored(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = folder / "data" / "trainbib.yaml"
    assert main(["baseline", "--recursive", "-o", "known.json"]) == 0
    capsys.readouterr()
    manifest.write_text(VALID)
    known = ["-r", "--baseline", "known.json"]
    advice = "`trainbib baseline --prune --recursive --output known.json`"
    assert advice in stale(capsys, *known)
    assert advice in stale(capsys, *known, "--ignore", "SRC008")
    assert advice in stale(capsys, *known, "--select", "LIC")
    assert stale(capsys, *known, "--ignore", "LIC") == ""
    assert stale(capsys, *known, "--select", "REF") == ""
    manifest.write_text("sources: {")
    assert stale(capsys, *known) == "", "what cannot be read was not looked for"
    manifest.write_text(VALID)
    assert main(["baseline", "--prune", "--recursive", "--output", "known.json"]) == 0
    capsys.readouterr()
    assert stale(capsys, *known) == ""


@pytest.mark.parametrize("command", ["check", "fmt", "licenses", "baseline"])
def test_where_manifests_lie_deeper_the_option_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([command]) == 3
    below = str(Path("data") / "trainbib.yaml")
    assert f"there is one below, {below}: with --recursive it is found" in capsys.readouterr().err
    assert main([command, "--recursive"]) in {0, 1}
    (folder / "data").rename(folder / ".hidden")
    assert main([command]) == 3
    assert "write one with `trainbib init`" in capsys.readouterr().err
    assert main([command, "-r"]) == 3


@pytest.mark.usefixtures("folder")
def test_a_command_about_one_manifest_has_no_such_option(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["score"]) == 3
    assert "trainbib.yaml: name it" in capsys.readouterr().err
