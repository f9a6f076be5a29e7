"""Proofs as values and as JSON (SPEC.md, section 15.5; schema/v1/proof.schema.json)."""

import binascii
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from trainbib.proofs.folding import BITS
from trainbib.proofs.leaves import path_bytes, path_text
from trainbib.proofs.tables import Keying
from trainbib.values import as_mapping

__all__ = [
    "PROOF_VERSION",
    "ContentLeaf",
    "FileLeaf",
    "OtherLeaf",
    "Proof",
    "ProofError",
    "format_proof",
    "parse_proof",
    "read_proof",
]

PROOF_VERSION = "1.0"
MAX_PROOF = 1 << 26
"""The largest proof that is read, in bytes."""

_MAX_SIZE = (1 << 53) - 1
_VALUE_BYTES = {"paths": 40, "contents": 32}


class ProofError(ValueError):
    """What was given is not a proof; the message says where and why."""


@dataclass(frozen=True, slots=True)
class FileLeaf:
    """The leaf of a path: the file's size in bytes and the SHA-256 of its content."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ContentLeaf:
    """The leaf of a content.

    Attributes:
        files: How many files hold the content. Proved by `paths`; without them it is a statement.
        value: The value of the leaf, 32 bytes; None where `paths` give it.
        paths: The paths of these files, ascending; None if they are not told.
    """

    files: int
    value: bytes | None = None
    paths: tuple[bytes, ...] | None = None


@dataclass(frozen=True, slots=True)
class OtherLeaf:
    """The leaf of another key, alone where the one that was looked for would be."""

    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that a file or a content is, or is not, in a set.

    Attributes:
        keying: `paths` for a file, `contents` for a content.
        subject: Bytes of the path, or the 32 bytes of the content's SHA-256.
        root: The root that it is about: ``sha256:`` and 64 hexadecimal digits.
        siblings: The halves that were not taken on the way, from the root down; 32 bytes each.
        end: Where the way ends: in the leaf of the subject (it is in the set), in another leaf or
            in an empty half (it is not).
    """

    keying: Keying
    subject: bytes
    root: str
    siblings: tuple[bytes, ...]
    end: FileLeaf | ContentLeaf | OtherLeaf | None

    @property
    def included(self) -> bool:
        """Whether it says that the subject is in the set."""
        return isinstance(self.end, FileLeaf | ContentLeaf)

    @property
    def subject_text(self) -> str:
        """The path, or the digest as ``sha256:`` and 64 hexadecimal digits."""
        if self.keying == "contents":
            return f"sha256:{self.subject.hex()}"
        return path_text(self.subject)


def format_proof(proof: Proof) -> str:
    """Write a proof as JSON, with a line feed at the end."""
    data: dict[str, object] = {"trainbib_proof": PROOF_VERSION, "keying": proof.keying}
    if proof.keying == "contents":
        data["digest"] = proof.subject_text
    else:
        data |= _path_member(proof.subject)
    data |= {
        "included": proof.included,
        "root": proof.root,
        "siblings": [sibling.hex() for sibling in proof.siblings],
    }
    match proof.end:
        case FileLeaf(size, sha256):
            data["leaf"] = {"bytes": size, "sha256": sha256}
        case ContentLeaf(files, value, paths):
            leaf: dict[str, object] = {"files": files}
            if paths is not None:
                leaf["paths"] = [_path_item(path) for path in paths]
            elif value is not None:
                leaf["value"] = value.hex()
            data["leaf"] = leaf
        case OtherLeaf(key, value):
            data["other_leaf"] = {"key": key.hex(), "value": value.hex()}
        case None:
            pass
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _path_member(path: bytes) -> dict[str, str]:
    """Write a path as a row of an inventory does."""
    try:
        return {"path": path.decode()}
    except UnicodeDecodeError:
        return {"path_bytes": binascii.b2a_base64(path, newline=False).decode()}


def _path_item(path: bytes) -> str | dict[str, str]:
    member = _path_member(path)
    return member.get("path", member)


