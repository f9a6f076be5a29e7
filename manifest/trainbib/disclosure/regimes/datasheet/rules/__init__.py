"""DSH: datasheet of a data set (Datasheets for Datasets; no law)."""

from trainbib.disclosure.regimes.datasheet.rules import (
    dsh001_question_in_part,
    dsh002_question_not_yes_or_no,
    dsh101_motivation_unanswered,
    dsh102_composition_unanswered,
    dsh103_collection_process_unanswered,
    dsh104_preprocessing_unanswered,
    dsh105_uses_unanswered,
    dsh106_distribution_unanswered,
    dsh107_maintenance_unanswered,
)
from trainbib.rules.base import Rule

RULES: tuple[Rule, ...] = (
    dsh001_question_in_part.RULE,
    dsh002_question_not_yes_or_no.RULE,
    dsh101_motivation_unanswered.RULE,
    dsh102_composition_unanswered.RULE,
    dsh103_collection_process_unanswered.RULE,
    dsh104_preprocessing_unanswered.RULE,
    dsh105_uses_unanswered.RULE,
    dsh106_distribution_unanswered.RULE,
    dsh107_maintenance_unanswered.RULE,
)
