"""The terms of one licence, put together from the table, the manifest and what the user knows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from trainbib.licensing.attributes import LicenseAttributes, attributes
from trainbib.licensing.expressions import Compound, ExpressionError, Term, parse
from trainbib.licensing.overrides import valid_value, value_text
from trainbib.licensing.spdx import find_license, replacements
from trainbib.licensing.verdicts import ATTRIBUTES, Origin, Override, Overrides
from trainbib.licensing.words import attribute_meant
from trainbib.values import as_list, as_mapping, given, is_mapping

_MIRROR = {"commercial_use": "non_commercial", "non_commercial": "commercial_use"}
_OPPOSITE = {"yes": "no", "no": "yes"}
_STRICTER = {
    # In the order from lax to strict; a value that is not known stands with the conditional ones.
    "training": ("allowed", "silent", "conditional", "restricted", "unclear", "prohibited"),
    "asked": ("no", "conditional", "unknown", "yes"),
    "allowed": ("yes", "conditional", "unknown", "no"),
}
_ASKED = frozenset({"attribution", "share_alike", "non_commercial"})
_NOTHING_KNOWN = 1000
"""How strict a licence counts of which nothing is known: no other one is so strict."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of one attribute, and where it comes from.

    Attributes:
        value: The value.
        origin: Where it comes from.
        mirrored: Whether it follows from another one: commercial use is one question under two
            names.
        by: What is added to the licence and says so; empty if the licence itself does.
    """

    value: str
    origin: Origin
    mirrored: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Words of a manifest on a licence that say more than the attributes can.

    Attributes:
        field: ``forbids`` or ``requires``.
        text: The words.
        origin: Where they stand.
        by: What is added to the licence and has them; empty if the licence itself does.
    """

    field: str
    text: str
    origin: Origin
    by: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one licence, with what is added to it.

    Attributes:
        license: Its identifier.
        facts: Attribute to value, all of :data:`~trainbib.licensing.verdicts.ATTRIBUTES`; empty if
            nothing is known of the licence.
        unread: What a person has to read.
        row: The row of the table, if there is one.
        ends: When it ends, as written, and when what is added to it does.
        asserted: Attributes of a licence of the table, for which the manifest alone has another
            value: to the value of the table.
        addition: What stands after ``WITH``, if that can change the terms.
        blank: Which of the two is a mere name: nothing says what it permits, forbids, requires.
        described: Where it is said what the addition permits, forbids and requires.
    """

    license: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])
    unread: tuple[Unread, ...] = ()
    row: LicenseAttributes | None = None
    ends: tuple[Fact, ...] = ()
    asserted: Mapping[str, str] = field(default_factory=dict[str, str])
    addition: str = ""
    blank: tuple[str, ...] = ()
    described: tuple[Origin, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is known of the licence."""
        return bool(self.facts)

    @property
    def label(self) -> str:
        """The identifier, with what is added."""
        return self.name_with(self.addition)

    def name_with(self, addition: str) -> str:
        """Return the identifier, with what is added if that is what says something."""
        return f"{self.license} WITH {addition}" if addition else self.license

    @property
    def strictness(self) -> int:
        """How much the licence asks and excludes in all, to choose between licences by."""
        if not self.known:
            return _NOTHING_KNOWN
        asked = sum(rank(attribute, self.facts[attribute].value) for attribute in ATTRIBUTES)
        return asked + _NOTHING_KNOWN * len(self.blank)

    def laxer(self, attribute: str) -> str:
        """Return the value of the table where the manifest alone makes it laxer; "" if not."""
        table = self.asserted.get(attribute)
        if table is None or rank(attribute, self.facts[attribute].value) >= rank(attribute, table):
            return ""
        return table

    def stricter(self, attribute: str) -> str:
        """Return the value of the table where the manifest alone makes it stricter; "" if not."""
        table = self.asserted.get(attribute)
        if table is None or rank(attribute, self.facts[attribute].value) <= rank(attribute, table):
            return ""
        return table


def base_identifier(term: Term) -> str:
    """Return the identifier whose terms hold: ``GPL-3.0+`` is ``GPL-3.0-or-later``.

    Args:
        term: A licence of an expression.
    """
    name = term.canonical or term.id
    if term.or_later:
        later = find_license(f"{name}-or-later")
        return later.id if later else name
    if term.deprecated and attributes(name) is None:
        # The choices of GPL-3.0 ask for the same, but for the version: take the narrow one.
        for successor in replacements(name):
            return successor.partition(" WITH ")[0]
    return name


