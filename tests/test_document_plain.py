"""The reader of plain YAML: where it reads at all, it reads what libyaml reads."""

import json
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from all_pointers import pointers_of
from cli_program import python
from test_document_yaml import DATA, KEYS
from trainbib.document.yaml_reader import read, read_events, read_plain
from trainbib.writing import to_yaml

pytestmark = pytest.mark.skipif(
    not hasattr(yaml, "CSafeLoader"), reason="without libyaml nothing is read this way"
)


def assert_read_alike(text: str) -> bool:
    """Compare both readers in all that they say; return whether the plain one read the text."""
    plain = read_plain(text, "m.yaml")
    if plain is None:
        return False
    events = read_events(text, "m.yaml")
    assert events.parsed
    # As text: it tells 1 from 1.0 and True, and shows the order of the keys.
    assert json.dumps(plain.data) == json.dumps(events.data)
    assert plain.findings == events.findings
    assert plain.ambiguities == events.ambiguities
    pointers = pointers_of(events.data)
    assert plain.locate(pointers) == events.locate(pointers)
    for where in pointers:  # one alone may be found by its line
        assert plain.locate([where]) == events.locate([where])
    return True


USUAL = """\
# yaml-language-server: $schema=manifest.schema.json
trainbib: "1.0"   # the version
dataset: {name: big, version: "1.0", issued: 2024-01-01}

sources:
  first:
    title: It's a "title" - with, signs & a#sign # and a comment
    url: https://data.example/s/1/?a=b#c
    retrieved: 2024-11-03
    version: 1.10
    country: NO
    empty:
    null-too: ~
    yes-or-no: true
    size: {bytes: 1000, records: {about: 1.2e9}}
    again: {bytes: 1000}
    creators: [acme, "b, c", 'd''e']
    creators-too: [acme, "b, c", 'd''e']
    none: {}
    nothing: []
    rights:
      holders:
        - {party: acme}
        -   party: other
            since: "2024"
        - plain
    description: >- # why
      A text that is so long
      that it is folded.


      A second paragraph,
      and a third one.

    purpose: | #
      # no comment

        deeper

    # the empty line above does not count
    contents: # on lines of their own
      one: 1
    quoted: "a \\"quote\\" and\\na line\\\\ \\/ \\t."
    other: 'it''s'
    wide:
    - at the margin
    - x: 1
      w:
        z: -5
    notes: |
      one
        two # no comment
  2nd: {kind: other, day: 2024-01-01, nested: {a: [1, {b: c}]}}
x-numbers:
  - 0x1F
  - 010
  - .5
  - -7
  - 2024-01-01
  - "2024-01-01"
  - |-
    a
    b
"""


def test_what_is_usual_is_plain() -> None:
    assert assert_read_alike(USUAL)


def test_the_usual_style_of_yaml_writers_is_plain() -> None:
    data = {
        "trainbib": "1.0",
        "sources": {
            f"source-{number}": {"creators": ["acme"], "rights": {"holders": [{"party": "acme"}]}}
            for number in range(3)
        },
    }
    assert assert_read_alike(yaml.safe_dump(data, sort_keys=False))
    assert assert_read_alike(to_yaml(data))


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "- a\n",
        "a: b\n\tc: d\n",
        "a: b\n  folded\n",
        "a:\n  - - b\n",
        "a: &x b\nc: *x\n",
        "a: !!str 1\n",
        "a: |\n\n  b\n",
        "a: >\n  b\n   c\n",
        "a: |+\n  b\n",
        'a: "b\n  c"\n',
        "a: [b,\n  c]\n",
        "a: b\n---\nc: d\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "? a\n: b\n",
        "1: b\n",
        "no: b\n",
        "<<: {a: b}\n",
        "a: b: c\n",
        "a: @b\n",
        "a:\n  b: c\n d: e\n",
        "a: 'b' c\n",
        'a: "\\x41"\n',
        'a: "\x01"\n',
        "a: b\r\nc: d\r\n",
        "a: [b c: d]\n",
        "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 70)),
        "a: " + "[" * 70 + "]" * 70 + "\n",
        "",
        "# nothing\n",
    ],
)
def test_what_is_not_plain_is_left_to_libyaml(text: str) -> None:
    assert read_plain(text, "m.yaml") is None


