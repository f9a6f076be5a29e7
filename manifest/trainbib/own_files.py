"""The files that are about a set and not of it: they may lie in its folder (SPEC.md, 12.4)."""

import os
from pathlib import Path

from trainbib.inventory.renaming import left_by_renaming
from trainbib.proofs.names import index_paths
from trainbib.signing.names import envelope_path


def own_files(manifest: Path, inventory: Path | None) -> set[Path]:
    """Return what is never data: a manifest, its signatures, its inventory and what lies beside it.

    That is also what a run leaves that is killed while it changes the format of the inventory.

    Args:
        manifest: The manifest.
        inventory: Its inventory, if it names one.

    Returns:
        Paths without links in them, whether there is a file or not.
    """
    own = [manifest, envelope_path(manifest)]
    if inventory is not None:
        own += [inventory, *index_paths(inventory), *left_by_renaming(inventory)]
    # No error where links lead round in a circle, which are no data either.
    return {Path(os.path.realpath(path)) for path in own}
