"""The public face of the library."""

from pathlib import Path

import pytest

import trainbib
from minimal import MINIMAL
from trainbib.diagnostics import Span


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "trainbib.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    return path


def test_a_valid_manifest_is_plain_data_with_a_digest_and_places(manifest: Path) -> None:
    loaded = trainbib.load(manifest)
    assert loaded.dataset["name"] == "example"
    assert loaded.sources["example"]["license"] == "CC0-1.0"
    assert loaded.digest == trainbib.canonical_digest(loaded.data)
    assert loaded.place("/sources/example/kind") == Span(4, 13, 4, 17)


def test_what_is_not_valid_is_refused_with_places(manifest: Path) -> None:
    manifest.write_text(MINIMAL.replace("CC0-1.0", "CC0"), encoding="utf-8")
    with pytest.raises(trainbib.LoadError, match=r"trainbib\.yaml:4:35: LIC002") as caught:
        trainbib.load(manifest)
    assert [d.code for d in caught.value.diagnostics] == ["LIC002"]


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        trainbib.load(tmp_path / "nothing.yaml")


def test_every_public_name_is_there_and_no_other() -> None:
    for name in trainbib.__all__:
        assert getattr(trainbib, name) is not None
    assert dir(trainbib) == sorted(trainbib.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = vars(trainbib)["__getattr__"]("no_such_name")


def test_the_library_does_not_know_the_program() -> None:
    folder = Path(trainbib.__file__).parent
    for module in folder.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        assert "trainbib_cli" not in text, module
