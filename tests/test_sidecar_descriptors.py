import json

import pytest

from trainbib.sidecars.claims import Claims, Split, Stated
from trainbib.sidecars.reading import read_sidecar

DIGEST = "ab" * 32


def sidecar(path: str, content: object) -> Claims:
    text = content if isinstance(content, str) else json.dumps(content)
    claims = read_sidecar(path, text.encode())
    assert claims is not None
    return claims


def messages(claims: Claims) -> str:
    return " | ".join(problem.message for problem in claims.problems)


def test_dataset_infos_of_one_configuration() -> None:
    claims = sidecar(
        "dataset_infos.json",
        {
            "default": {
                "description": "Toys in\nmany colours, with their names.\n",
                "citation": "@misc{toy, title={Toys}}\n",
                "homepage": "https://toys.example",
                "license": "CC BY 4.0",
                "builder_name": "toys",
                "version": {"version_str": "1.1.0"},
                "splits": {"train": {"name": "train", "num_bytes": 10, "num_examples": 3}},
                "download_checksums": {
                    "https://toys.example/a.zip": {"num_bytes": 7, "checksum": DIGEST.upper()},
                    "https://toys.example/b.zip": {"num_bytes": 8, "checksum": "nope"},
                },
                "dataset_size": 10,
            }
        },
    )
    assert claims.format == "hugging-face-infos"
    assert claims.description == "Toys in many colours, with their names."
    assert (claims.name, claims.version, claims.size) == ("toys", "1.1.0", 10)
    assert claims.licenses[0].reading.expression == "CC-BY-4.0"
    assert claims.splits == (Split("train", None, (), 3, 10),)
    assert [(file.url, file.sha256, file.size) for file in claims.files] == [
        ("https://toys.example/a.zip", DIGEST, 7),
        ("https://toys.example/b.zip", None, 8),
    ]
    assert claims.references[0].key == "toy"
    assert '"nope"' in messages(claims)


def test_configurations_that_differ_do_not_speak_for_the_set() -> None:
    claims = sidecar(
        "dataset_infos.json",
        {
            "a": {"license": "MIT", "homepage": "https://a.example", "splits": [{"name": "x"}]},
            "b": {"license": "MIT", "homepage": "https://b.example", "splits": []},
            "c": ["dirty"],
        },
    )
    assert claims.homepage is None
    assert [found.scope for found in claims.licenses] == ["a", "b"]
    assert claims.splits == (Split("x", "a"),)
    assert "no JSON objects" in messages(claims)


def test_a_data_package_gives_licences_sources_people_and_files() -> None:
    claims = sidecar(
        "datapackage.json",
        {
            "name": "toy-codes",
            "title": "Toy codes",
            "id": "https://doi.org/10.5281/zenodo.9",
            "description": "All the codes of toys in one table.\n\nSecond paragraph of it.",
            "version": "2.0.0",
            "created": "2024-03-04T05:45:00Z",
            "homepage": "https://toys.example",
            "licenses": [
                {"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/"}
            ],
            "sources": [
                {"title": "Makers", "path": "https://makers.example", "version": "3"},
                "Old list",
                {"email": "x@y.example"},
            ],
            "contributors": [
                {"title": "Ann Lee", "role": "author", "email": "a@x.example"},
                {"givenName": "Bo", "familyName": "Wu", "roles": ["wrangler"]},
                {"title": "Toy Board", "role": "publisher", "path": "https://board.example"},
                {"role": "author"},
            ],
            "resources": [
                {"name": "codes", "path": "codes.csv", "hash": f"sha256:{DIGEST}", "bytes": 12},
                {
                    "name": "parts",
                    "path": ["a.csv", "b.csv"],
                    "bytes": 9,
                    "hash": "d41d8cd98f00b204e9800998ecf8427e",
                    "licenses": [{"name": "CC-BY-4.0"}, {"name": "ODC-PDDL-1.0"}],
                },
                {"name": "bad", "path": "https://x.example/c.csv", "hash": "not-a-hash"},
            ],
        },
    )
    assert (claims.name, claims.title, claims.version) == ("toy-codes", "Toy codes", "2.0.0")
    assert claims.description == "All the codes of toys in one table."
    assert claims.issued == Stated("2024-03-04T05:45:00Z", "2024-03-04")
    assert [doi.value for doi in claims.identifiers] == ["10.5281/zenodo.9"]
    assert [(found.reading.expression, found.scope) for found in claims.licenses] == [
        ("PDDL-1.0", "the other resources"),
        ("CC-BY-4.0", "parts"),
    ]
    assert [(source.title, source.url, source.version) for source in claims.upstream] == [
        ("Makers", "https://makers.example", "3"),
        ("Old list", None, None),
    ]
    assert [agent.name for agent in claims.creators] == ["Ann Lee"]
    assert [(agent.name, agent.role) for agent in claims.contributors] == [("Bo Wu", "wrangler")]
    assert claims.publisher is not None
    assert claims.publisher.url == "https://board.example"
    assert [(file.path, file.url, file.sha256, file.size) for file in claims.files] == [
        ("codes.csv", None, DIGEST, 12),
        ("a.csv", None, None, None),
        ("b.csv", None, None, None),
        (None, "https://x.example/c.csv", None, None),
    ]
    assert "source without title" in messages(claims)
    assert "contributor without a title" in messages(claims)
    assert '"not-a-hash"' in messages(claims)
    assert "d41d8" not in messages(claims)


