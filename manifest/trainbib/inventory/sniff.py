"""The media type of a file: by its content first, by its name where the content is plain text.

Registered media types (IANA) are used where there are any, the customary name otherwise:

- A single file that was compressed has two types, the outer and the inner one, joined by a comma
  without a blank: ``application/gzip,application/jsonl``. Neither has parameters, and no media type
  has a comma in it, so ``type.split(",")`` takes them apart.
- Text is a file without null bytes that is UTF-8, or that at least has no control characters other
  than those of text, or that begins with the byte order mark of UTF-16. A text has the type of its
  extension; without a known extension it is ``text/plain``, unless it is clearly JSON, XML or HTML.
- A file that does not begin as its extension promises is called what it is, not what it says.
"""

import json
import re

__all__ = ["BINARY", "JSONL", "is_compressed", "is_jsonl", "sniff"]

BINARY = "application/octet-stream"
"""The type of a file of which nothing is known."""

_SAMPLE = 8192  # bytes by which text is told from binary
_FIRST_BYTES = 512  # bytes by which JSON Lines are told, once the name says so
JSONL = "application/jsonl"
"""The type of JSON Lines."""

_JSON = "application/json"

_COMPRESSED = frozenset(
    {"application/gzip", "application/zstd", "application/x-bzip2", "application/x-xz"}
)

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"ARROW1", "application/vnd.apache.arrow.file"),
    (b"\xff\xff\xff\xff", "application/vnd.apache.arrow.stream"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    *((bytes([0x50 + low]) + b"*M\x18", "application/zstd") for low in range(16)),  # skippable
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"WARC/", "application/warc"),
    (b"%PDF-", "application/pdf"),
    (b"\x89HDF\r\n\x1a\n", "application/x-hdf5"),
    (b"\x93NUMPY", "application/x-npy"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"Obj\x01", "application/avro"),
    (b"MMIDIDX\x00\x00", "application/x-megatron-index"),
    (b"version https://git-lfs.github.com/spec/", "text/x-git-lfs-pointer"),
    (b"fLaC", "audio/flac"),
    (b"RIFF", "audio/vnd.wave"),
    (b"FORM", "audio/x-aiff"),
    (b"ID3", "audio/mpeg"),
    (b"OggS\x00", "application/ogg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x1aE\xdf\xa3", "video/matroska"),
)
_BY_FIRST_BYTE: dict[int, list[tuple[bytes, str]]] = {}
for _entry in _MAGIC:
    _BY_FIRST_BYTE.setdefault(_entry[0][0], []).append(_entry)

