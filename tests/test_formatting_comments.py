"""Formatting: comments wherever there can be one, and what becomes of them."""

import re
from collections.abc import Sequence
from random import Random

import pytest

from trainbib.document import parse_document
from trainbib.formatting import FormatError, formatted

_SCALARS = [
    "b",
    "two words",
    "'it''s'",
    '"a: b"',
    "1.10",
    '"# none"',
    "x#y",
    "w" * 60,
    "~",
    "a#",
    "'#'",
    "[]",
    "{}",
]
_BLOCKS = ["|", ">-", "|-", ">", "|+"]
_SECTIONS = ["trainbib", "dataset", "sources", "files"]
_NAMES = ["k", "l", "long name", "m", "'o'", "n"]
_IN_THE_SCHEMA = ["kind", "title", "license", "size", "x-a", "k", "records", "unknown"]
_BEFORE = ["", "", " ", "\t", " yaml-language-server: ", " - ", " k: ", "# "]
_AFTER = ["", "", " ", " x: {", " it's", ' "', " ---", "\t!", " &a1 [", " # #", ":"]


class CommentedYaml:
    """One random document, in which comments are numbered from 0: ``c0;``.

    It may be no YAML after all.

    Args:
        random: What chooses.
        moving: Whether its keys stand in any order; else they are in one in which they stay.

    Attributes:
        text: The document.
        comments: The comments in it.
    """

    def __init__(self, random: Random, *, moving: bool = False) -> None:
        self._random = random
        self._known = _IN_THE_SCHEMA if moving else _NAMES
        self._anchors = 0
        self._column = 0
        """What is deeper than this would be a line of the block scalar that was just written."""
        marker = random.choice(["", "", "", f"{self._own()}---{self._beside()}\n"])
        names = [*random.sample(_SECTIONS, random.randint(0, 4)), "k"]
        if not moving:
            names.sort(key=[*_SECTIONS, "k"].index)
        if random.random() < 0.1:
            body = self._own() + self._flow(names, 3, 0) + self._beside() + "\n"
        else:
            body = self._block(names, random.choice([0, 0, 0, 2]), 3)
        end = random.choice(["", "", "", f"...{self._beside()}\n"])
        text = marker + body + self._own() + end + (self._own() if end else "")
        self.comments = [self._comment(number) for number in range(text.count("\0"))]
        waiting = iter(self.comments)
        text = re.sub("\0", lambda _: next(waiting), text)
        self.text = text.replace("\n", "\r\n") if self._some(0.1) else text

    def _some(self, chance: float) -> bool:
        return self._random.random() < chance

    def _comment(self, number: int) -> str:
        return f"#{self._random.choice(_BEFORE)}c{number};{self._random.choice(_AFTER)}"

    def _beside(self) -> str:
        return self._random.choice(["", "", "", "", " \0", "  \t\0", " "])

    def _own(self) -> str:
        """Return comments on lines of their own, and blank lines."""
        lines = ""
        deepest = self._column or 9
        while self._some(0.25):
            if self._some(0.3):
                lines += "\n"
            else:
                lines += " " * self._random.randrange(deepest) + "\0\n"
                deepest = 9
                self._column = 0
        return lines

    def _anchor(self) -> str:
        if self._some(0.9):
            return ""
        self._anchors += 1
        return f"&a{self._anchors} "

    def _names(self) -> list[str]:
        return self._random.sample(self._known, self._random.randint(1, 3))

    def _block(self, names: list[str] | None, indent: int, depth: int) -> str:
        """Return the lines of a mapping, or of a list if there are no names."""
        lines = ""
        for name in names or [""] * self._random.randint(1, 3):
            lines += self._own() + " " * indent
            self._column = 0
            if not names:
                lines += "-" + self._value(indent, depth, is_item=True)
            elif self._some(0.05):
                margin = " " * indent
                lines += f"? {name}{self._beside()}\n{self._own()}{margin}:"
                lines += self._value(indent, depth, is_item=True)
            else:
                lines += f"{name}:{self._value(indent, depth, is_item=False)}"
        return lines

    def _value(self, indent: int, depth: int, *, is_item: bool) -> str:
        """Return what stands behind a key or a dash, to the end of its last line."""
        kind = self._random.choice(["scalar", "scalar", "block", "flow", "map", "list", "none"])
        anchor = " " + self._anchor() if kind != "none" else ""
        if not depth and kind in {"map", "list"}:
            kind = "scalar"
        broken = f"{anchor.rstrip()}{self._beside()}\n{self._own()}"
        inner = indent + self._random.randint(1, 3)
        if kind in {"map", "list"}:
            names = self._names() if kind == "map" else None
            if is_item and not anchor.strip() and self._some(0.7):  # on the line of the dash
                blanks = self._random.randint(1, 3)
                lines = self._block(names, indent + 1 + blanks, depth - 1)
                if lines.lstrip(" ")[0] not in "\0\n":
                    return " " * blanks + lines.lstrip(" ")
                return broken + lines
            same = not names and not is_item and self._some(0.3)
            return broken + self._block(names, indent if same else inner, depth - 1)
        if kind == "none":
            return f"{self._beside()}\n"
        start = broken + " " * inner if self._some(0.2) else anchor
        if kind == "block":
            sign = self._random.choice(_BLOCKS)
            margin = " " * inner
            lines = f"{start}{sign}{self._beside()}\n{margin}text\n\n{margin}  #more\n"
            self._column = inner
            return lines
        if kind == "flow":
            names = self._names() if self._some(0.5) else None
            return f"{start}{self._flow(names, 2, inner)}{self._beside()}\n"
        if self._anchors and not anchor.strip() and self._some(0.1):
            scalar = f"*a{self._random.randint(1, self._anchors)}"
        else:
            scalar = self._random.choice(_SCALARS)
        if self._some(0.1):
            scalar = self._random.choice(['"over\n\n{}lines"', "over\n{}lines"])
            scalar = scalar.replace("{}", " " * inner)
        return f"{start}{scalar}{self._beside()}\n"

    def _flow(self, names: list[str] | None, depth: int, indent: int) -> str:
        """Return a collection between braces, or between brackets if there are no names."""

        def gap() -> str:
            if self._some(0.8):
                return self._random.choice(["", " "])
            return f"{self._beside()}\n{self._own()}{' ' * indent}"

        parts: list[str] = []
        for name in names or [""] * self._random.randint(0, 3):
            key = f"{name}: {gap()}" if name else self._random.choice(["", "", "", "k: "])
            anchor = self._anchor()
            if anchor:
                anchor += gap()
            if depth and self._some(0.4):
                value = self._flow(self._names() if self._some(0.5) else None, depth - 1, indent)
            else:
                value = self._random.choice([*_SCALARS, *([""] if key else [])])
            if not value and self._some(0.3):
                key, anchor = name or "k", ""
            parts.append(f"{gap()}{key}{anchor}{value}{gap()}")
        text = ",".join(parts) + ("," if parts and self._some(0.1) else "") + gap()
        return f"{{{text}}}" if names is not None else f"[{text}]"


