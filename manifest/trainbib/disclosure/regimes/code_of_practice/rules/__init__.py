"""COP: data section of the Model Documentation Form (Code of Practice, voluntary)."""

from trainbib.disclosure.regimes.code_of_practice.rules import (
    cop001_data_not_an_option,
    cop002_data_documented_in_part,
    cop003_data_item_long,
    cop100_data_section_unheaded,
    cop101_data_types_unstated,
    cop102_provenance_unstated,
    cop103_obtaining_unstated,
    cop104_data_points_unstated,
    cop105_scope_unstated,
    cop106_curation_unstated,
    cop107_screening_unstated,
    cop108_bias_unstated,
)
from trainbib.rules.base import Rule

RULES: tuple[Rule, ...] = (
    cop001_data_not_an_option.RULE,
    cop002_data_documented_in_part.RULE,
    cop003_data_item_long.RULE,
    cop100_data_section_unheaded.RULE,
    cop101_data_types_unstated.RULE,
    cop102_provenance_unstated.RULE,
    cop103_obtaining_unstated.RULE,
    cop104_data_points_unstated.RULE,
    cop105_scope_unstated.RULE,
    cop106_curation_unstated.RULE,
    cop107_screening_unstated.RULE,
    cop108_bias_unstated.RULE,
)
