"""Media types, told by content first and by name for plain text."""

import gzip
import io
import struct
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.inventory.sniff import BINARY, is_compressed, sniff


def tar_bytes() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())
    return out.getvalue()


def zip_bytes(name: str = "a", content: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


BINARIES = [
    ("application/vnd.apache.parquet", b"PAR1\x15\x04"),
    ("application/vnd.apache.arrow.file", b"ARROW1\x00\x00"),
    ("application/vnd.apache.arrow.stream", b"\xff\xff\xff\xff\x78\x00\x00\x00\x10\x00"),
    ("application/gzip", gzip.compress(b"x")),
    ("application/zstd", b"\x28\xb5\x2f\xfd\x24"),
    ("application/zstd", b"\x5a*M\x18\x04\x00\x00\x00abcd"),
    ("application/x-bzip2", b"BZh91AY&SY\x00"),
    ("application/x-xz", b"\xfd7zXZ\x00\x00"),
    ("application/zip", zip_bytes()),
    ("application/epub+zip", zip_bytes("mimetype", "application/epub+zip")),
    ("application/x-tar", tar_bytes()),
    ("application/warc", b"WARC/1.0\r\n"),
    ("application/pdf", b"%PDF-1.7\n\x00"),
    ("application/x-hdf5", b"\x89HDF\r\n\x1a\n\x00"),
    ("application/x-npy", b"\x93NUMPY\x01\x00"),
    ("application/vnd.sqlite3", b"SQLite format 3\x00"),
    ("application/avro", b"Obj\x01\x04"),
    ("application/x-safetensors", struct.pack("<Q", 2) + b"{}"),
    ("text/x-git-lfs-pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
    ("audio/flac", b"fLaC\x00"),
    ("audio/vnd.wave", b"RIFF\x24\x00\x00\x00WAVEfmt "),
    ("audio/x-aiff", b"FORM\x00\x00\x00\x00AIFF"),
    ("audio/mpeg", b"ID3\x03\x00"),
    ("audio/ogg", b"OggS\x00\x02" + bytes(22) + b"OpusHead"),
    ("video/ogg", b"OggS\x00\x02" + bytes(22) + b"\x80theora"),
    ("audio/mp4", b"\x00\x00\x00\x20ftypM4A \x00"),
    ("video/mp4", b"\x00\x00\x00\x20ftypisom\x00"),
    ("image/avif", b"\x00\x00\x00\x20ftypavif\x00"),
    ("video/webm", b"\x1aE\xdf\xa3\x9fB\x82\x84webm"),
    ("video/matroska", b"\x1aE\xdf\xa3\x9fB\x82\x88matroska"),
    ("image/png", b"\x89PNG\r\n\x1a\n\x00"),
    ("image/jpeg", b"\xff\xd8\xff\xe0\x00"),
    ("image/gif", b"GIF89a\x01"),
    ("image/webp", b"RIFF\x24\x00\x00\x00WEBPVP8 "),
    ("image/tiff", b"II*\x00\x08"),
    ("image/tiff", b"MM\x00*\x00"),
    ("image/bmp", b"BM\x46\x00\x00\x00\x00\x00\x00\x00"),
]


@pytest.mark.parametrize(("media", "head"), BINARIES, ids=lambda value: str(value)[:40])
@pytest.mark.parametrize("name", ["file", "file.bin", "file.csv", "file.jsonl"])
def test_content_decides_whatever_the_name(media: str, head: bytes, name: str) -> None:
    assert sniff(name, head) == media


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("a.jsonl", "application/jsonl"),
        ("a.NDJSON", "application/jsonl"),
        ("a/b.c/data.csv", "text/csv"),
        ("a.tsv", "text/tab-separated-values"),
        ("a.txt", "text/plain"),
        ("README.md", "text/markdown"),
        ("a.xml", "application/xml"),
        ("a.html", "text/html"),
        ("a.yml", "application/yaml"),
        ("en-ud-train.conllu", "text/x-conllu"),
        ("a.py", "text/x-python"),
        ("LICENSE", "text/plain"),
        ("a.unknown", "text/plain"),
        ("folder.csv/a", "text/plain"),
        ("a.parquet", "text/plain"),
        ("a.jpg", "text/plain"),
    ],
)
def test_text_has_the_type_of_its_extension(name: str, media: str) -> None:
    assert sniff(name, b"some text\nand more\n") == media


