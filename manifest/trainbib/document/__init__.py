"""Documents: bytes in, plain data out, with a place for every JSON Pointer on demand.

The reader accepts JSON (RFC 8259) and the part of YAML 1.2 that has the same data model
(SPEC.md, section 2). What it will not accept it reports as findings of the family PAR.
"""

import os
from pathlib import Path

from trainbib.diagnostics import Finding, Fix, Span
from trainbib.document import json_reader, yaml_reader
from trainbib.document.model import Ambiguity, Document, ParseFinding, Place, with_line_feeds

__all__ = [
    "Ambiguity",
    "Document",
    "ParseFinding",
    "Place",
    "parse_document",
    "read_document",
]

MAX_BYTES = 1 << 30
"""The largest manifest that is read, in bytes; larger ones are refused unread."""


class DocumentTooLargeError(OSError):
    """The file is larger than any manifest."""


def read_document(path: str | os.PathLike[str]) -> Document:
    """Read a manifest from a file.

    Raises:
        OSError: If the file cannot be read, or is larger than ``MAX_BYTES``.
    """
    file = Path(path)
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise DocumentTooLargeError(f"{path}: {size} bytes; a manifest has at most {MAX_BYTES}")
    with file.open("rb") as stream:  # a device has no size
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DocumentTooLargeError(f"{path}: a manifest has at most {MAX_BYTES} bytes")
    findings: list[ParseFinding] = []
    text = _decode(data, findings)
    del data  # as large as the text, and of no more use
    return _parse(text, os.fspath(path), None, findings)


def parse_document(data: bytes, *, path: str = "<bytes>", format_: str | None = None) -> Document:
    """Parse a manifest.

    Args:
        data: The bytes of the document.
        path: The name to show in findings; its suffix tells the format.
        format_: ``json`` or ``yaml``; if left out, the suffix decides, then the first character.
    """
    findings: list[ParseFinding] = []
    return _parse(_decode(data, findings), path, format_, findings)


def _parse(text: str, path: str, format_: str | None, findings: list[ParseFinding]) -> Document:
    chosen = format_ or _format_of(path, text)
    document = json_reader.read(text, path) if chosen == "json" else yaml_reader.read(text, path)
    document.findings[:0] = findings
    return document


def _format_of(path: str, text: str) -> str:
    suffix = Path(path).suffix.lower()
    if suffix == ".json":
        return "json"
    if suffix in {".yaml", ".yml"}:
        return "yaml"
    return "json" if text.lstrip()[:1] in {"{", "["} else "yaml"


def _decode(data: bytes, findings: list[ParseFinding]) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        findings.append(
            ParseFinding(
                "PAR002",
                Finding(
                    "",
                    "the file begins with a byte order mark (EF BB BF)",
                    help="save the file as UTF-8 without a byte order mark",
                    fix=Fix("save it without the byte order mark", safe=True, steps=()),
                    span=Span(1, 1, 1, 1),
                ),
            )
        )
        data = data[3:]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = with_line_feeds(data[: error.start].decode("utf-8", "replace"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        findings.append(
            ParseFinding(
                "PAR002",
                Finding(
                    "",
                    f"byte 0x{data[error.start]:02X} at offset {error.start} is not UTF-8",
                    help="save the file as UTF-8",
                    span=Span(line, column, line, column + 1),
                ),
            )
        )
        return data.decode("utf-8", "replace")
