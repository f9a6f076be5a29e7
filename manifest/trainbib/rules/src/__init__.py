"""SRC: how a source is described."""

from trainbib.rules.base import Rule
from trainbib.rules.src import (
    src001_no_locator,
    src002_invalid_url,
    src004_invalid_date,
    src005_implausible_date,
    src006_date_order,
    src007_retrieval_date_missing,
    src008_unpinned_source,
    src009_language_or_country_code,
    src012_generator_missing,
)

SRC_RULES: tuple[Rule, ...] = (
    src001_no_locator.RULE,
    src002_invalid_url.RULE,
    src004_invalid_date.RULE,
    src005_implausible_date.RULE,
    src006_date_order.RULE,
    src007_retrieval_date_missing.RULE,
    src008_unpinned_source.RULE,
    src009_language_or_country_code.RULE,
    src012_generator_missing.RULE,
)