def read_proof(path: str | os.PathLike[str]) -> Proof:
    """Read a proof from a file.

    Raises:
        ProofError: It is not a proof; the message begins with the path.
        OSError: It cannot be read.
    """
    with Path(path).open("rb") as file:
        data = file.read(MAX_PROOF + 1)
    try:
        return parse_proof(data)
    except ProofError as error:
        raise ProofError(f"{os.fspath(path)}: {error}") from error


def parse_proof(data: bytes) -> Proof:
    """Read a proof; whether it holds, `trainbib.proofs.verify_proof` says.

    Args:
        data: JSON, UTF-8.

    Raises:
        ProofError: It is not a proof of a version that is known.
    """
    if len(data) > MAX_PROOF:
        raise ProofError(f"more than {MAX_PROOF} bytes, as no proof has")
    try:
        value: object = json.loads(data.decode(), object_pairs_hook=_members)
    except (ValueError, RecursionError) as error:
        raise ProofError(f"not a proof: {error}") from error
    if not isinstance(value, dict) or "trainbib_proof" not in value:
        raise ProofError("not a proof: the key `trainbib_proof` is missing")
    reader = _Reader(cast("Mapping[str, object]", value), "")
    version = reader.text("trainbib_proof", r"\d+\.\d+", "a version such as 1.0")
    if version.partition(".")[0] != PROOF_VERSION.partition(".")[0]:
        raise ProofError(f"version {version} of proofs is not known; {PROOF_VERSION} is")
    return _proof(reader, strict=version == PROOF_VERSION)


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


