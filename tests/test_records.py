"""Reading records: from every format alike, and out of dirty files what is sound."""

import bz2
import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from trainbib.records import Fields, RecordFile, RecordsError, Wanted, read_records, record_files
from trainbib.records.json_lines import json_batches
from trainbib.records.reading import Damage
from trainbib.records.working import worked

Found = list[tuple[str | None, int, str | None]]
ALL = Wanted(urls=True, sizes=True, texts=True)


def found_in(path: Path, wanted: Wanted = ALL, damage: Damage | None = None) -> Found:
    (file,) = record_files([str(path)]).files
    found: Found = []
    for batch in read_records(file, wanted, damage or Damage()):
        found += zip(batch.urls, batch.sizes, batch.texts, strict=True)
    return sorted(found, key=repr)


def warc(
    kind: str, block: bytes, *, uri: str | None = "https://a.example/", type_: str = ""
) -> bytes:
    target = f"WARC-Target-URI: {uri}\r\n" if uri is not None else ""
    content = f"Content-Type: {type_}\r\n" if type_ else ""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}{content}Content-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def frames(data: bytes) -> bytes:
    """Return zstd: a frame, a skippable one, another frame."""
    half = len(data) // 2
    packed = zstandard.ZstdCompressor()
    skippable = b"\x50\x2a\x4d\x18\x04\x00\x00\x00skip"
    return packed.compress(data[:half]) + skippable + packed.compress(data[half:])


LINES = (
    b'{"url": "https://a.example/", "text": "h\xc3\xa9"}\n{"url": "https://b.example/", "text": ""}'
)
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "a.jsonl": bytes,
    "a.jsonl.gz": lambda data: gzip.compress(data[:20]) + gzip.compress(data[20:]),
    "a.jsonl.zst": frames,
    "a.jsonl.bz2": bz2.compress,
    "a.jsonl.xz": lzma.compress,
    "a.json.gz": gzip.compress,
}


@pytest.mark.parametrize("name", PACKERS)
def test_lines_are_read_whatever_they_are_packed_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACKERS[name](LINES))
    expected = [("https://a.example/", 3, "hé"), ("https://b.example/", 0, "")]
    assert found_in(path) == expected


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.jsonl.bz2", "a.jsonl.xz"])
def test_what_is_cut_short_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACKERS[name](LINES * 50)[:-6])
    file = RecordFile(str(path), "application/jsonl", record_packing(name), 0)
    with pytest.raises(RecordsError, match="cannot be read to its end"):
        list(read_records(file, ALL, Damage()))


def record_packing(name: str) -> str:
    kinds = {"gz": "gzip", "zst": "zstd", "bz2": "x-bzip2", "xz": "x-xz"}
    return f"application/{kinds[name.rpartition('.')[2]]}"


def test_dirty_lines_are_counted_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"url": "https://a.example/", "text": "a"}\r\n\n  \n[1]\nnull\n{"url": \n'
        b'{"url": 7, "uri": "https://b.example/", "x": "\xff", "n": NaN}\n'
        b'{"url": "https://c.example/", "text": "\\ud800"}\n{"url": "", "text": null}\n'
        b'{"x": ' + b"[" * 100_000 + b"}\n"
    )
    damage = Damage()
    found = found_in(path, damage=damage)
    assert [url for url, _, _ in found] == [
        "https://a.example/",
        "https://b.example/",
        "https://c.example/",
        None,
    ]
    assert found[2][1] == 3  # half a surrogate pair
    assert (damage.lines, damage.first) == (4, 4)
    whole = b'{"url": 7, "uri": "https://b.example/", "x": "\xff", "n": NaN}'
    assert found[1] == ("https://b.example/", len(whole), None)


