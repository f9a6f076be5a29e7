"""What the files of each source say of themselves: rights in images, languages, domains.

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.observations.cited import CitedFile, ObserveError, cited_files
    from trainbib.observations.counts import SourceCounts
    from trainbib.observations.observing import Observation, ObserveSettings, observe
    from trainbib.observations.proposing import (
        Proposal,
        domain_pin,
        domain_proposals,
        edit,
        proposals,
    )

__all__ = [
    "CitedFile",
    "Observation",
    "ObserveError",
    "ObserveSettings",
    "Proposal",
    "SourceCounts",
    "cited_files",
    "domain_pin",
    "domain_proposals",
    "edit",
    "observe",
    "proposals",
]

_HOMES = {
    "CitedFile": "cited",
    "Observation": "observing",
    "ObserveError": "cited",
    "ObserveSettings": "observing",
    "Proposal": "proposing",
    "SourceCounts": "counts",
    "cited_files": "cited",
    "domain_pin": "proposing",
    "domain_proposals": "proposing",
    "edit": "proposing",
    "observe": "observing",
    "proposals": "proposing",
}

__getattr__ = names_from(__name__, _HOMES)
