"""Comparing manifests: what changed in meaning, how grave it is, what version it asks for.

The rooms behind this door, in the order in which a comparison goes through them: ``inputs`` and
``revisions`` (files and git), ``matching`` (which entry is which), ``structure`` (which fields
differ), ``judging`` with ``topics``, ``answers`` and ``licences`` (which change that is),
``totals``, ``files``, ``folders`` and ``citations`` (the inventories), ``versions``. ``changes`` is
the list of all kinds of change, ``model`` is what comes out.

Names are imported when they are used: the list of changes alone costs next to nothing.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.comparing.changes import CLASSES, KINDS, ChangeClass, ChangeKind, Level, kind_of
    from trainbib.comparing.comparison import compare
    from trainbib.comparing.model import (
        Change,
        Comparison,
        ComparisonInputError,
        Entity,
        FileChanges,
        Side,
        Total,
    )

__all__ = [
    "CLASSES",
    "KINDS",
    "Change",
    "ChangeClass",
    "ChangeKind",
    "Comparison",
    "ComparisonInputError",
    "Entity",
    "FileChanges",
    "Level",
    "Side",
    "Total",
    "compare",
    "kind_of",
]

_HOMES = {
    "CLASSES": "changes",
    "KINDS": "changes",
    "Change": "model",
    "ChangeClass": "changes",
    "ChangeKind": "changes",
    "Comparison": "model",
    "ComparisonInputError": "model",
    "Entity": "model",
    "FileChanges": "model",
    "Level": "changes",
    "Side": "model",
    "Total": "model",
    "compare": "comparison",
    "kind_of": "changes",
}

__getattr__ = names_from(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
