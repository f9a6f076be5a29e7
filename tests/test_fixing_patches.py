"""Patches, and how repaired manifests are written to disk."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal import MINIMAL
from repairs import SETTINGS
from trainbib.document import read_document
from trainbib.fixing import fixed, save, unified_diff
from trainbib.writing.atomic import ChangedFileError

# Patches


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nx\nc\n"),
        ("a\r\nb\r\n", "a\r\nx\r\n"),
        ("a\nb", "a\nb\n"),
        ("a\nb\n", "a\nb"),
        ("a", "b"),
        ("\ufeffa\n", "a\n"),
        ("", "a\n"),
        ("a\x0cb\u2028c\rd\n", "a\x0cb\u2028x\rd\n"),
        ("".join(f"{n}\n" for n in range(99)), "".join(f"{n % 40}\n" for n in range(99))),
    ],
)
def test_a_patch_makes_one_text_of_the_other(old: str, new: str, tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not here")
    file = tmp_path / "sub" / "a b.yaml"
    file.parent.mkdir()
    file.write_bytes(old.encode())
    patch = unified_diff(old, new, "./sub/a b.yaml").encode()
    command = [git, "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, input=patch, cwd=tmp_path, check=True)
    assert file.read_bytes() == new.encode()


def test_a_patch_of_nothing_is_nothing_and_names_are_quoted() -> None:
    assert unified_diff("a\n", "a\n", "x") == ""
    patch = unified_diff("a\n", "b\n", "/home/x")
    assert patch == "--- a/home/x\n+++ b/home/x\n@@ -1 +1 @@\n-a\n+b\n"
    assert unified_diff("a\n", "b\n", 'x"\n').startswith('--- "a/x\\"\\n"\n')


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.lists(st.sampled_from("abcdef")))
def test_a_patch_holds_both_texts(one: list[str], two: list[str]) -> None:
    old, new = ("".join(f"{line}\n" for line in lines) for lines in (one, two))
    patch = unified_diff(old, new, "x").split("\n")[2:-1]
    before = [line[1:] for line in patch if line[0] in " -"]
    behind = [line[1:] for line in patch if line[0] in " +"]
    assert len(one) - len(before) == len(two) - len(behind)
    assert Counter(before) <= Counter(one)
    assert Counter(behind) <= Counter(two)


# Files


def test_a_fixed_manifest_is_written_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_bytes(MINIMAL.replace("CC0", "cc0").encode())
    path.chmod(0o640)
    assert save(fixed(read_document(path), SETTINGS))
    assert path.read_bytes() == MINIMAL.encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert not save(fixed(read_document(path), SETTINGS))


def test_a_file_that_has_changed_and_a_link_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_bytes(MINIMAL.replace("CC0", "cc0").encode())
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    with pytest.raises(ChangedFileError, match="a link"):
        save(fixed(read_document(link), SETTINGS))
    result = fixed(read_document(path), SETTINGS)
    path.write_text("changed\n", encoding="utf-8")
    with pytest.raises(ChangedFileError, match="has changed"):
        save(result)
    assert path.read_text(encoding="utf-8") == "changed\n"
    path.unlink()
    with pytest.raises(ChangedFileError):
        save(result)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.yaml"]
