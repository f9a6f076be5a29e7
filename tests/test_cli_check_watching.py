"""``trainbib check --watch``: again and again."""

from pathlib import Path

import pytest

from trainbib_cli.app import main
from valid_manifests import UNLICENSED, VALID


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
