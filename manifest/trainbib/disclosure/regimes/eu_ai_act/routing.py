"""Which of the sections 2.1 to 2.6 each source stands in: exactly one, by its kind."""

from collections.abc import Mapping
from typing import Literal, get_args

from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answers import Answer, gap_of, missing
from trainbib.disclosure.places import each_at
from trainbib.disclosure.reading import Reading, once

__all__ = ["SECTION_OF_KIND", "Section", "by_section", "used"]

Section = Literal["2.1", "2.2.1", "2.2.2", "2.3", "2.4", "2.5", "2.6"]

SECTION_OF_KIND: Mapping[str, Section] = {
    "public_dataset": "2.1",
    "licensed": "2.2.1",
    "private_third_party": "2.2.2",
    "own_crawl": "2.3",
    "user_data": "2.4",
    "synthetic": "2.5",
    "human_commissioned": "2.6",
    "offline": "2.6",
    "sensor": "2.6",
    "other": "2.6",
}


@once
def by_section(reading: Reading) -> Mapping[Section, tuple[str, ...]]:
    """Return the keys of the sources of each section, sorted."""
    kinds = by_kind(reading)
    return {
        section: kinds.of(*(kind for kind, home in SECTION_OF_KIND.items() if home == section))
        for section in get_args(Section)
    }


def used(reading: Reading, section: Section) -> Answer:
    """Answer whether there are sources of a section.

    "No" is said only if every source has its section: one of which the kind is not known may
    belong to any.
    """
    if not reading.sources:
        gap = gap_of(reading.data.get("sources"), "/sources")
        if gap is not None:
            return Answer(gaps=(gap,), origins=("/sources",))
        return missing("/sources", "the sources that the models were trained on")
    keys = by_section(reading)[section]
    if keys:
        return Answer("Yes", origins=each_at(keys, "kind"), how=_how(reading, section, keys))
    kinds = by_kind(reading)
    if not kinds.complete:
        return Answer(
            None,
            kinds.gaps,
            kinds.wants,
            how="no source is known to belong here, but of some it is not known how they were "
            "come by",
        )
    count = len(reading.sources)
    whole = "the one source is not" if count == 1 else f"none of the {count} sources is"
    return Answer("No", origins=("/sources",), how=f"{whole} of {_kinds(section)}")


def _how(reading: Reading, section: Section, keys: tuple[str, ...]) -> str:
    verb = "is" if len(keys) == 1 else "are"
    how = f"{len(keys)} of {len(reading.sources)} sources {verb} of {_kinds(section)}"
    crawled = reading.of_kind("own_crawl") if section == "2.1" else {}
    moved = [key for key in keys if key in crawled] if crawled else []
    if moved:
        names = ", ".join(f"`{key}`" for key in moved)
        how += f"; {names} by its identifier: snapshots of Common Crawl are public data sets"
    return how


def _kinds(section: Section) -> str:
    kinds = [f"`{kind}`" for kind, home in SECTION_OF_KIND.items() if home == section]
    if len(kinds) == 1:
        return f"the kind {kinds[0]}"
    return f"the kinds {', '.join(kinds[:-1])} or {kinds[-1]}"
