"""DSSE envelopes: a payload, its type, and signatures over both (DSSE v1.0)."""

import binascii
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from trainbib.values import as_mapping

__all__ = [
    "PAYLOAD_TYPE",
    "Envelope",
    "Signature",
    "SigningError",
    "pre_authentication_encoding",
    "read_envelope",
]

PAYLOAD_TYPE = "application/vnd.in-toto+json"
"""The payload type of in-toto statements."""

MAX_ENVELOPE = 1 << 24
"""The largest envelope that is read, in bytes."""


class SigningError(ValueError):
    """Something cannot be signed or verified; the message says why and what to do."""


def pre_authentication_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return what is signed: type and payload, each with its length (DSSE v1.0, PAE)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature.

    Attributes:
        signature: Its bytes.
        key_id: What it says of its key; a hint, and not signed itself. Empty if it says nothing.
    """

    signature: bytes
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope.

    Attributes:
        payload: What is signed.
        signatures: By whom.
        payload_type: Media type of the payload.
    """

    payload: bytes
    signatures: tuple[Signature, ...] = ()
    payload_type: str = PAYLOAD_TYPE

    @property
    def signed(self) -> bytes:
        """The bytes that are signed."""
        return pre_authentication_encoding(self.payload_type, self.payload)

    def with_signature(self, signature: Signature) -> "Envelope":
        """Return the envelope with one more signature, in the place of one of the same key."""
        others = (one for one in self.signatures if one.key_id != signature.key_id)
        return replace(self, signatures=(*others, signature))

    def text(self) -> str:
        """Return the envelope as JSON, with a line feed at the end."""
        data = {
            "payloadType": self.payload_type,
            "payload": _base64(self.payload),
            "signatures": [
                {"keyid": one.key_id, "sig": _base64(one.signature)} for one in self.signatures
            ],
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def read_envelope(path: str | os.PathLike[str]) -> Envelope:
    """Read an envelope; its signatures are not verified.

    Raises:
        SigningError: It is not an envelope; the message begins with the path.
        OSError: It cannot be read.
    """
    name = os.fspath(path)
    with Path(path).open("rb") as file:
        data = file.read(MAX_ENVELOPE + 1)
    if len(data) > MAX_ENVELOPE:
        raise SigningError(f"{name}: more than {MAX_ENVELOPE} bytes, as no envelope has")
    try:
        value: object = json.loads(data.decode(), object_pairs_hook=_members)
    except (ValueError, RecursionError) as error:
        raise SigningError(f"{name}: not a DSSE envelope: {error}") from error
    members = as_mapping(value)
    kind, listed = members.get("payloadType"), members.get("signatures")
    if not isinstance(kind, str) or not isinstance(listed, list) or not listed:
        raise SigningError(
            f"{name}: not a DSSE envelope: `payloadType`, `payload` and `signatures` are wanted"
        )
    payload = _bytes(members, "payload", name)
    signatures: list[Signature] = []
    for one in cast("list[object]", listed):
        signature = as_mapping(one)
        key_id = signature.get("keyid", "")
        if not isinstance(key_id, str):
            raise SigningError(f"{name}: `keyid` is {key_id!r}, not a text")
        signatures.append(Signature(_bytes(signature, "sig", name), key_id))
    return Envelope(payload, tuple(signatures), kind)


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _base64(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()


def _bytes(members: Mapping[str, object], key: str, name: str) -> bytes:
    """Read base64 of one spelling: standard or for URLs (DSSE allows both), nothing left over.

    Raises:
        SigningError: It is none.
    """
    text = members.get(key)
    standard = text.replace("-", "+").replace("_", "/") if isinstance(text, str) else "?"
    try:
        data = binascii.a2b_base64(standard, strict_mode=True)
    except ValueError:
        data = b""
    if _base64(data) != standard:
        raise SigningError(f"{name}: not a DSSE envelope: `{key}` is not base64")
    return data
