"""``trainbib sign`` and ``trainbib verify-signature``."""

import json
import os
from pathlib import Path

import pytest

from cli_program import trainbib
from trainbib_cli.app import main

YAML = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}  # a comment
sources: {example: {kind: other, license: CC0-1.0}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRAINBIB_KEY_PASSPHRASE", raising=False)
    (tmp_path / "trainbib.yaml").write_text(YAML)
    (tmp_path / "keys").mkdir()
    return tmp_path


def test_from_a_new_key_to_a_verified_signature(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sign", "--new-key", "keys/a.pem"]) == 0
    shown = capsys.readouterr().out
    secret = (folder / "keys/a.pem").read_text().splitlines()[1]
    assert "keys/a.pem: the private key; keep it to yourself" in shown
    assert "keys/a.pub.pem: the public key" in shown
    assert main(["sign", "trainbib.yaml", "--key", "keys/a.pem"]) == 0
    expected = "Signed trainbib.yaml in trainbib.yaml.dsse.json, which now has 1 signature.\n"
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (expected, "")
    assert main(["verify-signature", "trainbib.yaml", "--key", "keys/a.pub.pem"]) == 0
    verified = capsys.readouterr().out
    assert verified.startswith("trainbib.yaml: signed by keys/a.pub.pem (ed25519, ")
    written = (folder / "trainbib.yaml.dsse.json").read_text()
    assert secret not in shown + captured.out + verified + written


def test_a_comment_is_free_and_a_word_is_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sign", "--new-key", "keys/a.pem"]) == 0
    assert main(["sign", "--key", "keys/a.pem"]) == 0
    (folder / "trainbib.yaml").write_text(YAML.replace("a comment", "another"))
    assert main(["verify-signature", "--key", "keys/a.pub.pem"]) == 0
    (folder / "trainbib.yaml").write_text(YAML.replace("example, v", "exampel, v"))
    capsys.readouterr()
    assert main(["verify-signature", "--key", "keys/a.pub.pem"]) == 1
    assert "trainbib.yaml: is not what was signed: " in capsys.readouterr().out
    assert main(["verify-signature"]) == 1
    capsys.readouterr()
    assert main(["sign", "--key", "keys/a.pem"]) == 2
    assert "drop them with --replace" in capsys.readouterr().err
    assert main(["sign", "--key", "keys/a.pem", "--replace"]) == 0
    assert main(["verify-signature", "--key", "keys/a.pub.pem"]) == 0


def test_several_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sign", "--new-key", "keys/a.pem"]) == 0
    assert main(["sign", "--new-key", "keys/b.pem", "--algorithm", "p256"]) == 0
    assert main(["sign", "--key", "keys/a.pem", "-o", "out.json"]) == 0
    both = ["--key", "keys/a.pub.pem", "--key", "keys/b.pub.pem", "--signatures", "out.json"]
    capsys.readouterr()
    assert main(["verify-signature", *both]) == 1
    assert "no valid signature by keys/b.pub.pem (p256, " in capsys.readouterr().out
    assert main(["verify-signature", *both, "--any"]) == 0
    assert main(["sign", "--key", "keys/b.pem", "-o", "out.json"]) == 0
    assert "which now has 2 signatures" in capsys.readouterr().out
    assert main(["verify-signature", *both, "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["holds"], report["reason"]) == (True, None)
    assert [key["signed"] for key in report["keys"]] == [True, True]
    assert report["key_ids"] == [key["key_id"] for key in report["keys"]]
    assert not (folder / "trainbib.yaml.dsse.json").exists()


def test_an_encrypted_key_takes_its_passphrase_from_the_environment(folder: Path) -> None:
    secret = {"TRAINBIB_KEY_PASSPHRASE": "s3cret"}
    assert trainbib("sign", "--new-key", "keys/a.pem", cwd=folder, env=secret).returncode == 0
    done = trainbib("sign", "--key", "keys/a.pem", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.startswith(b"trainbib: keys/a.pem: the key is encrypted; put its passphrase")
    assert done.stderr.count(b"\n") == 1
    wrong = {"TRAINBIB_KEY_PASSPHRASE": "guess"}
    done = trainbib("sign", "--key", "keys/a.pem", cwd=folder, env=wrong)
    assert (done.returncode, b"passphrase is wrong" in done.stderr) == (2, True)
    assert b"guess" not in done.stderr
    assert trainbib("sign", "--key", "keys/a.pem", cwd=folder, env=secret).returncode == 0
    assert trainbib("verify-signature", "--key", "keys/a.pub.pem", cwd=folder).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_key_that_others_can_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sign", "--new-key", "keys/a.pem"]) == 0
    assert (folder / "keys/a.pem").stat().st_mode & 0o777 == 0o600
    (folder / "keys/a.pem").chmod(0o644)
    assert main(["sign", "--key", "keys/a.pem"]) == 0
    assert "keys/a.pem: others can read this private key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["sign"], 2, "either sign with --key, or make a key with --new-key"),
        (["sign", "--key", "keys/a.pem", "--new-key", "k"], 2, "either sign with --key"),
        (["sign", "trainbib.yaml", "--new-key", "keys/k.pem"], 2, "signs nothing"),
        (["sign", "--new-key", "keys/a.pem"], 2, "is there already"),
        (["sign", "--new-key", "no/such/a.pem"], 2, "No such file"),
        (["sign", "--key", "absent.pem"], 2, "absent.pem: No such file"),
        (["sign", "--key", "trainbib.yaml"], 2, "not a private key in PEM"),
        (["sign", "-", "--key", "keys/a.pem"], 2, "a manifest in a file is needed"),
        (["sign", "absent.yaml", "--key", "keys/a.pem"], 2, "absent.yaml"),
        (["sign", "broken.yaml", "--key", "keys/a.pem"], 2, "broken.yaml"),
        (["sign", "--key", "keys/a.pem", "-o", "trainbib.yaml"], 2, "would be overwritten"),
        (["sign", "--key", "keys/a.pem", "-o", "keys/a.pem"], 2, "would be overwritten"),
        (["sign", "--key", "keys/a.pem", "-o", "broken.yaml"], 2, "not a DSSE envelope"),
        (["sign", "keys", "--key", "keys/a.pem"], 3, "no manifest"),
        (["verify-signature", "--key", "keys/a.pub.pem"], 3, "has no signatures"),
        (["verify-signature", "--key", "keys/a.pem"], 2, "a private key"),
        (["verify-signature", "--key", "absent.pem"], 2, "No such file"),
        (["verify-signature", "keys"], 3, "no manifest"),
        (["verify-signature", "--signatures", "broken.yaml"], 2, "not a DSSE envelope"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: list[str],
    code: int,
    reason: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["sign", "--new-key", "keys/a.pem"]) == 0
    (folder / "broken.yaml").write_text("a: [")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert reason in captured.err
    assert captured.err.count("\n") == 1
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_without_a_key_nothing_is_verified(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.exists()
    assert main(["sign", "--new-key", "keys/a.pem"]) == 0
    assert main(["sign", "--key", "keys/a.pem"]) == 0
    capsys.readouterr()
    assert main(["verify-signature"]) == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("trainbib.yaml: said to be signed by ")
    assert "nothing was verified: name the public keys" in captured.err
