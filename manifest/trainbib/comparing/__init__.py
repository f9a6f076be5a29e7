"""Comparing manifests: what changed in meaning, how grave it is, what version it asks for.

The rooms behind this door, in the order in which a comparison goes through them: ``inputs`` and
``revisions`` (files and git), ``matching`` (which entry is which), ``structure`` (which fields
differ), ``judging`` with ``topics``, ``answers`` and ``licences`` (which change that is),
``totals``, ``files``, ``folders`` and ``citations`` (the inventories), ``versions``. ``changes`` is
the list of all kinds of change, ``model`` is what comes out.
"""

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
