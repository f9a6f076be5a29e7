"""Repairs that remove an entry to which nothing refers; REF002, REF005 and REF007 share them."""

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Fix
from trainbib.pointers import pointer
from trainbib.rules.context import Context
from trainbib.rules.ref import ref006_licence_text_missing as licence_texts
from trainbib.values import as_mapping

_NOUNS = {"parties": "party", "licenses": "licence"}


def may_remove(context: Context, section: str) -> bool:
    """Tell whether entries of a section may be removed.

    They may not while a reference into the section leads nowhere: the entry that seems unused may
    be what that reference means.

    Args:
        context: The manifest.
        section: ``sources``, ``parties`` or ``licenses``.
    """
    if section == "licenses":
        named = {found.value for found in licence_texts.find(context)}
        return named <= context.licenses.keys()
    entries = context.sources if section == "sources" else context.parties
    return context.referred.get(section, set()) <= entries.keys()


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
