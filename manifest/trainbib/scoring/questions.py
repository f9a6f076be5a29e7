"""The questions: what our own profiles ask, of what, and where a manifest answers.

They come from the crosswalk of SPEC.md, Appendix A, which ``questions.json`` holds as data: every
row with its fields, and the questions that are made of the rows. What a form asks, the form says.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from trainbib.disclosure.regimes import regime_names
from trainbib.pointers import split

OWN_PROFILES = ("core", "complete")
"""Our own profiles that ask for something."""

PROFILES = (*OWN_PROFILES, *regime_names())
"""The profiles that ask for something: ours, and those of the forms."""


class UnknownProfileError(ValueError):
    """No profile has the name."""

    def __init__(self, name: str) -> None:
        from trainbib.conformance.wording import did_you_mean, one_of

        near = did_you_mean(name, PROFILES) or list(PROFILES)
        super().__init__(f"there is no profile `{name}`; did you mean {one_of(near)}?")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked of the manifest, or of each of some entries.

    Attributes:
        row: The row of SPEC.md, Appendix A; None for what the schema itself asks for.
        information: What is asked for.
        section: The part of the score that it counts in.
        of: JSON Pointer of the entries, with ``*`` for every key and index; "" is the manifest.
        answers: JSON Pointers from there; the question is answered by any of them.
        profiles: The profiles that ask.
        kinds: The kinds of source that it is asked of; none: all.
        when: What else must hold for an entry to be asked.
        id: Where a form asks: the id of its field. ``answers`` are then the places in this very
            manifest: those that the answer lacks, else its gaps, else what it comes from.
    """

    row: int | None
    information: str
    section: str
    of: str
    answers: tuple[str, ...]
    profiles: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    when: Mapping[str, str] = field(default_factory=dict[str, str])
    id: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that answer, from the top of a manifest."""
        return tuple(self.of + answer for answer in self.answers)


@cache
def table() -> Mapping[str, Any]:
    """Return the crosswalk as it is stored: ``rows``, ``questions``, ``eu_countries``."""
    found: Mapping[str, Any] = json.loads(
        files("trainbib.scoring").joinpath("questions.json").read_text(encoding="utf-8")
    )
    return found


@cache
def questions(profile: str) -> tuple[Question, ...]:
    """Return what one of our own profiles asks; nothing for another."""
    stored = table()
    information = {row["row"]: row["information"] for row in stored["rows"]}
    return tuple(
        Question(
            row=each["row"],
            information=each.get("information") or information[each["row"]],
            section=each["section"],
            of=each["of"],
            answers=tuple(each["answers"]),
            profiles=tuple(each["profiles"]),
            kinds=tuple(each.get("kinds", ())),
            when=each.get("when", {}),
        )
        for each in stored["questions"]
        if profile in each["profiles"]
    )


@cache
def tokens(pointer: str) -> tuple[str, ...]:
    """Return the tokens of a pointer."""
    return tuple(split(pointer))
