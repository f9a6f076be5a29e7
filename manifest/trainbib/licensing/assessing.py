"""Judging one expression: what applies together is as good as its worst, a choice as its best."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from trainbib.licensing.attributes import LicenseAttributes, situation
from trainbib.licensing.expressions import Compound, ExpressionError, Term, parse
from trainbib.licensing.outbound import Outbound, outbound_reasons
from trainbib.licensing.questions import reasons_of
from trainbib.licensing.spdx import find_license
from trainbib.licensing.statements import Credit
from trainbib.licensing.terms import TermsReader, base_identifier
from trainbib.licensing.vague import vague_reason
from trainbib.licensing.verdicts import Intent, Origin, Reason, Verdict, worst

_SITUATIONS = {
    "none": "NONE",
    "noassertion": "NOASSERTION",
    "unknown": "NOASSERTION",
    "other": "hub-other",
    "cc": "hub-cc",
    "various": "per-record",
    "varies": "per-record",
    "mixed": "per-record",
    "multiple": "per-record",
    "terms of service": "terms-of-service",
    "terms of use": "terms-of-service",
    "tos": "terms-of-service",
}
"""Words in the place of a licence, and what is known of such cases."""


class Assessor:
    """Judges expressions; each combination of text, credit and outbound licence once.

    Args:
        reader: Knows the terms.
        intent: What the set is meant for.
    """

    def __init__(self, reader: TermsReader, intent: Intent) -> None:
        self._reader = reader
        self._intent = intent
        self._done: dict[tuple[str | bool, ...], tuple[Reason, ...]] = {}
        self._terms: dict[tuple[str | bool, ...], _Judged] = {}
        """What each licence alone leads to: expressions are many, licences few."""

    def reasons(
        self, text: str, credit: Credit, outbound: Outbound, *, maker_known: bool
    ) -> tuple[Reason, ...]:
        """Return what an expression leads to.

        Args:
            text: The expression.
            credit: Whether the manifest names whom to credit.
            outbound: What the set is published under.
            maker_known: Whether the manifest says which models made the source, if any did.
        """
        key = (text, credit, maker_known, outbound.kind, outbound.label, outbound.needed_by)
        found = self._done.get(key)
        if found is None:
            tree = tree_of(text)
            if tree is None:
                found = (self._not_read(text),)
            else:
                found, _ = self._node(tree, credit, outbound, maker_known=maker_known)
            self._done[key] = found
        return found

    def _node(
        self, node: Term | Compound, credit: Credit, outbound: Outbound, *, maker_known: bool
    ) -> "_Judged":
        """Return what an expression leads to, and how strict what was chosen of it is."""
        if isinstance(node, Term):
            terms = self._reader.terms_of(node)
            name = terms.label
            key = (name, credit, maker_known, outbound.kind, outbound.label, outbound.needed_by)
            known = self._terms.get(key)
            if known is None:
                reasons = (
                    *reasons_of(terms, credit, self._intent, maker_known=maker_known),
                    *outbound_reasons(terms, outbound, self._intent),
                )
                known = self._terms[key] = reasons, terms.strictness
            return known
        parts = [
            self._node(operand, credit, outbound, maker_known=maker_known)
            for operand in node.operands
        ]
        if node.operator == "OR":
            return min(parts, key=_weight)  # the first of the best
        together = dict.fromkeys(reason for reasons, _ in parts for reason in reasons)
        return tuple(together), sum(strictness for _, strictness in parts)

    def _not_read(self, text: str) -> Reason:
        shown = text.strip()
        known = situation_of(shown)
        origin = Origin("manifest", "license")
        why = "no licence can be read there"
        if known is not None:
            why = f"{why}; {known.note}"
            origin = Origin("table", known.source)
        elif (vague := vague_reason(shown)) is not None:
            why = vague
        return Reason(Verdict.REVIEW, "statement", shown, "license", "not read", origin, why)


_Judged: TypeAlias = tuple[tuple[Reason, ...], int]
"""Reasons, and how strict the licences are that lead to them."""


def _weight(judged: _Judged) -> tuple[Verdict, int, int, int]:
    """Return how much speaks against a licence.

    That is how grave it is, how often, how much in all; and of two that lead to the same, how much
    the licence asks and excludes: whoever may choose takes the one that asks for less.
    """
    reasons, strictness = judged
    gravest = worst(reasons)
    against = [reason for reason in reasons if reason.verdict is not Verdict.OK]
    gravely = sum(reason.verdict is gravest for reason in against)
    return gravest, gravely, len(against), strictness


def situation_of(word: str) -> LicenseAttributes | None:
    """Return what is known of cases in which a word stands where a licence should."""
    name = _SITUATIONS.get(word.strip().lower())
    return None if name is None else situation(name)


@lru_cache(maxsize=8192)
def tree_of(text: str) -> Term | Compound | None:
    """Return the structure of an expression; None if it states no licence.

    Args:
        text: As it stands in the manifest.
    """
    shown = text.strip()
    if find_license(shown) is None and vague_reason(shown) is not None:
        return None
    try:
        return parse(text).tree
    except ExpressionError:
        return None


def names_in(text: str) -> Iterator[str]:
    """Yield the identifiers of an expression whose terms hold; none if it states no licence.

    Args:
        text: As it stands in the manifest.
    """
    nodes = [tree_of(text)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, Compound):
            nodes.extend(reversed(node.operands))
        elif node is not None:
            yield base_identifier(node)