_BY_EXTENSION = {
    extension: media
    for media, extensions in (
        (JSONL, "jsonl ndjson jsonlines"),
        (_JSON, "json"),
        ("application/geo+json", "geojson"),
        ("application/ld+json", "jsonld"),
        ("application/x-ipynb+json", "ipynb"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv tab"),
        ("text/plain", "txt text log"),
        ("text/x-conllu", "conllu conllup"),
        ("text/markdown", "md markdown"),
        ("text/html", "html htm xhtml"),
        ("text/css", "css"),
        ("text/javascript", "js mjs"),
        ("text/x-python", "py pyi"),
        ("text/x-rst", "rst"),
        ("text/x-tex", "tex"),
        ("text/x-bibtex", "bib"),
        ("text/x-shellscript", "sh bash"),
        ("text/x-c", "c h cc cpp hpp cxx"),
        ("text/x-java", "java"),
        ("text/x-go", "go"),
        ("text/x-rust", "rs"),
        ("text/x-typescript", "ts tsx"),
        ("text/x-subrip", "srt"),
        ("text/vtt", "vtt"),
        ("text/turtle", "ttl"),
        ("application/xml", "xml xsd tei tmx"),
        ("application/rdf+xml", "rdf"),
        ("image/svg+xml", "svg"),
        ("application/yaml", "yaml yml cff"),
        ("application/toml", "toml"),
    )
    for extension in extensions.split()
}
_ZIP_BY_EXTENSION = {
    "npz": "application/x-npz",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_RIFF_KINDS = {b"WAVE": "audio/vnd.wave", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_MP4_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"mif1": "image/heif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_OGG_KINDS = (
    (b"OpusHead", "audio/ogg"),
    (b"\x01vorbis", "audio/ogg"),
    (b"\x7fFLAC", "audio/ogg"),
    (b"Speex", "audio/ogg"),
    (b"\x80theora", "video/ogg"),
)
_NOT_IN_TEXT = bytes(set(range(32)) - set(b"\b\t\n\f\r\x1b"))


def sniff(name: str, head: bytes) -> str:
    """Tell the media type of a file.

    Args:
        name: The file's name; only what follows the last dot counts.
        head: The first bytes of the file, all of them if there are few. At least 512 are needed to
            know every format, some thousand to tell text from binary well.

    Returns:
        The media type; of a compressed file the outer one.
    """
    if name[-6:].lower() == ".jsonl" and is_jsonl(head):
        return JSONL
    _, dot, extension = name.rpartition(".")
    extension = extension.lower() if dot else ""
    if not head:
        return _BY_EXTENSION.get(extension, BINARY)
    candidates = _BY_FIRST_BYTE.get(head[0])
    if candidates is not None:
        for magic, media in candidates:
            if head.startswith(magic):
                refined = _refined(media, extension, head)
                if refined:
                    return refined
    if _is_text(head):
        return _text_type(extension, head)
    return _binary_type(extension, head)


def is_jsonl(head: bytes) -> bool:
    """Say whether a file whose name ends in ``.jsonl`` surely is what that says.

    Args:
        head: The first bytes of the file.

    Returns:
        Whether it is; if not, `sniff` has to look closer.
    """
    # Nothing else begins like this.
    return head.startswith(b'{"') and head.find(b"\0", 0, _FIRST_BYTES) < 0


def is_compressed(media: str) -> bool:
    """Say whether a media type is that of a single file in compressed form.

    Args:
        media: The media type.

    Returns:
        Whether it is.
    """
    return media in _COMPRESSED


def _refined(media: str, extension: str, head: bytes) -> str:
    """Look closer where the first bytes can mean several things, or be chance; "" for chance."""
    match media:
        case "audio/vnd.wave":
            return _RIFF_KINDS.get(head[8:12], "")
        case "audio/x-aiff":
            return media if head[8:12] in {b"AIFF", b"AIFC"} else ""
        case "audio/mpeg":
            return media if head[3:4] < b"\x10" else ""
        case "image/bmp":
            return media if head[6:10] == bytes(4) else ""
        case "application/x-bzip2":
            return media if head[4:10] in {b"1AY&SY", b"\x17rE8P\x90"} else ""
        case "application/vnd.apache.arrow.stream":
            length = int.from_bytes(head[4:8], "little")
            return media if 0 < length < 1 << 24 and length % 8 == 0 else ""
        case "application/ogg":
            sample = head[:512]
            return next((kind for mark, kind in _OGG_KINDS if mark in sample), media)
        case "video/matroska":
            return "video/webm" if b"webm" in head[:64] else media
        case "application/zip":
            return _zip_type(extension, head)
        case _:
            return media


def _zip_type(extension: str, head: bytes) -> str:
    # EPUB and OpenDocument begin with an uncompressed member that states the type.
    if head[30:38] == b"mimetype":
        stated = re.match(rb"application/[a-z0-9.+-]+", head[38:138].split(b"PK", 1)[0])
        if stated is not None:
            return stated[0].decode()
    return _ZIP_BY_EXTENSION.get(extension, "application/zip")


def _is_text(head: bytes) -> bool:
    sample = head[:_SAMPLE]
    if b"\0" in sample:
        return sample[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if sample.isascii():
        return True
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        # The sample may end within a character.
        if len(sample) - error.start <= 3 and error.reason == "unexpected end of data":  # noqa: PLR2004 - a character has four bytes at most
            return True
        return len(sample.translate(None, _NOT_IN_TEXT)) == len(sample)
    return True


def _text_type(extension: str, head: bytes) -> str:
    media = _BY_EXTENSION.get(extension)
    if media == JSONL:
        # A JSON text over several lines, or one array on a single one, whatever its name.
        first = head[:64].split()
        spread = bool(first) and first[0] in {b"{", b"["} and head.lstrip()[1:2] in {b"\r", b"\n"}
        return _JSON if spread or (head[:2] == b"[{" and b"\n" not in head) else JSONL
    if media == _JSON or media is None:
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if start[:1] in {b"{", b"["}:
            return _json_type(start, media)
        if media is None:
            return _markup_type(start)
    return media


def _json_type(start: bytes, media: str | None) -> str:
    """Tell JSON Lines from JSON by what the first line is."""
    line, feed, rest = start.partition(b"\n")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return media or (_JSON if start[1:].lstrip()[:1] in {b'"', b"{", b"["} else "text/plain")
    return JSONL if feed and rest.lstrip()[:1] in {b"{", b"["} else _JSON


def _markup_type(start: bytes) -> str:
    opening = start[:64].lower()
    if opening.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if opening.startswith(b"<?xml"):
        return "application/xml"
    return "text/plain"


def _binary_type(extension: str, head: bytes) -> str:
    """Tell formats whose mark is not in front."""
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if head[4:8] == b"ftyp":
        return _MP4_BRANDS.get(head[8:12], "video/mp4")
    if extension == "mp3" and head[:1] == b"\xff" and head[1:2] >= b"\xe0":
        return "audio/mpeg"
    # Few binary files come as far as this.
    from trainbib.inventory.readers.mosaic import is_shard
    from trainbib.inventory.readers.tfrecord import is_frame

    if extension == "mds" and is_shard(head):
        return "application/x-mds"
    if is_frame(head):
        return "application/x-tfrecord"
    if head[8:9] == b"{" and 2 <= int.from_bytes(head[:8], "little") <= 100 << 20:  # noqa: PLR2004 - `{}`
        return "application/x-safetensors"
    return BINARY
