"""Repairs: the text edits of a fix, and all fixes of a check applied to a manifest.

A repair keeps comments, order, quotes, indentation and line ends. What comes out is read again and
compared with the data that was meant; a repair that does not come out so is left alone.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.fixing.applying import FixResult, Refusal, fixed
    from trainbib.fixing.patch import unified_diff
    from trainbib.fixing.saving import save
    from trainbib.fixing.text_edits import edits, edits_of
    from trainbib.writing.layout import EditError

__all__ = [
    "EditError",
    "FixResult",
    "Refusal",
    "edits",
    "edits_of",
    "fixed",
    "save",
    "unified_diff",
]

_HOMES = {
    "EditError": "text_edits",
    "FixResult": "applying",
    "Refusal": "applying",
    "edits": "text_edits",
    "edits_of": "text_edits",
    "fixed": "applying",
    "save": "saving",
    "unified_diff": "patch",
}

__getattr__ = names_from(__name__, _HOMES)
