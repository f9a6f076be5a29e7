"""Licence flow: whether what the sources are under allows what is meant to be done with the set.

Three verdicts, as in published practice (ReCoDa, ModelGo, the chart of Creative Commons): ``ok``,
``review``, ``conflict``. Every reason names the licence, its attribute and value, and where the
value comes from. It says how texts and statements read, and is no legal advice. SPEC.md, section 7.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from trainbib.alike import Fields
from trainbib.collection import collection_paused
from trainbib.later import Later
from trainbib.licensing.assessing import Assessor, names_in
from trainbib.licensing.attributes import generator_terms
from trainbib.licensing.compatibility import outbound_choices
from trainbib.licensing.outbound import NONE, OPEN, Outbound, stated_outbound
from trainbib.licensing.questions import reasons_of
from trainbib.licensing.statements import (
    Credit,
    Statement,
    credit_of,
    generators_of,
    statement_of,
)
from trainbib.licensing.stating import (
    agreement_reasons,
    here,
    reservation_reasons,
    statement_reasons,
)
from trainbib.licensing.terms import TermsReader
from trainbib.licensing.verdicts import (
    OUTBOUND_RULES,
    Intent,
    Mixture,
    Origin,
    Overrides,
    Reason,
    SourceVerdict,
    Verdict,
    worst,
)
from trainbib.settings import LicensePolicy, Use
from trainbib.values import (
    as_mapping,
    entries_of,
)

MAX_CANDIDATES = 48
"""So many licences are tried for a set that states none …"""

MAX_TRIALS = 200_000
"""… and fewer where sources are many and all different."""

_JUDGED = (
    "license", "rights", "agreement", "creators", "publisher", "kind", "authorship", "synthetic",
)  # fmt: skip
"""All fields of a source that its verdict is made of."""

_ORDER: tuple[Use, ...] = ("train", "publish_model", "publish_data", "commercial")


def default_uses(data: Mapping[str, object]) -> tuple[Use, ...]:
    """Return the uses of a set that names none: training; and publishing, if it states a licence.

    Args:
        data: The manifest.
    """
    stated = _stated_licence(data)
    return ("train",) if stated is None else ("train", "publish_data")


def intent_of(data: Mapping[str, object], policy: LicensePolicy, today: date) -> Intent:
    """Put together what a mixture is judged for.

    Args:
        data: The manifest; its own licence is the outbound one, unless the policy names another.
        policy: What the user set; without uses those of :func:`default_uses`.
        today: The day that terms are compared with.
    """
    wanted = policy.uses or default_uses(data)
    uses: tuple[Use, ...] = tuple(use for use in _ORDER if use in wanted)
    if policy.outbound is not None:
        return Intent(uses, today, policy.release, policy.outbound, "user")
    stated = _stated_licence(data)
    return Intent(uses, today, policy.release, stated, None if stated is None else "manifest")


def _stated_licence(data: Mapping[str, object]) -> str | None:
    statement = statement_of(as_mapping(data.get("dataset")).get("license"))
    if len(statement.expressions) == 1:
        return statement.expressions[0]
    return " AND ".join(f"({each})" for each in statement.expressions) or None


def judge(
    data: Mapping[str, object],
    policy: LicensePolicy | None = None,
    *,
    today: date,
    overrides: Overrides | None = None,
    known: Fields | None = None,
) -> Mixture:
    """Judge the mixture of a manifest.

    Args:
        data: The manifest, as plain data; what is malformed in it counts as not stated.
        policy: What the set is meant for, and the attributes that the user knows better.
        today: The day that terms are compared with.
        overrides: Attributes in a richer form, with evidence; beside those of the policy.
        known: The fields of the manifest's sources, where somebody has looked at them already.
    """
    policy = policy or LicensePolicy()
    intent = intent_of(data, policy, today)
    attributes = {**policy.attributes, **(overrides or {})}
    reader = TermsReader(as_mapping(data.get("licenses")), attributes)
    with collection_paused():
        return _Judge(data, intent, reader, known).mixture()


def policy_in_force(
    data: Mapping[str, object], policy: LicensePolicy, profiles: Iterable[str]
) -> LicensePolicy | None:
    """Return what a checker judges by; None if nothing says what the set is meant for.

    Args:
        data: The manifest.
        policy: What the user set.
        profiles: Those in force; ``commercial`` is a use by itself.
    """
    commercial = "commercial" in profiles
    if not policy.uses and not commercial:
        return None
    uses = policy.uses or default_uses(data)
    return replace(policy, uses=(*uses, "commercial") if commercial else uses)


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """What sources have in common that get the same verdict; one object for all of them."""

    statement: Statement
    credit: Credit
    generators: tuple[str, ...] | None
    own: tuple[Reason, ...]


class _Judge:
    def __init__(
        self,
        data: Mapping[str, object],
        intent: Intent,
        reader: TermsReader,
        known: Fields | None,
    ) -> None:
        self._intent = intent
        self._reader = reader
        self._assessor = Assessor(reader, intent)
        self._known: dict[tuple[object, ...], _Group] = {}
        """Groups by what they have in common; by the licence as it is written, too."""
        sources = entries_of(data.get("sources"))
        self._keys = list(sources)
        self._groups = Fields.of(sources.values(), known).together(*_JUDGED).told(self._group)
        self._count = Counter(self._groups)
        """How many sources each group has, those first of which one comes first."""

    def mixture(self) -> Mixture:
        """Return the verdicts."""
        outbound, choices = self._outbound()
        found = {group: self._reasons(group, outbound) for group in self._count}
        if self._intent.outbound is None and outbound.kind == "stated":
            self._blame(found, outbound)
        made = {
            group: (group.statement.shown, worst(reasons), tuple(sorted(reasons, key=_gravity)))
            for group, reasons in found.items()
        }
        each = zip(self._keys, self._groups, strict=True)
        sources = Later(
            len(self._keys), lambda: (SourceVerdict(key, *made[group]) for key, group in each)
        )
        return Mixture(
            max((verdict for _, verdict, _ in made.values()), default=Verdict.OK),
            sources,
            self._intent.uses,
            self._intent.release,
            self._intent.outbound,
            self._intent.outbound_by,
            choices,
        )

    def _group(self, source: Mapping[str, object]) -> _Group:
        own = (
            *(agreement_reasons(source, self._intent) if "agreement" in source else ()),
            *(reservation_reasons(source, self._intent) if "rights" in source else ()),
        )
        license_ = source.get("license")
        rest = (credit_of(source), generators_of(source), own)
        if not isinstance(license_, str):
            return self._group_of(statement_of(license_), *rest)
        alike = (license_, *rest)  # cheaper to look up than what is made of it
        group = self._known.get(alike)
        if group is None:
            group = self._known[alike] = self._group_of(statement_of(license_), *rest)
        return group

    def _group_of(
        self,
        statement: Statement,
        credit: Credit,
        generators: tuple[str, ...] | None,
        own: tuple[Reason, ...],
    ) -> _Group:
        alike = (statement, credit, generators, own)
        group = self._known.get(alike)
        if group is None:
            group = self._known[alike] = _Group(*alike)
        return group

    def _reasons(self, group: _Group, outbound: Outbound) -> tuple[Reason, ...]:
        return tuple(
            dict.fromkeys(
                (
                    *self._of_expressions(group, outbound),
                    *statement_reasons(group.statement, self._intent),
                    *self._of_generators(group),
                    *group.own,
                )
            )
        )

    def _of_expressions(self, group: _Group, outbound: Outbound) -> tuple[Reason, ...]:
        texts = group.statement.expressions
        known = group.generators is not None
        judged = [
            self._assessor.reasons(text, group.credit, outbound, maker_known=known)
            for text in texts
        ]
        return judged[0] if len(judged) == 1 else tuple(chain.from_iterable(judged))

    def _of_generators(self, group: _Group) -> Iterator[Reason]:
        """Yield what the terms of the models that made a source lead to."""
        if group.generators == ():
            yield Reason(
                Verdict.REVIEW,
                "generator",
                group.statement.shown,
                "generators",
                "not named",
                here("synthetic/generators"),
                "a model made it, and which is not said: its terms may hold",
            )
        for name in group.generators or ():
            known = generator_terms(name)
            if known is None:
                text = "its terms for what it makes are not in the table"
                origin = here("synthetic/generators")
                yield Reason(Verdict.OK, "generator", name, "generators", "named", origin, text)
                continue
            yield Reason(
                Verdict.OK,
                "generator",
                name,
                "generators",
                known.license,
                Origin("table", known.source),
                "the terms of the model hold beside the licence",
            )
            # The credit that they may ask for goes to the maker of the model.
            yield from reasons_of(self._reader.terms(known.license), "named", self._intent)

    def _outbound(self) -> tuple[Outbound, tuple[str, ...]]:
        """Return what the set is published under, and what it could be where that is open.

        Where no licence is stated, an adaptation is judged by the best that could be chosen: one
        that share-alike terms ask for, or any without them, which may ask for all the rest.
        """
        intent = self._intent
        if not intent.publishes_data:
            return NONE, ()
        if intent.outbound is not None:
            return stated_outbound(intent.outbound, self._reader), ()
        if intent.release == "collection":
            return NONE, ()
        candidates = self._candidates()
        open_cost = self._cost(OPEN)
        if not candidates:
            return OPEN, ()
        tried = [
            (self._cost(outbound), outbound)
            for outbound in (stated_outbound(name, self._reader) for name in candidates)
        ]
        lowest = min(cost for cost, _ in tried)
        if open_cost < lowest or (open_cost == lowest and not self._is_bound(OPEN)):
            return OPEN, ()
        best = [outbound for cost, outbound in tried if cost == lowest]
        forcing = self._first_bound()
        choices = () if self._is_bound(best[0]) else tuple(each.label for each in best)
        return replace(best[0], needed_by=forcing), choices

    def _candidates(self) -> list[str]:
        names = {name for text in self._texts() for name in names_in(text)}
        ordered = sorted(names)
        found: dict[str, None] = {}
        most = max(2, min(MAX_CANDIDATES, MAX_TRIALS // max(1, len(self._count))))
        for name in ordered:
            terms = self._reader.terms(name)
            if terms.known and terms.facts["share_alike"].value in {"yes", "conditional"}:
                found.update(dict.fromkeys(outbound_choices(name)))
            if len(found) >= most:
                break
        return list(found)[:most]

    def _texts(self) -> set[str]:
        return {text for group in self._count for text in group.statement.expressions}

    def _cost(self, outbound: Outbound) -> tuple[int, int]:
        """Count the sources that conflict under a licence, and those to be looked at."""
        verdicts = [
            (worst(self._of_expressions(group, outbound)), number)
            for group, number in self._count.items()
        ]
        return (
            sum(number for verdict, number in verdicts if verdict is Verdict.CONFLICT),
            sum(number for verdict, number in verdicts if verdict is Verdict.REVIEW),
        )

    def _is_bound(self, outbound: Outbound) -> bool:
        return any(
            _outbound_conflicts(self._of_expressions(group, outbound)) for group in self._count
        )

    def _first_bound(self) -> str:
        """Return the first source that lets no licence be chosen freely."""
        for group in self._count:
            if _outbound_conflicts(self._of_expressions(group, OPEN)):
                return self._keys[self._groups.index(group)]
        return ""

    def _blame(self, found: dict[_Group, tuple[Reason, ...]], outbound: Outbound) -> None:
        """Add to the sources that need the licence tried the conflict with those it does not fit.

        Of two sources that cannot go together, neither is more at fault than the other.
        """
        lost = {group for group, reasons in found.items() if _outbound_conflicts(reasons)}
        if not lost:
            return
        loser = self._keys[min(map(self._groups.index, lost))]
        for group, reasons in found.items():
            if group in lost:
                continue
            needs = _outbound_conflicts(self._of_expressions(group, OPEN))
            found[group] = (
                *(
                    replace(
                        reason,
                        text=f"adaptations stay under `{outbound.label}`, "
                        f"which source `{loser}` rules out",
                    )
                    for reason in needs
                ),
                *reasons,
            )


def _outbound_conflicts(reasons: tuple[Reason, ...]) -> list[Reason]:
    return [
        reason
        for reason in reasons
        if reason.verdict is Verdict.CONFLICT and reason.rule in OUTBOUND_RULES
    ]


def _gravity(reason: Reason) -> int:
    return -reason.verdict
