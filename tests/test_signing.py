"""Signatures of manifests: what was signed is found to be so, and nothing else is."""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from hypothesis import given, settings
from hypothesis import strategies as st

from signed_manifests import DATA, TEXT, Keys, made_keys, written
from trainbib.canonical import canonical_digest, canonical_form
from trainbib.document import parse_document
from trainbib.signing import (
    PrivateKey,
    SigningError,
    envelope_path,
    new_key,
    read_private_key,
    read_public_key,
    sign,
    statement_of,
    verify_signatures,
)
from trainbib.signing.envelope import Envelope, pre_authentication_encoding, read_envelope
from trainbib.signing.keys import ALGORITHMS, Algorithm
from trainbib.signing.statement import fault_in


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return made_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_is_signed_is_verified(algorithm: Algorithm, keys: Keys, manifest: Path) -> None:
    private, public = keys[algorithm]
    sign(manifest, private)
    report = verify_signatures(manifest, [public])
    assert report.holds()
    assert report.fault is None
    assert report.key_ids == (public.key_id,)
    assert public.algorithm == algorithm


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_envelope_is_what_other_programs_verify(
    algorithm: Algorithm, keys: Keys, manifest: Path
) -> None:
    private, public = keys[algorithm]
    sign(manifest, private)
    envelope = json.loads(envelope_path(manifest).read_text())
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    payload = base64.b64decode(envelope["payload"])
    kind = envelope["payloadType"]
    signed = f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload
    (signature,) = envelope["signatures"]
    raw = base64.b64decode(signature["sig"])
    pem = Path(public.name).read_bytes()
    key = load_pem_public_key(pem)
    if algorithm == "ed25519":
        assert isinstance(key, ed25519.Ed25519PublicKey)
        key.verify(raw, signed)
    else:
        assert isinstance(key, ec.EllipticCurvePublicKey)
        key.verify(raw, signed, ec.ECDSA(SHA256()))
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert signature["keyid"] == sha256(der).hexdigest() == public.key_id
    statement = json.loads(payload)
    assert payload == canonical_form(statement)
    assert statement == {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {
                "name": "m.trainbib.json",
                "digest": {"sha256": canonical_digest(DATA).removeprefix("sha256:")},
            }
        ],
        "predicateType": "https://trainbib.org/attestation/manifest/v1",
        "predicate": {
            "canonicalization": "RFC8785",
            "trainbib": "1.0",
            "dataset": {"name": "example", "version": "1"},
            "roots": {"paths": "sha256:" + "00" * 32, "contents": "sha256:" + "00" * 32},
        },
    }


def test_the_encoding_is_that_of_the_specification() -> None:
    encoded = pre_authentication_encoding("http://example.com/HelloWorld", b"hello world")
    assert encoded == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert pre_authentication_encoding("é", b"") == b"DSSEv1 2 \xc3\xa9 0 "


def test_answers_that_are_gaps_are_no_part_of_the_summary() -> None:
    statement = statement_of({"dataset": {"name": "a", "version": {"unknown": "x"}}}, "\udcff.json")
    assert statement["predicate"] == {"canonicalization": "RFC8785", "dataset": {"name": "a"}}
    assert canonical_form(statement)


def test_layout_and_form_are_free(keys: Keys, manifest: Path, tmp_path: Path) -> None:
    private, public = keys["ed25519"]
    sign(manifest, private)
    again = tmp_path / "m.yaml"
    again.write_text("# a comment\n" + json.dumps(DATA, indent=3))
    assert verify_signatures(again, [public], envelope=envelope_path(manifest)).holds()


# Whatever is changed.


@settings(deadline=None, max_examples=150)
@given(at=st.integers(0, len(TEXT) - 1), bit=st.integers(0, 7))
def test_a_bit_that_changed_in_a_manifest_is_found(at: int, bit: int) -> None:
    envelope = Envelope(canonical_form(statement_of(DATA, "m.json")))
    data = bytearray(TEXT)
    data[at] ^= 1 << bit
    document = parse_document(bytes(data), path="m.json")
    if document.parsed and not document.findings and isinstance(document.data, dict):
        fault = fault_in(envelope, document.data, "m.json")
        assert fault is not None
        assert "has the digest" in fault
    assert fault_in(envelope, DATA, "m.json") is None


