"""Reading YAML: what the data is, what is refused, where things stand."""

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from trainbib.diagnostics import Span
from trainbib.document import Document, parse_document
from trainbib.writing import to_yaml


def read(text: str) -> Document:
    return parse_document(text.encode(), path="m.yaml")


def codes(document: Document) -> list[str]:
    return [parsed.code for parsed in document.findings]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2024-03-15", "2024-03-15"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-7", -7),
        ("+7", 7),
        ("1.10", 1.1),
        ("2.9e10", 29000000000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("'1'", "1"),
        ('"NO"', "NO"),
        ("!!str 1", "1"),
        ("!!float 1", 1.0),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
    ],
)
def test_scalars_follow_the_yaml_1_2_core_schema(text: str, value: object) -> None:
    data = read(f"a: {text}").data
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: [1", "PAR001", Span(1, 6, 1, 7)),
        ("a: [1\n", "PAR001", Span(1, 6, 1, 7)),
        ("", "PAR001", Span(1, 1, 1, 2)),
        ("# only a comment\n", "PAR001", Span(2, 1, 2, 2)),
        ("a: b\n---\nc: d\n", "PAR001", Span(2, 1, 2, 2)),
        ("a:\n\tb: c", "PAR001", Span(2, 1, 2, 2)),
        ("a: b: c", "PAR001", Span(1, 5, 1, 6)),
        ('a: "\x01"', "PAR001", Span(1, 5, 1, 6)),
        ("a: !!python/object:os.system x", "PAR001", Span(1, 4, 1, 5)),
        ("a: !!int x", "PAR001", Span(1, 4, 1, 5)),
        ("a: *nowhere", "PAR001", Span(1, 4, 1, 5)),
        ("a: &x [*x]", "PAR009", Span(1, 8, 1, 9)),
        ("a: &x {b: *x}", "PAR009", Span(1, 11, 1, 12)),
        ("x: &x {b: c}\n<<: *x", "PAR009", Span(2, 1, 2, 2)),
        ("{a: b}: c", "PAR011", Span(1, 1, 1, 2)),
        ("a: " + "[" * 70 + "]" * 70, "PAR012", Span(1, 67, 1, 68)),
    ],
)
def test_what_the_standard_does_not_allow_is_refused_at_its_place(
    text: str, code: str, place: Span
) -> None:
    document = read(text)
    assert not document.parsed
    assert document.data is None
    assert codes(document) == [code]
    assert document.findings[0].finding.span == place
    assert document.findings[0].finding.help


def test_one_byte_order_mark_is_skipped_and_a_second_one_refused() -> None:
    document = read("\ufeffa: \ufeff\n")
    assert (codes(document), document.data) == (["PAR002"], {"a": "\ufeff"})
    document = read("\ufeff\ufeffa: b\n")
    assert (codes(document), document.parsed) == (["PAR002", "PAR001"], False)
    assert document.findings[1].finding.span == Span(1, 1, 1, 2)


