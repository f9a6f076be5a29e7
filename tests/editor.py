"""An editor that speaks to the language server."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from cli_program import environment

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
