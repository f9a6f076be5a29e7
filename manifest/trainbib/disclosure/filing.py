"""Fill a form from a manifest."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from trainbib.canonical import CanonicalFormError, canonical_digest
from trainbib.collection import collection_paused
from trainbib.disclosure.answers import Answer, Filing, Subject
from trainbib.disclosure.reading import Entry, Reading, once
from trainbib.disclosure.regimes import load_regime
from trainbib.disclosure.regimes.base import AnswerOf

__all__ = ["fill", "fill_from", "subject_of"]


def fill(
    data: Entry,
    regime: str,
    *,
    models: Sequence[str] = (),
    folder: Path | None = None,
    today: date,
    with_digest: bool = True,
) -> Filing:
    """Fill the form of a regime from a manifest. Nothing is invented; docs/disclosure.md.

    Args:
        data: The manifest's data.
        regime: Name of the regime: ``eu-ai-act``.
        models: Keys of the models to file for; none: all of the manifest.
        folder: The folder of the manifest, for the files that it names.
        today: The day to judge by.
        with_digest: Whether to work out the digest of the manifest, which a document names.

    Raises:
        KeyError: There is no such regime.
        ReadingError: The manifest has no such model.
    """
    reading = Reading(data, models=models, folder=folder, today=today)
    return fill_from(reading, regime, with_digest=with_digest)


def fill_from(reading: Reading, regime: str, *, with_digest: bool = True) -> Filing:
    """Fill the form of a regime from a manifest that is read; forms share what was worked out.

    Each answer is worked out when it is read: a check that looks at a few fields pays for those.

    Args:
        reading: The manifest.
        regime: Name of the regime: ``eu-ai-act``.
        with_digest: Whether to work out the digest of the manifest, which a document names.

    Raises:
        KeyError: There is no such regime.
    """
    from trainbib import __version__

    law = load_regime(regime)
    with collection_paused():
        facts = {name: fact(reading) for name, fact in law.facts.items()}
    return Filing(
        form=law.form,
        subject=subject_of(reading, with_digest=with_digest),
        answers=_Answers(reading, law.answers),
        facts={name: told for name, told in facts.items() if told is not None},
        generator=f"trainbib {__version__}",
        rows=None if law.rows is None else partial(law.rows, reading),
    )


class _Answers(Mapping[str, Answer]):
    """The answers of a form by field, each worked out once, when it is read."""

    def __init__(self, reading: Reading, by_field: Mapping[str, AnswerOf]) -> None:
        self._reading = reading
        self._by_field = by_field
        self._known = dict[str, Answer]()

    def __getitem__(self, name: str) -> Answer:
        if name not in self._known:
            with collection_paused():
                self._known[name] = self._by_field[name](self._reading)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_field

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_field)

    def __len__(self) -> int:
        return len(self._by_field)


def subject_of(reading: Reading, *, with_digest: bool = True) -> Subject:
    """Tell what a filing is about, and which manifest it is made from."""
    try:
        digest = _digest(reading) if with_digest else ""
    except CanonicalFormError:  # for `check` to report; a document without a digest says so
        digest = ""
    party = reading.parties.get(reading.provider or "", {})
    return Subject(
        name=_text(reading.dataset.get("name")),
        version=_text(reading.dataset.get("version")),
        digest=digest,
        url=_text(reading.document.get("url")),
        declared_by=_text(party.get("name")),
        declared=_text(reading.document.get("updated")),
    )


@once
def _digest(reading: Reading) -> str:
    return canonical_digest(reading.data)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
