"""Making proofs (SPEC.md, section 15.5)."""

import os
from hashlib import sha256

from trainbib.proofs.folding import path_below
from trainbib.proofs.index import TreeIndex
from trainbib.proofs.leaves import Leaf, holders_of, path_bytes
from trainbib.proofs.pins import TreePins, read_pins, with_tree
from trainbib.proofs.proof import ContentLeaf, FileLeaf, OtherLeaf, Proof, is_path_of_a_set
from trainbib.proofs.tables import Keying

__all__ = ["prove", "prove_in"]


def prove(
    manifest: str | os.PathLike[str] | TreePins,
    *,
    path: str | None = None,
    digest: str | None = None,
    inventory: str | os.PathLike[str] | None = None,
    with_paths: bool = False,
) -> Proof:
    """Prove that a file, or a content, is or is not in the set that a manifest describes.

    If there is an index beside the inventory (`trainbib.proofs.write_index`), one bucket of it is
    read; otherwise the inventory is.

    Args:
        manifest: The manifest, which pins the roots; or its pins, read already.
        path: Path of the file below the files root; bytes that are not UTF-8 as surrogate escapes.
        digest: SHA-256 of the content, 64 hexadecimal digits, with or without ``sha256:``.
        inventory: The inventory, where it is not where the manifest says; not with pins.
        with_paths: Whether a proof of a content tells the paths that hold it. It then proves how
            many there are, too.

    Raises:
        ValueError: Not one of path and digest is given, or it can be none of a set.
        PinError: The manifest cannot be read or pins no roots, or there is no inventory.
        DepartedError: The inventory is not the one that the manifest pins.
        OSError: A file cannot be read, or a temporary one not written.
    """
    keying, subject = subject_of(path=path, digest=digest)
    pins = manifest
    if not isinstance(pins, TreePins):
        pins = read_pins(pins, inventory=inventory)

    def proof(index: TreeIndex) -> Proof:
        return prove_in(index, keying, subject, with_paths=with_paths)

    return with_tree(pins, keying, proof)


def subject_of(*, path: str | None = None, digest: str | None = None) -> tuple[Keying, bytes]:
    """Return the keying and the subject that a path or a digest stands for.

    Raises:
        ValueError: Not one of both is given, or no file of a set can have it.
    """
    if (path is None) == (digest is None):
        raise ValueError("either a path or a digest is proved, one at a time")
    if path is not None:
        raw = path_bytes(path)
        if not is_path_of_a_set(raw):
            raise ValueError(
                f"{path!r} is no path that a file of a set can have: it is relative to the root of "
                "the files, with `/` between parts, and has no empty part, `.` or `..`"
            )
        return "paths", raw
    text = (digest or "").lower().removeprefix("sha256:")
    try:
        subject = bytes.fromhex(text)
    except ValueError:
        subject = b""
    if len(text) != 64 or len(subject) != 32:  # noqa: PLR2004 - of a SHA-256
        raise ValueError(f"{digest!r} is no SHA-256: 64 hexadecimal digits are wanted")
    return "contents", subject


def prove_in(index: TreeIndex, keying: Keying, subject: bytes, *, with_paths: bool) -> Proof:
    """Prove from an index that a subject is, or is not, in its set.

    Args:
        index: The index; one bucket of it is read.
        keying: `paths` or `contents`.
        subject: Bytes of the path, or the 32 bytes of the content's SHA-256.
        with_paths: Whether a proof of a content tells the paths that hold it.

    Raises:
        IndexFileError: The bucket is not the one of the table.
        OSError: It cannot be read.
    """
    key = subject if keying == "contents" else sha256(subject).digest()
    table = index.tables[keying]
    above = table.path_to(key)
    siblings = list(above.siblings)
    leaf: Leaf | None = None
    if above.bucket is not None:
        leaves = index.bucket(keying, above.bucket)
        if above.below < table.depth:
            leaf = leaves[0]  # alone in a subtree that is larger than a bucket
        else:
            keys = [leaf.key for leaf in leaves]
            hashes = [leaf.hash for leaf in leaves]
            further, at = path_below(keys, hashes, table.depth, key)
            siblings += further
            leaf = None if at is None else leaves[at]
    return Proof(
        keying,
        subject,
        table.root,
        tuple(siblings),
        _end(leaf, key, keying, with_paths=with_paths),
    )


def _end(
    leaf: Leaf | None, key: bytes, keying: Keying, *, with_paths: bool
) -> FileLeaf | ContentLeaf | OtherLeaf | None:
    if leaf is None:
        return None
    if leaf.key != key:
        return OtherLeaf(leaf.key, leaf.value)
    if keying == "paths":
        return FileLeaf(int.from_bytes(leaf.value[:8]), leaf.value[8:].hex())
    paths = tuple(holders_of(leaf))
    if with_paths:
        return ContentLeaf(len(paths), paths=paths)
    return ContentLeaf(len(paths), value=leaf.value)
