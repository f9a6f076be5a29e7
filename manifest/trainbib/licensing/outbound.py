"""Whether a licence lets a set be published under another one (SPEC.md, section 7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trainbib.licensing.compatibility import outbound_choices
from trainbib.licensing.expressions import Compound, ExpressionError, Term, parse
from trainbib.licensing.questions import settled
from trainbib.licensing.terms import Terms, TermsReader
from trainbib.licensing.verdicts import Intent, Reason, Rule, Verdict

MAX_BRANCHES = 64
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Outbound:
    """What a set is published under.

    Attributes:
        kind: ``none`` if nothing is published, or each work under its own licence alone; ``open``
            if any licence without share-alike can still be chosen; ``stated``; ``unknown`` if what
            is stated cannot be read.
        label: Words for it; two of the same label are the same.
        branches: The alternatives that it offers; in each, the licences that hold at once.
        needed_by: The source that needs it, if it is not the licence that the set states.
    """

    kind: Literal["none", "open", "stated", "unknown"]
    label: str = ""
    branches: tuple[tuple[Terms, ...], ...] = ()
    needed_by: str = ""

    def is_licence(self, identifier: str) -> bool:
        """Tell whether every alternative is one licence alone, with what is added to it."""
        return bool(self.branches) and all(
            [terms.label for terms in branch] == [identifier] for branch in self.branches
        )

    def asks(self, attribute: str) -> str:
        """Return whether every alternative asks for something.

        Returns:
            ``yes``, ``no`` or ``unknown``; ``claimed`` if only the manifest says that a licence of
            the table asks for it.
        """
        if self.kind == "open":
            return "yes"
        if self.kind != "stated":
            return "unknown"
        answers = [_asks(branch, attribute) for branch in self.branches]
        return next((answer for answer in ("no", "unknown", "claimed") if answer in answers), "yes")


def _asks(branch: tuple[Terms, ...], attribute: str) -> str:
    values = {_value(terms, attribute) for terms in branch}
    return next((value for value in ("yes", "claimed") if value in values), "") or (
        "no" if values == {"no"} else "unknown"
    )


def _value(terms: Terms, attribute: str) -> str:
    value = "unknown" if terms.blank else terms.facts[attribute].value
    # For the licence of a set, to ask for more is to be laxer: it then fits what asks for that.
    return "claimed" if value == "yes" and terms.stricter(attribute) else value


NONE = Outbound("none")
OPEN = Outbound("open", "any licence without share-alike")


def stated_outbound(expression: str, reader: TermsReader) -> Outbound:
    """Read the licence of a set.

    Args:
        expression: An SPDX expression.
        reader: Knows the terms.
    """
    try:
        tree = parse(expression).tree
    except ExpressionError:
        return Outbound("unknown", expression)
    bundles = _bundles(tree)
    if not bundles:
        return Outbound("unknown", expression)
    return Outbound(
        "stated",
        expression,
        tuple(tuple(map(reader.terms_of, bundle)) for bundle in bundles),
    )


def _bundles(node: Term | Compound) -> list[tuple[Term, ...]]:
    """Return the alternatives of an expression; none if they are too many."""
    if isinstance(node, Term):
        return [(node,)]
    parts = [_bundles(operand) for operand in node.operands]
    if not all(parts):
        return []
    if node.operator == "OR":
        found = [bundle for part in parts for bundle in part]
    else:
        found = [()]
        for part in parts:
            found = [(*one, *other) for one in found for other in part]
            if len(found) > MAX_BRANCHES:
                return []
    return found if len(found) <= MAX_BRANCHES else []


def outbound_reasons(terms: Terms, outbound: Outbound, intent: Intent) -> Iterator[Reason]:
    """Yield what stands against publishing a work under the licence of the set.

    In a collection each work keeps its licence; only that of the set must not promise commercial
    use that a part excludes. An adaptation is a work of its own, and has to keep credit, the
    exclusion of commercial use, and the licence itself where that is share-alike.

    Args:
        terms: Of a licence of the work.
        outbound: What the set is published under.
        intent: What the set is meant for.
    """
    if not intent.publishes_data or outbound.kind == "none" or not terms.known:
        return
    if outbound.is_licence(terms.label):
        return  # the same licence keeps all that it asks for
    yield from _non_commercial(terms, outbound)
    if intent.release == "adaptation":
        yield from _attribution(terms, outbound)
        yield from _share_alike(terms, outbound)


def _non_commercial(terms: Terms, outbound: Outbound) -> Iterator[Reason]:
    fact = terms.facts["non_commercial"]
    promised = outbound.asks("non_commercial")
    if promised == "yes":
        return
    if fact.value == "no":
        yield from _settled(terms, "outbound-non-commercial", "commercial use is not excluded")
        return
    verdict, text = Verdict.REVIEW, f"it may exclude commercial use, and {_under(outbound)}"
    if promised == "claimed":
        text = f"{text}, of which only the manifest says that it does"
    if fact.value == "yes" and promised == "no":
        verdict = Verdict.CONFLICT
        text = f"it excludes commercial use, and {_under(outbound)}, which allows it"
    yield Reason(
        verdict,
        "outbound-non-commercial",
        terms.name_with(fact.by),
        "non_commercial",
        fact.value,
        fact.origin,
        text,
    )


def _attribution(terms: Terms, outbound: Outbound) -> Iterator[Reason]:
    fact = terms.facts["attribution"]
    kept = outbound.asks("attribution")
    if kept == "yes":
        return
    if fact.value == "no":
        yield from _settled(terms, "outbound-attribution", "the licence asks for no credit")
        return
    verdict, text = Verdict.REVIEW, f"it may ask for credit, and {_under(outbound)}"
    if kept == "claimed":
        text = f"{text}, of which only the manifest says that it does"
    if fact.value == "yes" and kept == "no":
        verdict = Verdict.CONFLICT
        text = f"it asks for credit, and {_under(outbound)}, which asks for none"
    yield Reason(
        verdict,
        "outbound-attribution",
        terms.name_with(fact.by),
        "attribution",
        fact.value,
        fact.origin,
        text + _disagreement(terms, "attribution"),
    )


def _share_alike(terms: Terms, outbound: Outbound) -> Iterator[Reason]:
    fact = terms.facts["share_alike"]
    if fact.value == "no" and fact.origin.kind == "table":
        return
    kept = _keeps(terms, outbound)
    if kept is Verdict.OK:
        return
    if fact.value == "no":
        text = "adaptations need not stay under the same licence"
        yield from _settled(terms, "outbound-share-alike", text)
        return
    verdict = kept if fact.value == "yes" else Verdict.REVIEW
    must = f"adaptations stay under {_choices(terms.license)}"
    if fact.value != "yes":
        must = f"adaptations may have to stay under {_choices(terms.license)}"
    yield Reason(
        verdict,
        "outbound-share-alike",
        terms.name_with(fact.by),
        "share_alike",
        fact.value,
        fact.origin,
        f"{must}, and {_under(outbound)}{_disagreement(terms, 'share_alike')}",
    )


_ATTRIBUTES: dict[Rule, str] = {
    "outbound-non-commercial": "non_commercial",
    "outbound-attribution": "attribution",
    "outbound-share-alike": "share_alike",
}


def _settled(terms: Terms, rule: Rule, text: str) -> Iterator[Reason]:
    """Yield what says that a licence leaves the choice free, where that is not the table."""
    if terms.facts[_ATTRIBUTES[rule]].origin.kind != "table":
        yield settled(terms, rule, _ATTRIBUTES[rule], text)


def _keeps(terms: Terms, outbound: Outbound) -> Verdict:
    """Tell whether each alternative of the set's licence is one that share-alike allows."""
    if outbound.kind == "unknown":
        return Verdict.REVIEW
    choices = {name.lower() for name in outbound_choices(terms.license)}
    found = Verdict.OK if outbound.branches else Verdict.CONFLICT
    for branch in outbound.branches:
        inside = [each.license.lower() in choices for each in branch]
        # What is added to one of the two may be what the other does not allow.
        same = all(each.addition in ("", terms.addition) for each in branch)
        verdict = Verdict.OK if all(inside) and same else Verdict.REVIEW
        found = max(found, verdict if any(inside) else Verdict.CONFLICT)
    return found


def _under(outbound: Outbound) -> str:
    if outbound.kind == "unknown":
        return f"what the set is published under cannot be read (`{outbound.label}`)"
    if outbound.kind == "open":
        return "no licence of the set fits all sources"
    if outbound.needed_by:
        return f"source `{outbound.needed_by}` needs the set to be under `{outbound.label}`"
    return f"the set is under `{outbound.label}`"


def _choices(identifier: str) -> str:
    names = outbound_choices(identifier)
    text = " or ".join(f"`{name}`" for name in names[:_SHOWN])
    return f"{text} …" if len(names) > _SHOWN else text


def _disagreement(terms: Terms, attribute: str) -> str:
    fact = terms.facts[attribute]
    if terms.row is None or not terms.row.disagreement or fact.origin.kind != "table":
        return ""
    return f" ({terms.row.disagreement})"
