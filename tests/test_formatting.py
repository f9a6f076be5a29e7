"""Formatting: one layout, the same digest, every comment where it belongs."""

import contextlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal import MINIMAL
from test_document_places import DOCUMENTS, Writer
from test_document_yaml import DATA, KEYS
from trainbib.canonical import CanonicalFormError, canonical_digest
from trainbib.document import parse_document, read_document
from trainbib.formatting import FormatError, formatted
from trainbib.writing import to_yaml

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").rglob("*.trainbib.yaml"))


def fmt(text: str, path: str = "m.yaml", *, sort: bool = False) -> str:
    result = formatted(parse_document(text.encode(), path=path), sort=sort)
    again = formatted(parse_document(result.encode(), path=path), sort=sort)
    assert again == result
    return result


UNTIDY = """\
# yaml-language-server: $schema=x
# About this file.


#   and more

# of the version
trainbib:   "1.0"   # beside
sources: {b: {license: "CC0-1.0", kind: other}, # beside b
  # above a
  a: {x-note: 1, kind: 'sensor', license: {unknown: 'none, none at all'}}}   # the end


files:     # here
      cites:
      # all of them
      - sources: [b, a]    # two
        # what they match
        paths: "**"
      -   # the rest
        paths: ['x, y', z]
        sources:
            - a
            # only that
      # no more

      root: data
dataset:
    version: 1.10     #\ttab
    description: >
        folded
        text

          deeper

    name: 'it''s'
    title: a plain text
      over two lines
    limitations:
    - "A long text in quotes that goes on for a while, over more than one line, and \\
      is put into a block."
    # above the purpose
    purpose: |   # literal
            one
              two

# the end
"""

TIDY = """\
# yaml-language-server: $schema=x
# About this file.

#   and more

# of the version
trainbib: "1.0" # beside

dataset:
  name: it's
  version: 1.10 #\ttab
  title: a plain text over two lines
  description: >
    folded
    text

      deeper
  # above the purpose
  purpose: | # literal
    one
      two
  limitations:
    - >-
      A long text in quotes that goes on for a while, over more than one line, and is put into a
      block.

sources:
  b: {kind: other, license: "CC0-1.0"} # beside b

  # above a
  a: {kind: "sensor", license: {unknown: "none, none at all"}, x-note: 1}
  # the end

files: # here
  # no more

  root: data
  cites:
    # all of them
    # what they match
    - paths: "**"
      sources: [b, a] # two
    # the rest
    - paths: ["x, y", z]
      sources:
        - a
        # only that

# the end
"""


def test_an_untidy_manifest_gets_the_one_layout() -> None:
    assert fmt(UNTIDY) == TIDY


def test_line_ends_of_windows_stay() -> None:
    assert fmt(UNTIDY.replace("\n", "\r\n")) == fmt(UNTIDY).replace("\n", "\r\n")


def test_a_tidy_manifest_stays_as_it_is() -> None:
    assert fmt(TIDY) == TIDY


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_keep_digest_and_comments(path: Path) -> None:
    document = read_document(path)
    try:
        text = formatted(document)
    except FormatError as error:
        assert "anchor" in str(error)  # noqa: PT017 - the one reason that there is
        return
    assert canonical_digest(parse_document(text.encode(), path="m.yaml").data) == canonical_digest(
        document.data
    )
    assert fmt(text) == text
    assert text.count("#") == document.text.count("#")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: 1\nb: !!str 1\n", ":2: a tag"),
        ("a: &x !!str 1\n", ":1: a tag"),
        ("&k a: 1\n", "an anchor of a key"),
        ("&all\na: 1\n", "of all"),
        ("a: 1\n---\nb: 2\n", "a second document"),
        ("%YAML 1.2\n---\na: 1\n", "a directive"),
        ("a: 1\na: 2\n", "given twice"),
        ("sources: {a: 1, a: 2}\n", "given twice"),
        ("a: {<<: {b: 1}}\n", "a merge key"),
        ("a: [\n", "not YAML"),
        ("a: .inf\n", "not a number of JSON"),
        ("- a\n", "not a manifest"),
        ("a: b # c\u2028\n", r"U\+2028 ends a line"),
        ("a: b\rc: d\r\n", r":1: U\+000D ends a line"),
        ("", "the file is empty"),
    ],
)
def test_what_cannot_be_kept_is_refused(text: str, why: str) -> None:
    with pytest.raises(FormatError, match=why) as caught:
        fmt(text)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("m.yaml")


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("a:   &x   1\nb: *x\n", "a: &x 1\n\nb: *x\n"),
        ("a: &x {b:   1}\nc: *x\n", "a: &x {b: 1}\n\nc: *x\n"),
        ("a: [ &x b, *x , c]\n", "a: [&x b, *x, c]\n"),
        ("a: &x\n   b: 1\nc:   *x # word\n", "a: &x\n  b: 1\n\nc: *x # word\n"),
        ("a:\n- &x\n  b: 1\n  c: 2\n- *x\n", "a:\n  - &x\n    b: 1\n    c: 2\n  - *x\n"),
        ("a: &x |\n   one\n   two\nb: *x\n", "a: &x |\n  one\n  two\n\nb: *x\n"),
        ("x-a: {b: &x 'c'}\ndataset: {name: *x}\n", 'x-a: {b: &x "c"}\n\ndataset: {name: *x}\n'),
        ("a: &x\nb: *x\n", "a: &x\n\nb: *x\n"),
    ],
)
def test_an_anchor_stays_in_front_of_its_aliases(text: str, tidy: str) -> None:
    assert fmt(text) == tidy
    assert fmt(tidy) == tidy


