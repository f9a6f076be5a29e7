"""How many edits lie between two words, and which licence names are nearest by them."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.conformance.edits import edits_from
from trainbib.licensing import suggest
from trainbib.licensing.aliases import read_license
from trainbib.licensing.names import named_licenses
from trainbib.licensing.spdx import license_list
from trainbib.licensing.vague import fold, vague_reason


def edits(one: str, other: str) -> int:
    """Count edits by the table that defines them: rows are letters of one, columns of the other."""
    table = [[row + column for column in range(len(other) + 1)] for row in range(len(one) + 1)]
    for row in range(1, len(one) + 1):
        for column in range(1, len(other) + 1):
            same = one[row - 1] == other[column - 1]
            count = min(table[row - 1][column], table[row][column - 1]) + 1
            count = min(count, table[row - 1][column - 1] + (not same))
            if row > 1 and column > 1 and one[row - 2 : row] == other[column - 2 : column][::-1]:
                count = min(count, table[row - 2][column - 2] + 1)
            table[row][column] = count
    return table[-1][-1]


WORDS = st.text("abc", max_size=10)


@given(WORDS, WORDS)
def test_edits_are_counted_as_they_are_defined(one: str, other: str) -> None:
    assert edits_from(one)(other) == edits(one, other)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("ab", "ba", 1), ("ca", "abc", 3), ("é", "e", 1)],
)
def test_edits_of_some_words(one: str, other: str, count: int) -> None:
    assert edits_from(one)(other) == edits_from(other)(one) == count


def test_words_longer_than_a_machine_word_are_counted_too() -> None:
    word = "".join(random.Random(1).choices("ab", k=150))  # noqa: S311 - the same words every time
    other = word[3:70] + "c" + word[71:100] + word[101] + word[100] + word[102:] + "ab"
    assert edits_from(word)(other) == edits(word, other)


# The nearest names of licences, found by comparing with every one of them


def pairs(text: str) -> set[str]:
    padded = f"^{text}$"
    return {padded[place : place + 2] for place in range(len(padded) - 1)}


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)*", text)


def nearest(wanted: str, names: dict[str, str], similarity: float) -> list[str]:
    own = pairs(wanted)
    alike = sorted(
        (-2 * len(own & pairs(name)) / (len(own) + len(pairs(name))), name)
        for name in names
        if own & pairs(name)
    )[:24]
    common = suggest.COMMON

    def rank(identifier: str) -> int:
        return common.index(identifier) if identifier in common else len(common)

    near = sorted(
        (edits(wanted, name), rank(names[name]), names[name], -negative) for negative, name in alike
    )
    good = [
        identifier
        for count, _, identifier, share in near
        if count <= near[0][0] + 1 and (count <= max(1, len(wanted) // 4) or share >= similarity)
    ]
    return list(dict.fromkeys(good))[:3]


IDENTIFIERS = {
    entry.id.lower(): entry.id for entry in license_list().licenses.values() if not entry.deprecated
}


def suggested(text: str) -> list[str]:
    words = fold(text)
    named = {n: i for n, i in named_licenses().items() if numbers(n) == numbers(words)}
    return nearest(words.replace(" ", "-"), IDENTIFIERS, 0.55) or nearest(words, named, 0.72)


def slipped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(letters))
        letters[at] = chance.choice([letters[at - 1], "", "x", "0", "-", letters[at] * 2]) or "-"
    return "".join(letters)


def test_no_name_is_left_out_because_of_bounds() -> None:
    chance = random.Random(20)  # noqa: S311 - the same words every time
    known = [*IDENTIFIERS.values(), *named_licenses()]
    texts = [slipped(text, chance) for text in chance.sample(known, 70)]
    texts += ["C-UDA-109.0", "Apache-17", "some words of nobody", "zzz"]
    compared = 0
    for text in texts:
        reading = read_license(text)
        if reading.expression or reading.candidates or reading.reference or vague_reason(text):
            continue
        compared += 1
        assert suggest.suggest_license(text) == suggested(text), text
    assert compared > 50
