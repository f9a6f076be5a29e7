"""Merging beyond one machine: two maps, and a few hashes.

The first map joins the outputs of neighbouring shards into parts of the inventory (which, one after
the other, are the inventory) and writes the leaves of each part, divided by the first bits of their
keys. The second map reads, for one prefix, the leaves of all parts, and folds them into one subtree
of each keying (SPEC.md, section 15). The subtrees of all prefixes, 80 bytes each, make the roots.
"""

import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

from trainbib.collection import collection_paused
from trainbib.engines.base import Engine, Outcome
from trainbib.inventory.leaves import fold_contents, fold_paths, leaf_parts
from trainbib.inventory.rows import FileRow, read_inventory
from trainbib.shards.merging import merged_chunks, runs_of
from trainbib.shards.outputs import ShardError, place_file
from trainbib.shards.plan import ShardPlan
from trainbib.shards.scanning import known_plan
from trainbib.tree import Roots, joined_root

__all__ = ["PartTask", "PrefixTask", "Subtrees", "fold_prefix", "join_part", "roots_with"]

_FILES_A_PART = 1 << 18
_LEAVES_A_PREFIX = 1 << 18  # some 100 MB while they are folded
_MOST_BITS = 12
_ROWS = 1 << 12  # whose leaves are made together
_MAGIC = struct.Struct("=16s64sQ")  # what it is, which outputs it was made of, how many bits
_NAME = b"trainbib.parted\n"


class PartTask(NamedTuple):
    """Which shards make one part.

    Attributes:
        out: The output folder.
        plan: The plan's id.
        first: The first shard.
        stop: The shard after the last one.
        bits: By how many bits leaves are divided.
    """

    out: str
    plan: str
    first: int
    stop: int
    bits: int


class PrefixTask(NamedTuple):
    """Which leaves are folded.

    Attributes:
        out: The output folder.
        prefix: The first bits of their keys, as a number.
        bits: How many bits.
        parts: How many parts there are.
    """

    out: str
    prefix: int
    bits: int
    parts: Sequence[int]


class Subtrees(NamedTuple):
    """The subtrees of one prefix: number of leaves and hash, by path and by content."""

    paths: tuple[int, bytes]
    contents: tuple[int, bytes]


def roots_with(engine: Engine, plan: ShardPlan, *, bits: int | None = None) -> Roots:
    """Join outputs into parts of an inventory, and compute its roots, with nothing but maps.

    Args:
        engine: What maps.
        plan: The plan, all of whose shards are scanned.
        bits: By how many bits leaves are divided; by the number of files if left out. The roots do
            not depend on it.

    Returns:
        Both roots. The parts are ``parts/*.jsonl`` in the plan's folder; in the order of their
        names, one after the other, they have the bytes that `merge` writes.

    Raises:
        ShardError: Shards are missing or damaged, or a task failed.
    """
    out = os.path.abspath(plan.folder)  # noqa: PTH100 - surrogates and all
    if bits is None:
        bits = 0
        while plan.files >> bits > _LEAVES_A_PREFIX and bits < _MOST_BITS:
            bits += 1
    parts = [PartTask(out, plan.id, start, stop, bits) for start, stop in _parts(plan)]
    starts = [part.first for part in parts]
    for joined in engine.map(join_part, parts, retries=2):
        _must_be_done(joined)
    prefixes = [PrefixTask(out, prefix, bits, starts) for prefix in range(1 << bits)]
    found: dict[int, Subtrees] = {}
    for folded in engine.map(fold_prefix, prefixes, retries=2):
        _must_be_done(folded)
        if folded.result is not None:
            found[folded.task.prefix] = folded.result
    ordered = [found[prefix] for prefix in range(1 << bits)]
    paths = joined_root([subtrees.paths for subtrees in ordered])
    contents = joined_root([subtrees.contents for subtrees in ordered])
    return Roots(f"sha256:{paths.hex()}", f"sha256:{contents.hex()}")


def _parts(plan: ShardPlan) -> Iterator[tuple[int, int]]:
    """Yield the first shard of each part, and the one after its last."""
    start = files = 0
    for shard, cut in enumerate(plan.shards, 1):
        files += cut.files
        if files >= _FILES_A_PART or shard == len(plan.shards):
            yield start, shard
            start, files = shard, 0


def _must_be_done(outcome: Outcome[PartTask, int] | Outcome[PrefixTask, Subtrees]) -> None:
    if outcome.error is not None or outcome.lost:
        why = outcome.error or "its process ended unexpectedly, each time: it may need more memory"
        raise ShardError(f"{outcome.task} was not done: {why}") from outcome.error


@collection_paused()
def join_part(task: PartTask) -> int:
    """Write a part of the inventory and its leaves, unless they are there.

    Returns:
        The first shard of the part.

    Raises:
        ShardError: Shards are missing, or were damaged.
        OSError: A file cannot be read or written.
    """
    plan = known_plan(task.out, task.plan)
    leaves = _leaves_path(task.out, task.first)
    part = Path(task.out) / "parts" / f"part-{task.first:06d}.jsonl"
    runs = runs_of(plan, range(task.first, task.stop))
    made_of = sha256("".join([plan.id, *(run.sha256 for run in runs)]).encode()).hexdigest()
    head = _MAGIC.pack(_NAME, made_of.encode(), task.bits)
    try:
        with leaves.open("rb") as file:
            if file.read(len(head)) == head and part.exists():
                return task.first
    except FileNotFoundError:
        pass
    place_file(part, lambda file: file.writelines(merged_chunks(runs)))
    # The leaves last: where they are, the part is whole.
    place_file(leaves, lambda file: _write_leaves(file, head, read_inventory(part), task.bits))
    return task.first


def _write_leaves(file: IO[bytes], head: bytes, rows: Iterable[FileRow], bits: int) -> None:
    """Write the leaves of both keyings by prefix, and before them where each begins.

    Of `paths` key and hash of the leaf; of `contents`, whose leaves may have files in several
    parts, digest in hexadecimal, path and a null byte: what sorts as the leaves do.
    """
    parted = [bytearray() for _ in range(2 << bits)]
    unread = iter(rows)
    while batch := list(islice(unread, _ROWS)):
        paths, sizes, digests = zip(*[row[:3] for row in batch], strict=True)
        for number, more in enumerate(chain(*leaf_parts(paths, sizes, digests, bits))):
            parted[number] += more
    starts = [len(head) + 8 * (len(parted) + 1)]
    for one in parted:
        starts.append(starts[-1] + len(one))
    file.write(head + struct.pack(f"={len(starts)}Q", *starts))
    file.writelines(parted)


@collection_paused()
def fold_prefix(task: PrefixTask) -> Subtrees:
    """Fold the leaves of one prefix.

    Raises:
        ValueError: A path is given twice.
        OSError: The leaves cannot be read.
    """
    both = [b"".join(held) for held in zip(*_read_leaves(task), strict=True)] or [b"", b""]
    return Subtrees(fold_paths(both[0], task.bits), fold_contents(both[1], task.bits))


def _read_leaves(task: PrefixTask) -> Iterable[tuple[bytes, bytes]]:
    for first in task.parts:
        with _leaves_path(task.out, first).open("rb") as file:
            held: list[bytes] = []
            for number in (task.prefix, task.prefix + (1 << task.bits)):
                file.seek(_MAGIC.size + 8 * number)
                start, end = struct.unpack("=2Q", file.read(16))
                file.seek(start)
                held.append(file.read(end - start))
            yield held[0], held[1]


def _leaves_path(out: str, first: int) -> Path:
    return Path(out) / "leaves" / f"part-{first:06d}.leaves"
