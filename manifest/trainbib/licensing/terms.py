"""The terms of one licence, put together from the table, the manifest and what the user knows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from trainbib.licensing.attributes import LicenseAttributes, attributes
from trainbib.licensing.expressions import Compound, ExpressionError, Term, parse
from trainbib.licensing.spdx import find_license, replacements
from trainbib.licensing.verdicts import (
    ANSWERS,
    ATTRIBUTES,
    TRAINING_ANSWERS,
    Origin,
    Override,
    Overrides,
)
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
_WORDS: Mapping[str, str] = {
    # What may be permitted or forbidden.
    "training": "training",
    "train": "training",
    "training of models": "training",
    "model training": "training",
    "ai training": "training",
    "machine learning": "training",
    "redistribution": "redistribution",
    "distribution": "redistribution",
    "sharing": "redistribution",
    "publication": "redistribution",
    "derivatives": "derivatives",
    "derivative works": "derivatives",
    "adaptation": "derivatives",
    "adaptations": "derivatives",
    "modification": "derivatives",
    "modifications": "derivatives",
    "commercial": "commercial_use",
    "commercial use": "commercial_use",
    # What may be required.
    "attribution": "attribution",
    "credit": "attribution",
    "share alike": "share_alike",
    "sharealike": "share_alike",
    "same licence": "share_alike",
    "same license": "share_alike",
    "non commercial": "non_commercial",
    "non commercial use": "non_commercial",
    "noncommercial": "non_commercial",
    "noncommercial use": "non_commercial",
}
_PERMITTED = frozenset({"training", "redistribution", "derivatives", "commercial_use"})
_SEPARATORS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of one attribute, and where it comes from.

    Attributes:
        value: The value.
        origin: Where it comes from.
        mirrored: Whether it follows from another one: commercial use is one question under two
            names.
    """

    value: str
    origin: Origin
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Words of a manifest on a licence that say more than the attributes can.

    Attributes:
        field: ``forbids`` or ``requires``.
        text: The words.
        origin: Where they stand.
    """

    field: str
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one licence.

    Attributes:
        license: Its identifier.
        facts: Attribute to value, all of :data:`~trainbib.licensing.verdicts.ATTRIBUTES`; empty if
            nothing is known of the licence.
        unread: What a person has to read.
        row: The row of the table, if there is one.
        expires: When it ends, as written.
        asserted: Attributes of a licence of the table, for which the manifest alone has another
            value: to the value of the table.
    """

    license: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])
    unread: tuple[Unread, ...] = ()
    row: LicenseAttributes | None = None
    expires: str | None = None
    asserted: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def known(self) -> bool:
        """Whether anything is known of the licence."""
        return bool(self.facts)

    @property
    def strictness(self) -> int:
        """How much the licence asks and excludes in all, to choose between licences by."""
        if not self.known:
            return _NOTHING_KNOWN
        return sum(rank(attribute, self.facts[attribute].value) for attribute in ATTRIBUTES)

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
        self._read: dict[str, Terms] = {}

    def terms(self, identifier: str) -> Terms:
        """Return the terms of a licence.

        Later ones win: the table; what the manifest permits, forbids and requires, which makes a
        licence of the table stricter and never laxer; ``attributes`` of the manifest, which come
        with evidence; the configuration. What the manifest alone says against the table is kept in
        mind, for it is a claim in its own favour.
        """
        found = self._read.get(identifier)
        if found is None:
            found = self._read[identifier] = self._put_together(identifier)
        return found

    def _put_together(self, identifier: str) -> Terms:
        row = attributes(identifier)
        table = {} if row is None else _from_table(row)
        facts = dict(table)
        unread: list[Unread] = []
        name, entry = self._described.get(identifier.lower(), (identifier, None))
        described = as_mapping(entry)
        place = f"/licenses/{name}"
        for attribute, fact in _in_words(described, place, unread):
            _add(facts, attribute, fact, only_stricter=row is not None or attribute in facts)
        stated = as_mapping(described.get("attributes"))
        _override(facts, _from_manifest(stated, f"{place}/attributes"))
        name, overrides = self._overrides.get(identifier.lower(), (identifier, {}))
        _override(facts, _from_settings(overrides, f"licensing.attributes.{name}"))
        if facts or unread:
            nothing = Origin("manifest", place)
            for attribute in ATTRIBUTES:
                unknown = "unclear" if attribute == "training" else "unknown"
                facts.setdefault(attribute, Fact(unknown, nothing))
        expires = described.get("expires")
        return Terms(
            identifier,
            facts,
            tuple(unread),
            row,
            expires if isinstance(expires, str) else None,
            {
                attribute: fact.value
                for attribute, fact in table.items()
                if facts[attribute].origin.kind == "manifest"
            },
        )


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
    described: Mapping[str, object], place: str, unread: list[Unread]
) -> Iterator[tuple[str, Fact]]:
    """Yield what the lists of an entry say; what they say beyond the vocabulary is kept apart."""
    for name in ("permits", "forbids", "requires"):
        for text in as_list(described.get(name)):
            if not isinstance(text, str):
                continue
            origin = Origin("manifest", f"{place}/{name}")
            attribute = _WORDS.get(_SEPARATORS.sub(" ", text.strip().lower()))
            if attribute is None or (attribute in _PERMITTED) is (name == "requires"):
                if name != "permits":
                    unread.append(Unread(name, text, origin))
                continue
            value = "no" if name == "forbids" else "yes"
            if attribute == "training":
                value = "prohibited" if name == "forbids" else "allowed"
            yield attribute, Fact(value, origin)
            if attribute in _MIRROR:
                yield _MIRROR[attribute], Fact(_OPPOSITE[value], origin)


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


