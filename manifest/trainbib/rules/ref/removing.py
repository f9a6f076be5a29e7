"""Repairs that remove an entry to which nothing refers; REF005 and REF007 share them."""

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Fix
from trainbib.pointers import pointer
from trainbib.rules.context import Context
from trainbib.values import as_mapping

_NOUNS = {"parties": "party", "licenses": "licence"}


def removal(context: Context, section: str, key: str) -> Fix:
    """Return the repair that removes an entry; with the section, if it is the only one there.

    Args:
        context: The manifest.
        section: The section, which a manifest can do without.
        key: The entry.
    """
    what = f"remove {_NOUNS[section]} {shown(key)}"
    alone = len(as_mapping(context.data.get(section))) == 1
    where = pointer(section) if alone else pointer(section, key)
    return Fix.remove(where, safe=False, description=what)
