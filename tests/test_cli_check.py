"""``trainbib check``: what is checked, how it is shown, how it ends."""

import json
import os
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli_program import lines, trainbib
from trainbib.schemas import load_schema
from trainbib_cli.app import main

VALID = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  example: {kind: other, license: CC0-1.0, url: "https://trainbib.org/data/"}
"""
FAULTY = """\
trainbib: "1.0"
dataset:
  name: example
  version: "1"
  titel: Example
sources:
  wikipedia-2025:
    kind: other
    license: CC0-1.0
    url: https://trainbib.org/data/
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2024]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


FULL_OUTPUT = """\
error[SCH002] unknown-field: `dataset` has no field `titel`
 --> trainbib.yaml:5:3
   |
 5 |   titel: Example
   |   ^^^^^ did you mean `title`?
   = help: use `title`, or x-titel for your own
   = fix:  rename to `title` (unsafe, --unsafe-fixes)
   = docs: https://trainbib.org/rules/SCH002

warning[REF002] unused-source: source `wikipedia-2025` is cited by no file
 --> trainbib.yaml:7:3
   |
 7 |   wikipedia-2025:
   |   ^^^^^^^^^^^^^^ never cited
   = help: cite it where its files are (`files.cites`), or remove it
   = docs: https://trainbib.org/rules/REF002

warning[HSH003] hash-missing: the files are not pinned: no inventory says what they hold
 --> trainbib.yaml:11:1
   |
11 | files:
   | ^^^^^ no `inventory`
   = help: write one with `trainbib generate`
   = docs: https://trainbib.org/rules/HSH003

error[REF001] dangling-source: `files.cites[0]` cites source `wikipedia-2024`, which is not defined
 --> trainbib.yaml:14:31
   |
14 |     - {paths: "**", sources: [wikipedia-2024]}
   |                               ^^^^^^^^^^^^^^ no such source
   |
 7 |   wikipedia-2025:
   |   -------------- similar key defined here
   = help: correct the key, or define it under `sources`
   = fix:  replace with `wikipedia-2025` (unsafe, --unsafe-fixes)
   = docs: https://trainbib.org/rules/REF001

Checked 1 manifest, 1 source (offline; 12 online checks not run).
Found 2 errors, 2 warnings, 0 infos.  [*] 2 fixable with --unsafe-fixes.
Coverage: sources licensed 1/1 · rights holder 0/1
Not checked: files: the manifest pins no inventory; write one with `trainbib generate`
Not checked: files: the folder `data` is not here
`trainbib explain SCH002` says more about that check.
"""


