"""Which checks could look at all that they are about: only what they do not find is gone.

A check that did not run, or had no folder, inventory, parent or server to look at, says nothing by
its silence. So no suppression of it is unused, and nothing that a baseline knows of it is settled.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from trainbib.disclosure.regimes import regime_rules
from trainbib.named_paths import named_path
from trainbib.rules import RULES, Rule
from trainbib.rules.context import Context
from trainbib.rules.hsh.hsh007_inventory_digest_mismatch import MOST_FILES
from trainbib.values import as_mapping

__all__ = ["NEEDS", "unsettled"]

Runs = Callable[[Rule, Context], bool]
Need = Callable[[Context], bool]
"""Tells whether something is there to look at, all of it."""


def _inventory(context: Context) -> bool:
    return context.citations is not None


def _inventory_if_named(context: Context) -> bool:
    named = as_mapping(context.files.get("inventory")).get("path")
    return context.citations is not None or not isinstance(named, str)


def _inventory_file(context: Context) -> bool:
    """Tell whether the file itself could be looked for, whatever became of it."""
    fault = context.inventory_fault
    return context.folder is not None and (fault is None or fault.kind != "unsupported")


def _missing_inventory(context: Context) -> bool:
    return context.folder is not None and context.settings.use_disk


def _roots(context: Context) -> bool:
    return context.citations is not None and context.citations.files <= MOST_FILES


def _files(context: Context) -> bool:
    return context.disk_comparison is not None


def _root(context: Context) -> bool:
    return context.root is not None


def _folder(context: Context) -> bool:
    return context.folder is not None and context.settings.use_disk


def _parents(context: Context) -> bool:
    """Tell whether every manifest upstream could be looked for."""
    lineage = context.lineage
    if lineage.unfollowed or lineage.unfetched or lineage.unverified:
        return False
    return not context.pins or _folder(context)


def _lineage(context: Context) -> bool:
    """Tell whether every manifest upstream was read."""
    return _parents(context) and all(fault.kind == "cycle" for fault in context.lineage.faults)


def _previous(context: Context) -> bool:
    if context.settings.previous is not None:
        return True
    named = as_mapping(context.dataset.get("previous")).get("path")
    if not isinstance(named, str) or not _folder(context) or context.folder is None:
        return False
    path = named_path(context.folder, named)
    return path is not None and Path(path).is_file()


def _policy(context: Context) -> bool:
    return context.mixture is not None


def _lists(context: Context) -> bool:
    return bool(context.settings.licensing.allowed or context.settings.licensing.denied)


def _key_pattern(context: Context) -> bool:
    return context.settings.key_pattern is not None


NEEDS: Mapping[str, tuple[Need, ...]] = {
    "REF003": (_inventory,),
    "REF008": (_lineage,),
    "REF009": (_parents,),
    "REF010": (_inventory,),
    "REF012": (_lineage,),
    "HSH003": (_lineage,),
    "RGT008": (_lineage,),
    "FIL001": (_files,),
    "FIL002": (_files,),
    "FIL003": (_inventory, _root),
    "FIL004": (_inventory,),
    "FIL005": (_inventory_if_named,),
    "FIL006": (_inventory,),
    "FIL007": (_inventory,),
    "FIL008": (_inventory,),
    "FIL009": (_inventory_if_named,),
    "FIL010": (_inventory,),
    "FIL011": (_inventory_file,),
    "FIL013": (_missing_inventory,),
    "HSH002": (_files,),
    "HSH007": (_roots,),
    "KEY004": (_key_pattern,),
    "LIC011": (_policy,),
    "LIC012": (_policy,),
    "LIC014": (_lists,),
    "LIC015": (_policy,),
    "CON003": (_previous,),
    "CON005": (_root,),
}
"""What each check needs beside the text of the manifest, by code; ``test_looking.py`` holds every
rule to it."""

_UNVERIFIABLE = "NET004"


def unsettled(context: Context, found: Collection[str], runs: Runs) -> frozenset[str]:
    """Return the codes of the checks whose silence says nothing.

    Args:
        context: The manifest under check.
        found: The codes of all that was found, silenced or not.
        runs: Whether a rule runs at all.
    """
    if not context.document.parsed or "PAR008" in found:
        return frozenset(rule.code for rule in RULES if rule.origin != "reader")
    # What could not be verified is only known if somebody was asked to say so.
    online = _UNVERIFIABLE not in found and any(
        rule.code == _UNVERIFIABLE and runs(rule, context) for rule in RULES
    )
    # Of a newer version, neither fields nor values are judged that this program does not know.
    newer = {"SCH002", "SCH004"} if "PAR013" in found else set[str]()
    # Forms are filled from files beside the manifest, too.
    forms = {rule.code for rule in regime_rules()} if context.folder is None else set[str]()
    return frozenset(
        rule.code
        for rule in RULES
        if rule.origin == "verify"
        or rule.code in newer
        or rule.code in forms
        or not runs(rule, context)
        or (rule.online and not online and rule.code != _UNVERIFIABLE)
        or not all(there(context) for there in NEEDS.get(rule.code, ()))
    )
