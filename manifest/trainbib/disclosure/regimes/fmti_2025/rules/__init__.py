"""FMT: answers to the data indicators of the Foundation Model Transparency Index 2025 (no law)."""

from trainbib.disclosure.regimes.fmti_2025.rules import (
    fmt001_acquisition_not_listed,
    fmt002_indicator_in_part,
    fmt003_source_not_followed_up,
    fmt100_indicators_unheaded,
    fmt101_acquisition_indicators_unanswered,
    fmt102_processing_indicators_unanswered,
    fmt103_property_indicators_unanswered,
)
from trainbib.rules.base import Rule

RULES: tuple[Rule, ...] = (
    fmt001_acquisition_not_listed.RULE,
    fmt002_indicator_in_part.RULE,
    fmt003_source_not_followed_up.RULE,
    fmt100_indicators_unheaded.RULE,
    fmt101_acquisition_indicators_unanswered.RULE,
    fmt102_processing_indicators_unanswered.RULE,
    fmt103_property_indicators_unanswered.RULE,
)
