"""The head of the form, and items 1 and 2: types and provenance of the data."""

from collections.abc import Mapping

from trainbib.disclosure.answers import Answer, missing
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.eu_ai_act.gathering import Gathering, source_at
from trainbib.disclosure.regimes.eu_ai_act.routing import Section, routing
from trainbib.disclosure.wording import modality_words, plural
from trainbib.pointers import pointer
from trainbib.values import as_texts

OPTION_OF_MODALITY: Mapping[str, str] = {
    "text": "Text",
    "image": "Images",
    "audio": "Audio",
    "video": "Video",
}
_OTHER = "Other (please specify)"

_PROVENANCE: Mapping[Section, str] = {
    "2.3": "Web crawling",
    "2.2.1": "Private data sets of third parties",
    "2.2.2": "Private data sets of third parties",
    "2.4": "User data",
    "2.1": "Publicly available data sets",
    "2.5": "Synthetic data",
    "2.6": "Other means (please specify)",
}
"""The option for each section of the public summary, whose categories these are."""

_MEANS: Mapping[object, str] = {
    "human_commissioned": "made by people on commission",
    "offline": "digitised by the provider",
    "sensor": "recorded by instruments",
    "other": "by means that are none of these",
}


def provider(reading: Reading) -> Answer:
    """Name the provider of the models, or else the publisher of the set."""
    if reading.provider is None:
        return missing("/dataset/publisher", "the party that provides the model")
    return reading.words(pointer("parties", reading.provider, "name"), "the name of the provider")


def models(reading: Reading) -> Answer:
    """Name the models that the documentation covers, with their versions."""
    return reading.model_names()


def version(reading: Reading) -> Answer:
    """Tell the version of the document."""
    return reading.words("/document/version", "the version of this document")


def updated(reading: Reading) -> Answer:
    """Tell when the document was last changed."""
    return reading.words("/document/updated", "when this document was last changed")


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
    ticked = [name for modality, name in OPTION_OF_MODALITY.items() if modality in told]
    others = sorted(modality_words(each) for each in told if each not in OPTION_OF_MODALITY)
    if others:
        ticked.append(f"{_OTHER}: {', '.join(others)}")
    return met.answer(tuple(ticked) or None, "what the data set and its sources have")


def provenance(reading: Reading) -> Answer:
    """Tick where the data is from, by the kinds of the sources."""
    if not reading.sources:
        return missing("/sources", "the sources of the data, each with its kind")
    routed = routing(reading)
    met = Gathering()
    met.gaps += routed.gaps
    met.wants += routed.wants
    ticked = dict[str, None]()
    for section, option in _PROVENANCE.items():
        keys = routed.sections[section]
        met.origins += [source_at(key, "kind") for key in keys]
        if keys and section == "2.6":
            kinds = {reading.sources[key].get("kind") for key in keys}
            words = [words for kind, words in _MEANS.items() if kind in kinds]
            ticked[f"{option}: {'; '.join(words)}"] = None
        elif keys:
            ticked[option] = None
    how = f"by the kinds of {plural(len(reading.sources), 'source')}"
    return met.answer(tuple(ticked) or None, how)


ANSWERS: dict[str, AnswerOf] = {
    "cop.0.provider": provider,
    "cop.0.models": models,
    "cop.0.version": version,
    "cop.0.updated": updated,
    "cop.1.modalities": modalities,
    "cop.2.provenance": provenance,
}
