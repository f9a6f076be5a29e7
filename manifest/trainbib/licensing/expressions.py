"""SPDX licence expressions with the place of every term.

The grammar is the one of SPDX 2.3, annex D, and of SPDX 3.0.1, annex "SPDX licence expressions"
(operators in any case, ``AdditionRef-``). It is small, and the libraries at hand give no offsets,
cost a tenth of a second to import, or pick ``-only`` for the licensor; hence a parser of our own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from trainbib.licensing.spdx import find_exception, find_license

MAX_LENGTH = 20_000
MAX_DEPTH = 50

_TOKEN = re.compile(r"(?P<paren>[()])|(?P<word>[A-Za-z0-9.:_-]+\+?)|(?P<bad>\S)")
_IDSTRING = re.compile(r"[A-Za-z0-9.-]+")
_REFERENCE = re.compile(
    r"(?:(?P<document>DocumentRef-[A-Za-z0-9.-]+):)?(?P<prefix>LicenseRef-|AdditionRef-)"
    r"[A-Za-z0-9.-]+",
    re.IGNORECASE,
)
_REFERENCE_PREFIX = re.compile(r"documentref-|licenseref-|additionref-", re.IGNORECASE)
_CANONICAL_PREFIX = {
    "documentref-": "DocumentRef-",
    "licenseref-": "LicenseRef-",
    "additionref-": "AdditionRef-",
}
_OPERATORS = frozenset({"AND", "OR", "WITH"})


class ExpressionError(ValueError):
    """A licence expression that cannot be read.

    Attributes:
        message: What is wrong and what to write, without the place.
        start: Offset of the first character at fault.
        end: Offset after the last character at fault; equal to ``start`` at the end of the text.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(f"{message} (characters {start}-{end})")
        self.message = message
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Term:
    """A licence, a reference to one, or an exception, where it stands in the text.

    Attributes:
        id: The identifier as written, without a trailing ``+`` operator.
        start: Offset of its first character.
        end: Offset after its last character (before a ``+`` operator).
        kind: ``license`` and ``exception`` are looked up in the SPDX list, ``reference`` is a
            ``LicenseRef-`` or ``AdditionRef-`` that the document itself has to define.
        known: Whether the identifier is on the SPDX list (in any case); a well-formed reference
            is known.
        deprecated: Whether SPDX has deprecated the identifier.
        canonical: The identifier in the case of the list; ``None`` when it is not known.
        or_later: Whether a ``+`` operator follows.
        exception: What stands after ``WITH``.
    """

    id: str
    start: int
    end: int
    kind: Literal["license", "exception", "reference"]
    known: bool
    deprecated: bool
    canonical: str | None
    or_later: bool = False
    exception: "Term | None" = None

    @property
    def wrong_case(self) -> bool:
        """Whether the identifier is known but written in another case than the list's."""
        return self.canonical is not None and self.canonical != self.id

    def normalised(self) -> str:
        """The term in canonical case; an unknown identifier as written."""
        text = (self.canonical or self.id) + ("+" if self.or_later else "")
        return text if self.exception is None else f"{text} WITH {self.exception.normalised()}"


@dataclass(frozen=True, slots=True)
class Compound:
    """Two or more operands joined by the same operator."""

    operator: Literal["AND", "OR"]
    operands: tuple["Term | Compound", ...]

    def normalised(self) -> str:
        """The operands in canonical case, with the parentheses that are needed and no more."""
        parts = [
            f"({part.normalised()})"
            if self.operator == "AND" and isinstance(part, Compound)
            else part.normalised()
            for part in self.operands
        ]
        return f" {self.operator} ".join(parts)


@dataclass(frozen=True, slots=True)
class Expression:
    """A licence expression that was read.

    Attributes:
        text: The text as given.
        tree: Its structure; nested uses of one operator are joined.
        terms: The licences and references in the order of the text, each with its exception.
    """

    text: str
    tree: Term | Compound
    terms: tuple[Term, ...]

    def identifiers(self) -> Iterator[Term]:
        """Every term and every exception, in the order of the text."""
        for term in self.terms:
            yield term
            if term.exception is not None:
                yield term.exception

    def normalised(self) -> str:
        """The expression in canonical case and spacing; the order of the terms is kept."""
        return self.tree.normalised()


def parse(expression: str) -> Expression:
    """Read an SPDX licence expression; equal strings are read once.

    An identifier that SPDX does not know is no error here: see :attr:`Term.known`.

    Args:
        expression: The text, such as ``MIT OR (Apache-2.0 AND CC-BY-4.0)``.

    Returns:
        The expression with the offsets of all terms.

    Raises:
        ExpressionError: When the text does not follow the grammar, with the place.
    """
    result = _parse(expression)
    if isinstance(result, Expression):
        return result
    raise ExpressionError(*result)


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    operator: str | None


