"""The plan: which files there are, sorted by the bytes of their paths, and which shard reads which.

Two files in the output folder: ``plan.json``, and beside it the list of files that it names, with
an entry of path, null byte, size and line feed each. Where the cuts are depends on the list alone.
"""

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, cast

from trainbib.inventory.second_hash import ALSO
from trainbib.inventory.walk import Problem
from trainbib.remote.opening import open_store
from trainbib.remote.stores import FileStore, ListedFile
from trainbib.shards.entries import parse_entries, read_entries, sorted_entries
from trainbib.shards.outputs import ShardError

__all__ = ["PLAN_NAME", "ShardCut", "ShardPlan", "make_plan", "read_plan"]

PLAN_NAME = "plan.json"

_VERSION = "1"
_LEAST_FILES = 1000
_LEAST_BYTES = 16 << 20
_MOST_SHARDS = 1 << 15


class ShardCut(NamedTuple):
    """One shard.

    Attributes:
        offset: Where its entries begin in the list of files.
        length: Their bytes there.
        files: How many files.
        bytes: Their sizes added up.
    """

    offset: int
    length: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """A plan that was read.

    Attributes:
        folder: The folder that it is in, and that takes the outputs.
        id: SHA-256 of ``plan.json``, 64 hexadecimal digits: outputs name the plan they belong to.
        location: Where the files are: an absolute path or a URL.
        exclude: Paths that were left out.
        follow_links: Whether links to files outside the location were listed.
        count: Whether records are counted.
        also: Which digests rows have besides SHA-256.
        listing: Name of the list of files.
        files: How many files.
        bytes: Their sizes added up, when they were listed.
        problems: What was met while listing.
        shards: The shards, in the order of their paths.
    """

    folder: Path
    id: str
    location: str
    exclude: tuple[str, ...]
    follow_links: bool
    count: bool
    also: tuple[str, ...]
    listing: str
    files: int
    bytes: int
    problems: tuple[Problem, ...]
    shards: Sequence[ShardCut]

    @property
    def path(self) -> Path:
        """Where the plan is."""
        return self.folder / PLAN_NAME

    def store(self) -> FileStore:
        """Open the place where the files are."""
        return open_store(self.location)

    def entries(self, shard: int) -> list[ListedFile]:
        """Return the files of a shard, sorted.

        Raises:
            ShardError: The list was changed.
            OSError: It cannot be read.
        """
        cut = self.shards[shard]
        with (self.folder / self.listing).open("rb") as file:
            file.seek(cut.offset)
            found = parse_entries(file.read(cut.length))
        if len(found) != cut.files:
            raise ShardError(
                f"{self.folder / self.listing}: shard {shard} has {len(found)} files there, and "
                f"{cut.files} in the plan: remove the folder and plan anew"
            )
        return found

    def output(self, shard: int) -> Path:
        """Return where the output of a shard goes."""
        return self.folder / "shards" / f"{shard // 1000:03d}" / f"{shard:06d}.run"

    def pieces(self, shard: int) -> Path:
        """Return the folder for pieces of a shard that had to be divided."""
        return self.folder / "pieces" / f"{shard:06d}"


def make_plan(
    location: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    exclude: Iterable[str] = (),
    follow_links: bool = False,
    count: bool = True,
    also: Iterable[str] = (),
    shard_files: int | None = None,
    shard_bytes: int | None = None,
) -> ShardPlan:
    """List the files and write the plan; or read it, where it was written before.

    Several processes may do this at the same time: one plan is kept, and all of them return it.

    Args:
        location: A folder or a URL.
        out: The output folder; it is made.
        exclude: Paths below the location that are left out.
        follow_links: Whether links to files outside the location are listed.
        count: Whether records are to be counted.
        also: Which digests rows are to have besides SHA-256; only ``blake3`` is known.
        shard_files: A shard is closed when it has so many files; 1000 if left out, or more where
            there would be more than 32 768 shards.
        shard_bytes: Or when it has so many bytes; 16 MiB if left out, or more, likewise.

    Returns:
        The plan.

    Raises:
        ShardError: The output folder is within the data and not left out, or holds the plan of
            something else; or a digest is not known.
        StoreError: The location cannot be listed.
        InventoryError: The folder or its ignore file cannot be used.
        OSError: The plan cannot be written.
    """
    store = open_store(location)
    folder = Path(out)
    left_out = tuple(sorted(set(exclude)))
    second = tuple(sorted(set(also)))
    for name in second:
        if name not in ALSO:
            raise ShardError(f"no digest {name!r} is known: besides sha256 there is {ALSO[0]!r}")
    target = folder / PLAN_NAME
    if not target.exists():
        if _is_within(folder, Path(store.location), left_out):
            raise ShardError(f"{out}: lies in the data folder {store.location}: name another one")
        folder.mkdir(parents=True, exist_ok=True)
        problems: list[Problem] = []
        files = store.files(problems, exclude=left_out, follow_links=follow_links)
        listing = _write_listing(folder, files)
        head: dict[str, object] = {
            "trainbib_plan": _VERSION,
            "location": store.location,
            "exclude": left_out,
            "follow_links": follow_links,
            "count": count,
            "also": second,
            "listing": listing.name,
            "files": listing.files,
            "bytes": listing.bytes,
            "problems": sorted(
                [problem.path, problem.kind, problem.message] for problem in problems
            ),
            "shards": list(
                _cuts(folder / listing.name, *_limits(listing, shard_files, shard_bytes))
            ),
        }
        _place_first(target, json.dumps(head, separators=(",", ":")).encode() + b"\n")
    plan = read_plan(target)
    wanted = (store.location, left_out, follow_links, count, second)
    if (plan.location, plan.exclude, plan.follow_links, plan.count, plan.also) != wanted:
        raise ShardError(
            f"{target}: is the plan of {plan.location} with other options: name another output "
            "folder, or remove this one"
        )
    return plan


