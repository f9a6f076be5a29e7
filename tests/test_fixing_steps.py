"""The steps of a repair: how each is written into the text, and which are refused."""

import json
from typing import Any

import pytest

from minimal import MINIMAL
from repairs import fix, read
from trainbib.diagnostics import Cut, Fix, Insert, Remove, Rename, Replace, Step, Wrap
from trainbib.fixing import EditError, edits, edits_of
from trainbib.fixing.dates import iso_date
from trainbib.pointers import pointer
from trainbib.writing import to_yaml
from trainbib.writing.layout import Layout, walk


def after(text: str, *steps: Step, path: str = "m.yaml") -> str:
    """Return a text after the edits of one fix."""
    document = read(text, path)
    for edit in reversed(edits(document, Fix("", safe=True, steps=steps))):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def test_a_key_that_is_given_twice_stops_edits_beside_it() -> None:
    text = MINIMAL + "  example: {kind: sensor, license: cc0-1.0}\n"
    assert not fix(text, unsafe=True).changed
    with pytest.raises(EditError, match="given twice"):
        after(text, Rename("/sources/example", "other"))


@pytest.mark.parametrize("layout", ["block", "flow", "json"])
def test_several_steps_happen_all_or_none(layout: str) -> None:
    data = {"a": {"x": 1, "y": [1, 2, 3]}, "b": "z"}
    text = to_yaml(data) if layout == "block" else json.dumps(data)
    path = "m.json" if layout == "json" else "m.yaml"
    steps: tuple[Step, ...] = (
        Rename("/a", "c"),
        Remove("/a/y/0"),
        Remove("/a/y/1"),
        Replace("/b", {"unknown": "why"}),
        Insert("/a", "n", [True]),
    )
    result = read(after(text, *steps, path=path), path).data
    assert result == {"c": {"x": 1, "y": [3], "n": [True]}, "b": {"unknown": "why"}}
    with pytest.raises(EditError):
        after(text, *steps, Remove("/nothing"), path=path)


@pytest.mark.parametrize(
    "steps",
    [
        (Replace("/a", 1), Replace("/a", 2)),
        (Remove("/m"), Replace("/m/x", 2)),
        (Rename("/a", "b"), Rename("/a", "c")),
        (Rename("/a", "m"),),
        (Insert("/m", "x", 1),),
        (Insert("/l", "x", 1),),
        (Insert("/a", "x", 1),),
        (Remove("/m/x"),),
        (Remove("/l/0"), Remove("/l/1")),
        (Remove(""),),
        (Rename("/l/0", "b"),),
        (Replace("/m", 1),),
        (Replace("/l/7", 1),),
        (Replace("/a/b", 1),),
        (Replace("/alias", 1),),
        (Rename("/anchored", "b"),),
        (Replace("/alias/x", 1),),
        (Cut(0, 3),),
        (Replace("/a", float("nan")),),
        (Wrap(""),),
        (Wrap("/nothing"),),
        (Wrap("/null"),),
        (Wrap("/tagged"),),
        (Wrap("/block"),),
        (Wrap("/empty"),),
        (Wrap("/colon"),),
        (Wrap("/a"), Replace("/a", 2)),
        (Wrap("/a"), Remove("/a")),
        (Wrap("/m"), Replace("/m/x", 2)),
        (Wrap("/m"), Insert("/m", "y", 2)),
        (Wrap("/l"), Remove("/l/0")),
    ],
    ids=str,
)
def test_steps_that_make_no_sense_are_refused(steps: tuple[Step, ...]) -> None:
    text = "a: 1\nm: {x: 1}\nl: [1, 2]\n&k anchored: &v {x: 1}\nalias: *v\n"
    text += "null:\ntagged: !!map\n  x: 1\nblock: &b\n  x: 1\nempty: !!null\ncolon: &b :x\n"
    with pytest.raises(EditError):
        after(text, *steps)


