"""Help while a manifest is being written: what can stand here, what this means, where it is from.

Nothing here knows an editor; the language server of the program speaks to one.
"""

from trainbib.authoring.cursor import Cursor, cursor_at
from trainbib.authoring.meaning import Meaning, definition_at, meaning_at
from trainbib.authoring.proposals import MOST, Proposal, proposals_at, within_expression

__all__ = [
    "MOST",
    "Cursor",
    "Meaning",
    "Proposal",
    "cursor_at",
    "definition_at",
    "meaning_at",
    "proposals_at",
    "within_expression",
]
