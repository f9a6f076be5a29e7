"""Keys in PEM: Ed25519 (RFC 8032) and ECDSA over P-256 with SHA-256 (FIPS 186-5)."""

import contextlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trainbib.signing.envelope import SigningError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    _Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
    _Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "NewKey",
    "PassphraseError",
    "PrivateKey",
    "PublicKey",
    "new_key",
    "read_private_key",
    "read_public_key",
]

Algorithm = Literal["ed25519", "p256"]
ALGORITHMS: tuple[Algorithm, Algorithm] = ("ed25519", "p256")
"""The algorithms, the one for new keys first."""

_MAX_PEM = 1 << 20


class PassphraseError(SigningError):
    """A private key is encrypted, and there is no passphrase or a wrong one."""


def need_cryptography() -> None:
    """Make sure that the extra is there.

    Raises:
        SigningError: It is not.
    """
    from importlib.util import find_spec

    if find_spec("cryptography") is None:
        raise SigningError("signing needs the package cryptography: pip install 'trainbib[sign]'")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key.

    Attributes:
        name: What it was read from.
        algorithm: Its algorithm.
        key_id: SHA-256 of its SubjectPublicKeyInfo in DER (RFC 5280), 64 hexadecimal digits.
    """

    name: str
    algorithm: Algorithm
    key_id: str
    _key: "_Public"

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Tell whether a signature of some data is one of this key."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            if isinstance(self._key, ed25519.Ed25519PublicKey):
                self._key.verify(signature, data)
            else:
                self._key.verify(signature, data, ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """A private key; it has no way to be shown."""

    public: PublicKey
    _key: "_Private"

    def sign(self, data: bytes) -> bytes:
        """Sign data: 64 bytes (RFC 8032), or an ECDSA-Sig-Value in DER (RFC 3279)."""
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519
        from cryptography.hazmat.primitives.hashes import SHA256

        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(data)
        return self._key.sign(data, ec.ECDSA(SHA256()))


def read_public_key(path: str | os.PathLike[str]) -> PublicKey:
    """Read a public key from PEM.

    Raises:
        SigningError: It is no public key, or one of another algorithm, or the extra is missing.
        OSError: It cannot be read.
    """
    need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    name = os.fspath(path)
    data = _pem(name)
    if b"PRIVATE KEY-----" in data:
        raise SigningError(
            f"{name}: a private key; keep it to yourself and name its public key, which "
            f"`openssl pkey -in {name} -pubout` prints"
        )
    try:
        key: object = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SigningError(f"{name}: not a public key in PEM (`BEGIN PUBLIC KEY`)") from error
    return _public(key, name)


def read_private_key(
    path: str | os.PathLike[str], passphrase: Callable[[], bytes | None] | None = None
) -> PrivateKey:
    """Read a private key from PEM (PKCS #8, or the older form of EC keys).

    Args:
        path: The file.
        passphrase: Called for the passphrase if the key is encrypted; it may return None.

    Raises:
        PassphraseError: The key is encrypted and there is no passphrase, or it is wrong.
        SigningError: It is no private key, or one of another algorithm, or the extra is missing.
        OSError: It cannot be read.
    """
    need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    name = os.fspath(path)
    data = _pem(name)
    try:
        try:
            key: object = load_pem_private_key(data, None)
        except TypeError:  # which says that it is encrypted
            given = None if passphrase is None else passphrase()
            if not given:
                raise PassphraseError(
                    f"{name}: the key is encrypted, and no passphrase was given"
                ) from None
            try:
                key = load_pem_private_key(data, given)
            except ValueError as error:
                raise PassphraseError(f"{name}: the passphrase is wrong") from error
    except (SigningError, OSError):
        raise
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SigningError(
            f"{name}: not a private key in PEM; make one with `trainbib sign --new-key FILE`"
        ) from error
    return _private(key, name)


def _pem(name: str) -> bytes:
    with open(name, "rb") as file:  # noqa: PTH123 - a name is all that is needed
        data = file.read(_MAX_PEM + 1)
    if len(data) > _MAX_PEM:
        raise SigningError(f"{name}: more than {_MAX_PEM} bytes, as no key has")
    return data


def _private(key: object, name: str) -> PrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    if isinstance(key, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        return PrivateKey(_public(key.public_key(), name), key)
    raise SigningError(_other(key, name))


def _public(key: object, name: str) -> PublicKey:
    """Wrap a public key.

    Raises:
        SigningError: It is of another algorithm.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    algorithm: Algorithm
    if isinstance(key, ed25519.Ed25519PublicKey):
        algorithm = "ed25519"
    elif isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        algorithm = "p256"
    else:
        raise SigningError(_other(key, name))
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(name, algorithm, sha256(der).hexdigest(), key)


def _other(key: object, name: str) -> str:
    kind: str = type(key).__name__.removesuffix("PublicKey").removesuffix("PrivateKey")
    kind = getattr(getattr(key, "curve", None), "name", kind)
    return f"{name}: a key of the algorithm {kind}; Ed25519 and P-256 are supported"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A pair of keys that was made.

    Attributes:
        private: The file of the private key; only its owner may read it.
        public: The file of the public key.
        key_id: SHA-256 of the public key in DER.
    """

    private: Path
    public: Path
    key_id: str


def new_key(
    path: str | os.PathLike[str], *, algorithm: Algorithm = "ed25519", passphrase: bytes = b""
) -> NewKey:
    """Make a pair of keys: the private one with mode 0600, the public one beside it.

    Args:
        path: The file of the private key (PKCS #8, PEM). The public one, ``SubjectPublicKeyInfo``,
            gets the suffix ``.pub.pem`` in the place of ``.pem``.
        algorithm: The algorithm.
        passphrase: What the private key is encrypted with; it is not if this is empty.

    Raises:
        FileExistsError: One of the two files is there; neither is touched.
        SigningError: The extra is missing.
        OSError: A file cannot be written; neither is left behind.
    """
    need_cryptography()
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        KeySerializationEncryption,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    private = Path(path)
    public = private.with_name(f"{private.name.removesuffix('.pem')}.pub.pem")
    key: _Private
    if algorithm == "ed25519":
        key = ed25519.Ed25519PrivateKey.generate()
    else:
        key = ec.generate_private_key(ec.SECP256R1())
    hidden: KeySerializationEncryption
    hidden = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _create(public, pem, 0o644)
    try:
        _create(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden), 0o600)
    except BaseException:
        with contextlib.suppress(OSError):
            public.unlink()
        raise
    return NewKey(private, public, _public(key.public_key(), os.fspath(private)).key_id)


def _create(path: Path, data: bytes, mode: int) -> None:
    """Write a file that is not there yet, never readable by more than it is to be."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(file, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def is_open_to_others(path: str | os.PathLike[str]) -> bool:
    """Tell whether others than its owner may read a file."""
    return os.name == "posix" and bool(Path(path).stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
