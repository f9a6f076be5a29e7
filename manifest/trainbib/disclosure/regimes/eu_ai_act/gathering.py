"""What an answer is gathered from: the places that were read, gaps met, and what is wanted."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from trainbib.disclosure.answers import Answer, Gap, Value, Want
from trainbib.disclosure.reading import Reading, gap_of
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping

__all__ = ["Gathering", "once", "source_at"]

T = TypeVar("T")


def once(tell: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """Make a function of a reading work once for each reading, as long as that is kept."""
    told = WeakKeyDictionary[Reading, T]()

    @wraps(tell)
    def remembered(reading: Reading) -> T:
        if reading not in told:
            told[reading] = tell(reading)
        return told[reading]

    return remembered


def source_at(key: str, *rest: str | int) -> str:
    """Return the JSON Pointer to a source, or to something of it."""
    return pointer("sources", key, *rest)


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
        here = place + pointer(name)
        gap = gap_of(value, here)
        if gap is not None:
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
        items = [value] if isinstance(value, str) else as_list(value)
        return [each.strip() for each in items if isinstance(each, str) and each.strip()]

    def mapping(self, entry: Mapping[str, object], place: str, name: str) -> Mapping[str, object]:
        """Return a mapping, an empty one where there is none; only its parts are origins."""
        value = entry.get(name)
        gap = gap_of(value, place + pointer(name))
        if gap is not None:
            self._keep(gap)
        return as_mapping(value)

    def _keep(self, gap: Gap) -> None:
        self.gaps.append(gap)
        self.answered.add(gap.pointer)

    def want(self, place: str, what: str) -> None:
        """Note what is missing, unless there is a gap at the place, or around it."""
        around = place
        while around:
            if around in self.answered:
                return
            around = around.rpartition("/")[0]
        self.wants.append(Want(place, what))

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
