"""Help while writing: where the cursor is, what can stand there, what it means."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.authoring import (
    Cursor,
    cursor_at,
    definition_at,
    meaning_at,
    proposals_at,
    within_expression,
)
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
        ("sources:\n  a: {kind: x,\n    use: y,\n    # it's {\n    ti|}", "sources/a", None, "ti"),
        ("sources:\n  a: {kind: x, # what\n    |", "sources/a", None, ""),
        ("sources:\n  a: {title: 'it''s, {', ki|}", "sources/a", None, "ki"),
        ("sources:\n  a: {kind: x\n  b:\n    ki|", "sources/b", None, "ki"),
        (
            "sources:\n  a:\n    use: [\n      {stage: x},\n      {stage: p|}]",
            "sources/a/use/1",
            "stage",
            "p",
        ),
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


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("sources:\n  a: {kind: web, | , license: x}\n", {"kind", "license"}),
        ("sources:\n  a: {kind: web, li|, license: x}\n", {"kind", "license"}),
        ("sources:\n  a: {|, kind: web}\n", {"kind"}),
        ("sources:\n  a: {kind: x,\n    license: y,\n    |}\n", {"kind", "license"}),
        ("sources:\n  a: { # {\n    kind: x, | # }\n    , license: y}\n", {"kind", "license"}),
        ("sources:\n  a: {|, # what\n    kind: 'it''s, {', license: y}\n", {"kind", "license"}),
        ("sources:\n  a: {ki|nd: web, license: x}\n", {"license"}),
        ("sources:\n  a: {kind: |, license: x}\n", {"kind", "license"}),
        ("sources:\n  a: {kind: x, |\n  b: {title: c}\n", {"kind"}),
        ("sources:\n  a: {kind: x, |\n  title: c\n", {"kind"}),
        ("sources:\n  - {kind: x, |\n\n    # title: x\n    , title: c}\n", {"kind", "title"}),
        ("sources: {a: {kind: x, |}, b: {license: y}}\n", {"kind"}),
        (
            "sources:\n  a: {kind: x, ids: {doi: y}, |, notes: 'a, b: c', \"title\": z, url: w}\n",
            {"kind", "ids", "notes", "title", "url"},
        ),
        ("sources:\n  a: {use: [{stage: x}, {|, model: m}], url: y}\n", {"model"}),
        ("a:\n  |\n  use:\n    - stage: x\n  license: y\n", {"use", "license"}),
        ("a:\n  use:\n  - stage: x\n  |\n  license: y\n", {"use", "license"}),
        ("- use:\n    - stage: x\n  |\n  license: y\n- title: z\n", {"use", "license"}),
    ],
)
def test_keys_before_and_behind_the_cursor_are_present(text: str, present: set[str]) -> None:
    assert at(text).present == present


def test_keys_behind_the_cursor_are_present_in_json() -> None:
    text = '{"a": {"kind": "x",\n|\n"url": "a, b", "ids": {"doi": 1}, "title": 1}, "b": {"use": 1}}'
    assert at(text, is_json=True).present == {"kind", "url", "ids", "title"}
    assert at('{"a": {"ki|nd": "x",\n"url": "y"}}', is_json=True).present == {"url"}


@pytest.mark.parametrize(
    "text",
    [
        "modalities: [text, |, 'image', audio]\n",
        "modalities: [text, |\n  , 'image', audio]\n",
        "modalities: [text # c\n  , |, # d\n  'image', audio # e\n  ]\n",
        "modalities:\n  - text\n  - |\n  - 'image' # and\n  - audio\nother:\n  - x\n",
        "modalities:\n- text\n- |\n- 'image'\n- audio\nother:\n- x\n",
        "- modalities:\n  - text\n  - |\n  - 'image'\n  - audio\n- x\n",
    ],
)
def test_other_items_of_a_list_are_known(text: str) -> None:
    assert at(text).items == {"text", "image", "audio"}


def test_what_a_list_or_a_gap_has_already_is_not_proposed_again() -> None:
    assert proposed("files:\n  cites:\n    - sources: [letters, |]\n") == ["tides"]
    assert proposed("files:\n  cites:\n    - sources:\n      - |\n      - tides\n") == ["letters"]
    assert "text" not in proposed("dataset:\n  modalities: [text, |]\n")
    assert proposed("sources:\n  a:\n    license: {unknown: why, |}\n") == []
    assert proposed("sources:\n  a:\n    license:\n      unknown: why\n      |\n") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("sources:\n  a: {kind:|, license: x}\n", ["public_dataset"]),
        ("sources:\n  a:\n    kind:  # which\n      |\n", ["public_dataset", "unknown"]),
        ("dataset:\n  publisher:\n    |\n", ["acme", "unknown"]),
        ("files:\n  cites:\n    - sources: |\n", ["letters", "tides"]),
        ("files:\n  cites:\n    - sources:\n        |\n", ["letters", "unknown"]),
        ("files:\n  cites:\n    |\n", ["paths", "sources"]),
        ("sources:\n  a: {use: [{stage: |}]}\n", ["pretraining", "finetuning"]),
        ("profiles: |\n", ["core", "eu-ai-act"]),
        ("profiles: [core, |]\n", ["complete"]),
    ],
)
def test_an_empty_value_has_proposals_wherever_it_may_stand(text: str, values: list[str]) -> None:
    assert set(values) <= set(proposed(text))


@pytest.mark.parametrize("text", ["sources:\n  |\n", "dataset:\n  name: x\n  title:\n    |\n"])
def test_nothing_is_proposed_for_a_list_where_none_is_due(text: str) -> None:
    data = parse_document(MANIFEST.encode(), path="m.yaml").data
    assert not any(each.listed for each in proposals_at(at(text), data))


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("sources:\n  a: {license: MIT OR Apa|}\n", "Apa"),
        ("sources:\n  a: {license: (MIT AND |)}\n", ""),
        ("sources:\n  a:\n    license: (|\n", ""),
        ("sources:\n  a:\n    license: MIT OR|\n", "MIT OR"),
        ("sources:\n  a:\n    title: Land AND |\n", "Land AND "),
    ],
)
def test_in_an_expression_one_licence_is_written(text: str, prefix: str) -> None:
    cursor = within_expression(at(text))
    assert cursor.prefix == prefix
    assert cursor.start == text.index("|") - len(prefix)


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


def meaning_of(marked: str, path: str = "m.yaml") -> str:
    """Return what is said of the place that is marked by a bar."""
    document = parse_document(marked.replace("|", "", 1).encode(), path=path)
    meaning = meaning_at(document, marked.index("|"))
    return "" if meaning is None else meaning.text


def test_an_item_is_what_the_list_is_of() -> None:
    assert meaning_of("dataset: {languages: [d|e]}\n") == "**Languages**: Languages."
    assert meaning_of("dataset: {content: [ne|ws]}\n").startswith("**Content**")
    assert meaning_of("dataset: {modalities: [te|xt]}\n").startswith("**Modality**: text, image")
    assert meaning_of("labellers: {p: {phase: [annot|ation]}}\n").startswith("**Phase**")


@pytest.mark.parametrize(
    ("license_", "meaning", "target"),
    [
        ("Apa|che-2.0 OR LicenseRef-x", "**Apache-2.0**: Apache License 2.0", None),
        ("Apache-2.0 OR Lic|enseRef-x", "**LicenseRef-x**: Terms", "/licenses/LicenseRef-x"),
        ("LicenseRef-|y", "`LicenseRef-y` is not defined under `licenses`.", None),
        ("M|IT", "**MIT**: MIT License", "/licenses/MIT"),
        ("GPL-2.0|+", "**GPL-2.0+**: GNU General Public License v2.0 or later", None),
        ("Apache-2.|0+", "**Apache-2.0+**: Apache License 2.0, or a later version", None),
        ("MIT A|ND 0BSD", "", None),
        ("no suc|h", "", None),
    ],
)
def test_each_licence_of_an_expression_shows_its_name_and_leads_to_its_entry(
    license_: str, meaning: str, target: str | None
) -> None:
    text = (
        "licenses:\n  LicenseRef-x: {title: Terms}\n  MIT: {permits: [x]}\n"
        f'sources: {{a: {{title: LicenseRef-x, license: "{license_}"}}}}\n'
    )
    assert meaning_of(text) == f"{meaning}\n\n**License**: Licence.".lstrip()
    document = parse_document(text.replace("|", "", 1).encode(), path="m.yaml")
    assert definition_at(document, text.index("|")) == target
    assert definition_at(document, document.text.index("title: LicenseRef") + 8) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sources:\n  a:\n    ki|nd: other\n    title: [\n", "m.yaml"),
        ("sources:\n  a:\n    kind: oth|er\n    title: [\n", "m.yaml"),
        ("sources:\n  a: {title: [x], kind: oth|er,\nfiles: {\n", "m.yaml"),
        ('{"sources": {"a": {"ki|nd": "other", }}}', "m.json"),
        ('{"sources": {"a": {"kind": "oth|er", }}}', "m.json"),
    ],
)
def test_a_field_has_a_meaning_while_the_text_does_not_parse(text: str, path: str) -> None:
    assert meaning_of(text, path).startswith("**Kind**: ")


def test_a_comment_has_none() -> None:
    assert meaning_of("sources:\n  a:\n    title: [ # ki|nd: other\n") == ""
    assert meaning_of("sources:\n  a:\n    # ki|nd: other\n    title: [\n") == ""


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
