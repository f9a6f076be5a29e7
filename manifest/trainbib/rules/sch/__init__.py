"""SCH: structure and answers."""

from trainbib.rules.base import Rule
from trainbib.rules.sch import (
    sch001_missing_field,
    sch002_unknown_field,
    sch003_wrong_type,
    sch004_value_not_allowed,
    sch005_empty_value,
    sch006_placeholder,
    sch007_gap_without_state,
    sch008_vacuous_reason,
    sch009_gate_contradiction,
    sch010_value_out_of_range,
    sch011_unknown_profile,
)

SCH_RULES: tuple[Rule, ...] = (
    sch001_missing_field.RULE,
    sch002_unknown_field.RULE,
    sch003_wrong_type.RULE,
    sch004_value_not_allowed.RULE,
    sch005_empty_value.RULE,
    sch006_placeholder.RULE,
    sch007_gap_without_state.RULE,
    sch008_vacuous_reason.RULE,
    sch009_gate_contradiction.RULE,
    sch010_value_out_of_range.RULE,
    sch011_unknown_profile.RULE,
)
