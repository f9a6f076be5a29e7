"""NET: what the network says; only where it may be asked."""

from trainbib.rules.base import Rule
from trainbib.rules.net import (
    net001_dead_link,
    net002_doi_not_registered,
    net003_moved_permanently,
    net004_link_unverifiable,
    net005_soft_404,
    net006_blocked_address,
    net007_registry_metadata_differs,
    net008_party_id_not_found,
    net009_licence_changed_upstream,
    net010_remote_content_changed,
    net011_revision_gone,
    net012_no_archive_copy,
)

NET_RULES: tuple[Rule, ...] = (
    net001_dead_link.RULE,
    net002_doi_not_registered.RULE,
    net003_moved_permanently.RULE,
    net004_link_unverifiable.RULE,
    net005_soft_404.RULE,
    net006_blocked_address.RULE,
    net007_registry_metadata_differs.RULE,
    net008_party_id_not_found.RULE,
    net009_licence_changed_upstream.RULE,
    net010_remote_content_changed.RULE,
    net011_revision_gone.RULE,
    net012_no_archive_copy.RULE,
)