PLAIN_KEYS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.+/@-]{0,4}", fullmatch=True)
SHORT = st.text("ab1-.:#,' \"[]{}é\u3042", max_size=9) | st.sampled_from(
    ["no", "2024-01-01", "1.10", "null", "x: y", "x #y", "- x", "a\nb", "long " * 30]
)
PLAIN_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | SHORT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN_KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(
    st.dictionaries(KEYS, DATA, max_size=3) | st.dictionaries(PLAIN_KEYS, PLAIN_DATA, max_size=4),
    st.sampled_from([True, False, None]),
)
def test_data_is_read_alike(data: dict[str, object], flow: bool | None) -> None:  # noqa: FBT001 - drawn
    if "Infinity" not in json.dumps(data):
        assert_read_alike(to_yaml(data))
    assert_read_alike(yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=200))


VALUES: list[str] = [
    *("x", "1", "1.10", "2024-01-01", "no", "~", "-x", "it's", "x:", "x\ty", "|", "|-", ">", ">-"),
    *("[]", "{}", '"q"', "'q''s'", "&x", "*x", "!", "%x", "[a,b]", "{a:b}", "[http://x/y]", ""),
    *("- x", "# c", "x # y", "x: y", "x #", "x y", '"q" # c', "'q' # c", "! x", "&x y", "{a: b} #"),
    *("[a, b]", "[ a ]", "[a] # c", "[a b, 'c']", "[a: b]", "{a: 1}", "{a: no}", "{a: 1.10}"),
    *("{a: b} # c", "{a, b}", "{a : b}", "{ a: b }", '{"a": b}', "{a: {b: 1}, c: [x, no]}"),
    *("{a: [2024-01-01]}", "{a: b, c: d e}", "{a: 1, b: 0x1}", "[[a], {b: c}]", "[a, {b: no}]"),
]


@pytest.mark.parametrize(
    "around",
    [
        "a: ?\n",
        "a: ?\nb: c\n",
        "a:\n  b: ?\n  c: d\n",
        "a:\n- ?\n- b\n",
        "a:\n  - b: ?\n    c: d\n  - e\n",
        "a: ?\n  b\nc: d\n",
        "a:\n  - ?\n    b\n",
        "a:\n  b:\n    c: ?\n    d: e\n",
        "a:\n  b:\n    d: e\n\n    # c: e\n    c: ?\n\n  e:\n    c: ?\nf:\n  b:\n    c: e\n",
        "a:\n  b:\n      c:\n        c: ?\n      d:\n      - ?\n",
    ],
)
def test_every_kind_of_value_is_read_alike_wherever_it_stands(around: str) -> None:
    read_plainly = [value for value in VALUES if assert_read_alike(around.replace("?", value))]
    assert read_plainly


def _line(number: int, indent: int, start: str, value: str) -> str:
    """Return a line; the number makes keys different, or most of them."""
    return " " * indent + start.replace("?", f"k{number}") + value


def _text(lines: list[tuple[int, str, str]]) -> str:
    return "".join(_line(number, *line) + "\n" for number, line in enumerate(lines))


STARTS = st.sampled_from(["?: ", "?: ", "?:", "- ", "- ?: ", "-  ?: ", "- ?:", "a: ", "2nd: ", ""])
LINES = st.tuples(st.sampled_from([0, 0, 2, 2, 4, 4, 1, 3, 6]), STARTS, st.sampled_from(VALUES))
BEFORE = st.sampled_from(["", "a:\n", "a:\n  b:\n", "a:\n- b\n"])


