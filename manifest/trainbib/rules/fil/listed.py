"""What the inventory lists for each source, where its files can be told from those of others."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainbib.media_families import family
from trainbib.rules.context import Context
from trainbib.rules.fil.sums import Bounds, bounds
from trainbib.rules.file_tally import Sort, Sums
from trainbib.values import as_list, as_mapping


@dataclass(slots=True)
class Listed:
    """Files of the inventory that cite one source, or any.

    Attributes:
        files: How many there are.
        bytes: Their sizes added up.
        records: Their records added up; None if not all were counted in one unit that is a record
            to everybody.
        unit: That unit.
        text: How many bytes their text has at most as UTF-8; None if not all are text, or any is
            compressed.
    """

    files: int = 0
    bytes: int = 0
    records: int | None = None
    unit: str = ""
    text: int | None = 0


_UNITS = frozenset({"row", "element", "sentence"})
"""What is a record to everybody; a line is one in JSON Lines alone, a page or a member is none."""
_JSON_LINES = "application/jsonl"


def listed_by_source(context: Context) -> Iterator[tuple[str, Listed]]:
    """Yield what is listed for each source whose files cite no other source."""
    citations = context.citations
    if citations is None:
        return
    own: dict[str, list[int]] = {}
    shared: set[str] = set()
    for index in citations.per_rule:
        cited = as_list(context.citing_rules[index][1].get("sources"))
        keys = [key for key in cited if isinstance(key, str)]
        if len(cited) == 1 and keys:
            own.setdefault(keys[0], []).append(index)
        else:
            shared.update(keys)
    for key, rules in own.items():
        if key in context.sources and key not in shared:
            yield key, _added(citations.tally.of_rules(rules))


def listed_with_sources(context: Context) -> Listed:
    """Return what is listed for files that cite any source."""
    citations = context.citations
    if citations is None:
        return Listed()
    rules = [
        index
        for index in citations.per_rule
        if isinstance(context.citing_rules[index][1].get("sources"), list)
    ]
    return _added(citations.tally.of_rules(rules))


def all_listed(context: Context) -> Listed:
    """Return what is listed altogether, whatever it cites."""
    citations = context.citations
    return Listed() if citations is None else _added(iter(citations.tally.sums.items()))


def is_whole_set(context: Context) -> bool:
    """Tell whether the inventory is said to list the whole set, and not a sample of it.

    It is if the number of files of the set is stated, and is what the inventory lists.
    """
    citations = context.citations
    stated = bounds(as_mapping(context.dataset.get("size")).get("files"))
    if citations is None or stated is None:
        return False
    return stated.meets(Bounds(listed_with_sources(context).files, citations.files))


def _text(media: str, octets: int) -> int | None:
    """Return how many bytes text has at most as UTF-8; None if it is none, or compressed.

    JSON is UTF-8 (RFC 8259, section 8.1). Other text may be in an encoding that writes in one byte
    what UTF-8 writes in three, as that of Thai does.
    """
    if "," in media or family(media) != "text":
        return None
    return octets if "json" in media else 3 * octets


def _added(parts: Iterator[tuple[Sort, Sums]]) -> Listed:
    found = Listed()
    units: set[str] = set()
    records = 0
    all_counted = True
    for (_, media, unit, counted), sums in parts:
        most = _text(media, sums.bytes)
        found.text = None if found.text is None or most is None else found.text + most
        found.files += sums.files
        found.bytes += sums.bytes
        records += sums.records
        is_record = unit in _UNITS or media.rpartition(",")[2] == _JSON_LINES
        all_counted = all_counted and counted and is_record
        units.add(unit or "")
    if all_counted and len(units) == 1:
        found.records = records
        found.unit = units.pop()
    return found
