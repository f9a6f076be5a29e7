"""What is wrong with the text of a licence expression, and which of the rules says so.

A text is read once, however many sources bear it; the rules share the reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from trainbib.licensing.expressions import ExpressionError, Term, parse
from trainbib.licensing.spdx import find_license
from trainbib.licensing.vague import vague_reason
from trainbib.rules.context import Context
from trainbib.rules.licence_statements import Place

Kind = Literal["vague", "invalid", "unknown", "deprecated", "case"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an expression.

    Attributes:
        kind: Which rule reports it.
        text: The whole expression.
        start: Offset of the first character at fault.
        end: Offset after the last one.
        reason: Why, where the kind alone does not say it.
        term: The identifier at fault, if the expression could be read.
    """

    kind: Kind
    text: str
    start: int
    end: int
    reason: str = ""
    term: Term | None = None

    @property
    def word(self) -> str:
        """The characters at fault."""
        return self.text[self.start : self.end]

    @property
    def within(self) -> str:
        """Words that name the expression, where it is more than the word at fault."""
        whole = self.text.strip()
        return "" if whole == self.word else f" in `{whole}`"

    def replaced(self, new: str) -> str:
        """Return the expression with the characters at fault replaced."""
        return self.text[: self.start] + new + self.text[self.end :]


def find_problems(context: Context, kind: Kind) -> Iterator[tuple[Place, Problem]]:
    """Yield the problems of one kind with the places where they stand."""
    statements = context.licence_statements
    for text in statements.texts:
        for problem in problems(text):
            if problem.kind == kind:
                for place in statements.places(text):
                    yield place, problem


@lru_cache(maxsize=4096)
def problems(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with an expression, in the order of the text.

    Args:
        text: The expression as it stands in the manifest.
    """
    whole = text.strip()
    vague = vague_reason(whole) if find_license(whole) is None else None
    if vague is not None:
        return (Problem("vague", text, 0, len(text), vague),)
    try:
        expression = parse(text)
    except ExpressionError as error:
        return (Problem("invalid", text, error.start, error.end, error.message),)
    found = (_of_term(text, term) for term in expression.identifiers())
    return tuple(problem for problem in found if problem is not None)


def _of_term(text: str, term: Term) -> Problem | None:
    kind: Kind
    reason = ""
    if not term.known:
        vague = vague_reason(term.id)
        kind, reason = ("unknown", "") if vague is None else ("vague", vague)
    elif term.deprecated:
        kind = "deprecated"
    elif term.wrong_case:
        kind = "case"
    else:
        return None
    return Problem(kind, text, term.start, term.end, reason, term)
