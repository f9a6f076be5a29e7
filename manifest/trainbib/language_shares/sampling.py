"""A sample of texts that depends on nothing but the texts' places and a seed.

Each text draws a number, from a generator that is seeded by the seed and the name of its file; the
sample are those with the smallest. Samples of parts are joined to the sample of the whole by
taking the smallest again, however the files were divided among processes.
"""

from collections.abc import Callable, Iterable, Sequence
from heapq import heappush, heapreplace, nsmallest
from random import Random

__all__ = ["LONGEST", "Sample", "Told", "joined"]

LONGEST = 2000
"""How many characters of a text are looked at."""

Told = tuple[float, str, int, str]
"""What is kept of a sampled text: its number, its file, its place in it, its language."""


class Sample:
    """Some of the texts that go by."""

    __slots__ = ("_heap", "_limit", "_size", "texts", "without")

    def __init__(self, size: int) -> None:
        """Begin with nothing.

        Args:
            size: The most texts that are kept.
        """
        self.texts = 0
        self.without = 0
        self._size = size
        self._limit = 1.0
        self._heap: list[tuple[float, str, int, str]] = []  # the greatest number in front

    def file(self, name: str, seed: int) -> Callable[[Sequence[str | None]], None]:
        """Return what takes the texts of a file, some at a time; None stands for no text.

        Args:
            name: The file's name, the same wherever the data lies.
            seed: The seed.
        """
        draw = Random(f"{seed}\0{name}").random  # noqa: S311 - nobody is to be surprised by it
        place = 0

        def take(texts: Sequence[str | None]) -> None:
            nonlocal place
            for text in texts:
                place += 1
                if text is None or not text or text.isspace():
                    self.without += 1
                    continue
                self.texts += 1
                number = draw()
                if number < self._limit:
                    self._keep((-number, name, place, text[:LONGEST]))

        return take

    def _keep(self, entry: tuple[float, str, int, str]) -> None:
        if len(self._heap) < self._size:
            heappush(self._heap, entry)
        else:
            heapreplace(self._heap, entry)
        if len(self._heap) == self._size:
            self._limit = -self._heap[0][0]

    def told(self, tell: Callable[[str], str]) -> list[Told]:
        """Return the sample with the language of each text in the place of the text.

        Args:
            tell: Returns the tag of a text.
        """
        return sorted((-minus, name, place, tell(text)) for minus, name, place, text in self._heap)


def joined(parts: Iterable[Iterable[Told]], size: int) -> list[Told]:
    """Return the sample of a whole from those of its parts.

    Args:
        parts: The samples of the parts.
        size: The most texts that are kept.
    """
    return nsmallest(size, (entry for part in parts for entry in part))
