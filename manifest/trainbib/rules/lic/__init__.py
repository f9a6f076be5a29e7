"""LIC: licences."""

from trainbib.rules.base import Rule
from trainbib.rules.lic import (
    lic001_licence_missing,
    lic002_unknown_licence_id,
    lic003_invalid_expression,
    lic004_deprecated_licence_id,
    lic005_licence_id_case,
    lic006_licence_url_disagrees,
    lic007_vague_licence,
    lic008_attribution_missing,
    lic009_licence_read_undated,
    lic010_conflicting_observations,
    lic011_outbound_conflict,
    lic012_use_conflict,
    lic013_licence_expired,
    lic014_denied_licence,
    lic015_licence_needs_review,
)

LIC_RULES: tuple[Rule, ...] = (
    lic001_licence_missing.RULE,
    lic002_unknown_licence_id.RULE,
    lic003_invalid_expression.RULE,
    lic004_deprecated_licence_id.RULE,
    lic005_licence_id_case.RULE,
    lic006_licence_url_disagrees.RULE,
    lic007_vague_licence.RULE,
    lic008_attribution_missing.RULE,
    lic009_licence_read_undated.RULE,
    lic010_conflicting_observations.RULE,
    lic011_outbound_conflict.RULE,
    lic012_use_conflict.RULE,
    lic013_licence_expired.RULE,
    lic014_denied_licence.RULE,
    lic015_licence_needs_review.RULE,
)
