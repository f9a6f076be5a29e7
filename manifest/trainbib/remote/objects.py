"""A store behind a URL, by way of fsspec: S3, Google Cloud Storage, the Hugging Face hub, memory.

What takes time here is waiting, so small files are fetched several at a time and folders listed
several at a time; one file is never held in memory unless it is small.
"""

import io
import re
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from trainbib.inventory.ignore import IGNORE_FILE, Ignore, read_ignore
from trainbib.inventory.reading import Depth, RawProblem, RawRow, Reading
from trainbib.inventory.rows import InventoryError
from trainbib.inventory.second_hash import SecondHash
from trainbib.inventory.walk import Problem
from trainbib.remote.stores import ListedFile, StoreError
from trainbib.remote.streams import How, read_stream

__all__ = ["ObjectStore"]

_Value = TypeVar("_Value")

_SMALL = 8 << 20  # bytes; what is larger is read as a stream
_AHEAD_FILES = 32  # requests on their way
_AHEAD_BYTES = 64 << 20  # bytes fetched and not yet read
_BLOCK = 16 << 20  # bytes of one request while streaming
_ATTEMPTS = 3
_PAUSE = 0.125  # seconds before the second attempt, and four times as long before the next
# As in an inventory: an absolute path, an empty, `.` or `..` segment, a null byte.
_SUSPECT = re.compile(r"\A\.{0,2}(?:/|\Z)|/\.{0,2}(?:/|\Z)|\x00")

# Named here so that a test need not wait.
_pause = time.sleep


class ObjectStore:
    """Files behind a URL."""

    def __init__(self, url: str) -> None:
        """Find the file system; nothing is contacted yet.

        Args:
            url: The URL of a folder: protocol, and what the protocol asks for.

        Raises:
            StoreError: fsspec or the package for this protocol is not installed.
        """
        self.location = url.rstrip("/") if not url.endswith("://") else url
        scheme = url.partition("://")[0]
        try:
            fsspec: Any = import_module("fsspec.core")
            # Listings are asked for once, and files by their names: a cache would only grow.
            self._system, root = fsspec.url_to_fs(url, use_listings_cache=False)
        except ImportError as error:
            raise StoreError(
                f"{url}: {scheme}:// needs a package that is not installed ({error}): install "
                f'"trainbib[remote]"{_PACKAGES.get(scheme, "")}'
            ) from error
        except ValueError as error:
            raise StoreError(f"{url}: no such kind of store ({error}): check the URL") from error
        self._root = str(root).rstrip("/")

    def files(
        self, problems: list[Problem], *, exclude: Iterable[str] = (), follow_links: bool = False
    ) -> Iterator[ListedFile]:
        """List the files; see `FileStore`. Links do not arise."""
        del follow_links
        ignore = self._ignore(exclude)
        seen = 0
        with ThreadPoolExecutor(_AHEAD_FILES) as pool:
            asked: dict[Future[list[Mapping[str, Any]]], str] = {pool.submit(self._list, ""): ""}
            while asked:
                for done in wait(asked, return_when=FIRST_COMPLETED).done:
                    prefix = asked.pop(done)
                    entries = self._listed(done, prefix, problems)
                    seen += len(entries)
                    for entry in entries:
                        path = self._below(str(entry["name"]))
                        if path is None or path.rstrip("/") == prefix.rstrip("/"):
                            continue  # the mark of the folder itself
                        if entry.get("type") == "directory":
                            folder = path.rstrip("/")
                            if not _left_out(ignore, folder, folder=True):
                                asked[pool.submit(self._list, folder + "/")] = folder + "/"
                        elif _SUSPECT.search(path) is not None:
                            problems.append(_bad_key(path))
                        elif not _left_out(ignore, path, folder=False):
                            size = entry.get("size")
                            yield ListedFile(path, -1 if size is None else int(size))
        if not seen:
            raise StoreError(f"{self.location}: there is no file: check the URL")

    def _list(self, prefix: str) -> list[Mapping[str, Any]]:
        return _patiently(lambda: self._system.ls(f"{self._root}/{prefix}", detail=True))

    def _listed(
        self, done: "Future[list[Mapping[str, Any]]]", prefix: str, problems: list[Problem]
    ) -> list[Mapping[str, Any]]:
        try:
            return done.result()
        except FileNotFoundError:
            if not prefix:
                raise StoreError(f"{self.location}: there is no such folder: check it") from None
            return []
        except Exception as error:  # each store raises its own
            if not prefix:
                raise StoreError(
                    f"{self.location}: cannot be listed ({_reason(error)}): check the URL, and "
                    "the credentials in the environment"
                ) from error
            folder = prefix.rstrip("/")
            problems.append(
                Problem(
                    "unreadable-folder",
                    folder,
                    f"the folder {folder!r} cannot be listed ({_reason(error)}), so its files are "
                    "missing here: check its permissions",
                )
            )
            return []

    def _ignore(self, exclude: Iterable[str]) -> Ignore:
        """Read the ignore file, if there is one."""
        try:
            raw = bytes(
                _patiently(lambda: self._system.cat_file(f"{self._root}/{IGNORE_FILE}")),
            )
        except (FileNotFoundError, IsADirectoryError):
            return Ignore(exclude=exclude)
        except Exception as error:
            raise StoreError(
                f"{self.location}: cannot be read ({_reason(error)}): check the URL, and the "
                "credentials in the environment"
            ) from error
        with tempfile.TemporaryDirectory(prefix="trainbib-") as folder:
            (Path(folder) / IGNORE_FILE).write_bytes(raw)
            try:
                return read_ignore(folder, exclude)
            except InventoryError as error:
                raise InventoryError(str(error).replace(folder, self.location)) from error

    def _below(self, name: str) -> str | None:
        """Return the path below the location; None for what is not below it."""
        lead = f"{self._root}/"
        if name.startswith(lead):
            return name[len(lead) :]
        # Some stores give names without the leading slash, or with it.
        if name.lstrip("/").startswith(lead.lstrip("/")):
            return name.lstrip("/")[len(lead.lstrip("/")) :]
        return None

    def open(self, path: str) -> BinaryIO:
        """Open a file; see `FileStore`."""
        opened = self._system.open(
            f"{self._root}/{path}", "rb", block_size=_BLOCK, cache_type="readahead"
        )
        return cast("BinaryIO", opened)

    def read(
        self,
        files: Sequence[ListedFile],
        depth: Depth,
        tick: Callable[[int], None],
        second: SecondHash | None = None,
    ) -> Reading:
        """Read files; see `FileStore`."""
        how = How(depth, tick, second)
        rows: list[RawRow] = []
        problems: list[RawProblem] = []
        with ThreadPoolExecutor(_AHEAD_FILES) as pool:
            for file, fetched in self._ahead(files, pool):
                try:
                    row = (
                        self._large(file.path, how)
                        if fetched is None
                        else self._small(file, fetched, how)
                    )
                except Exception as error:  # noqa: BLE001 - each store raises its own
                    problems.append(_problem(file.path, error))
                    continue
                if row is None:
                    problems.append(_changed(file.path))
                else:
                    rows.append(row)
        return Reading(rows, problems)

    def _ahead(
        self, files: Sequence[ListedFile], pool: ThreadPoolExecutor
    ) -> "Iterator[tuple[ListedFile, Future[bytes] | None]]":
        """Yield the files in order, small ones with what is being fetched ahead of need."""
        waiting: deque[tuple[ListedFile, Future[bytes] | None]] = deque()
        size = 0
        unasked = iter(files)
        file = next(unasked, None)
        while file is not None or waiting:
            while (
                file is not None
                and len(waiting) < _AHEAD_FILES
                and (not waiting or size + min(file.size, _SMALL) <= _AHEAD_BYTES)
            ):
                small = 0 <= file.size <= _SMALL
                waiting.append((file, pool.submit(self._fetch, file.path) if small else None))
                size += file.size if small else 0
                file = next(unasked, None)
            first, fetched = waiting.popleft()
            if fetched is not None:
                size -= first.size
            yield first, fetched

    def _fetch(self, path: str) -> bytes:
        return bytes(_patiently(lambda: self._system.cat_file(f"{self._root}/{path}")))

    @staticmethod
    def _small(file: ListedFile, fetched: "Future[bytes]", how: How) -> RawRow:
        data = fetched.result()
        stream = io.BytesIO(data)
        return read_stream(file.path, stream, lambda: io.BytesIO(data), how)

    def _large(self, path: str, how: How) -> RawRow | None:
        """Read a file as a stream; None when it changed meanwhile, twice."""
        for _ in range(2):
            row = _patiently(lambda: self._streamed(path, how))
            if row is not None:
                return row
        return None

    def _streamed(self, path: str, how: How) -> RawRow | None:
        name = f"{self._root}/{path}"
        before: Mapping[str, Any] = self._system.info(name)
        with self.open(path) as stream:
            row = read_stream(path, stream, lambda: self.open(path), how)
        if before != self._system.info(name) or row[1] != before.get("size", row[1]):
            return None
        return row


