"""Where keys and values stand in TOML: what is read there is what the parser read."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.diagnostics import Span
from trainbib.toml_places import TomlPath, TomlPlace, nearest_place, span_of, toml_places

EVERYTHING = '''\
# a comment with [brackets] and = signs
title = "a \\" # no comment"   # a comment
literal = 'C:\\path'
many = """
[no.header]
key = "value" """"
raw = \'\'\'a 'b' [c] = d\'\'\'\'
empty = ""
date = 1979-05-27 07:32:00Z # a blank in a value
numbers = [ 1, 2.5e3, # two
  [ 0x1f, inf ],
]
a.b . "c.d" = true
inline = { x = 1, y.z = [ "]" , '}' ], "" = {} }

[table]
key = 0
[ table . 'sub table' ]
key = 1
[[list]]
key = 2
[[list]]
key = 3
[list.nested]
key = 4
[[list.deep]]
key = 5
[[list.deep]]
key = 6
[list.deep.er]
"k\\u0065y" = 7
'''


def leaves(value: Any, path: TomlPath = ()) -> dict[TomlPath, Any]:
    """Return all that a parsed text holds, tables and arrays too."""
    found: dict[TomlPath, Any] = {path: value} if path else {}
    pairs: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    for key, each in pairs:
        found |= leaves(each, (*path, key))
    return found


def said_at(text: str, place: TomlPlace) -> str:
    return text[slice(*place.value)]


def test_everything_that_is_parsed_has_a_place() -> None:
    data = tomllib.loads(EVERYTHING)
    places = toml_places(EVERYTHING)
    assert places.keys() == leaves(data).keys()
    for path, value in leaves(data).items():
        written = said_at(EVERYTHING, places[path])
        if not isinstance(value, dict | list):
            assert tomllib.loads(f"x = {written}") == {"x": value}


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), "title", '"a \\" # no comment"'),
        (("date",), "date", "1979-05-27 07:32:00Z"),
        (("numbers", 2, 0), "0x1f", "0x1f"),
        (("a",), "a", "true"),
        (("a", "b", "c.d"), '"c.d"', "true"),
        (("inline", "y", "z", 1), "'}'", "'}'"),
        (("inline", ""), '""', "{}"),
        (("table",), "table", "[table]"),
        (("table", "sub table"), "'sub table'", "[ table . 'sub table' ]"),
        (("list", 1), "list", "[[list]]"),
        (("list", 1, "nested", "key"), "key", "4"),
        (("list", 1, "deep", 0, "key"), "key", "5"),
        (("list", 1, "deep", 1, "er", "key"), '"k\\u0065y"', "7"),
    ],
)
def test_a_place_is_that_of_the_key_and_of_the_value(path: TomlPath, key: str, value: str) -> None:
    place = toml_places(EVERYTHING)[path]
    assert EVERYTHING[slice(*place.key)] == key
    assert said_at(EVERYTHING, place) == value


KEYS = st.sampled_from(["a", "b-1", "_", "7", '"q u"', '"\\u00e9"', "'l.t'", '""'])
SCALARS = st.sampled_from(
    ["1", "-2.5", "true", '"a # ] } ,"', "'x'", '""', "2020-01-01", '"""\n"a"\n"""', "'''b'''"]
)
GAPS = st.sampled_from(["", " ", "  "])


def inline_table(members: list[tuple[str, str]], gap: str) -> str:
    once = {tomllib.loads(f"{key} = 0").popitem()[0]: (key, value) for key, value in members}
    return (
        "{" + ",".join(f"{gap}{key}{gap}={gap}{value}{gap}" for key, value in once.values()) + "}"
    )


def array(items: list[str], gap: str, end: str) -> str:
    between = f",{gap}# c\n"
    return f"[{gap}{between.join(items)}{end}]"


def member(keys: list[str], gap: str, value: str, end: str) -> str:
    return f"{f'{gap}.{gap}'.join(keys)}{gap}={gap}{value}{gap}{end}"


def header(keys: list[str], gap: str) -> str:
    return f"{gap}[{gap}{f'{gap}.{gap}'.join(keys)}{gap}]"


def array_header(keys: list[str], gap: str) -> str:
    return f"{gap}[[{gap}{f'{gap}.{gap}'.join(keys)}{gap}]]"


def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ends = st.sampled_from(["", ",", "\n", ", # c\r\n"])
    return st.one_of(
        st.builds(array, st.lists(inner, min_size=1, max_size=3), GAPS, ends),
        st.builds(inline_table, st.lists(st.tuples(KEYS, inner), max_size=3), GAPS),
    )


VALUES = st.recursive(SCALARS, containers, max_leaves=6)
LINES = st.one_of(
    st.builds(
        member,
        st.lists(KEYS, min_size=1, max_size=3),
        GAPS,
        VALUES,
        st.sampled_from(["", "# c", "\r"]),
    ),
    st.builds(header, st.lists(KEYS, min_size=1, max_size=3), GAPS),
    st.builds(array_header, st.lists(KEYS, min_size=1, max_size=2), GAPS),
    st.sampled_from(["", "# only = a comment"]),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=7))
def test_whatever_is_parsed_is_found(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    places = toml_places(text)
    assert leaves(data).keys() == places.keys()
    for path, value in leaves(data).items():
        if not isinstance(value, dict | list):
            written = said_at(text, places[path]).replace("\r\n", "\n")
            assert tomllib.loads(f"x = {written}") == {"x": value}


@settings(deadline=None)
@given(st.text(alphabet="[]{}=.,\"'#\n\\ ab1", max_size=40))
def test_any_text_is_survived(text: str) -> None:
    for place in toml_places(text).values():
        assert 0 <= place.value[0] <= place.value[1] <= len(text)


def test_deep_nesting_has_no_places() -> None:
    assert toml_places("x = " + "[" * 100_000) == {}


def test_what_has_no_place_is_where_it_would_stand() -> None:
    places = toml_places("[a]\nb = {c = 1}\n")
    assert nearest_place(places, ("a", "b", "d", 3)) == places["a", "b"]
    assert nearest_place(places, ("x", "y")) is None
    assert nearest_place(places, ()) is None


def test_a_span_counts_lines_and_characters_from_1() -> None:
    text = "é = 1\n日本 = 'x'\n"
    assert span_of(text, 0, 1) == Span(1, 1, 1, 2)
    assert span_of(text, text.index("'"), text.index("'") + 3) == Span(2, 6, 2, 9)
