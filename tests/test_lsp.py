"""The language server, asked by a client over standard input and output."""

from pathlib import Path

import pytest
from lsprotocol import types

from cli_program import trainbib
from editor import MANIFEST, URI, Client, talk


def test_findings_come_with_places_codes_and_pages() -> None:
    async def conversation(client: Client) -> None:
        found = {each.code: each for each in await client.open()}
        dangling = found["REF001"]
        assert dangling.severity is types.DiagnosticSeverity.Error
        assert dangling.source == "trainbib"
        assert dangling.range == types.Range(types.Position(10, 30), types.Position(10, 44))
        assert dangling.code_description is not None
        assert dangling.code_description.href.endswith("/REF001")
        assert dangling.related_information is not None
        assert dangling.related_information[0].location.range.start.line == 3
        fixed = MANIFEST.replace("wikipedia-2024", "wikipedia-2025").replace("mit", "MIT")
        left = {each.code for each in await client.change(fixed)}
        assert left.isdisjoint({"REF001", "LIC005"})
        assert {each.code for each in await client.change("a: [", 3)} == {"PAR001"}

    talk(conversation)


@pytest.mark.parametrize(
    ("encoding", "column"),
    [
        (types.PositionEncodingKind.Utf8, 32),
        (types.PositionEncodingKind.Utf16, 30),
        (types.PositionEncodingKind.Utf32, 29),
    ],
)
def test_columns_are_counted_as_the_editor_counts(
    encoding: types.PositionEncodingKind, column: int
) -> None:
    source = '  w: {title: "Wiki 😀", kind: othr, license: CC0-1.0}\n'
    text = f'trainbib: "1.0"\ndataset: {{name: e, version: "1"}}\nsources:\n{source}'

    async def conversation(client: Client) -> None:
        found = {each.code: each for each in await client.open(text)}
        assert found["SCH004"].range.start == types.Position(3, column)

    talk(conversation, encoding)


def test_what_can_stand_there_is_proposed_while_the_text_is_broken() -> None:
    async def conversation(client: Client) -> None:
        await client.open()
        for typed, label, written in (
            ("    descr", "description", "description: "),
            ("    kind: publ", "public_dataset", "public_dataset"),
            ("    license: CC-BY-4", "CC-BY-4.0", "CC-BY-4.0"),
            ("    derived_from: [{source: wiki", "wikipedia-2025", "wikipedia-2025"),
        ):
            text = MANIFEST.replace("files:", f"  other:\n{typed}\nfiles:")
            await client.change(text)
            asked = types.CompletionParams(**client.at(text, typed, len(typed)))
            items = await client.text_document_completion_async(asked)
            assert isinstance(items, types.CompletionList)
            item = items.items[0]
            assert item.label == label
            assert isinstance(item.text_edit, types.TextEdit)
            assert item.text_edit.new_text == written
            assert item.text_edit.range.end == asked.position

    talk(conversation)


def test_a_key_shows_its_entry_leads_to_it_and_findings_are_explained() -> None:
    text = MANIFEST.replace("wikipedia-2024", "wikipedia-2025")

    async def conversation(client: Client) -> None:
        await client.open(text)
        where = client.at(text, "[wikipedia-2025", 3)
        hover = await client.text_document_hover_async(types.HoverParams(**where))
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert "Wikipedia 😀" in hover.contents.value
        target = await client.text_document_definition_async(types.DefinitionParams(**where))
        assert isinstance(target, types.Location)
        assert target.range == types.Range(types.Position(3, 2), types.Position(3, 16))
        where = client.at(text, "mit", 1)
        hover = await client.text_document_hover_async(types.HoverParams(**where))
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert "LIC005" in hover.contents.value

    talk(conversation)


def applied(text: str, edits: list[types.TextEdit]) -> str:
    rows = text.splitlines(keepends=True)
    starts = [sum(map(len, rows[:number])) for number in range(len(rows) + 1)]

    def offset(position: types.Position) -> int:
        return starts[position.line] + position.character

    for edit in sorted(edits, key=lambda each: -offset(each.range.start)):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def test_repairs_and_silencing_comments_are_offered() -> None:
    async def conversation(client: Client) -> None:
        await client.open()
        where = client.at(MANIFEST, "mit")["position"]
        found = await client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(URI),
                types.Range(where, where),
                types.CodeActionContext([]),
            )
        )
        assert found is not None
        actions = {each.title: each for each in found if isinstance(each, types.CodeAction)}
        repair = actions["LIC005: replace with `MIT`"]
        assert repair.is_preferred
        assert repair.edit is not None
        assert repair.edit.changes is not None
        assert applied(MANIFEST, list(repair.edit.changes[URI])) == MANIFEST.replace("mit", "MIT")
        silence = actions["LIC005: silence with a comment; say why"]
        assert silence.edit is not None
        assert silence.edit.changes is not None
        silenced = applied(MANIFEST, list(silence.edit.changes[URI]))
        assert "    # trainbib: ignore[LIC005] why\n    license: mit\n" in silenced
        assert "LIC005" not in {each.code for each in await client.change(silenced)}

    talk(conversation)


def test_the_outline_and_the_layout_are_given() -> None:
    async def conversation(client: Client) -> None:
        text = MANIFEST.replace("kind: other", "kind:    other")
        await client.open(text)
        this = types.TextDocumentIdentifier(URI)
        outline = await client.text_document_document_symbol_async(types.DocumentSymbolParams(this))
        assert outline is not None
        names = {each.name: each for each in outline if isinstance(each, types.DocumentSymbol)}
        assert [below.name for below in names["sources"].children or ()] == ["wikipedia-2025"]
        edits = await client.text_document_formatting_async(
            types.DocumentFormattingParams(this, types.FormattingOptions(2, insert_spaces=True))
        )
        assert edits is not None
        assert "kind: other\n" in edits[0].new_text
        await client.change("a: [")
        edits = await client.text_document_formatting_async(
            types.DocumentFormattingParams(this, types.FormattingOptions(2, insert_spaces=True))
        )
        assert not edits
        assert any("PAR001" in message for message in client.shown)

    talk(conversation)


def test_the_configuration_of_the_folder_applies(tmp_path: Path) -> None:
    uri = (tmp_path / "trainbib.yaml").as_uri()
    (tmp_path / "trainbib.toml").write_text('ignore = ["LIC005"]\n')

    async def conversation(client: Client) -> None:
        assert "LIC005" not in {each.code for each in await client.open(uri=uri)}
        (tmp_path / "trainbib.toml").write_text("ignroe = []\n")
        other = uri.replace("trainbib.yaml", "b.trainbib.yaml")
        assert "LIC005" in {each.code for each in await client.open(uri=other)}
        assert any("did you mean `ignore`?" in message for message in client.shown)

    talk(conversation)


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError(\"no pygls\", name='pygls')\n")
    done = trainbib("lsp", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert 'pip install "trainbib[lsp]"' in done.stderr.decode()