def test_two_keys_can_change_places() -> None:
    text = "a: 1\nb: 2\n"
    assert after(text, Rename("/a", "b"), Rename("/b", "a")) == "b: 1\na: 2\n"


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("a: plain # c", "NO", 'a: "NO" # c'),
        ("a: plain", "plain", 'a: "plain"'),
        ("a: 2024-03-15", "2024-03-15", 'a: "2024-03-15"'),
        ("a: 'it'", "it's", "a: 'it''s'"),
        ("a: 1e3", "1000.0", 'a: "1e3"'),
        ("a: 1.10", "1.1", 'a: "1.10"'),
        ("a: 1.10", "1.2", 'a: "1.2"'),
        ("a: 'x'", "y\u200b", 'a: "y\\u200b"'),
        ('a: "x"', "🙂\n", 'a: "🙂\\n"'),
        ("a:", "x", "a: x"),
        ("a: x", ["b, c", "d"], 'a: ["b, c", d]'),
        ("a: >-\n  one\n  two\nb: 1", "three four", "a: >-\n  three four\nb: 1"),
        ("a: |2-\n   one\nb: 1", "two", "a: |2-\n   two\nb: 1"),
        ("a: | # c\n    one\n\nb: 1", "two\nthree\n", "a: | # c\n    two\n    three\n\nb: 1"),
        ("a: |\n  one\nb: 1", "two", 'a: "two"\nb: 1'),
        ("a: b\n  c\nb: 1", "x", "a: x\nb: 1"),
    ],
)
def test_a_value_is_written_as_the_old_one_was(old: str, new: object, written: str) -> None:
    if old == "a: |2-\n   one\nb: 1":
        with pytest.raises(EditError):  # an indent that is given in numbers is left to people
            after(f"{old}\n", Replace("/a", new))
        return
    assert after(f"{old}\n", Replace("/a", new)) == f"{written}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: b # c", "a: [b] # c"),
        ("a: 1e3", "a: [1e3]"),
        ("a: 'b, c'", "a: ['b, c']"),
        ("a: b, c", 'a: ["b, c"]'),
        ("a: :b", 'a: [":b"]'),
        ("a: b\n  c", "a: [b\n  c]"),
        ("a: {b: 1}", "a: [{b: 1}]"),
        ("a: {\n  b: 1 # b\n  }", "a: [{\n  b: 1 # b\n  }]"),
        ("a: &x {b: 1}\nc: *x", "a: [&x {b: 1}]\nc: *x"),
        ("c: &x b\na: *x", "c: &x b\na: [*x]"),
        ("a:\n  b: 1", "a:\n  - b: 1"),
        ("a: # a\n  # b\n  b: 1\n  # c\n  c: 2", "a: # a\n  # b\n  - b: 1\n    # c\n    c: 2"),
        (
            "a:\n  b: 1\n\n  # last\n\n # apart\nd: 1",
            "a:\n  - b: 1\n\n    # last\n\n # apart\nd: 1",
        ),
        (
            "a:\n   b: |\n     one\n\n       two\n   c: |2-\n      three\nd: 1",
            "a:\n   - b: |\n       one\n\n         two\n     c: |2-\n        three\nd: 1",
        ),
        ("a:\n  b: >+\n    one\n\n\nd: 1", "a:\n  - b: >+\n      one\n\n\nd: 1"),
        ('a:\n  b: "one\n\n   two"', 'a:\n  - b: "one\n\n     two"'),
        ("a:\r\n  b: 1\r\n\r\n  c: 2\r\nd: 1", "a:\r\n  - b: 1\r\n\r\n    c: 2\r\nd: 1"),
        ("a:\n- 1\n- 2\n# of d\nd: 1", "a:\n- - 1\n  - 2\n# of d\nd: 1"),
        ("a:\n  ? b\n  : 1", "a:\n  - ? b\n    : 1"),
        ("? a\n: b: 1\n  c: 2", "? a\n: - b: 1\n    c: 2"),
        ("a: |-  # a\n  b\nd: 1", "a:\n  - |-  # a\n    b\nd: 1"),
        ("a: |2\n     b\nd: 1", "a:\n  - |2\n       b\nd: 1"),
    ],
)
def test_what_is_put_in_a_list_is_written_as_it_was(old: str, new: str) -> None:
    assert after(f"{old}\n", Wrap("/a")) == f"{new}\n"
    assert after(f"{old}\n", Wrap("/a"), Wrap("/a")) == f"{new}\n"


