"""The checker as a page in a browser uses it; what needs no browser to be tested."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minimal import MINIMAL
from trainbib.rules import RULES
from trainbib_cli.playground import MAX_BYTES, MAX_SHOWN, MAX_STEPS, answer

HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'


def ask(op: str, **more: object) -> dict[str, Any]:
    found = json.loads(answer(json.dumps({"op": op, **more})))
    assert isinstance(found, dict)
    return found


def codes(found: dict[str, Any]) -> list[str]:
    return [each["code"] for each in found["findings"]]


def test_a_clean_manifest_has_no_findings() -> None:
    found = ask("check", text=MINIMAL)
    assert found["ok"]
    assert found["valid"]
    assert found["format"] == "yaml"
    assert found["counts"] == {"error": 0, "warning": 0, "info": 0}
    assert found["findings"] == []
    assert found["sources"] == 1
    assert found["score"]["profile"] == "complete"
    assert found["score"]["total"]["given"] > 0


def test_a_finding_says_where_it_is_and_how_to_repair_it() -> None:
    text = MINIMAL.replace("CC0-1.0", "cc0-1.0")
    found = ask("check", text=text)
    (finding,) = found["findings"]
    assert finding["code"] == "LIC005"
    assert finding["start"] == {"line": 4, "column": 35, "offset": text.index("cc0-1.0")}
    (edit,) = finding["fix"]["edits"]
    start, end = edit["start"]["offset"], edit["end"]["offset"]
    assert text[:start] + edit["text"] + text[end:] == MINIMAL
    assert found["fixes"] == {"safe": 1, "unsafe": 0}


def test_json_is_told_from_yaml() -> None:
    assert ask("check", text='{"trainbib": "1.0"}')["format"] == "json"
    assert ask("check", text="{trainbib: '1.0'}", name="x.yaml")["format"] == "yaml"


@pytest.mark.parametrize("text", ["", "a: [", "\t", "{", "\x00", "- " * 300, "[" * 5000])
def test_what_cannot_be_read_is_a_finding(text: str) -> None:
    found = ask("check", text=text)
    assert found["ok"]
    assert not found["parsed"]
    assert found["counts"]["error"] >= 1
    assert found["score"] is None
    assert found["findings"][0]["start"]["line"] >= 1


def test_a_byte_order_mark_is_taken_off() -> None:
    found = ask("check", text=MINIMAL, mark=True)
    assert codes(found) == ["PAR002"]
    done = ask("fix", text=MINIMAL, mark=True)
    assert done["text"] == MINIMAL
    assert done["mark"] is False


@pytest.mark.parametrize(
    "request_",
    [
        "",
        "[]",
        "null",
        "{",
        '{"op": "run"}',
        '{"op": []}',
        '{"op": "check"}',
        '{"op": "check", "text": 1}',
        '{"op": "check", "text": "", "name": 1}',
        '{"op": "check", "text": "", "profile": "x"}',
        '{"op": "check", "text": "", "use": "x"}',
        '{"op": "fix", "text": null}',
        '{"op": "format", "text": "a: ["}',
        '{"op": "explain", "code": "XXX999"}',
        '{"op": "explain"}',
        "[" * 100_000,
    ],
)
def test_a_bad_request_is_answered_with_a_sentence(request_: str) -> None:
    found = json.loads(answer(request_))
    assert found["ok"] is False
    assert len(found["error"]) > 10


@given(
    st.fixed_dictionaries(
        {"op": st.sampled_from(["check", "fix", "format"]), "text": st.text()},
        optional={"name": st.text(), "mark": st.booleans(), "pedantic": st.booleans()},
    )
)
def test_whatever_is_typed_is_answered(request_: dict[str, object]) -> None:
    found = answer(json.dumps(request_))
    assert found.isascii()
    assert isinstance(json.loads(found)["ok"], bool)


def test_a_manifest_of_five_megabytes_is_checked_and_a_larger_one_refused() -> None:
    sources = {
        f"s{index}": {"kind": "other", "license": "cc0-1.0", "x-note": "n" * 400}
        for index in range(MAX_BYTES // 500)
    }
    manifest = {"trainbib": "1.0", "dataset": {"name": "a", "version": "1"}, "sources": sources}
    text = json.dumps(manifest)
    assert 0.9 * MAX_BYTES < len(text) <= MAX_BYTES
    found = ask("check", text=text)
    assert found["ok"]
    assert found["counts"]["warning"] == 1  # one cause, one finding
    assert found["findings"][0]["count"] == len(sources)
    refused = ask("check", text=text + " " * MAX_BYTES)
    assert not refused["ok"]
    assert "5 MB" in refused["error"]


def test_of_many_findings_the_gravest_are_shown_and_all_are_counted() -> None:
    many = MAX_SHOWN + 50
    lines = [f"  s{index}: {{kind: other, license: MIT}}\n" for index in range(many)]
    text = HEAD + "sources:\n" + "".join(lines) + "  last: {kind: othr, license: CC0-1.0}\n"
    found = ask("check", text=text)
    assert len(found["findings"]) == MAX_SHOWN
    assert found["counts"]["error"] == 1
    assert found["hidden"] == sum(found["counts"].values()) - MAX_SHOWN > 0
    assert "SCH004" in codes(found)  # though it stands last
    lines_found = [each["start"]["line"] for each in found["findings"]]
    assert lines_found == sorted(lines_found)


def test_a_repair_of_very_many_places_is_made_but_not_spelled_out() -> None:
    many = MAX_STEPS + 1
    lines = [f"  s{index}: {{kind: other, license: mit}}\n" for index in range(many)]
    text = HEAD + "sources:\n" + "".join(lines)
    found = ask("check", text=text)
    assert found["findings"][0]["fix"] is None
    assert found["fixes"]["safe"] == 1
    assert ask("fix", text=text)["text"] == text.replace("mit", "MIT")


def test_safe_fixes_leave_what_a_person_has_to_look_at() -> None:
    text = MINIMAL.replace("CC0-1.0", "mit").replace("other", "othr")
    safe = ask("fix", text=text)
    assert [each["code"] for each in safe["applied"]] == ["LIC005"]
    assert safe["text"] == text.replace("mit", "MIT")
    both = ask("fix", text=text, unsafe=True)
    assert both["text"] == MINIMAL.replace("CC0-1.0", "MIT")
    again = ask("fix", text=both["text"], unsafe=True)
    assert again["text"] == both["text"]
    assert again["applied"] == []


def test_formatting_keeps_the_comments() -> None:
    done = ask("format", text=MINIMAL.replace("sources:", "sources:   # all of them"))
    assert "# all of them" in done["text"]
    assert ask("format", text=done["text"])["text"] == done["text"]


def test_settings_change_what_is_found() -> None:
    text = MINIMAL.replace("CC0-1.0", "CC-BY-NC-4.0, x-a: 1")
    assert "LIC012" not in codes(ask("check", text=text))
    assert "LIC012" in codes(ask("check", text=text, use="commercial"))
    text = text.replace("other", "own_crawl")
    strict = ask("check", text=text, profile="eu-ai-act")
    assert strict["score"]["profile"] == "eu-ai-act"
    assert strict["profiles"] == ["eu-ai-act"]
    assert len(strict["findings"]) > len(ask("check", text=text)["findings"])


def test_what_is_silenced_is_shown_as_such() -> None:
    text = MINIMAL.replace(
        "license: CC0-1.0}", "license: cc0-1.0} # trainbib: ignore[LIC005] as the card has it"
    )
    found = ask("check", text=text)
    assert found["counts"]["warning"] == 0
    assert found["suppressed"] == 1
    (finding,) = found["findings"]
    assert finding["suppressed"]["reason"] == "as the card has it"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_check_can_be_explained(rule: Any) -> None:
    found = ask("explain", code=rule.code)
    assert found["name"] == rule.name
    assert len(found["page"]) > 100


def test_nothing_on_the_disk_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    text = MINIMAL + "files:\n  root: data\n  inventory: {path: trainbib.files.jsonl}\n"
    (tmp_path / "trainbib.files.jsonl").write_text("no JSON")
    before = ask("check", text=text)
    monkeypatch.chdir(tmp_path)
    assert ask("check", text=text) == before
    assert (
        ask("check", text=text, name=str(tmp_path / "trainbib.yaml"))["counts"]
        == (before["counts"])
    )


def test_the_page_is_told_what_it_talks_to() -> None:
    about = ask("about")
    assert about["spec"] == "1.0"
    assert "eu-ai-act" in about["profiles"]
    assert "commercial" in about["uses"]
    assert about["max_bytes"] == MAX_BYTES


@pytest.mark.parametrize("name", ["a" * 300, "trainbib.yaml", "a\0b", "\ud800"])
def test_the_disk_is_not_looked_at(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trainbib.yaml").touch()
    (tmp_path / "files.jsonl").write_text("damaged\n")
    text = "files: {root: ., inventory: {path: files.jsonl, digest: 'sha256:" + "0" * 64 + "'}}\n"
    found = ask("check", text=HEAD + text, name=name)
    assert found["ok"]
    assert "HSH007" not in codes(found)
    assert not any("cannot be read" in each for each in found["unchecked"])
    assert ask("fix", text=HEAD + text, name=name)["ok"]
