"""The configuration: where it is found, what it says, how it is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from trainbib.configuration import (
    Configuration,
    ConfigurationError,
    find_configuration,
    parse_value,
    read_configuration,
)
from trainbib.diagnostics import Severity
from trainbib.key_patterns import key_matcher
from trainbib.licensing.verdicts import Override
from trainbib.rules import RULES, rule_of
from trainbib.schemas import load_schema
from trainbib.selection import Selection, UnknownRuleError

WHOLE = """\
select = ["LIC", "dangling-source"]
extend-select = ["KEY004"]
ignore = ["LIC008"]
persona = "pedantic"
profiles = ["complete"]
fail-on = "warning"
max-warnings = 3
format = "concise"
limit-per-rule = 5
key-pattern = "[a-z]+"
baseline = "known.json"
withdrawn = ["lists/ours.json"]
contact = "mailto:data@example.org"

[severity]
LIC007 = "error"

[licensing]
uses = ["train", "commercial"]
release = "adaptation"
outbound = "CC-BY-4.0"
allow = ["CC-BY-4.0"]
deny = ["CC-BY-NC-4.0"]
attributes = {"LicenseRef-x" = {commercial_use = "no"}}

[[suppressions]]
codes = ["REF002"]
at = "/sources/old"
manifest = "*.trainbib.yaml"
reason = "kept for the next release"
until = 2027-03-01
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(load_schema("config"))


def test_every_key_reaches_the_settings(tmp_path: Path) -> None:
    found = read_configuration(write(tmp_path / "trainbib.toml", WHOLE))
    assert found.values.keys() == load_schema("config")["properties"].keys()
    settings = found.settings(date(2026, 11, 22))
    assert settings.selection == Selection(("LIC", "dangling-source"), ("LIC008",), ("KEY004",))
    assert settings.pedantic
    assert settings.profiles == ("complete",)
    assert settings.severities == {"LIC007": Severity.ERROR}
    assert settings.licensing.uses == ("train", "commercial")
    assert settings.licensing.attributes == {"LicenseRef-x": {"commercial_use": "no"}}
    assert settings.withdrawn == (tmp_path / "lists" / "ours.json",)
    assert found.baseline == tmp_path / "known.json"
    (silent,) = settings.suppressions
    assert silent.until == date(2027, 3, 1)
    assert silent.origin == str(tmp_path / "trainbib.toml")


def test_pyproject_says_the_same(tmp_path: Path) -> None:
    own = read_configuration(write(tmp_path / "a" / "trainbib.toml", WHOLE))
    text = WHOLE.replace("[severity]", "[tool.trainbib.severity]")
    text = text.replace("[licensing]", "[tool.trainbib.licensing]")
    text = text.replace("[[suppressions]]", "[[tool.trainbib.suppressions]]")
    shared = write(tmp_path / "b" / "pyproject.toml", f"[tool.trainbib]\n{text}")
    assert read_configuration(shared).values == own.values


