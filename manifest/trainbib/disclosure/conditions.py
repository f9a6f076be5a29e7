"""When a field of a form is asked: conditions on other answers and on facts, as data.

``{"all": [{"field": "eu.2.3.used", "op": "eq", "value": "Yes"}]}``, or ``any`` in the place of
``all``. A name that is no field of the form is a fact of the regime (``Filing.facts``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

__all__ = ["Condition", "Term", "holds", "read_condition"]

Op = Literal["eq", "contains", "present", "absent", "gte"]

Known = Callable[[str], object | None]
"""The value of a field or a fact by its name; None where there is none."""


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison of a field or fact with a value."""

    name: str
    op: Op
    value: str | int | bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Several comparisons, of which all or any have to hold."""

    how: Literal["all", "any"]
    terms: tuple[Term, ...]


def read_condition(data: object) -> Condition:
    """Build a condition from a form's JSON.

    Raises:
        ValueError: It is of another form.
    """
    if not isinstance(data, dict) or len(data) != 1:
        raise ValueError(f"a condition is {{all: [...]}} or {{any: [...]}}, not {data!r}")
    how, terms = next(iter(cast("dict[str, object]", data).items()))
    if how not in ("all", "any") or not isinstance(terms, list):
        raise ValueError(f"a condition is {{all: [...]}} or {{any: [...]}}, not {data!r}")
    return Condition(
        "all" if how == "all" else "any", tuple(_term(each) for each in cast("list[object]", terms))
    )


def _term(data: object) -> Term:
    term = cast("Mapping[str, object]", data)
    op = term["op"]
    if op not in Op.__args__:  # type: ignore[attr-defined] # an alias has no stub for it
        raise ValueError(f"a comparison is one of {', '.join(Op.__args__)}, not {op!r}")  # type: ignore[attr-defined] # as above
    return Term(
        str(term["field"]), cast("Op", op), cast("str | int | bool | None", term.get("value"))
    )


def holds(condition: Condition | None, known: Known) -> bool:
    """Tell whether a condition holds; no condition always does."""
    if condition is None:
        return True
    results = (_holds(term, known(term.name)) for term in condition.terms)
    return all(results) if condition.how == "all" else any(results)


def _holds(term: Term, value: object | None) -> bool:
    match term.op:
        case "eq":
            return value == term.value
        case "contains":
            return isinstance(value, tuple | list) and term.value in value
        case "present":
            return value is not None
        case "absent":
            return value is None
        case "gte":
            return isinstance(value, int) and isinstance(term.value, int) and value >= term.value
