"""Path patterns: the published vectors, an independent matcher, and hostile patterns."""

import json
import pickle
import re
from pathlib import Path
from typing import TypedDict, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.globs import Glob, GlobError, RuleMatcher, compile_glob


class Case(TypedDict):
    pattern: str
    path: str
    matches: bool


class Group(TypedDict):
    description: str
    cases: list[Case]


class Invalid(TypedDict):
    pattern: str
    position: int
    description: str


class Vectors(TypedDict):
    groups: list[Group]
    invalid: list[Invalid]


VECTORS = cast(
    "Vectors",
    json.loads((Path(__file__).parent / "vectors/v1/globs.json").read_text(encoding="utf-8")),
)
CASES = [
    pytest.param(case, id=f"{case['pattern']}~{case['path']}")
    for group in VECTORS["groups"]
    for case in group["cases"]
]


def naive_segment(pattern: str, name: str) -> bool:
    """Match one segment by trying everything, the slow and obvious way."""
    if not pattern:
        return not name
    head, rest = pattern[0], pattern[1:]
    if head == "*":
        return any(naive_segment(rest, name[cut:]) for cut in range(len(name) + 1))
    if not name:
        return False
    if head == "?":
        return naive_segment(rest, name[1:])
    if head == "\\":
        return name[0] == rest[0] and naive_segment(rest[1:], name[1:])
    if head == "[":
        close = rest.index("]", 2 if rest[0] == "!" else 1)
        inside, rest = rest[:close], rest[close + 1 :]
        member = re.fullmatch(r"(.)-(.)", inside.removeprefix("!"), re.DOTALL)
        characters = inside.removeprefix("!")
        found = member[1] <= name[0] <= member[2] if member else name[0] in characters
        return found != inside.startswith("!") and naive_segment(rest, name[1:])
    return head == name[0] and naive_segment(rest, name[1:])


def naive(pattern: list[str], names: list[str]) -> bool:
    """Match lists of segments by trying everything."""
    if not pattern:
        return not names
    if pattern[0] == "**":
        least = 1 if len(pattern) == 1 else 0
        return any(naive(pattern[1:], names[cut:]) for cut in range(least, len(names) + 1))
    return bool(names) and naive_segment(pattern[0], names[0]) and naive(pattern[1:], names[1:])


ATOMS = st.sampled_from(["a", "b", ".", "*", "?", "[ab]", "[!a]", "[a-b]", "\\*", "é"])
SEGMENTS = (
    st.lists(ATOMS, min_size=1, max_size=5)
    .map("".join)
    .filter(lambda text: "**" not in text and text not in {".", ".."})
)
PATTERNS = st.lists(st.one_of(SEGMENTS, st.just("**")), min_size=1, max_size=4)
NAMES = st.text("ab.é*", min_size=1, max_size=5)
PATHS = st.lists(NAMES, min_size=1, max_size=4)


@pytest.mark.parametrize("case", CASES)
def test_vectors_match_as_published(case: Case) -> None:
    assert compile_glob(case["pattern"]).matches(case["path"]) is case["matches"]


@pytest.mark.parametrize("case", VECTORS["invalid"], ids=lambda case: repr(case["pattern"]))
def test_invalid_patterns_are_refused_with_their_place(case: Invalid) -> None:
    with pytest.raises(GlobError) as caught:
        compile_glob(case["pattern"])
    assert caught.value.pattern == case["pattern"]
    assert caught.value.position == case["position"]
    assert repr(case["pattern"]) in str(caught.value)
    assert caught.value.reason in str(caught.value)


def test_there_are_enough_vectors_of_both_answers() -> None:
    answers = [case["matches"] for group in VECTORS["groups"] for case in group["cases"]]
    assert answers.count(True) >= 60
    assert answers.count(False) >= 50
    assert len(VECTORS["invalid"]) >= 20


@settings(deadline=None)
@given(pattern=PATTERNS, path=PATHS)
def test_matching_agrees_with_trying_everything(pattern: list[str], path: list[str]) -> None:
    assert compile_glob("/".join(pattern)).matches("/".join(path)) is naive(_single(pattern), path)


def _single(pattern: list[str]) -> list[str]:
    """Runs of `**` say no more than one of them, except that the last needs a segment."""
    return [
        segment
        for at, segment in enumerate(pattern)
        if segment != "**" or at + 1 == len(pattern) or pattern[at + 1] != "**"
    ]


@settings(deadline=None)
@given(rules=st.lists(st.lists(PATTERNS.map("/".join), max_size=3), max_size=8), path=PATHS)
def test_the_last_rule_that_matches_wins(rules: list[list[str]], path: list[str]) -> None:
    name = "/".join(path)
    expected = [
        index
        for index, rule in enumerate(rules)
        if any(compile_glob(pattern).matches(name) for pattern in rule)
    ]
    matcher = RuleMatcher(rules)
    assert matcher.last_match(name) == (expected[-1] if expected else None)


