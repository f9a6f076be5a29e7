"""The language server where something is missing or broken."""

import json
from pathlib import Path

import pytest
from lsprotocol import types

from cli_program import trainbib
from editor import MANIFEST, URI, Client, talk

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
