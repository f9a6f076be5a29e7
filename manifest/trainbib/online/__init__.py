"""Asking the network, where the user has said so: links, registries, hubs, archives, manifests.

Nothing here runs unless :class:`OnlineSettings` are given to a check. Every request goes through
one guard (:mod:`trainbib.online.addresses`), which lets no manifest make this program speak to a
machine that is not on the public internet. The names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.online.links import LinkResult, Verdict
    from trainbib.online.manifests import FetchedManifest, FetchError, fetch_manifest
    from trainbib.online.results import OnlineResults
    from trainbib.online.settings import OnlineSettings, Progress

__all__ = [
    "FetchError",
    "FetchedManifest",
    "LinkResult",
    "OnlineResults",
    "OnlineSettings",
    "Progress",
    "Verdict",
    "fetch_manifest",
]

__getattr__ = names_from(
    __name__,
    {
        "FetchError": "manifests",
        "FetchedManifest": "manifests",
        "LinkResult": "links",
        "OnlineResults": "results",
        "OnlineSettings": "settings",
        "Progress": "settings",
        "Verdict": "links",
        "fetch_manifest": "manifests",
    },
)
