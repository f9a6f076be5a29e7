"""SRC: how a source is described."""

from trainbib.rules.base import Rule
from trainbib.rules.src import (
    src001_no_locator,
    src002_invalid_url,
    src003_url_in_wrong_field,
    src004_invalid_date,
    src005_implausible_date,
    src006_date_order,
    src007_retrieval_date_missing,
    src008_unpinned_source,
    src009_language_or_country_code,
    src010_unit_mismatch,
    src011_hedge_word,
    src012_generator_missing,
    src013_crawler_incomplete,
    src014_listed_in_two_sections,
    src015_short_lived_link,
    src016_invalid_currency_code,
    src017_code_not_canonical,
)

SRC_RULES: tuple[Rule, ...] = (
    src001_no_locator.RULE,
    src002_invalid_url.RULE,
    src003_url_in_wrong_field.RULE,
    src004_invalid_date.RULE,
    src005_implausible_date.RULE,
    src006_date_order.RULE,
    src007_retrieval_date_missing.RULE,
    src008_unpinned_source.RULE,
    src009_language_or_country_code.RULE,
    src010_unit_mismatch.RULE,
    src011_hedge_word.RULE,
    src012_generator_missing.RULE,
    src013_crawler_incomplete.RULE,
    src014_listed_in_two_sections.RULE,
    src015_short_lived_link.RULE,
    src016_invalid_currency_code.RULE,
    src017_code_not_canonical.RULE,
)