_PACKAGES = {
    "s3": " and s3fs",
    "s3a": " and s3fs",
    "gs": " and gcsfs",
    "gcs": " and gcsfs",
    "hf": " and huggingface_hub",
    "az": " and adlfs",
    "abfs": " and adlfs",
}


def _patiently(ask: Callable[[], _Value]) -> _Value:
    """Ask again when a store fails in passing: a timeout, too many requests."""
    for attempt in range(_ATTEMPTS - 1):
        try:
            return ask()
        except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError):
            raise
        except Exception as error:
            if "Credential" in type(error).__name__:  # asking again gives the same answer
                raise
            _pause(_PAUSE * 4**attempt)
    return ask()


def _left_out(ignore: Ignore, path: str, *, folder: bool) -> bool:
    cut = path.rfind("/") + 1
    if path[cut:] in ignore.names_in(path[:cut]):
        return True
    return ignore.has_rules and ignore.leaves_out(path, folder=folder)


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    line = str(text).strip().split("\n", 1)[0][:200]
    return line or type(error).__name__


def _bad_key(path: str) -> Problem:
    return Problem(
        "unreadable",
        path,
        f"{path!r} is no path of a file: it has an empty segment, `.`, `..` or a null byte: copy "
        "the object to another key",
    )


def _problem(path: str, error: Exception) -> RawProblem:
    if isinstance(error, FileNotFoundError):
        message = "was there when the folder was listed, and is gone now: run it again"
        return "vanished", path, f"{path!r} {message}"
    message = f"{path!r} cannot be read ({_reason(error)}): check its permissions"
    return "unreadable", path, message


def _changed(path: str) -> RawProblem:
    message = "changed while it was read, twice: run it again when nothing writes to the folder"
    return "changed-while-reading", path, f"{path!r} {message}"
