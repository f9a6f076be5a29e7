"""FIL: the inventory against the folder, and totals against their parts."""

from trainbib.rules.base import Rule
from trainbib.rules.fil import (
    fil001_file_missing,
    fil002_file_not_listed,
    fil003_path_escapes_root,
    fil004_path_clash,
    fil005_overlapping_patterns,
    fil006_lfs_pointer,
    fil007_media_type_mismatch,
    fil008_record_count_mismatch,
    fil009_totals_mismatch,
    fil010_split_overlap,
    fil011_unreadable_file,
    fil012_file_changed_while_reading,
    fil013_inventory_missing,
)

FIL_RULES: tuple[Rule, ...] = (
    fil001_file_missing.RULE,
    fil002_file_not_listed.RULE,
    fil003_path_escapes_root.RULE,
    fil004_path_clash.RULE,
    fil005_overlapping_patterns.RULE,
    fil006_lfs_pointer.RULE,
    fil007_media_type_mismatch.RULE,
    fil008_record_count_mismatch.RULE,
    fil009_totals_mismatch.RULE,
    fil010_split_overlap.RULE,
    fil011_unreadable_file.RULE,
    fil012_file_changed_while_reading.RULE,
    fil013_inventory_missing.RULE,
)
