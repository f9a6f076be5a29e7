"""What was done to data: the steps of processing, of the whole set and of each source."""

from collections.abc import Iterator, Mapping

from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.wording import plural
from trainbib.values import as_list, as_mapping

__all__ = ["Step", "curation", "is_processed", "programs", "steps", "with_field"]

Step = tuple[str, Mapping[str, object]]
"""The place of something, such as a step of processing, and what is told of it."""


def with_field(reading: Reading, name: str) -> Iterator[Step]:
    """Yield place and data of the whole set, then of each source that has a field."""
    yield "/dataset", reading.dataset
    for key in sorted(reading.having(name)):
        yield source_at(key), reading.sources[key]


def steps(reading: Reading, met: Gathering) -> Iterator[Step]:
    """Yield every step of processing: of the whole, then of each source."""
    for place, entry in with_field(reading, "processing"):
        told = as_list(met.value(entry, place, "processing"))
        for at, each in enumerate(told):
            step = as_mapping(each)
            if isinstance(step.get("step"), str):
                yield f"{place}/processing/{at}", step


def curation(reading: Reading) -> Answer:
    """Tell each step of processing once, with how many sources went through it.

    What the whole set went through is told without a number.
    """
    met = Gathering()
    found = dict[str, set[str]]()
    for place, step in steps(reading, met):
        words = met.text(step, place, "description")
        purpose = met.text(step, place, "purpose")
        name = str(step["step"]).strip()
        line = f"{name[:1].upper()}{name[1:]}" + (f": {words}" if words else "")
        found.setdefault(line + (f" ({purpose})" if purpose else ""), set()).add(
            place.rpartition("/processing/")[0]
        )
    if found:
        met.gaps.clear()  # of some sources nothing may be known, and steps of others are told
    else:
        met.want("/dataset/processing", "what was done to the data, step by step")
    lines = [
        line if len(of) == 1 or "/dataset" in of else f"{line}; for {plural(len(of), 'source')}"
        for line, of in found.items()
    ]
    return met.answer(tuple(lines) or None)


def programs(step: Step, met: Gathering) -> list[str]:
    """Return the programs and models with which a step was done, with version and address."""
    place, told = step
    lines = list[str]()
    for name in ("software", "models"):
        for at, each in enumerate(as_list(met.value(told, place, name))):
            entry, here = as_mapping(each), f"{place}/{name}/{at}"
            words = [met.text(entry, here, part) for part in ("name", "version", "url")]
            if any(words):
                lines.append(" ".join(word for word in words if word))
    return lines


def is_processed(reading: Reading) -> bool:
    """Tell whether any step of processing is told."""
    return any(True for _ in steps(reading, Gathering()))
