"""Doing many things at once, few of them at one host."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
R = TypeVar("R")


def host_of(url: str) -> str:
    """Return the host of a URL as far as it can be told; "" otherwise."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def run_by_host(
    items: Sequence[T],
    work: Callable[[T], R],
    *,
    host: Callable[[T], Hashable],
    workers: int,
    per_host: int,
    done: Callable[[int], None] | None = None,
) -> list[R]:
    """Do the work for all items, those of different hosts side by side.

    A slow host so holds up nobody but itself.

    Args:
        items: What to do it for.
        work: Called once for each, from some thread.
        host: Tells the host of an item.
        workers: How many run at a time.
        per_host: How many of them for one host.
        done: Called with the number of items that are done: 0 before the first, and after each.

    Returns:
        The results in the order of the items.

    Raises:
        Exception: What ``work`` raised first; nothing is begun after that.
    """
    if not items:
        return []
    if done is not None:
        done(0)
    queue = _Queue(items, work, host, per_host, done)
    threads = [
        threading.Thread(target=queue.serve, name=f"trainbib-online-{index}", daemon=True)
        for index in range(min(workers, len(items)))
    ]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except BaseException:
        queue.stop(None)
        raise
    if queue.failure is not None:
        raise queue.failure
    return [queue.results[index] for index in range(len(items))]


class _Queue(Generic[T, R]):
    """What is left to do, by host, and what has been done."""

    def __init__(
        self,
        items: Sequence[T],
        work: Callable[[T], R],
        host: Callable[[T], Hashable],
        per_host: int,
        done: Callable[[int], None] | None,
    ) -> None:
        self.results: dict[int, R] = {}
        self.failure: BaseException | None = None
        self._items = items
        self._work = work
        self._per_host = per_host
        self._done = done
        self._active: Counter[Hashable] = Counter()
        self._waiting: dict[Hashable, deque[int]] = {}
        self._changed = threading.Condition()
        for index, item in enumerate(items):
            self._waiting.setdefault(host(item), deque()).append(index)

    def serve(self) -> None:
        """Work until nothing is left; this is what each thread does."""
        while (taken := self._take()) is not None:
            name, index = taken
            try:
                result = self._work(self._items[index])
            except BaseException as error:  # noqa: BLE001 - it is raised again by the caller
                self.stop(error)
                return
            with self._changed:
                self.results[index] = result
                self._active[name] -= 1
                self._changed.notify_all()
                if self._done is not None:
                    self._done(len(self.results))

    def stop(self, failure: BaseException | None) -> None:
        """Begin nothing more."""
        with self._changed:
            self.failure = self.failure or failure
            self._waiting.clear()
            self._changed.notify_all()

    def _take(self) -> tuple[Hashable, int] | None:
        with self._changed:
            while self._waiting:
                for name in self._waiting:
                    if self._active[name] < self._per_host:
                        return name, self._next_of(name)
                self._changed.wait()
            return None

    def _next_of(self, name: Hashable) -> int:
        """Take the next item of a host, and let the others go first the next time."""
        indices = self._waiting.pop(name)
        index = indices.popleft()
        if indices:
            self._waiting[name] = indices
        self._active[name] += 1
        return index
