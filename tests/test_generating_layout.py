"""What `generate` writes of any folder is what `fmt` would make of it."""

import gzip
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated_folders import make, run
from trainbib.document import read_document
from trainbib.formatting import formatted

TOP = Path(__file__).parents[1]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\1\0\0\0\1\x08\2\0\0\0" + b"\0" * 20

CARDS = [
    "# No front matter\n",
    "---\nlicense: cc-by-4.0\nlanguage: [en, de]\n---\n# Set\n",
    "---\nlicense: other\nlicense_name: own\nlicense_link: LICENSE\nsource_datasets: [a/b]\n---\n",
    "---\npretty_name: 'Yes: \"no\"'\nannotations_creators: [crowdsourced]\nlanguage: no\n---\n",
]
CITATION = (
    "cff-version: 1.2.0\nmessage: m\ntitle: T\nlicense: MIT\nversion: 1.10\n"
    "date-released: 2025-08-15\nauthors: [{family-names: A, given-names: B}]\n"
)
PACKAGE = json.dumps(
    {"name": "p", "licenses": [{"name": "ODC-PDDL-1.0"}], "sources": [{"title": "S"}]}
)
CROISSANT = json.dumps({"@type": "sc:Dataset", "name": "c", "license": "https://x.example/l"})
PALETTE: dict[str, list[str | bytes]] = {
    "README.md": list(CARDS),
    "LICENSE": ["MIT License\n", "all rights reserved\n"],
    "CITATION.cff": [CITATION],
    "croissant.json": [CROISSANT],
    "sub/datapackage.json": [PACKAGE],
    "sub/README.md": list(CARDS),
    "data/train.jsonl": ['{"a": 1}\n', ""],
    "data/test.jsonl.gz": [gzip.compress(b'{"a": 1}\n', mtime=0)],
    "data/broken.gz": [b"\x1f\x8b\x08 no"],
    "images/a.png": [PNG],
    "images/b.png": [PNG],
    "audio/a.wav": [b"RIFF\x24\0\0\0WAVEfmt "],
    "tables/ünï [1]*.csv": ["a,b\n1,2\n"],
    "yes/no.csv": ["a,b\n1,2\n"],
    "1.10/x.txt": ["text\n"],
    "a: b/#c.txt": ["text\n"],
    "weird\nname.txt": ["text\n"],
    "x.bin": [b"\0\1\2"],
}
FOLDERS = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in PALETTE.items()})


@given(FOLDERS, st.sampled_from(["trainbib.yaml", "trainbib.json"]))
@settings(max_examples=60, deadline=None)
def test_any_folder_is_described_in_the_one_layout(
    files: dict[str, str | bytes], name: str
) -> None:
    with TemporaryDirectory() as parent:
        folder = make(Path(parent, "set"), files or {"a.txt": "text\n"})
        document = read_document(run(folder, manifest=folder / name).manifest)
        assert formatted(document) == document.text


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_so_is_the_set_of_the_tour(tmp_path: Path, version: str) -> None:
    folder = Path(shutil.copytree(TOP / "examples/tour" / version, tmp_path / "set"))
    document = read_document(run(folder).manifest)
    assert formatted(document) == document.text
