"""What both syntaxes have in common: JSON text is YAML text, and says the same as either."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from all_pointers import pointers_of
from trainbib.diagnostics import Span
from trainbib.document import Document, parse_document

LARGEST = str(2**1024 - 2**970 - 1)  # as a float the largest one
"""An integer of 309 digits."""
LARGE = [
    LARGEST,
    f"-{LARGEST}",
    "9" * 308,
    "9" * 309,
    "9" * 6000,
    f"-{'9' * 320}",
    "1e400",
    "-1E309",
]
SMALL = [
    "0",
    "-0",
    "7",
    "1.5",
    "-2e3",
    "9007199254740993",
    "1e-400",
    "1" * 64,
    "9" * 299,
    "9" * 300,
]


def both(text: str) -> tuple[Document, Document]:
    data = text.encode()
    return parse_document(data, path="m.json"), parse_document(data, path="m.yaml")


def said(document: Document) -> list[tuple[object, ...]]:
    """Return what the reader reports, with the places."""
    found: list[tuple[object, ...]] = []
    for parsed in document.findings:
        finding = parsed.finding
        place = document.locate([finding.pointer])[finding.pointer]
        span = finding.span or (place.key if finding.on_key else place.value)
        first = [(related.pointer, related.span) for related in finding.related]
        found.append((parsed.code, finding.pointer, finding.message, finding.help, span, *first))
    return sorted(found, key=repr)


def starts(document: Document) -> list[tuple[object, ...]]:
    """Return where all that is in a document begins."""
    places = document.locate(pointers_of(document.data))
    return [
        (where, place.key, place.value.line, place.value.column)
        for where, place in sorted(places.items())
        if where
    ]


KEYS = st.sampled_from(["sources", "a", "b", "license", "x-n"])


@st.composite
def texts(draw: st.DrawFn, depth: int = 4) -> str:
    """Draw JSON text with keys that stand twice and numbers of any size."""
    kind = draw(st.sampled_from(["map", "map", "list", "number", "text"] if depth else ["number"]))
    if kind == "number":
        return draw(st.sampled_from(LARGE + SMALL))
    if kind == "text":
        return draw(st.sampled_from(['"a"', '"\\u0061:{\\"b\\": 1"', '""', f'"{"9" * 700}"']))
    gap = draw(st.sampled_from(["", "", " ", "\n", "\n  "]))
    below = texts(depth - 1)
    if kind == "list":
        return f"[{gap}" + f", {gap}".join(draw(st.lists(below, max_size=3))) + f"{gap}]"
    members = draw(st.lists(st.tuples(KEYS, below), max_size=4))
    return f"{{{gap}" + f",{gap}".join(f'"{key}": {value}' for key, value in members) + f"{gap}}}"


@given(st.lists(st.tuples(KEYS, texts()), min_size=1, max_size=4))
def test_text_of_both_syntaxes_is_the_same_document(members: list[tuple[str, str]]) -> None:
    text = "{" + ",\n ".join(f'"{key}": {value}' for key, value in members) + "}"
    one, two = both(text)
    assert one.parsed
    assert two.parsed
    assert json.dumps(one.data) == json.dumps(two.data)  # as text: it tells 1 from 1.0
    assert said(one) == said(two)
    assert starts(one) == starts(two)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 309, "9" * 6000, "-" + "9" * 5000])
@pytest.mark.parametrize("path", ["m.json", "m.yaml"])
def test_a_number_that_is_too_large_is_reported_where_it_stands(number: str, path: str) -> None:
    document = parse_document(f'{{"a": 1,\n "b": [{{"c": {number}}}]}}'.encode(), path=path)
    assert document.data == {"a": 1, "b": [{"c": 0}]}
    (parsed,) = document.findings
    assert parsed.code == "PAR010"
    assert parsed.finding.pointer == "/b/0/c"
    assert parsed.finding.message.endswith("` is beyond what a double-precision float holds")
    assert len(parsed.finding.message) < 100
    assert document.locate(["/b/0/c"])["/b/0/c"].value == Span(2, 14, 2, 14 + len(number))


@pytest.mark.parametrize("number", [LARGEST, "9" * 308, "9" * 300, "0", "-12"])
@pytest.mark.parametrize("path", ["m.json", "m.yaml"])
def test_an_integer_that_a_float_can_hold_is_read_digit_by_digit(number: str, path: str) -> None:
    document = parse_document(f'{{"a": {number}}}'.encode(), path=path)
    assert document.data == {"a": int(number)}
    assert document.findings == []


@pytest.mark.parametrize("before", range(70))
def test_a_long_integer_is_noticed_wherever_it_stands(before: int) -> None:
    document = parse_document(f'{{"a": [{" " * before}{"9" * 309}]}}'.encode(), path="m.json")
    assert [parsed.finding.pointer for parsed in document.findings] == ["/a/0"]


@pytest.mark.parametrize(
    "number", [".inf", "-.INF", ".nan", "1e400", "0x" + "f" * 300, "0o" + "7" * 350, "1" * 5000]
)
def test_yaml_has_zero_in_the_place_of_a_number_that_it_cannot_hold(number: str) -> None:
    for text in (f"a: {number}\n", f"a: !!float {number}\n", f"a: &x {number}\nb: *x\n"):
        if number[:2] in {"0x", "0o"} and "!!" in text:
            continue
        document = parse_document(text.encode(), path="m.yaml")
        assert isinstance(document.data, dict)
        assert set(document.data.values()) == {0}
        pointers = [parsed.finding.pointer for parsed in document.findings]
        assert pointers == [f"/{key}" for key in ("a", "b")[: len(document.data)]]
    assert parse_document(b"a: 0x00000ff\n", path="m.yaml").data == {"a": 255}


@pytest.mark.parametrize("path", ["m.json", "m.yaml"])
def test_of_equal_keys_the_last_one_counts(path: str) -> None:
    text = (
        '{"sources": {"a": {"license": "x", "kind": "other"}, "b": {}},\n'
        ' "dataset": 1e400,\n'
        ' "sources": {"c": {"license": "x"},\n'
        '  "c": {"license": "y", "license": "z"}},\n'
        ' "dataset": {}}'
    )
    document = parse_document(text.encode(), path=path)
    assert document.data == {"sources": {"c": {"license": "z"}}, "dataset": {}}
    assert json.dumps(document.data).startswith('{"sources"')
    assert sorted((parsed.code, parsed.finding.pointer) for parsed in document.findings) == [
        ("KEY001", "/sources/c"),
        ("PAR003", "/dataset"),
        ("PAR003", "/sources"),
        ("PAR003", "/sources/c/license"),
    ]
    places = document.locate(["/sources", "/sources/a/kind", "/sources/c/license", "/dataset"])
    assert places["/sources"].key == places["/sources/a/kind"].key == Span(3, 2, 3, 11)
    assert places["/sources/c/license"].value == Span(4, 36, 4, 39)
    assert places["/dataset"].key == Span(5, 2, 5, 11)


def test_a_doubtful_scalar_that_does_not_count_is_not_spoken_of() -> None:
    text = "a: {b: NO, c: no}\na: {b: yes}\nx: [1.10]\nx: on\nyes: 1\nyes: 2\n"
    document = parse_document(text.encode(), path="m.yaml")
    assert document.data == {"a": {"b": "yes"}, "x": "on", "yes": 2}
    assert [(each.pointer, each.text) for each in document.ambiguities] == [
        ("/a/b", "yes"),
        ("/x", "on"),
        ("/yes", "yes"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("path", ["m.json", "m.yaml"])
def test_lines_end_alike_in_both_syntaxes(end: str, path: str) -> None:
    text = end.join(['{"a": 1,', ' "b": [', '  {"c": 2}],', ' "b": 3', "}"])
    document = parse_document(text.encode(), path=path)
    assert document.locate(["/b"])["/b"].value == Span(4, 7, 4, 8)
    (again,) = document.findings
    assert again.finding.span == Span(4, 2, 4, 5)
    assert again.finding.related[0].span == Span(2, 2, 2, 5)
    broken = parse_document(text.replace("3", "@").encode(), path=path)
    spans = [parsed.finding.span for parsed in broken.findings if parsed.code == "PAR001"]
    assert spans == [Span(4, 7, 4, 8)]
    damaged = parse_document(text.encode().replace(b"c", b"\xff"), path=path)
    assert damaged.findings[0].finding.span == Span(3, 5, 3, 6)
