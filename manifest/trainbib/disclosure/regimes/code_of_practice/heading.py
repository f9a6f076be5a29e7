"""The head of the form, and items 1 and 2: types and provenance of the data."""

from collections.abc import Mapping, Sequence

from trainbib.disclosure.answering.gathering import Gathering, unique
from trainbib.disclosure.answering.heading import model_names, provider, updated
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answering.told import KEY, EachTold, Told, together, told_by
from trainbib.disclosure.answers import Answer, missing
from trainbib.disclosure.places import chained, each_at, members
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import modality_words, plural
from trainbib.values import as_texts

_OPTIONS: Mapping[str, str] = {
    "text": "Text",
    "image": "Images",
    "audio": "Audio",
    "video": "Video",
}
_OTHER = "Other (please specify)"

_PRIVATE = "Private data sets of third parties"
_PROVENANCE: Mapping[str, str] = {
    "own_crawl": "Web crawling",
    "licensed": _PRIVATE,
    "private_third_party": _PRIVATE,
    "user_data": "User data",
    "public_dataset": "Publicly available data sets",
    "synthetic": "Synthetic data",
}
"""The option for each kind of source."""

_OTHER_MEANS = "Other means (please specify)"
_MEANS: Mapping[str, str] = {
    "human_commissioned": "made by people on commission",
    "offline": "digitised by the provider",
    "sensor": "recorded by instruments",
    "other": "by means that are none of these",
}
"""What stands there for the kinds that have no option."""


def _provider(reading: Reading) -> Answer:
    who = "the party that provides the model"
    return provider(reading, "name", "the name of the provider", who=who)


def version(reading: Reading) -> Answer:
    """Tell the version of the document."""
    return reading.words("/document/version", "the version of this document")


def modalities(reading: Reading) -> Answer:
    """Tick the modalities of the whole set and of its sources."""
    met = Gathering()
    dataset = {} if reading.partial else reading.dataset
    whole = as_texts(met.value(dataset, "/dataset", "modalities"))
    each_told = set(reading.each_told)
    told = {*whole, *(modality for named, _ in each_told for modality in named)}
    met.origins += ["/dataset/modalities"] if any(by == "dataset" for _, by in each_told) else []
    by_sources = EachTold.of(reading, _modalities(reading, ask=not whole))
    gaps, wants = unique((*met.gaps, *by_sources.gaps())), by_sources.wants()
    if not told and not gaps and not wants:
        return missing("/dataset/modalities", "the modalities of the data")
    ticked = [name for modality, name in _OPTIONS.items() if modality in told]
    others = sorted(modality_words(each) for each in told if each not in _OPTIONS)
    if others:
        ticked.append(f"{_OTHER}: {', '.join(others)}")
    how = "what the data set and its sources have"
    origins = chained((unique(met.origins), by_sources.origins()))
    return Answer(tuple(ticked) or None, gaps, wants, origins, how)


def _modalities(reading: Reading, *, ask: bool) -> Sequence[Told]:
    """Return what tells the modalities of each source.

    Args:
        reading: The manifest.
        ask: Whether they are wanted where nothing tells them.
    """
    silent = told_by(_unnamed)

    def tell(modalities: tuple[tuple[str, ...], str], named: object) -> Told:
        told, by = modalities
        if told:
            return Told(origins=members(by) if by != "dataset" else ())
        return silent({} if named is None else {"modalities": named}) if ask else Told()

    return together(tell, reading.each_told, reading.each_source("modalities", lambda each: each))


def _unnamed(source: Mapping[str, object], met: Gathering) -> str:
    met.value(source, "", "modalities")
    met.want("/modalities", f"the modalities of `{KEY}`")
    return ""


def provenance(reading: Reading) -> Answer:
    """Tick where the data is from, by the kinds of the sources."""
    if not reading.sources:
        return missing("/sources", "the sources of the data, each with its kind")
    kinds = by_kind(reading)
    ticked = [option for kind, option in _PROVENANCE.items() if kinds.of(kind)]
    means = [words for kind, words in _MEANS.items() if kinds.of(kind)]
    if means:
        ticked.append(f"{_OTHER_MEANS}: {'; '.join(means)}")
    origins = chained(each_at(kinds.of(kind), "kind") for kind in (*_PROVENANCE, *_MEANS))
    how = f"by the kinds of {plural(len(reading.sources), 'source')}"
    return Answer(unique(ticked) or None, kinds.gaps, kinds.wants, origins, how)


ANSWERS: dict[str, AnswerOf] = {
    "cop.0.provider": _provider,
    "cop.0.models": model_names,
    "cop.0.version": version,
    "cop.0.updated": updated,
    "cop.1.modalities": modalities,
    "cop.2.provenance": provenance,
}
