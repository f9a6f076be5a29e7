"""Scanning in shards: a plan, a function that scans one shard, and a merge.

The files are listed once, sorted by the bytes of their paths, and cut into shards: that is the
plan, two files in an output folder. `scan_shard` reads the files of one shard and writes their rows
into that folder, in one step; done again it finds its own output and returns. `merge` joins the
outputs into one inventory, the same bytes for any cutting and any engine. All an engine has to do
is to map; where a shard kills its process, `scan_with` divides it until the file is found.

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.shards.merging import Merged, merge
    from trainbib.shards.outputs import ShardError
    from trainbib.shards.plan import ShardPlan, make_plan, read_plan
    from trainbib.shards.rooting import roots_with
    from trainbib.shards.running import scan_with, shards_of
    from trainbib.shards.scanning import ShardTask, scan_shard

__all__ = [
    "Merged",
    "ShardError",
    "ShardPlan",
    "ShardTask",
    "make_plan",
    "merge",
    "read_plan",
    "roots_with",
    "scan_shard",
    "scan_with",
    "shards_of",
]

_HOMES = {
    "Merged": "merging",
    "ShardError": "outputs",
    "ShardPlan": "plan",
    "ShardTask": "scanning",
    "make_plan": "plan",
    "merge": "merging",
    "read_plan": "plan",
    "roots_with": "rooting",
    "scan_shard": "scanning",
    "scan_with": "running",
    "shards_of": "running",
}

__getattr__ = names_from(__name__, _HOMES)
