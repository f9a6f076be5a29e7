"""Going on with a scan that was interrupted, where nothing has changed since.

A plan is a picture of a moment. So the files are listed anew; if the plan is still the same, shards
that are done stay done, but for those with a file that changed after the plan was made.
"""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from posixpath import dirname

from trainbib.shards.outputs import ShardError
from trainbib.shards.plan import ShardPlan, make_plan, read_plan

__all__ = ["renewed_plan"]

_SETTLED = 2_000_000_000  # nanoseconds; what some file systems take for the same moment


def renewed_plan(
    location: str | os.PathLike[str],
    folder: Path,
    *,
    exclude: Iterable[str] = (),
    follow_links: bool = False,
    also: Iterable[str] = (),
) -> ShardPlan:
    """List the files of a local folder and plan; keep what an earlier run left and still holds.

    Args:
        location: The data folder.
        folder: Where plans and outputs are kept; it may lie in the data folder, and is no data.
        exclude: Paths below the location that are left out.
        follow_links: Whether links to files outside the location are listed.
        also: Which digests rows have besides SHA-256.

    Returns:
        The plan.

    Raises:
        InventoryError: The folder or its ignore file cannot be used.
        OSError: The plan cannot be written.
    """
    inside = os.path.relpath(folder.resolve(), Path(location).resolve())
    now, following = folder / "now", folder / "next"
    shutil.rmtree(following, ignore_errors=True)
    plan = make_plan(
        location, following, exclude=[*exclude, inside], follow_links=follow_links, also=also
    )
    with suppress(OSError, ShardError):
        kept = read_plan(now)
        if kept.id == plan.id:
            shutil.rmtree(following)
            _forget_what_changed(kept)
            return kept
    shutil.rmtree(now, ignore_errors=True)
    following.rename(now)
    return read_plan(now)


def _forget_what_changed(plan: ShardPlan) -> None:
    """Remove the outputs of shards with a file that changed since the plan was made.

    Raises:
        OSError: An output cannot be removed.
    """
    planned = plan.path.stat().st_mtime_ns - _SETTLED
    # The folder of the data changes with what is written into it here.
    above = not plan.folder.resolve().is_relative_to(Path(plan.location).resolve())

    @lru_cache(maxsize=4096)
    def moved(folder: str) -> bool:
        """Tell whether a folder, or one above it, may be another than it was."""
        if not folder:
            return above and _changed_at(plan.location) >= planned
        return _changed_at(f"{plan.location}/{folder}") >= planned or moved(dirname(folder))

    for shard in range(len(plan.shards)):
        output = plan.output(shard)
        if output.exists() and any(
            _changed_at(f"{plan.location}/{file.path}") >= planned or moved(dirname(file.path))
            for file in plan.entries(shard)
        ):
            output.unlink()


def _changed_at(path: str) -> int:
    """Return when a file, or the link to it, was changed last, in nanoseconds."""
    try:
        return max(os.stat(path).st_ctime_ns, os.lstat(path).st_ctime_ns)  # noqa: PTH116 - names
    except OSError:
        return 1 << 63  # it has to be read for that to be known
