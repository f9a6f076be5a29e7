"""When data was collected."""

from trainbib.disclosure.answers import Answer, Gap, gap_of, missing
from trainbib.disclosure.dates import first_day, last_day
from trainbib.disclosure.places import Noted, members
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.wording import plural
from trainbib.values import as_mapping

__all__ = ["period", "period_of"]


def period_of(reading: Reading, key: str) -> tuple[object, object, bool]:
    """Return when a source's collection began and ended, and whether it is ongoing."""
    source = reading.sources[key]
    collected = as_mapping(source.get("collected"))
    ongoing = collected.get("ongoing") is True
    return collected.get("from"), collected.get("to"), ongoing


def period(reading: Reading) -> Answer:
    """Tell from the earliest beginning to the latest end of all collections."""
    begins, ends = list[tuple[str, str]](), list[tuple[str, str]]()
    gaps, wants = list[Gap](), Noted()
    for key, source in reading.sources.items():
        if source.get("collected") is None:
            wants.each(key, _PERIOD)
            continue
        place = f"{reading.places[key]}/collected"
        began, ended, ongoing = period_of(reading, key)
        gap = gap_of(source.get("collected"), place)
        if gap is not None:
            gaps.append(gap)
            continue
        for name, value, found, day in (
            ("from", began, begins, first_day(began)),
            ("to", ended, ends, last_day(ended)),
        ):
            part_gap = gap_of(value, f"{place}/{name}")
            if day is not None:
                found.append((str(value), f"{place}/{name}"))
            elif part_gap is not None:
                gaps.append(part_gap)
            elif name == "from":
                wants.each(key, _BEGAN)
            elif not ongoing:
                wants.each(key, _ENDED)
    if not begins:
        if not gaps and not wants.parts:
            return missing("/sources", "when the data of each source was collected")
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    first = min(begins, key=lambda each: (str(first_day(each[0])), each[1]))
    last = max(ends, key=lambda each: (str(last_day(each[0])), each[1]), default=None)
    running = any(period_of(reading, key)[2] for key in reading.having("collected"))
    if last is None and not running:
        return Answer(gaps=tuple(gaps), wants=wants.wants())
    end = "ongoing" if running else last[0] if last else ""
    how = f"the earliest beginning and the latest end of {plural(len(begins), 'collection')}"
    origins = (first[1], *((last[1],) if last else ()))
    return Answer(f"{first[0]} to {end}", tuple(gaps), wants.wants(), origins, how)


_BEGAN = members(("collected/from", ("when the collection of `", "` began")))
_ENDED = members(("collected/to", ("when the collection of `", "` ended, or `ongoing: true`")))
_PERIOD = (*_BEGAN, *_ENDED)
