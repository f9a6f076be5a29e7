"""Texts in the language server: lines, columns and changes as the protocol counts them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from editor import URI, Client, talk
from trainbib_cli.lsp.positions import Rows
from trainbib_cli.lsp.texts import EditorText

# Lines: those of the protocol, not of Python, nor of YAML 1.1.

ODD = "\x0b\x0c\x1c\x85\u2028\u2029"
TEXTS = st.text(st.sampled_from(f"ab é😀\r\n{ODD}"), max_size=20)
ENCODINGS = ("utf-8", "utf-16", "utf-32")


def units(text: str, encoding: str) -> int:
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(text.encode("utf-8" if width == 1 else f"{encoding}-le")) // width


@settings(deadline=None)
@given(TEXTS, st.sampled_from(ENCODINGS))
def test_only_the_lines_of_the_protocol_count(text: str, encoding: str) -> None:
    rows = Rows(text, encoding)
    plain = text.replace("\r\n", "\n\n").replace("\r", "\n")
    for offset in range(len(text) + 1):
        inside = text[offset - 1 : offset + 1] == "\r\n"  # no place of the protocol
        end = offset - 1 if inside else offset
        position = rows.position(offset)
        row = text[plain.rfind("\n", 0, end) + 1 : end]
        crlf = text.count("\r\n", 0, end)
        assert position == types.Position(plain.count("\n", 0, end) - crlf, units(row, encoding))
        assert rows.offset(position) == end


@settings(deadline=None)
@given(TEXTS, st.data(), st.sampled_from(ENCODINGS))
def test_a_change_lands_where_the_editor_made_it(
    text: str, data: st.DataObject, encoding: str
) -> None:
    rows = Rows(text, encoding)
    places = [n for n in range(len(text) + 1) if text[n - 1 : n + 1] != "\r\n"]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
    document = EditorText(URI, source=text, position_codec=PositionCodec(encoding))
    document.apply_change(
        types.TextDocumentContentChangePartial(rows.range_between(start, end), "new")
    )
    assert document.source == text[:start] + "new" + text[end:]


def test_places_behind_the_end_are_the_end() -> None:
    rows = Rows("a\u2028b\n😀", "utf-16")
    assert rows.offset(types.Position(0, 99)) == 3
    assert rows.offset(types.Position(1, 99)) == 5
    assert rows.offset(types.Position(9, 0)) == 5
    assert rows.position(99) == types.Position(1, 2)


SEPARATED = json.dumps(
    {
        "trainbib": "1.0",
        "dataset": {"name": "a\u2028b\x85c", "version": "1"},
        "sources": {"w": {"title": "😀", "kind": "other", "license": "mit"}},
    },
    ensure_ascii=False,
    indent=2,
)
YAML_SEPARATED = """\
trainbib: "1.0"
dataset: {name: "a\u2028b\x85c", version: "1"}
sources:
  w: {kind: other, license: mit}
"""


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        (SEPARATED, "file:///home/ann/m.trainbib.json"),
        (SEPARATED.replace("\n", "\r\n"), "file:///home/ann/m.trainbib.json"),
        (YAML_SEPARATED, URI),
        ("\ufeff" + YAML_SEPARATED, URI),
    ],
)
def test_a_repair_behind_an_odd_separator_changes_what_is_meant(text: str, uri: str) -> None:
    async def conversation(client: Client) -> None:
        found = {each.code: each for each in await client.open(text, uri)}
        rows = Rows(text, "utf-16")
        where = found["LIC005"].range
        assert text[rows.offset(where.start) : rows.offset(where.end)].strip('"') == "mit"
        offered = await client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri), where, types.CodeActionContext([])
            )
        )
        made = {each.title: each for each in offered or () if isinstance(each, types.CodeAction)}
        edit = made["LIC005: replace with `MIT`"].edit
        assert edit is not None
        assert edit.changes is not None
        (change,) = edit.changes[uri]
        start, end = rows.offset(change.range.start), rows.offset(change.range.end)
        assert text[:start] + change.new_text + text[end:] == text.replace("mit", "MIT")

    talk(conversation)