def test_the_nearest_one_applies_and_the_search_ends_with_the_repository(tmp_path: Path) -> None:
    write(tmp_path / "trainbib.toml", 'fail-on = "info"\n')
    repository = tmp_path / "repository"
    deep = repository / "data" / "deep"
    deep.mkdir(parents=True)
    assert find_configuration(deep).values == {"fail-on": "info"}
    (repository / ".git").mkdir()
    assert find_configuration(deep) == Configuration()
    write(repository / "pyproject.toml", "[project]\nname = 'x'\n")
    assert find_configuration(deep) == Configuration()
    write(repository / "pyproject.toml", '[tool.trainbib]\nfail-on = "never"\n')
    assert find_configuration(deep).values == {"fail-on": "never"}
    write(deep.parent / "trainbib.toml", "max-warnings = 1\n")
    assert find_configuration(deep).values == {"max-warnings": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail-on = 'maybe'", "`fail-on` is 'maybe'; write `error`, `warning`"),
        ("fial-on = 'error'", "has no key `fial-on`; did you mean `fail-on`?"),
        ("select = 'LIC'", "`select` is 'LIC'; it takes a list"),
        ("select = ['LIK001']", "`select` names `LIK001`, which is no check; did you mean"),
        ("ignore = ['dangling-sorce']", "`dangling-source`"),
        ("key-pattern = '('", "no regular expression"),
        ("[severity]\nLIC999 = 'error'", "`LIC999`, which is no check"),
        ("[severity]\nlic = 'error'", "severity"),
        ("[severity]\nlicence-missing = 'info'", "the name of LIC001: write the code"),
        ("[[suppressions]]\ncodes = ['LIC001']", "has no `reason`"),
        ("[[suppressions]]\ncodes = ['A']\nreason = 'r'\nuntil = '2026-02-30'", "is no day"),
        ("[licensing]\nuses = ['profit']", "`licensing.uses.0` is 'profit'; write `train`"),
        ("max-warnings = -1", "`max-warnings` is -1; the least is 0"),
        ("baseline = ''", "`baseline` is empty; give it a value"),
        ("contact = 'A <a@b.example>'", "is 'A <a@b.example>'; it takes a mail address or a URL"),
        ("select = [", "is no TOML that can be read"),
        ("online = true", "has no key `online`"),
        ("[licensing]\ndeny = ['CC-BY-NC-4.O']", "`CC-BY-NC-4.O`, which is no SPDX"),
        ("[licensing]\nallow = ['(']", "no licence expression"),
        ("[licensing]\noutbound = 'zzz ('", "`licensing.outbound` names 'zzz ('"),
        ("[licensing.attributes]\nMIT = {traning = 'allowed'}", "licensing.attributes"),
        (
            "[licensing.attributes]\n'CC-BY-NC-4.O' = {non_commercial = 'no'}",
            "`licensing.attributes` names `CC-BY-NC-4.O`, which is no SPDX licence identifier; did",
        ),
        ("[licensing.attributes]\n'MIT OR X' = {}", "names `MIT OR X`, which is no SPDX"),
        ("[licensing.attributes]\n'X WITH Y' = {}", "names `X WITH Y`, which is no SPDX"),
        (
            "[licensing.attributes]\n'CC-BY-NC-4.0' = {non_commercial = {value = 'no'}}",
            "`licensing.attributes.CC-BY-NC-4.0.non_commercial` has no `evidence`; add it",
        ),
        (
            "[licensing.attributes]\nMIT = {training = {value = 'allowed', evidence = ' '}}",
            "`licensing.attributes.MIT.training.evidence` is ' '; it takes text that is not empty",
        ),
        (
            "[licensing.attributes]\nMIT = {training = {value = 'alowed', evidence = 'x'}}",
            "MIT: `training` cannot be `alowed`: write `allowed`",
        ),
        (
            "[licensing.attributes]\nMIT = {training = {value = 1, evidence = 'x'}}",
            "`licensing.attributes.MIT.training.value` is 1; it takes text or true or false",
        ),
        (
            "[licensing.attributes]\nMIT = {training = {value = 'silent', evidence='x', dat = 1}}",
            "has no key `dat`; did you mean `date`?",
        ),
        (
            "[licensing.attributes]\nX11 = {training = {value='silent', evidence='x', date = 1}}",
            "`licensing.attributes.X11.training.date` is 1; it takes text",
        ),
        (
            "[licensing.attributes]\nMIT = {training = ['allowed']}",
            "`licensing.attributes.MIT.training` is a list; it takes a table or text or true or",
        ),
        ("key-pattern = '(a)\\1'", "matched in linear time"),
        ("contact = 'a\\r\\nX: 1'", "contact"),
        ('withdrawn = ["a\\u0000b"]', "it takes the path of a file"),
        ("[[suppressions]]\ncodes = ['A']\nreason = 'r'\nat = 'a'", "it takes a JSON Pointer"),
        ("[[suppressions]]\ncodes = ['A']\nreason = 'r'\nuntil = 10:00:00", "until"),
        ("[[suppressions]]\ncodes = ['A']\nreason = 'r'\nuntil = '20270301'", "it takes a day"),
        ("[[suppressions]]\ncodes = ['A']\nreason = 'r'\nmanifest = '.'", "is no pattern"),
        ("x = " + "[" * 5000 + "]" * 5000, "nested too deep"),
    ],
)
def test_a_fault_is_one_sentence_with_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "trainbib.toml", text)
    with pytest.raises(ConfigurationError) as raised:
        read_configuration(path)
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)