class _Reader:
    """Takes the members of an object one by one, and knows which nobody asked for."""

    def __init__(self, data: Mapping[str, object], where: str) -> None:
        self._data = data
        self._where = where
        self._asked: set[str] = {"$schema"}

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def any(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._data:
            raise ProofError(f"the key `{self._where}{key}` is missing")
        return self._data[key]

    def text(self, key: str, pattern: str, wanted: str) -> str:
        value = self.any(key)
        if not isinstance(value, str) or re.fullmatch(pattern, value, re.ASCII | re.DOTALL) is None:
            raise ProofError(f"`{self._where}{key}` is {_shown(value)}, not {wanted}")
        return value

    def digest(self, key: str, *, size: int = 32, prefix: str = "") -> bytes:
        wanted = f"{prefix and f'`{prefix}` and '}{2 * size} lower-case hexadecimal digits"
        text = self.text(key, f"{prefix}[0-9a-f]{{{2 * size}}}", wanted)
        return bytes.fromhex(text.removeprefix(prefix))

    def number(self, key: str, low: int) -> int:
        value = self.any(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= _MAX_SIZE:
            raise ProofError(
                f"`{self._where}{key}` is {_shown(value)}, not a whole number from {low} to "
                f"{_MAX_SIZE}"
            )
        return value

    def items(self, key: str) -> Sequence[object]:
        value = self.any(key)
        if not isinstance(value, list):
            raise ProofError(f"`{self._where}{key}` is {_shown(value)}, not a list")
        return cast("list[object]", value)

    def inner(self, key: str) -> "_Reader":
        value = self.any(key)
        if not isinstance(value, dict):
            raise ProofError(f"`{self._where}{key}` is {_shown(value)}, not an object")
        return _Reader(as_mapping(value), f"{self._where}{key}.")

    def path(self) -> bytes:
        if ("path" in self) == ("path_bytes" in self):
            raise ProofError("there is either `path` or `path_bytes`")
        return _path(self.any("path" if "path" in self else "path_bytes"), raw="path" not in self)

    def end(self) -> None:
        for key in self._data:
            if key not in self._asked and not key.startswith("x-"):
                raise ProofError(f"the key `{self._where}{key}` is not known")


def _proof(reader: _Reader, *, strict: bool) -> Proof:
    keying: Keying = "contents"
    if reader.text("keying", "paths|contents", "`paths` or `contents`") == "paths":
        keying = "paths"
        subject = reader.path()
    else:
        subject = reader.digest("digest", prefix="sha256:")
    root = "sha256:" + reader.digest("root", prefix="sha256:").hex()
    siblings = reader.items("siblings")
    if len(siblings) > BITS:
        raise ProofError(f"`siblings` has {len(siblings)} items, {BITS} are the most")
    hashes: list[bytes] = []
    for number, sibling in enumerate(siblings):
        if not isinstance(sibling, str) or re.fullmatch("[0-9a-f]{64}", sibling) is None:
            raise ProofError(
                f"`siblings[{number}]` is {_shown(sibling)}, not 64 lower-case hexadecimal digits"
            )
        hashes.append(bytes.fromhex(sibling))
    included = reader.any("included")
    if not isinstance(included, bool):
        raise ProofError(f"`included` is {_shown(included)}, not true or false")
    end: FileLeaf | ContentLeaf | OtherLeaf | None = None
    inner: _Reader | None = None
    if included:
        inner = reader.inner("leaf")
        end = _file_leaf(inner) if keying == "paths" else _content_leaf(inner)
    elif "other_leaf" in reader:
        inner = reader.inner("other_leaf")
        end = OtherLeaf(inner.digest("key"), inner.digest("value", size=_VALUE_BYTES[keying]))
    if strict:
        reader.end()
        if inner is not None:
            inner.end()
    return Proof(keying, subject, root, tuple(hashes), end)


def _file_leaf(reader: _Reader) -> FileLeaf:
    return FileLeaf(reader.number("bytes", 0), reader.digest("sha256").hex())


def _content_leaf(reader: _Reader) -> ContentLeaf:
    files = reader.number("files", 1)
    if ("paths" in reader) == ("value" in reader):
        raise ProofError("there is either `leaf.paths` or `leaf.value`")
    if "value" in reader:
        return ContentLeaf(files, value=reader.digest("value"))
    paths: list[bytes] = []
    for item in reader.items("paths"):
        if isinstance(item, dict):
            member = as_mapping(item)
            if set(member) != {"path_bytes"}:
                raise ProofError("an item of `leaf.paths` is a text, or has the key `path_bytes`")
            paths.append(_path(member["path_bytes"], raw=True))
        else:
            paths.append(_path(item, raw=False))
    if len(paths) != files:
        raise ProofError(f"`leaf.files` is {files}, but `leaf.paths` has {len(paths)} items")
    return ContentLeaf(files, paths=tuple(paths))


def _path(value: object, *, raw: bool) -> bytes:
    """Read a path of a set.

    Raises:
        ProofError: It is no text, no base64, or not a path that a file of a set can have.
    """
    name = "path_bytes" if raw else "path"
    if not isinstance(value, str):
        raise ProofError(f"`{name}` is {_shown(value)}, not a text")
    try:
        path = binascii.a2b_base64(value, strict_mode=True) if raw else value.encode()
    except ValueError as error:
        wanted = "base64" if raw else "Unicode; such a path is written as `path_bytes`"
        raise ProofError(f"`{name}` is {_shown(value)}, not {wanted}") from error
    if raw and path_bytes(path.decode("utf-8", "replace")) == path:
        raise ProofError(f"`path_bytes` {_shown(value)} is UTF-8, which is written as `path`")
    if not is_path_of_a_set(path):
        raise ProofError(f"`{name}` is {_shown(value)}, which no file of a set can have")
    return path


_SUSPECT = re.compile(rb"\A\.{0,2}(?:/|\Z)|/\.{0,2}(?:/|\Z)|\x00")


def is_path_of_a_set(path: bytes) -> bool:
    """Tell whether a file of a set can have a path: relative, without empty parts, `.` and `..`."""
    return _SUSPECT.search(path) is None


def _shown(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=True)
    except (ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= 80 else text[:77] + "..."  # noqa: PLR2004 - a line's width
