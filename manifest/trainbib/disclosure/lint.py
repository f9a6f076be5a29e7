"""Checks of filings: of one that a manifest gives, and of one that was read back.

A lint looks at a filing and remarks on fields. ``check`` runs it on what the manifest gives and
shows the place in the manifest; ``disclose --from-json`` runs it on a filing and shows the field.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from trainbib.diagnostics import Finding
from trainbib.pointers import pointer, resolve, split, step

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing
    from trainbib.rules.base import Rule
    from trainbib.rules.context import Context

__all__ = ["Lint", "OnFiling", "Remark", "remarks"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a lint has to say about a field.

    Attributes:
        field: The field's id.
        message: One clause, without a full stop, that names the value.
        help: What to do.
        places: JSON Pointers into the manifest, where the answer's own origins are not the place.
        words: Of the value, by which the place is found among the origins of the answer.
        instead: Codes of checks that say the same of a manifest; where one of them does, at the
            same entry, the remark is not made.
        further: Further places, each with the codes of checks that say the same of them.
        joined: Whether it joins fields by what else is missing, so that the field is only the
            first of them: what the check has to say of the whole form is then one subject.
    """

    field: str
    message: str
    help: str
    places: Sequence[str] = ()
    words: str = ""
    instead: tuple[str, ...] = ()
    further: tuple[tuple[Sequence[str], tuple[str, ...]], ...] = ()
    joined: bool = False


Lint = Callable[["Filing", date], Iterable[Remark]]
"""Looks at a filing on a day."""


@dataclass(frozen=True, slots=True)
class OnFiling:
    """A rule's function that runs a lint on the filing that the manifest gives.

    Attributes:
        regime: Name of the regime whose form is filled.
        lint: What looks at it.
    """

    regime: str
    lint: Lint

    def __call__(self, context: "Context") -> Iterator[Finding]:
        """Yield what the lint remarks, each at its place in the manifest."""
        filing = context.filing(self.regime)
        for remark in self.lint(filing, context.settings.today):
            asked = (
                (remark.places or (_place(context, filing, remark),), remark.instead),
                *remark.further,
            )
            parts = [_unspoken(context, part, codes) for part, codes in asked]
            count = sum(map(len, parts))
            if not count:
                continue
            first, *others = islice(chain.from_iterable(parts), _SHOWN + 1)
            place = _nearest(context.data, first)
            yield Finding(
                place,
                remark.message,
                on_key=place != "",
                help=remark.help,
                notes=_also(others, count - 1),
                subject=self.regime if remark.joined else remark.field,
                places=count,
            )


_SHOWN = 3
"""How many further places are named."""


def _also(places: Sequence[str], number: int) -> tuple[str, ...]:
    """Tell of further places, the first of them by name."""
    if not number:
        return ()
    count = f"{number} more {'place' if number == 1 else 'places'}"
    more = " …" if number > len(places) else ""
    return (f"also at {count}: {', '.join(places)}{more}",)


def _place(context: "Context", filing: "Filing", remark: Remark) -> str:
    """Return where the answer to a field is, or belongs, in the manifest."""
    answer = filing.answer(remark.field)
    if remark.words:
        for origin in answer.origins:
            found = _with_words(context.data, origin, remark.words)
            if found is not None:
                return found
    wanted = (want.pointer for want in answer.wants)
    places = chain(wanted, (gap.pointer for gap in answer.gaps))
    told = answer.origins if answer.value is not None else ()
    return next(chain(told, places), "")


def _with_words(data: object, origin: str, words: str) -> str | None:
    """Return the place of a text that has some words, or is part of them, at or under another."""
    try:
        value = resolve(data, split(origin))
    except KeyError:
        return None
    if isinstance(value, str) and value:
        return origin if words in value or value in words else None
    if isinstance(value, list):
        for at, each in enumerate(value):
            if isinstance(each, str) and words in each:
                return f"{origin}/{at}"
    return None


def _nearest(data: object, place: str) -> str:
    """Return the longest beginning of a pointer that leads to something."""
    found = list[str]()
    value = data
    for token in split(place):
        try:
            value = step(value, token)
        except KeyError:
            break
        found.append(token)
    return pointer(*found)


_SPOKEN = WeakKeyDictionary["Context", dict[str, frozenset[str]]]()
"""The entries that other checks report, by code, as long as a manifest is under check."""


def _unspoken(context: "Context", places: Sequence[str], instead: Iterable[str]) -> Sequence[str]:
    """Return the places of whose entry none of some checks says anything."""
    known = _SPOKEN.setdefault(context, {})
    for code in instead:
        if code not in known:
            known[code] = frozenset(map(_entry, _reported(context, code)))
    spoken = frozenset[str]().union(*(known[code] for code in instead))
    return [place for place in places if _entry(place) not in spoken] if spoken else places


def _entry(place: str) -> str:
    """Return the beginning of a pointer that leads to an entry: ``/sources/web``."""
    return "/".join(place.split("/", 3)[:3])


def _reported(context: "Context", code: str) -> Iterator[str]:
    """Yield where a check reports something in the manifest; nowhere if it does not run."""
    from trainbib.rules import rule_of

    rule = rule_of(code)
    settings = context.settings
    if not settings.selection.runs(rule, pedantic=settings.pedantic, profiles=context.profiles):
        return
    if code.startswith(_BY_SCHEMA):
        from trainbib.conformance import schema_findings

        for found, finding in schema_findings(context.data):
            if found == code:
                yield finding.pointer
    if rule.find is not None:
        for finding in rule.find(context):
            yield finding.pointer


_BY_SCHEMA = ("SCH", "SRC004")
"""Codes of what the schema reports, in whole or in part."""


def remarks(
    filing: "Filing", rules: Iterable["Rule"], today: date
) -> Iterator[tuple["Rule", Remark]]:
    """Yield what the lints of a filing's own regime remark on it, rule by rule."""
    for rule in rules:
        check = rule.find
        if isinstance(check, OnFiling) and check.regime == filing.form.id:
            for remark in check.lint(filing, today):
                yield rule, remark
