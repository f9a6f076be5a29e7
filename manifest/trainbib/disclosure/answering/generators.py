"""The models that made synthetic data."""

from dataclasses import dataclass

from trainbib.disclosure.answering.gathering import Gathering, unique
from trainbib.disclosure.reading import Entry
from trainbib.values import as_list, as_mapping

__all__ = ["Generator", "generator_names", "generators"]


@dataclass(frozen=True, slots=True)
class Generator:
    """A model that made synthetic data.

    Attributes:
        place: JSON Pointer to it.
        entry: What is told about it.
    """

    place: str
    entry: Entry

    @property
    def on_market(self) -> bool:
        """Whether it is told to be a general-purpose model on the market."""
        return self.entry.get("on_market") is True

    def name(self, met: Gathering) -> str:
        """Return its name, version and provider; empty where it has no name."""
        name = met.text(self.entry, self.place, "name")
        if not name:
            met.want(f"{self.place}/name", "which model it is")
            return ""
        version = met.text(self.entry, self.place, "version")
        provider = met.text(self.entry, self.place, "provider")
        words = f"{name} {version}" if version and version not in name else name
        return f"{words} ({provider})" if provider else words


def generators(source: Entry, place: str, met: Gathering, key: str) -> list[Generator]:
    """Return the models that made a synthetic source, and ask for them where none is told.

    Args:
        source: The source.
        place: JSON Pointer to it.
        met: Takes what was read.
        key: Its key.
    """
    block, here = met.mapping(source, place, "synthetic"), f"{place}/synthetic"
    told = as_list(met.value(block, here, "generators"))
    if not told:
        met.want(f"{here}/generators", f"the models that made `{key}`")
    return [Generator(f"{here}/generators/{at}", as_mapping(each)) for at, each in enumerate(told)]


def generator_names(source: Entry, place: str, met: Gathering, key: str) -> list[str]:
    """Return the names of the models that made a synthetic source, each once.

    Args:
        source: As for :func:`generators`, like the others.
        place: JSON Pointer to it.
        met: Takes what was read.
        key: Its key.
    """
    models = generators(source, place, met, key)
    return list(unique(name for model in models if (name := model.name(met))))
