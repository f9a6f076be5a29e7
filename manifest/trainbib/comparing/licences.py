"""Which of two licence expressions is stricter, as far as their terms are known.

Expressions are read as a choice between bundles: ``MIT OR (CC-BY-4.0 AND ODbL-1.0)`` offers the
bundle MIT, and the bundle of the other two. One expression allows at least what another allows if
for each bundle of the other it offers one that is no stricter. Which licence is stricter follows
from the identifiers alone where it can (``-or-later`` is laxer than ``-only``, an exception is
laxer than none, a part of a bundle is laxer than the whole), and else from the table of
``licensing.attributes``. That says how the texts read, and is no legal advice.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal, TypeAlias

from trainbib.licensing.attributes import LicenseAttributes, attributes
from trainbib.licensing.expressions import Compound, ExpressionError, Term, parse

Order: TypeAlias = Literal["same", "stricter", "laxer", "unordered"]

MAX_BUNDLES = 64
"""With more bundles, two expressions are not compared."""

_Bundle: TypeAlias = frozenset[str]
_ALLOWED = {"yes": 0, "conditional": 1, "no": 2}
_ASKED = {"no": 0, "conditional": 1, "yes": 2}
# A text that says nothing on training allows it as far as it allows use.
_TRAINING = {"allowed": 0, "silent": 0, "conditional": 1, "restricted": 2, "prohibited": 3}


@lru_cache(maxsize=4096)
def compare_licenses(old: str, new: str) -> Order:
    """Say how a licence expression relates to the one before.

    Args:
        old: An SPDX expression, or what stands in its place.
        new: The same.

    Returns:
        ``same`` if both are equal but for case, spacing, order and deprecated spellings;
        ``stricter`` or ``laxer`` for the new one; ``unordered`` if that can't be told.
    """
    if " ".join(old.split()) == " ".join(new.split()):
        return "same"
    before, after = _bundles(old), _bundles(new)
    if before is None or after is None:
        return "unordered"
    if before == after:
        return "same"
    laxer, stricter = _order(before, after, _within)
    if laxer and stricter:
        return "same"
    if not laxer and not stricter:
        laxer, stricter = _order(before, after, _no_stricter)
    if laxer == stricter:
        return "unordered"  # terms that compare as equal are still terms of two licences
    return "laxer" if laxer else "stricter"


def _order(
    before: frozenset[_Bundle],
    after: frozenset[_Bundle],
    allows: Callable[[_Bundle, _Bundle], bool],
) -> tuple[bool, bool]:
    """Tell whether what comes after allows at least what was before, and the other way round."""
    return (
        all(any(allows(one, other) for one in after) for other in before),
        all(any(allows(one, other) for one in before) for other in after),
    )


@lru_cache(maxsize=4096)
def _bundles(expression: str) -> frozenset[_Bundle] | None:
    """Read an expression as a choice between bundles; None if it cannot be read."""
    try:
        tree = parse(expression).tree
    except ExpressionError:
        return None
    return _choice(tree)


def _choice(node: Term | Compound) -> frozenset[_Bundle] | None:
    if isinstance(node, Term):
        return frozenset({frozenset({_spelling(node)})})
    parts = [_choice(operand) for operand in node.operands]
    bundles: set[_Bundle] = set()
    for part in parts:
        if part is None:
            return None
        if node.operator == "OR" or not bundles:
            bundles |= part
        else:
            bundles = {one | other for one in bundles for other in part}
        if len(bundles) > MAX_BUNDLES:
            return None
    # Nobody chooses a bundle that asks for all that another one does, and more.
    return frozenset(one for one in bundles if not any(other < one for other in bundles))


def _spelling(term: Term) -> str:
    """Return a term in the list's spelling, ``GPL-3.0+`` as ``GPL-3.0-or-later``."""
    from trainbib.licensing.spdx import find_license, replacements

    name = term.canonical or term.id.lower()
    if term.or_later:
        later = find_license(f"{name}-or-later")
        name = later.id if later else f"{name}+"
    else:
        successors = replacements(name) if term.deprecated else ()
        if len(successors) == 1:
            name = successors[0]
    return name if term.exception is None else f"{name} WITH {term.exception.normalised()}"


def _within(one: _Bundle, other: _Bundle) -> bool:
    """Tell whether each licence of a bundle is, or is laxer by name than, one of another."""
    return all(any(_laxer_by_name(name, second) for second in other) for name in one)


def _laxer_by_name(name: str, other: str) -> bool:
    if name == other:
        return True
    base, _, exception = name.partition(" WITH ")
    other_base, _, other_exception = other.partition(" WITH ")
    if other_exception and exception != other_exception:
        return False
    if base == other_base:
        return True
    plain = other_base.removesuffix("-only")
    return base in {f"{plain}-or-later", f"{plain}+"}


def _no_stricter(one: _Bundle, other: _Bundle) -> bool:
    """Tell whether a bundle asks for no more and allows no less than another one."""
    if one <= other:
        return True
    first, second = _ranks(one), _ranks(other)
    if first is None or second is None:
        return False
    return all(low <= high for low, high in zip(first, second, strict=True))


@lru_cache(maxsize=4096)
def _ranks(bundle: _Bundle) -> tuple[int, ...] | None:
    """Return how strict a bundle is in each respect; None if one of its licences is not known."""
    rows: list[tuple[int, ...]] = []
    for name in bundle:
        # An exception only ever adds permissions, but which ones is not in the table.
        terms = attributes(name) if " WITH " not in name else None
        row = None if terms is None else _row(terms)
        if row is None:
            return None
        rows.append(row)
    return tuple(max(column) for column in zip(*rows, strict=True))


def _row(terms: LicenseAttributes) -> tuple[int, ...] | None:
    ranks = (
        _ALLOWED.get(terms.commercial_use),
        _ALLOWED.get(terms.derivatives),
        _ALLOWED.get(terms.redistribution),
        _ASKED.get(terms.attribution_required),
        _ASKED.get(terms.share_alike),
        _TRAINING.get(terms.training),
    )
    return None if None in ranks else tuple(rank for rank in ranks if rank is not None)
