"""Counting records where a short cut goes wrong: at least one trap for each format."""

import bz2
import csv
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.inventory import FileRow, scan
from trainbib.inventory.readers import Count, counter_for
from trainbib.inventory.readers.tfrecord import is_frame
from trainbib.inventory.sniff import sniff

TFRECORD = "application/x-tfrecord"
MDS = "application/x-mds"
MEGATRON = "application/x-megatron-index"


def counted(folder: Path, name: str, content: bytes) -> FileRow:
    """Count by way of a scan, as users do."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    (data / name).parent.mkdir(parents=True, exist_ok=True)
    (data / name).write_bytes(content)
    return {row.path: row for row in scan(data).rows}[name]


def fed(media: str, content: bytes, size: int = 1 << 20) -> Count:
    counter = counter_for(media)
    assert counter is not None
    for start in range(0, len(content), size):
        counter.feed(content[start : start + size])
    return counter.finish()


def crc32c(data: bytes) -> int:
    """Compute a CRC-32C bit by bit, as its definition has it."""
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0x82F63B78 if register & 1 else 0)
    return register ^ 0xFFFFFFFF


def masked(data: bytes) -> bytes:
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def tfrecord(*records: bytes) -> bytes:
    frames: list[bytes] = []
    for record in records:
        length = struct.pack("<Q", len(record))
        frames += (length, masked(length), record, masked(record))
    return b"".join(frames)


def mds(*samples: bytes, config: bytes = b'{"column_names": ["text"]}') -> bytes:
    start = 4 * (len(samples) + 2) + len(config)
    offsets = [start]
    for sample in samples:
        offsets.append(offsets[-1] + len(sample))
    numbers = struct.pack(f"<{len(samples) + 2}I", len(samples), *offsets)
    return numbers + config + b"".join(samples)


def megatron(lengths: Sequence[int], documents: Sequence[int], *, modes: bool = False) -> bytes:
    places = [sum(lengths[:at]) * 2 for at in range(len(lengths))]
    return b"".join(
        [
            b"MMIDIDX\x00\x00" + struct.pack("<QBQQ", 1, 8, len(lengths), len(documents)),
            struct.pack(f"<{len(lengths)}i", *lengths),
            struct.pack(f"<{len(lengths)}q", *places),
            struct.pack(f"<{len(documents)}q", *documents),
            bytes(len(lengths)) if modes else b"",
        ]
    )


# What each of these has in common: counting line feeds, files or members says something else.


def test_lines_are_records_of_json_lines_and_nothing_else_is(tmp_path: Path) -> None:
    lines = b'{"t": "\xe2\x80\xa8\xc2\x85\x0c"}\n{"t": "a\\nb"}\n \n{"t": "no line feed"}'
    row = counted(tmp_path, "a.jsonl", lines)
    assert (row.records, row.unit) == (3, "line")
    assert counted(tmp_path, "b.jsonl", b"").records == 0
    assert counted(tmp_path, "c.jsonl", b"\n\n\n").records == 0


def test_a_row_of_csv_may_have_many_lines(tmp_path: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "text"])
    writer.writerows([number, 'a "quote",\n\n' * number] for number in range(50))
    content = out.getvalue().rstrip("\r\n").encode()
    assert content.count(b"\n") > 2000
    row = counted(tmp_path, "a.csv", content)
    assert (row.records, row.unit) == (50, "row")
    packed = counted(tmp_path, "a.csv.gz", gzip.compress(content))
    assert (packed.records, packed.unit) == (50, "row")
    assert counted(tmp_path, "b.csv", b"id,text").records == 0
    assert counted(tmp_path, "c.csv", b"").records == 0


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda part: gzip.compress(part, mtime=0),
    "zst": zstandard.ZstdCompressor().compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("ending", PACKERS)
def test_all_members_of_a_compressed_file_count(tmp_path: Path, ending: str) -> None:
    parts = [b'{"a": 1}\n{"a"', b"", b': 2}\n{"a": 3}']
    pack = PACKERS[ending]
    row = counted(tmp_path, f"a.jsonl.{ending}", b"".join(map(pack, parts)))
    assert (row.records, row.unit) == (3, "line")
    nothing = counted(tmp_path, f"b.jsonl.{ending}", pack(b"") * 2)
    assert nothing.records in {0, None}
    assert (nothing.records is None) == (nothing.note is not None)
    cut = counted(tmp_path, f"c.jsonl.{ending}", pack(b'{"a": 1}\n' * 9)[:-3])
    assert (cut.records, cut.note) == (None, "the compressed data is cut short")


def test_skippable_frames_of_zstd_are_skipped_wherever_they_stand(tmp_path: Path) -> None:
    frame = PACKERS["zst"]
    skippable = [struct.pack("<II", 0x184D2A50 + kind, 5) + b"skip\n" for kind in (0, 7, 15)]
    content = skippable[0] + frame(b"a\n") + skippable[1] + frame(b"b\nc") + skippable[2]
    row = counted(tmp_path, "a.txt.zst", content)
    assert (row.type, row.records) == ("application/zstd,text/plain", 3)


def test_gzip_with_a_name_an_extra_field_and_a_comment_is_read(tmp_path: Path) -> None:
    plain = gzip.compress(b"1\n2\n", mtime=0)
    head = b"\x1f\x8b\x08\x1c" + plain[4:10] + struct.pack("<H", 3) + b"abc" + b"n.txt\0" + b"c\0"
    row = counted(tmp_path, "a.txt.gz", head + plain[10:])
    assert (row.records, row.note) == (2, None)


def tar(members: Sequence[tuple[tarfile.TarInfo, bytes]], form: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(
        fileobj=out, mode="w", format=form, pax_headers={"comment": "of the whole"}
    ) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_headers_that_precede_a_member_of_a_tar_are_none(tmp_path: Path, form: int) -> None:
    members: list[tuple[tarfile.TarInfo, bytes]] = []
    for number in range(20):
        for kind in ("jpg", "txt"):
            info = tarfile.TarInfo(f"{'é' * 120}/{number:05}.{kind}")
            info.mtime = 1.5 if form == tarfile.PAX_FORMAT else 1
            info.uname = "ü"
            members.append((info, b"x" * (511 + number)))
    content = tar(members, form)
    row = counted(tmp_path, "00000.tar", content)
    assert (row.records, row.unit) == (20, "sample")
    packed = counted(tmp_path, "00000.tar.gz", gzip.compress(content))
    assert (packed.records, packed.unit) == (20, "sample")
    cut = counted(tmp_path, "cut.tar", content[: len(content) // 2])
    assert cut.records is None
    assert "cut short" in str(cut.note)


def test_a_tar_in_a_tar_is_one_member(tmp_path: Path) -> None:
    inner = tar([(tarfile.TarInfo(name), b"x") for name in "abc"], tarfile.USTAR_FORMAT)
    outer = tar([(tarfile.TarInfo("inner.tar"), inner)], tarfile.USTAR_FORMAT)
    row = counted(tmp_path, "a.tar", outer)
    assert (row.records, row.unit) == (1, "member")


def test_an_empty_tar_has_no_members(tmp_path: Path) -> None:
    assert fed("application/x-tar", bytes(10240)) == Count(0, "member")
    assert counted(tmp_path, "a.tar", b"").records is None


def warc(kind: str, block: bytes, **fields: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\n{more}Content-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def test_wet_files_have_as_many_pages_as_texts(tmp_path: Path) -> None:
    records = [warc("warcinfo", b"Software-Info: x\r\n", Content_Type="application/warc-fields")]
    records += [
        warc("conversion", f"text\n\nWARC/1.0\n{number}".encode(), Content_Type="text/plain")
        for number in range(7)
    ]
    row = counted(tmp_path, "a.warc.wet.gz", b"".join(map(gzip.compress, records)))
    assert (row.records, row.unit) == (7, "page")
    assert counted(tmp_path, "b.warc.wet", b"".join(records)).records == 7


def test_a_revisit_and_what_belongs_to_a_page_are_no_pages(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\n\r\n<html>"
    records = [
        warc("warcinfo", b"", WARC_Filename="a.warc.gz"),
        warc("request", b"GET / HTTP/1.1\r\n\r\n"),
        warc("response", http, WARC_Target_URI="https://a.example/"),
        warc("revisit", b"HTTP/1.1 304 Not Modified\r\n\r\n", WARC_Refers_To="<urn:uuid:1>"),
        warc("response", b"", WARC_Target_URI="https://b.example/"),
        warc("metadata", b"fetchTimeMs: 5\r\n"),
        warc("continuation", b"rest", WARC_Segment_Number="2"),
    ]
    folded = (
        b"WARC/1.0\r\nwarc-type:response\r\nX-Long: a\r\n b\r\ncontent-length: 0\r\n\r\n\r\n\r\n"
    )
    row = counted(tmp_path, "a.warc", b"".join(records) + folded)
    assert (row.records, row.unit, row.note) == (3, "page", None)


def test_parquet_counts_rows_not_values(tmp_path: Path) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [[1, 2, 3], [], None]}), out)
    row = counted(tmp_path, "a.parquet", out.getvalue())
    assert (row.records, row.unit) == (3, "row")
    out = io.BytesIO()
    pq.write_table(pa.table({"a": pa.array([], pa.int64())}), out)
    assert counted(tmp_path, "none.parquet", out.getvalue()).records == 0
    assert counted(tmp_path, "empty.parquet", b"").records is None


def test_a_dataset_saved_by_hugging_face_has_the_rows_of_its_streams(tmp_path: Path) -> None:
    out = io.BytesIO()
    for shard in range(2):
        table = pa.table({"text": ["a\nb"] * 500})
        out = io.BytesIO()
        with pa.ipc.new_stream(out, table.schema) as writer:
            writer.write_table(table, max_chunksize=99)
        name = f"train/data-{shard:05}-of-00002.arrow"
        row = counted(tmp_path, name, out.getvalue())
        assert (row.type, row.records) == ("application/vnd.apache.arrow.stream", 500)
    state = {"_data_files": [{"filename": "data-00000-of-00002.arrow"}], "_fingerprint": "0"}
    assert counted(tmp_path, "train/state.json", json.dumps(state).encode()).records == 1
    cut = counted(tmp_path, "train/cut.arrow", out.getvalue()[:-700])
    assert cut.records is None
    assert str(cut.note).startswith("could not count: ")
    nothing = io.BytesIO()
    with pa.ipc.new_stream(nothing, pa.schema([("text", pa.string())])):
        pass
    assert counted(tmp_path, "none.arrow", nothing.getvalue()).records == 0


def test_members_of_a_zip_are_those_of_its_index(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("old", "x")
    with zipfile.ZipFile(out, "a") as archive:  # the old index stays in the file
        archive.writestr("new", "y")
        archive.writestr("inner.zip", out.getvalue())
    row = counted(tmp_path, "a.zip", b"a program that unpacks itself" + out.getvalue())
    assert row.type == "application/octet-stream"  # by its content it is none
    assert counted(tmp_path, "b.zip", out.getvalue()).records == 3


@pytest.mark.parametrize("records", [1, 2, 40])
def test_records_of_tfrecord_are_counted_by_their_frames(tmp_path: Path, records: int) -> None:
    content = tfrecord(*(b"\n" * 3 * number + tfrecord(b"inner") for number in range(records)))
    row = counted(tmp_path, "a.tfrecord-00000-of-00001", content)
    assert (row.type, row.records, row.unit) == (TFRECORD, records, "record")
    packed = counted(tmp_path, "a.tfrecord.gz", gzip.compress(content))
    assert (packed.type, packed.records) == (f"application/gzip,{TFRECORD}", records)
    cut = counted(tmp_path, "cut.tfrecord", content[:-1])
    assert (cut.records, str(cut.note).partition(":")[0]) == (
        None,
        "the TFRecord file is cut short",
    )
    damaged = fed(TFRECORD, content + b"0123456789ab")
    assert damaged.records is None
    assert "check sum" in str(damaged.note)


def test_the_check_sum_of_a_frame_is_castagnolis() -> None:
    assert crc32c(b"123456789") == 0xE3069283
    assert is_frame(tfrecord(b"abc"))
    assert not is_frame(tfrecord(b"abc")[:11])
    assert not is_frame(bytes(12))


def test_samples_of_an_mds_shard_are_counted(tmp_path: Path) -> None:
    content = mds(b"a\n\n", b"", b"xyz" * 1000)
    row = counted(tmp_path, "shard.00000.mds", content)
    assert (row.type, row.records, row.unit) == (MDS, 3, "sample")
    packed = counted(tmp_path, "shard.00001.mds.zstd", zstandard.compress(content))
    assert (packed.type, packed.records) == (f"application/zstd,{MDS}", 3)
    for end in (-1, len(content) // 2, 9):
        cut = fed(MDS, content[:end])
        assert cut.records is None
        assert "cut short" in str(cut.note)
    assert "damaged" in str(fed(MDS, content + b"!").note)
    assert sniff("a.bin", content) != MDS
    assert sniff("a.mds", bytes(100)) != MDS
    assert counted(tmp_path, "many.mds", mds(*[b""] * 50_000)).records == 50_000


def test_sequences_of_a_megatron_index_are_counted(tmp_path: Path) -> None:
    content = megatron([5, 7, 1], [0, 2, 3])
    row = counted(tmp_path, "text_document.idx", content)
    assert (row.type, row.records, row.unit) == (MEGATRON, 3, "sequence")
    assert fed(MEGATRON, megatron([5, 7], [0, 2], modes=True)) == Count(2, "sequence")
    assert fed(MEGATRON, megatron([], [0])) == Count(0, "sequence")
    assert "cut short" in str(fed(MEGATRON, content[:-1]).note)
    assert "cut short" in str(fed(MEGATRON, content[:20]).note)
    assert "damaged" in str(fed(MEGATRON, content + bytes(9)).note)
    newer = content[:9] + b"\x02" + content[10:]
    assert "version 2" in str(fed(MEGATRON, newer).note)


@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(0, 30), min_size=1, max_size=8),
    size=st.integers(1, 40),
)
def test_pieces_of_binary_formats_may_end_anywhere(sizes: list[int], size: int) -> None:
    contents = [bytes(length) for length in sizes]
    for media, content in (
        (TFRECORD, tfrecord(*contents)),
        (MDS, mds(*contents)),
        (MEGATRON, megatron(sizes, [0, len(sizes)])),
    ):
        assert fed(media, content, size).records == len(sizes)
        assert fed(media, content[:-1], size).records is None


@settings(deadline=None)
@given(content=st.binary(max_size=200), size=st.integers(1, 64))
def test_rubbish_is_never_a_traceback(content: bytes, size: int) -> None:
    for media in (TFRECORD, MDS, MEGATRON, "application/x-tar", "application/warc"):
        found = fed(media, content, size)
        assert (found.records is None) == (found.note is not None)


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 7\n" % (b"0" * 64)


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet", "a.csv", "a.tar", "a.txt", "a.jsonl.gz"])
def test_a_pointer_has_no_records_whatever_its_name(tmp_path: Path, name: str) -> None:
    row = counted(tmp_path, name, LFS)
    assert (row.type, row.records) == ("text/x-git-lfs-pointer", None)
    assert "was not downloaded" in str(row.note)


@pytest.mark.parametrize(
    "name",
    ["a.jsonl", "a.csv", "a.tsv", "a.txt", "a.json", "a.conllu", "a.md"],
)
def test_an_empty_text_has_no_records(tmp_path: Path, name: str) -> None:
    assert counted(tmp_path, name, b"").records == 0


@pytest.mark.parametrize(
    "name", ["a.parquet", "a.tar", "a.warc", "a.gz", "a.zip", "a.mds", "a.idx", "a.tfrecord"]
)
def test_an_empty_binary_file_is_of_no_format_and_says_so(tmp_path: Path, name: str) -> None:
    row = counted(tmp_path, name, b"")
    assert (row.records, row.note) == (None, "the file is empty")
