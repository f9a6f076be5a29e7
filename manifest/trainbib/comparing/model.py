"""What a comparison consists of: changes, totals, files, and the version that they ask for."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal, TypeAlias

from trainbib.comparing.changes import CLASSES, ChangeClass, Level, kind_of
from trainbib.comparing.versions import MadeBump, RequiredBump
from trainbib.diagnostics import Span
from trainbib.document import Document
from trainbib.document.model import Place
from trainbib.pointers import resolve, split
from trainbib.values import Quantity

EntityKind: TypeAlias = Literal[
    "manifest",
    "dataset",
    "party",
    "license",
    "source",
    "labeller",
    "model",
    "policies",
    "files",
    "file",
    "folder",
]


class ComparisonInputError(ValueError):
    """One of the two cannot be compared; the text is one sentence that names it and the reason."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What a change is about.

    Attributes:
        kind: Such as ``source`` or ``file``.
        key: Its key, or path; "" for what there is one of. A renamed source has its new key.
    """

    kind: EntityKind
    key: str = ""

    def __str__(self) -> str:
        """Name it as messages do: ``source `a```."""
        noun = "licence" if self.kind == "license" else self.kind
        return f"{noun} `{self.key}`" if self.key else f"the {noun}"


@dataclass(frozen=True, slots=True)
class Change:
    """One change in meaning.

    Attributes:
        code: Stable code, such as ``DIF101``.
        entity: What changed.
        level: How much it matters.
        message: One sentence.
        detail: The same in a few words, for a table: ``MIT → CC-BY-NC-4.0``.
        field: Which field of the entity, list items by what identifies them, not by their place:
            ``rights.holders[acme].share``; "" for the entity itself.
        old: The old value; None if there was none.
        new: The new value; None if there is none.
        old_pointer: JSON Pointer into the old manifest; None if it was not there.
        new_pointer: JSON Pointer into the new manifest; None if it is not there.
        old_place: Line and column of it, in what ``Comparison.located`` returns.
        new_place: Line and column of it, likewise.
        count: How many files changed in this way; 1 for anything else.
        examples: The first of them.
        digest: Digest over what ``old`` and ``new`` do not show, such as the list of files.
    """

    code: str
    entity: Entity
    level: Level
    message: str
    detail: str = ""
    field: str = ""
    old: object = None
    new: object = None
    old_pointer: str | None = None
    new_pointer: str | None = None
    old_place: Span | None = None
    new_place: Span | None = None
    count: int = 1
    examples: tuple[str, ...] = ()
    digest: str = ""

    @property
    def name(self) -> str:
        """Name of the kind, such as ``source-added``."""
        return kind_of(self.code).name

    @property
    def class_(self) -> ChangeClass:
        """``rights``, ``content``, ``disclosure`` or ``editorial``."""
        return kind_of(self.code).class_

    @property
    def id(self) -> str:
        """Identity across runs: code, entity, field and values, never places or prose."""
        values = [canonical_text(value) for value in (self.old, self.new)]
        parts = (self.code, self.entity.kind, self.entity.key, self.field, *values, self.digest)
        return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def canonical_text(value: object) -> str:
    """Return a text that is equal for equal values: sorted keys, 1e3 and 1000 alike."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, default=repr)


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


Basis: TypeAlias = Literal["dataset", "inventory", "sources"]


