"""How data was obtained, source by source."""

from collections.abc import Mapping

from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answering.generators import generator_names
from trainbib.disclosure.answering.sources import versioned_title
from trainbib.disclosure.answering.told import KEY, EachTold
from trainbib.disclosure.answers import Answer, missing
from trainbib.disclosure.reading import Entry, Reading, once
from trainbib.disclosure.wording import and_list
from trainbib.values import as_list, as_mapping

__all__ = ["methods"]

_KINDS: Mapping[str, str] = {
    "public_dataset": "publicly available data set",
    "licensed": "licensed by rights holders",
    "private_third_party": "private data set of a third party",
    "own_crawl": "crawled",
    "user_data": "data of users",
    "synthetic": "generated",
    "human_commissioned": "made by people on commission",
    "offline": "digitised",
    "sensor": "recorded by instruments",
    "other": "obtained otherwise",
}
_TOLD_ELSEWHERE = {"synthetic": "synthetic", "own_crawl": "crawl", "user_data": "user_data"}
"""The block that tells how data of a kind was obtained."""

_SAYS_HOW = ("human_commissioned", "offline", "sensor")
"""Kinds that say how data was obtained, and of which no part is selected."""


_FIELDS = ("kind", "collection_method", "selection", *_TOLD_ELSEWHERE.values())
"""The fields of a source that tell how it was obtained."""


@once
def methods(reading: Reading) -> Answer:
    """Tell of each source how it was obtained, and how what was used of it was selected."""
    if not reading.sources:
        return missing("/sources", "the sources of the data, each with how it was obtained")
    told = EachTold.by(reading, _FIELDS, _method)
    lines = told.texts(lambda key, words: f"{versioned_title(reading, key)}: {words}")
    return told.answer(lines, "the kind of each source, and what is told of it")


def _method(source: Entry, met: Gathering) -> str:
    kind = _KINDS.get(met.text(source, "", "kind"))
    parts = [] if kind is None else [kind]
    method = met.text(source, "", "collection_method")
    selection = met.text(source, "", "selection")
    parts += [method] if method else _by_block(source, met)
    parts += [f"selected: {selection}"] if selection else []
    if len(parts) <= (kind is not None) and source.get("kind") not in _SAYS_HOW:
        what = f"how `{KEY}` was selected, or in `collection_method` how it was collected"
        met.want("/selection", what)
    return "; ".join(parts)


def _by_block(source: Entry, met: Gathering) -> list[str]:
    """Return what the block of its kind tells of how a source was obtained."""
    name = _TOLD_ELSEWHERE.get(str(source.get("kind")))
    block = as_mapping(source.get(name)) if name else {}
    here = f"/{name}"
    if name == "crawl":
        told = [
            met.text(as_mapping(each), f"{here}/crawlers/{at}", "name")
            for at, each in enumerate(as_list(block.get("crawlers")))
        ]
        names = [each for each in told if each]
        robots = met.text(block, here, "robots_txt")
        words = [f"with {and_list(names)}"] if names else []
        return [*words, *([f"robots.txt: {robots}"] if robots else [])]
    if name == "user_data":
        services = [
            met.text(as_mapping(each), f"{here}/services/{at}", "name")
            for at, each in enumerate(as_list(block.get("services")))
        ]
        named = [each for each in services if each]
        return [f"from {and_list(named)}"] if named else []
    if name == "synthetic":
        makers = generator_names(source, "", Gathering(), KEY)
        return [f"with {and_list(makers)}"] if makers else []
    return []
