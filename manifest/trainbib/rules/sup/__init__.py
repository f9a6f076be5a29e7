"""SUP: suppressions of findings."""

from trainbib.rules.base import Rule
from trainbib.rules.sup import (
    sup001_unused_suppression,
    sup002_unusable_suppression,
    sup003_suppression_expired,
    sup004_unknown_code,
)

SUP_RULES: tuple[Rule, ...] = (
    sup001_unused_suppression.RULE,
    sup002_unusable_suppression.RULE,
    sup003_suppression_expired.RULE,
    sup004_unknown_code.RULE,
)