def test_aliases_that_explode_are_refused_before_they_do() -> None:
    lines = ["a0: &a0 [" + ",".join("x" * 10) + "]"]
    lines += [f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    document = read("\n".join(lines))
    assert codes(document) == ["PAR009"]
    assert document.findings[0].finding.span is not None
    assert document.findings[0].finding.span.line <= 6


def test_an_alias_is_shorthand_for_what_it_names() -> None:
    document = read("a: &x {b: [1, 2]}\nc: *x\nd: &t text\ne: *t\n")
    assert document.data == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": "text", "e": "text"}
    assert codes(document) == []


@pytest.mark.parametrize("key", ["1", "1.5", "true", "null", "~"])
def test_a_key_that_reads_as_something_else_is_reported(key: str) -> None:
    document = read(f"x-a:\n  {key}: b\n")
    assert codes(document) == ["PAR011"]
    assert document.findings[0].finding.span == Span(2, 3, 2, 3 + len(key))


def test_a_number_that_is_not_finite_is_reported_where_it_stands() -> None:
    document = read("a: {b: .nan, c: -.inf}")
    assert codes(document) == ["PAR010", "PAR010"]
    assert [f.finding.pointer for f in document.findings] == ["/a/b", "/a/c"]


def test_a_key_given_twice_shows_both_places() -> None:
    document = read(
        "sources:\n  a: {kind: other}\n  b: {}\n  a: {kind: sensor}\ndataset: {x: 1, x: 2}\n"
    )
    first, second = document.findings
    assert (first.code, second.code) == ("KEY001", "PAR003")
    assert first.finding.span == Span(4, 3, 4, 4)
    assert first.finding.related[0].span == Span(2, 3, 2, 4)
    assert second.finding.span == Span(5, 17, 5, 18)
    assert second.finding.related[0].span == Span(5, 11, 5, 12)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("NO", "a truth value"),
        ("1.10", "the number 1.1"),
        ("1_000", "a number"),
        ("12:30", "a number to base 60"),
        ("010", "a number to base 8"),
        ("2024-03-15", "a date"),
    ],
)
def test_what_other_readers_take_for_something_else_is_remembered(text: str, why: str) -> None:
    (ambiguity,) = read(f"a: [x, {text}]").ambiguities
    assert (ambiguity.pointer, ambiguity.text, ambiguity.why) == ("/a/1", text, why)
    assert read(f"a: [x, '{text}']").ambiguities == []


NESTED = """\
# comment
dataset: {name: x}

sources:
  a:
    kind: other   # here
    list: [1, {b: c}]
    "quoted key": "value"
  'b': {kind: sensor, size: {bytes: 3}}
x-list:
  - p: 1
    q: 2
  - three
"""


@pytest.mark.parametrize(
    ("pointer", "key", "value"),
    [
        ("/sources/a/kind", Span(6, 5, 6, 9), Span(6, 11, 6, 16)),
        ("/sources/a/list/1/b", Span(7, 16, 7, 17), Span(7, 19, 7, 20)),
        ("/sources/a/list/0", None, Span(7, 12, 7, 13)),
        ("/sources/a/quoted key", Span(8, 5, 8, 17), Span(8, 19, 8, 26)),
        ("/sources/b/size/bytes", Span(9, 30, 9, 35), Span(9, 37, 9, 38)),
        ("/sources/b", Span(9, 3, 9, 6), Span(9, 8, 9, 9)),
        ("/x-list/0/q", Span(12, 5, 12, 6), Span(12, 8, 12, 9)),
        ("/x-list/1", None, Span(13, 5, 13, 10)),
    ],
)
def test_every_pointer_has_its_place(pointer: str, key: Span | None, value: Span) -> None:
    document = read(NESTED)
    place = document.locate([pointer])[pointer]
    assert (place.key, place.value) == (key, value)
    assert document.locate([pointer, "", "/dataset/name"])[pointer] == place


def test_a_pointer_that_leads_nowhere_has_the_place_of_what_it_would_be_in() -> None:
    document = read(NESTED)
    places = document.locate(["/sources/a/url", "/sources/a"])
    assert places["/sources/a/url"] == places["/sources/a"]
    assert document.locate(["/nowhere/at/all"])["/nowhere/at/all"].value.line == 1


UNREADABLE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff]"


@given(st.text(max_size=20).map(lambda text: re.sub(UNREADABLE, "", text)))
@example("\u00e9\u3042\U0001f642\n\u00e9")
@example("a\rb\r\nc\u2028d")
def test_a_character_that_yaml_does_not_allow_is_where_it_stands(before: str) -> None:
    (found,) = read(f"# {before}\x07\nb: c\n").findings
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", f"# {before}")
    column = len(lines[-1]) + 1
    assert found.finding.span == Span(len(lines), column, len(lines), column + 1)
    assert found.code == "PAR001"


