"""Withdrawn data sets: which there are, which sets hold their data, and how a source gets there.

The bundled list (``known_sets.json``) and the lists of users have one form, described by
``schema/v1/withdrawn-list.schema.json``. The names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.withdrawals.catalogue import Catalogue, load_catalogue
    from trainbib.withdrawals.chains import Chain, Hop
    from trainbib.withdrawals.lists import WithdrawnListError
    from trainbib.withdrawals.sets import Containment, KnownSet, Withdrawal

__all__ = [
    "Catalogue",
    "Chain",
    "Containment",
    "Hop",
    "KnownSet",
    "Withdrawal",
    "WithdrawnListError",
    "load_catalogue",
]

__getattr__ = names_from(
    __name__,
    {
        "Catalogue": "catalogue",
        "Chain": "chains",
        "Containment": "sets",
        "Hop": "chains",
        "KnownSet": "sets",
        "Withdrawal": "sets",
        "WithdrawnListError": "lists",
        "load_catalogue": "catalogue",
    },
)
