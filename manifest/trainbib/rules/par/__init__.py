"""PAR: parsing and encoding."""

from trainbib.rules.base import Rule
from trainbib.rules.par import (
    par001_syntax_error,
    par002_not_utf8,
    par003_duplicate_mapping_key,
    par004_ambiguous_scalar,
    par005_hidden_character,
    par006_not_nfc,
    par007_markup_left_over,
    par008_unsupported_spec_version,
    par009_alias_expansion,
    par010_number_not_portable,
    par011_non_string_key,
    par012_nested_too_deep,
    par013_newer_minor_version,
)

PAR_RULES: tuple[Rule, ...] = (
    par001_syntax_error.RULE,
    par002_not_utf8.RULE,
    par003_duplicate_mapping_key.RULE,
    par004_ambiguous_scalar.RULE,
    par005_hidden_character.RULE,
    par006_not_nfc.RULE,
    par007_markup_left_over.RULE,
    par008_unsupported_spec_version.RULE,
    par009_alias_expansion.RULE,
    par010_number_not_portable.RULE,
    par011_non_string_key.RULE,
    par012_nested_too_deep.RULE,
    par013_newer_minor_version.RULE,
)