@settings(deadline=None, max_examples=150)
@given(
    place=st.tuples(st.integers(0), st.integers(0, 7)),
    algorithm=st.sampled_from(ALGORITHMS),
    field=st.sampled_from(["payload", "sig", "payloadType"]),
)
def test_a_bit_that_changed_in_what_was_signed_or_in_a_signature_is_found(
    keys: Keys,
    tmp_path_factory: pytest.TempPathFactory,
    place: tuple[int, int],
    algorithm: Algorithm,
    field: str,
) -> None:
    at, bit = place
    private, public = keys[algorithm]
    folder = tmp_path_factory.getbasetemp()
    manifest = folder / "m.json"
    manifest.write_bytes(TEXT)
    sign(manifest, private, replace=True)
    envelope = json.loads(envelope_path(manifest).read_text())
    assert verify_signatures(manifest, [public]).holds()
    members = envelope["signatures"][0] if field == "sig" else envelope
    if field == "payloadType":
        data = bytearray(members[field].encode())
        data[at % len(data)] ^= 1 << (bit % 7)
        members[field] = data.decode()
    else:
        data = bytearray(base64.b64decode(members[field]))
        data[at % len(data)] ^= 1 << bit
        members[field] = base64.b64encode(data).decode()
    envelope_path(manifest).write_text(json.dumps(envelope))
    report = verify_signatures(manifest, [public])
    assert not report.keys[0].signed
    assert not report.holds()


