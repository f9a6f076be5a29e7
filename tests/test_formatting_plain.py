"""Formatting line by line: where it formats at all, it formats as the general way does."""

import re
from unittest.mock import Mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzzing import mutants, seeds
from test_document_yaml import DATA
from test_formatting import commented
from trainbib import formatting
from trainbib.document import Document, parse_document
from trainbib.document.yaml_reader import read_events, read_plain
from trainbib.formatting import FormatError, formatted
from trainbib.formatting.order import FieldOrder
from trainbib.formatting.plain_layout import plain_text
from trainbib.formatting.plain_lines import simple_lines
from trainbib.writing import to_yaml

pytestmark = pytest.mark.skipif(
    not hasattr(yaml, "CSafeLoader"), reason="without libyaml nothing is formatted this way"
)


def line_by_line(text: str, *, sort: bool = False) -> str | None:
    """Return what is made of a text line by line; None if it is not simple enough."""
    lines = simple_lines(text) if read_plain(text, "m.yaml") else None
    return plain_text(lines, FieldOrder(sort=sort)) if lines else None


def outcome(document: Document, *, sort: bool) -> str:
    try:
        return formatted(document, sort=sort)
    except FormatError as error:
        return f"refused: {error}"


def assert_formatted_alike(text: str) -> bool:
    """Compare both ways, of the text and of its result; return whether lines were enough."""
    plain = read_plain(text, "m.yaml")
    if plain is None:
        return False
    for sort in (False, True):
        result = outcome(read_events(text, "m.yaml"), sort=sort)
        assert outcome(plain, sort=sort) == result
        assert line_by_line(text, sort=sort) in {None, result} or result.startswith("refused")
        again = read_plain(result, "m.yaml")
        if again is not None:
            assert outcome(again, sort=sort) == result
    return line_by_line(text) is not None


USUAL = """\
# yaml-language-server: $schema=manifest.schema.json
# of the file

# of the version
trainbib:  "1.0"   # beside
dataset: {version: '1', name: big}
parties:
  acme: {name: Acme, url: "https://acme.example/"}

  # above the other
  other:   {name: Other}
sources:

    first:
      title: It's a "title" - with, signs & a#sign # and a comment
      # none of these
      # two

      size: {records: {about: 1.2e9}, bytes: 1000} # beside braces
      kind: other
      long: {a: xxxxxxxxxxxxxxxxxxxxxxxx, b: [yyyyyyyyyyyyyyyyyyyyyyyyyy, zzzzzzzzzzzzzzzzzz, 'q']}
      creators: [acme, "b, c", 'd''e', https://a.example/]
      quoted: "two\\nlines" # of text
      date: "2024-01-01"
      x-date: 2024-01-01
      number: "1.10"
      word: 'plain enough'
      none: {}
      rights:
        # who
        holders:
        - {party: acme}
        -   party: other
        - plain # enough
        - [a, b]
        copyright: protected
      description: >-
          A text that is so long
          that it is folded.
      license: |
       one
         two
    # above the second
    second: {kind: other, license: CC0-1.0}
    third: {kind: other, license: CC0-1.0}
"""


def test_the_usual_is_formatted_line_by_line() -> None:
    assert assert_formatted_alike(USUAL)
    tidy = formatted(read_events(USUAL, "m.yaml"))
    assert assert_formatted_alike(tidy.replace("|- # of text", "|-"))


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n# the end\n",
        "a:\n  b: 1\n  # of the inner one\nc: 1\n",
        "a:\n  b: 1\n    # deeper\nc: 1\n",
        "a:\nb: 1\n",
        "# of the file\nsources:\n  a: {}\ntrainbib: '1.0'\n",
        "dataset: {name: a}\ntrainbib: '1.0'\n# one\n\n# two\n",
    ],
)
def test_what_is_unusual_goes_the_general_way(text: str) -> None:
    assert line_by_line(text) is None
    assert not assert_formatted_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "  a: 1\n  b: 2\n",
        "a:\n- b: 1\n  c: 2\n-   d: 1\n    e:\n    - f\n",
        "a:\n    - b:\n        c: 1\n    - |\n     text\n",
        "sources:\n  unknown: why\n  b: {kind: other}\n",
        "sources: {unknown: 'none, none at all'}\n",
        "sources: {a: {license: CC0-1.0, kind: other}}\n",
        "x-b: 1\nz: 2\na: 3\ntrainbib: '1.0'\nx-a: 4\n",
        "sources:\n  x-z: 1\n  B: {kind: other}\n  a: {}\n",
        "files:\n  cites:\n    - sources: [b, a]\n      # all\n      paths: '**'\n",
        "a: 'x # y' # z\nb: x#y # z # z\nc: [ 'x # y', \"#\"] # z\nd: {a: 'x # y'}\n",
        f"a:\n  b: [{'x' * 46}, {'y' * 45}]\n  c: [{'x' * 46}, {'y' * 46}] # word\n",
        f"a:\n  - [{'x' * 46}, {'y' * 46}]\n  - [{'x' * 46}, {'y' * 47}]\n",
        f"a:\n  - b: {{k: {'x' * 41}, l: '{'y' * 41}'}}\n    c: {{k: {'x' * 88}}}\n",
        "a: |-\n  # no comment\n  text\n# a comment\nb: 1\n",
        "# one\n\n\n# two\n# three\n\na: 1\n",
        "a:\n\n  # one\n\n  # two\n\n  b: 1\n",
        "a:\n  - 'x\\y'\n  - \"x\\\\y\\n\"\n  - \"2024-01-01\" # day\n  - '~'\n",
    ],
)
def test_what_lines_are_enough_for(text: str) -> None:
    assert assert_formatted_alike(text)


