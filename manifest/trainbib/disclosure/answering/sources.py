"""What sources are called, in which order, and where they can be had."""

from collections.abc import Sequence

from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.reading import Entry, Reading, once
from trainbib.values import as_mapping

__all__ = ["by_title", "link", "title_order", "versioned_title"]

_RESOLVERS = (
    ("doi", "https://doi.org/{}"),
    ("hf", "https://huggingface.co/datasets/{}"),
    ("common_crawl", "https://data.commoncrawl.org/crawl-data/{}/index.html"),
    ("git", "{}"),
    ("arxiv", "https://arxiv.org/abs/{}"),
    ("openml", "https://www.openml.org/d/{}"),
    ("kaggle", "https://www.kaggle.com/datasets/{}"),
    ("handle", "https://hdl.handle.net/{}"),
    ("ark", "https://n2t.net/{}"),
    ("swhid", "https://archive.softwareheritage.org/{}"),
)
"""Identifiers that lead to a data set, the best first, and the address that resolves each."""


@once
def title_order(reading: Reading) -> Sequence[int]:
    """Return the places of the sources, in their own order, in the order of their titles."""
    keys = list(reading.sources)
    folded = list(map(str.casefold, reading.each_title))
    places = sorted(range(len(keys)), key=keys.__getitem__)
    places.sort(key=folded.__getitem__)  # of one title, the order of the keys stays
    return places


@once
def by_title(reading: Reading) -> tuple[str, ...]:
    """Return the keys of the sources in the order of their titles."""
    return tuple(map(list(reading.sources).__getitem__, title_order(reading)))


def versioned_title(reading: Reading, key: str) -> str:
    """Return what a source is called, with its version or snapshot."""
    source = reading.sources[key]
    title = reading.titles[key]
    snapshot = as_mapping(source["ids"]).get("common_crawl") if "ids" in source else None
    for state in (source.get("version"), snapshot, source.get("revision")):
        if isinstance(state, str) and state.strip():
            return title if state in title else f"{title} {state}"
    return title


def link(source: Entry, place: str, met: Gathering) -> str:
    """Return the address at which a source can be had; empty where none is told.

    Without a URL it is that of an identifier, as the identifier's own service resolves it.
    """
    url = met.text(source, place, "url")
    if url:
        return url
    ids = as_mapping(source.get("ids"))
    for name, address in _RESOLVERS if ids else ():
        identifier = ids.get(name)
        if isinstance(identifier, str) and identifier.strip():
            met.origins.append(f"{place}/ids/{name}")
            return address.format(identifier.strip())
    return ""