@given(st.lists(LINES, max_size=4).map(_text), BEFORE)
def test_lines_put_together_at_random_are_read_alike(text: str, before: str) -> None:
    assert_read_alike(before + text)


@given(st.lists(LINES, max_size=2).map(_text), st.integers(0, 48), st.integers(0, 2))
def test_a_usual_text_that_was_damaged_is_read_alike(damage: str, at: int, removed: int) -> None:
    usual = USUAL.splitlines(keepends=True)
    assert_read_alike("".join([*usual[:at], damage, *usual[at + removed :]]))


def test_a_large_text_is_read_by_the_plain_reader_if_it_can_be() -> None:
    entry = "  s{}:\n    title: Number {}\n    day: 2024-01-01\n"
    text = "sources:\n" + "".join(entry.format(number, number) for number in range(3000))
    document = read(text, "m.yaml")
    assert json.dumps(document.data) == json.dumps(read_events(text, "m.yaml").data)
    assert document.locate(["/sources/s2999/day"])["/sources/s2999/day"].value.line == 9001
    broken = read(text + "  s0: {}\n", "m.yaml")
    assert [found.code for found in broken.findings] == ["KEY001"]


FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["", "\n", "    # k1: note\n", "# at the margin\n"]),
        st.sampled_from(
            ["    ?: ", "    ?:", "    ?:\n      c: ", "    ?:\n    - ", "    ?:\n\n      - "]
        ),
        st.sampled_from(VALUES),
    ),
    min_size=1,
    max_size=3,
)
ENTRIES = st.lists(
    st.tuples(st.sampled_from(["  e?:\n", "  e?:\n\n", "  e?:\n    # c\n"]), FIELDS),
    min_size=1,
    max_size=3,
)


@given(ENTRIES, st.sampled_from(["", "b:\n  e0:\n    k0: x\n", "b: c\n", "\n# the end\n"]))
def test_the_fields_of_entries_have_the_same_places(
    entries: list[tuple[str, list[tuple[str, str, str]]]], after: str
) -> None:
    """A field is found by its line, among others of its name in other entries."""
    text = "a:\n"
    for number, (entry, fields) in enumerate(entries):
        text += entry.replace("?", str(number))
        for index, (before, start, value) in enumerate(fields):
            text += before + start.replace("?", f"k{index}") + value + "\n"
    assert_read_alike(text + after)


def test_many_fields_of_one_entry_have_the_same_places() -> None:
    fields = "".join(f"    field-{number}: {number}\n" for number in range(40))
    assert assert_read_alike(f"a:\n  b:\n{fields}  c:\n    field-7: x\n")


def test_numbers_that_no_float_holds_are_read_alike_in_copies_too() -> None:
    entry = f"    size: {{records: 1e400, bytes: 2}}\n    x-n: [.inf, {'9' * 310}, .nan]\n"
    text = "sources:\n" + "".join(f"  s{number}:\n{entry}" for number in range(3))
    assert assert_read_alike(text)
    findings = read_events(text, "m.yaml").findings
    assert [each.finding.pointer for each in findings[:4]] == [
        "/sources/s0/size/records",
        "/sources/s0/x-n/0",
        "/sources/s0/x-n/1",
        "/sources/s0/x-n/2",
    ]
    assert len(findings) == 12


_PEAK = """\
import resource, sys
from trainbib.document.yaml_reader import read_plain
quote, words = sys.argv[1:]
text = f"dataset:\\n  description: {quote}{words * 1_000_000}{quote}\\n"
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert read_plain(text, "m.yaml").parsed
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in other units elsewhere")
@pytest.mark.parametrize(
    ("quote", "text"), [('"', "abcd"), ('"', "\\n"), ("'", "abcd"), ("'", "''")]
)
def test_a_long_quoted_text_takes_little_more_memory_than_its_length(quote: str, text: str) -> None:
    """A million repetitions in a pattern may be kept to go back on: 170 MB for each million."""
    assert int(python(_PEAK, quote, text)) < 100_000  # KiB
