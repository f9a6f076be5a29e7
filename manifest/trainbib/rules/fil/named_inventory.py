"""The inventory as the manifest names it, for the checks of what became of it."""

import re
from pathlib import Path

from trainbib.named_paths import OUTSIDE, path_fault
from trainbib.rules.context import Context
from trainbib.values import as_mapping

PLACE = "/files/inventory/path"

_REFUSED = re.compile(r"\A(?:/|[A-Za-z]:)|\\|\0|(?:\A|/)\.\.(?:/|\Z)")
"""What the schema refuses in a path, and reports."""


def named_inventory(context: Context) -> str | None:
    """Return the path that the manifest gives its inventory; None if it gives none that holds."""
    named = as_mapping(context.files.get("inventory")).get("path")
    return named if isinstance(named, str) and named and not _REFUSED.search(named) else None


def leads_out(folder: Path, named: str) -> bool:
    """Tell whether links lead a path out of the folder of the manifest."""
    return path_fault(folder, named) == OUTSIDE