class TermsReader:
    """Reads the terms of licences; each identifier once.

    Args:
        licenses: The section ``licenses`` of the manifest.
        overrides: What the user knows better.
    """

    def __init__(self, licenses: Mapping[str, object], overrides: Overrides) -> None:
        self._described = {name.lower(): (name, entry) for name, entry in licenses.items()}
        self._overrides = {name.lower(): (name, each) for name, each in overrides.items()}
        self._read: dict[tuple[str, str], Terms] = {}

    def terms_of(self, term: Term) -> Terms:
        """Return the terms of a licence of an expression, with what is added to it.

        Exceptions on the SPDX list permit more and ask for nothing (https://spdx.org/licenses/
        exceptions-index.html): they count only where the manifest or the user describes them.

        Args:
            term: The licence, with what stands after ``WITH``.
        """
        added = term.exception
        if added is None:
            return self.terms(base_identifier(term))
        name = added.canonical or added.id
        key = name.lower()
        described = key in self._described or key in self._overrides
        listed = added.kind == "exception" and added.known
        return self.terms(base_identifier(term), name if described or not listed else "")

    def terms(self, identifier: str, addition: str = "") -> Terms:
        """Return the terms of a licence.

        Later ones win: the table; what the manifest permits, forbids and requires, which makes a
        licence of the table stricter and never laxer; ``attributes`` of the manifest, which come
        with evidence; the configuration. What the manifest alone says against the table is kept in
        mind, for it is a claim in its own favour.

        Args:
            identifier: The licence.
            addition: What is added to it, described like a licence; what that does not speak of is
                as the licence has it.
        """
        found = self._read.get((identifier, addition))
        if found is None:
            found = self._read[identifier, addition] = self._put_together(identifier, addition)
        return found

    def _put_together(self, identifier: str, addition: str) -> Terms:
        row = attributes(identifier)
        table = {} if row is None else _from_table(row)
        said = [self._said(identifier)]
        if addition:
            said.append(self._said(addition, by=addition))
        facts = dict(table)
        for each in said:
            for attribute, fact in each.words:
                _add(facts, attribute, fact, only_stricter=row is not None or attribute in facts)
        for each in said:
            _override(facts, each.stated)
        for each in said:
            _override(facts, each.set)
        blank = tuple(
            name
            for name, each in zip((identifier, addition), said, strict=False)
            if not each.origins and (each.by or row is None)
        )
        unread = tuple(chain.from_iterable(each.unread for each in said))
        if facts or unread:
            nothing = Origin("manifest", said[0].place)
            for attribute in ATTRIBUTES:
                unknown = "unclear" if attribute == "training" else "unknown"
                facts.setdefault(attribute, Fact(unknown, nothing))
        return Terms(
            identifier,
            facts,
            unread,
            row,
            tuple(chain.from_iterable(each.ends for each in said)),
            {
                attribute: fact.value
                for attribute, fact in table.items()
                if facts[attribute].origin.kind == "manifest"
            },
            addition,
            blank,
            said[1].origins if addition else (),
        )

    def _said(self, name: str, by: str = "") -> "_Said":
        written, entry = self._described.get(name.lower(), (name, None))
        described = as_mapping(entry)
        place = f"/licenses/{written}"
        said = _Said(place, by)
        said.words += _in_words(described, place, said.unread, by)
        stated = as_mapping(described.get("attributes"))
        said.stated += _from_manifest(stated, f"{place}/attributes", by)
        written, overrides = self._overrides.get(name.lower(), (name, {}))
        said.set += _from_settings(overrides, f"licensing.attributes.{written}", by)
        expires = described.get("expires")
        if isinstance(expires, str):
            said.ends.append(Fact(expires, Origin("manifest", f"{place}/expires"), by=by))
        return said