def test_bytes_that_are_not_utf_8_are_refused_and_a_mark_is_dropped() -> None:
    with pytest.raises(FormatError, match="not UTF-8"):
        formatted(parse_document(b"a: \xfc\n", path="m.yaml"))
    assert formatted(parse_document(b"\xef\xbb\xbfa:   1\n", path="m.yaml")) == "a: 1\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a: 'x'\n", "a: x\n"),
        ('a: "x"\n', "a: x\n"),
        ("a: '1'\n", 'a: "1"\n'),
        ("a: 'NO'\n", 'a: "NO"\n'),
        ("a: NO\n", "a: NO\n"),
        ("a: '2024-03-15'\n", 'a: "2024-03-15"\n'),
        ("a: 2024-03-15\n", "a: 2024-03-15\n"),
        ("a: 1.50e+3\n", "a: 1.50e+3\n"),
        ("a: 0x1F\n", "a: 0x1F\n"),
        ("a:\n", "a:\n"),
        ("a: ~\n", "a: ~\n"),
        ("a: {b: , c}\n", "a: {b: null, c: null}\n"),
        ("a: {}\n", "a: {}\n"),
        ("a: [ ]  # none\n", "a: [] # none\n"),
        ("a: [ # none\n  # at all\n  ]\n", "# none\n# at all\na: []\n"),
        ("'a b': 1\n", "a b: 1\n"),
        ("'1': 1\n", '"1": 1\n'),
        ("? a\n: 1\n", "a: 1\n"),
        ('a: "🙂 \\u200b"\n', 'a: "🙂 \\u200b"\n'),
        ('a: "Zero\\u200bwidth"\n', 'a: "Zero\\u200bwidth"\n'),
        ("a: |+\n  x\n\n\nb: 1\n", 'a: "x\\n\\n\\n"\n\nb: 1\n'),
        ("a: |2\n    x\n", 'a: "  x\\n"\n'),
        ("a: >-\n  x\n  y\n", "a: >-\n  x\n  y\n"),
        ("a:\n  b: >\n     t\n      \n  c: 1\n", "a:\n  b: >\n    t\n     \n  c: 1\n"),
        ("a: 'x\n\n  y'\n", "a: |-\n  x\n  y\n"),
        ("a:\n- - 1\n  - 2\n-\n  - 3\n", "a:\n  - - 1\n    - 2\n  - - 3\n"),
        ("a:\n- # one\n  b: 1\n", "a:\n  # one\n  - b: 1\n"),
        ("a: # one\n  # two\n  b # three\n", "# one\n# two\na: b # three\n"),
        ("--- # x\na: 1\n...\n", "---\n# x\na: 1\n"),
        ("# x\n---\n# y\na: 1\n", "# x\n---\n# y\na: 1\n"),
        ("a: 1\n # odd\nb: 2\n", "a: 1\n\n# odd\nb: 2\n"),
        ("a:\n  b: 1\n # odd\nc: 2\n", "a:\n  b: 1\n\n# odd\nc: 2\n"),
        ("a: 1\n\n\n# end", "a: 1\n\n# end\n"),
        ("a:\n- |\n x\n# y\n- z\n", "a:\n  - |\n    x\n  # y\n  - z\n"),
        ("a:\n- b: |\n   x\n\n# y\n- z\n", "a:\n  - b: |\n      x\n  # y\n  - z\n"),
        ("a: x#y\n", "a: x#y\n"),
        ("a: 'x # y' # z\n", 'a: "x # y" # z\n'),
        ("a: |\n one\n two", "a: |-\n  one\n  two\n"),
        ("a: > # b\n one\n two", "a: >- # b\n  one\n  two\n"),
        ("a:\n- |\n #", "a:\n  - |-\n    #\n"),
        ("a: |\n  \u3000\n...\n# end", "a: |\n  \u3000\n# end\n"),
        ("a:\n- \u3000b: 1\n  c: 2\n", "a:\n  - \u3000b: 1\n    c: 2\n"),
        ("a:\n  - ? \xa0\n    : b\n", "a:\n  - \xa0: b\n"),
        ("?\n: a\n", '"": a\n'),
        ("? # b\n: {c: d}\n", '"": {c: d} # b\n'),
    ],
)
def test_small_things(text: str, result: str) -> None:
    assert fmt(text) == result


