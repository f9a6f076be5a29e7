"""Completion in an editor: what a text is after a proposal has been taken."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from open_manifests import edited, marked, opened
from trainbib.document import parse_document
from trainbib_cli.lsp.completing import completions

KEYS = """\
trainbib: "1.0"
sources:
  "1.0": {kind: other}
  "y": {kind: other}
  "a, b": {kind: other}
  "it's": {kind: other}
  wiki: {kind: other}
"""


def taken(text: str, label: str, suffix: str = "yaml") -> str:
    """Return the text after the proposal of that name has been taken."""
    manifest, position = marked(text, suffix)
    (item,) = [item for item in completions(manifest, position).items if item.label == label]
    assert isinstance(item.text_edit, types.TextEdit)
    where = item.text_edit.range
    assert where.start.line == where.end.line == position.line
    assert where.start.character <= position.character <= where.end.character
    return edited(manifest, [item.text_edit])


@pytest.mark.parametrize(
    ("suffix", "text", "label", "after"),
    [
        (
            "json",
            '{"sources":{"a":{"kind":"oth|"}}}',
            "other",
            '{"sources":{"a":{"kind":"other"}}}',
        ),
        ("json", '{"sources":{"a":{"kind":oth|}}}', "other", '{"sources":{"a":{"kind":"other"}}}'),
        ("json", '{"sources":{"a":{"kind":|}}}', "other", '{"sources":{"a":{"kind":"other"}}}'),
        ("json", '{"sources":{"a":{"kind":|"x"}}}', "other", '{"sources":{"a":{"kind":"other"}}}'),
        ("json", '{"sources":{"a":{"kind":"o|o"}}}', "other", '{"sources":{"a":{"kind":"other"}}}'),
        ("json", '{"sources":{"a":{"ki|"}}}', "kind", '{"sources":{"a":{"kind": }}}'),
        ("json", '{"sources":{"a":{"ki|', "kind", '{"sources":{"a":{"kind": '),
        ("json", '{"sources":{"a":{"ki|": "x"}}}', "kind", '{"sources":{"a":{"kind": "x"}}}'),
        ("json", '{"sources":{"a":{"ki|"\n: 1}}}', "kind", '{"sources":{"a":{"kind"\n: 1}}}'),
        ("json", '{"sources":{"a":{ki|nd: "x"}}}', "kind", '{"sources":{"a":{"kind": "x"}}}'),
        (
            "json",
            '{"sources":{"a":{"kind":"oth|, "url": ""}}}',
            "other",
            '{"sources":{"a":{"kind":"other", "url": ""}}}',
        ),
        ("json", '{"dataset":{"dynamic":t|}}', "true", '{"dataset":{"dynamic":true}}'),
        ("json", '{"dataset":{"dynamic":"t|"}}', "true", '{"dataset":{"dynamic":true}}'),
        (
            "yaml",
            'sources:\n  a:\n    kind: "oth|"\n',
            "other",
            'sources:\n  a:\n    kind: "other"\n',
        ),
        (
            "yaml",
            'sources:\n  a:\n    kind: "oth|\n',
            "other",
            'sources:\n  a:\n    kind: "other"\n',
        ),
        (
            "yaml",
            "sources:\n  a:\n    kind: 'o|o' # c\n",
            "other",
            "sources:\n  a:\n    kind: 'other' # c\n",
        ),
        (
            "yaml",
            "sources:\n  a:\n    kind: ot|her\n",
            "other",
            "sources:\n  a:\n    kind: other\n",
        ),
        (
            "yaml",
            "sources:\n  a:\n    kind: |other\n",
            "other",
            "sources:\n  a:\n    kind: other\n",
        ),
        (
            "yaml",
            "sources:\n  a:\n    kind: |# c\n",
            "other",
            "sources:\n  a:\n    kind: other # c\n",
        ),
        ("yaml", "sources:\n  a:\n    kind:|\n", "other", "sources:\n  a:\n    kind: other\n"),
        ("yaml", "sources:\n  a:\n    kind:|\r\n", "other", "sources:\n  a:\n    kind: other\r\n"),
        ("yaml", "sources:\n  a:\n    ki|: other\n", "kind", "sources:\n  a:\n    kind: other\n"),
        ("yaml", "sources:\n  a:\n    ki|nd: other\n", "kind", "sources:\n  a:\n    kind: other\n"),
        ("yaml", "sources:\n  a:\n    ki|:\n", "kind", "sources:\n  a:\n    kind:\n"),
        ("yaml", "sources:\n  a:\n    ki|:other\n", "kind", "sources:\n  a:\n    kind: other\n"),
        ("yaml", "sources:\n  a:\n    ki|\n", "kind", "sources:\n  a:\n    kind: \n"),
        ("yaml", 'sources:\n  a:\n    "ki|"\n', "kind", 'sources:\n  a:\n    "kind": \n'),
        ("yaml", 'sources:\n  a:\n    "ki|":other\n', "kind", 'sources:\n  a:\n    "kind":other\n'),
        ("yaml", "sources:\n  a: {ki|nd: other}\n", "kind", "sources:\n  a: {kind: other}\n"),
        ("yaml", "sources:\n  a: {ki|, url: x}\n", "kind", "sources:\n  a: {kind: , url: x}\n"),
        (
            "yaml",
            "sources:\n  a: {kind: ot|, url: x}\n",
            "other",
            "sources:\n  a: {kind: other, url: x}\n",
        ),
        ("yaml", 'sources:\n  a: {"kind":|}\n', "other", 'sources:\n  a: {"kind": other}\n'),
        ("yaml", "files:\n  cites:\n    -|\n", "paths", "files:\n  cites:\n    - paths: \n"),
        (
            "yaml",
            f"{KEYS}files: {{cites: [{{sources: [wi|]}}]}}\n",
            "wiki",
            f"{KEYS}files: {{cites: [{{sources: [wiki]}}]}}\n",
        ),
        (
            "yaml",
            f"{KEYS}files: {{cites: [{{sources: [wi|kk, a]}}]}}\n",
            "wiki",
            f"{KEYS}files: {{cites: [{{sources: [wiki, a]}}]}}\n",
        ),
        (
            "yaml",
            f"{KEYS}files: {{cites: [{{sources: [|]}}]}}\n",
            "1.0",
            f'{KEYS}files: {{cites: [{{sources: ["1.0"]}}]}}\n',
        ),
        (
            "yaml",
            f"{KEYS}files: {{cites: [{{sources: [a|]}}]}}\n",
            "a, b",
            f'{KEYS}files: {{cites: [{{sources: ["a, b"]}}]}}\n',
        ),
        (
            "yaml",
            f"{KEYS}files: {{cites: [{{sources: ['it|']}}]}}\n",
            "it's",
            f"{KEYS}files: {{cites: [{{sources: ['it''s']}}]}}\n",
        ),
    ],
)
def test_the_whole_word_is_replaced_and_what_follows_it_is_kept(
    suffix: str, text: str, label: str, after: str
) -> None:
    assert taken(text, label, suffix) == after


@pytest.mark.parametrize(
    ("suffix", "text", "label", "after"),
    [
        ("yaml", "dataset:\n  modalities: te|\n", "text", "dataset:\n  modalities: [text]\n"),
        ("yaml", "dataset:\n  modalities:|\n", "text", "dataset:\n  modalities: [text]\n"),
        (
            "yaml",
            "dataset:\n  modalities:\n    te|\n",
            "text",
            "dataset:\n  modalities:\n    - text\n",
        ),
        ("yaml", "files:\n  cites:\n    |\n", "paths", "files:\n  cites:\n    - paths: \n"),
        ("yaml", "dataset: {modalities: 'te|'}\n", "text", "dataset: {modalities: ['text']}\n"),
        ("yaml", "dataset: {dynamic:|, url: x}\n", "true", "dataset: {dynamic: true, url: x}\n"),
        (
            "yaml",
            "sources:\n  a:\n    kind:\n     |\n",
            "other",
            "sources:\n  a:\n    kind:\n     other\n",
        ),
        (
            "yaml",
            "dataset: {license: MIT OR Apache|-1, url: x}\n",
            "Apache-2.0",
            "dataset: {license: MIT OR Apache-2.0, url: x}\n",
        ),
        (
            "json",
            '{"dataset":{"modalities": "te|"}}',
            "text",
            '{"dataset":{"modalities": ["text"]}}',
        ),
        ("json", '{"dataset":{"modalities": |}}', "text", '{"dataset":{"modalities": ["text"]}}'),
    ],
)
def test_what_is_to_stand_in_a_list_is_written_in_one(
    suffix: str, text: str, label: str, after: str
) -> None:
    assert taken(text, label, suffix) == after


def test_where_more_can_stand_than_is_listed_the_editor_asks_again() -> None:
    for typed, incomplete in (("", True), ("Zl", False)):
        manifest, position = marked(f"dataset:\n  license: {typed}|\n")
        assert completions(manifest, position).is_incomplete is incomplete
    assert "Zlib" in {item.label for item in completions(manifest, position).items}


def test_why_there_is_no_answer_comes_last() -> None:
    manifest, position = marked("sources:\n  a:\n    kind:\n      |\n")
    items = sorted(completions(manifest, position).items, key=lambda item: item.sort_text or "")
    assert items[0].label == "public_dataset"
    assert items[-1].label == "lost"


def test_no_field_is_proposed_where_it_would_break_what_stands_there() -> None:
    for text in (
        "dataset:\n  description: of letters\n    |\n",
        "sources:\n  a: {| kind: other}\n",
        "sources:\n  a:\n   | kind: other\n",
    ):
        manifest, position = marked(text)
        for item in completions(manifest, position).items:
            assert isinstance(item.text_edit, types.TextEdit)
            after = edited(manifest, [item.text_edit])
            assert parse_document(after.encode(), path="m.yaml").parsed


WHOLE = """\
trainbib: "1.0"
dataset: {name: example, "version": '1', license: CC0-1.0, dynamic: true}
licenses:
  LicenseRef-x: {title: "Terms: of X"}
