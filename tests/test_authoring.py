"""Help while writing: where the cursor is, what can stand there, what it means."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.authoring import Cursor, cursor_at, definition_at, meaning_at, proposals_at
from trainbib.document import Document, parse_document

MANIFEST = """\
trainbib: "1.0"
dataset:
  name: example
  version: "1"
  publisher: acme
parties:
  acme: {name: Acme, country: DE}
licenses:
  LicenseRef-x: {title: Terms of X}
sources:
  letters:
    title: Letters of the harbour
    kind: other
    license: {expression: LicenseRef-x}
  tides:
    kind: public_dataset
    license: CC0-1.0
labellers:
  pilots: {phase: [annotation]}
files:
  root: data
  cites:
    - {paths: "a/**", sources: [letters, tides]}
    - paths: "b/**"
      sources:
        - tides
"""


def at(marked: str, *, is_json: bool = False) -> Cursor:
    """Return where the cursor stands that is marked by a bar."""
    offset = marked.index("|")
    return cursor_at(marked.replace("|", "", 1), offset, json=is_json)


@pytest.mark.parametrize(
    ("text", "path", "key", "prefix"),
    [
        ("|", "", None, ""),
        ("dat|", "", None, "dat"),
        ("dataset:\n  na|", "dataset", None, "na"),
        ("dataset:\n  |\n", "dataset", None, ""),
        ("dataset:\n  name: exa|", "dataset", "name", "exa"),
        ("dataset:\n  name: |\n  version: x\n", "dataset", "name", ""),
        ("sources:\n  a:\n    kind: pub|\n    url: x\n", "sources/a", "kind", "pub"),
        ("sources:\n  a:\n    kind: x\n\n    # word\n    li|", "sources/a", None, "li"),
        ("sources:\n  a: {ki|", "sources/a", None, "ki"),
        ("sources:\n  a: {kind: o|}\n", "sources/a", "kind", "o"),
        ("sources:\n  a: {kind: other, lic|}\n", "sources/a", None, "lic"),
        ("sources:\n  a: {use: [{stage: p|", "sources/a/use/0", "stage", "p"),
        ("files:\n  cites:\n    - pa|", "files/cites", None, "pa"),
        ("files:\n  cites:\n    - paths: x\n      so|", "files/cites/0", None, "so"),
        (
            "files:\n  cites:\n    - paths: x\n      sources:\n        - le|",
            "files/cites/0/sources",
            None,
            "le",
        ),
        ("files:\n  cites:\n  - paths: x\n    so|", "files/cites/0", None, "so"),
        (
            "files:\n  cites:\n    - {paths: x, sources: [a, b|]}\n",
            "files/cites/0/sources",
            None,
            "b",
        ),
        ("sources:\n  a: {notes: 'x: {', kind: o|", "sources/a", "kind", "o"),
        ("sources:\n  a:\n    license: {expression: |", "sources/a/license", "expression", ""),
        ("sources:\n  a: {\n    kind: o|\n", "sources/a", "kind", "o"),
        ("sources:\n  'a b':\n    kind: o|", "sources/a b", "kind", "o"),
        ("dataset:\r\n  na|\r\n", "dataset", None, "na"),
    ],
)
def test_the_cursor_is_found_in_text_that_does_not_parse(
    text: str, path: str, key: str | None, prefix: str
) -> None:
    cursor = at(text)
    assert "/".join(cursor.path) == path
    assert cursor.key == key
    assert cursor.prefix == prefix
    assert cursor.start == text.index("|") - len(prefix)


@pytest.mark.parametrize(
    ("text", "path", "key"),
    [
        ('{"dataset": {"na|', "dataset", None),
        ('{"dataset": {"name": "x|', "dataset", "name"),
        ('{"sources": {"a": {"kind": |}}}', "sources/a", "kind"),
        (
            '{"files": {"cites": [{"paths": "x"}, {"sources": ["a", "|',
            "files/cites/1/sources",
            None,
        ),
    ],
)
def test_the_cursor_is_found_in_json(text: str, path: str, key: str | None) -> None:
    cursor = at(text, is_json=True)
    assert "/".join(cursor.path) == path
    assert cursor.key == key


def proposed(marked: str) -> list[str]:
    data = parse_document(MANIFEST.encode(), path="m.yaml").data
    return [each.text for each in proposals_at(at(marked), data)]


def test_fields_are_proposed_unless_they_stand_there_already() -> None:
    assert proposed("dataset:\n  ti|") == ["title"]
    assert proposed("files:\n  cites:\n    - pa|") == ["paths"]
    fields = proposed("sources:\n  a:\n    kind: other\n    |\n    license: x\n")
    assert "title" in fields
    assert "kind" not in fields
    assert "license" not in fields
    assert {"none", "unknown"} <= set(proposed("sources:\n  a:\n    rights:\n      holders: {|"))
    assert "unknown" not in proposed("sources:\n  a:\n    rights: {holders: x, |")


def test_a_field_has_its_title_and_its_description() -> None:
    data = parse_document(MANIFEST.encode(), path="m.yaml").data
    (kind,) = proposals_at(at("sources:\n  a: {kin|"), data)
    assert kind.required
    assert kind.title == "Kind"
    assert kind.description


def test_values_of_closed_lists_licences_and_keys_are_proposed() -> None:
    assert proposed("sources:\n  a: {kind: public|") == ["public_dataset"]
    assert proposed("dataset:\n  dynamic: t|") == ["true"]
    licences = proposed("sources:\n  a:\n    license: CC-BY-4|")
    assert licences[0] == "CC-BY-4.0"
    assert proposed("sources:\n  a:\n    license: LicenseRef|") == ["LicenseRef-x"]
    assert proposed("files:\n  cites:\n    - {sources: [le|") == ["letters"]
    assert proposed("files:\n  cites:\n    - sources:\n        - ti|") == ["tides"]
    assert proposed("dataset:\n  publisher: |") == ["acme"]
    assert proposed("sources:\n  a: {labelled_by: [|") == ["pilots"]


def test_nothing_is_proposed_where_anything_may_stand() -> None:
    assert proposed("dataset:\n  name: |") == []
    assert proposed("x-own:\n  a: |") == []


def place(document: Document, text: str, into: int = 1) -> int:
    return document.text.index(text) + into


def test_a_cited_key_shows_its_entry_and_leads_to_it() -> None:
    document = parse_document(MANIFEST.encode(), path="m.yaml")
    offset = place(document, "letters, tides]")
    meaning = meaning_at(document, offset)
    assert meaning is not None
    assert "**letters**: Letters of the harbour" in meaning.text
    assert "- license: LicenseRef-x" in meaning.text
    assert document.text[meaning.start : meaning.end] == "letters"
    assert definition_at(document, offset) == "/sources/letters"
    assert definition_at(document, place(document, "publisher: acme", 12)) == "/parties/acme"
    assert definition_at(document, place(document, "LicenseRef-x}")) == "/licenses/LicenseRef-x"


def test_a_field_shows_what_the_schema_says() -> None:
    document = parse_document(MANIFEST.encode(), path="m.yaml")
    meaning = meaning_at(document, place(document, "kind: other"))
    assert meaning is not None
    assert meaning.text.startswith("**Kind**: ")
    assert meaning.pointer == "/sources/letters/kind"
    assert definition_at(document, place(document, "kind: other")) is None


def test_json_has_meanings_too() -> None:
    data = parse_document(MANIFEST.encode(), path="m.yaml").data
    document = parse_document(json.dumps(data, indent=1).encode(), path="m.json")
    offset = place(document, '"tides"\n')
    assert definition_at(document, offset) == "/sources/tides"


def test_nothing_is_said_between_things() -> None:
    document = parse_document((MANIFEST + "\n\n").encode(), path="m.yaml")
    assert meaning_at(document, len(document.text)) is None
    broken = parse_document(b"a: [", path="m.yaml")
    assert meaning_at(broken, 1) is None
    assert definition_at(broken, 1) is None


@given(
    st.text(alphabet="abk:{}[],-'\"# \n\t|>&*\\", max_size=60), st.integers(0, 60), st.booleans()
)
def test_no_text_and_no_place_is_too_strange(text: str, offset: int, is_json: bool) -> None:  # noqa: FBT001 - drawn
    cursor = cursor_at(text, min(offset, len(text)), json=is_json)
    proposals_at(cursor, {"sources": {"a": 1}})


@given(st.integers(0, len(MANIFEST)))
def test_every_place_of_a_manifest_has_proposals_or_none(offset: int) -> None:
    document = parse_document(MANIFEST.encode(), path="m.yaml")
    cursor = cursor_at(MANIFEST, offset)
    assert cursor.start <= offset
    proposals_at(cursor, document.data)
    meaning_at(document, offset)
    definition_at(document, offset)