@settings(deadline=None, max_examples=150)
@given(at=st.integers(0), bit=st.integers(0, 7))
def test_a_bit_that_changed_in_an_envelope_is_found_or_says_nothing_else(
    keys: Keys, tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    private, public = keys["ed25519"]
    manifest = tmp_path_factory.getbasetemp() / "e.json"
    manifest.write_bytes(TEXT)
    whole = sign(manifest, private, replace=True)
    data = bytearray(envelope_path(manifest).read_bytes())
    data[at % len(data)] ^= 1 << bit
    envelope_path(manifest).write_bytes(data)
    try:
        holds = verify_signatures(manifest, [public]).holds()
    except SigningError:
        return
    if holds:  # a blank, or the hint which key it was
        found = read_envelope(envelope_path(manifest))
        assert (found.payload, found.payload_type) == (whole.payload, whole.payload_type)
        assert [s.signature for s in found.signatures] == [s.signature for s in whole.signatures]


def test_a_statement_that_says_something_else_than_the_manifest_is_found(
    keys: Keys, manifest: Path
) -> None:
    private, public = keys["ed25519"]
    for change, reason in (
        ({"predicate": {**PREDICATE, "trainbib": "0.9"}}, "says '0.9' of `trainbib`"),
        ({"predicate": {}}, "says None of `canonicalization`"),
        ({"predicateType": "https://slsa.dev/provenance/v1"}, "not about a manifest"),
        ({"_type": "x"}, "of the type 'x'"),
        ({"subject": []}, "has the digest sha256:None"),
        ({"subject": [{"digest": {"sha256": "00"}}] * 2}, "has the digest sha256:None"),
    ):
        signed = Envelope(canonical_form({**statement_of(DATA, "m"), **change}))
        write_signed(manifest, signed, private)
        report = verify_signatures(manifest, [public])
        assert report.keys[0].signed
        assert not report.holds()
        assert report.fault is not None
        assert reason in report.fault
    for payload, kind, reason in (
        (b"not JSON", "application/vnd.in-toto+json", "not JSON"),
        (b"{}", "text/plain", "'text/plain', not an in-toto statement"),
    ):
        write_signed(manifest, Envelope(payload, payload_type=kind), private)
        fault = verify_signatures(manifest, [public]).fault
        assert fault is not None
        assert reason in fault


PREDICATE: dict[str, Any] = json.loads(json.dumps(statement_of(DATA, "m")["predicate"]))


def write_signed(manifest: Path, envelope: Envelope, key: PrivateKey) -> None:
    from trainbib.signing import Signature

    signature = Signature(key.sign(envelope.signed), key.public.key_id)
    envelope_path(manifest).write_text(envelope.with_signature(signature).text())


# Several signatures.


def test_signatures_of_several_keys_stand_side_by_side(keys: Keys, manifest: Path) -> None:
    (first, first_public), (second, second_public) = keys["ed25519"], keys["p256"]
    sign(manifest, first)
    assert verify_signatures(manifest, [first_public]).holds()
    report = verify_signatures(manifest, [first_public, second_public])
    assert not report.holds()
    assert report.holds(any_key=True)
    assert len(sign(manifest, second).signatures) == 2
    assert verify_signatures(manifest, [second_public, first_public]).holds()
    assert len(sign(manifest, second).signatures) == 2
    assert verify_signatures(manifest, [second_public, first_public]).holds()
    assert not verify_signatures(manifest, []).holds(any_key=True)


def test_signatures_of_another_content_are_not_lost_unasked(keys: Keys, manifest: Path) -> None:
    private, public = keys["ed25519"]
    sign(manifest, private)
    before = envelope_path(manifest).read_bytes()
    manifest.write_text(json.dumps({**DATA, "x-note": 1}))
    assert not verify_signatures(manifest, [public]).holds()
    with pytest.raises(SigningError, match="holds signatures of something else"):
        sign(manifest, private)
    assert envelope_path(manifest).read_bytes() == before
    sign(manifest, private, replace=True)
    assert verify_signatures(manifest, [public]).holds()


def test_a_key_id_that_lies_or_is_absent_makes_no_difference(keys: Keys, manifest: Path) -> None:
    private, public = keys["p256"]
    sign(manifest, private)
    envelope = json.loads(envelope_path(manifest).read_text())
    for key_id in ("", "somebody"):
        envelope["signatures"][0]["keyid"] = key_id
        envelope_path(manifest).write_text(json.dumps(envelope))
        assert verify_signatures(manifest, [public]).holds()
        assert not verify_signatures(manifest, [keys["ed25519"][1]]).holds()
    del envelope["signatures"][0]["keyid"]
    # DSSE allows the alphabet for URLs, too.
    envelope["payload"] = envelope["payload"].replace("+", "-").replace("/", "_")
    envelope_path(manifest).write_text(json.dumps(envelope))
    assert verify_signatures(manifest, [public]).holds()


# What cannot be used.


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a DSSE envelope"),
        ("[]", "`payloadType`, `payload` and `signatures` are wanted"),
        ('{"a": 1, "a": 2}', "a key is given twice"),
        ("[" * 100_000, "not a DSSE envelope"),
        ('{"payloadType": "a", "payload": "", "signatures": []}', "are wanted"),
        ('{"payloadType": "a", "payload": 1, "signatures": [{}]}', "`payload` is not base64"),
        ('{"payloadType": "a", "payload": "YR==", "signatures": [{}]}', "`payload` is not base64"),
        ('{"payloadType": "a", "payload": "Y Q==", "signatures": [{}]}', "is not base64"),
        ('{"payloadType": "a", "payload": "YQ==", "signatures": [1]}', "`sig` is not base64"),
        ('{"payloadType": "a", "payload": "YQ==", "signatures": [{"keyid": 1}]}', "`keyid` is 1"),
    ],
)
def test_a_file_that_is_no_envelope_is_named(
    text: str, reason: str, keys: Keys, manifest: Path
) -> None:
    envelope_path(manifest).write_text(text)
    with pytest.raises(SigningError, match=reason):
        verify_signatures(manifest, [keys["ed25519"][1]])
    with pytest.raises(SigningError, match=reason):
        sign(manifest, keys["ed25519"][0])
    assert envelope_path(manifest).read_text() == text


@pytest.mark.parametrize(
    "text", ["a: [", "[1]", '{"a": 1, "a": 2}', "\ufeffa: .inf", '{"a": 1e999}']
)
def test_a_manifest_that_says_no_one_thing_is_not_signed(
    text: str, keys: Keys, manifest: Path
) -> None:
    manifest.write_text(text)
    with pytest.raises(SigningError, match=r"m\.trainbib\.json"):
        sign(manifest, keys["ed25519"][0])
    assert not envelope_path(manifest).exists()


def test_without_the_extra_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_is_found(_: str) -> None:
        return None

    monkeypatch.setattr("importlib.util.find_spec", none_is_found)
    for make in (new_key, read_private_key, read_public_key):
        with pytest.raises(SigningError, match=r"pip install 'trainbib\[sign\]'"):
            make(tmp_path / "k.pem")
