"""Which of the sections 2.1 to 2.6 each source stands in: exactly one.

The kind of the source says so (SPEC.md, section 6.1), with one exception: a source of the kind
`own_crawl` that is identified as a snapshot of Common Crawl was crawled by others, and is a public
data set. Of any other kind it stands where its kind puts it: a licensed copy is licensed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from trainbib.disclosure.answers import Answer, Gap, Want, missing
from trainbib.disclosure.places import each_at
from trainbib.disclosure.reading import Entry, Reading, gap_of, once
from trainbib.disclosure.regimes.eu_ai_act.gathering import source_at
from trainbib.values import as_mapping

__all__ = ["Routing", "Section", "routing", "section_of", "used"]

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


@dataclass(frozen=True, slots=True)
class Routing:
    """The sources by section.

    Attributes:
        sections: Keys of the sources of each section, sorted, so that no answer depends on the
            order in which a manifest names them.
        gaps: Of sources of which the manifest says that their kind is not known.
        wants: The kinds of sources that do not say it.
    """

    sections: Mapping[Section, tuple[str, ...]]
    gaps: tuple[Gap, ...]
    wants: tuple[Want, ...]

    @property
    def complete(self) -> bool:
        """Whether every source has a section."""
        return not self.gaps and not self.wants


def section_of(source: Entry) -> Section | None:
    """Return the section of a source; None where its kind is not told."""
    kind = source.get("kind")
    if kind == "own_crawl" and is_common_crawl(source):
        return "2.1"
    return SECTION_OF_KIND.get(kind) if isinstance(kind, str) else None


def is_common_crawl(source: Entry) -> bool:
    """Tell whether a source is identified as a snapshot of Common Crawl."""
    return isinstance(as_mapping(source.get("ids")).get("common_crawl"), str)


@once
def routing(reading: Reading) -> Routing:
    """Put each source into its section."""
    sections: dict[Section, list[str]] = {name: [] for name in get_args(Section)}
    gaps, wants = list[Gap](), list[Want]()
    for key in sorted(reading.sources):
        section = section_of(reading.sources[key])
        if section is not None:
            sections[section].append(key)
            continue
        place = source_at(key, "kind")
        gap = gap_of(reading.sources[key].get("kind"), place)
        if gap is not None:
            gaps.append(gap)
        else:
            wants.append(Want(place, f"how `{key}` was come by, which decides its section"))
    return Routing(
        {name: tuple(keys) for name, keys in sections.items()}, tuple(gaps), tuple(wants)
    )


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
    routed = routing(reading)
    keys = routed.sections[section]
    if keys:
        return Answer("Yes", origins=each_at(keys, "kind"), how=_how(reading, section, keys))
    if not routed.complete:
        return Answer(
            None,
            routed.gaps,
            routed.wants,
            how="no source is known to belong here, but of some it is not known how they were "
            "come by",
        )
    count = len(reading.sources)
    whole = "the one source is not" if count == 1 else f"none of the {count} sources is"
    return Answer("No", origins=("/sources",), how=f"{whole} of {_kinds(section)}")


def _how(reading: Reading, section: Section, keys: tuple[str, ...]) -> str:
    verb = "is" if len(keys) == 1 else "are"
    how = f"{len(keys)} of {len(reading.sources)} sources {verb} of {_kinds(section)}"
    moved = [key for key in keys if reading.sources[key].get("kind") == "own_crawl"]
    if section == "2.1" and moved:
        names = ", ".join(f"`{key}`" for key in moved)
        how += f"; {names} by its identifier: snapshots of Common Crawl are public data sets"
    return how


def _kinds(section: Section) -> str:
    kinds = [f"`{kind}`" for kind, home in SECTION_OF_KIND.items() if home == section]
    if len(kinds) == 1:
        return f"the kind {kinds[0]}"
    return f"the kinds {', '.join(kinds[:-1])} or {kinds[-1]}"
