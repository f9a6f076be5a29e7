"""The language server, asked by a client over standard input and output."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.workspace import PositionCodec, Workspace

from cli_program import environment, trainbib
from trainbib.checking import Report, check
from trainbib.document import Document
from trainbib.settings import Settings
from trainbib_cli.lsp.manifests import OpenManifests
from trainbib_cli.lsp.positions import Rows
from trainbib_cli.lsp.texts import EditorText, take_over
from trainbib_cli.lsp.waiting import Waiting

MANIFEST = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  wikipedia-2025:
    title: "Wikipedia 😀"
    kind: other
    license: mit
files:
  root: data
  cites:
    - {paths: "**", sources: [wikipedia-2024]}
"""
URI = "file:///home/ann/m.trainbib.yaml"

Talk = Callable[["Client"], Awaitable[None]]


class Client(LanguageClient):
    """An editor with one manifest open."""

    def __init__(self) -> None:
        super().__init__("test", "1")
        self.published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.shown: list[str] = []

        def keep(parameters: types.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(parameters)

        def remember(parameters: types.ShowMessageParams) -> None:
            self.shown.append(parameters.message)

        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(keep)
        self.feature(types.WINDOW_SHOW_MESSAGE)(remember)

    async def start(self, encoding: types.PositionEncodingKind) -> None:
        await self.start_io(sys.executable, "-m", "trainbib_cli", "lsp", env=environment())
        await self.initialize_async(
            types.InitializeParams(
                capabilities=types.ClientCapabilities(
                    general=types.GeneralClientCapabilities(position_encodings=[encoding])
                ),
                process_id=None,
            )
        )
        self.initialized(types.InitializedParams())

    async def open(self, text: str = MANIFEST, uri: str = URI) -> list[types.Diagnostic]:
        language = "json" if uri.endswith("json") else "yaml"
        self.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )
        return list((await self.published.get()).diagnostics)

    async def change(self, text: str, version: int = 2) -> list[types.Diagnostic]:
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, URI),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        return list((await self.published.get()).diagnostics)

    def at(self, text: str, words: str, into: int = 0) -> dict[str, Any]:
        line = next(number for number, row in enumerate(text.splitlines()) if words in row)
        column = text.splitlines()[line].index(words) + into
        return {
            "text_document": types.TextDocumentIdentifier(URI),
            "position": types.Position(line, column),
        }


def talk(
    conversation: Talk, encoding: types.PositionEncodingKind = types.PositionEncodingKind.Utf16
) -> None:
    """Start the server, hold a conversation, and see it end well."""

    async def whole() -> None:
        client = Client()
        await client.start(encoding)
        await conversation(client)
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()  # type: ignore[no-untyped-call]  # pygls leaves it untyped

    asyncio.run(asyncio.wait_for(whole(), 60))


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
            ("    lic", "license", "license: "),
            ("    kind: publ", "public_dataset", "public_dataset"),
            ("    license: CC-BY-4", "CC-BY-4.0", "CC-BY-4.0"),
            ("    derived_from: [{source: wiki", "wikipedia-2025", "wikipedia-2025"),
        ):
            text = MANIFEST.replace("files:", f"  other:\n{typed}\nfiles:")
            await client.change(text)
            asked = types.CompletionParams(**client.at(text, typed, len(typed)))
            items = await client.text_document_completion_async(asked)
            assert isinstance(items, list)
            item = items[0]
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


# Lines: those of the protocol, not of Python, nor of YAML 1.1.

ODD = "\x0b\x0c\x1c\x85\u2028\u2029"
TEXTS = st.text(st.sampled_from(f"ab é😀\r\n{ODD}"), max_size=20)
ENCODINGS = ("utf-8", "utf-16", "utf-32")


def units(text: str, encoding: str) -> int:
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(text.encode("utf-8" if width == 1 else f"{encoding}-le")) // width


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


BROKEN = ["", "a: [", "[1]", "- a\n- b\n", "words", "42", '{"a": "\ud800"}', "a: \ud800b\n"]


def test_every_question_is_answered_whatever_the_text() -> None:
    async def conversation(client: Client) -> None:
        this = types.TextDocumentIdentifier(URI)
        start, end = types.Position(0, 0), types.Position(9, 0)
        await client.open("")
        for number, text in enumerate(BROKEN):
            assert await client.change(text, number + 2)
            for at in (start, types.Position(0, 2)):
                await client.text_document_hover_async(types.HoverParams(this, at))
                assert (
                    await client.text_document_definition_async(types.DefinitionParams(this, at))
                    is None
                )
                await client.text_document_completion_async(types.CompletionParams(this, at))
            actions = await client.text_document_code_action_async(
                types.CodeActionParams(this, types.Range(start, end), types.CodeActionContext([]))
            )
            for action in actions or ():
                assert isinstance(action, types.CodeAction)
                assert "silence" in action.title
            await client.text_document_document_symbol_async(types.DocumentSymbolParams(this))
        assert not [message for message in client.shown if "rror" in message]

    talk(conversation)


