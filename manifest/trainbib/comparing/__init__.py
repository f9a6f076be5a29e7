"""Comparing manifests: what changed in meaning, how grave it is, what version it asks for.

The rooms behind this door, in the order in which a comparison goes through them: ``inputs`` and
``revisions`` (files and git), ``matching`` (which entry is which), ``structure`` (which fields
differ), ``judging`` with ``topics``, ``answers`` and ``licences`` (which change that is),
``totals``, ``files``, ``folders`` and ``citations`` (the inventories), ``versions``. ``changes`` is
the list of all kinds of change, ``model`` is what comes out.

Names are imported when they are used: the list of changes alone costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

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

_CHANGES = frozenset({"CLASSES", "KINDS", "ChangeClass", "ChangeKind", "Level", "kind_of"})


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'trainbib.comparing' has no attribute {name!r}")
    room = "changes" if name in _CHANGES else "comparison" if name == "compare" else "model"
    return getattr(import_module(f"trainbib.comparing.{room}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
