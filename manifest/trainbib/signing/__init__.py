"""Signatures of manifests: DSSE envelopes with an in-toto statement (SPEC.md, section 14.1).

Offline, with keys in PEM. Needs the extra ``trainbib[sign]``; names are imported when they are
used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.signing.envelope import Envelope, Signature, SigningError
    from trainbib.signing.keys import (
        NewKey,
        PassphraseError,
        PrivateKey,
        PublicKey,
        new_key,
        read_private_key,
        read_public_key,
    )
    from trainbib.signing.manifests import SignatureReport, sign, verify_signatures
    from trainbib.signing.names import envelope_path
    from trainbib.signing.statement import PREDICATE_TYPE, statement_of

__all__ = [
    "PREDICATE_TYPE",
    "Envelope",
    "NewKey",
    "PassphraseError",
    "PrivateKey",
    "PublicKey",
    "Signature",
    "SignatureReport",
    "SigningError",
    "envelope_path",
    "new_key",
    "read_private_key",
    "read_public_key",
    "sign",
    "statement_of",
    "verify_signatures",
]

_HOMES = {
    "PREDICATE_TYPE": "statement",
    "Envelope": "envelope",
    "NewKey": "keys",
    "PassphraseError": "keys",
    "PrivateKey": "keys",
    "PublicKey": "keys",
    "Signature": "envelope",
    "SignatureReport": "manifests",
    "SigningError": "envelope",
    "envelope_path": "names",
    "new_key": "keys",
    "read_private_key": "keys",
    "read_public_key": "keys",
    "sign": "manifests",
    "statement_of": "statement",
    "verify_signatures": "manifests",
}

__getattr__ = names_from(__name__, _HOMES)
