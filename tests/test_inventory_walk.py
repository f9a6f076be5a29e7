"""Walking a data folder: what is listed, what is left out, what is reported."""

import os
import socket
from pathlib import Path

import pytest

from trainbib.inventory import InventoryError, scan
from trainbib.inventory.ignore import Ignore, read_ignore
from trainbib.inventory.walk import walk


def make(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)


def listed(root: Path, *exclude: str, follow_links: bool = False) -> list[str]:
    rows = scan(root, exclude=exclude, follow_links=follow_links).rows
    return [row.path for row in rows]


def problems(root: Path, *, follow_links: bool = False) -> list[tuple[str, str]]:
    found = scan(root, follow_links=follow_links).problems
    return [(problem.kind, problem.path) for problem in found]


def test_files_are_listed_in_the_order_of_their_path_bytes(tmp_path: Path) -> None:
    make(tmp_path, "b", "a/x", "a.txt", "a/y/z", "B", "é", "a-b/c")
    assert listed(tmp_path) == ["B", "a-b/c", "a.txt", "a/x", "a/y/z", "b", "é"]


def test_the_walk_itself_has_a_fixed_order(tmp_path: Path) -> None:
    make(tmp_path, "b/2", "b/1", "a/1", "c", "a/z/9")
    found = walk(str(tmp_path), Ignore())
    assert [tuple(folder) for folder in found.folders] == [
        ("a/", ["1"]),
        ("a/z/", ["9"]),
        ("b/", ["1", "2"]),
        ("", ["c"]),
    ]


def test_what_is_never_data_is_left_out_at_any_depth(tmp_path: Path) -> None:
    make(tmp_path, ".git/config", "a/.git/x", "b/.git", ".DS_Store", "a/.DS_Store", "a/.gitignore")
    make(tmp_path, ".trainbibignore.bak", "a/.trainbibignore")
    (tmp_path / ".trainbibignore").touch()
    assert listed(tmp_path) == [".trainbibignore.bak", "a/.gitignore", "a/.trainbibignore"]


def test_paths_the_caller_names_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, "trainbib.yaml", "sub/trainbib.yaml", "sub/inv.jsonl", "x")
    assert listed(tmp_path, "trainbib.yaml", "sub/inv.jsonl") == ["sub/trainbib.yaml", "x"]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("", ["a/b/x.tmp", "a/x.tmp", "a/y.txt", "tmp/z", "x.tmp"]),
        ("# x.tmp\n\n   \n", ["a/b/x.tmp", "a/x.tmp", "a/y.txt", "tmp/z", "x.tmp"]),
        ("*.tmp", ["a/y.txt", "tmp/z"]),
        ("/*.tmp", ["a/b/x.tmp", "a/x.tmp", "a/y.txt", "tmp/z"]),
        ("a/*.tmp", ["a/b/x.tmp", "a/y.txt", "tmp/z", "x.tmp"]),
        ("a/**", ["tmp/z", "x.tmp"]),
        ("b/", ["a/x.tmp", "a/y.txt", "tmp/z", "x.tmp"]),
        ("x.tmp/", ["a/b/x.tmp", "a/x.tmp", "a/y.txt", "tmp/z", "x.tmp"]),
        ("tmp", ["a/b/x.tmp", "a/x.tmp", "a/y.txt", "x.tmp"]),
        ("*.tmp\n!a/x.tmp\n", ["a/x.tmp", "a/y.txt", "tmp/z"]),
        ("!a/x.tmp\n*.tmp\n", ["a/y.txt", "tmp/z"]),
        ("a/\n!a/x.tmp\n", ["tmp/z", "x.tmp"]),
        ("*.tmp  \r\ntmp/\t\n", ["a/y.txt"]),
        ("\ufeff*.tmp", ["a/y.txt", "tmp/z"]),
    ],
)
def test_the_ignore_file_leaves_out_and_brings_back(
    tmp_path: Path, rules: str, expected: list[str]
) -> None:
    make(tmp_path, "x.tmp", "a/x.tmp", "a/y.txt", "a/b/x.tmp", "tmp/z")
    (tmp_path / ".trainbibignore").write_text(rules)
    assert listed(tmp_path) == expected


def test_escapes_keep_special_characters_of_names(tmp_path: Path) -> None:
    make(tmp_path, "#a", "!b", "c ", "d*", "de")
    (tmp_path / ".trainbibignore").write_text("\\#a\n\\!b\nc\\ \nd\\*\n")
    assert listed(tmp_path) == ["de"]


def test_a_folder_that_is_left_out_is_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "keep/a", "cache/deep/b", ".git/objects/c")
    (tmp_path / ".trainbibignore").write_text("cache/\n")
    entered: list[str] = []
    real = os.scandir

    def spy(path: str) -> object:
        entered.append(os.path.relpath(path, tmp_path))
        return real(path)

    monkeypatch.setattr(os, "scandir", spy)
    walk(str(tmp_path), read_ignore(str(tmp_path)))
    assert entered == [".", "keep"]


