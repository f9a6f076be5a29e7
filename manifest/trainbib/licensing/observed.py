"""What observations of a licence say, and whether two of them agree (SPEC.md, section 7)."""

from collections.abc import Mapping
from functools import lru_cache

from trainbib.licensing.expressions import Compound, ExpressionError, Term, parse

_Form = frozenset["str | _Form"] | str


def stated(claim: Mapping[str, object]) -> str:
    """Return the SPDX expression that a claim or an observation states; "" if it states none.

    Args:
        claim: A mapping with ``expression`` or ``as_found``.
    """
    for name in ("expression", "as_found"):
        text = claim.get(name)
        if isinstance(text, str) and text.strip():
            from trainbib.licensing.aliases import read_license

            return read_license(text).expression or ""
    return ""


def same_part(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether two observations may be about the same part of a source."""
    first, second = one.get("covers"), other.get("covers")
    return not (isinstance(first, str) and isinstance(second, str)) or first == second


def same_list(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether two observations are of one list, such as the licence tags of a hub.

    What is read in one place on one day is stated together; it does not disagree with itself.
    """
    where = "path" if "path" in one else "url"
    return all(
        isinstance(one.get(name), str) and one.get(name) == other.get(name)
        for name in ("at", where, "date")
    )


def agree(one: str, other: str, *, may_choose: bool = False) -> bool:
    """Tell whether two expressions say the same, whatever their case and order.

    Args:
        one: An expression.
        other: The other one.
        may_choose: Whether the first may be one of the alternatives of the second.
    """
    first, second = _form(one), _form(other)
    if first == second:
        return True
    return may_choose and not isinstance(second, str) and ("OR" in second and first in second)


@lru_cache(maxsize=1024)
def _form(expression: str) -> _Form:
    """Return an expression without the order of its operands."""
    try:
        return _node_form(parse(expression).tree)
    except ExpressionError:
        return expression


def _node_form(node: Term | Compound) -> _Form:
    if isinstance(node, Compound):
        return frozenset({node.operator, *(_node_form(operand) for operand in node.operands)})
    return node.normalised()
