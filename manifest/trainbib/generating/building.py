"""Making the new inventory: in processes of this machine, or in shards by an engine."""

import os
from array import array
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib.generating.listing import signs_of
from trainbib.inventory.building import Built, build_inventory
from trainbib.inventory.job import Progress
from trainbib.inventory.json_rows import plain_lines, row_in
from trainbib.inventory.names import beside
from trainbib.inventory.pieces import Amount, Totals
from trainbib.inventory.row import PathOrder
from trainbib.writing.atomic import mode_of

if TYPE_CHECKING:
    from trainbib.engines.base import Engine
    from trainbib.shards import Merged

__all__ = ["build"]

_LINES = 1024  # of a piece


def build(
    top: Path,
    target: Path,
    engine: "Engine | None",
    *,
    exclude: Sequence[str],
    follow_links: bool,
    jobs: int | None,
    inventory: Path,
    cache: bool,
    also: tuple[str, ...],
    progress: Callable[[Progress], None] | None,
) -> Built:
    """Make the inventory of a folder, as JSON Lines.

    With an engine plan and outputs lie in a hidden folder beside the inventory, which the workers
    have to see at the same path as they see the data; it is removed in the end. What an
    interrupted run left there is used again, as far as nothing has changed since.

    Args:
        top: The data folder.
        target: The file to write.
        engine: What maps shards; None for processes of this machine.
        exclude: Paths below the folder that are no data.
        follow_links: Whether links to files outside the folder are listed, too.
        jobs: How many processes read, without an engine.
        inventory: Where the inventory will be; what an interrupted run leaves lies beside it.
        cache: Whether to believe what was noted of files the last time, without an engine.
        also: Which digests rows have besides SHA-256.
        progress: Called now and then; with an engine after each shard.

    Returns:
        What was built; it is the same either way.

    Raises:
        InventoryError: The folder or its ignore file cannot be used.
        ShardError: A shard cannot be scanned.
        OSError: A file cannot be written.
    """
    folder = beside(inventory, "scan")
    if engine is None:
        _remove(folder)
        return build_inventory(
            top,
            target,
            exclude=exclude,
            follow_links=follow_links,
            jobs=jobs,
            signs_of=signs_of,
            beside=inventory,
            cache=cache,
            also=also,
            progress=progress,
        )
    from trainbib.shards import merge, scan_with
    from trainbib.shards.resuming import renewed_plan

    plan = renewed_plan(top, folder, exclude=exclude, follow_links=follow_links, also=also)
    scan_with(engine, plan, progress=progress)
    joined = plan.folder / "inventory.jsonl"
    made = merge(plan.folder, joined, file_format="jsonl")
    joined.chmod(mode_of(target))
    joined.replace(target)
    built = _looked_through(made, target)
    _remove(folder)
    return built


def _remove(folder: Path) -> None:
    if os.path.lexists(folder):
        import shutil  # with all that it knows of archives: few runs need it

        shutil.rmtree(folder, ignore_errors=True)


def _looked_through(made: "Merged", file: Path) -> Built:
    """Look through an inventory for what is known of one that was built here."""
    totals = Totals()
    pieces, signs = array("Q"), array("B")
    amounts: list[dict[str, Amount]] = []
    end = 0
    name = os.fspath(file)
    order = PathOrder(name, "line")
    with file.open("rb") as lines:
        while some := list(islice(lines, _LINES)):
            plain = plain_lines(some, order)
            rows = [row_in(line, name) for line in some] if plain is None else list(plain.rows())
            end += sum(map(len, some))
            pieces.append(end)
            signs.append(signs_of([row.path for row in rows]))
            amounts.append(Totals.of(rows).by_type)
            totals.add(amounts[-1])
    return Built(made.digest, made.roots, totals, list(made.problems), pieces, signs, amounts)
