"""What licences ask and allow, as far as rules about attribution and conflict need it.

The data lies beside this module in ``attributes.json``; every row names the place where the licence
was read. It says how the texts read, and is no legal advice.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias, cast

from trainbib.licensing.expressions import Compound, ExpressionError, Term, parse

Answer: TypeAlias = Literal["yes", "no", "conditional", "unknown"]

_DATA_FILE = Path(__file__).with_name("attributes.json")


@dataclass(frozen=True, slots=True)
class LicenseAttributes:
    """The terms of one licence.

    Attributes:
        kind: ``content``, ``data``, ``model``, ``public-domain``, ``software`` or ``terms``.
        attribution_required: Whether the holder or source must be credited.
        share_alike: Whether adaptations must stay under the same terms.
        non_commercial: Whether commercial use is excluded.
        commercial_use: Whether commercial use is allowed.
        derivatives: Whether adaptations may be made and shared.
        redistribution: Whether unchanged copies may be passed on.
        training: What the text says on training models: ``allowed``, ``silent``, ``conditional``,
            ``restricted``, ``prohibited`` or ``unclear``.
        source: Where the terms were read.
    """

    kind: str
    attribution_required: Answer
    share_alike: Answer
    non_commercial: Answer
    commercial_use: Answer
    derivatives: Answer
    redistribution: Answer
    training: str
    source: str


def attributes(identifier: str) -> LicenseAttributes | None:
    """The terms of a licence.

    Args:
        identifier: An SPDX identifier or well-known ``LicenseRef-``, in any case.

    Returns:
        The terms, or ``None`` for a licence that nobody has read for this table yet.
    """
    row = _rows().get(identifier.lower())
    return None if row is None else LicenseAttributes(*row)  # type: ignore[arg-type]


def attribution_required(expression: str) -> bool:
    """Whether an expression cannot be followed without giving credit.

    A choice (``OR``) asks for credit only when all of its alternatives do; what applies together
    (``AND``) when one does. Licences that are not in the table ask for nothing here.

    Args:
        expression: An SPDX expression; one that cannot be read asks for nothing.

    Returns:
        Whether credit is needed.
    """
    try:
        tree = parse(expression).tree
    except ExpressionError:
        return False
    return _needs_credit(tree)


def _needs_credit(node: Term | Compound) -> bool:
    if isinstance(node, Compound):
        answers = [_needs_credit(operand) for operand in node.operands]
        return all(answers) if node.operator == "OR" else any(answers)
    terms = attributes(node.id)
    return terms is not None and terms.attribution_required == "yes"


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, list[str]]:
    data = cast("dict[str, dict[str, list[str]]]", json.loads(_DATA_FILE.read_bytes()))
    return {identifier.lower(): row for identifier, row in data["licenses"].items()}
