"""Counting what archives and compressed, columnar and placeholder files hold."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from trainbib.inventory import FileRow, scan
from trainbib.inventory.readers import Count, counter_for
from trainbib.inventory.readers.compressed import CompressedCounter


def fed(media: str, content: bytes, size: int = 1 << 20) -> Count:
    counter = counter_for(media)
    assert counter is not None
    for start in range(0, len(content), size):
        counter.feed(content[start : start + size])
    return counter.finish()


def counted(tmp_path: Path, name: str, content: bytes) -> FileRow:
    """Count by way of a scan, as users do."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    rows = {row.path: row for row in scan(folder).rows}
    return rows[name]


def tar(*members: tuple[str, bytes], form: int = tarfile.USTAR_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("size", [1, 100, 511, 512, 513, 1 << 20])
def test_tar_members_are_counted_without_their_extended_headers(form: int, size: int) -> None:
    long = "/".join(["folder" * 5] * 3) + "/été"
    content = tar((long, b"x" * 700), ("b", b""), ("c", b"y" * 512), form=form)
    assert fed("application/x-tar", content, size) == Count(3, "member")


def test_tar_entries_that_are_no_files_do_not_count() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("d", tarfile.DIRTYPE), ("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "f"
            archive.addfile(info)
        archive.addfile(tarfile.TarInfo("f"), io.BytesIO())
    assert fed("application/x-tar", out.getvalue()) == Count(1, "member")


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_samples_of_a_webdataset_shard_are_counted(form: int) -> None:
    members = [
        (f"{'long-folder-name' * 6 if form else 'f'}/{number:04}.{kind}", b"x" * number)
        for number in range(30)
        for kind in ("jpg", "cls.txt", "json")
    ]
    assert fed("application/x-tar", tar(*members, form=form), 999) == Count(30, "sample")


@pytest.mark.parametrize(
    "names",
    [
        ["a.jpg", "b.jpg", "c.jpg"],
        ["a.jpg", "a.txt", "b.jpg"],
        ["a.jpg", "b.jpg", "a.txt", "b.txt"],
        ["x/a.jpg", "y/a.txt"],
        ["Makefile", "src.c", "src.h"],
        [f"a.{number}" for number in range(20)],
    ],
)
def test_an_archive_that_may_be_no_shard_has_members(names: list[str]) -> None:
    content = tar(*((name, b"x") for name in names))
    assert fed("application/x-tar", content) == Count(len(names), "member")


def test_a_sparse_file_in_a_tar_is_one_member() -> None:
    # A GNU sparse header whose map of holes goes on in a block of its own.
    after = tar(("b", b"y"))
    header = bytearray(tar(("a", b"z" * 600))[:512])
    header[156:157] = b"S"
    header[482] = 1
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    content = bytes(header) + bytes(512) + b"z" * 600 + bytes(424) + after
    assert fed("application/x-tar", content, 300) == Count(2, "member")


def test_tar_archives_that_are_cut_or_damaged_have_no_count() -> None:
    content = tar(("a", b"x" * 2000), ("b", b""))
    cut = fed("application/x-tar", content[:1500])
    assert cut.records is None
    assert "cut short" in str(cut.note)
    damaged = fed("application/x-tar", content[:100] + b"!" + content[101:])
    assert damaged.records is None
    assert "check sum" in str(damaged.note)


def warc(*records: tuple[str, bytes], version: bytes = b"1.0", line_end: bytes = b"\r\n") -> bytes:
    parts: list[bytes] = []
    for kind, content in records:
        parts += (
            line_end.join(
                [
                    b"WARC/" + version,
                    b"WARC-Type: " + kind.encode(),
                    b"WARC-Record-ID: <urn:uuid:0>",
                    b"Content-Length: %d" % len(content),
                    b"",
                    b"",
                ]
            ),
            content,
            line_end * 2,
        )
    return b"".join(parts)


WARC_RECORDS = [
    ("warcinfo", b"software: x\r\n\r\n"),
    ("request", b"GET / HTTP/1.1\r\n\r\n"),
    ("response", b"HTTP/1.1 200 OK\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n\r\n" * 40),
    ("metadata", b"m"),
    ("revisit", b""),
    ("resource", b"r" * 5000),
    ("conversion", b"\r\n\r\ntext\r\n"),
]


@pytest.mark.parametrize("size", [1, 7, 100, 4096, 1 << 20])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_captures_of_a_warc_file_are_counted(size: int, line_end: bytes) -> None:
    content = warc(*WARC_RECORDS, line_end=line_end)
    assert fed("application/warc", content, size) == Count(3, "page")


def test_warc_members_packed_one_by_one_are_counted(tmp_path: Path) -> None:
    content = b"".join(gzip.compress(warc(record)) for record in WARC_RECORDS)
    row = counted(tmp_path, "crawl.warc.gz", content)
    assert (row.type, row.records, row.unit) == ("application/gzip,application/warc", 3, "page")


def test_warc_files_that_are_cut_or_damaged_have_no_count() -> None:
    content = warc(*WARC_RECORDS)
    assert fed("application/warc", content[:-20]).records is None
    assert "cut short" in str(fed("application/warc", content[:-20]).note)
    broken = content.replace(b"Content-Length: 5000", b"Content-Length: 4990")
    assert "damaged" in str(fed("application/warc", broken).note)
    assert "damaged" in str(fed("application/warc", warc(("x", b"")).replace(b"-Length", b"")).note)


Packer = Callable[[bytes], bytes]


def gzip_twice(content: bytes) -> bytes:
    half = len(content) // 2
    return gzip.compress(content[:half]) + gzip.compress(content[half:]) + bytes(7)


def zstd_frames(content: bytes) -> bytes:
    half = len(content) // 2
    skip = struct.pack("<II", 0x184D2A53, 3) + b"abc"
    pack = zstandard.ZstdCompressor(write_checksum=True).compress
    return skip + pack(content[:half]) + skip + pack(content[half:]) + skip


def bzip2_twice(content: bytes) -> bytes:
    half = len(content) // 2
    return bz2.compress(content[:half]) + bz2.compress(content[half:])


def xz_twice(content: bytes) -> bytes:
    half = len(content) // 2
    return lzma.compress(content[:half]) + bytes(8) + lzma.compress(content[half:])


PACKERS: list[tuple[str, str, Packer]] = [
    ("gz", "application/gzip", gzip_twice),
    ("zst", "application/zstd", zstd_frames),
    ("bz2", "application/x-bzip2", bzip2_twice),
    ("xz", "application/x-xz", xz_twice),
]
INNER = [
    ("a.jsonl", "application/jsonl", b'{"a": 1}\n\n{"a": 2}', 2),
    ("a.csv", "text/csv", b'a,b\n1,"x\ny"\n', 1),
    ("a.txt", "text/plain", b"line\n" * 100_000, 100_000),
    ("a.json", "application/json", b"[1, 2, 3]", 3),
    ("a.tar", "application/x-tar", tar(("a", b"x" * 100_000), ("b", b"")), 2),
    ("a", "text/plain", b"", 0),
]


@pytest.mark.parametrize(("extension", "media", "pack"), PACKERS, ids=lambda value: str(value)[:9])
@pytest.mark.parametrize("inside", INNER, ids=lambda inside: inside[0])
def test_compressed_files_are_counted_through_all_their_members(
    extension: str, media: str, pack: Packer, inside: tuple[str, str, bytes, int]
) -> None:
    name, inner, content, records = inside
    packed = pack(content)
    for size in (1 << 20, 37):
        counter = CompressedCounter(media, f"folder/{name}.{extension}")
        for start in range(0, len(packed), size):
            counter.feed(packed[start : start + size])
        found = counter.finish()
        if content:
            assert (found.records, found.type, found.note) == (records, f"{media},{inner}", None)
        else:
            assert found.type == f"{media},application/octet-stream"


@pytest.mark.parametrize(("extension", "media", "pack"), PACKERS, ids=lambda value: str(value)[:9])
def test_compressed_files_that_are_cut_have_type_and_digest_but_no_count(
    tmp_path: Path, extension: str, media: str, pack: Packer
) -> None:
    packed = pack(bytes(range(32, 127)) * 4000)
    row = counted(tmp_path, f"a.txt.{extension}", packed[: -(len(packed) // 4)])
    assert row.type.startswith(f"{media},")
    assert row.records is None
    assert row.note == "the compressed data is cut short"
    assert row.bytes == len(packed) - len(packed) // 4


def test_a_damaged_archive_has_a_note_and_no_count(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 100))
    packed[200:260] = bytes(60)
    row = counted(tmp_path, "a.bin.gz", bytes(packed))
    assert row.records is None
    assert str(row.note).startswith("could not count: ")
    garbage = counted(tmp_path, "b.txt.gz", gzip.compress(b"a\n") + b"garbage")
    assert garbage.records is None
    assert str(garbage.note).startswith("could not count: ")


def test_what_unpacks_to_very_much_is_counted_in_pieces() -> None:
    packed = zstandard.ZstdCompressor().compress(bytes(1 << 26))
    assert len(packed) < 1 << 14
    counter = CompressedCounter("application/zstd", "a.txt.zst")
    counter.feed(packed)
    assert counter.finish().note == "application/octet-stream inside application/zstd has no reader"
    for media, squeeze in (
        ("application/gzip", gzip.compress),
        ("application/x-xz", lzma.compress),
    ):
        counter = CompressedCounter(media, "a.txt.gz")
        counter.feed(squeeze(b"\n" * (1 << 24)))
        assert counter.finish().records == 1 << 24


def test_a_short_name_for_a_packed_tar_is_understood(tmp_path: Path) -> None:
    row = counted(tmp_path, "a.tgz", gzip.compress(tar(("a", b""), ("b", b""))))
    assert (row.type, row.records) == ("application/gzip,application/x-tar", 2)


def test_what_is_compressed_twice_is_not_unpacked_twice(tmp_path: Path) -> None:
    row = counted(tmp_path, "a.txt.gz.gz", gzip.compress(gzip.compress(b"a\n")))
    assert (row.type, row.records) == ("application/gzip,application/gzip", None)
    assert row.note == "application/gzip inside application/gzip has no reader"


def test_rows_of_parquet_and_arrow_are_counted(tmp_path: Path) -> None:
    table = pa.table({"a": list(range(1000))})
    folder = tmp_path / "data"
    folder.mkdir()
    pq.write_table(table, folder / "a.parquet", row_group_size=300)
    with pa.ipc.new_file(folder / "b.arrow", table.schema) as writer:
        writer.write_table(table, max_chunksize=300)
    with pa.ipc.new_stream(folder / "c.arrow", table.schema) as writer:
        writer.write_table(table, max_chunksize=300)
    rows = scan(folder).rows
    assert [(row.type, row.records, row.unit, row.note) for row in rows] == [
        ("application/vnd.apache.parquet", 1000, "row", None),
        ("application/vnd.apache.arrow.file", 1000, "row", None),
        ("application/vnd.apache.arrow.stream", 1000, "row", None),
    ]
    cut = (folder / "a.parquet").read_bytes()[:-9]
    row = counted(tmp_path, "a.parquet", cut)
    assert (row.type, row.records) == ("application/vnd.apache.parquet", None)
    assert str(row.note).startswith("could not count: ")
    packed = counted(tmp_path, "a.parquet.gz", gzip.compress(cut))
    assert packed.note == (
        "application/vnd.apache.parquet inside application/gzip can only be read from its end"
    )


def test_members_of_a_zip_archive_are_counted(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", "x")
        archive.mkdir("folder")
        archive.writestr("folder/b", "y")
    row = counted(tmp_path, "a.zip", out.getvalue())
    assert (row.type, row.records, row.unit) == ("application/zip", 2, "member")
    cut = counted(tmp_path, "a.zip", out.getvalue()[:-30])
    assert (cut.records, cut.note) == (None, "could not count: File is not a zip file")


def test_a_git_lfs_pointer_says_what_is_missing(tmp_path: Path) -> None:
    oid = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
    text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n"
    row = counted(tmp_path, "train.parquet", text.encode())
    assert (row.type, row.records) == ("text/x-git-lfs-pointer", None)
    assert row.note == (
        f"a Git LFS pointer: its content (12345 bytes, sha256:{oid}) was not downloaded"
    )