def assert_comments_are_kept(
    text: str, comments: Sequence[str], *, moving: bool = False, sort: bool = False
) -> bool:
    """Format a text twice; return whether it could be read.

    Args:
        text: A document.
        comments: Those in it, in order, no two of which are alike.
        moving: Whether what they stand with may be put in another order.
        sort: Whether entries are sorted.
    """
    document = parse_document(text.encode(), path="m.yaml")
    if not document.parsed or any(found.code != "PAR011" for found in document.findings):
        return False
    result = formatted(document, sort=sort)
    assert len(re.findall(r"c\d+;", result)) == len(comments), text
    places = [result.find(comment.rstrip()) for comment in comments]
    assert all(place >= 0 for place in places), text
    assert moving or places == sorted(places), text
    again = parse_document(result.encode(), path="m.yaml")
    assert again.data == document.data, text
    assert formatted(again, sort=sort) == result, text
    return True


def drawn(seed: int, *, moving: bool) -> CommentedYaml:
    return CommentedYaml(Random(seed), moving=moving)  # noqa: S311 - documents, not secrets


@pytest.mark.parametrize("start", range(0, 900, 300))
def test_comments_anywhere_are_kept_once_and_in_order(start: int) -> None:
    documents = [drawn(seed, moving=False) for seed in range(start, start + 300)]
    read = [assert_comments_are_kept(each.text, each.comments) for each in documents]
    assert sum(read) > 60  # PyYAML itself reads fewer than libyaml


@pytest.mark.parametrize("sort", [False, True])
def test_comments_are_kept_once_where_fields_are_put_in_order(*, sort: bool) -> None:
    documents = [drawn(seed, moving=True) for seed in range(300)]
    read = [
        assert_comments_are_kept(each.text, each.comments, moving=True, sort=sort)
        for each in documents
    ]
    assert sum(read) > 60  # PyYAML itself reads fewer than libyaml


