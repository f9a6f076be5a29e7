"""The heads of forms: who files, for which models, and how old the document is."""

from trainbib.disclosure.answers import Answer, missing
from trainbib.disclosure.reading import Reading
from trainbib.pointers import pointer
from trainbib.values import as_texts

__all__ = ["model_names", "provider", "updated"]


def provider(reading: Reading, member: str, what: str, *, who: str) -> Answer:
    """Return what is told of the provider of the models, or else of the publisher of the set.

    Args:
        reading: The manifest.
        member: The member of the party: ``name``.
        what: What to write there where nothing is, as a clause.
        who: Whom to name where nobody is named, as a clause.
    """
    if reading.provider is None:
        return missing("/dataset/publisher", who)
    return reading.words(pointer("parties", reading.provider, member), what)


def model_names(reading: Reading) -> Answer:
    """Return what the models that are filed for are called, one name for each version."""
    names, origins = list[str](), list[str]()
    for key, model in reading.models.items():
        name = model.get("name")
        base = name if isinstance(name, str) else key
        versions = as_texts(model.get("versions"))
        names.extend(f"{base} {each}" for each in versions)
        if not versions:
            names.append(base)
        origins.append(pointer("models", key, "versions" if versions else "name"))
    if not names:
        what = "the models that were trained on this set, each with its name"
        return missing("/models", what)
    return Answer(tuple(names), origins=tuple(origins))


def updated(reading: Reading) -> Answer:
    """Tell when the document was last changed."""
    return reading.words("/document/updated", "when this document was last changed")