def test_items_are_put_in_lists_of_their_own() -> None:
    text = "a:\n  - b: 1\n    c: 2 # c\n    # last\n  - |\n   x\n\n  - [y]\n"
    assert after(text, Wrap("/a/0"), Wrap("/a/1"), Wrap("/a/2")) == (
        "a:\n  - - b: 1\n      c: 2 # c\n      # last\n  - - |\n     x\n\n  - [[y]]\n"
    )


@pytest.mark.parametrize("indent", [None, 0, 2, "\t"])
def test_json_is_json_with_a_value_in_a_list(indent: int | str | None) -> None:
    text = json.dumps({"a": {"x": {"y": []}, "z": "🙂"}}, indent=indent, ensure_ascii=False)
    result = after(text, Wrap("/a/x"), Wrap("/a/z"), path="m.json")
    assert json.loads(result) == {"a": {"x": [{"y": []}], "z": ["🙂"]}}
    assert result.replace("[{", "{").replace("}]", "}").replace('["🙂"]', '"🙂"') == text


@pytest.mark.parametrize(
    ("key", "new", "written"),
    [
        ("a", "b c", "b c: 1"),
        ("a", "a", '"a": 1'),
        ("'a'", "b", "'b': 1"),
        ('"a"', "b", '"b": 1'),
        ("a", "b: c", '"b: c": 1'),
        ("? a\n", "b", "? b\n: 1"),
    ],
)
def test_a_key_is_written_as_the_old_one_was(key: str, new: str, written: str) -> None:
    assert after(f"{key}: 1\n", Rename("/a", new)) == f"{written}\n"


@pytest.mark.parametrize(
    ("old", "pointers", "new"),
    [
        ("a: 1\nb: 2 # two\n# about c\nc: 3\n", ["/b"], "a: 1\n# about c\nc: 3\n"),
        ("# all\na: 1\nb: 2\n", ["/a"], "# all\nb: 2\n"),
        ("a: 1\n# about b\nb: 2\nc: 3\n", ["/b"], "a: 1\nc: 3\n"),
        ("a: 1\n\n# apart\n\nb: 2\n\nc: 3\n", ["/b"], "a: 1\n\n# apart\n\nc: 3\n"),
        ("# trainbib: ignore[X]\na: 1\nb: 2\n", ["/a"], "b: 2\n"),
        ("a:\n  - 1\n  - 2 # x\n  - 3\n", ["/a/0", "/a/1"], "a:\n  - 3\n"),
        ("a:\n- b: 1\n  c: 2\n", ["/a/0/b"], "a:\n- c: 2\n"),
        ("a:\n- b: 1 # b\n  # c\n  c: 2\n", ["/a/0/b"], "a:\n-\n  # c\n  c: 2\n"),
        ("a:\n- - 1\n  - 2\n", ["/a/0/0"], "a:\n- - 2\n"),
        ("a: |\n  x\n\nb: 2\n", ["/a"], "b: 2\n"),
        ("a: [1, 2, 3]\n", ["/a/0", "/a/2"], "a: [2]\n"),
        ("a: {b: 1, c: 2,}\n", ["/a/c"], "a: {b: 1,}\n"),
        ("a: {\n  b: 1, # b\n  # c\n  c: 2 # d\n}\n", ["/a/c"], "a: {\n  b: 1 # b\n  # c\n}\n"),
        ("a: {\n  b: 1, # b\n  # c\n  c: 2\n}\n", ["/a/b"], "a: {\n  # c\n  c: 2\n}\n"),
        ("a: [1, # one\n  2]\n", ["/a/0"], "a: [ # one\n  2]\n"),
        ("a: [1, # one\n  2]\n", ["/a/1"], "a: [1, # one\n  ]\n"),
        ("a:\n  b:\n  c: 1\n", ["/a/b"], "a:\n  c: 1\n"),
        ("a: 1\nb: 2", ["/b"], "a: 1\n"),
        ("a: 1\r\nb: 2\r\nc: 3\r\n", ["/b"], "a: 1\r\nc: 3\r\n"),
    ],
)
def test_what_is_removed_takes_its_own_comments_along(
    old: str, pointers: list[str], new: str
) -> None:
    assert after(old, *map(Remove, pointers)) == new


