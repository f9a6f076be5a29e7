"""The in-toto statement about a manifest (in-toto Attestation Framework, Statement v1)."""

import json
from collections.abc import Mapping

from trainbib.canonical import CanonicalFormError, canonical_digest, canonical_form
from trainbib.signing.envelope import PAYLOAD_TYPE, Envelope, SigningError
from trainbib.values import as_mapping

__all__ = ["PREDICATE_TYPE", "STATEMENT_TYPE", "fault_in", "statement_of", "statement_payload"]

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://trainbib.org/attestation/manifest/v1"
"""What the predicate is: a summary of the manifest that the subject's digest commits to."""


def statement_of(data: Mapping[str, object], name: str) -> dict[str, object]:
    """Return the statement about a manifest.

    Args:
        data: The manifest's data.
        name: Its file name, without folders.

    Raises:
        SigningError: It has no canonical form.
    """
    try:
        digest = canonical_digest(data)
    except CanonicalFormError as error:
        raise SigningError(f"{name}: {error}") from error
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": _clean(name), "digest": {"sha256": digest.removeprefix("sha256:")}}],
        "predicateType": PREDICATE_TYPE,
        "predicate": _predicate(data),
    }


def _clean(name: str) -> str:
    """Escape what is no text in a file name."""
    return name.encode("utf-8", "backslashreplace").decode()


def _predicate(data: Mapping[str, object]) -> dict[str, object]:
    """Summarise a manifest; what it does not say, or says as a gap, is left out."""
    predicate: dict[str, object] = {"canonicalization": "RFC8785"}
    standard = data.get("trainbib")
    if isinstance(standard, str):
        predicate["trainbib"] = standard
    dataset = _texts(data.get("dataset"), "name", "version")
    if dataset:
        predicate["dataset"] = dataset
    inventory = as_mapping(as_mapping(data.get("files")).get("inventory"))
    roots = _texts(inventory.get("roots"), "paths", "contents")
    if roots:
        predicate["roots"] = roots
    return predicate


def _texts(value: object, *keys: str) -> dict[str, str]:
    members = as_mapping(value)
    found: dict[str, str] = {}
    for key in keys:
        text = members.get(key)
        if isinstance(text, str):
            found[key] = text
    return found


def statement_payload(statement: Mapping[str, object]) -> bytes:
    """Return the bytes of a statement: RFC 8785, so that every program writes the same ones."""
    return canonical_form(dict(statement))


def fault_in(envelope: Envelope, data: Mapping[str, object], name: str) -> str | None:
    """Say why an envelope is not one about a manifest as it is now; None if it is.

    Args:
        envelope: The envelope.
        data: The manifest's data.
        name: Its file name.

    Raises:
        SigningError: The manifest has no canonical form.
    """
    if envelope.payload_type != PAYLOAD_TYPE:
        return f"the payload is {envelope.payload_type!r}, not an in-toto statement"
    try:
        value: object = json.loads(envelope.payload)
    except (ValueError, RecursionError):
        return "the payload is not JSON"
    statement = as_mapping(value)
    if statement.get("_type") != STATEMENT_TYPE:
        return f"the payload is of the type {statement.get('_type')!r}, not {STATEMENT_TYPE}"
    if statement.get("predicateType") != PREDICATE_TYPE:
        return f"the statement is a {statement.get('predicateType')!r}, not about a manifest"
    expected = statement_of(data, name)
    digest = _subject_digest(expected)
    found = _subject_digest(statement)
    if found != digest:
        return f"what was signed has the digest sha256:{found}, the manifest has sha256:{digest}"
    said = as_mapping(statement.get("predicate"))
    for key, summary in _predicate(data).items():
        if said.get(key) != summary:
            return f"the statement says {said.get(key)!r} of `{key}`, the manifest {summary!r}"
    return None


def _subject_digest(statement: Mapping[str, object]) -> str | None:
    """Return the digest of the only subject; None if there is none, or another number."""
    subjects = statement.get("subject")
    if not isinstance(subjects, list) or len(subjects) != 1:  # pyright: ignore[reportUnknownArgumentType] - of JSON
        return None
    digest = as_mapping(as_mapping(subjects[0]).get("digest")).get("sha256")
    return digest if isinstance(digest, str) else None
