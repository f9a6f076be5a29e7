"""Verify a proof with nothing but Python: `python verify_proof.py PROOF.json ROOT`.

ROOT is that of the proof's keying in the manifest: `files.inventory.roots.paths` or `.contents`.
The exit code is 0 if the proof holds, else 1. SPEC.md, section 15.5.
"""
# ruff: noqa: INP001, T201 - a script, and printing is what it is for

import base64
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def _path(item: dict[str, Any]) -> bytes:
    return item["path"].encode() if "path" in item else base64.b64decode(item["path_bytes"])


def _value(leaf: dict[str, Any]) -> bytes:
    if "bytes" in leaf:
        return int(leaf["bytes"]).to_bytes(8, "big") + bytes.fromhex(leaf["sha256"])
    if "value" in leaf:
        return bytes.fromhex(leaf["value"])
    paths = [_path({"path": one} if isinstance(one, str) else one) for one in leaf["paths"]]
    lengths_and_paths = [len(path).to_bytes(8, "big") + path for path in paths]
    return _hash(leaf["files"].to_bytes(8, "big"), *lengths_and_paths)


def holds(proof: dict[str, Any], root: str) -> bool:
    """Tell whether a proof, read from JSON that keeps the schema, holds under a root."""
    of_file, included = proof["keying"] == "paths", proof["included"]
    key = _hash(_path(proof)) if of_file else bytes.fromhex(proof["digest"][7:])
    bits = f"{int.from_bytes(key, 'big'):0256b}"
    siblings = [bytes.fromhex(sibling) for sibling in proof["siblings"]]
    node = bytes(32)  # an empty half
    if end := proof["leaf"] if included else proof.get("other_leaf"):
        found, value = key if included else bytes.fromhex(end["key"]), _value(end)
        way = f"{int.from_bytes(found, 'big'):0256b}"[: len(siblings)]
        if (found == key) != included or way != bits[: len(siblings)]:
            return False
        if len(value) != (40 if of_file else 32):
            return False
        node = _hash(b"\0", found, value)
    if len(siblings) > len(bits) or siblings[-1:] == [bytes(32)]:
        return False
    for bit, sibling in reversed(list(zip(bits, siblings, strict=False))):
        node = _hash(b"\1", *((sibling, node) if bit == "1" else (node, sibling)))
    return bool("sha256:" + node.hex() == root == proof["root"])


if __name__ == "__main__":
    good = holds(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), sys.argv[2])
    print("the proof holds" if good else "the proof does not hold")
    sys.exit(not good)