def test_the_full_output_of_a_small_manifest(folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(FAULTY)
    done = trainbib("check", cwd=folder)
    assert done.stdout.decode() == FULL_OUTPUT
    assert done.stderr == b""
    assert done.returncode == 1


def test_a_manifest_without_fault_ends_with_0(folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    done = trainbib("check", cwd=folder)
    assert done.returncode == 0
    assert lines(done.stdout)[:2] == [
        "Checked 1 manifest, 1 source (offline; 12 online checks not run).",
        "Found nothing.",
    ]


def test_manifests_are_found_by_name_and_not_below(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (
        "b.trainbib.yml",
        "a.trainbib.json",
        "trainbib.yaml",
        "other.yaml",
        "sub/trainbib.yaml",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("{}")
    main(["check", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert [manifest["path"] for manifest in report["manifests"]] == [
        "trainbib.yaml",
        "a.trainbib.json",
        "b.trainbib.yml",
    ]
    main(["check", "--format", "json", "sub"])
    report = json.loads(capsys.readouterr().out)
    assert [manifest["path"] for manifest in report["manifests"]] == [
        str(Path("sub/trainbib.yaml"))
    ]


def test_nothing_to_check_is_3(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no manifest in the current folder" in captured.err
    (folder / "empty").mkdir()
    assert main(["check", "empty"]) == 3


def test_an_empty_folder_beside_a_manifest_is_a_notice(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty").mkdir()
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "empty", "trainbib.yaml"]) == 0
    assert capsys.readouterr().err == "trainbib: no manifest in empty\n"


def test_a_named_file_that_is_absent_is_2_and_the_others_are_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(FAULTY)
    assert main(["check", "absent.yaml", "trainbib.yaml"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "trainbib: cannot read absent.yaml: No such file or directory\n"
    assert "REF001" in captured.out
    assert "Checked 1 manifest (1 could not be read)" in captured.out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    (folder / "trainbib.yaml").chmod(0)
    assert main(["check"]) == 2
    assert "Permission denied" in capsys.readouterr().err


def test_an_input_that_fails_while_it_is_read_is_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "trainbib.yaml")

    (folder / "trainbib.yaml").write_text(VALID)
    monkeypatch.setattr(Path, "open", refuse)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == "trainbib: cannot read trainbib.yaml: Permission denied\n"


@pytest.mark.parametrize(
    "data",
    [b"", bytes(range(256)) * 4, b"\xff\xfe\x00", b"[]", b"just words\n", b"a: [", b"\x00" * 100],
)
def test_a_file_that_is_no_manifest_is_a_finding(
    data: bytes, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_bytes(data)
    assert main(["check"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "error[" in captured.out
    assert "\x00" not in captured.out


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_errors_count_from_every_threshold_but_never(fail_on: str, code: int, folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(FAULTY)
    assert main(["check", "--fail-on", fail_on]) == code


def test_a_warning_fails_only_if_asked(folder: Path) -> None:
    warned = VALID.replace("url:", "retrieved: 2090-01-01, url:")
    (folder / "trainbib.yaml").write_text(warned)
    assert main(["check", "--today", "2026-03-01"]) == 0
    assert main(["check", "--today", "2026-03-01", "--fail-on", "warning"]) == 1
    assert main(["check", "--today", "2090-03-01", "--fail-on", "warning"]) == 0


def test_standard_input_is_checked_under_the_name_it_is_given(folder: Path) -> None:
    done = trainbib("check", "-", "--format", "concise", stdin=FAULTY.encode(), cwd=folder)
    assert done.returncode == 1
    assert lines(done.stdout)[0].startswith("<stdin>:5:3: SCH002 ")
    named = ["check", "-", "--format", "concise", "--stdin-filename", "sub/m.json"]
    done = trainbib(*named, stdin=FAULTY.encode(), cwd=folder)
    assert lines(done.stdout)[0].startswith("sub/m.json:1:1: PAR001 not JSON")


def test_quiet_leaves_the_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    (folder / "trainbib.yaml").write_text(FAULTY)
    assert main(["check", "-q", "--format", "concise"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown
    assert all(line.startswith("trainbib.yaml:") for line in shown)


def test_key_pattern_and_day_are_read_with_care(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--key-pattern", "("]) == 2
    assert "'(', no regular expression" in capsys.readouterr().err
    assert main(["check", "--today", "tomorrow"]) == 2
    assert main(["check", "--limit-per-rule", "-1"]) == 2


def test_json_is_what_the_schema_says_whatever_the_limit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = "".join(f"  s{i}: {{kind: other, titel: x}}\n" for i in range(30))
    text = f'trainbib: "1.0"\ndataset: {{name: e, version: "1"}}\nsources:\n{many}'
    (folder / "trainbib.yaml").write_text(text)
    assert main(["check", "--format", "json", "--limit-per-rule", "1", "absent.yaml", "."]) == 2
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    Draft202012Validator(load_schema("check-report")).validate(report)
    wrong = [found for found in report["findings"] if found["code"] == "SCH002"]
    assert sum(found["count"] for found in wrong) == 30
    assert report["summary"]["unreadable"] == 1
    assert report["unreadable"] == [{"path": "absent.yaml", "reason": "No such file or directory"}]
    assert report["manifests"][0]["valid"] is False


def test_a_name_of_bytes_that_are_no_text_is_shown_escaped(folder: Path) -> None:
    if os.name != "posix":
        pytest.skip("names of bytes are POSIX")
    name = os.fsencode(folder) + b"/\xff.trainbib.yaml"
    try:
        Path(os.fsdecode(name)).write_text(FAULTY)
    except OSError:
        pytest.skip("the file system takes no such name")
    done = trainbib("check", "--format", "concise", cwd=folder)
    assert done.stdout.startswith(b"\\udcff.trainbib.yaml:5:3: SCH002")
    report = json.loads(trainbib("check", "--format", "json", cwd=folder).stdout)
    assert report["manifests"][0]["path"] == "\udcff.trainbib.yaml"


UNLICENSED = VALID.replace("license: CC0-1.0, ", "")


def test_checks_are_selected_and_ignored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty = UNLICENSED.replace("kind: other", "kind: other, titel: x")
    (folder / "trainbib.yaml").write_text(faulty)
    for flags, shown in (
        ([], {"LIC001", "SCH002"}),
        (["--select", "LIC"], {"LIC001"}),
        (["--ignore", "LIC001,KEY"], {"SCH002"}),
        (["--select", "unknown-field"], {"SCH002"}),
        (["--select", "LIC", "--extend-select", "SCH002"], {"LIC001", "SCH002"}),
    ):
        main(["check", "--format", "json", *flags])
        findings = json.loads(capsys.readouterr().out)["findings"]
        assert {found["code"] for found in findings} == shown
    assert main(["check", "--ignore", "LIC,SCH"]) == 0
    assert main(["check", "--select", "LIK"]) == 2
    assert "`select` names `LIK`, which is no check" in capsys.readouterr().err


def test_the_configuration_applies_and_flags_win(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    (folder / "trainbib.toml").write_text('ignore = ["LIC"]\nformat = "concise"\n')
    assert main(["check"]) == 0
    assert main(["check", "--isolated"]) == 1
    assert main(["check", "--ignore", "KEY"]) == 1
    assert main(["check", "--config", "ignore=['KEY']"]) == 1
    (folder / "other.toml").write_text('ignore = ["LIC"]\nfail-on = "info"\n')
    assert main(["check", "--config", "other.toml"]) == 0
    capsys.readouterr()
    assert main(["check", "--show-settings", "--fail-on", "warning"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"# {folder / 'trainbib.toml'}\n")
    assert 'fail-on = "warning"' in shown
    (folder / "trainbib.toml").write_text("fail_on = 'never'\n")
    assert main(["check"]) == 2
    assert "did you mean `fail-on`?" in capsys.readouterr().err


def test_a_severity_can_be_changed_and_validity_does_not_change(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    (folder / "trainbib.toml").write_text('[severity]\nLIC001 = "info"\n')
    assert main(["check", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["findings"][0]["severity"] == "info"
    assert report["manifests"][0]["valid"] is False


def test_too_many_warnings_are_findings(folder: Path) -> None:
    (folder / "trainbib.yaml").write_text(VALID.replace("CC0-1.0", "cc0-1.0"))
    assert main(["check"]) == 0
    assert main(["check", "--max-warnings", "1"]) == 0
    assert main(["check", "--max-warnings", "0"]) == 1


def test_nothing_to_check_can_be_meant(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert main(["check"]) == 3
    assert main(["check", "--allow-empty"]) == 0
    assert "nothing to check" in capsys.readouterr().err
    assert main(["check", "--allow-empty", "absent.yaml"]) == 2


def test_a_baseline_leaves_what_is_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(UNLICENSED)
    assert main(["check"]) == 1
    assert main(["baseline"]) == 0
    assert "trainbib.baseline.json: 1 known finding" in capsys.readouterr().err
    assert main(["check", "--baseline", "trainbib.baseline.json"]) == 0
    manifest.write_text(UNLICENSED.replace("kind: other", "kind: other, titel: x"))
    assert main(["check", "--baseline", "trainbib.baseline.json", "--fail-on", "warning"]) == 1
    manifest.write_text(VALID)
    capsys.readouterr()
    assert main(["check", "--baseline", "trainbib.baseline.json"]) == 0
    assert "trainbib baseline --prune" in capsys.readouterr().err
    assert main(["baseline", "--prune"]) == 0
    assert json.loads((folder / "trainbib.baseline.json").read_text())["manifests"] == {}
    assert main(["check", "--baseline", "absent.json"]) == 2
    assert main(["baseline", "--prune", "-o", "absent.json"]) == 2
    assert main(["baseline", "absent.yaml"]) == 2


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(
        ["git", *identity, *arguments],  # noqa: S607 - git is where the user has it
        cwd=folder,
        check=True,
        capture_output=True,
    )


def test_since_a_revision_only_what_is_new_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(UNLICENSED)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    assert main(["check"]) == 1
    assert main(["check", "--since", "HEAD"]) == 0
    manifest.write_text(UNLICENSED + "  second: {kind: other}\n")
    capsys.readouterr()
    assert main(["check", "--since", "HEAD", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [each["pointer"] for each in found if each["code"] == "LIC001"] == ["/sources/second"]
    (folder / "new.trainbib.yaml").write_text(UNLICENSED)
    assert main(["check", "--since", "HEAD", "new.trainbib.yaml"]) == 1
    assert main(["check", "--since", "no-such-revision"]) == 2
    assert "there is no revision `no-such-revision`" in capsys.readouterr().err


def test_watching_checks_again_after_a_change(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(UNLICENSED)
    texts: list[str | None] = [VALID, None]

    def wait(_: float) -> None:
        text = texts.pop(0)
        if text is None:
            raise KeyboardInterrupt
        manifest.write_text(text)

    monkeypatch.setattr("trainbib_cli.watching.watch.__kwdefaults__", {"wait": wait})
    assert main(["check", "--watch", "--format", "concise"]) == 130
    shown = capsys.readouterr().out
    assert shown.count("Checked 1 manifest") == 2
    assert shown.index("LIC001") < shown.index("Found nothing.")
    assert main(["check", "--watch", "-"]) == 2


def test_manifests_below_a_folder_are_found_when_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in ("a", "a/b", ".hidden", "c.trainbib.yaml"):
        (folder / place).mkdir(parents=True)
        (folder / place / "trainbib.yaml").write_text(VALID)
    assert main(["check"]) == 3
    capsys.readouterr()
    assert main(["check", "--recursive", "--format", "json"]) == 0
    shown = [each["path"] for each in json.loads(capsys.readouterr().out)["manifests"]]
    assert shown == ["a/trainbib.yaml", "a/b/trainbib.yaml", "c.trainbib.yaml/trainbib.yaml"]


MESSY = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  # the letters
  example: {kind: other, license: cc0-1.0, retrieved: 2025/03/15}  # mine
"""
MENDED = MESSY.replace("cc0-1.0", "CC0-1.0").replace("2025/03/15", "2025-03-15")


def test_safe_repairs_are_written_and_nothing_else_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(MESSY)
    assert main(["check", "--diff"]) == 1
    patch = capsys.readouterr().out
    assert "-  example: {kind: other, license: cc0-1.0, retrieved: 2025/03/15}  # mine" in patch
    assert manifest.read_text() == MESSY
    assert main(["check", "--fix"]) == 0
    captured = capsys.readouterr()
    assert "repaired 2 findings" in captured.err
    assert "Found nothing." in captured.out
    assert manifest.read_text() == MENDED
    assert main(["check", "--fix"]) == 0
    assert "repaired" not in capsys.readouterr().err
    assert main(["check", "--diff"]) == 0


def test_doubtful_repairs_are_made_when_asked_for(folder: Path) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(VALID.replace("kind: other", "kind: othr"))
    assert main(["check", "--fix"]) == 1
    assert "othr" in manifest.read_text()
    assert main(["check", "--fix", "--unsafe-fixes"]) == 0
    assert manifest.read_text() == VALID


def test_a_file_that_does_not_parse_is_never_written(folder: Path) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(MESSY + "  a: [\n")
    before = manifest.read_bytes()
    assert main(["check", "--fix", "--unsafe-fixes"]) == 1
    assert manifest.read_bytes() == before


def test_standard_input_is_repaired_to_standard_output(folder: Path) -> None:
    done = trainbib("check", "--fix", "-", cwd=folder, stdin=MESSY.encode())
    assert done.returncode == 0
    assert done.stdout == MENDED.encode()
    assert b"repaired 2 findings" in done.stderr
    broken = trainbib("check", "--fix", "-", cwd=folder, stdin=b"a: [")
    assert broken.returncode == 1
    assert broken.stdout == b"a: ["


def test_several_reports_come_of_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    formats = ["--format", "concise", "--format", "json:report.json", "--format", "csv:report.csv"]
    assert main(["check", *formats]) == 1
    assert "LIC001" in capsys.readouterr().out
    assert json.loads((folder / "report.json").read_text())["summary"]["errors"] == 1
    assert "LIC001" in (folder / "report.csv").read_text()
    assert main(["check", "--format", "concise", "--format", "json"]) == 2
    assert main(["check", "--format", "sarfi"]) == 2
    assert "did you mean `sarif`" in capsys.readouterr().err


def test_answers_and_findings_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    assert main(["check", "--score", "--statistics"]) == 1
    shown = capsys.readouterr().out
    assert "Disclosure of trainbib.yaml, profile complete" in shown
    assert "LIC001" in shown
    assert "-->" not in shown


def test_the_network_is_asked_only_if_nothing_forbids_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--online", "--no-network"]) == 2
    monkeypatch.setenv("TRAINBIB_OFFLINE", "1")
    assert main(["check", "--online"]) == 2
    assert "--online is refused" in capsys.readouterr().err
    assert main(["check"]) == 0


def test_online_links_are_looked_up_at_allowed_hosts_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - ditto
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        host = f"127.0.0.1:{server.server_port}"
        text = VALID.replace("https://trainbib.org/data/", f"http://{host}/data/")
        (folder / "trainbib.yaml").write_text(text)
        port = str(server.server_port)
        flags = ["check", "--online", "--no-cache", "--format", "json", "--select", "NET"]
        flags += ["--allow-port", port]
        assert main(flags) == 1
        blocked = json.loads(capsys.readouterr().out)["findings"]
        assert [found["code"] for found in blocked] == ["NET006"]
        assert main([*flags, "--allow-host", host]) == 0
        assert json.loads(capsys.readouterr().out)["findings"] == []
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_report_is_never_written_over_a_manifest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--format", "json:./trainbib.yaml"]) == 2
    assert "is a manifest to check; name another file" in capsys.readouterr().err
    assert (folder / "trainbib.yaml").read_text() == VALID


def test_watching_survives_a_manifest_that_is_away_for_a_moment(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(UNLICENSED)
    steps = [manifest.unlink, lambda: manifest.write_text(VALID), None]

    def wait(_: float) -> None:
        step = steps.pop(0)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr("trainbib_cli.watching.watch.__kwdefaults__", {"wait": wait})
    assert main(["check", "--watch", "--format", "concise"]) == 130
    captured = capsys.readouterr()
    assert "nothing to check" in captured.err
    assert captured.out.endswith("rights holder 0/1\n")


def test_what_a_check_needs_is_read_before_anything_is_repaired(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(MESSY)
    assert main(["check", "--fix", "--withdrawn", "absent.json"]) == 2
    assert (folder / "trainbib.yaml").read_text() == MESSY
    (folder / "trainbib.toml").write_text('withdrawn = ["absent.json"]\n')
    assert main(["baseline"]) == 2
    assert "internal error" not in capsys.readouterr().err


def test_a_configuration_cannot_have_a_file_written_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    (folder / "trainbib.toml").write_text('baseline = "../known.json"\n')
    assert main(["baseline"]) == 2
    assert "outside of its folder; name the file with -o" in capsys.readouterr().err
    assert not (folder.parent / "known.json").exists()
    assert main(["baseline", "-o", "known.json"]) == 0


def test_checks_that_did_not_run_make_no_baseline_stale(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    assert main(["baseline"]) == 0
    capsys.readouterr()
    assert main(["check", "--select", "REF", "--baseline", "trainbib.baseline.json"]) == 0
    assert "baseline" not in capsys.readouterr().err


def test_one_key_of_a_table_leaves_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trainbib.yaml").write_text(UNLICENSED)
    (folder / "trainbib.toml").write_text('[severity]\nLIC001 = "info"\n')
    assert main(["check", "--config", "severity.LIC008=info"]) == 0
    assert main(["check", "--online", "--allow-host", "http://x/"]) == 2
    assert "is no host" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_found_after_repairs_as_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_bytes(VALID.encode().replace(b"name: example", b'name: x, title: "caf\xe9"'))
    before = manifest.read_bytes()
    for arguments in ([], ["--fix"], ["--fix", "--unsafe-fixes"]):
        assert main(["check", *arguments]) == 1
        assert "PAR002" in capsys.readouterr().out
    assert manifest.read_bytes() == before


def test_one_file_that_cannot_be_written_does_not_end_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("target.yaml", "other.yaml", "locked.yaml"):
        (folder / name).write_text(MESSY)
    (folder / "link.yaml").symlink_to("target.yaml")
    make = tempfile.mkstemp

    def refuse(prefix: str, dir: Path) -> tuple[int, str]:  # noqa: A002 - the signature of mkstemp
        if "locked" in prefix:
            raise PermissionError(13, "Permission denied", f"{dir}/{prefix}ex1j987q")
        return make(prefix=prefix, dir=dir)

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    names = ["link.yaml", "locked.yaml", "other.yaml"]
    assert main(["check", "--fix", "--format", "json", *names]) == 2
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["summary"]["errors"] == 0
    assert "a link; name the file that it leads to" in captured.err
    assert "cannot write locked.yaml: Permission denied\n" in captured.err
    assert (folder / "other.yaml").read_text() == MENDED
    assert (folder / "target.yaml").read_text() == MESSY


def test_a_named_file_without_the_right_to_read_it_does_not_end_the_run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(VALID)
    (folder / "b.yaml").write_text(UNLICENSED)
    access, reads = os.access, Path.open

    def refuse(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "a.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return reads(path, *arguments, **named)

    def may(path: Any, *arguments: Any, **named: Any) -> bool:
        return not str(path).endswith("a.yaml") and access(path, *arguments, **named)

    monkeypatch.setattr("os.access", may)
    monkeypatch.setattr(Path, "open", refuse)
    assert main(["check", "a.yaml", "b.yaml"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "trainbib: cannot read a.yaml: Permission denied\n"
    assert "LIC001" in captured.out


def test_a_patch_that_cannot_be_written_is_not_a_file_that_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    (folder / "trainbib.yaml").write_text(MESSY)
    monkeypatch.setattr("trainbib_cli.patches.write_bytes", full)
    for arguments in (["check", "--diff"], ["fmt", "--diff"]):
        assert main(arguments) == 2
        told = capsys.readouterr().err
        assert told == "trainbib: cannot write the result: No space left on device\n"


def test_a_repair_that_was_refused_is_not_counted_as_possible(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = VALID.replace("license: CC0-1.0", "license: &x cc0-1.0")
    (folder / "trainbib.yaml").write_text(text)
    assert main(["check"]) == 0
    assert "1 fixable with --fix" in capsys.readouterr().out
    assert main(["check", "--fix"]) == 0
    captured = capsys.readouterr()
    assert "LIC005 was not repaired: /sources/example/license: has an anchor" in captured.err
    assert "LIC005" in captured.out
    assert "fixable" not in captured.out
    assert (folder / "trainbib.yaml").read_text() == text