def test_fields_are_found_in_objects_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows: Sequence[dict[str, Any]] = [
        {"metadata": {"url": "https://a.example/"}, "content": "a"},
        {"metadata": "none", "warc_headers": {"warc-target-uri": "https://b.example/"}},
        {"metadata": {"url": "https://no.example/"}, "url": "https://c.example/", "text": "c"},
        {"meta": [1], "image_url": "https://d.example/", "raw_content": "d", "content": "e"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert [(url, text) for url, _, text in found_in(path)] == [
        ("https://a.example/", "a"),
        ("https://b.example/", None),
        ("https://c.example/", "c"),
        ("https://d.example/", "e"),
    ]
    chosen = Wanted(Fields(url=["metadata.url"], text=["raw_content"]), sizes=True, texts=True)
    assert found_in(path, chosen)[0][0] == "https://a.example/"
    assert {text for _, _, text in found_in(path, chosen)} == {None, "d"}


def test_one_field_may_lead_through_another(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": {"b": "https://a.example/"}}\n{"a": "https://b.example/"}\n')
    wanted = Wanted(Fields(url=["a", "a.b"]), texts=True, sizes=True)
    assert [url for url, _, _ in found_in(path, wanted)] == [
        "https://a.example/",
        "https://b.example/",
    ]


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["url", "text", "metadata", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.lists(VALUES.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=12)))
def test_the_fast_reader_reads_what_the_standard_one_reads(lines: list[bytes]) -> None:
    pytest.importorskip("msgspec")

    def read() -> tuple[Found, Damage]:
        damage = Damage()
        found: Found = []
        for batch in json_batches(io.BytesIO(b"\n".join(lines)), ALL, damage):
            found += zip(batch.urls, batch.sizes, batch.texts, strict=True)
        return sorted(found, key=repr), damage

    fast = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "msgspec", None)
        assert read() == fast


def test_columns_of_parquet_are_read_where_they_are(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    urls = ["https://a.example/", None, ""]
    table = arrow.table(
        {
            "url": arrow.array(urls).dictionary_encode(),
            "metadata": [{"url": "https://x.example/"}] * 3,
            "text": ["hé", None, "abc"],
        }
    )
    parquet.write_table(table, path)
    assert found_in(path) == [
        ("https://a.example/", 3, "hé"),
        ("https://x.example/", 0, None),
        ("https://x.example/", 3, "abc"),
    ]
    binary = arrow.table({"uri": ["u", "v"], "image": [b"1234", None], "n": [1, 2]})
    parquet.write_table(binary, path)
    assert found_in(path) == [("u", 5, None), ("v", 1, None)]
    parquet.write_table(arrow.table({"n": [1, 2]}), path)
    assert found_in(path) == [(None, 0, None), (None, 0, None)]
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(RecordsError, match="Parquet file cannot be read"):
        found_in(path)


def test_captures_of_warc_are_read(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n<html>"
    records = [
        warc("warcinfo", b"x", uri=None),
        warc("request", b"GET / HTTP/1.1\r\n\r\n"),
        warc(
            "response", http, uri="<https://r.example/>", type_="application/http; msgtype=response"
        ),
        warc("response", b"dns", uri="dns:r.example", type_="text/dns"),
        warc("conversion", "hé".encode(), uri="https://c.example/"),
        warc("resource", b"1234", uri=None),
    ]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, records)))
    expected = [
        ("dns:r.example", 3, None),
        ("https://c.example/", 3, "hé"),
        ("https://r.example/", 6, None),
        (None, 4, None),
    ]
    assert found_in(path) == sorted(expected, key=repr)
    plain = tmp_path / "a.warc"
    plain.write_bytes(b"".join(records)[:-20])
    with pytest.raises(RecordsError, match="cut short"):
        found_in(plain)
    plain.write_bytes(records[4] + b"rubbish\r\n")
    with pytest.raises(RecordsError, match="damaged"):
        found_in(plain)


def test_files_are_found_once_and_others_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.jsonl").write_text('{"url": "u"}\n')
    (tmp_path / "README.md").write_text("# no records\n")
    (tmp_path / "out.jsonl").write_text('{"url": "u"}\n')
    again = str(tmp_path / "sub" / "a.jsonl")
    found = record_files([str(tmp_path), again], leave_out=[str(tmp_path / "out.jsonl")])
    assert [Path(file.path).name for file in found.files] == ["a.jsonl"]
    assert [Path(path).name for path in found.others] == ["README.md"]
    with pytest.raises(RecordsError, match="neither JSON Lines"):
        record_files([str(tmp_path / "README.md")])
    with pytest.raises(RecordsError, match="no file or folder"):
        record_files([str(tmp_path / "absent")])


def test_a_process_that_dies_loses_its_file_only() -> None:
    files = [RecordFile(f"{number}", "", "", 1) for number in range(6)]

    def work(some: Sequence[RecordFile], tick: Callable[[int], None]) -> list[str]:
        import os

        if any(file.path == "3" for file in some):
            os._exit(9)
        tick(len(some))
        return [file.path for file in some]

    lost: list[str] = []
    results = worked(
        files, work, jobs=2, tick=lambda _: None, lost=lambda file: lost.append(file.path)
    )
    assert sorted(path for result in results for path in result) == ["0", "1", "2", "4", "5"]
    assert lost == ["3"]
