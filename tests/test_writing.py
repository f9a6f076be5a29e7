"""Writing: YAML for people, edits in place, files replaced whole."""

import contextlib
import json
import os
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from all_pointers import pointers_of
from test_document_places import DOCUMENTS, Writer
from test_document_yaml import DATA, KEYS
from trainbib.characters import ALWAYS_HIDDEN, JOINERS
from trainbib.document import parse_document
from trainbib.pointers import pointer
from trainbib.writing import (
    ChangedFileError,
    EditError,
    Editor,
    replace_unchanged,
    to_yaml,
    write_atomically,
)
from trainbib.writing.atomic import replace_both, replacing

EDITED = """\
# my manifest
trainbib: "1.0"   # version
dataset: {name: x, version: "1"}

# the sources
sources:
  a:   # first
    kind: other
    description: |
      long
      text

    # nothing more

  # about b
  b: {kind: other}

# files here
files:
  root: data   # here
  inventory: {path: i.jsonl, files: 1, roots: {paths: "sha256:aa", contents: 'sha256:bb'}}
  cites:
    # all
    - paths: "**"   # everything
      sources: [a]
# end
"""


EDITED_DATA = {"a": 1, "b": {"c": 2, "d": "x", "z": 0}, "h": ["y"]}
EDITED_LINES = """\
# first
a: 1
b:  # beside
  c: 2
  # above
  d: |
    x
  z: 0

# above h
h:
- y # beside y
"""


def editor(text: str, path: str = "m.yaml") -> Editor:
    return Editor(parse_document(text.encode(), path=path))


def test_edits_change_what_they_are_for_and_nothing_else() -> None:
    edit = editor(EDITED)
    edit.replace("/files/inventory/files", 2)
    edit.replace("/files/inventory/roots/contents", "sha256:cc")
    edit.insert("/sources", "c", {"kind": {"unknown": "not said: here"}, "title": "NO"})
    edit.insert("/sources/a", "title", "A thing")
    edit.insert("/sources/b", "title", "B, thing")
    edit.insert("/dataset", "title", "X")
    edit.append("/files/cites", {"paths": ["x/*", "y"], "sources": ["c"]})
    edit.append("/files/cites/0/sources", "c")
    assert (
        edit.result()
        == """\
# my manifest
trainbib: "1.0"   # version
dataset: {name: x, version: "1", title: X}

# the sources
sources:
  a:   # first
    kind: other
    description: |
      long
      text

    title: A thing
    # nothing more

  # about b
  b: {kind: other, title: "B, thing"}
  c: {kind: {unknown: "not said: here"}, title: "NO"}

# files here
files:
  root: data   # here
  inventory: {path: i.jsonl, files: 2, roots: {paths: "sha256:aa", contents: 'sha256:cc'}}
  cites:
    # all
    - paths: "**"   # everything
      sources: [a, c]
    - paths: [x/*, "y"]
      sources: [c]
# end
"""
    )


