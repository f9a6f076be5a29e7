"""Keys for signatures: which can be used, how they are made and kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from signed_manifests import Keys, made_keys, written
from trainbib.signing import (
    PassphraseError,
    SigningError,
    new_key,
    read_private_key,
    read_public_key,
    sign,
    verify_signatures,
)
from trainbib.signing.keys import ALGORITHMS, Algorithm, is_open_to_others


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return made_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return written(tmp_path)


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


RSA = rsa.generate_private_key(65537, 1024)  # noqa: S505 - never used to sign
P384 = ec.generate_private_key(ec.SECP384R1())


@pytest.mark.parametrize(
    ("read", "pem", "reason"),
    [
        (read_private_key, b"", "not a private key in PEM"),
        (
            read_private_key,
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "not a",
        ),
        (read_private_key, public_of(P384), "not a private key in PEM"),
        (read_private_key, pem_of(RSA), "the algorithm RSA; Ed25519 and P-256 are supported"),
        (read_private_key, pem_of(P384), "the algorithm secp384r1; Ed25519 and P-256"),
        (read_private_key, b"x" * (1 << 21), "as no key has"),
        (read_public_key, b"", "not a public key in PEM"),
        (read_public_key, public_of(RSA), "the algorithm RSA"),
        (read_public_key, public_of(P384), "P-256 are supported"),
        (read_public_key, pem_of(P384), "a private key; keep it to yourself"),
    ],
)
def test_a_key_that_cannot_be_used_is_named(
    read: Callable[[Path], object], pem: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(pem)
    with pytest.raises(SigningError, match=reason) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_an_older_form_of_ec_keys_is_read(tmp_path: Path, manifest: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "key.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    private = read_private_key(path)
    sign(manifest, private)
    assert verify_signatures(manifest, [private.public]).holds()


def test_a_new_key_is_for_its_owner_alone_and_overwrites_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = new_key(tmp_path / "k.pem")
    finally:
        os.umask(before)
    assert [made.private.name, made.public.name] == ["k.pem", "k.pub.pem"]
    assert made.key_id == read_public_key(made.public).key_id
    if os.name == "posix":
        assert made.private.stat().st_mode & 0o777 == 0o600
        assert not is_open_to_others(made.private)
        assert is_open_to_others(made.public)
    contents = made.private.read_bytes(), made.public.read_bytes()
    with pytest.raises(FileExistsError):
        new_key(tmp_path / "k.pem")
    made.public.rename(tmp_path / "kept.pem")
    with pytest.raises(FileExistsError):
        new_key(tmp_path / "k.pem")
    assert (made.private.read_bytes(), (tmp_path / "kept.pem").read_bytes()) == contents
    assert not made.public.exists()


def test_a_private_key_is_never_shown(keys: Keys) -> None:
    private, _ = keys["ed25519"]
    assert "PrivateKey object at" in repr(private)
    assert "Ed25519PrivateKey" not in repr(private)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_an_encrypted_key_needs_its_passphrase(
    algorithm: Algorithm, tmp_path: Path, manifest: Path
) -> None:
    made = new_key(tmp_path / "k.pem", algorithm=algorithm, passphrase=b"s3cret")
    assert b"ENCRYPTED" in made.private.read_bytes()
    with pytest.raises(PassphraseError, match="encrypted, and no passphrase was given"):
        read_private_key(made.private)
    with pytest.raises(PassphraseError, match="encrypted, and no passphrase was given"):
        read_private_key(made.private, lambda: None)
    with pytest.raises(PassphraseError, match="the passphrase is wrong") as caught:
        read_private_key(made.private, lambda: b"guess")
    assert "guess" not in str(caught.value)
    sign(manifest, read_private_key(made.private, lambda: b"s3cret"))
    assert verify_signatures(manifest, [read_public_key(made.public)]).holds()