def test_a_file_that_cannot_be_opened_has_no_meaning(tmp_path: Path) -> None:
    (tmp_path / "trainbib.yaml").write_bytes(b"\xff")

    async def conversation(client: Client) -> None:
        for uri in (
            (tmp_path / "none.trainbib.yaml").as_uri(),
            tmp_path.as_uri(),
            (tmp_path / "trainbib.yaml").as_uri(),
        ):
            this = types.TextDocumentIdentifier(uri)
            at = types.Position(0, 0)
            assert await client.text_document_hover_async(types.HoverParams(this, at)) is None
            assert not await client.text_document_completion_async(types.CompletionParams(this, at))

    talk(conversation)


def test_a_conversation_that_ends_well_ends_with_0() -> None:
    messages = (
        {"id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None}},
        {"method": "initialized", "params": {}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    )
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    stdin = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    done = trainbib("lsp", stdin=stdin)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize(
    "configuration",
    [
        "ignroe = []",
        'withdrawn = ["no.json"]',
        'withdrawn = ["list.json"]',
        'key-pattern = "("',
    ],
)
def test_a_configuration_that_cannot_be_used_is_told_and_left_out(
    configuration: str, tmp_path: Path
) -> None:
    (tmp_path / "trainbib.toml").write_text(configuration)
    (tmp_path / "list.json").write_text("[")
    uri = (tmp_path / "trainbib.yaml").as_uri()

    async def conversation(client: Client) -> None:
        text = MANIFEST.replace("title:", "description: Data of LAION-5B.\n    title:")
        assert "LIC005" in {each.code for each in await client.open(text, uri)}
        assert len(client.shown) == 1
        client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
        )
        await client.published.get()
        assert len(client.shown) == 1, "told once"

    talk(conversation)


# Changes that come quickly


class Clock:
    """Timers that a test lets run out."""

    def __init__(self) -> None:
        self.then: list[Callable[[], None] | None] = []

    def later(self, seconds: float, then: Callable[[], None]) -> "Clock.Handle":
        assert 0 < seconds < 1
        self.then.append(then)
        return Clock.Handle(self, len(self.then) - 1)

    def run_out(self) -> None:
        for then in [each for each in self.then if each is not None]:
            then()

    class Handle:
        """One of them."""

        def __init__(self, clock: "Clock", number: int) -> None:
            self.clock, self.number = clock, number

        def cancel(self) -> None:
            self.clock.then[self.number] = None


def test_many_changes_are_checked_once_and_the_last_state_counts() -> None:
    checked: list[str] = []

    def counting(document: Document, settings: Settings) -> Report:
        checked.append(document.text)
        return check(document, settings)

    opened, clock, workspace = OpenManifests(counting), Clock(), Workspace(None)
    item = types.TextDocumentItem(URI, "yaml", 1, MANIFEST)
    workspace.put_text_document(item)
    take_over(workspace, item)
    found: list[set[str]] = []

    def look(uri: str) -> None:
        found.append({each.code for each in opened.each[uri].report.diagnostics})

    waiting = Waiting(look, clock.later)
    this = types.VersionedTextDocumentIdentifier(2, URI)

    def type_out(words: str) -> None:
        for number, letter in enumerate(words):
            at = types.Position(6, 13 + number)
            change = types.TextDocumentContentChangePartial(types.Range(at, at), letter)
            workspace.update_text_document(this, change)
            opened.update(workspace.get_text_document(URI))
            waiting.changed(URI)

    type_out("Apache-2.0 OR ")
    assert checked == []
    waiting.settle(URI)
    assert len(checked) == 1
    assert "license: Apache-2.0 OR mit\n" in checked[0]
    waiting.settle(URI)
    type_out("MIT OR ")
    clock.run_out()
    clock.run_out()
    assert len(checked) == len(found) == 2
    assert "license: MIT OR Apache-2.0 OR mit\n" in checked[1]
    type_out("x")
    waiting.forget(URI)
    clock.run_out()
    assert len(checked) == 2


def test_findings_are_told_after_the_last_change_and_before_an_answer() -> None:
    async def conversation(client: Client) -> None:
        await client.open()
        for number, letter in enumerate("Apache-2.0 OR MIT #"):
            at = types.Position(6, 13 + number)
            client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(number + 2, URI),
                    [types.TextDocumentContentChangePartial(types.Range(at, at), letter)],
                )
            )
        this = types.TextDocumentIdentifier(URI)
        await client.text_document_hover_async(types.HoverParams(this, types.Position(6, 5)))
        told = [client.published.get_nowait() for _ in range(client.published.qsize())]
        assert 0 < len(told) < 19
        assert told[-1].version == 20
        assert "LIC005" not in {each.code for each in told[-1].diagnostics}

    talk(conversation)
