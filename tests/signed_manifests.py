"""A manifest to sign, and keys of every algorithm to sign it with."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from trainbib.canonical import canonical_form
from trainbib.signing import PrivateKey, PublicKey, new_key, read_private_key, read_public_key
from trainbib.signing.keys import ALGORITHMS, Algorithm

Keys = dict[Algorithm, tuple[PrivateKey, PublicKey]]

DATA: dict[str, Any] = {
    "trainbib": "1.0",
    "dataset": {"name": "example", "version": "1"},
    "sources": {"example": {"kind": "other", "license": "CC0-1.0"}},
    "files": {
        "root": "data",
        "inventory": {
            "path": "i.jsonl",
            "files": 0,
            "bytes": 0,
            "digest": "sha256:" + sha256(b"").hexdigest(),
            "roots": {"paths": "sha256:" + "00" * 32, "contents": "sha256:" + "00" * 32},
        },
    },
}
TEXT = canonical_form(DATA)


def made_keys(folder: Path) -> Keys:
    """Make a pair of keys of each algorithm."""
    made: Keys = {}
    for algorithm in ALGORITHMS:
        pair = new_key(folder / f"{algorithm}.pem", algorithm=algorithm)
        made[algorithm] = read_private_key(pair.private), read_public_key(pair.public)
    return made


def written(folder: Path) -> Path:
    """Write the manifest."""
    path = folder / "m.trainbib.json"
    path.write_bytes(TEXT)
    return path
