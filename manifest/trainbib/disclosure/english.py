"""Whether a text may be English, for checks that know the words of no other language."""

import re

__all__ = ["in_english", "lines_in_english"]

_WORD = r"[^\W\d_]+"
_ENGLISH = "the and from with that this which these those were been their other than"
_NOT_ENGLISH = """
af den det der og til som med ikke fra ved eller een het niet voor zijn van uit bij ook worden aan
und das die ein eine nicht ist sind wird werden von zu aus mit auf oder wie nach wurde att och inte
ett samt av
le la les des une est sont dans pour sur avec ou et il lo gli che di del della dei sono con per uma
os ao da dos um em na mais foi que el los las un una se este si sau pe cu din pentru nu
je ze od pro nebo jsou jako ako sa alebo iz za ali ili kao oraz jest dla przez lub
ja ei kui mis ning ta tai joka ovat az egy nem vagy agus ar ir kas vai arba yra li tal
"""
"""Danish, Dutch, German, Swedish; French, Italian, Portuguese, Romanian, Spanish; Croatian, Czech,
Polish, Slovak, Slovene; Estonian, Finnish, Hungarian, Irish, Latvian, Lithuanian, Maltese."""

_SMALL_WORDS = frozenset(_ENGLISH.split())
_OF_OTHERS = frozenset(_NOT_ENGLISH.split())


def in_english(text: str) -> bool:
    """Tell whether a text may be English.

    A small word that no other official language of the Union has is a sign of it. A text without
    one, as a list of three nouns is, may be English if it has neither small words of the others
    nor letters that English has not.
    """
    words = set(re.findall(_WORD, text.lower()))
    if not words.isdisjoint(_SMALL_WORDS):
        return True
    return words.isdisjoint(_OF_OTHERS) and all(map(str.isascii, words))


def lines_in_english(text: str) -> str:
    """Return the lines of a text that may be English."""
    return "\n".join(line for line in text.split("\n") if in_english(line))
