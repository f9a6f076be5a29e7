"""Items and lines of which there may be one for every source, made when they are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar, cast, overload

__all__ = ["Later", "LongText"]

T = TypeVar("T")


class Later(Sequence[T]):
    """Items whose number is known before any of them is made; equal to a tuple of them.

    Args:
        count: How many there are.
        make: Yields them, from the first to the last; it is called once at most.
    """

    __slots__ = ("_count", "_left", "_made", "_make")

    def __init__(self, count: int, make: Callable[[], Iterable[T]]) -> None:
        """Make nothing yet."""
        self._count = count
        self._make = make
        self._made = list[T]()
        self._left: Iterator[T] | None = None

    def _first(self, count: int) -> list[T]:
        """Return what is made, so many items at least as there are."""
        if self._left is None:
            self._left = iter(self._make())
        self._made += islice(self._left, max(count - len(self._made), 0))
        return self._made

    def __iter__(self) -> Iterator[T]:
        at = 0
        while at < self._count:
            made = self._first(min(2 * at + 1, self._count))[at:]
            yield from made
            at += len(made)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._first(self._count)[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple | Later):
            return NotImplemented
        return tuple(self) == tuple(cast("Sequence[object]", other))

    __hash__ = None  # type: ignore[assignment] # its items may be mappings

    def __repr__(self) -> str:
        return repr(tuple(self))


class LongText:
    """A text of a line for each of very many data sets; equal to the text.

    Args:
        write: Returns it.
        say: Returns what it says, each of what several lines say once: far less to look through.
    """

    def __init__(self, write: Callable[[], str], say: Callable[[], str]) -> None:
        """Write nothing yet."""
        self._write = write
        self._say = say

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        return self._write()

    @cached_property
    def once(self) -> str:
        """What it says, each of what several lines say once."""
        return self._say()

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | LongText) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return repr(str(self))