def test_examples_and_vectors_are_formatted_alike() -> None:
    texts = {each.data.decode() for each in seeds() if each.name.endswith(".yaml")}
    enough = [assert_formatted_alike(text) for text in sorted(texts)[::3]]
    assert sum(enough) > 0.9 * len(enough)


def test_mutated_documents_are_formatted_alike() -> None:
    documents = [parse_document(each.data, path=each.name) for each in mutants(300, seed=16)]
    texts = [each.text for each in documents if each.format == "yaml"]
    assert sum(map(assert_formatted_alike, texts)) > 20


NAMES = st.sampled_from([
    "trainbib", "dataset", "sources", "parties", "files", "kind", "title", "license", "size",
    "rights", "holders", "party", "records", "unknown", "creators", "version", "description",
    "paths", "x-a", "x-b", "zeta", "from", "B",
])  # fmt: skip
WORDS = st.sampled_from([
    "text", "two words", "it's", "CC0-1.0", "https://a.example/b?c=d#e", "1.10", "2024-01-01", "7",
    "'NO'", "'it''s'", '"a: b"', '"two\\nlines"', '"# none"', "'2024-01-01'", '"plain"',
    '"https://a.example/"',
])  # fmt: skip
INLINE = st.recursive(
    WORDS | st.sampled_from(["w" * 40, '"a, b"']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(NAMES, inner, max_size=3).map(
            lambda pairs: f"{{{', '.join(f'{name}: {value}' for name, value in pairs.items())}}}"
        )
    ),
    max_leaves=5,
)
BLOCKS = st.sampled_from([
    "|\n one\n   two", ">-\n # one\n two", "|-\n   deep", ">\n t", "|\n one\n",
    "|\n one\n\n\n two", ">-\n one\n\n\n two\n\n three\n four", "| # beside\n one",
    ">- #\n one\n\n",
])  # fmt: skip
TREES = st.recursive(
    INLINE | BLOCKS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1)
    ),
    max_leaves=12,
)
MARGINS = [
    "",
    "",
    "",
    "\n",
    "{}# own\n",
    "{}# own\n\n",
    "\n{}# own\n{}# two\n",
    "# at the margin\n",
]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Draw a document of the plain part, laid out in many ways."""

    def above(indent: int) -> str:
        return draw(st.sampled_from(MARGINS)).replace("{}", " " * indent)

    def value(node: object, indent: int) -> str:
        if isinstance(node, str):
            text = re.sub("\\n(?=[^\\n])", "\n" + " " * indent, node)
            beside = draw(st.sampled_from(["", "", "  # beside", " #", " "]))
            return f" {text}\n" if "\n" in text else f" {text}{beside}\n"
        beside = draw(st.sampled_from(["", "", "", "  # beside", " #"]))
        return f"{beside}\n" + block(
            node, indent + draw(st.integers(not isinstance(node, list), 3))
        )

    def block(node: object, indent: int) -> str:
        margin, lines = " " * indent, ""
        if isinstance(node, dict):
            for name, child in node.items():
                lines += f"{above(indent)}{margin}{name}:{value(child, indent)}"
            return lines
        assert isinstance(node, list)
        for child in node:
            dash = "-" + " " * draw(st.integers(1, 3))
            lines += above(indent)
            if isinstance(child, dict):
                inner = block(child, indent + len(dash)).lstrip()
                lines += f"{margin}{dash}{inner}" if inner[0] != "#" else f"{margin}- a\n"
            else:
                lines += (
                    f"{margin}{dash}{value('b' if isinstance(child, list) else child, indent)[1:]}"
                )
        return lines

    tree = draw(st.dictionaries(NAMES, TREES, min_size=1))
    return block(tree, draw(st.sampled_from([0, 0, 0, 2])))


@settings(max_examples=120, deadline=None)
@given(documents())
def test_documents_laid_out_in_many_ways_are_formatted_alike(text: str) -> None:
    assert_formatted_alike(text)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(NAMES, DATA, min_size=1, max_size=4), st.lists(st.integers(0, 12), max_size=4)
)
def test_what_is_written_and_commented_is_formatted_alike(
    data: dict[str, object], places: list[int]
) -> None:
    assert_formatted_alike(commented(to_yaml(data), places))


LARGE = 'trainbib: "1.0"\ndataset: {name: large, version: "1"} # beside\nsources:\n' + "".join(
    f"  s{number:04}:\n    title: Source {number}\n    size: {{bytes: {number}}}\n    kind: other\n"
    for number in range(1200)
)


def test_a_large_document_is_formatted_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    result = formatted(read_events(LARGE, "m.yaml"))
    monkeypatch.setattr(formatting, "Layout", None)
    assert formatted(parse_document(LARGE.encode(), path="m.yaml")) == result
    monkeypatch.setattr(formatting, "parse_document", None)  # what stays needs no second look
    assert formatted(parse_document(result.encode(), path="m.yaml")) == result


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: other", "kind: sensor"),
        ("bytes: 7}", "bytes: 7.0}"),
        (" # beside", ""),
        ("# beside", "# besides"),
        ("title: Source 7\n", ""),
        ("  s0007:", "  s0007: :"),
    ],
)
def test_what_would_lose_something_goes_the_general_way(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    result = formatted(read_events(LARGE, "m.yaml"))
    wrong = result.replace(old, new, 1)
    assert wrong != result
    monkeypatch.setattr(formatting, "plain_text", Mock(return_value=wrong))
    assert formatted(parse_document(LARGE.encode(), path="m.yaml")) == result
