"""``trainbib explain`` and ``trainbib rules``: the catalogue on the terminal."""

import json
import os
from pathlib import Path

import pytest

from cli_program import trainbib
from trainbib.comparing.changes import KINDS
from trainbib.rules import RULES
from trainbib_cli.app import main
from trainbib_cli.catalogue import plain_text

CATALOGUE = [(rule.code, rule.name) for rule in RULES] + [(kind.code, kind.name) for kind in KINDS]


@pytest.mark.parametrize("wanted", ["REF001", "ref001", "dangling-source", "Dangling-Source"])
def test_a_check_is_explained_by_code_or_name(
    wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", wanted]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("REF001 dangling-source (error, unsafe repair)\n\n")
    assert "    sources:\n      wikipedia-2025:" in shown
    assert "```" not in shown


def test_every_check_and_every_kind_of_change_has_a_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for code, name in CATALOGUE:
        assert main(["explain", code]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"{code} {name} (")
        assert len(shown.splitlines()) > 4


def test_an_explanation_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "REF001", "--json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert page["code"] == "REF001"
    assert page["severity"] == "error"
    assert page["family"] == "REF"
    assert "```yaml fails" in page["page"]
    assert main(["explain", "DIF101", "--json"]) == 0
    change = json.loads(capsys.readouterr().out)
    assert (change["class"], change["levels"]) == ("rights", ["breaking"])


@pytest.mark.parametrize(
    ("wanted", "near"),
    [("REEF001", "REF001"), ("dangling-sorce", "dangling-source"), ("DIF110", "DIF10")],
)
def test_an_unknown_check_is_met_with_the_nearest(
    wanted: str, near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", wanted]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"there is no check `{wanted}`; did you mean " in captured.err
    assert near in captured.err


def test_a_word_like_no_check_is_met_with_the_way_to_the_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", "§§§"]) == 2
    assert "`trainbib rules` lists them" in capsys.readouterr().err


def test_rules_lists_every_check_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out.splitlines()
    codes = [line.split()[0] for line in listed]
    assert codes == [code for code, _ in CATALOGUE]
    assert len(set(codes)) == len(codes)


def test_rules_of_a_family_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--family", "ref", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in listed] == [one.code for one in RULES if one.family == "REF"]
    assert {"name", "severity", "summary", "origin", "fix", "since", "pedantic"} <= set(listed[0])
    assert main(["rules", "--family", "XYZ"]) == 2
    assert "there is no family `XYZ`; there are PAR, SCH" in capsys.readouterr().err


def test_a_page_becomes_plain_text() -> None:
    assert plain_text("Fails:\n\n```yaml fails\na:\n  b: 1\n```\n\nEnd.") == (
        "Fails:\n\n    a:\n      b: 1\n\nEnd."
    )


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_a_terminal_gets_colours_and_a_pipe_none(tmp_path: Path) -> None:
    import pty
    import subprocess
    import sys

    from cli_program import environment

    leader, follower = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "trainbib_cli", "explain", "REF001"],
            stdout=follower,
            env=environment(TERM="xterm", COLUMNS="80"),
            check=True,
            cwd=tmp_path,
            timeout=60,
        )
        shown = os.read(leader, 1 << 16)
    finally:
        os.close(leader)
        os.close(follower)
    assert b"\x1b[1;31mREF001\x1b[0m" in shown
    assert b"```" not in shown
    assert b"\x1b[" not in trainbib("explain", "REF001").stdout
