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
    lic010_conflicting_observations,
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
    lic010_conflicting_observations.RULE,
)
