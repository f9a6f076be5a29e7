"""Who made or labelled data, and by which instructions."""

from collections.abc import Mapping

from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answering.kinds import kind_of
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.wording import amount
from trainbib.values import as_list, as_mapping, as_texts, parse_quantity

__all__ = [
    "MAKING",
    "NOT_HIRED",
    "instructions_of",
    "kinds_labelled",
    "labeller_title",
    "pay_number",
    "workforce",
]

MAKING = frozenset({"annotation", "preference", "creation", "red_teaming"})
"""Phases in which people make data or labels; the others collect, clean or evaluate."""

NOT_HIRED = frozenset({"volunteers", "users", "model"})
"""Workforces that nobody hires."""

_WORKFORCE = {"vendor": "people of a vendor", "crowd": "crowd workers", "model": "models"}
"""Those that are told in other words than the manifest has."""


@once
def kinds_labelled(reading: Reading) -> Mapping[str, frozenset[str]]:
    """Return the kinds of the sources that each labeller worked on; empty for one not told.

    Sources name their labellers, and so do the rules that cite sources for files.
    """
    found = dict[str, set[str]]()

    def note(source: str, labellers: object) -> None:
        for each in as_texts(labellers):
            if each in reading.labellers:
                found.setdefault(each, set()).add(kind_of(reading.sources[source]) or "")

    for key, labellers in reading.having("labelled_by").items():
        note(key, labellers)
    for each in as_list(as_mapping(reading.data.get("files")).get("cites")):
        rule = as_mapping(each)
        for key in as_texts(rule.get("sources")):
            if key in reading.sources:
                note(key, rule.get("labellers"))
    return {key: frozenset(kinds) for key, kinds in sorted(found.items())}


def labeller_title(key: str, labeller: Mapping[str, object]) -> str:
    """Return what a labeller is called: the title, or the key."""
    title = labeller.get("title")
    return title if isinstance(title, str) and title.strip() else key


def workforce(labeller: Mapping[str, object], place: str, met: Gathering) -> str:
    """Return who did the work, in words; empty where it is not told."""
    told = met.text(labeller, place, "workforce")
    return _WORKFORCE.get(told, told)


def pay_number(pay: Mapping[str, object]) -> str:
    """Return how much pay is, without its unit: ``19.4``, ``9 to 20``; empty where it is not told.

    Args:
        pay: The pay of a labeller: a median ``amount``, else the bounds ``low`` and ``high``.
    """
    bounds = [parse_quantity(pay.get(name)) for name in ("amount", "low", "high")]
    median, low, high = (None if each is None else amount(each, "").strip() for each in bounds)
    return median or (f"{low} to {high}" if low and high else low or high or "")


def instructions_of(labeller: Mapping[str, object], place: str, met: Gathering) -> list[str]:
    """Return what the instructions are: their text, and where they are."""
    block = met.mapping(labeller, place, "instructions")
    told = (met.text(block, f"{place}/instructions", name) for name in ("text", "url", "path"))
    return [each for each in told if each]