def test_prose_has_room_however_deep_it_stands() -> None:
    text = "".join(f"{' ' * 2 * depth}a:\n" for depth in range(60))
    text += f"{' ' * 120}{'word ' * 30}\n{' ' * 120}word\n"
    prose = [line.strip() for line in fmt(text).splitlines()[60:]]
    assert prose == ["word word word word word"] * 6 + ["word"]


def test_a_short_collection_stays_on_one_line_and_a_long_one_does_not() -> None:
    fits = f"a: [{'x' * 48}, {'y' * 45}]"
    assert len(fits) == 100
    assert fmt(f"{fits} # comments do not count\n") == f"{fits} # comments do not count\n"
    assert fmt(fits.replace("x]", "xx]").replace("y]", "yy]")) == (
        f"a:\n  - {'x' * 48}\n  - {'y' * 46}\n"
    )


def test_entries_stand_as_written_unless_they_are_to_be_sorted() -> None:
    text = 'trainbib: "1.0"\n\nsources:\n  B: {}\n  x-z: 1\n  a: {}\n'
    assert fmt(text) == text
    assert fmt(text, sort=True) == text.replace("  B: {}\n  x-z: 1\n  a: {}\n", "") + (
        "  a: {}\n  B: {}\n  x-z: 1\n"
    )


def test_json_has_two_spaces_and_its_scalars_letter_by_letter() -> None:
    text = '{"sources":{"a":{"license":"\\u00e9","kind":1.0,"x":[]}},\n"trainbib" : "1.0"}'
    assert fmt(text, "m.json") == (
        '{\n  "trainbib": "1.0",\n  "sources": {\n    "a": {\n      "kind": 1.0,\n'
        '      "license": "\\u00e9",\n      "x": []\n    }\n  }\n}\n'
    )


@given(st.dictionaries(KEYS, DATA, min_size=1, max_size=4))
def test_json_that_is_indented_by_two_stays(data: dict[str, object]) -> None:
    data = {f"x-{key}": value for key, value in data.items()}
    text = json.dumps(data, indent=2) + "\n"
    assert formatted(parse_document(text.encode(), path="m.json")) == text


def laid_out(data: Mapping[str, object], style: str) -> str:
    if style == "flow":
        return json.dumps(data, indent=3, ensure_ascii=False)
    if style == "flat":
        return json.dumps(data, ensure_ascii=False) + "\n"
    text = to_yaml(data)
    return text.replace("\n", "\r\n") if style == "windows" else text


def commented(text: str, places: list[int]) -> str:
    """Put a comment on its own line before, and one behind, some lines; a block may swallow it."""
    lines = text.split("\n")
    for number in sorted(set(places), reverse=True):
        if number < len(lines):
            line = lines[number].removesuffix("\r")
            margin = line[: len(line) - len(line.lstrip())]
            end = "\r" if lines[number].endswith("\r") else ""
            lines[number] = f"{line} # beside {number}\t!{end}"
            lines.insert(number, f"{margin}# own {number}{end}")
    return "\n".join(lines)


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(KEYS, DATA, min_size=1, max_size=4),
    st.sampled_from(["yaml", "flow", "flat", "windows"]),
    st.lists(st.integers(0, 12), max_size=4),
)
def test_the_digest_and_every_comment_are_kept_and_formatting_again_changes_nothing(
    data: dict[str, object], style: str, places: list[int]
) -> None:
    text = commented(laid_out(data, style), places)
    document = parse_document(text.encode("utf-8", "replace"), path="m.yaml")
    if not document.parsed or any(found.code != "PAR011" for found in document.findings):
        return
    if set("\x85\u2028\u2029") & set(document.text):
        with pytest.raises(FormatError, match="ends a line for some readers"):
            formatted(document)
        return
    result = formatted(document)
    again = parse_document(result.encode("utf-8", "surrogatepass"), path="m.yaml")
    assert again.data == document.data
    with contextlib.suppress(CanonicalFormError):
        assert canonical_digest(again.data) == canonical_digest(document.data)
    words = Counter(word for word in document.text.split() if word in {"own", "beside"})
    assert Counter(word for word in result.split() if word in {"own", "beside"}) == words
    assert formatted(again) == result


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_yaml_of_every_style_is_formatted_or_refused_for_what_is_no_data(
    data: dict[str, object], random: Random
) -> None:
    document = parse_document(Writer(random).document(data).encode(), path="m.yaml")
    try:
        result = formatted(document)
    except FormatError as error:
        assert re.search("a tag, or an anchor|a directive|ends a line", str(error))  # noqa: PT017 - the reasons that there are
        return
    again = parse_document(result.encode(), path="m.yaml")
    assert again.data == document.data
    assert formatted(again) == result


def test_the_minimal_manifest_only_gets_its_blank_lines() -> None:
    assert fmt(MINIMAL) == MINIMAL.replace("\ndataset", "\n\ndataset").replace(
        "\nsources", "\n\nsources"
    )
