"""Verifying a proof against a root (SPEC.md, section 15.5)."""

from dataclasses import dataclass
from hashlib import sha256

from trainbib.proofs.folding import BITS, EMPTY, bit_of, leaf_hash, node_hash
from trainbib.proofs.leaves import content_preimage
from trainbib.proofs.proof import ContentLeaf, FileLeaf, OtherLeaf, Proof

__all__ = ["ProofVerdict", "verify_proof"]


@dataclass(frozen=True, slots=True)
class ProofVerdict:
    """What came of verifying a proof.

    Attributes:
        reason: Why it does not hold; None if it holds.
        included: What it proves if it holds: that the subject is in the set, or that it is not.
        files: How many files hold the content, where that is proved.
    """

    reason: str | None
    included: bool
    files: int | None = None

    @property
    def holds(self) -> bool:
        """Whether the proof holds."""
        return self.reason is None


def verify_proof(proof: Proof, root: str) -> ProofVerdict:
    """Verify a proof.

    It is sound whoever made the tree: under one root no two proofs hold of which one says that a
    subject is in the set and the other that it is not, unless somebody found a collision of
    SHA-256.

    Args:
        proof: The proof.
        root: The root that one trusts, from the manifest: ``sha256:`` and 64 hexadecimal digits.
    """
    reason = _fault(proof, root)
    files: int | None = None
    if reason is None:
        match proof.end:
            case FileLeaf():
                files = 1
            case ContentLeaf(count, _, paths) if paths is not None:
                files = count
            case _:
                pass
    return ProofVerdict(reason, proof.included, files)


def _fault(proof: Proof, root: str) -> str | None:
    """Say why a proof does not hold; None if it does."""
    if proof.root != root:
        return f"it is about the root {proof.root}, not {root}"
    key = proof.subject if proof.keying == "contents" else sha256(proof.subject).digest()
    depth = len(proof.siblings)
    if depth > BITS:
        return f"it has {depth} siblings, {BITS} are the most"
    if depth and proof.siblings[-1] == EMPTY:
        return "it ends beside an empty half, where a tree of the standard is not divided"
    match proof.end:
        case FileLeaf(size, digest):
            node = leaf_hash(key, size.to_bytes(8) + bytes.fromhex(digest))
        case ContentLeaf(_, value, paths):
            if value is None:
                value = sha256(content_preimage(paths or ())).digest()
            node = leaf_hash(key, value)
        case OtherLeaf(other, value):
            if other == key:
                return "the other leaf is the leaf of what is said not to be there"
            shared = int.from_bytes(other) ^ int.from_bytes(key)
            if shared.bit_length() > BITS - depth:
                return "the other leaf does not lie where the one that is looked for would be"
            node = leaf_hash(other, value)
        case None:
            node = EMPTY
    for level in range(depth - 1, -1, -1):
        sibling = proof.siblings[level]
        right = bit_of(key, level)
        node = node_hash(sibling, node) if right else node_hash(node, sibling)
    if f"sha256:{node.hex()}" != root:
        return f"it hashes to sha256:{node.hex()}, not to the root {root}"
    return None
