"""REF: references, the heart of a bibliography."""

from trainbib.rules.base import Rule
from trainbib.rules.ref import (
    ref001_dangling_source,
    ref002_unused_source,
    ref003_uncited_file,
    ref004_dangling_party,
    ref005_unused_party,
    ref006_licence_text_missing,
    ref007_licence_text_unused,
    ref008_derivation_cycle,
    ref009_parent_not_found,
    ref010_glob_matches_nothing,
    ref011_invalid_pattern,
    ref012_parent_disagrees,
)

REF_RULES: tuple[Rule, ...] = (
    ref001_dangling_source.RULE,
    ref002_unused_source.RULE,
    ref003_uncited_file.RULE,
    ref004_dangling_party.RULE,
    ref005_unused_party.RULE,
    ref006_licence_text_missing.RULE,
    ref007_licence_text_unused.RULE,
    ref008_derivation_cycle.RULE,
    ref009_parent_not_found.RULE,
    ref010_glob_matches_nothing.RULE,
    ref011_invalid_pattern.RULE,
    ref012_parent_disagrees.RULE,
)
