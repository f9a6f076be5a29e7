"""Reading JSON, encodings, and places in JSON text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from all_pointers import pointers_of
from test_document_yaml import DATA, KEYS
from trainbib.diagnostics import Span
from trainbib.document import Document, parse_document
from trainbib.document.json_places import JsonLocator
from trainbib.pointers import resolve, split


def read(text: str) -> Document:
    return parse_document(text.encode("utf-8", "surrogatepass"), path="m.json")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "PAR001", Span(1, 1, 1, 2)),
        ("{", "PAR001", Span(1, 2, 1, 3)),
        ('{"a": 1,\n "b" 2}', "PAR001", Span(2, 6, 2, 7)),
        ('{"a": [1,]}', "PAR001", Span(1, 10, 1, 11)),
        ("{'a': 1}", "PAR001", Span(1, 2, 1, 3)),
        ('{"a": 1} x', "PAR001", Span(1, 10, 1, 11)),
    ],
)
def test_a_syntax_error_has_its_place(text: str, code: str, place: Span) -> None:
    document = read(text)
    assert not document.parsed
    assert [f.code for f in document.findings] == [code]
    found = document.findings[0].finding.span
    assert found is not None
    assert (found.line, found.column) == (place.line, place.column)


@pytest.mark.parametrize(
    "text", ["[" * 70 + "]" * 70, "[" * 100_000, '{"a":' * 65 + "1" + "}" * 65]
)
def test_deep_nesting_is_refused(text: str) -> None:
    document = read(text)
    assert not document.parsed
    assert document.findings[0].code in {"PAR012", "PAR001"}


def test_nesting_as_deep_as_the_limit_is_read() -> None:
    assert read('{"a":' * 64 + "1" + "}" * 64).parsed


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_numbers_that_json_cannot_carry_are_reported(number: str) -> None:
    assert "PAR010" in [f.code for f in read(f'{{"x-a": {number}}}').findings]


def test_a_key_given_twice_shows_both_places() -> None:
    document = read('{"sources": {"a": 1,\n "b": [{"c": 1, "c": 2}],\n "a": 2}}')
    inner, outer = document.findings
    assert (inner.code, inner.finding.pointer) == ("PAR003", "/sources/b/0/c")
    assert inner.finding.span == Span(2, 17, 2, 20)
    assert inner.finding.related[0].span == Span(2, 9, 2, 12)
    assert (outer.code, outer.finding.pointer) == ("KEY001", "/sources/a")
    assert outer.finding.span == Span(3, 2, 3, 5)


def test_a_byte_order_mark_is_reported_and_skipped() -> None:
    document = parse_document(b'\xef\xbb\xbf{"a": 1}', path="m.json")
    assert document.data == {"a": 1}
    assert [f.code for f in document.findings] == ["PAR002"]


def test_bytes_that_are_not_utf_8_are_reported_where_they_stand() -> None:
    document = parse_document(b"a: b\nc: caf\xe9\n", path="m.yaml")
    (found,) = document.findings
    assert found.code == "PAR002"
    assert found.finding.span == Span(2, 7, 2, 8)
    assert "0xE9" in found.finding.message
    assert document.parsed


@pytest.mark.parametrize(
    ("path", "data", "format_"),
    [
        ("m.json", b"{}", "json"),
        ("m.yaml", b"{}", "yaml"),
        ("m.yml", b"a: b", "yaml"),
        ("m", b'  {"a": 1}', "json"),
        ("m", b"a: b", "yaml"),
    ],
)
def test_the_suffix_tells_the_format_and_else_the_first_character(
    path: str, data: bytes, format_: str
) -> None:
    assert parse_document(data, path=path).format == format_


@given(st.dictionaries(KEYS, DATA, max_size=5), st.sampled_from([None, 1, 4]))
def test_the_place_of_a_scalar_holds_the_scalar(
    data: dict[str, object], indent: int | None
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    document = read(text)
    lines = text.split("\n")
    for where, place in document.locate(pointers_of(data)).items():
        value = resolve(data, split(where))
        if isinstance(value, dict | list):
            continue
        span = place.value
        assert span.line == span.end_line
        assert json.loads(lines[span.line - 1][span.column - 1 : span.end_column - 1]) == value


@given(st.dictionaries(KEYS, DATA, max_size=5), st.sampled_from([None, 1, 4]))
def test_the_place_of_a_key_holds_the_key(data: dict[str, object], indent: int | None) -> None:
    text = json.dumps(data, indent=indent)
    lines = text.split("\n")
    for where, place in read(text).locate(pointers_of(data)).items():
        if place.key is not None:
            span = place.key
            written = lines[span.line - 1][span.column - 1 : span.end_column - 1]
            assert json.loads(written) == split(where)[-1]


FEW_KEYS = st.sampled_from(["a", "b", "c d", "é", '"', "\\", ":", '": ', "", "0", "-", "a.b"])
NASTY = st.text('ab"\\:,{}[] \n\u3042', max_size=8)
NESTED = st.recursive(
    st.integers(0, 3) | NASTY | FEW_KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FEW_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(FEW_KEYS, NESTED, max_size=4), st.sampled_from([None, 0, 2]), st.booleans())
def test_short_cuts_lead_to_the_same_places_as_a_walk(
    data: dict[str, object],
    indent: int | None,
    ascii_only: bool,  # noqa: FBT001 - drawn
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    targets = [tuple(split(where)) for where in pointers_of(data)]
    targets += [(*target, "nowhere") for target in targets]
    walk = JsonLocator(text, data, repeated=True)
    short = JsonLocator(text, data)
    everything = walk.locate(targets)
    assert everything.keys() == set(targets[: len(targets) // 2])
    assert short.locate(targets) == everything
    for target in targets:
        assert short.locate([target]) == walk.locate([target])


@given(
    st.dictionaries(FEW_KEYS, NESTED, min_size=1, max_size=4),
    st.dictionaries(FEW_KEYS, NESTED, max_size=2),
    st.sampled_from([None, 0, 2]),
)
def test_so_do_the_short_cuts_to_fields_of_many_entries(
    entry: dict[str, object], other: dict[str, object], indent: int | None
) -> None:
    entries = {f"key-{number}": other if number % 3 else entry for number in range(40)}
    data = {"sources": entries}
    text = json.dumps(data, indent=indent)
    walk = JsonLocator(text, data, repeated=True)
    short = JsonLocator(text, data)
    for where in pointers_of(entry):
        targets = [("sources", name, *split(where)) for name in entries]
        targets += [(*target, "nowhere") for target in targets]
        assert short.locate(targets) == walk.locate(targets)


def test_an_entry_is_not_taken_for_another_mapping_with_its_key() -> None:
    text = '{"x-a": {"sources": {"one": 1}}, "parties": {"two": 2}, "sources": {"one": 3}}'
    places = read(text).locate(["/sources/one", "/sources/two", "/parties/two"])
    assert places["/sources/one"].value == Span(1, 76, 1, 77)
    assert places["/parties/two"].value == Span(1, 53, 1, 54)
    assert places["/sources/two"] == read(text).locate(["/sources"])["/sources"]


def test_of_a_key_given_twice_the_place_is_that_of_the_value_that_counts() -> None:
    document = read('{"sources": {"a": 1,\n "a": 2}}')
    assert document.data == {"sources": {"a": 2}}
    assert document.locate(["/sources/a"])["/sources/a"].value == Span(2, 7, 2, 8)


@given(NASTY, NASTY, NESTED)
def test_text_that_looks_like_structure_is_none(before: str, after: str, inside: object) -> None:
    def codes(text: str) -> list[str]:
        return [found.code for found in read(text).findings]

    data = json.dumps({"x-a": before, "x-b": inside, "x-c": [after]})
    assert codes(data) == []
    assert codes(data[:-1] + ', "x-a": 1}') == ["PAR003"]
    for depth, refused in ((63, []), (64, ["PAR012"])):
        nested = '{"x":' * (depth // 2) + "[" * (depth - depth // 2)
        ends = "]" * (depth - depth // 2) + "}" * (depth // 2)
        text = f'{{"x-a": {json.dumps(before)}, "x-b": {nested}{ends}, "x-c": {json.dumps(after)}}}'
        assert codes(text) == refused


@pytest.mark.parametrize("after", [{"files": {"root": "data"}}, {"x-s1": {"files": 2}}])
def test_what_stands_behind_a_long_section_is_found_past_it(after: dict[str, object]) -> None:
    sources = {f"s{number}": {"files": "m"} for number in range(1200)}
    data = {"sources": sources, **after, "models": {"m": "files"}}
    text = json.dumps(data, indent=1)
    pointers = [where for where in pointers_of(data) if not where.startswith("/sources/")]
    walk = JsonLocator(text, data, repeated=True)
    short = JsonLocator(text, data)
    targets = [tuple(split(where)) for where in pointers]
    assert short.locate(targets) == walk.locate(targets)
    for target in targets:
        assert short.locate([target]) == walk.locate([target])


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ('{"a": 1, "a": 2, "b" 3}', ["/a"]),
        ('{"a": 1,\r\n "a" 2}', ["/a"]),
        ('{"sources": {"x": {"kind": "a", "kind": "b"}, "x": {}, "y": {"n": [1, {"k": 1, "k"',
         ["/sources/x/kind", "/sources/x", "/sources/y/n/1/k"]),
        ('{"a": 1, "a": 2} {', ["/a"]),
        ('{"a": "b, "a": 1, "a": 2}', []),
        ('{"a": 1, "b": [1, 2, "c": 1, "a": 2]}', []),
        ('{"a": -, "a": 1}', []),
        ("[" * 100_000 + '{"a": 1, "a": 2', []),
    ],
)  # fmt: skip
def test_keys_given_twice_before_a_syntax_error_are_told_with_it(
    text: str, twice: list[str]
) -> None:
    document = read(text)
    assert not document.parsed
    *others, last = document.findings
    assert [each.finding.pointer for each in others] == twice
    assert {each.code for each in others} <= {"PAR003", "KEY001"}
    assert last.code == ("PAR012" if last.finding.span is None else "PAR001")


@pytest.mark.parametrize("depth", range(700, 1000, 20))
def test_a_syntax_error_deep_inside_is_told_whatever_is_around_it(depth: int) -> None:
    assert read('{"a": [' * depth + '1, "b" 2}').findings[-1].code in {"PAR001", "PAR012"}
