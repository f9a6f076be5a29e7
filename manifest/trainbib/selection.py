"""Which rules run: codes, prefixes of codes, and names, selected and ignored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainbib.rules.base import Rule


class UnknownRuleError(ValueError):
    """A word names no rule.

    Attributes:
        word: The word.
        near: The codes and names that are nearest to it.
    """

    def __init__(self, word: str, near: Sequence[str]) -> None:
        from trainbib.conformance.wording import one_of

        hint = f"did you mean {one_of(near)}?" if near else "`trainbib rules` lists them"
        super().__init__(f"there is no check `{word}`; {hint}")
        self.word = word
        self.near = tuple(near)


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of rules; without words all run that are on by default.

    A rule that is named by its whole code or its name runs even if it is pedantic, or belongs to a
    profile that is not in force. The longest word that fits a rule decides; where one word selects
    and another of the same length ignores, it is ignored.

    Attributes:
        select: Codes, prefixes of codes, or names; none: all.
        ignore: Codes, prefixes of codes, or names.
        extend_select: Those that run beside the selected ones.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()

    def runs(self, rule: "Rule", *, pedantic: bool, profiles: Iterable[str]) -> bool:
        """Tell whether a rule runs.

        Args:
            rule: The rule.
            pedantic: Whether pedantic rules do.
            profiles: The profiles in force.
        """
        chosen = max(_fit(rule, word) for word in ("", *self.extend_select, *self.select))
        if self.select and not chosen:
            return False
        ignored = max(_fit(rule, word) for word in ("", *self.ignore))
        if ignored and ignored >= chosen:
            return False
        if chosen == _WHOLE:
            return True
        if rule.pedantic and not pedantic:
            return False
        return not rule.profiles or not set(rule.profiles).isdisjoint(profiles)

    def validate(self, rules: "Iterable[Rule]") -> None:
        """Refuse words that name no rule.

        Raises:
            UnknownRuleError: If there is one.
        """
        known = list(rules)
        for word in (*self.select, *self.ignore, *self.extend_select):
            if not any(_fit(rule, word) for rule in known):
                raise UnknownRuleError(word, nearest(word, known))


def nearest(word: str, rules: "Iterable[Rule]") -> list[str]:
    """Return the codes and names of rules that are nearest to a word; at most four."""
    from trainbib.conformance.wording import did_you_mean

    known = list(rules)
    near = did_you_mean(word.upper(), [rule.code for rule in known], most=2)
    return near + did_you_mean(word.casefold(), [rule.name for rule in known], most=2)


def code_hint(word: str, rules: "Iterable[Rule]") -> str:
    """Return what to write for a word that is no code of a rule, where only codes will do."""
    from trainbib.conformance.wording import did_you_mean, one_of

    known = list(rules)
    for rule in known:
        if word.casefold() == rule.name:
            return f"that is the name of {rule.code}: write the code"
    near = did_you_mean(word.upper(), [rule.code for rule in known], most=2)
    near = near or [
        next(rule.code for rule in known if rule.name == name)
        for name in did_you_mean(word.casefold(), [rule.name for rule in known], most=2)
    ]
    return f"did you mean {one_of(near)}?" if near else "`trainbib rules` lists them"


_WHOLE = 7
"""How well a whole code or a name fits; a prefix of a code is shorter."""


def _fit(rule: "Rule", word: str) -> int:
    """Return how many characters of the code a word fixes; 0 if it names another rule."""
    if not word:
        return 0
    if word.casefold() == rule.name or word.upper() == rule.code:
        return _WHOLE
    if word.upper() == "ALL":
        return 1
    return len(word) if rule.code.startswith(word.upper()) else 0
