"""Counting the records of text formats: traps for each, and chunks that end anywhere."""

import csv
import io
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trainbib.inventory.readers import READERS, Count, counter_for, whole_counter_for

JSONL = "application/jsonl"
CSV = "text/csv"
TSV = "text/tab-separated-values"
BOM = b"\xef\xbb\xbf"


def fed(media: str, content: bytes, size: int = 1 << 20) -> Count:
    counter = counter_for(media)
    assert counter is not None
    for start in range(0, len(content), size):
        counter.feed(content[start : start + size])
    return counter.finish()


@pytest.mark.parametrize(
    ("media", "content", "records", "unit"),
    [
        ("text/plain", b"", 0, "line"),
        ("text/plain", b"\n", 1, "line"),
        ("text/plain", b"a", 1, "line"),
        ("text/plain", b"a\nb", 2, "line"),
        ("text/plain", b"a\nb\n", 2, "line"),
        ("text/plain", b"a\n\nb\n\n", 4, "line"),
        ("text/plain", b"a\r\nb\r\n", 2, "line"),
        ("text/plain", b"a\rb\rc", 3, "line"),
        ("text/plain", b"a\rb\r", 2, "line"),
        ("text/plain", b"a\rb\n", 1, "line"),
        (JSONL, b"", 0, "line"),
        (JSONL, b'{"a":1}', 1, "line"),
        (JSONL, b'{"a":1}\n{"a":2}\n', 2, "line"),
        (JSONL, b'{"a":1}\n\n{"a":2}\n\n\n', 2, "line"),
        (JSONL, b'{"a":1}\r\n\r\n{"a":2}\r\n', 2, "line"),
        (JSONL, b'\n \t\n{"a":1}\n   ', 1, "line"),
        (JSONL, b'  {"a":1}\n\t{"a":2}\n', 2, "line"),
        (JSONL, BOM + b'{"a":1}\n', 1, "line"),
        (JSONL, BOM, 0, "line"),
        (JSONL, BOM + b"\n", 0, "line"),
        (JSONL, b'{"a":"\\n\\n"}\n', 1, "line"),
        (CSV, b"", 0, "row"),
        (CSV, b"a,b\n", 0, "row"),
        (CSV, b"a,b\n1,2", 1, "row"),
        (CSV, b"a,b\n1,2\n3,4\n", 2, "row"),
        (CSV, b"a,b\r\n1,2\r\n", 1, "row"),
        (CSV, b"a,b\r1,2\r3,4", 2, "row"),
        (CSV, b"a,b\n\n1,2\n\r\n\n", 1, "row"),
        (CSV, b'a,b\n1,"x\ny\n\nz"\n', 1, "row"),
        (CSV, b'"a\nb",c\n1,2\n', 1, "row"),
        (CSV, b'a,b\n"say ""hi\n""",2\n', 1, "row"),
        (CSV, b'a,b\n"",""\n"",""\n', 2, "row"),
        (CSV, b'a,b\n5" pipe,6" pipe\n7" pipe,x\n', 2, "row"),
        (CSV, b'a,b\n"x\ny",5" pipe\n"z\n",1\n', 2, "row"),
        (CSV, b'a;b\n1;"x;\ny"\n', 1, "row"),
        (CSV, b'a|b\n"1\n2"|3\n', 1, "row"),
        (CSV, b'a\tb\n1\t"x\ny"\n', 1, "row"),
        (CSV, BOM + b'a,b\n1,"x\n"\n', 1, "row"),
        (CSV, b",\n,\n,\n", 2, "row"),
        (CSV, b"a\n \n \n", 2, "row"),
        (TSV, b"a\tb\n1\t2\n", 1, "row"),
        (TSV, b'a\tb\n1\t"unbalanced\n2\t3\n', 2, "row"),
        (TSV, b'a\tb\n1\t"two\nlines"\n', 1, "row"),
        (TSV, b"a\tb\n\t\n\t\n", 2, "row"),
        ("application/json", b"", 0, "document"),
        ("application/json", b"[]", 0, "element"),
        ("application/json", b" [ \n ] ", 0, "element"),
        ("application/json", b"[1]", 1, "element"),
        ("application/json", b'[1, "a,b", [2, 3], {"c": [4, 5]}, {}]', 5, "element"),
        ("application/json", b'["\\"", "\\\\", "]", "[,"]', 4, "element"),
        ("application/json", BOM + b'[{"a": 1}, {"a": 2}]', 2, "element"),
        ("application/json", b'{"a": [1, 2, 3]}', 1, "document"),
        ("application/json", b'"text"', 1, "document"),
        ("application/json", b"17\n", 1, "document"),
        ("application/json", b'{"a": 1}\n{"a": 2}\n{"a": 3}', 3, "document"),
        ("text/x-conllu", b"", 0, "sentence"),
        ("text/x-conllu", b"# c\n1\tA\n2\tB\n\n# c\n1\tC\n\n", 2, "sentence"),
        ("text/x-conllu", b"1\tA\n\n\n\n1\tB", 2, "sentence"),
        ("text/x-conllu", b"1\tA\r\n\r\n1\tB\r\n\r\n", 2, "sentence"),
        ("text/x-conllu", b"# only a comment\n\n1\tA\n\n", 1, "sentence"),
        ("image/png", b"\x89PNG", 1, "image"),
        ("audio/flac", b"fLaC", 1, "recording"),
        ("video/mp4", b"x", 1, "video"),
        ("text/markdown", b"# a\n\nb\n", 1, "document"),
        ("text/markdown", b"", 0, "document"),
        ("application/pdf", b"%PDF-", 1, "document"),
    ],
)
def test_records_are_counted(media: str, content: bytes, records: int, unit: str) -> None:
    expected = Count(records, unit)
    assert fed(media, content) == expected
    for size in (1, 2, 3, 7):
        assert fed(media, content, size) == expected
    whole = whole_counter_for(media)
    assert whole is not None
    assert whole(content) == expected


