import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.sidecars import reading
from trainbib.sidecars.reading import read_sidecar, read_sidecars
from trainbib.sidecars.registry import FORMATS, find_format

PATHS = [
    "README.md",
    "LICENSE",
    "CITATION.cff",
    "datapackage.json",
    "datapackage.yaml",
    "dataset_infos.json",
    "metadata.json",
    "refs.bib",
    "readme.txt",
]


def write(root: Path, files: dict[str, str]) -> list[str]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return list(files)


def test_sidecars_come_in_a_fixed_order(tmp_path: Path) -> None:
    paths = write(
        tmp_path,
        {
            "README.md": "# Toys\n",
            "a/README.md": "# Toys of a\n",
            "a/b/LICENSE": "MIT License",
            "a/b/c/LICENSE": "MIT License",
            "CITATION.cff": "title: Toys\n",
            "data.csv": "a,b\n",
            "x/records.json": '{"text": "@context"}',
            "y/croissant-like.json": json.dumps(
                {"@context": "https://schema.org/", "@type": "Dataset", "name": "y"}
            ),
        },
    )
    found = [claims.path for claims in read_sidecars(tmp_path, paths)]
    assert found == [
        "CITATION.cff",
        "README.md",
        "a/README.md",
        "y/croissant-like.json",
        "a/b/LICENSE",
    ]
    assert [claims.path for claims in read_sidecars(tmp_path, sorted(paths, reverse=True))] == found


def test_a_description_may_have_any_name_but_records_are_not_opened(tmp_path: Path) -> None:
    document = json.dumps({"@context": "https://schema.org/", "@type": "Dataset", "name": "y"})
    paths = write(tmp_path, {"toys.json": document})
    assert [claims.title for claims in read_sidecars(tmp_path, paths)] == ["y"]
    many = write(tmp_path, {f"r/{number:03}.json": document for number in range(60)})
    assert read_sidecars(tmp_path, many) == []


def test_the_number_of_sidecars_is_bounded(tmp_path: Path) -> None:
    paths = write(tmp_path, {f"{number:03}/README.md": "# Toys\n" for number in range(205)})
    found = read_sidecars(tmp_path, paths)
    assert len(found) == reading.MAX_SIDECARS
    assert "200/README.md" in found[-1].problems[-1].message


@pytest.mark.parametrize("name", [*PATHS, "COPYING", "CITATION.CFF", "Readme.MD", "ß.bib"])
@pytest.mark.parametrize("before", [0, 511, 512, 1500])
def test_metadata_is_found_among_thousands_of_records(
    tmp_path: Path, name: str, before: int
) -> None:
    text = "@book{k, title={T}}" if name.endswith(".bib") else "licence: mit"
    (path,) = write(tmp_path, {name: text})
    alone = read_sidecars(tmp_path, [path])
    records = [f"records/{number:05}.jsonl" for number in range(2000)]
    assert read_sidecars(tmp_path, [*records[:before], path, *records[before:]]) == alone


def test_unreadable_files_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").mkdir()
    (tmp_path / "loop.bib").symlink_to(tmp_path / "loop.bib")
    os.mkfifo(tmp_path / "README.md")
    found = read_sidecars(tmp_path, ["README.md", "LICENSE", "loop.bib", "CITATION.cff"])
    assert [(claims.path, claims.format) for claims in found] == [
        ("CITATION.cff", "unreadable"),
        ("loop.bib", "unreadable"),
    ]
    assert all("cannot be read" in claims.problems[0].message for claims in found)


def test_only_the_first_4_mib_are_read(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"# Toys\n\n" + b"a" * 10_000_000)
    (claims,) = read_sidecars(tmp_path, ["README.md"])
    assert claims.title == "Toys"
    assert "4 MiB" in claims.problems[0].message


def test_every_format_is_reached_by_its_own_file() -> None:
    dataset = b'{"@context": "https://schema.org/", "@type": "Dataset"}'
    files = {
        "README.md": b"=== Machine-readable metadata ===\n",
        "b/README.md": b"---\nlicense: mit\n---\n",
        "c/README": b"text",
        "LICENSE": b"text",
        "CITATION.cff": b"title: x",
        "datapackage.json": b"{}",
        "dataset_infos.json": b"{}",
        "metadata.json": dataset,
        "x.bib": b"@misc{a,}",
    }
    assert [find_format(path, data) for path, data in files.items()] == list(FORMATS)
    assert find_format("data.csv", b"a,b") is None
    assert find_format("metadata.json", b'{"a": 1}') is None


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 100,
        bytes(range(256)) * 40,
        b"\xff\xfe-\x00-\x00-\x00",
        b"\xff\xfe\x00\xd8",
        b"---\n\t- a\n---\n",
        b"---\n" + b"a: [" * 5000,
        b"---\na: 1\n---\n" + b"[" * 50_000,
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"version": ' + b"9" * 10_000 + b"}",
        b'{"@context": "https://schema.org/", "@type": "Dataset", "license": {"x": [[{}]]}}',
        b'{"@context": "https://schema.org/", "@type": "Dataset", "distribution": 1e999}',
        b'"@context" Dataset schema.org',
        b"a: &a [*a]\n",
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        b"!!python/object/apply:os.system ['true']\n",
        b"@misc{a, b = {" * 2000,
        b"![](" * 20_000,
        b"**license**: " * 5000,
        b"# a" + b" " * 20_000 + b"b\n",
        b"\n" * 100_000 + b"x",
        b"a" * 10_000_000,
        b"a: b\n" * 100_000,
    ],
    ids=lambda data: repr(data[:24]),
)
def test_hostile_content_ends_in_claims_or_nothing(path: str, data: bytes) -> None:
    claims = read_sidecar(path, data)
    if claims is not None:
        assert claims.path == path
        assert len(claims.problems) <= 60


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "@id",
                    "@type",
                    "path",
                    "url",
                    "title",
                    "license",
                    "role",
                    "hash",
                    "splits",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
FIELDS = [
    "name", "title", "description", "license", "licenses", "sources", "contributors", "resources",
    "creator", "distribution", "version", "datePublished", "inLanguage", "identifier", "citeAs",
    "default", "authors", "language", "configs", "dataset_info", "source_datasets", "isBasedOn",
    "pretty_name", "license_name", "tags", "url", "conformsTo", "publisher", "doi",
    "annotations_creators",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES, max_size=6))
def test_values_of_the_wrong_type_never_raise(document: dict[str, object]) -> None:
    text = json.dumps(document)
    typed = json.dumps({"@context": "https://schema.org/", "@type": "Dataset", **document})
    for path, content in (
        ("datapackage.json", text),
        ("dataset_infos.json", text),
        ("datapackage.yaml", text),
        ("CITATION.cff", text),
        ("README.md", f"---\n{text[1:-1] if document else ''}\n---\nlicense: x"),
        ("README.md", f"---\nx: {text}\n---\n"),
        ("metadata.json", typed),
    ):
        claims = read_sidecar(path, content.encode())
        assert claims is None or claims.path == path


@given(st.sampled_from(PATHS), st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_can_be_read(path: str, data: bytes) -> None:
    claims = read_sidecar(path, data)
    assert claims is None or claims.path == path
