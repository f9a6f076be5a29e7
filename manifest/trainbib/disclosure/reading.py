"""A manifest as a regime asks it: its own words, gaps and silences."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property, wraps
from itertools import compress
from pathlib import Path, PurePosixPath
from typing import Concatenate, ParamSpec, TypeVar, cast

from trainbib.alike import Fields
from trainbib.disclosure.answers import Answer, Gap, gap_of, missing
from trainbib.named_paths import named_path
from trainbib.pointers import escape, resolve, split
from trainbib.values import (
    as_list,
    as_mapping,
    as_texts,
    entries_of,
    is_gap,
)

__all__ = ["SIZE_OF_MODALITY", "Entry", "Reading", "ReadingError", "once"]

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)
P = ParamSpec("P")

Entry = Mapping[str, object]

_Modalities = tuple[tuple[str, ...], str]
"""The modalities of a source, and the member that tells them."""

SIZE_OF_MODALITY = {
    "text": "tokens",
    "image": "images",
    "audio": "audio_hours",
    "video": "video_hours",
}
"""The unit in which a source's size of a modality is counted (SPEC.md, section 6)."""


class ReadingError(ValueError):
    """A manifest cannot be asked: the message names the place, the value and what to do."""


class Reading:
    """One manifest, or what of it concerns some of its models.

    Args:
        data: The manifest's data; of whatever shape, since faults are for ``check`` to tell.
        models: Keys of the models to file for; none: all.
        folder: The folder of the manifest, for the files that it names; None if it has none.
        today: The day to judge by.
        known: The fields of the manifest's sources, where somebody has looked at them already.

    Attributes:
        models: The models that are filed for, by key.
        partial: Whether they are not all, so that what is said of the whole set does not hold.
        remembered: What functions made by :func:`once` returned.

    Raises:
        ReadingError: A model is named that the manifest does not have.
    """

    def __init__(
        self,
        data: Entry,
        *,
        models: Sequence[str] = (),
        folder: Path | None = None,
        today: date,
        known: Fields | None = None,
    ) -> None:
        self.data = data
        self.folder = folder
        self.today = today
        self._having = dict[str, Mapping[str, object]]()
        self._by_key = dict[str, Mapping[str, object]]()
        self._members = dict[str, frozenset[str]]()
        self._known = known
        self.remembered = dict[Hashable, object]()
        whole = entries_of(self.data.get("models"))
        for name in models:
            if name not in whole:
                there = ", ".join(whole) or "none"
                raise ReadingError(f"/models has no model {name!r}; there are: {there}")
        self.models: dict[str, Entry] = {key: whole[key] for key in models} if models else whole
        self.partial = bool(models) and set(self.models) != set(whole)

    @cached_property
    def dataset(self) -> Entry:
        """The training set as a whole."""
        return as_mapping(self.data.get("dataset"))

    @cached_property
    def document(self) -> Entry:
        """What the manifest says of itself."""
        return as_mapping(self.data.get("document"))

    @cached_property
    def policies(self) -> Entry:
        """What holds for all sources."""
        return as_mapping(self.data.get("policies"))

    @cached_property
    def parties(self) -> dict[str, Entry]:
        """Parties by key."""
        return entries_of(self.data.get("parties"))

    @cached_property
    def labellers(self) -> dict[str, Entry]:
        """Labellers by key."""
        return entries_of(self.data.get("labellers"))

    @cached_property
    def sources(self) -> dict[str, Entry]:
        """The sources that the models in question were trained on, by key.

        A source that does not say which models it was used for counts for all of them.
        """
        sources = entries_of(self.data.get("sources"))
        if not self.partial:
            return sources
        return {key: source for key, source in sources.items() if self._concerns(source)}

    @cached_property
    def keys(self) -> Sequence[str]:
        """The keys of the sources, in their order."""
        return list(self.sources)

    def _concerns(self, source: Entry) -> bool:
        uses = [as_mapping(use) for use in as_list(source.get("use"))]
        named = [use.get("model") for use in uses]
        return not named or any(not isinstance(name, str) or name in self.models for name in named)

    def of_kind(self, *kinds: str) -> dict[str, Entry]:
        """Return the sources of some kinds, by key."""
        told = self.each_source("kind", lambda kind: kind in kinds)
        return dict(compress(self.sources.items(), told)) if any(told) else {}

    @property
    def fields(self) -> frozenset[str]:
        """The fields that any source has: what none has, need not be looked for in each."""
        return self.source_values.names

    @cached_property
    def source_values(self) -> Fields:
        """What sources have in a field, those that are alike looked at once."""
        return Fields.of(self.sources.values(), self._known)

    def column(self, name: str) -> Sequence[object]:
        """Return what each source has in a field, or in a member of it: ``size.tokens``."""
        return self.source_values.column(name)

    def by_key(self, name: str) -> Mapping[str, object]:
        """Return the same by the keys of the sources."""
        found = self._by_key.get(name)
        if found is None:
            found = dict(zip(self.sources, self.column(name), strict=True))
            self._by_key[name] = found
        return found

    def each_source(self, name: str, tell: Callable[[object], T]) -> list[T]:
        """Return what is told of each source by a field, in the order of the sources.

        Args:
            name: Of the field.
            tell: Takes what stands there, None where nothing does; it is asked once for all sources
                that have the same.
        """
        return self.source_values.told(name, tell)

    def each_of(self, names: Sequence[str], tell: Callable[[Entry], T]) -> list[T]:
        """Do the same with several fields, all that it is told from; a source is handed over."""
        return self.source_values.together(*names).told(tell)

    def keys_by(self, name: str, tell: Callable[[object], H]) -> dict[H, Sequence[str]]:
        """Return the keys of the sources by what is told of each by a field, in their order.

        Args:
            name: Of the field.
            tell: As for :meth:`each_source`.
        """
        alike = self.source_values.alike(name)
        told = list(map(tell, alike.values))
        found = {each: list[str]() for each in told}
        if len(found) == 1:
            return dict.fromkeys(found, self.keys)
        for key, code in zip(self.sources, alike.codes, strict=True):
            found[told[code]].append(key)
        return {**found}

    def gaps(self, told: Sequence[object]) -> tuple[Gap, ...]:
        """Return the gaps among what is told of each source, each in its source.

        Args:
            told: Of each source, in their order; the pointers of gaps begin in the source.
        """
        if Gap not in set(map(type, told)):
            return ()
        return tuple(
            each.within(f"/sources/{escape(key)}")
            for key, each in zip(self.sources, told, strict=True)
            if isinstance(each, Gap)
        )

    def having(self, name: str) -> Mapping[str, object]:
        """Return what sources have in a field, by key; those without it are left out."""
        found = self._having.get(name)
        if found is None:
            told = zip(self.sources, self.column(name), strict=True) if name in self.fields else ()
            found = {key: value for key, value in told if value is not None}
            self._having[name] = found
        return found

    def members(self, name: str) -> frozenset[str]:
        """Return the members that a field has in any source, states of gaps among them."""
        found = self._members.get(name) if name in self.fields else frozenset[str]()
        if found is None:
            found = self._members[name] = frozenset[str]().union(
                *[value for value in self.column(name) if isinstance(value, dict)]
            )
        return found

    @cached_property
    def places(self) -> Mapping[str, str]:
        """JSON Pointers to the sources, by key."""
        return {key: f"/sources/{escape(key)}" for key in self.sources}

    @cached_property
    def each_title(self) -> Sequence[str]:
        """What each source is called, in their order: its title, or its key."""
        titles = self.column("title")
        texts = [title for title in titles if isinstance(title, str)]
        if len(texts) == len(titles) and all(map(str.strip, texts)):
            return texts
        return [
            title if isinstance(title, str) and title.strip() else key
            for key, title in zip(self.sources, titles, strict=True)
        ]

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What the sources are called, by key."""
        return dict(zip(self.sources, self.each_title, strict=True))

    @cached_property
    def provider(self) -> str | None:
        """The key of the party that files: the models' provider, or the publisher of the set."""
        named = [model.get("provider") for model in self.models.values()]
        named.append(self.dataset.get("publisher"))
        return next((key for key in named if isinstance(key, str) and key in self.parties), None)

    def file(self, named: str) -> Path | None:
        """Return the path of a file that the manifest names; None for one out of its folder.

        Links are followed (SPEC.md, section 20). The file need not exist.
        """
        if self.folder is None or PurePosixPath(named).is_absolute():
            return None
        return None if ".." in PurePosixPath(named).parts else named_path(self.folder, named)

    def at(self, place: str) -> object | None:
        """Return what stands at a JSON Pointer, None where there is nothing."""
        try:
            return resolve(self.data, split(place))
        except KeyError:
            return None

    def words(self, place: str, what: str) -> Answer:
        """Return the manifest's own words at a place, its gap there, or that it is silent.

        Args:
            place: JSON Pointer to a text, or to a list of texts.
            what: What to write there where nothing is, as a clause.
        """
        value = self.at(place)
        gap = gap_of(value, place)
        if gap is not None:
            return Answer(gaps=(gap,), origins=(place,))
        if isinstance(value, str) and value.strip():
            return Answer(value, origins=(place,))
        texts = tuple(each for each in as_texts(value) if each.strip())
        if texts:
            return Answer(texts, origins=(place,))
        return missing(place, what)

    def yes_no(self, place: str, what: str) -> Answer:
        """Return a boolean of the manifest as "Yes" or "No", its gap, or that it is silent."""
        value = self.at(place)
        if isinstance(value, bool):
            return Answer("Yes" if value else "No", origins=(place,))
        gap = gap_of(value, place)
        return missing(place, what) if gap is None else Answer(gaps=(gap,), origins=(place,))

    def modalities(self, key: str) -> tuple[str, ...]:
        """Return the modalities of a source, in the words of the schema.

        They are those that it names; else those in whose units its size is given, since a source
        of tokens has text; else the one of the whole set, if that has only one.
        """
        return self.told[key][0]

    def modality_origins(self, key: str) -> tuple[str, ...]:
        """Return the places that the modalities of a source are told at."""
        place = self.told[key][1]
        if not place:
            return ()
        return ("/dataset/modalities" if place == "dataset" else f"/sources/{escape(key)}/{place}",)

    @cached_property
    def each_told(self) -> Sequence[_Modalities]:
        """The modalities of each source, in their order, and what tells them: see `told`."""
        told = self.each_source("modalities", _named)
        if None not in set(told):
            return cast("Sequence[_Modalities]", told)
        known = dict[_Modalities, _Modalities]()
        return [
            known.setdefault(counted := self._counted(source), counted) if named is None else named
            for source, named in zip(self.sources.values(), told, strict=True)
        ]

    @cached_property
    def told(self) -> Mapping[str, _Modalities]:
        """The modalities of each source, and the member that tells them, or ``dataset``."""
        return dict(zip(self.sources, self.each_told, strict=True))

    @cached_property
    def of_modality(self) -> Mapping[str, Sequence[str]]:
        """The sources that have each modality, in their order; without one under an empty name."""
        alike = {told for told, _ in set(self.each_told)}
        if len(alike) == 1:
            return dict.fromkeys(alike.pop() or ("",), self.keys)
        numbers = list(map(id, self.each_told))
        having = dict[str, set[int]]()
        for number, (told, _) in dict(zip(numbers, self.each_told, strict=True)).items():
            for name in told or ("",):
                having.setdefault(name, set()).add(number)
        return {
            name: list(compress(self.keys, map(its.__contains__, numbers)))
            for name, its in having.items()
        }

    def _counted(self, source: Entry) -> _Modalities:
        """Return the modalities of a source that names none, and what tells them."""
        size = as_mapping(source.get("size"))
        counted = [
            modality
            for modality, unit in SIZE_OF_MODALITY.items()
            if size.get(unit) is not None and not is_gap(size.get(unit))
        ]
        others = as_texts([as_mapping(each).get("modality") for each in as_list(size.get("other"))])
        if counted or others:
            return tuple(dict.fromkeys((*counted, *others))), "size"
        whole = as_texts(self.dataset.get("modalities"))
        return (whole, "dataset") if len(whole) == 1 else ((), "")

    def title(self, key: str) -> str:
        """Return what a source is called: its title, or its key."""
        return self.titles[key]


def _named(modalities: object) -> _Modalities | None:
    """Return the modalities that a source names, and the member that does; None for none."""
    named = as_texts(modalities)
    return (named, "modalities") if named else None


def once(
    tell: Callable[Concatenate[Reading, P], T],
) -> Callable[Concatenate[Reading, P], T]:
    """Make a function of a reading work once for each reading, which keeps what it returns.

    Args:
        tell: What else it takes, by position, tells what is asked.
    """

    @wraps(tell)
    def remembered(reading: Reading, /, *args: P.args, **kwargs: P.kwargs) -> T:
        told, asked = reading.remembered, (remembered, *args)
        if asked not in told:
            told[asked] = tell(reading, *args, **kwargs)
        return cast("T", told[asked])

    return remembered