def read_plan(path: str | os.PathLike[str]) -> ShardPlan:
    """Read a plan.

    Args:
        path: ``plan.json``, or the folder that holds it.

    Raises:
        ShardError: It is no plan.
        OSError: It cannot be read.
    """
    target = Path(path)
    if target.is_dir():
        target /= PLAN_NAME
    raw = target.read_bytes()
    try:
        head = cast("Mapping[str, Any]", json.loads(raw))
        if head["trainbib_plan"] != _VERSION:
            raise ShardError(
                f"{target}: version {head['trainbib_plan']!r} of plans is not known, {_VERSION} "
                "is: plan anew with `trainbib scan`"
            )
        return ShardPlan(
            folder=target.parent,
            id=sha256(raw).hexdigest(),
            location=str(head["location"]),
            exclude=tuple(head["exclude"]),
            follow_links=bool(head["follow_links"]),
            count=bool(head["count"]),
            also=tuple(head["also"]),
            listing=Path(str(head["listing"])).name,
            files=int(head["files"]),
            bytes=int(head["bytes"]),
            problems=tuple(
                Problem(kind, path, message) for path, kind, message in head["problems"]
            ),
            shards=[ShardCut(*cut) for cut in head["shards"]],
        )
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, ShardError):
            raise
        raise ShardError(
            f"{target}: is no plan of a scan: name the output folder of `trainbib scan`"
        ) from error


def _is_within(folder: Path, data: Path, left_out: Iterable[str]) -> bool:
    """Tell whether a folder would be scanned with the data."""
    if not folder.resolve().is_relative_to(data.resolve()):
        return False
    path = folder.resolve().relative_to(data.resolve()).as_posix()
    return not any(f"{path}/".startswith(f"{excluded}/") for excluded in left_out)


class _Listing(NamedTuple):
    name: str
    files: int
    bytes: int


def _write_listing(folder: Path, listed: Iterable[ListedFile]) -> _Listing:
    """Write the sorted list, under a name that tells its content."""
    hasher = sha256()
    files = size = 0
    temporary = folder / f".files.{secrets.token_hex(8)}.tmp"
    try:
        with temporary.open("xb") as out:
            for block in sorted_entries(listed, folder):
                data = b"".join(block)
                hasher.update(data)
                out.write(data)
                files += len(block)
                size += sum(max(file.size, 0) for file in parse_entries(data))
        name = f"files-{hasher.hexdigest()[:16]}.list"
        temporary.replace(folder / name)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return _Listing(name, files, size)


def _limits(listing: _Listing, files: int | None, size: int | None) -> tuple[int, int]:
    """Return how many files, and how many bytes, close a shard."""
    return (
        max(_LEAST_FILES, -(-listing.files // _MOST_SHARDS)) if files is None else files,
        max(_LEAST_BYTES, -(-listing.bytes // _MOST_SHARDS)) if size is None else size,
    )


def _cuts(path: Path, most_files: int, most_bytes: int) -> Iterator[ShardCut]:
    """Cut the list: a shard is closed by the file with which it reaches a limit."""
    offset = length = files = size = 0
    with path.open("rb") as listing:
        for block in read_entries(listing):
            for raw in block:
                length += len(raw)
                files += 1
                size += max(int(raw[raw.index(b"\0") + 1 :]), 0)
                if files >= most_files or size >= most_bytes:
                    yield ShardCut(offset, length, files, size)
                    offset += length
                    length = files = size = 0
    if files:
        yield ShardCut(offset, length, files, size)


def _place_first(target: Path, data: bytes) -> None:
    """Write a file unless another process has done so: then its file stays."""
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_bytes(data)
        try:
            os.link(temporary, target)
        except FileExistsError:
            return
        except OSError:
            # A file system without links; there the plan is to be made by one process.
            if not target.exists():
                temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()