@dataclass(frozen=True, slots=True)
class Total:
    """How much of something there is in all, before and after.

    Attributes:
        unit: ``bytes``, ``files``, ``records``, ``tokens``, ``words``, ``images``,
            ``audio_hours`` or ``video_hours``.
        old: Before.
        new: After.
        basis: ``dataset.size``, the inventories, or the sum over the sources.
        comparable: Whether both count the same; only then there is a difference.
        at_least: Whether some source does not state its size, so that the sums are lower bounds.
        old_bucket: Bucket of the EU summary before; None if there is none, or it is not certain.
        new_bucket: Bucket of the EU summary after.
    """

    unit: str
    old: Quantity
    new: Quantity
    basis: Basis
    comparable: bool = True
    at_least: bool = False
    old_bucket: str | None = None
    new_bucket: str | None = None

    @property
    def delta(self) -> float | None:
        """New less old; None where they cannot be compared."""
        return self.new.value - self.old.value if self.comparable else None

    @property
    def percent(self) -> float | None:
        """The difference in percent of the old total; None where that is not defined."""
        delta = self.delta
        if delta is None or not self.old.value:
            return None
        return 100 * delta / self.old.value

    @property
    def approximate(self) -> bool:
        """True if one of the two is not an exact number."""
        return self.at_least or not (self.old.exact and self.new.exact)

    @property
    def bucket_changed(self) -> bool:
        """True if both buckets of the EU summary are certain, and differ."""
        return None not in {self.old_bucket, self.new_bucket} and self.old_bucket != self.new_bucket


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Which files differ; every list is complete, and in the order of the path's bytes.

    Attributes:
        added: Paths that are new.
        removed: Paths that are gone.
        changed: Paths whose content is another.
        moved: Old and new path of the same content.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared.

    Attributes:
        path: As the user named it.
        version: ``dataset.version``; None if it is not given.
    """

    path: str
    version: str | None


@dataclass(frozen=True)
class Comparison:
    """What changed in meaning between two manifests.

    Attributes:
        old: The old manifest.
        new: The new manifest.
        changes: The changes: the gravest first, then by code, then in the order of the manifest.
        reformatted: DIF402, where texts differ that mean the same; no change, hence apart.
        totals: Totals that are known on both sides.
        files: Which files differ; None if the files could not be compared one by one.
        required_bump: Which part of the version must go up at least.
        made_bump: Which part went up.
        bump_sufficient: Whether the version was raised enough; None where versions do not tell.
        unchecked: What could not be compared, and why.
        documents: The old and the new manifest as they were read.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    reformatted: tuple[Change, ...] = ()
    totals: tuple[Total, ...] = ()
    files: FileChanges | None = None
    required_bump: RequiredBump = "none"
    made_bump: MadeBump = "none"
    bump_sufficient: bool | None = True
    unchecked: tuple[str, ...] = ()
    documents: tuple[Document, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def counts(self) -> dict[ChangeClass, int]:
        """Number of changes in each class."""
        found = Counter(change.class_ for change in self.changes)
        return {class_: found[class_] for class_ in CLASSES}

    @cached_property
    def levels(self) -> dict[Level, int]:
        """Number of changes of each level, the gravest first."""
        found = Counter(change.level for change in self.changes)
        return {level: found[level] for level in reversed(Level)}

    @property
    def worst(self) -> Level | None:
        """The gravest level of all changes; None if there is none."""
        return max((change.level for change in self.changes), default=None)

    @property
    def breaking_without_bump(self) -> bool:
        """True if something breaks, and the version was not raised enough for it."""
        return self.worst is Level.BREAKING and self.bump_sufficient is False

    def located(self, changes: Iterable[Change]) -> list[Change]:
        """Return changes with line and column in both manifests.

        Places are searched for in one pass over each text, and only when this is called.

        Args:
            changes: Changes of this comparison, all or those that are to be shown.
        """
        wanted = list(changes)
        if not self.documents:
            return wanted
        old = _places(self.documents[0], (change.old_pointer for change in wanted))
        new = _places(self.documents[1], (change.new_pointer for change in wanted))
        return [
            replace(
                change,
                old_place=old.get(change.old_pointer or ""),
                new_place=new.get(change.new_pointer or ""),
            )
            for change in wanted
        ]


def _places(document: Document, pointers: Iterable[str | None]) -> dict[str, Span]:
    """Find the keys of containers, and the values of all else."""
    wanted = {pointer for pointer in pointers if pointer}
    places = document.locate(wanted) if wanted else {}
    return {pointer: _span(document, pointer, place) for pointer, place in places.items()}


def _span(document: Document, pointer: str, place: Place) -> Span:
    try:
        value = resolve(document.data, split(pointer))
    except KeyError:
        value = None
    inside = isinstance(value, str | int | float)
    return place.value if inside or place.key is None else place.key
