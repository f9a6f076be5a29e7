"""Whether two names or titles are the same but for how they are written."""

import difflib
import re
import unicodedata

SAME = 0.9
"""From which ratio on two titles are the same."""
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"a", "an", "the"})
_FEW_WORDS = 3
_LONGEST = 500


def words(text: str) -> list[str]:
    """Return the words of a text without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORD.findall(plain)


def token_ratio(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1, in whatever order their words stand.

    Where one of them is the other with something added, such as a subtitle, they are the same;
    a text of less than three words must be the beginning of the other for that.
    """
    mine, theirs = _without_articles(one), _without_articles(other)
    if not mine or not theirs:
        return 1.0 if mine == theirs else 0.0
    short, long = sorted((mine, theirs), key=len)
    if long[: len(short)] == short or (len(short) >= _FEW_WORDS and set(short) <= set(long)):
        return 1.0
    # The matcher is not symmetric; the order of the two must not matter.
    first, second = sorted((" ".join(sorted(mine)), " ".join(sorted(theirs))))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _without_articles(text: str) -> list[str]:
    found = words(text)
    return [word for word in found if word not in _ARTICLES] or found


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles are the same."""
    return token_ratio(one, other) >= SAME


def same_person(one: str, other: str) -> bool:
    """Tell whether two names can be of one person: one word in common, initials agreeing.

    ``Ada Lovelace``, ``Lovelace, Ada`` and ``A. Lovelace`` are; ``Grace Lovelace`` is not.
    """
    mine, theirs = set(words(one)), set(words(other))
    shared = mine & theirs
    if not any(len(word) > 1 for word in shared):
        return False
    left, right = mine - shared, theirs - shared
    if not left or not right:
        return True
    return {word[0] for word in left} & {word[0] for word in right} != set() and (
        all(len(word) == 1 for word in left) or all(len(word) == 1 for word in right)
    )


def same_organisation(one: str, other: str) -> bool:
    """Tell whether two names can be of one organisation, an acronym included."""
    if same_title(one, other):
        return True
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in words(long))
    capitals = "".join(word[0] for word in re.findall(r"\b[A-Z]\w*", long)).casefold()
    return "".join(words(short)) in {initials, capitals}
