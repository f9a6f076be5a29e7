"""The server: connects the messages of an editor with the answers."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from trainbib import __version__
from trainbib_cli.lsp import answers
from trainbib_cli.lsp.manifests import OpenManifest, OpenManifests


def make_server() -> LanguageServer:
    """Return a server that is ready to be started on standard input and output, or a socket."""
    server = LanguageServer(
        "trainbib", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Incremental
    )
    opened = OpenManifests()

    def publish(uri: str) -> None:
        manifest = opened.update(server.workspace.get_text_document(uri))
        if manifest.problem:
            server.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, manifest.problem)
            )
        server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, answers.diagnostics(manifest))
        )

    def manifest_of(uri: str) -> OpenManifest:
        return opened.each.get(uri) or opened.update(server.workspace.get_text_document(uri))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _(parameters: types.DidOpenTextDocumentParams) -> None:
        publish(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _(parameters: types.DidChangeTextDocumentParams) -> None:
        publish(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _(parameters: types.DidSaveTextDocumentParams) -> None:
        publish(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _(parameters: types.DidCloseTextDocumentParams) -> None:
        uri = parameters.text_document.uri
        opened.close(uri)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[" ", ":", "-", "[", "{", ",", '"']),
    )
    def _(parameters: types.CompletionParams) -> list[types.CompletionItem]:
        manifest = manifest_of(parameters.text_document.uri)
        return answers.completions(manifest, parameters.position)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def _(parameters: types.HoverParams) -> types.Hover | None:
        return answers.hover(manifest_of(parameters.text_document.uri), parameters.position)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def _(parameters: types.DefinitionParams) -> types.Location | None:
        return answers.definition(manifest_of(parameters.text_document.uri), parameters.position)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    def _(parameters: types.CodeActionParams) -> list[types.CodeAction]:
        return answers.actions(manifest_of(parameters.text_document.uri), parameters.range)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def _(parameters: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return answers.symbols(manifest_of(parameters.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def _(parameters: types.DocumentFormattingParams) -> list[types.TextEdit]:
        edits = answers.formatting(manifest_of(parameters.text_document.uri))
        if isinstance(edits, str):
            server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, edits))
            return []
        return edits

    return server