LONG = ", ".join(["{at: paper, as_found: MIT or Apache-2.0}"] * 3)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        # beside a collection with an anchor
        (
            f"a: &o [{LONG}] # c0;\n",
            "a: &o # c0;\n" + "  - {at: paper, as_found: MIT or Apache-2.0}\n" * 3,
        ),
        ("a: &o # c0;\n  - b\n", "a: &o # c0;\n  - b\n"),
        ("a: &o # c0;\n  # c1;\n  - b\n", "a: &o # c0;\n  # c1;\n  - b\n"),
        ("a:\n- &o # c0;\n  - b\n", "a:\n  # c0;\n  - &o\n    - b\n"),
        # between an anchor and its scalar
        ("a: &o # c0;\n  b\n", "a: &o b # c0;\n"),
        ("a: &o # c0;\n  'b'\n", "a: &o b # c0;\n"),
        ("a: &o\n  # c0;\n  b # c1;\n", "# c0;\na: &o b # c1;\n"),
        ("a: &o # c0;\n  | # c1;\n  b\n", "# c0;\na: &o | # c1;\n  b\n"),
        ("a: [&o # c0;\n b, c]\n", "a:\n  - &o b # c0;\n  - c\n"),
        ("a: &o # c0;\nb: *o\n", "a: &o # c0;\n\nb: *o\n"),
        # at the end
        ("a:\n  b: c\n# c0;\n   # c1;\n", "a:\n  b: c\n# c0;\n# c1;\n"),
        ("a:\n  b: c\n   # c0;\n# c1;\n", "a:\n  b: c\n  # c0;\n# c1;\n"),
        (
            "a:\n  b:\n    - c\n  # c0;\n    # c1;\n# c2;\nd: e\n",
            "a:\n  b:\n    - c\n  # c0;\n  # c1;\n\n# c2;\nd: e\n",
        ),
        ("a: 1\n... # c0;\n# c1;\n", "a: 1\n# c0;\n# c1;\n"),
        # between braces and brackets
        ("a: [b # c0;\n # c1;\n , # c2;\n c]\n", "a:\n  - b # c0;\n  # c1;\n  # c2;\n  - c\n"),
        ("a: [ # c0;\n b, # c1;\n c] # c2;\n", "a: # c0;\n  - b # c1;\n  - c\n  # c2;\n"),
        ("a: [ # c0;\n b] # c1;\n", "# c0;\na: [b] # c1;\n"),
        ("a: [ # c0;\n # c1;\n ] # c2;\n", "# c0;\n# c1;\na: [] # c2;\n"),
        ("{a: 1, # c0;\n# c1;\n} # c2;\n# c3;\n", "a: 1 # c0;\n# c1;\n# c2;\n# c3;\n"),
        # between a key and its value
        ("a: # c0;\n # c1;\n [b] # c2;\n", "# c0;\n# c1;\na: [b] # c2;\n"),
        ("? a # c0;\n: # c1;\n  - b\n", "# c0;\na: # c1;\n  - b\n"),
        ("? a # c0;\n# c1;\n: # c2;\n  - b\n", "a: # c0;\n  # c1;\n  # c2;\n  - b\n"),
        # at the start
        ("--- # c0;\n\na: 1\n", "---\n# c0;\n\na: 1\n"),
        ("# c0;\n---\na: # c1;\n\n  # c2;\n\n  b\n", "# c0;\n---\n# c1;\n# c2;\n\na: b\n"),
        ("b: 1\n# c0;\n\ntrainbib: 1\n", "# c0;\n\ntrainbib: 1\n\nb: 1\n"),
        ("---\nb: 1\n# c0;\n\ntrainbib: 1\n", "---\n# c0;\n\ntrainbib: 1\n\nb: 1\n"),
    ],
)
def test_where_comments_go(text: str, result: str) -> None:
    assert formatted(parse_document(text.encode(), path="m.yaml")) == result
    comments = re.findall(r"# c\d;", text)
    assert assert_comments_are_kept(text, comments, moving="trainbib" in text)


def test_a_tag_behind_an_anchor_and_a_comment_is_refused() -> None:
    document = parse_document(b"a: &o # c\n  !!str b\n", path="m.yaml")
    with pytest.raises(FormatError, match="a tag"):
        formatted(document)
