"""Truncated digests of normal forms, keyed or not (SPEC.md, section 21.3)."""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from trainbib.record_index.facts import RecordIndexError
from trainbib.records.texts import normal_text
from trainbib.records.urls import normal_url

__all__ = ["KINDS", "IndexKey", "Kind", "hasher", "read_key", "text_digest", "url_digest"]

Kind = Literal["text", "url"]
KINDS: tuple[Kind, Kind] = ("text", "url")
"""What may be listed, in the order of the file."""

BYTES = 8
"""Bytes of a digest that are kept."""

_CHECKED = b"trainbib record index key check"
_DIGITS = re.compile(rb"[0-9A-Fa-f]{64}")


@dataclass(frozen=True, slots=True, repr=False)
class IndexKey:
    """A secret key of 32 bytes.

    Attributes:
        secret: The bytes; never shown.
    """

    secret: bytes

    def __repr__(self) -> str:
        return "IndexKey(…)"

    @property
    def check(self) -> str:
        """What tells that a key is the one of an index: 16 hexadecimal digits."""
        return hmac.digest(self.secret, _CHECKED, "sha256")[:BYTES].hex()


def read_key(path: str) -> IndexKey:
    """Read a key: 64 hexadecimal digits, and blanks around them.

    Args:
        path: The file.

    Raises:
        RecordIndexError: It holds something else.
        OSError: It cannot be read.
    """
    digits = Path(path).read_bytes().strip()
    if _DIGITS.fullmatch(digits) is None:
        raise RecordIndexError(
            f"{path} holds no key: a key is 64 hexadecimal digits, as `openssl rand -hex 32` "
            "prints them"
        )
    return IndexKey(bytes.fromhex(digits.decode("ascii")))


def hasher(key: IndexKey | None) -> Callable[[bytes], bytes]:
    """Return what makes the first 8 bytes of a digest."""
    if key is None:
        return lambda data: sha256(data).digest()[:BYTES]
    secret = key.secret
    digest = hmac.digest
    return lambda data: digest(secret, data, "sha256")[:BYTES]


def url_digest(url: str, key: IndexKey | None = None) -> int:
    """Return the digest under which a URL is listed: a number below 2^64.

    Args:
        url: The URL, in any form.
        key: The key of the index, if it has one.

    Raises:
        trainbib.records.UrlError: It has no normal form.
    """
    return int.from_bytes(hasher(key)(normal_url(url).encode("ascii")))


def text_digest(text: str, key: IndexKey | None = None) -> int | None:
    """Return the digest under which a text is listed.

    Args:
        text: The text, in any form.
        key: The key of the index, if it has one.

    Returns:
        A number below 2^64; None for a text with nothing in it, which is not listed.

    Raises:
        UnicodeEncodeError: The text holds half a surrogate pair.
    """
    normal = normal_text(text)
    return int.from_bytes(hasher(key)(normal.encode())) if normal else None
