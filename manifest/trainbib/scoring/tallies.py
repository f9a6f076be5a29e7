"""Answers that are counted: given, a gap by its state, silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trainbib.scoring.questions import Question
from trainbib.values import GAP_STATES


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers, counted.

    Attributes:
        given: How many questions are answered.
        gaps: How many are answered by a gap (SPEC.md, section 4), by its state.
        silent: How many are not answered.
    """

    given: int = 0
    gaps: Mapping[str, int] = field(default_factory=dict[str, int])
    silent: int = 0

    @property
    def gap(self) -> int:
        """How many questions are answered by a gap."""
        return sum(self.gaps.values())

    @property
    def asked(self) -> int:
        """How many questions there are."""
        return self.given + self.gap + self.silent

    @property
    def answered(self) -> int:
        """How many questions are not left in silence."""
        return self.given + self.gap

    def __add__(self, other: "Tally") -> "Tally":
        gaps = {
            state: count
            for state in GAP_STATES
            if (count := self.gaps.get(state, 0) + other.gaps.get(state, 0))
        }
        return Tally(self.given + other.given, gaps, self.silent + other.silent)


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """How one question is answered, by all that it is asked of."""

    question: Question
    tally: Tally


@dataclass(frozen=True, slots=True)
class Score:
    """What a manifest discloses of what a profile asks for.

    Attributes:
        profile: Who asks.
        sections: The answers by section, in the order of the profile.
        questions: The answers by question; those that nothing is asked of are left out.
    """

    profile: str
    sections: Mapping[str, Tally]
    questions: tuple[QuestionScore, ...]

    @property
    def total(self) -> Tally:
        """The answers of all sections."""
        return sum(self.sections.values(), Tally())
