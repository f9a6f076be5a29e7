"""Words that a shell completes, asked of the installed program as the scripts of shells do."""

import subprocess

import pytest

from cli_program import SCRIPT, environment, python
from trainbib.disclosure.regimes import regime_names
from trainbib.profiles import known_profiles
from trainbib.rules import RULES
from trainbib_cli.reports import CHECK_FORMATS


def completed(words: str, typed: str = "") -> list[str]:
    """Return what follows some words of a command line."""
    variables = {
        "_TRAINBIB_COMPLETE": "bash_complete",
        "COMP_WORDS": f"trainbib {words} {typed}".rstrip(),
        "COMP_CWORD": str(len(words.split()) + 1),
    }
    done = subprocess.run(
        [SCRIPT], env=environment(**variables), capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""
    return [line for line in done.stdout.decode().splitlines() if line]


def plain(words: list[str]) -> list[str]:
    return [f"plain,{word}" for word in words]


LICENCE_CODES = [rule.code for rule in RULES if rule.code.startswith("LIC")]
LICENCE_NAMES = [rule.name for rule in RULES if rule.name.startswith("licence-")]


@pytest.mark.parametrize(
    ("words", "typed", "expected"),
    [
        ("explain", "LIC0", LICENCE_CODES),
        ("explain", "lic00", [code for code in LICENCE_CODES if code.startswith("LIC00")]),
        ("explain", "dangling-so", ["dangling-source"]),
        ("explain", "DIF402", ["DIF402"]),
        ("explain", "nope", []),
        ("rules --family", "li", ["LIC"]),
        ("check --select", "LIC", LICENCE_CODES),
        ("check --select", "LI", ["LIC", *LICENCE_CODES]),
        ("check --select", "licence-", LICENCE_NAMES),
        ("check --ignore", "LIC001,dangling-so", ["LIC001,dangling-source"]),
        ("check --extend-select", "licence-miss", ["licence-missing"]),
        ("check --format", "", list(CHECK_FORMATS)),
        ("check --format", "sa", ["sarif"]),
        ("check --profile", "", list(known_profiles())),
        ("check --profile", "core,eu", ["core,eu-ai-act"]),
        ("disclose --to", "", list(regime_names())),
        ("disclose --to", "fmti", ["fmti-2025"]),
        ("licenses --outbound", "cc0", ["CC0-1.0"]),
        ("licenses --use", "publish", ["publish-model", "publish-data"]),
        ("score --profile", "eu", ["eu-ai-act"]),
    ],
)
def test_a_shell_completes_the_words_of_lists(words: str, typed: str, expected: list[str]) -> None:
    assert completed(words, typed) == plain(expected)


def test_behind_the_colon_of_a_format_stands_a_file() -> None:
    assert completed("check --format", "sarif:out/re") == ["file,out/re"]


def test_a_shell_that_shows_them_gets_a_line_of_each_check() -> None:
    variables = {
        "_TRAINBIB_COMPLETE": "zsh_complete",
        "COMP_WORDS": "trainbib explain REF001",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [SCRIPT], env=environment(**variables), capture_output=True, check=False, timeout=60
    )
    (rule,) = (rule for rule in RULES if rule.code == "REF001")
    assert done.stdout.decode().splitlines() == ["plain", "REF001", rule.summary]


def test_lists_are_imported_when_a_shell_asks_for_them() -> None:
    code = (
        "import sys, trainbib_cli.check_options, trainbib_cli.commands.explain\n"
        "print([name for name in sys.modules if name.startswith('trainbib.rules') or name in"
        " ('click.shell_completion', 'trainbib_cli.catalogue', 'trainbib.licensing.spdx')])"
    )
    assert python(code).strip() == "[]"