@pytest.mark.parametrize("indent", [None, 0, 2, "\t"])
@pytest.mark.parametrize("gone", [[0], [1], [2], [0, 1], [1, 2], [0, 2]])
def test_json_is_json_after_a_removal(indent: int | str | None, gone: list[int]) -> None:
    data = {"a": {"x": {"y": []}, "🙂": "\x7f", "z": [1]}}
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    keys = list(data["a"])
    result = after(text, *(Remove(pointer("a", keys[i])) for i in gone), path="m.json")
    kept = {"a": {key: value for i, (key, value) in enumerate(data["a"].items()) if i not in gone}}
    assert result == json.dumps(kept, indent=indent, ensure_ascii=False)


def test_edits_of_many_fixes_are_those_of_each_by_itself() -> None:
    text = "a: 1\nb: [1, 2, 3]\nc: &x [1]\nd: *x\n"
    fixes = [
        Fix.replace("/a", 2, safe=True),
        Fix.replace("/a", 3, safe=True),
        Fix.remove("/b/0", safe=True, description=""),
        Fix.remove("/b/1", safe=True, description=""),
        Fix("", safe=True, steps=(Remove("/c"),)),
        Fix.replace("/nothing", 3, safe=True),
    ]
    document = read(text)
    found = edits_of(document, fixes)
    assert found[:4] == [edits(document, each) for each in fixes[:4]]
    assert found[4:] == [None, None]


def test_offsets_are_characters_beyond_the_basic_plane_too() -> None:
    document = read("🙂: 🙂🙂\n# 🙂\nb: x\n")
    (edit,) = edits(document, Fix.replace("/b", "y", safe=True))
    assert document.text[edit.start : edit.end] == "x"


@pytest.mark.parametrize("path", ["m.yaml", "m.json"])
def test_a_line_of_any_length_is_edited_in_place(path: str) -> None:
    members = ", ".join(f'"k{n}": [{n}]' for n in range(3000))
    text = f'{{"a": {{{members}}}}}'
    result = after(text, Remove("/a/k1500"), Replace("/a/k2999/0", 7), path=path)
    assert result == text.replace('"k1500": [1500], ', "").replace("[2999]", "[7]")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2024/03/15", "2024-03-15"),
        ("2024.3.5", "2024-03-05"),
        ("2024-3", "2024-03"),
        ("15 March 2024", "2024-03-15"),
        ("March 15th, 2024", "2024-03-15"),
        ("Sept. 2024", "2024-09"),
        ("2024-03-15 09:30:00+02:00", "2024-03-15T07:30:00Z"),
        ("3/4/2024", None),
        ("2010/11", None),
        ("2024-13", None),
        ("30 February 2024", None),
        ("2024-03-15T09:30:00", None),
        ("around 2024", None),
        ("2024-03-15", None),
        ("\u0662\u0660\u0662\u0664/03/15", None),
    ],
)
def test_a_date_is_rewritten_only_where_one_reading_is_left(text: str, written: str | None) -> None:
    assert iso_date(text) == written


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e309", "9" * 6000, "1e3", "1.10", "-0"])
@pytest.mark.parametrize("path", ["m.json", "m.yaml"])
def test_a_number_that_becomes_text_is_the_text_of_the_file(number: str, path: str) -> None:
    text = (
        f'{{"trainbib": "1.0", "dataset": {{"name": "e", "version": {number}}}, "sources": {{}}}}'
    )
    result = fix(text, path)
    assert f'"version": "{number}"' in result.text


