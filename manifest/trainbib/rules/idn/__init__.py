"""IDN: identifiers, as far as they can be judged offline."""

from trainbib.rules.base import Rule
from trainbib.rules.idn import (
    idn001_invalid_doi,
    idn002_doi_not_normalised,
    idn003_orcid_checksum,
    idn004_ror_checksum,
    idn005_isbn_issn_isni_lei_checksum,
    idn006_other_id_syntax,
    idn007_id_and_url_disagree,
)

IDN_RULES: tuple[Rule, ...] = (
    idn001_invalid_doi.RULE,
    idn002_doi_not_normalised.RULE,
    idn003_orcid_checksum.RULE,
    idn004_ror_checksum.RULE,
    idn005_isbn_issn_isni_lei_checksum.RULE,
    idn006_other_id_syntax.RULE,
    idn007_id_and_url_disagree.RULE,
)
