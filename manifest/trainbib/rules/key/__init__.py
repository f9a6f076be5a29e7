"""KEY: keys and duplicates."""

from trainbib.rules.base import Rule
from trainbib.rules.key import (
    key001_duplicate_key,
    key002_invalid_key,
    key003_case_only_difference,
    key004_key_deviates,
    key005_same_identifier_twice,
    key006_similar_sources,
    key007_same_party_twice,
)

KEY_RULES: tuple[Rule, ...] = (
    key001_duplicate_key.RULE,
    key002_invalid_key.RULE,
    key003_case_only_difference.RULE,
    key004_key_deviates.RULE,
    key005_same_identifier_twice.RULE,
    key006_similar_sources.RULE,
    key007_same_party_twice.RULE,
)