@pytest.mark.parametrize("number", ["0x10", "0o17", "017", "+5"])
def test_a_number_of_yaml_that_becomes_text_is_the_text_of_the_file(number: str) -> None:
    result = fix(MINIMAL.replace('version: "1"', f"version: {number}"))
    assert result.text == MINIMAL.replace('version: "1"', f'version: "{number}"')


@pytest.mark.parametrize("path", ["m.json", "m.yaml"])
def test_a_number_that_was_not_read_is_not_written_in_another_place(path: str) -> None:
    text = '{"trainbib": "1.0", "sources": {"a": {"x-m": 1}, "b": {"x-n": 1e400}}}'
    step = Insert("/sources/a", "x-n", 0.0)
    with pytest.raises(EditError, match=r"`1e400` is beyond .* float holds \(PAR010\)"):
        after(text, step, path=path)
    assert '"x-n": 0.0' in after(text.replace("1e400", "0.0"), step, path=path)


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("a: > # why\n  cc0\nb: 1", "CC0\n", "a: > # why\n  CC0\nb: 1"),
        ("a: > # why\n  cc0\nb: 1", "CC0", 'a: "CC0" # why\nb: 1'),
        ("a: |-  # why\n  5\nb: 1", 5, "a: 5  # why\nb: 1"),
        ("a: |- # why\r\n  5\r\nb: 1", "x\ty", 'a: "x\\ty" # why\r\nb: 1'),
    ],
)
def test_the_comment_of_a_block_of_text_stays(old: str, new: object, written: str) -> None:
    assert after(f"{old}\n", Replace("/a", new)) == f"{written}\n"


def test_planning_looks_at_the_text_and_at_siblings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What each of very many fixes would look for is looked up, so that time stays linear."""

    class Counted(list[Any]):
        def index(self, *_: object) -> int:
            raise AssertionError("siblings are searched for each fix")

        def __contains__(self, _: object) -> bool:
            raise AssertionError("siblings are searched for each fix")

    document = read("a:\n" + "".join(f"  k{n}: {n}\n" for n in range(50)))
    made = Layout.__init__

    def counting(self: Layout, *arguments: Any) -> None:
        made(self, *arguments)
        for node in walk(self.root):
            node.children = Counted(node.children)

    monkeypatch.setattr(Layout, "__init__", counting)
    fixes = [Fix.remove(f"/a/k{n}", safe=True, description="") for n in range(50)]
    found = edits_of(document, fixes)
    assert [edit.start for each in found if each for edit in each] == sorted(
        document.text.index(f"  k{n}:") for n in range(50)
    )


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_json_stays_as_compact_as_it_was(separators: tuple[str, str]) -> None:
    data = {"a": {"n": 1, "s": "x", "l": [1, 2]}, "e": {}, "d": 1}

    def written(value: object) -> str:
        return json.dumps(value, separators=separators)

    steps: dict[Step, object] = {
        Replace("/d", "1"): data | {"d": "1"},
        Replace("/d", 2): data | {"d": 2},
        Replace("/d", None): data | {"d": None},
        Insert("/e", "x", 1): data | {"e": {"x": 1}},
    }
    for step, meant in steps.items():
        assert after(written(data), step, path="m.json") == written(meant)
    more = {"x": [1, {"y": 2}]}
    for step in (Replace("/d", more), Insert("/a", "more", more), Insert("/e", "more", more)):
        text = after(written(data), step, path="m.json")
        assert text == written(json.loads(text))
        assert len(text) > len(written(data))


def test_a_value_right_behind_a_quoted_key_stays_there() -> None:
    assert after('{"a":1, b: 2}\n', Replace("/a", "1")) == '{"a":"1", b: 2}\n'
    assert after('{"a":, b: 2}\n', Replace("/a", 1)) == '{"a": 1, b: 2}\n'
    assert after("a:\nb: 2\n", Replace("/a", 1)) == "a: 1\nb: 2\n"
