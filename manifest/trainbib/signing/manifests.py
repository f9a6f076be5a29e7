"""Signing manifests, and verifying their signatures (SPEC.md, section 14.1)."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainbib.document import Document, read_document
from trainbib.signing.envelope import Envelope, Signature, SigningError, read_envelope
from trainbib.signing.keys import PrivateKey, PublicKey
from trainbib.signing.names import envelope_path
from trainbib.signing.statement import fault_in, statement_of, statement_payload
from trainbib.values import is_mapping
from trainbib.writing.atomic import write_atomically

__all__ = ["KeyVerdict", "SignatureReport", "sign", "verify_signatures"]


def sign(
    manifest: str | os.PathLike[str] | Document,
    key: PrivateKey,
    *,
    output: str | os.PathLike[str] | None = None,
    replace: bool = False,
) -> Envelope:
    """Sign a manifest; signatures of others that are there already stay.

    What is signed is the canonical form, so that layout, comments and order of keys are free.

    Args:
        manifest: The manifest, or its document.
        key: Who signs.
        output: The file of signatures; beside the manifest if left out.
        replace: Whether signatures of another content of the manifest are dropped.

    Returns:
        The envelope that was written.

    Raises:
        SigningError: The manifest cannot be signed, or the file there is no envelope, or one about
            another content and `replace` was not given.
        OSError: A file cannot be read or written.
    """
    document = _document(manifest)
    data = _data_of(document)
    name = Path(document.path).name
    target = Path(output) if output is not None else envelope_path(document.path)
    envelope = Envelope(statement_payload(statement_of(data, name)))
    if target.exists() and not replace:
        there = read_envelope(target)
        fault = fault_in(there, data, name)
        if fault is not None:
            raise SigningError(
                f"{target}: holds signatures of something else: {fault}; drop them with --replace, "
                "or name another file with -o"
            )
        envelope = there
    envelope = envelope.with_signature(Signature(key.sign(envelope.signed), key.public.key_id))
    write_atomically(target, envelope.text().encode())
    return envelope


@dataclass(frozen=True, slots=True)
class KeyVerdict:
    """Whether a key has signed.

    Attributes:
        key: The key.
        signed: Whether there is a valid signature of it.
    """

    key: PublicKey
    signed: bool


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What came of verifying the signatures of a manifest.

    Attributes:
        manifest: The manifest.
        envelope: The file of signatures.
        fault: Why what was signed is not this manifest; None if it is.
        keys: Each key that was asked for.
        key_ids: What the signatures say of their keys, in their order; hints, nothing more.
    """

    manifest: str
    envelope: str
    fault: str | None
    keys: tuple[KeyVerdict, ...]
    key_ids: tuple[str, ...]

    def holds(self, *, any_key: bool = False) -> bool:
        """Tell whether the manifest is signed by all keys, or by any of them.

        Without a key nothing holds.
        """
        signed = [verdict.signed for verdict in self.keys]
        return self.fault is None and bool(signed) and (any if any_key else all)(signed)


def verify_signatures(
    manifest: str | os.PathLike[str] | Document,
    keys: Sequence[PublicKey],
    *,
    envelope: str | os.PathLike[str] | None = None,
) -> SignatureReport:
    """Verify the signatures of a manifest.

    Args:
        manifest: The manifest, or its document.
        keys: The public keys that one trusts.
        envelope: The file of signatures; beside the manifest if left out.

    Raises:
        FileNotFoundError: There is no file of signatures.
        SigningError: It is no envelope, or the manifest has no canonical form.
        OSError: A file cannot be read.
    """
    document = _document(manifest)
    path = Path(envelope) if envelope is not None else envelope_path(document.path)
    found = read_envelope(path)
    signed = found.signed
    return SignatureReport(
        manifest=document.path,
        envelope=os.fspath(path),
        fault=fault_in(found, _data_of(document), Path(document.path).name),
        keys=tuple(
            KeyVerdict(key, any(key.verifies(one.signature, signed) for one in found.signatures))
            for key in keys
        ),
        key_ids=tuple(one.key_id for one in found.signatures),
    )


def _document(manifest: str | os.PathLike[str] | Document) -> Document:
    return manifest if isinstance(manifest, Document) else read_document(manifest)


def _data_of(document: Document) -> Mapping[str, object]:
    """Return the data of a manifest that says one thing only.

    Raises:
        SigningError: The reader found a fault, so that two readers may not see the same data.
    """
    from trainbib.diagnostics import Severity
    from trainbib.rules import rule_of

    for parsed in document.findings:
        if not document.parsed or rule_of(parsed.code).severity is Severity.ERROR:
            raise SigningError(
                f"{document.path}: {parsed.finding.message} ({parsed.code}); `trainbib check` says "
                "more"
            )
    if not is_mapping(document.data):
        raise SigningError(f"{document.path}: not a manifest: a mapping is wanted at the top")
    return document.data