@pytest.mark.parametrize(
    "licenses",
    [
        "CC0-1.0",
        {"type": "CC0-1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
        {"id": "CC0-1.0"},
        [{"title": "Creative Commons CCZero", "name": "cc-zero"}],
        [{"path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
    ],
)
def test_a_data_package_licence_in_any_shape(licenses: object) -> None:
    for key in ("license", "licenses"):
        claims = sidecar("datapackage.json", {"name": "x", key: licenses})
        assert [found.reading.expression for found in claims.licenses] == ["CC0-1.0"]


def test_a_data_package_may_be_yaml() -> None:
    claims = sidecar("datapackage.yml", "name: x\nversion: 1.10\nlast_modified: 2023-09-25\n")
    assert (claims.format, claims.version) == ("data-package", "1.10")
    assert claims.updated == Stated("2023-09-25", "2023-09-25")


CONTEXT = {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"}


def test_croissant_gives_licence_people_files_and_governance() -> None:
    claims = sidecar(
        "metadata.json",
        {
            "@context": CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.1",
            "name": "toy-set",
            "description": "\n\tToy Set\n\nA set of toys that was made for tests.",
            "license": ["https://creativecommons.org/licenses/by-nc/4.0/"],
            "url": "https://toys.example/set",
            "version": "1.0.0",
            "datePublished": "2025-10",
            "inLanguage": ["en", "German"],
            "identifier": {"@type": "PropertyValue", "value": "doi:10.1234/toys"},
            "creator": [
                {"@type": "Person", "name": "Ann Lee", "@id": "https://orcid.org/0000-0001-2345-678X",
                 "affiliation": {"@type": "Organization", "name": "Toy Lab"}},
                {"@type": "sc:Organization", "name": "Toys", "url": "https://toys.example",
                 "sameAs": "https://ror.org/012345678"},
                {"@type": "Person"},
            ],
            "publisher": "Toy Board",
            "citeAs": "@misc{toys, title={Toys}}",
            "prov:wasDerivedFrom": {"@id": "full", "prov:label": "Full set",
                                    "prov:atLocation": "https://toys.example/full"},
            "isBasedOn": "https://other.example/set",
            "rai:dataCollectionTimeframe": "2020/2022",
            "rai:dataDataManipulationProtocol": "none of it",
            "rai:dataManipulationProtocol": "cleaned",
            "rai:annotatorDemographics": ["adults", "adults"],
            "distribution": [
                {"@type": "cr:FileObject", "@id": "a", "contentUrl": "data/a.csv",
                 "sha256": DIGEST, "contentSize": "8813 B", "encodingFormat": "text/csv"},
                {"@type": "cr:FileObject", "@id": "repo", "contentUrl": "https://toys.example/git",
                 "sha256": "https://github.com/mlcommons/croissant/issues/80",
                 "contentSize": "36.809 KB"},
                {"@type": "cr:FileObject", "@id": "m", "contentUrl": "m.csv",
                 "containedIn": {"@id": "a"}, "sha256": DIGEST},
                {"@type": "cr:FileSet", "@id": "s", "includes": "*.csv"},
                "dirty",
            ],
            "recordSet": [],
        },
    )  # fmt: skip
    assert (claims.format, claims.format_version) == ("croissant", "1.1")
    assert (claims.name, claims.title) == ("toy-set", "toy-set")
    assert claims.description == "A set of toys that was made for tests."
    assert claims.licenses[0].reading.expression == "CC-BY-NC-4.0"
    assert claims.issued == Stated("2025-10", "2025-10")
    assert claims.languages == (Stated("en", "en"), Stated("German", None))
    assert claims.identifiers[0].value == "10.1234/toys"
    person, organisation = claims.creators
    assert (person.kind, person.orcid, person.affiliation) == (
        "person",
        "0000-0001-2345-678X",
        "Toy Lab",
    )
    assert person.url is None
    assert (organisation.kind, organisation.ror) == ("organisation", "https://ror.org/012345678")
    assert claims.publisher is not None
    assert claims.publisher.name == "Toy Board"
    assert claims.references[0].key == "toys"
    assert [(source.title, source.url) for source in claims.upstream] == [
        ("https://other.example/set", "https://other.example/set"),
        ("Full set", "https://toys.example/full"),
    ]
    assert {note.topic: note.text for note in claims.notes} == {
        "collection_timeframe": "2020/2022",
        "manipulation": "cleaned; none of it",
        "annotator_demographics": "adults",
    }
    assert [(file.path, file.url, file.sha256, file.size) for file in claims.files] == [
        ("data/a.csv", None, DIGEST, 8813),
        (None, "https://toys.example/git", None, None),
    ]
    assert "issues/80" in messages(claims)
    assert "creator without a name" in messages(claims)


def test_croissant_under_other_prefixes_languages_and_a_graph() -> None:
    claims = sidecar(
        "x.jsonld",
        {
            "@context": "https://schema.org/",
            "@graph": [
                {"@type": "Person", "name": "no"},
                {
                    "@type": ["https://schema.org/Dataset"],
                    "schema:name": {"de": "Spielzeug", "en": "Toy set"},
                    "schema:description": [{"@value": "A set of toys made for these tests."}],
                    "schema:license": {
                        "@type": "schema:CreativeWork",
                        "schema:name": "CC BY 4.0",
                        "schema:url": "https://creativecommons.org/licenses/by/4.0/",
                    },
                },
            ],
        },
    )
    assert (claims.format, claims.format_version) == ("schema.org", None)
    assert (claims.name, claims.title) == (None, "Toy set")
    assert claims.description == "A set of toys made for these tests."
    assert [found.reading.expression for found in claims.licenses] == ["CC-BY-4.0"]


@pytest.mark.parametrize(
    ("license", "expression", "vague"),
    [
        ("mit", "MIT", False),
        ("unknown", None, True),
        ("Public", None, True),
        ("https://choosealicense.com/licenses/odc-by/", "ODC-By-1.0", False),
        ("https://choosealicense.com/licenses/undefined/", None, True),
        ("https://toys.example/terms", None, False),
    ],
)
def test_croissant_licences_as_they_are_written(
    license: str,  # noqa: A002 - the name of the field
    expression: str | None,
    vague: bool,  # noqa: FBT001 - a table of cases
) -> None:
    claims = sidecar(
        "croissant.json", {"@context": CONTEXT, "@type": "Dataset", "license": license}
    )
    (found,) = claims.licenses
    assert (found.reading.expression, found.reading.vague) == (expression, vague)
    assert found.raw == license


def test_a_citation_file_gives_people_and_dates() -> None:
    claims = sidecar(
        "CITATION.cff",
        """\
cff-version: 1.2.0
type: dataset
title: "Toys"
abstract: A set of toys.
version: 1.10
date-released: 2024-05-06
doi: 10.5281/zenodo.1
identifiers:
  - {type: doi, value: 10.5281/zenodo.2}
  - {type: url, value: "https://toys.example"}
license: [MIT, CC-BY-4.0]
url: https://toys.example
authors:
  - family-names: Beer
    given-names: Ann
    name-particle: van der
    orcid: https://orcid.org/0000-0001-2345-6789
    affiliation: Toy Lab
  - name: Toy Board
    website: https://board.example
  - {orcid: nobody}
""",
    )
    assert (claims.title, claims.version) == ("Toys", "1.10")
    assert claims.issued == Stated("2024-05-06", "2024-05-06")
    assert [doi.value for doi in claims.identifiers] == ["10.5281/zenodo.1", "10.5281/zenodo.2"]
    assert [(found.reading.expression, found.scope) for found in claims.licenses] == [
        ("MIT", "data"),
        ("CC-BY-4.0", "data"),
    ]
    person, board = claims.creators
    assert (person.name, person.kind, person.orcid, person.affiliation) == (
        "Ann van der Beer",
        "person",
        "0000-0001-2345-6789",
        "Toy Lab",
    )
    assert (board.name, board.kind, board.url) == ("Toy Board", None, "https://board.example")
    assert "without a name" in messages(claims)


def test_a_citation_file_for_software_is_not_about_the_data() -> None:
    claims = sidecar("CITATION.cff", "type: software\nlicense: MIT\n")
    assert claims.licenses[0].scope == "code"
    claims = sidecar("CITATION.cff", "license-url: https://creativecommons.org/licenses/by/4.0/\n")
    assert claims.licenses[0].reading.expression == "CC-BY-4.0"


def test_bibliographies_are_read_past_their_faults() -> None:
    claims = sidecar(
        "refs.bib",
        r"""
% a comment, and a @mention
@string{acl = "ACL"}
@InProceedings{lee24, title = {The {Toy} Set: \'Etudes de caf\'{e}}, author = "Lee, Ann and
   M{\"u}ller, Bo", year = 2024, doi = {https://doi.org/10.1234/x}, month = may # " 1", }
@misc{broken, title = "{Never closed", url = {https://b.example}, author={X Y},
  year = {2020}
@misc{last, howpublished = {\url{https://toys.example/l}}, note = {Read it}, year={2021}}
""",
    )
    first, broken, last = claims.references
    assert (first.key, first.kind) == ("lee24", "inproceedings")
    assert first.title == "The Toy Set: Études de café"
    assert first.authors == ("Lee, Ann", "Müller, Bo")
    assert (first.year, first.doi) == ("2024", "10.1234/x")
    assert broken.key == "broken"
    assert (last.url, last.note, last.year) == ("https://toys.example/l", "Read it", "2021")
    assert '"broken" is not closed' in messages(claims)


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("LICENSE", None),
        ("LICENCE.md", None),
        ("COPYING", None),
        ("DATA_LICENSE", "data"),
        ("LICENSE-DATA.txt", "data"),
        ("LICENSE-CODE", "code"),
        ("WEIGHT_DIFF_LICENSE", "weights"),
        ("dataset.license.txt", "data"),
        ("LICENSES/MIT.txt", None),
    ],
)
def test_a_licence_file_is_for_what_its_name_says(path: str, scope: str | None) -> None:
    claims = sidecar(path, "This work is licensed under CC BY-NC 4.0.")
    assert claims.format == "license-file"
    assert [(found.reading.expression, found.scope, found.where) for found in claims.licenses] == [
        ("CC-BY-NC-4.0", scope, "repository file")
    ]


def test_the_name_of_a_licence_file_decides_only_what_the_text_leaves_open() -> None:
    gpl = "GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007\nCorresponding Source"
    assert sidecar("LICENSE", gpl).licenses[0].reading.expression is None
    found = sidecar("LICENSES/GPL-3.0-or-later.txt", gpl).licenses[0].reading
    assert found.expression == "GPL-3.0-or-later"
    assert sidecar("LICENSE-MIT", "Some text.").licenses[0].reading.expression == "MIT"
    assert sidecar("LICENSE-MIT", gpl).licenses[0].reading.expression is None


def test_an_unknown_licence_text_is_a_problem_and_no_guess() -> None:
    claims = sidecar("LICENSE", "Acme Data Terms\n\nYou may look at it.")
    (found,) = claims.licenses
    assert (found.raw, found.reading.expression) == ("Acme Data Terms", None)
    assert "is no licence text that we know" in messages(claims)


@pytest.mark.parametrize(
    "path", ["license.py", "data/licenses.csv", "src/licensed.txt", "LICENSES/readable.txt", "x.md"]
)
def test_other_files_are_no_licence_files(path: str) -> None:
    assert read_sidecar(path, b"CC BY 4.0") is None
