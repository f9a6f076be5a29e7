"""What is known of a data set: what identifies it, what it holds, whether it was withdrawn."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from trainbib.values import parse_date
from trainbib.withdrawals.names import same_version

Status: TypeAlias = Literal[
    "withdrawn",
    "removed",
    "destroyed",
    "suspended",
    "disputed",
    "restricted",
    "redacted",
    "superseded",
    "corrected",
]
"""What became of a set; the words of ``schema/v1/withdrawn-list.schema.json``."""

STATUS_WORDS: dict[Status, str] = {
    "withdrawn": "was withdrawn",
    "removed": "was taken down",
    "destroyed": "was destroyed",
    "suspended": "was suspended",
    "disputed": "is disputed",
    "restricted": "is no longer open to all",
    "redacted": "had parts taken out",
    "superseded": "was replaced",
    "corrected": "was corrected",
}
"""What a message says of each status."""

_THEIRS = frozenset({"publisher", "host", "author", "creator", "owner", "maintainer", "curator"})
_ANY = frozenset({"court", "regulator", "rights holder", "supervisory authority"})


def actor(by: str) -> str:
    """Return who acted, as a sentence goes on after "by".

    Args:
        by: The role, as ``schema/v1/withdrawn-list.schema.json`` names some, or a name.
    """
    role = by.strip().casefold().replace("_", " ")
    if role.removesuffix("s") in _THEIRS:
        return f"its {role}"
    if role in _ANY:
        return f"a {role}"
    return by.strip()


CHANGED: frozenset[Status] = frozenset({"restricted", "redacted", "superseded", "corrected"})
"""The set goes on, as something else: only copies from before the change are concerned."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a source says about which edition of a set it is.

    Attributes:
        versions: Its ``version`` and ``revision``.
        retrieved: When it was last retrieved, as written.
        config: The configuration of a set on Hugging Face, in small letters.
    """

    versions: tuple[str, ...] = ()
    retrieved: str = ""
    config: str = ""

    def retrieved_before(self, date: str) -> bool:
        """Tell whether every moment that its date can mean is before those of another."""
        mine, other = parse_date(self.retrieved), parse_date(date)
        return mine is not None and other is not None and mine.last < other.first

    def retrieved_after(self, date: str) -> bool:
        """Tell whether every moment that its date can mean is after those of another."""
        mine, other = parse_date(self.retrieved), parse_date(date)
        return mine is not None and other is not None and mine.first > other.last

    def is_one_of(self, versions: tuple[str, ...]) -> bool:
        """Tell whether it is of one of the versions."""
        return any(same_version(mine, other) for mine in self.versions for other in versions)


UNKNOWN_EDITION = Edition()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a set was withdrawn, or changed.

    Attributes:
        status: What became of it.
        source: URL of the page that says so.
        date: When, with the precision known; empty if unknown.
        by: Who acted.
        reason: Why, as one word.
        note: In a few words.
        replacement: What to use instead.
        parts: Names of what was taken out, for sets that go on without it.
        versions: The only versions that are concerned; none: all.
        except_versions: Versions that are not concerned.
    """

    status: Status
    source: str
    date: str = ""
    by: str = ""
    reason: str = ""
    note: str = ""
    replacement: str = ""
    parts: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    except_versions: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the set goes on, so that only earlier copies are concerned."""
        return self.status in CHANGED

    def concerns(self, edition: Edition) -> bool:
        """Tell whether an edition is concerned, as far as that is certain."""
        if edition.is_one_of(self.except_versions):
            return False
        if self.versions and edition.versions:
            return edition.is_one_of(self.versions)
        return not self.changed or edition.retrieved_before(self.date)


@dataclass(frozen=True, slots=True)
class Containment:
    """That a set holds data of another.

    Attributes:
        set: Identifier of the other.
        source: URL of the page that says so.
        parts: Names of the part of the first that the other's data is in; none: all of it.
        versions: The only versions that hold it; none: all.
        until: When what could be had of the first last held it, with the precision known.
        until_source: URL of the page that says so.
        resolved: How the first left out what the other was withdrawn for; empty: it did not.
    """

    set: str
    source: str
    parts: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    until: str = ""
    until_source: str = ""
    resolved: str = ""

    def holds_for(self, edition: Edition) -> bool:
        """Tell whether an edition can hold the data: what is not known, can be."""
        if self.versions and edition.versions and not edition.is_one_of(self.versions):
            return False
        if edition.config and self.parts:
            return edition.config in {part.casefold() for part in self.parts}
        return not (self.until and edition.retrieved_after(self.until))


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A data set.

    Attributes:
        id: Its identifier in the lists.
        title: Its name.
        aliases: Other names, whole.
        ids: Identifiers, by the scheme of ``ids`` of a source.
        urls: Its pages.
        withdrawn: That it was withdrawn.
        contains: The sets that it holds data of.
        listed: The list that it stands in, and its date, as messages name it.
    """

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    urls: tuple[str, ...] = ()
    withdrawn: Withdrawal | None = None
    contains: tuple[Containment, ...] = ()
    listed: str = field(default="", compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """All that it can be called by: title, aliases and identifiers."""
        return (self.title, *self.aliases, self.id, *(value for _, value in self.ids))
