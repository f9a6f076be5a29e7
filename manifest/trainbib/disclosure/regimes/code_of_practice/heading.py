"""The head of the form, and items 1 and 2: types and provenance of the data."""

from collections.abc import Mapping

from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answering.heading import model_names, provider, updated
from trainbib.disclosure.answering.kinds import by_kind
from trainbib.disclosure.answers import Answer, missing
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
    told = dict.fromkeys(whole)
    for key in sorted(reading.sources):
        kinds = reading.modalities(key)
        told.update(dict.fromkeys(kinds))
        if kinds:
            met.origins += reading.modality_origins(key)
        elif not whole:
            met.value(reading.sources[key], source_at(key), "modalities")
            met.want(source_at(key, "modalities"), f"the modalities of `{key}`")
    if not told and not met.gaps and not met.wants:
        return missing("/dataset/modalities", "the modalities of the data")
    ticked = [name for modality, name in _OPTIONS.items() if modality in told]
    others = sorted(modality_words(each) for each in told if each not in _OPTIONS)
    if others:
        ticked.append(f"{_OTHER}: {', '.join(others)}")
    return met.answer(tuple(ticked) or None, "what the data set and its sources have")


def provenance(reading: Reading) -> Answer:
    """Tick where the data is from, by the kinds of the sources."""
    if not reading.sources:
        return missing("/sources", "the sources of the data, each with its kind")
    kinds = by_kind(reading)
    met = Gathering()
    met.gaps += kinds.gaps
    met.wants += kinds.wants
    ticked = dict[str, None]()
    for kind, option in _PROVENANCE.items():
        keys = kinds.of(kind)
        met.origins += [source_at(key, "kind") for key in keys]
        ticked |= {option: None} if keys else {}
    met.origins += [source_at(key, "kind") for key in kinds.of(*_MEANS)]
    means = [words for kind, words in _MEANS.items() if kinds.of(kind)]
    if means:
        ticked[f"{_OTHER_MEANS}: {'; '.join(means)}"] = None
    how = f"by the kinds of {plural(len(reading.sources), 'source')}"
    return met.answer(tuple(ticked) or None, how)


ANSWERS: dict[str, AnswerOf] = {
    "cop.0.provider": _provider,
    "cop.0.models": model_names,
    "cop.0.version": version,
    "cop.0.updated": updated,
    "cop.1.modalities": modalities,
    "cop.2.provenance": provenance,
}