@dataclass(slots=True)
class _Said:
    """What manifest and user say of a licence, or of what is added to one."""

    place: str
    by: str
    words: list[tuple[str, Fact]] = field(default_factory=list[tuple[str, Fact]])
    unread: list[Unread] = field(default_factory=list[Unread])
    stated: list[tuple[str, Fact]] = field(default_factory=list[tuple[str, Fact]])
    set: list[tuple[str, Fact]] = field(default_factory=list[tuple[str, Fact]])
    ends: list[Fact] = field(default_factory=list[Fact])

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where something is said, each place once."""
        facts = chain(self.words, self.stated, self.set)
        known = [fact.origin for attribute, fact in facts if attribute in ATTRIBUTES]
        return tuple(dict.fromkeys([*known, *(each.origin for each in self.unread)]))


def _from_table(row: LicenseAttributes) -> dict[str, Fact]:
    origin = Origin("table", row.source)
    values = {
        "commercial_use": row.commercial_use,
        "derivatives": row.derivatives,
        "attribution": row.attribution_required,
        "share_alike": row.share_alike,
        "non_commercial": row.non_commercial,
        "redistribution": row.redistribution,
        "training": row.training,
    }
    return {name: Fact(value, origin) for name, value in values.items()}


def _in_words(
    described: Mapping[str, object], place: str, unread: list[Unread], by: str
) -> Iterator[tuple[str, Fact]]:
    """Yield what the lists of an entry say; what they say beyond the vocabulary is kept apart."""
    for name in ("permits", "forbids", "requires"):
        for text in as_list(described.get(name)):
            if not isinstance(text, str):
                continue
            origin = Origin("manifest", f"{place}/{name}")
            attribute = attribute_meant(name, text)
            if attribute is None:
                if name != "permits":
                    unread.append(Unread(name, text, origin, by))
                continue
            value = "no" if name == "forbids" else "yes"
            if attribute == "training":
                value = "prohibited" if name == "forbids" else "allowed"
            yield attribute, Fact(value, origin, by=by)
            if attribute in _MIRROR:
                yield _MIRROR[attribute], Fact(_OPPOSITE[value], origin, by=by)


def _add(facts: dict[str, Fact], attribute: str, fact: Fact, *, only_stricter: bool) -> None:
    there = facts.get(attribute)
    if (
        there is None
        or not only_stricter
        or rank(attribute, fact.value) > rank(attribute, there.value)
    ):
        facts[attribute] = fact


def rank(attribute: str, value: str) -> int:
    """Return how strict a value is; 0 is the laxest."""
    if attribute == "training":
        order = _STRICTER["training"]
    else:
        order = _STRICTER["asked" if attribute in _ASKED else "allowed"]
    return order.index(value)


def _from_manifest(stated: Mapping[str, object], place: str, by: str) -> Iterator[tuple[str, Fact]]:
    for attribute, claim in stated.items():
        if not is_mapping(claim):
            continue
        evidence = given(claim.get("evidence"))
        when = given(claim.get("date"))
        words = ", ".join(str(each) for each in (evidence, when) if each)
        origin = Origin("manifest", place, words)
        yield attribute, Fact(value_text(claim.get("value")), origin, by=by)


def _from_settings(
    overrides: Mapping[str, str | bool | Override], setting: str, by: str
) -> Iterator[tuple[str, Fact]]:
    for attribute, each in overrides.items():
        override = each if isinstance(each, Override) else Override(each)
        words = ", ".join(text for text in (override.evidence, override.date) if text)
        origin = Origin("configuration", setting, words)
        yield attribute, Fact(value_text(override.value), origin, by=by)


def _override(facts: dict[str, Fact], stated: Iterable[tuple[str, Fact]]) -> None:
    """Put facts in the place of others; commercial use is one question under two names."""
    new = {
        attribute: replace(fact, value=valid_value(attribute, fact.value))
        for attribute, fact in stated
        if attribute in ATTRIBUTES
    }
    for attribute, other in _MIRROR.items():
        if attribute in new and other not in new:
            fact = new[attribute]
            value = _OPPOSITE.get(fact.value, fact.value)
            facts[other] = replace(fact, value=value, mirrored=True)
    facts.update(new)


def asks_for_credit(expression: str, reader: TermsReader) -> bool:
    """Tell whether an expression cannot be followed without giving credit.

    A choice (``OR``) asks for credit only when all of its alternatives do; what applies together
    (``AND``) when one does. Licences of which nothing is known ask for nothing here.

    Args:
        expression: An SPDX expression; one that cannot be read asks for nothing.
        reader: Knows the terms.
    """

    def asks(node: Term | Compound) -> bool:
        if isinstance(node, Compound):
            answers = [asks(operand) for operand in node.operands]
            return all(answers) if node.operator == "OR" else any(answers)
        terms = reader.terms_of(node)
        return terms.known and terms.facts["attribution"].value == "yes"

    try:
        return asks(parse(expression).tree)
    except ExpressionError:
        return False