@pytest.mark.parametrize("path", ["m.yaml", "m.json"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_they_did(end: str, path: str) -> None:
    def edited(text: str) -> str:
        edit = editor(text, path)
        edit.replace("/b/c", [3])
        edit.remove("/b/d")
        edit.insert("/b", "e", {"f": 4})
        edit.rename("/a", "g")
        edit.append("/h", 5)
        return edit.result()

    text = EDITED_LINES if path == "m.yaml" else json.dumps(EDITED_DATA, indent=2) + "\n"
    assert edited(text.replace("\n", end)) == edited(text).replace("\n", end)


@pytest.mark.parametrize("sign", ["\r", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("a: b # c{}d: 'e'\n", "a: b # c{}d: 'e'\nnew: 1\n"),
        ("{ #{}}\n", "{new: 1 #{}}\n"),
        ("{a: b #{}}\n", "{a: b, new: 1 #{}}\n"),
        ("{a: {b: c #{}}}\n", "{a: {b: c #{}}, new: 1}\n"),
    ],
)
def test_a_comment_ends_at_every_sign_that_ends_a_line(sign: str, text: str, edited: str) -> None:
    edit = editor(text.replace("{}", sign, 1).replace("{}", sign))
    edit.insert("", "new", 1)
    assert edit.result() == edited.replace("{}", sign)


@pytest.mark.parametrize("sign", ["\r", "\x85", "\u2028", "\u2029"])
def test_what_ends_a_line_may_stand_in_a_key(sign: str) -> None:
    text = f'? "a{sign}b"\n: {{c: 1}}\n'
    document = parse_document(text.encode(), path="m.yaml")
    data: Any = document.data
    edit = Editor(document)
    edit.replace(pointer(*data, "c"), 2)
    assert edit.result() == text.replace("1", "2")


@pytest.mark.parametrize("indent", [None, 2, 4, "\t"])
def test_json_keeps_its_layout(indent: int | str | None) -> None:
    data: Any = {"a": {"b": 1, "c": [1]}, "d": []}
    edit = editor(json.dumps(data, indent=indent), "m.json")
    edit.replace("/a/b", 2)
    edit.insert("/a", "new", {"x": [1, 2]})
    edit.append("/a/c", {"y": "z"})
    edit.append("/d", 1)
    data["a"] = {"b": 2, "c": [1, {"y": "z"}], "new": {"x": [1, 2]}}
    data["d"] = [1]
    assert json.loads(edit.result()) == data
    assert len(edit.result().splitlines()) == (1 if indent is None else 18)


def test_text_without_a_line_end_gets_one_before_what_is_added() -> None:
    edit = editor("a:\n  b: 1")
    edit.insert("/a", "c", 2)
    edit.insert("", "d", 3)
    assert edit.result() == "a:\n  b: 1\n  c: 2\nd: 3\n"


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("replace", ("/a", 1)),
        ("replace", ("/nowhere", 1)),
        ("insert", ("/a", "b", 1)),
        ("insert", ("/a/b", "x", 1)),
        ("append", ("/a", 1)),
    ],
)
def test_what_cannot_be_edited_is_refused(method: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(EditError):
        getattr(editor("a:\n  b: 1\n"), method)(*arguments)


def test_a_layout_in_which_an_edit_would_mean_something_else_is_refused() -> None:
    edit = editor("a: &x {b: 1}\nc: *x\n")
    edit.insert("/a", "d", 2)
    with pytest.raises(EditError, match="cannot be edited in place"):
        edit.result()


def test_a_document_without_data_is_refused() -> None:
    with pytest.raises(EditError):
        editor("a: [")


@given(
    st.dictionaries(KEYS, DATA, min_size=1, max_size=4),
    st.sampled_from(["yaml", "json", "json-flat"]),
    KEYS,
    DATA,
)
def test_an_insert_reads_as_an_insert(
    data: dict[str, object], layout: str, key: str, value: object
) -> None:
    if key in data:
        return
    text = (
        to_yaml(data)
        if layout == "yaml"
        else json.dumps(data, indent=2 if layout == "json" else None)
    )
    document = parse_document(
        text.encode("utf-8", "replace"), path="m.yaml" if layout == "yaml" else "m.json"
    )
    edit = Editor(document)
    edit.insert("", key, value)
    again = parse_document(edit.result().encode("utf-8", "replace"), path=document.path)
    assert again.data == {**data, key: value}


def test_comments_stand_above_what_they_are_about() -> None:
    text = to_yaml({"a": {"b": 1}, "c": [2]}, comments={"/a/b": "two\nlines", "/c": "one"})
    assert text == "a:\n  # two\n  # lines\n  b: 1\n# one\nc: [2]\n"


def test_a_file_is_replaced_whole_and_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    target = tmp_path / "real"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "real"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file"
    target.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(target, b"new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_members_are_renamed_and_removed_in_any_layout() -> None:
    edit = editor(EDITED)
    edit.rename("/sources/b", "c")
    edit.remove("/sources/a/description")
    edit.remove("/dataset/version")
    edit.remove("/files/inventory/roots/paths")
    assert edit.changed
    assert edit.result() == EDITED.replace("  b: {kind", "  c: {kind").replace(
        "    description: |\n      long\n      text\n\n", ""
    ).replace('name: x, version: "1"', "name: x").replace('paths: "sha256:aa", ', "")
    with pytest.raises(EditError):
        edit.rename("/sources/b", "a")
    with pytest.raises(EditError, match="empty"):
        edit.remove("/files/cites/0")


SEQ = "!<tag:yaml.org,2002:seq>"


@pytest.mark.parametrize(
    ("method", "arguments", "text", "result"),
    [
        ("remove", ["/a/0"], "a: &x # of a\n  - b # of b\n  - c\n", "a: &x # of a\n  - c\n"),
        ("remove", ["/a/0"], "a: &x\n  # all\n  - b\n  - c\n", "a: &x\n  # all\n  - c\n"),
        ("remove", ["/a/0"], "a: !!seq &x\n- b\n- c\n", "a: !!seq &x\n- c\n"),
        ("append", ["/a", "c"], "a: &x []\n", "a: &x [c]\n"),
        ("remove", ["/b"], "? a\n: b\n? b\n: c\n", "? a\n: b\n"),
        ("insert", ["/a", "d", "e"], "a:\n  ? b\n  : c\n", "a:\n  ? b\n  : c\n  d: e\n"),
        ("append", ["/a", "c"], "a: &x # &y - z\n  - b\n", "a: &x # &y - z\n  - b\n  - c\n"),
        ("append", ["/a", "c"], f"a: {SEQ} &x\n  - b\n", f"a: {SEQ} &x\n  - b\n  - c\n"),
        (
            "remove",
            ["/a/1"],
            "a:\n  - |\n   b\n# -\n  - c\n  - d\n",
            "a:\n  - |\n   b\n# -\n  - d\n",
        ),
    ],
)
def test_what_is_edited_begins_at_its_dash_or_question_mark_and_behind_its_anchor(
    method: str, arguments: list[Any], text: str, result: str
) -> None:
    edit = editor(text)
    getattr(edit, method)(*arguments)
    assert edit.result() == result


def test_a_key_apart_from_its_question_mark_is_refused() -> None:
    edit = editor("a: b\n? # c\n  d\n: e\n")
    edit.remove("/d")
    with pytest.raises(EditError, match="cannot be edited in place"):
        edit.result()


@given(st.dictionaries(KEYS, DATA, min_size=2, max_size=4), st.integers(0, 3), KEYS)
def test_one_member_goes_and_another_gets_a_name(
    data: dict[str, object], place: int, name: str
) -> None:
    keys = list(data)
    gone, renamed = keys[place % len(keys)], keys[(place + 1) % len(keys)]
    if name in data:
        return
    edit = editor(to_yaml(data))
    edit.remove(pointer(gone))
    edit.rename(pointer(renamed), name)
    expected = {(name if key == renamed else key): data[key] for key in keys if key != gone}
    assert parse_document(edit.result().encode(), path="m.yaml").data == expected


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_yaml_of_every_style_is_edited_as_meant_or_refused(
    data: dict[str, object], random: Random
) -> None:
    document = parse_document(Writer(random).document(data).encode(), path="m.yaml")
    for where in pointers_of(document.data):
        for method, *arguments in (
            ("insert", "new", 1),
            ("append", {"new": [1]}),
            ("replace", "new: 1"),
            ("rename", "new"),
            ("remove",),
        ):
            edit = Editor(document)
            with contextlib.suppress(EditError):
                getattr(edit, method)(where, *arguments)
                assert parse_document(edit.result().encode(), path="m.yaml").parsed


def test_a_file_is_replaced_only_if_it_is_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(ChangedFileError):
        replace_unchanged(path, b"older", b"new")
    replace_unchanged(path, b"old", b"new")
    assert path.read_bytes() == b"new"
    with pytest.raises(ChangedFileError):
        replace_unchanged(tmp_path / "none", b"", b"new")


@pytest.mark.skipif(os.name != "posix", reason="files have owners on POSIX")
@pytest.mark.parametrize("may", [True, False])
def test_owner_and_group_stay_where_the_process_may(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    may: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    before = path.stat()
    asked: list[tuple[int, int]] = []

    def chown(_: int, user: int, group: int) -> None:
        asked.append((user, group))
        if not may:
            raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.fchown", chown)
    replace_unchanged(path, b"old", b"new")
    both = [(before.st_uid, before.st_gid), (-1, before.st_gid)]
    assert asked == (both[:1] if may else both)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    write_atomically(tmp_path / "other", b"new")
    assert len(asked) == (1 if may else 2)  # a new file has no owner to keep


@pytest.mark.parametrize("unchanged", [True, False])
def test_a_folder_that_cannot_be_written_is_told_by_the_name_of_the_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    unchanged: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.open", refuse)

    def write(path: Path) -> None:
        if unchanged:
            replace_unchanged(path, b"", b"new")
        else:
            write_atomically(path, b"new")

    with pytest.raises(PermissionError) as caught:
        write(Path("file"))
    assert caught.value.filename == "file"
    assert caught.value.strerror == "Permission denied"


def test_what_a_killed_run_left_is_gone_with_the_next(tmp_path: Path) -> None:
    (tmp_path / ".file.new").write_bytes(b"half of")
    write_atomically(tmp_path / "file", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"new"}


def test_of_two_that_write_a_file_at_once_one_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "file"
    one, other = replacing(target), replacing(target)
    one.__enter__().write_bytes(b"whole")
    written = other.__enter__()
    written.write_bytes(b"half of")
    with pytest.raises(ChangedFileError, match="another program writes it"):
        one.__exit__(None, None, None)
    assert not target.exists()
    written.write_bytes(b"other")
    other.__exit__(None, None, None)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"other"}


@pytest.mark.parametrize("links", [True, False])
def test_two_files_are_put_in_place_or_neither(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    links: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    def fail(*_: object, **_more: object) -> None:
        raise OSError("not here")

    def found() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    if not links:
        monkeypatch.setattr("os.link", fail)
    first, second, written = (tmp_path / name for name in ("first", "second", ".first.new"))
    for content in (b"1", b"2"):
        written.write_bytes(content)
        replace_both(written, first, second, content)
        assert found() == {"first": content, "second": content}
    written.write_bytes(b"3")
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="not here"):
        replace_both(written, first, second, b"3")
    assert found() == {"first": b"2", "second": b"2"}


@pytest.mark.parametrize("pattern", [ALWAYS_HIDDEN, JOINERS])
def test_what_nobody_sees_is_written_as_an_escape(pattern: str) -> None:
    for character in re.findall(f"[{pattern}]", "".join(map(chr, range(0x110000)))):
        written = to_yaml({"k": f"a{character}b"})
        assert written[:4] + written[-3:] == 'k: "b"\n'
        assert written.isascii() is (character <= "\uffff")  # others: JSON and YAML differ
