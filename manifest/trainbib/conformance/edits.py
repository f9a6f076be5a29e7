"""How many slips of the pen lie between two words."""

from collections.abc import Callable


def edits_from(word: str) -> Callable[[str], int]:
    """Return what counts the edits from a word to others.

    An edit is a letter that is wrong, missing or too many, or two neighbours that changed places;
    what was swapped is not edited again. This is the distance of Damerau and Levenshtein in its
    restricted form.

    A column of its table differs from the one before by at most one in each row, so that two bits
    per row hold it, and a few operations on whole numbers make the next one: H. Hyyrö, "A
    bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of
    Computing 10 (2003). Names below are those of the paper.
    """
    places: dict[str, int] = {}
    for index, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << index
    length = len(word)
    every = (1 << length) - 1
    last = length - 1

    def edits_to(other: str) -> int:
        if not length:
            return len(other)
        vp, vn, d0, before, count = every, 0, 0, 0, length
        for letter in other:
            pm = places.get(letter, 0)
            swapped = ((~d0 & pm) << 1) & before
            d0 = (((pm & vp) + vp) ^ vp) | pm | vn | swapped
            hp, hn = vn | (every & ~(d0 | vp)), d0 & vp
            count += (hp >> last & 1) - (hn >> last & 1)
            hp = hp << 1 | 1
            vp, vn = (hn << 1 | ~(d0 | hp)) & every, hp & d0 & every
            before = pm
        return count

    return edits_to
