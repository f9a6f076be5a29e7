"""Paths that a manifest names stay in its folder."""

from pathlib import Path

import pytest

from trainbib.named_paths import named_path, path_fault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "set"
    (made / "sub").mkdir(parents=True)
    (made / "in").symlink_to("sub")
    (made / "out").symlink_to(tmp_path)
    (made / "round").symlink_to("round")
    (tmp_path / "here").symlink_to("set")
    return made


@pytest.mark.parametrize("named", [".", "sub", "sub/not-there", "in/x", "sub/../x", "out/set/x"])
def test_what_stays_in_the_folder_is_named_as_it_stands(folder: Path, named: str) -> None:
    assert named_path(folder, named) == folder / named
    assert named_path(folder.parent / "here", named) == folder.parent / "here" / named
    assert named_path(folder, str(folder / named)) == folder / named


@pytest.mark.parametrize(
    "named",
    [
        "..",
        "../set-2/x",
        "sub/../../x",
        "out",
        "out/x",
        "/etc",
        "round",
        "round/x",
        "a\0b",
        "s3://a/b",
    ],
)
def test_what_leads_elsewhere_is_nowhere(folder: Path, named: str) -> None:
    assert named_path(folder, named) is None


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ("..", "leads out of the manifest's folder"),
        ("out", "leads out of the manifest's folder"),
        ("round", "is led round in a circle by links; remove them"),
        ("round/x", "is led round in a circle by links; remove them"),
        ("a\0b", "holds a null byte"),
        ("https://a.example/b", "is a URL, not a path in the manifest's folder"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, named: str, fault: str) -> None:
    assert path_fault(folder, named) == fault


def test_a_folder_may_be_called_like_a_url(folder: Path) -> None:
    (folder / "https:" / "a.example").mkdir(parents=True)
    assert named_path(folder, "https://a.example") == folder / "https://a.example"