def _from_manifest(stated: Mapping[str, object], place: str) -> Iterator[tuple[str, Fact]]:
    for attribute, claim in stated.items():
        if not is_mapping(claim):
            continue
        evidence = given(claim.get("evidence"))
        when = given(claim.get("date"))
        words = ", ".join(str(each) for each in (evidence, when) if each)
        yield attribute, Fact(_text(claim.get("value")), Origin("manifest", place, words))


def _from_settings(
    overrides: Mapping[str, str | bool | Override], setting: str
) -> Iterator[tuple[str, Fact]]:
    for attribute, each in overrides.items():
        override = each if isinstance(each, Override) else Override(each)
        words = ", ".join(text for text in (override.evidence, override.date) if text)
        yield attribute, Fact(_text(override.value), Origin("configuration", setting, words))


def _text(value: object) -> str:
    """Return a value as the table writes it: a truth value is yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _override(facts: dict[str, Fact], stated: Iterable[tuple[str, Fact]]) -> None:
    """Put facts in the place of others; commercial use is one question under two names."""
    new = {
        attribute: Fact(_valid(attribute, fact.value), fact.origin)
        for attribute, fact in stated
        if attribute in ATTRIBUTES
    }
    for attribute, other in _MIRROR.items():
        if attribute in new and other not in new:
            fact = new[attribute]
            value = _OPPOSITE.get(fact.value, fact.value)
            facts[other] = Fact(value, fact.origin, mirrored=True)
    facts.update(new)


def _valid(attribute: str, value: str) -> str:
    """Return a value that the attribute can have; anything else is not known."""
    if attribute == "training":
        return value if value in TRAINING_ANSWERS else "unclear"
    return value if value in ANSWERS else "unknown"


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
        terms = reader.terms(base_identifier(node))
        return terms.known and terms.facts["attribution"].value == "yes"

    try:
        return asks(parse(expression).tree)
    except ExpressionError:
        return False


def override_faults(overrides: Overrides) -> list[str]:
    """Say what is wrong with the attributes of a configuration, one sentence each.

    Args:
        overrides: Licence identifier to attribute to value.
    """
    from trainbib.conformance.wording import did_you_mean, one_of

    faults: list[str] = []
    for license_, stated in overrides.items():
        for attribute, each in stated.items():
            value = _text(each.value if isinstance(each, Override) else each)
            if attribute not in ATTRIBUTES:
                near = did_you_mean(attribute, ATTRIBUTES) or ATTRIBUTES
                faults.append(f"{license_}: there is no attribute `{attribute}`: {one_of(near)}")
            elif _valid(attribute, value) != value:
                allowed = TRAINING_ANSWERS if attribute == "training" else ANSWERS
                faults.append(
                    f"{license_}: `{attribute}` cannot be `{value}`: write {one_of(allowed)}"
                )
    return faults