@pytest.mark.parametrize(
    "head",
    [
        b"BMW is a maker of cars\n",
        b"BZh is no archive\n",
        b"ID3 tags are a thing\n",
        b"RIFF raff\n",
        b"FORMS\n",
        b"GIF8 is short\n",
        b"PK is a name\n",
        b"version 2\n",
    ],
)
def test_text_that_begins_like_a_format_is_text(head: bytes) -> None:
    assert sniff("a.txt", head) == "text/plain"


@pytest.mark.parametrize(
    ("name", "head", "media"),
    [
        ("a.json", b'{"a": 1}\n', "application/json"),
        ("a.json", b'{"a": 1}\n{"a": 2}\n', "application/jsonl"),
        ("a.json", b'\xef\xbb\xbf{"a": 1}\r\n{"a": 2}\r\n', "application/jsonl"),
        ("a.json", b"[1, 2]\n[3, 4]\n", "application/jsonl"),
        ("a.json", b'{\n  "a": 1\n}\n', "application/json"),
        ("a.json", b'[\n{"a": 1},\n{"a": 2}\n]\n', "application/json"),
        ("a.json", b"not json", "application/json"),
        ("a.jsonl", b'{\n  "a": 1\n}\n', "application/json"),
        ("a.jsonl", b"[\r\n1]", "application/json"),
        ("a.jsonl", b'[{"a": 1}, {"a": 2}]', "application/json"),
        ("a.jsonl", b'["a", 1]\n["b", 2]\n', "application/jsonl"),
        ("a.jsonl", b'[{"a": 1}]\n[{"b": 2}]\n', "application/jsonl"),
        ("part-00000", b'{"a": 1}\n{"a": 2}\n', "application/jsonl"),
        ("part-00000", b'{"a": {\n"b": 2}}\n', "application/json"),
        ("note", b"{curly} prose\n", "text/plain"),
        ("note", b"[1] a footnote\n", "text/plain"),
        ("page", b"<!DOCTYPE html>\n<html>", "text/html"),
        ("page.jpg", b"<html><body>404", "text/html"),
        ("feed", b"<?xml version='1.0'?>", "application/xml"),
    ],
)
def test_json_and_markup_are_told_by_their_text(name: str, head: bytes, media: str) -> None:
    assert sniff(name, head) == media


def test_text_in_other_encodings_is_text() -> None:
    assert sniff("a.csv", "a;é\n".encode("latin-1")) == "text/csv"
    assert sniff("a.csv", "a,b\n".encode("utf-16")) == "text/csv"
    assert sniff("a.txt", "日本語\n".encode("shift_jis")) == "text/plain"


def test_a_character_cut_by_the_sample_is_no_sign_of_binary() -> None:
    for shift in range(4):
        assert sniff("a.txt", b"x" * shift + "𝄞".encode() * 4096) == "text/plain"
    assert sniff("a.txt", b"text" * 4096 + b"\xf0\x9d") == "text/plain"


@pytest.mark.parametrize("head", [b"abc\x00def", b"\x01\x02\xfe\xff\x80", bytes(600)])
def test_what_nobody_knows_is_binary(head: bytes) -> None:
    assert sniff("a.txt", head) == BINARY
    assert sniff("a.parquet", head) == BINARY


def test_a_name_alone_decides_for_empty_files() -> None:
    assert sniff("a.jsonl", b"") == "application/jsonl"
    assert sniff("a.parquet", b"") == BINARY
    assert sniff("a", b"") == BINARY


def test_mp3_without_a_tag_needs_its_extension() -> None:
    assert sniff("a.mp3", b"\xff\xfb\x90\x00") == "audio/mpeg"
    assert sniff("a.bin", b"\xff\xfb\x90\x00") == BINARY


def test_compressed_types_are_known() -> None:
    compressed = {media for media, _ in BINARIES if is_compressed(media)}
    assert compressed == {
        "application/gzip",
        "application/zstd",
        "application/x-bzip2",
        "application/x-xz",
    }


@settings(deadline=None)
@given(name=st.text(max_size=6), head=st.binary(max_size=600))
def test_any_bytes_have_a_type(name: str, head: bytes) -> None:
    media = sniff(name, head)
    assert media.count("/") == 1
    assert not set(media) & set(',; "\\')
