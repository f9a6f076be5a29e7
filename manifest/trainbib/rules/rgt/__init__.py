"""RGT: rights, reservations, personal data, withdrawn sources."""

from trainbib.rules.base import Rule
from trainbib.rules.rgt import (
    rgt001_rights_holder_missing,
    rgt002_rights_holder_unidentified,
    rgt003_opt_out_unchecked,
    rgt004_opt_out_after_use,
    rgt005_reservation_overridden,
    rgt006_personal_data_unstated,
    rgt007_personal_data_without_basis,
    rgt008_withdrawn_source,
)

RGT_RULES: tuple[Rule, ...] = (
    rgt001_rights_holder_missing.RULE,
    rgt002_rights_holder_unidentified.RULE,
    rgt003_opt_out_unchecked.RULE,
    rgt004_opt_out_after_use.RULE,
    rgt005_reservation_overridden.RULE,
    rgt006_personal_data_unstated.RULE,
    rgt007_personal_data_without_basis.RULE,
    rgt008_withdrawn_source.RULE,
)
