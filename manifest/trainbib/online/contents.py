"""What the headers of an answer tell of the file behind it: its digests and its length."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping

_HEX = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
"""Digits of each kind of digest."""
_NAMES = {
    "md5": "md5",
    "sha": "sha1",
    "sha-1": "sha1",
    "sha-256": "sha256",
    "sha-512": "sha512",
}
_ITEM = re.compile(r"\s*([A-Za-z0-9-]+)\s*=\s*:?([A-Za-z0-9+/=_-]+):?\s*(?:,|$)")
_SHA256 = re.compile(r'"?([0-9a-f]{64})"?')
_RANGE = re.compile(r"bytes (?:\d+-\d+|\*)/(\d{1,18})", re.ASCII)


def digests(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the digests of a file, by kind, in hexadecimal.

    Read are ``Repr-Digest`` and ``Content-Digest`` (RFC 9530), ``Digest`` (RFC 3230),
    ``Content-MD5`` (RFC 1864), ``X-Goog-Hash`` of Google Cloud Storage, and ``X-Linked-ETag`` of
    the Hugging Face hub, the SHA-256 of a large file. An ordinary entity tag is no digest. Where
    the answer is encoded or a part, only what is said of the whole file counts.

    Args:
        headers: Names in lower case.
    """
    found: dict[str, str] = {}
    encoded = headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}
    if not encoded:
        for name in ("digest", "repr-digest"):
            found.update(_listed(headers.get(name, "")))
        if "content-range" not in headers:
            found.update(_listed(headers.get("content-digest", "")))
            found.update(_checked("md5", headers.get("content-md5", "").strip()))
    found.update(_listed(headers.get("x-goog-hash", "")))
    linked = _SHA256.fullmatch(headers.get("x-linked-etag", "").strip().lower())
    if linked:
        found["sha256"] = linked[1]
    return found


def length(headers: Mapping[str, str]) -> int | None:
    """Return the length of a file in bytes; None for a page, or where it is not told.

    Args:
        headers: Names in lower case.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return None
    linked = headers.get("x-linked-size", "").strip()
    if linked.isascii() and linked.isdecimal():
        return int(linked[:18])
    if headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        return None
    if "content-range" in headers:
        part = _RANGE.fullmatch(headers["content-range"].strip())
        return int(part[1]) if part else None
    whole = headers.get("content-length", "").strip()
    return int(whole[:18]) if whole.isascii() and whole.isdecimal() else None


def _listed(header: str) -> Iterator[tuple[str, str]]:
    for item in _ITEM.finditer(header):
        kind = _NAMES.get(item[1].lower())
        if kind is not None:
            yield from _checked(kind, item[2])


def _checked(kind: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield a digest in base64 as hexadecimal, if it has the length of its kind."""
    try:
        digits = base64.b64decode(text, validate=True).hex()
    except (binascii.Error, ValueError):
        return
    if len(digits) == _HEX[kind]:
        yield kind, digits
