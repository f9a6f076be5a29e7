"""When data was collected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answers import Answer, Gap, gap_of, missing
from trainbib.disclosure.dates import first_day, last_day
from trainbib.disclosure.places import Member, Noted, members, place_of_one
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.wording import plural
from trainbib.values import as_mapping

__all__ = ["Collected", "each_collected", "period"]


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """When the data of some sources was collected.

    Attributes:
        began: The beginning, in the manifest's words; None where none is told.
        ended: The end, likewise.
        first: The first day that the beginning can mean, ISO 8601; empty where it is no date.
        last: The last day that the end can mean, likewise.
        ongoing: Whether the collection goes on.
        gap: Of the whole; pointers of gaps begin in the source.
        gaps: Of the whole, or of the beginning and the end.
        wants: The members that are missing.
    """

    began: str | None = None
    ended: str | None = None
    first: str = ""
    last: str = ""
    ongoing: bool = False
    gap: Gap | None = None
    gaps: tuple[Gap, ...] = ()
    wants: tuple[Member, ...] = ()


@once
def each_collected(reading: Reading) -> Sequence[Collected]:
    """Return when the data of each source was collected, in the order of the sources.

    Sources that tell the same share what is returned.
    """
    return reading.each_source("collected", _collected)


def _collected(value: object) -> Collected:
    gap = gap_of(value, "collected")
    if gap is not None:
        return Collected(gap=gap, gaps=(gap,))
    told = as_mapping(value)
    began, ended = told.get("from"), told.get("to")
    first, last = first_day(began), last_day(ended)
    ongoing = told.get("ongoing") is True
    gaps = (gap_of(began, "collected/from"), gap_of(ended, "collected/to"))
    lacks_first = first is None and gaps[0] is None
    lacks_last = last is None and gaps[1] is None and not ongoing
    return Collected(
        began=began if isinstance(began, str) else None,
        ended=ended if isinstance(ended, str) else None,
        first="" if first is None else str(first),
        last="" if last is None else str(last),
        ongoing=ongoing,
        gaps=tuple(each for each in gaps if each is not None),
        wants=_LACKING[lacks_first, lacks_last],
    )


def period(reading: Reading) -> Answer:
    """Tell from the earliest beginning to the latest end of all collections."""
    told = each_collected(reading)
    keys = _by_what(reading, told)
    gaps, wants = list[Gap](), Noted()
    wants.column(reading.keys, [each.wants for each in told])
    if any(each.gaps for each in keys):
        for key, each in zip(reading.sources, told, strict=True):
            gaps.extend(gap.within(source_at(key)) for gap in each.gaps)
    if not keys:
        return missing("/sources", "when the data of each source was collected")
    count = sum(len(its) for each, its in keys.items() if each.first)
    began = [(each.first, each.began, its) for each, its in keys.items()]
    ended = [(each.last, each.ended, its) for each, its in keys.items()]
    first = _outermost("/collected/from", began, min)
    last = _outermost("/collected/to", ended, max)
    running = any(each.ongoing for each in keys)
    if first is None or (last is None and not running):
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    end = "ongoing" if running else last[1] if last else ""
    how = f"the earliest beginning and the latest end of {plural(count, 'collection')}"
    origins = (first[0], *((last[0],) if last else ()))
    return Answer(f"{first[1]} to {end}", tuple(gaps), wants.wants(), origins, how)


def _by_what(reading: Reading, told: Sequence[Collected]) -> Mapping[Collected, Sequence[str]]:
    """Return the keys of the sources by what is told of each."""
    lists = {each: list[str]() for each in dict.fromkeys(told)}
    if len(lists) == 1:
        return dict.fromkeys(lists, reading.keys)
    for key, each in zip(reading.keys, told, strict=True):
        lists[each].append(key)
    return lists


def _outermost(
    member: str,
    told: Iterable[tuple[str, str | None, Sequence[str]]],
    pick: Callable[[Iterable[str]], str],
) -> tuple[str, str] | None:
    """Return place and words of the first date, or the last; None where no date is told.

    Args:
        member: Where a source tells it.
        told: Days, the words that mean them, and keys of the sources that tell them.
        pick: Chooses one.
    """
    dated = [(day, words, keys) for day, words, keys in told if day and words]
    if not dated:
        return None
    edge = pick(day for day, _, _ in dated)
    words_at = {
        place_of_one(keys, pick) + member: words for day, words, keys in dated if day == edge
    }
    place = pick(words_at)
    return place, words_at[place]


_BEGAN = members(("collected/from", ("when the collection of `", "` began")))
_ENDED = members(("collected/to", ("when the collection of `", "` ended, or `ongoing: true`")))
_LACKING: Mapping[tuple[bool, bool], tuple[Member, ...]] = {
    (False, False): (),
    (True, False): _BEGAN,
    (False, True): _ENDED,
    (True, True): (*_BEGAN, *_ENDED),
}
"""What is wanted, by whether the beginning and the end are missing."""