PIECES = st.lists(
    st.sampled_from(['"', '""', ",", "\n", "\r\n", "a", "b ", '","', '",\n"', "\t", "{", "}", " "]),
    max_size=20,
).map("".join)


@settings(deadline=None)
@given(text=PIECES, size=st.integers(1, 9), media=st.sampled_from([JSONL, CSV, TSV, "text/plain"]))
def test_chunks_may_end_anywhere(text: str, size: int, media: str) -> None:
    content = f"h\n{text}".encode()
    assert fed(media, content, size) == fed(media, content)


@settings(deadline=None)
@given(text=PIECES)
@example(text='a,"b\n')
@example(text='"""\n"""\n"')
def test_csv_rows_are_those_of_the_csv_module(text: str) -> None:
    content = f"h,i\n{text}"
    try:
        rows = list(csv.reader(io.StringIO(content, newline=""), strict=False))
    except csv.Error:
        return
    found = fed(CSV, content.encode())
    if found.records is None:
        # The csv module hands out what a quote at the end of the file left open.
        assert found.note is not None
        assert "never closed" in found.note
        closed = list(csv.reader(io.StringIO(content + '"\n', newline="")))
        assert len(closed) <= len(rows)
    else:
        assert found.records == max(sum(1 for row in rows if row) - 1, 0)


@settings(deadline=None)
@given(
    rows=st.lists(
        st.lists(st.text('a",;\n\r |', max_size=5), min_size=2, max_size=2), min_size=1, max_size=8
    ),
    size=st.integers(1, 50),
    delimiter=st.sampled_from([",", ";", "|", "\t"]),
)
def test_csv_written_by_the_csv_module_is_counted(
    rows: list[list[str]], size: int, delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["head", "er"])
    writer.writerows(rows)
    assert fed(CSV, out.getvalue().encode(), size) == Count(len(rows), "row")


def test_csv_with_a_quote_that_is_never_closed_has_no_count() -> None:
    found = fed(CSV, b'a,b\n1,"x\n2,3\n')
    assert found.records is None
    assert found.note == "a quoted field is never closed, so the rows cannot be told apart"


def test_csv_of_nothing_but_quotes_takes_bounded_memory_and_ends() -> None:
    for odd in (0, 1):
        found = fed(CSV, b"a,b\n1," + b'"' * (200_000 + odd) + b"\n", 1000)
        assert found.records == (None if odd else 1)


JSON_VALUES = st.recursive(
    st.none() | st.integers() | st.text('a"\\[]{},é', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text('"\\]}', max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(value=JSON_VALUES, indent=st.none() | st.just(1), size=st.integers(1, 40))
def test_json_elements_are_those_of_the_json_module(
    value: object, indent: int | None, size: int
) -> None:
    content = json.dumps(value, indent=indent).encode()
    expected = Count(len(value), "element") if isinstance(value, list) else Count(1, "document")
    assert fed("application/json", content, size) == expected
    assert fed("application/json", content) == expected


@pytest.mark.parametrize("content", [b"[1, 2", b'[1, "a', b"]", b'{"a": [}', b'["a\\'])
def test_json_that_is_cut_short_has_no_count(content: bytes) -> None:
    found = fed("application/json", content)
    assert found.records is None
    assert found.note is not None
    assert "cut short or damaged" in found.note


def test_deeply_nested_json_needs_no_recursion() -> None:
    depth = 100_000
    assert fed("application/json", b"[" * depth + b"]" * depth) == Count(1, "element")


def test_every_reader_in_the_registry_has_what_it_promises() -> None:
    types = [media for reader in READERS for media in reader.types]
    assert len(types) == len(set(types))
    for reader in READERS:
        for media in reader.types:
            kind = media.replace("*", "x")
            assert (counter_for(kind) is None) == reader.indexed
            assert (whole_counter_for(kind) is None) == reader.indexed
