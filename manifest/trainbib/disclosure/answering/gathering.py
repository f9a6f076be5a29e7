"""What an answer is gathered from: the places that were read, gaps met, and what is wanted."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from trainbib.disclosure.answers import Answer, Gap, Value, Want, gap_of
from trainbib.pointers import escape, pointer
from trainbib.values import as_list, is_mapping

__all__ = ["Gathering", "source_at", "unique"]

T = TypeVar("T")


def source_at(key: str, *rest: str | int) -> str:
    """Return the JSON Pointer to a source, or to something of it."""
    place = f"/sources/{escape(key)}"
    return place + pointer(*rest) if rest else place


class Gathering:
    """Reads values and keeps where they stood, and what was a gap or is wanted."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.origins: list[str] = []
        self.gaps: list[Gap] = []
        self.wants: list[Want] = []
        self.answered: set[str] = set()  # where gaps stand that were read here

    def value(self, entry: Mapping[str, object], place: str, name: str) -> object | None:
        """Return what an entry says under a name; None where there is a gap, or nothing."""
        value = entry.get(name)
        if value is None:
            return None
        here = f"{place}/{name}"
        if isinstance(value, dict) and (gap := gap_of(value, here)) is not None:
            self._keep(gap)
            return None
        self.origins.append(here)
        return value

    def text(self, entry: Mapping[str, object], place: str, name: str) -> str:
        """Return a text, an empty one where there is none."""
        value = self.value(entry, place, name)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, entry: Mapping[str, object], place: str, name: str) -> list[str]:
        """Return a list of texts; a single text is a list of one."""
        value = self.value(entry, place, name)
        if value is None:
            return []
        items = [value] if isinstance(value, str) else as_list(value)
        return [each.strip() for each in items if isinstance(each, str) and each.strip()]

    def mapping(self, entry: Mapping[str, object], place: str, name: str) -> Mapping[str, object]:
        """Return a mapping, an empty one where there is none; only its parts are origins."""
        value = entry.get(name)
        if not is_mapping(value):
            return {}
        if len(value) != 1:  # no gap
            return value
        gap = gap_of(value, f"{place}/{name}")
        if gap is None:
            return value
        self._keep(gap)
        return {}

    def _keep(self, gap: Gap) -> None:
        self.gaps.append(gap)
        self.answered.add(gap.pointer)

    def want(self, place: str, what: str, found: str = "") -> None:
        """Note what is missing, unless there is a gap at the place, or around it.

        Args:
            place: Where it belongs.
            what: What to write there.
            found: What stands there instead.
        """
        around = place if self.answered else ""
        while around:
            if around in self.answered:
                return
            around = around.rpartition("/")[0]
        self.wants.append(Want(place, what, found))

    def add(self, other: "Gathering") -> None:
        """Add what another one has gathered."""
        self.origins += other.origins
        self.gaps += other.gaps
        self.wants += other.wants
        self.answered |= other.answered

    def answer(self, value: Value | None, how: str = "") -> Answer:
        """Return the answer."""
        return Answer(value, unique(self.gaps), unique(self.wants), unique(self.origins), how)


def unique(items: Iterable[T]) -> tuple[T, ...]:
    """Return each item once, in order."""
    return tuple(dict.fromkeys(items))
