"""HSH: digests and sizes."""

from trainbib.rules.base import Rule
from trainbib.rules.hsh import (
    hsh001_hash_mismatch,
    hsh002_size_mismatch,
    hsh003_hash_missing,
    hsh004_weak_hash,
    hsh005_malformed_hash,
    hsh006_moved_file,
    hsh007_inventory_digest_mismatch,
    hsh008_evidence_unhashed,
)

HSH_RULES: tuple[Rule, ...] = (
    hsh001_hash_mismatch.RULE,
    hsh002_size_mismatch.RULE,
    hsh003_hash_missing.RULE,
    hsh004_weak_hash.RULE,
    hsh005_malformed_hash.RULE,
    hsh006_moved_file.RULE,
    hsh007_inventory_digest_mismatch.RULE,
    hsh008_evidence_unhashed.RULE,
)