@lru_cache(maxsize=8192)
def _parse(text: str) -> Expression | tuple[str, int, int]:
    # A fault is returned, since a cached exception object would collect tracebacks.
    try:
        return _Parser(text).expression()
    except ExpressionError as fault:
        return fault.message, fault.start, fault.end


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0
        self._terms: list[Term] = []

    def expression(self) -> Expression:
        if not self._tokens:
            raise ExpressionError("The licence expression is empty", 0, len(self._text))
        tree = self._compound("OR", 0)
        if (token := self._peek()) is not None:
            if token.text == ")":
                raise ExpressionError('")" without a "(" before it', token.start, token.end)
            raise ExpressionError(
                f'Expected "AND" or "OR" before "{token.text}"', token.start, token.end
            )
        return Expression(self._text, tree, tuple(self._terms))

    def _compound(self, operator: Literal["AND", "OR"], depth: int) -> Term | Compound:
        operands: list[Term | Compound] = []
        while True:
            part = self._compound("AND", depth) if operator == "OR" else self._operand(depth)
            if isinstance(part, Compound) and part.operator == operator:
                operands.extend(part.operands)
            else:
                operands.append(part)
            token = self._peek()
            if token is None or token.operator != operator:
                break
            self._next += 1
        return operands[0] if len(operands) == 1 else Compound(operator, tuple(operands))

    def _operand(self, depth: int) -> Term | Compound:
        token = self._take("a licence identifier")
        if token.text == "(":
            if depth >= MAX_DEPTH:
                raise ExpressionError(
                    f"Parentheses are nested deeper than {MAX_DEPTH}", token.start, token.end
                )
            inner = self._compound("OR", depth + 1)
            close = self._peek()
            if close is None:
                raise ExpressionError('"(" is never closed', token.start, token.end)
            if close.text != ")":
                raise ExpressionError(
                    f'Expected "AND", "OR" or ")" before "{close.text}"', close.start, close.end
                )
            self._next += 1
            after = self._peek()
            if after is not None and after.operator == "WITH":
                raise ExpressionError(
                    '"WITH" belongs to one licence, not to a group in parentheses',
                    after.start,
                    after.end,
                )
            return inner
        if token.text == ")" or token.operator is not None:
            raise ExpressionError(
                f'Expected a licence identifier, found "{token.text}"', token.start, token.end
            )
        term = _license_term(token)
        after = self._peek()
        if after is not None and after.operator == "WITH":
            self._next += 1
            term = _with_exception(term, self._take("an exception"))
        self._terms.append(term)
        return term

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, wanted: str) -> _Token:
        token = self._peek()
        if token is None:
            last = self._tokens[-1]
            raise ExpressionError(f'Expected {wanted} after "{last.text}"', last.start, last.end)
        self._next += 1
        return token


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"The licence expression is longer than {MAX_LENGTH} characters", 0, MAX_LENGTH
        )
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        if (bad := match["bad"]) is not None:
            start, end = match.span("bad")
            raise ExpressionError(_bad_character(bad), start, end)
        group = "paren" if match["paren"] else "word"
        word = match[group]
        start, end = match.span(group)
        upper = word.upper()
        found.append(_Token(word, start, end, upper if upper in _OPERATORS else None))
    return found


def _bad_character(char: str) -> str:
    if char in "/|":
        return f'"{char}" is no operator; write "OR" for a choice, "AND" when both apply'
    if char in ",;&":
        return f'"{char}" is no operator; write "AND" when all apply, "OR" for a choice'
    if char == "+":
        return '"+" must follow the licence identifier without a space'
    return f'"{char}" cannot stand in a licence expression'


def _license_term(token: _Token) -> Term:
    if _REFERENCE_PREFIX.match(token.text):
        return _reference(token, "LicenseRef-")
    # The list still holds deprecated identifiers that end in "+" themselves.
    entry = find_license(token.text)
    or_later = False
    identifier, end = token.text, token.end
    if entry is None and identifier.endswith("+"):
        identifier, end, or_later = identifier[:-1], end - 1, True
        entry = find_license(identifier)
    _must_be_idstring(identifier.removesuffix("+"), token.start)
    return Term(
        identifier,
        token.start,
        end,
        "license",
        known=entry is not None,
        deprecated=entry is not None and entry.deprecated,
        canonical=None if entry is None else entry.id,
        or_later=or_later,
    )


def _with_exception(term: Term, token: _Token) -> Term:
    if token.text in "()" or token.operator is not None:
        raise ExpressionError(
            f'Expected an exception after "WITH", found "{token.text}"', token.start, token.end
        )
    if _REFERENCE_PREFIX.match(token.text):
        exception = _reference(token, "AdditionRef-")
    else:
        _must_be_idstring(token.text, token.start)
        entry = find_exception(token.text)
        exception = Term(
            token.text,
            token.start,
            token.end,
            "exception",
            known=entry is not None,
            deprecated=entry is not None and entry.deprecated,
            canonical=None if entry is None else entry.id,
        )
    return replace(term, exception=exception)


def _reference(token: _Token, prefix: str) -> Term:
    match = _REFERENCE.fullmatch(token.text)
    if match is None or match["prefix"].lower() != prefix.lower():
        raise ExpressionError(
            f'"{token.text}" is no reference; write "{prefix}" and then letters, digits, "." '
            'and "-"',
            token.start,
            token.end,
        )
    canonical = _REFERENCE_PREFIX.sub(
        lambda found: _CANONICAL_PREFIX[found[0].lower()], token.text, count=1
    )
    if match["document"]:
        document, _, rest = canonical.partition(":")
        canonical = f"{document}:{prefix}{rest[len(prefix) :]}"
    return Term(
        token.text,
        token.start,
        token.end,
        "reference",
        known=True,
        deprecated=False,
        canonical=canonical,
    )


def _must_be_idstring(identifier: str, start: int) -> None:
    match = _IDSTRING.match(identifier)
    good = 0 if match is None else match.end()
    if good < len(identifier):
        raise ExpressionError(
            f'"{identifier[good]}" cannot stand in a licence identifier; only letters, digits, '
            '"." and "-" can',
            start + good,
            start + good + 1,
        )