sources:
  letters:
    title: Letters
      of the harbour
    kind:   other   # a remark
    license: {expression: LicenseRef-x}
    "url": "https://trainbib.org/"
  "1.0":
    description: |
      license: of
      sources
    kind:
      "public_dataset"
    derived_from: [{source: letters},
      {source: 'letters'}]
files:
  root: data
  cites:
    - {paths: "a/**", sources: [letters, "1.0"]}
    - paths: "b/**"
      sources:
        - letters
    -
      paths: c
"""
IN_JSON = json.dumps(parse_document(WHOLE.encode(), path="m.yaml").data, indent=1)
KNOWN = opened(WHOLE)
assert KNOWN.document.parsed  # so that its keys are known


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from([("yaml", WHOLE), ("yaml", WHOLE.replace("\n", "\r\n")), ("json", IN_JSON)]),
    st.integers(0, 1000),
    st.integers(0, 12),
    st.sampled_from(["", "", "", " ", ":", '"', "'", "k", "{", ", ", "- "]),
)
def test_what_parses_with_some_word_in_its_place_parses_with_every_proposal(
    whole: tuple[str, str], at: int, cut: int, put: str
) -> None:
    suffix, text = whole
    at %= len(text) + 1
    text = text[:at] + put + text[at + cut :]
    manifest = opened(text, suffix, before=KNOWN)
    position = manifest.rows.position(at + len(put))
    for item in completions(manifest, position).items:
        assert isinstance(item.text_edit, types.TextEdit)
        word = edited(manifest, [types.TextEdit(item.text_edit.range, "")])
        start = manifest.rows.offset(item.text_edit.range.start)
        quote = text[start : start + 1]
        quote = '"' if suffix == "json" else quote if quote in ('"', "'") else ""
        placed = f"{word[:start]}{quote}x{quote}{word[start:]}"
        if parsed(placed, suffix):
            after = edited(manifest, [item.text_edit])
            assert parsed(after, suffix), (item.label, after)


def parsed(text: str, suffix: str) -> bool:
    return parse_document(text.encode(), path=f"m.{suffix}").parsed
