"""Proofs that a file or a content is, or is not, in a set (SPEC.md, sections 15.4 and 15.5).

An *index* of a file tree is two files beside the inventory: the bucket tables, which are small and
hash to the roots, and the leaves sorted by key, of which a proof reads one bucket.

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.proofs.building import (
        build_index,
    )
    from trainbib.proofs.differing import (
        DifferingBuckets,
        FileDigest,
        changed_files,
        changed_leaves,
        differing_buckets,
    )
    from trainbib.proofs.index import (
        TreeIndex,
        open_index,
        temporary_index,
        write_index,
    )
    from trainbib.proofs.leaves import (
        Leaf,
    )
    from trainbib.proofs.names import (
        index_paths,
    )
    from trainbib.proofs.pins import (
        DepartedError,
        PinError,
        TreePins,
        pins_of,
        read_pins,
        write_pinned_index,
    )
    from trainbib.proofs.proof import (
        ContentLeaf,
        FileLeaf,
        OtherLeaf,
        Proof,
        ProofError,
        format_proof,
        parse_proof,
        read_proof,
    )
    from trainbib.proofs.proving import (
        prove,
        prove_in,
    )
    from trainbib.proofs.tables import (
        BucketTable,
        IndexFileError,
        Keying,
        read_tables,
    )
    from trainbib.proofs.verification import (
        ProofVerdict,
        verify_proof,
    )

__all__ = [
    "BucketTable",
    "ContentLeaf",
    "DepartedError",
    "DifferingBuckets",
    "FileDigest",
    "FileLeaf",
    "IndexFileError",
    "Keying",
    "Leaf",
    "OtherLeaf",
    "PinError",
    "Proof",
    "ProofError",
    "ProofVerdict",
    "TreeIndex",
    "TreePins",
    "build_index",
    "changed_files",
    "changed_leaves",
    "differing_buckets",
    "format_proof",
    "index_paths",
    "open_index",
    "parse_proof",
    "pins_of",
    "prove",
    "prove_in",
    "read_pins",
    "read_proof",
    "read_tables",
    "temporary_index",
    "verify_proof",
    "write_index",
    "write_pinned_index",
]

_HOMES = {
    "BucketTable": "tables",
    "ContentLeaf": "proof",
    "DepartedError": "pins",
    "DifferingBuckets": "differing",
    "FileDigest": "differing",
    "FileLeaf": "proof",
    "IndexFileError": "tables",
    "Keying": "tables",
    "Leaf": "leaves",
    "OtherLeaf": "proof",
    "PinError": "pins",
    "Proof": "proof",
    "ProofError": "proof",
    "ProofVerdict": "verification",
    "TreeIndex": "index",
    "TreePins": "pins",
    "build_index": "building",
    "changed_files": "differing",
    "changed_leaves": "differing",
    "differing_buckets": "differing",
    "format_proof": "proof",
    "index_paths": "names",
    "open_index": "index",
    "parse_proof": "proof",
    "pins_of": "pins",
    "prove": "proving",
    "prove_in": "proving",
    "read_pins": "pins",
    "read_proof": "proof",
    "read_tables": "tables",
    "temporary_index": "index",
    "verify_proof": "verification",
    "write_index": "index",
    "write_pinned_index": "pins",
}

__getattr__ = names_from(__name__, _HOMES)
