"""What a regime is: a form, and how a manifest answers it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib.disclosure.form import Form, read_form

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Answer, Entry
    from trainbib.disclosure.reading import Reading

__all__ = ["AnswerOf", "FactOf", "Regime", "RowsOf"]

AnswerOf = Callable[["Reading"], "Answer"]
FactOf = Callable[["Reading"], bool | int | None]
"""Tells a fact; None where it cannot be told, so that the filing does not have it."""
RowsOf = Callable[["Reading"], Iterable["Entry"]]


@dataclass(frozen=True)
class Regime:
    """A law's form and the derivations that fill it.

    Attributes:
        answers: How each field is answered, by field id; every field of the form has one.
        facts: What its conditions ask beyond the answers.
        form_file: The form as JSON.
        rows: The lines of the form's table (``Form.table``), however many; None if it has none.
    """

    answers: Mapping[str, AnswerOf]
    facts: Mapping[str, FactOf]
    form_file: Path
    rows: RowsOf | None = None

    @cached_property
    def form(self) -> Form:
        """The form, read from its file."""
        return read_form(json.loads(self.form_file.read_text(encoding="utf-8")))
