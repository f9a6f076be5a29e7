"""CON: consistency of what is said in several places."""

from trainbib.rules.base import Rule
from trainbib.rules.con import (
    con001_inconsistent_field_set,
    con002_shares_above_one,
    con003_version_not_bumped,
    con004_stale_manifest,
    con005_disagrees_with_sidecar,
    con006_tokens_seen_mismatch,
    con007_bytes_per_token,
    con008_more_than_obtained,
    con009_generator_is_the_model,
    con010_crawler_is_a_source,
    con011_name_and_link_differ,
    con012_dates_disagree,
)

CON_RULES: tuple[Rule, ...] = (
    con001_inconsistent_field_set.RULE,
    con002_shares_above_one.RULE,
    con003_version_not_bumped.RULE,
    con004_stale_manifest.RULE,
    con005_disagrees_with_sidecar.RULE,
    con006_tokens_seen_mismatch.RULE,
    con007_bytes_per_token.RULE,
    con008_more_than_obtained.RULE,
    con009_generator_is_the_model.RULE,
    con010_crawler_is_a_source.RULE,
    con011_name_and_link_differ.RULE,
    con012_dates_disagree.RULE,
)
