"""Words beside the name of a licence after which the name alone is not what applies to the data."""

import re
from functools import lru_cache
from typing import NamedTuple

_SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.!?]\s+(?=[\"'(\[]?[A-Z])")
_SHORT = 300
"""Up to how long a text is whole a statement on the licence, and not a text that names one."""
_REACH = 300
"""How many characters of a sentence are looked at on either side of a name."""
_ARTICLE = r"[\s-]+(?:(?:the|an?)\s+)?"
_TERMS = r"(?:terms|restrictions?|conditions?|permissions?|limitations?|clauses?|provisions?)"
_REFUSED = r"(?:prohibited|forbidden|disallowed|excluded|not (?:be )?(?:allowed|permitted|granted))"
_REFUSING = r"(?:no|not|never|without|prohibits?|forbids?|excludes?|excluding)"
_NONE = r"(?<!\bno )(?<!\bwithout )(?<!\bwithout any )"
_LEARNING = r"(?:AI|LLMs?|machine[ -]learning|(?:AI[ -]|model[ -])?training|train)"
_PART = r"(?:source[ -])?(?:code|software|scripts?|metadata|model|weights)"
_WHOLE = r"(?:data|data ?sets?|corpus|corpora)"


@lru_cache(maxsize=1)
def _patterns() -> "_Patterns":
    # Compiled when first needed, as the names are.
    return _Patterns(
        unlike=_any(
            r"\b(?:not|never|no longer)\s+(?:[\w'-]+\s+){0,3}$",
            rf"\b(?:like|unlike|similar to|equivalent to|compatible with|based on){_ARTICLE}$",
            rf"\b(?:instead of|other than|rather than|inspired by|adapted from){_ARTICLE}$",
            rf"\b(?:modified|amended|non){_ARTICLE}$",
        ),
        unlike_behind=_any(
            r"[\s-]*(?:like|styled?|inspired|equivalent|compatible)\b",
            r"[\s-]*(?:based(?! on)|derived(?! from))\b",
            r"\s*\(?(?:modified|amended|adapted)\b",
            r"\s+(?-i:WITH)\b",
            r"[-_](?!li[cz]en|or-)[a-z]",
        ),
        unsure=_any(
            r"\b(?:probably|perhaps|maybe|possibly|presumably|apparently|seem(?:s|ingly)?)\b",
            r"\b(?:appears? to|(?:I|we) (?:think|believe|assume|guess|suppose))\b",
            r"\b(?:assumed|assuming|inferred|disagrees?|contradicts?)\b",
            r"\b(?:not sure|unsure|unclear|unconfirmed|to be confirmed)\b",
            r"^\s*\?",
        ),
        added=_any(
            r"\bcommons clause\b",
            rf"{_NONE}\bexceptions?\b",
            r"\bexcept\b(?! (?:where|as|when|if|otherwise|in))",
            rf"{_NONE}\b(?:additional|extra|further|special|custom|supplement\w+) (?:\w+ )?"
            rf"{_TERMS}\b",
            r"\bwith (?!no\b)(?:\w+ ){0,2}(?:restrictions?|limitations|modifications?|patent)\b",
            rf"\b{_REFUSING}\b[^.;]{{0,30}}\b{_LEARNING}\b",
            rf"\b{_LEARNING}\b[^.;]{{0,30}}\b{_REFUSED}",
        ),
        part=_any(
            rf"(?:^|[.:;(]\s*)(?:all |the |our )*{_PART}\b(?![^.;,]*\b{_WHOLE}\b)[^.;,]{{0,60}}$",
        ),
        part_behind=_any(
            rf"\W{{0,3}}\((?:for )?(?:the )?(?:{_PART}|text|images)(?: only)?\)",
            rf"\W{{0,3}}for (?:all |the |our )*{_PART}\b(?! and\b)",
        ),
    )


class _Patterns(NamedTuple):
    """What tells each kind of doubt.

    Attributes:
        unlike: What stands right before a name that is not the licence itself.
        unlike_behind: What stands right behind it then.
        unsure: What makes a sentence that names a licence a guess.
        added: What adds to a licence or takes from it.
        part: What stands before the name of the licence of something else than the data.
        part_behind: What stands right behind it then.
    """

    unlike: re.Pattern[str]
    unlike_behind: re.Pattern[str]
    unsure: re.Pattern[str]
    added: re.Pattern[str]
    part: re.Pattern[str]
    part_behind: re.Pattern[str]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def doubt(text: str, spans: list[tuple[int, int]], expression: str) -> str:
    """Say why a text that names one licence does not put the data under it as it is.

    Args:
        text: The text, on one line.
        spans: Where it names the licence, in order.
        expression: The licence.

    Returns:
        The end of a sentence on the text; "" if there is no doubt.
    """
    patterns = _patterns()
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    for number, (start, end) in enumerate(spans):
        begin = max(each for each in ends if each <= start)
        stop = min(each for each in ends if each >= end)
        if number:
            begin = max(begin, spans[number - 1][1])
        if number + 1 < len(spans):
            stop = min(stop, spans[number + 1][0])
        before, after = (
            text[max(begin, start - _REACH) : start],
            text[end : min(stop, end + _REACH)],
        )
        if patterns.unlike.search(before) or patterns.unlike_behind.match(after):
            return f"does not say that it is {expression} itself"
        if patterns.part.search(before) or patterns.part_behind.match(after):
            return f"says that something else than the data is under {expression}"
        if patterns.unsure.search(before) or patterns.unsure.search(after):
            return f"is not sure of {expression}"
        if patterns.added.search(before) or patterns.added.search(after):
            return f"adds terms of its own to {expression}"
    added = patterns.added
    if len(text) <= _SHORT and (
        added.search(text, 0, spans[0][0]) or added.search(text, spans[-1][1])
    ):
        return f"adds terms of its own to {expression}"
    return ""