@settings(deadline=None)
@given(
    rules=st.lists(PATTERNS.map("/".join), min_size=1, max_size=6),
    paths=st.lists(PATHS.map("/".join), max_size=12),
)
def test_a_matcher_gives_the_same_answer_whatever_was_asked_before(
    rules: list[str], paths: list[str]
) -> None:
    matcher = RuleMatcher([[rule] for rule in rules])
    for path in paths:
        assert matcher.last_match(path) == RuleMatcher([[rule] for rule in rules]).last_match(path)


@settings(deadline=None)
@given(text=st.text("ab*?[]!-\\/.", max_size=8))
def test_any_text_is_either_a_pattern_or_refused(text: str) -> None:
    try:
        outcome: Glob | GlobError = compile_glob(text)
    except GlobError as error:
        outcome = error
    assert outcome.pattern == text
    assert isinstance(outcome, Glob) or 0 <= outcome.position <= len(text)


@settings(deadline=None)
@given(name=st.text(min_size=1).filter(lambda text: text not in {".", ".."} and "/" not in text))
def test_an_escaped_name_matches_itself_only(name: str) -> None:
    glob = compile_glob("".join(f"\\{character}" for character in name))
    assert glob.matches(name)
    assert glob.literal == name
    assert not glob.matches(name + "x")


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a*a*a*a*a*a*a*a*b", "a" * 4000),
        ("*a" * 30 + "b", "a" * 4000),
        ("**/a/**/a/**/a/**/a/**/b", "a/" * 1500 + "a"),
        ("/".join(["*a*a*b"] * 8), "/".join([*["a" * 400 + "b"] * 7, "a" * 400])),
        ("**/*a*a*a/**/*a*a*a/**/*b", "/".join(["aaaaaa"] * 400)),
        ("[ab]*" * 20 + "c", "ab" * 2000),
        ("?*" * 20 + "c", "ab" * 2000),
    ],
)
def test_hostile_patterns_do_not_blow_up(pattern: str, path: str) -> None:
    # With a matcher that backtracks, any one of these would outlast the test run.
    assert not compile_glob(pattern).matches(path)
    assert compile_glob(pattern).matches(path[:-1] + ("b" if pattern[-1] == "b" else "c"))


def test_hostile_patterns_do_not_blow_up_as_rules() -> None:
    matcher = RuleMatcher([["*a*a*a*a*a*a*b", "**/*a*a*a*b"], ["**/a/**/a/**/b"]])
    assert matcher.last_match("a" * 4000) is None
    assert matcher.last_match("a" * 4000 + "b") == 0


def test_paths_that_are_not_unicode_can_be_matched() -> None:
    path = b"data/\xff\xfe.txt".decode("utf-8", "surrogateescape")
    assert compile_glob("data/*.txt").matches(path)
    assert compile_glob("data/??.txt").matches(path)
    assert not compile_glob("data/?.txt").matches(path)
    assert RuleMatcher([["**"], ["data/*.txt"]]).last_match(path) == 1


def test_equal_patterns_share_one_glob() -> None:
    assert compile_glob("a/*.txt") is compile_glob("a/*.txt")
    assert compile_glob("a/*.txt") == compile_glob("a/*.txt")
    assert compile_glob("a/*.txt") != compile_glob("a/*.tx?")


@pytest.mark.parametrize(
    ("pattern", "folder", "literal", "subtree"),
    [
        ("a/b/c.txt", "a/b", "a/b/c.txt", False),
        ("a\\*/b", "a*", "a*/b", False),
        ("a/b/*.txt", "a/b", None, False),
        ("a/**", "a", None, True),
        ("**", "", None, True),
        ("a/**/*", "a", None, False),
        ("*.txt", "", None, False),
    ],
)
def test_a_glob_knows_the_folder_it_is_confined_to(
    pattern: str, folder: str, literal: str | None, *, subtree: bool
) -> None:
    glob: Glob = compile_glob(pattern)
    assert (glob.folder, glob.literal, glob.subtree) == (folder, literal, subtree)


def test_an_error_survives_the_way_between_processes() -> None:
    error = GlobError("a[", 1, "the reason")
    again = cast("GlobError", pickle.loads(pickle.dumps(error)))  # noqa: S301 - made right here
    assert (again.pattern, again.position, again.reason) == ("a[", 1, "the reason")
    assert str(again) == str(error)


def test_many_rules_with_folders_of_their_own_are_all_found() -> None:
    rules = [[f"lang-{number}/**", f"extra/{number}.txt"] for number in range(2000)]
    matcher = RuleMatcher([["**"], *rules])
    assert matcher.last_match("lang-1500/a/b.txt") == 1501
    assert matcher.last_match("extra/7.txt") == 8
    assert matcher.last_match("other") == 0