def test_an_attribute_comes_with_evidence_or_alone(tmp_path: Path) -> None:
    text = """
[licensing.attributes."CC-BY-NC-4.0"]
non_commercial = {value = false, evidence = "a letter", date = 2026-11-02}
training = {value = "allowed", evidence = "https://museum.example/letter"}
commercial_use = "yes"
[licensing.attributes]
AdditionRef-x = {redistribution = "no"}
"DocumentRef-d:AdditionRef-x" = {redistribution = "no"}
LLGPL = {training = "silent"}
"""
    path = write(tmp_path / "trainbib.toml", text)
    assert read_configuration(path).settings().licensing.attributes == {
        "CC-BY-NC-4.0": {
            "non_commercial": Override("no", "a letter", "2026-11-02"),
            "training": Override("allowed", "https://museum.example/letter"),
            "commercial_use": "yes",
        },
        "AdditionRef-x": {"redistribution": "no"},
        "DocumentRef-d:AdditionRef-x": {"redistribution": "no"},
        "LLGPL": {"training": "silent"},
    }


@pytest.mark.parametrize("table", ["[tool]\ntrainbib = 1\n", "[[tool.trainbib]]\n"])
def test_what_is_no_table_of_pyproject_is_refused(tmp_path: Path, table: str) -> None:
    path = write(tmp_path / "pyproject.toml", table)
    with pytest.raises(ConfigurationError, match="it takes a table"):
        find_configuration(path.parent)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "trainbib.toml").write_bytes(b"\xef\xbb\xbfmax-warnings = 1\n")
    assert find_configuration(tmp_path).values == {"max-warnings": 1}


def test_no_pattern_keeps_a_check_busy() -> None:
    assert not key_matcher("(a+)+$")("a" * 60 + "B")
    assert key_matcher("[a-z]+-[0-9]{4}")("wiki-2024")
    assert not key_matcher("a|b")("ab")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot read .*absent\.toml: No such file"):
        read_configuration(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b'contact = "\xff"')
    with pytest.raises(ConfigurationError, match="no TOML that can be read"):
        read_configuration(tmp_path / "latin.toml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fail-on=warning", {"fail-on": "warning"}),
        ("max-warnings=3", {"max-warnings": 3}),
        ("select=['LIC']", {"select": ["LIC"]}),
        ("severity.LIC007=error", {"severity": {"LIC007": "error"}}),
    ],
)
def test_a_key_can_be_set_alone(text: str, value: dict[str, Any]) -> None:
    assert parse_value(text) == value


@pytest.mark.parametrize("text", ["=x", "fail-on", 'fail-on="'])
def test_what_is_no_key_and_value_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError):
        parse_value(text)


def runs(selection: Selection, code: str, *, pedantic: bool = False, profiles: str = "") -> bool:
    return selection.runs(rule_of(code), pedantic=pedantic, profiles=profiles.split())


def test_the_longest_word_decides() -> None:
    assert runs(Selection(), "LIC001")
    assert runs(Selection(("LIC",)), "LIC001")
    assert not runs(Selection(("LIC",)), "REF001")
    assert not runs(Selection(("LIC",), ("LIC001",)), "LIC001")
    assert runs(Selection(("LIC001",), ("LIC",)), "LIC001")
    assert not runs(Selection(("LIC001",), ("LIC001",)), "LIC001")
    assert not runs(Selection((), ("ALL",)), "LIC001")
    assert runs(Selection((), ("ALL",), ("LIC001",)), "LIC001")
    assert runs(Selection(("dangling-source",)), "REF001")
    assert runs(Selection(("lic",)), "LIC001")


def test_pedantic_checks_run_when_they_are_named_whole() -> None:
    assert not runs(Selection(), "KEY004")
    assert runs(Selection(), "KEY004", pedantic=True)
    assert not runs(Selection(("KEY",)), "KEY004")
    assert runs(Selection(("KEY004",)), "KEY004")
    assert runs(Selection((), (), ("key-deviates",)), "KEY004")


def test_a_word_that_names_no_check_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownRuleError, match="did you mean `REF001`"):
        Selection(("REF0001",)).validate(RULES)
    Selection(("REF", "ALL"), ("dangling-source",), ("lic001",)).validate(RULES)


def test_the_schema_names_the_formats_that_there_are() -> None:
    from trainbib_cli.reports import CHECK_FORMATS

    schema = json.loads(json.dumps(load_schema("config")))
    assert tuple(schema["properties"]["format"]["enum"]) == CHECK_FORMATS


def test_a_profile_that_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        ConfigurationError, match="`profiles` names `eu-ai-akt`, which is none"
    ) as no:
        Configuration().with_values({"profiles": ["complete", "eu-ai-akt"]}, origin="--profile")
    assert "`eu-ai-act`?" in str(no.value)
