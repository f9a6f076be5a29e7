"""Types of content, of the whole set or of its sources."""

from collections.abc import Mapping
from dataclasses import dataclass

from trainbib.disclosure.answering.gathering import Gathering, unique
from trainbib.disclosure.answering.told import EachTold
from trainbib.disclosure.answers import Gap
from trainbib.disclosure.places import Places, chained
from trainbib.disclosure.reading import Reading

__all__ = ["Contents", "contents"]


@dataclass(frozen=True, slots=True)
class Contents:
    """The types of content.

    Attributes:
        texts: In the manifest's words, each once.
        origins: The places that tell them.
        gaps: Where nothing else tells them.
    """

    texts: tuple[str, ...]
    origins: Places
    gaps: tuple[Gap, ...]


def contents(reading: Reading, *, of_sources: bool = True) -> Contents:
    """Return the types of content of the whole set; else those of the sources, by their titles.

    Args:
        reading: The manifest.
        of_sources: Whether to ask the sources where the whole set tells none.
    """
    met = Gathering()
    texts = unique(met.texts({} if reading.partial else reading.dataset, "/dataset", "content"))
    if texts or not of_sources or "content" not in reading.fields:
        return Contents(texts, Places(met.origins), tuple(met.gaps))
    told = EachTold.by(reading, ("content",), lambda source, own: "; ".join(_texts(source, own)))
    texts = unique(
        text for key in told.firsts() for text in _texts(reading.sources[key], Gathering())
    )
    gaps = () if texts else (*met.gaps, *told.gaps())
    return Contents(texts, chained((met.origins, told.origins())), gaps)


def _texts(source: Mapping[str, object], met: Gathering) -> list[str]:
    return met.texts(source, "", "content")
