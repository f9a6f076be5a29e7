"""CAB: documentation of training data (California Civil Code, section 3111)."""

from trainbib.disclosure.regimes.ca_ab2013.rules import (
    cab001_answer_not_an_option,
    cab002_documented_in_part,
    cab100_documentation_unheaded,
    cab101_origin_unanswered,
    cab102_contribution_unanswered,
    cab103_data_points_unanswered,
    cab104_data_types_unanswered,
    cab105_protection_unanswered,
    cab106_acquisition_unanswered,
    cab107_personal_information_unanswered,
    cab108_aggregate_information_unanswered,
    cab109_modification_unanswered,
    cab110_collection_unanswered,
    cab111_first_use_unanswered,
    cab112_synthetic_generation_unanswered,
)
from trainbib.rules.base import Rule

RULES: tuple[Rule, ...] = (
    cab001_answer_not_an_option.RULE,
    cab002_documented_in_part.RULE,
    cab100_documentation_unheaded.RULE,
    cab101_origin_unanswered.RULE,
    cab102_contribution_unanswered.RULE,
    cab103_data_points_unanswered.RULE,
    cab104_data_types_unanswered.RULE,
    cab105_protection_unanswered.RULE,
    cab106_acquisition_unanswered.RULE,
    cab107_personal_information_unanswered.RULE,
    cab108_aggregate_information_unanswered.RULE,
    cab109_modification_unanswered.RULE,
    cab110_collection_unanswered.RULE,
    cab111_first_use_unanswered.RULE,
    cab112_synthetic_generation_unanswered.RULE,
)
