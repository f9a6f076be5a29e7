"""Characters that nobody sees: which they are, and what becomes of them."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.characters import (
    ALWAYS_HIDDEN,
    DIRECTION_MARKS,
    FILLERS,
    JOINERS,
    UNPRINTABLE,
    hidden_characters,
    visible,
)
from trainbib.checking import check
from trainbib.document import parse_document
from trainbib.values import as_mapping
from trainbib.writing.yaml_text import double_quoted, scalar
from trainbib_cli.terminal import json_text, printable


def among(characters: str) -> frozenset[str]:
    """Return all characters of a class."""
    return frozenset(re.findall(f"[{characters}]", "".join(map(chr, range(0x110000)))))


KINDS = {
    "C0 controls": "\x00-\x08\x0b\x0c\x0e-\x1f",
    "C1 controls and DEL": "\x7f-\x9f",
    "bidirectional controls": "\u202a-\u202e\u2066-\u2069",
    "zero width": "\u200b\u2060\ufeff",
    "separators of lines": "\u2028\u2029",
    "tags": "\U000e0000-\U000e007f",
    "surrogates": "\ud800-\udfff",
    "noncharacters": "\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff",
}
BREAKS = "\t\n\r"


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_text_needs_is_neither_kept_nor_printed(kind: str) -> None:
    for character in among(KINDS[kind]):
        for text in (f"a{character}b", f"\u06cc{character}\u0645"):
            assert hidden_characters().search(text)
            assert visible(text) == text[0] + text[2]
            assert printable(text).isprintable()
            assert json_text(text).isprintable()


def test_a_terminal_escapes_what_is_hidden_but_for_two_kinds() -> None:
    """Fillers are blanks there; joiners are parts of words, and marks of direction are not."""
    everything = map(chr, range(0x110000))
    escaped = {character for character in everything if printable(character) != character}
    assert escaped == (among(ALWAYS_HIDDEN) - among(FILLERS)) | among(DIRECTION_MARKS) | {*BREAKS}


@pytest.mark.parametrize("mark", sorted(among(JOINERS)))
def test_joiners_are_hidden_only_where_nothing_is_joined(mark: str) -> None:
    assert visible(f"a{mark}b") == "ab"
    for text in (f"\u0646\u06cc{mark}\u0645", f"\U0001f469{mark}\U0001f4bb", f"\u06cc{mark} a"):
        assert visible(text) == text
    assert (printable(f"\u06cc{mark}\u0645") == f"\u06cc{mark}\u0645") is (
        mark not in DIRECTION_MARKS
    )


def test_breaks_of_lines_are_kept_and_not_printed() -> None:
    assert visible(BREAKS) == BREAKS
    assert printable(BREAKS) == r"\t\n\r"


@pytest.mark.parametrize("hidden", ["\u200c\u200d", "\u200c\xad", "\u2060\u200f", "\u200d\u200d"])
def test_what_is_hidden_does_not_keep_a_joiner(hidden: str) -> None:
    for before, after in (("a", "b"), ("", "b"), ("a", ""), ("", "")):
        text = f"{before}{hidden}{after}"
        assert visible(text) == before + after
        assert hidden_characters().search(text)


@given(st.text() | st.text(st.sampled_from("ab\u06cc\u200c\u200d\u200f\xad\u202e")))
def test_what_is_visible_is_a_part_of_the_text_and_stays(text: str) -> None:
    rest = iter(text)
    shown = visible(text)
    assert all(character in rest for character in shown)
    assert visible(shown) == shown
    assert not hidden_characters().search(shown)


@pytest.mark.parametrize(
    "character", sorted(among(f"{ALWAYS_HIDDEN}{JOINERS}") - among("\ud800-\udfff"))
)
def test_yaml_that_is_written_can_be_read(character: str) -> None:
    text = f"a{character}b"
    for written in (double_quoted(text), scalar(text)):
        document = parse_document(f"k: {written}\n".encode(), path="m.yaml")
        assert as_mapping(document.data)["k"] == text


@given(st.sampled_from(sorted(among(UNPRINTABLE))))
def test_a_key_with_a_hidden_character_has_one_name_in_all_findings(character: str) -> None:
    sources = {f"a{character}b": {"kind": "other"}}
    data = {"trainbib": "1.0", "dataset": {"name": "e", "version": "1"}, "sources": sources}
    document = parse_document(json.dumps(data).encode(), path="m.json")
    findings = [each for each in check(document).diagnostics if each.code in {"PAR005", "LIC001"}]
    assert {each.code for each in findings} == {"PAR005", "LIC001"}
    names = [re.findall("source `([^`]*)`", printable(each.message)) for each in findings]
    assert names[0] == names[1]