@pytest.mark.parametrize("pattern", ["a[", "a**b", "/", "!", "a//b", "../x"])
def test_a_bad_line_of_the_ignore_file_is_named(tmp_path: Path, pattern: str) -> None:
    (tmp_path / ".trainbibignore").write_text(f"ok\n{pattern}\n")
    with pytest.raises(InventoryError, match=r"\.trainbibignore, line 2: .* is not a pattern"):
        scan(tmp_path)


def test_only_line_feeds_end_the_lines_of_the_ignore_file(tmp_path: Path) -> None:
    names = ["a\x0cb", "c\u2028d", "e\x85f", "g\x1ch"]
    make(tmp_path, *names, "b", "d", "f", "h", "z")
    (tmp_path / ".trainbibignore").write_bytes("\r\n".join([*names, "z", ""]).encode())
    assert listed(tmp_path) == ["b", "d", "f", "h"]


def test_an_ignore_file_that_cannot_be_read_stops_the_scan(tmp_path: Path) -> None:
    (tmp_path / ".trainbibignore").mkdir()
    with pytest.raises(InventoryError, match="cannot read the ignore file"):
        scan(tmp_path)


def test_a_link_to_a_file_inside_is_listed_as_that_file(tmp_path: Path) -> None:
    make(tmp_path, "data/a.txt")
    (tmp_path / "link.txt").symlink_to("data/a.txt")
    (tmp_path / "absolute.txt").symlink_to(tmp_path / "data" / "a.txt")
    rows = scan(tmp_path).rows
    assert [(row.path, row.bytes) for row in rows] == [
        ("absolute.txt", 10),
        ("data/a.txt", 10),
        ("link.txt", 10),
    ]
    assert len({row.sha256 for row in rows}) == 1


def test_a_link_that_leaves_the_root_is_reported_unless_allowed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    make(tmp_path, "root/a", "secret", "root-2/b")
    (root / "out").symlink_to("../secret")
    (root / "beside").symlink_to("../root-2/b")
    assert listed(root) == ["a"]
    assert problems(root) == [("link-escapes", "beside"), ("link-escapes", "out")]
    assert listed(root, follow_links=True) == ["a", "beside", "out"]
    assert problems(root, follow_links=True) == []


def test_links_to_folders_are_never_followed(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c")
    (tmp_path / "a" / "loop").symlink_to("..")
    (tmp_path / "same").symlink_to("a")
    for follow in (False, True):
        assert listed(tmp_path, follow_links=follow) == ["a/b/c"]
        found = problems(tmp_path, follow_links=follow)
        assert found == [("link-to-folder", "a/loop"), ("link-to-folder", "same")]


def test_links_that_lead_nowhere_or_in_circles_are_reported(tmp_path: Path) -> None:
    make(tmp_path, "a")
    (tmp_path / "dangling").symlink_to("gone")
    (tmp_path / "circle").symlink_to("circle")
    assert listed(tmp_path) == ["a"]
    assert problems(tmp_path) == [("dangling-link", "circle"), ("dangling-link", "dangling")]
    circle, dangling = (each.message for each in scan(tmp_path).problems)
    assert circle == "the link 'circle' leads round in a circle of links: remove it, or the others"
    assert dangling.startswith("the link 'dangling' leads nowhere (No such file or directory): ")


def test_pipes_and_sockets_are_reported_and_never_opened(tmp_path: Path) -> None:
    make(tmp_path, "a")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-pipe").symlink_to("pipe")
    (tmp_path / "to-device").symlink_to("/dev/null")
    here = Path.cwd()
    os.chdir(tmp_path)  # a socket's path must be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("socket")
    finally:
        os.chdir(here)
    assert listed(tmp_path) == ["a"]
    assert problems(tmp_path) == [
        ("special-file", "pipe"),
        ("special-file", "socket"),
        ("special-file", "to-device"),
        ("special-file", "to-pipe"),
    ]


def test_a_folder_that_cannot_be_read_is_reported_and_the_rest_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a/x", "closed/y", "z")
    real = os.scandir

    def refuse(path: str) -> object:
        if path.rstrip("/").endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = scan(tmp_path)
    assert [row.path for row in result.rows] == ["a/x", "z"]
    (problem,) = result.problems
    assert (problem.kind, problem.path) == ("unreadable-folder", "closed")
    assert "'closed'" in problem.message
    assert "Permission denied" in problem.message


def test_a_root_that_is_no_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    make(tmp_path, "file")
    with pytest.raises(InventoryError, match=r"there is no folder '.*/gone': check the path"):
        scan(tmp_path / "gone")
    with pytest.raises(InventoryError, match=r"'.*/file' is no folder"):
        scan(tmp_path / "file")


def test_a_root_may_be_a_link_itself(tmp_path: Path) -> None:
    make(tmp_path, "real/a", "real/b/c")
    (tmp_path / "real" / "in").symlink_to("b/c")
    (tmp_path / "link").symlink_to("real")
    assert listed(tmp_path / "link") == ["a", "b/c", "in"]


def test_names_that_are_not_utf8_are_listed_as_they_are(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - a name that pathlib cannot hold
            file.write(b"x\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (row,) = scan(tmp_path).rows
    assert row.path.encode("utf-8", "surrogateescape") == b"\xff\xfe.txt"
    assert (row.bytes, row.records) == (2, 1)