SIGNS = st.text(":?,[]{}#&*!|>'\"%@`-~=<./\\ \t\n\r\x85\xa0\u2028\u3000\ufeffab1", max_size=8)
"""Text of what means something to some reader of YAML."""
WORDS = st.sampled_from(
    [
        *("null", "~", "y", "No", "true", "<<", "=", "-", "---", "...", ".inf", ".NaN", "%TAG"),
        *("0", "-0", "007", "0o7", "0x1F", "0b1", "1_000", "1e5", "1e400", ".5", "1.10", "9" * 310),
        *("1:30:00", "2024-01-01", "2024-1-1T00:00:00Z", "word " * 24, "a " * 60 + "b: c", "|"),
    ]
)
KEYS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6)
    | SIGNS
    | WORDS
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
)
PROSE = st.lists(
    st.text(max_size=12)
    | st.sampled_from(["word", "\x18quoted\x19", "a: b", "# c", "- d", "long" * 9]),
    max_size=40,
).flatmap(lambda words: st.sampled_from([" ", "\n"]).map(lambda sign: sign.join(words)))
DATA = st.recursive(
    SCALARS | PROSE | SIGNS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def nested(data: dict[str, object], depth: int) -> dict[str, object]:
    """Put data into mappings."""
    for _ in range(depth):
        data = {"a": data}
    return data


@given(st.dictionaries(KEYS, DATA, max_size=5))
@example({"0": ["A:?"]})
@example({"0": {"url": "https://example.org/?a=b"}})
@example({"long" * 400: {"a": "b"}, "c": [{"long: " * 400: ["d"]}, {"e": {"long" * 400: "f"}}]})
@example(nested({"prose": "word " * 40 + "word"}, 58))
def test_what_is_written_as_yaml_reads_back_the_same(data: dict[str, object]) -> None:
    document = parse_document(to_yaml(data).encode("utf-8", "replace"), path="m.yaml")
    assert [f.code for f in document.findings if f.code != "PAR011"] == []
    assert document.data == data
    assert document.ambiguities == [a for a in document.ambiguities if a.why == "a date"]


@pytest.mark.parametrize("text", ["A:?", "a?b", "https://example.org/?a=b", "a:[b", "a:{", "a:,"])
@pytest.mark.parametrize("kind", [list, dict])
def test_flow_is_written_for_the_strictest_reader(text: str, kind: type) -> None:
    """PyYAML without libyaml ends a plain scalar in flow at a question mark."""
    data = {"k": [text] if kind is list else {"url": text}}
    assert yaml.load(to_yaml(data), yaml.SafeLoader) == data


IN_FLOW = """\
dataset: {name: x,
  version: "1"}
parties: {a: {name: A}, b:
    {name: B}}
sources:
  s: {kind: other, size: {bytes: 1}}
  t:
    kind: other
"""


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ("/dataset/version", 2, 3),
        ("/parties/a/name", 3, 15),
        ("/parties/b/name", 4, 6),
        ("/sources/s/size/bytes", 6, 27),
        ("/sources/t/kind", 8, 5),
    ],
)
def test_a_section_in_braces_leaves_the_places_of_the_others_as_they_are(
    pointer: str, line: int, column: int
) -> None:
    key = read(IN_FLOW).locate([pointer])[pointer].key
    assert key is not None
    assert (key.line, key.column) == (line, column)


def test_a_document_in_braces_has_places() -> None:
    place = read("{dataset: {name: x}, parties: {b: {name: B}}}").locate(["/parties/b/name"])
    assert place["/parties/b/name"].key == Span(1, 36, 1, 40)


@pytest.mark.parametrize("key", ["{a: 1}", "[a]", "trainbib: x", "&k {a: {b: 1}}"])
def test_a_key_that_is_no_text_behind_one_that_stands_twice_ends_the_reading(key: str) -> None:
    document = parse_document(f"a: 1\na: 2\n? {key}\nb: 3\n".encode(), path="m.yaml")
    assert not document.parsed
    assert "PAR003" in {found.code for found in document.findings}


def test_what_was_read_before_a_syntax_error_is_told_and_the_error_last() -> None:
    document = read("a: 1\na: 2\n3: x\nb: {c: 1, c: 2}\nd: [\na: 4\n")
    assert [each.code for each in document.findings] == ["PAR003", "PAR003", "PAR011", "PAR001"]
