"""Batches of records: what is wanted of them, what comes, and what is no record."""

from dataclasses import dataclass, field
from typing import NamedTuple

from trainbib.records.fields import Fields

__all__ = ["Batch", "Damage", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of each record.

    Attributes:
        fields: Where its URL and its text are.
        urls: Whether its URL is.
        sizes: Whether its size in bytes is.
        texts: Whether its text is.
    """

    fields: Fields = field(default_factory=Fields)
    urls: bool = True
    sizes: bool = False
    texts: bool = False


class Batch(NamedTuple):
    """Some records; a list is empty if it is not wanted.

    Attributes:
        urls: The URL of each as it was written; None without one.
        sizes: The size of each in bytes.
        texts: The text of each; None without one.
        whole: Of how many the whole record was measured, because there is no text.
    """

    urls: list[str | None]
    sizes: list[int]
    texts: list[str | None]
    whole: int


@dataclass(slots=True)
class Damage:
    """What is no record in a file.

    Attributes:
        lines: How many lines.
        bytes: Their bytes.
        first: Number of the first, from 1; None without one.
    """

    lines: int = 0
    bytes: int = 0
    first: int | None = None
