"""``trainbib check``: which checks run, what counts, what is known already."""

import json
import subprocess
from pathlib import Path

import pytest

from trainbib_cli.app import main
from valid_manifests import UNLICENSED, VALID


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


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


def test_a_baseline_is_pruned_of_what_was_looked_at_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("trainbib.yaml", "gone.trainbib.yaml", "sub/trainbib.yaml", "off/trainbib.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(UNLICENSED)
    assert main(["baseline", "--recursive"]) == 0
    (folder / "gone.trainbib.yaml").unlink()
    (folder / "off").rename(folder.parent / f"{folder.name}-off")

    def pruned(*arguments: str) -> tuple[list[str], str]:
        capsys.readouterr()
        assert main(["baseline", "--prune", *arguments]) == 0
        known = json.loads((folder / "trainbib.baseline.json").read_text())["manifests"]
        return list(known), capsys.readouterr().err

    left, said = pruned("trainbib.yaml")
    assert left == ["gone.trainbib.yaml", "off/trainbib.yaml", "sub/trainbib.yaml", "trainbib.yaml"]
    assert "keeps 2 known findings of 2 manifests (gone.trainbib.yaml, off/trainbib.yaml)" in said
    left, said = pruned()
    assert left == ["off/trainbib.yaml", "sub/trainbib.yaml", "trainbib.yaml"]
    assert "took out 1 known finding of 1 manifest (gone.trainbib.yaml) that is not there" in said
    assert "keeps 1 known finding of 1 manifest (off/trainbib.yaml) that is not there" in said
    left, said = pruned("--recursive")
    assert left == ["sub/trainbib.yaml", "trainbib.yaml"]
    assert "took out 1 known finding of 1 manifest (off/trainbib.yaml)" in said
    assert "keeps" not in said


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
