"""The server: connects the messages of an editor with the answers."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from trainbib import __version__
from trainbib_cli.lsp import answers
from trainbib_cli.lsp.completing import completions
from trainbib_cli.lsp.manifests import OpenManifest, OpenManifests
from trainbib_cli.lsp.texts import take_over
from trainbib_cli.lsp.waiting import Waiting


class Session:
    """What an editor has open, and what it is told without asking.

    Args:
        server: Speaks to the editor.
    """

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._opened = OpenManifests()
        self._waiting = Waiting(self.publish)
        self._told: dict[str, str] = {}  # the problem that was shown last, by URI

    def publish(self, uri: str) -> None:
        """Tell the findings of a manifest that is open, and once why settings are not used."""
        manifest = self._opened.each[uri]
        found = answers.diagnostics(manifest)
        if manifest.problem and manifest.problem != self._told.get(uri):
            self.warn(manifest.problem)
        self._told[uri] = manifest.problem
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, manifest.version)
        )

    def warn(self, message: str) -> None:
        """Show a sentence."""
        self._server.window_show_message(
            types.ShowMessageParams(types.MessageType.Warning, message)
        )

    def open(self, item: types.TextDocumentItem) -> None:
        """Take up a text."""
        take_over(self._server.workspace, item)
        self._take(item.uri)
        self.publish(item.uri)

    def change(self, uri: str) -> None:
        """Take up the change of a text, which is checked when the typing pauses."""
        self._take(uri)
        self._waiting.changed(uri)

    def save(self, uri: str) -> None:
        """Check anew: the configuration may be another one."""
        self._waiting.forget(uri)
        if uri in self._opened.each:
            self._take(uri)
            self.publish(uri)

    def close(self, uri: str) -> None:
        """Forget a text and its findings."""
        self._waiting.forget(uri)
        self._opened.close(uri)
        self._told.pop(uri, None)
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def manifest(self, uri: str) -> OpenManifest | None:
        """Return a manifest that is open, or one on disk; None if it cannot be read."""
        found = self._opened.each.get(uri)
        if found is not None:
            return found
        try:
            return OpenManifest(self._server.workspace.get_text_document(uri))
        except (OSError, ValueError):  # not there; not UTF-8; a name that no file can have
            return None

    def checked(self, uri: str) -> OpenManifest | None:
        """Return the same for an answer that tells of findings, which are published first."""
        self._waiting.settle(uri)
        return self.manifest(uri)

    def _take(self, uri: str) -> None:
        self._opened.update(self._server.workspace.get_text_document(uri))


def make_server() -> LanguageServer:
    """Return a server that is ready to be started on standard input and output, or a socket."""
    server = LanguageServer(
        "trainbib", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Incremental
    )
    session = Session(server)
    _keep_in_step(server, session)
    _answer(server, session)
    return server


def _keep_in_step(server: LanguageServer, session: Session) -> None:
    """Hear what the editor does with its texts."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _(parameters: types.DidOpenTextDocumentParams) -> None:
        session.open(parameters.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _(parameters: types.DidChangeTextDocumentParams) -> None:
        session.change(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _(parameters: types.DidSaveTextDocumentParams) -> None:
        session.save(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _(parameters: types.DidCloseTextDocumentParams) -> None:
        session.close(parameters.text_document.uri)


def _answer(server: LanguageServer, session: Session) -> None:
    """Answer what the editor asks."""

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[" ", ":", "-", "[", "{", ",", '"']),
    )
    def _(parameters: types.CompletionParams) -> types.CompletionList | None:
        manifest = session.manifest(parameters.text_document.uri)
        return completions(manifest, parameters.position) if manifest else None

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def _(parameters: types.HoverParams) -> types.Hover | None:
        manifest = session.checked(parameters.text_document.uri)
        return answers.hover(manifest, parameters.position) if manifest else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def _(parameters: types.DefinitionParams) -> types.Location | None:
        manifest = session.manifest(parameters.text_document.uri)
        return answers.definition(manifest, parameters.position) if manifest else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    def _(parameters: types.CodeActionParams) -> list[types.CodeAction]:
        manifest = session.checked(parameters.text_document.uri)
        return answers.actions(manifest, parameters.range) if manifest else []

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def _(parameters: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        manifest = session.manifest(parameters.text_document.uri)
        return answers.symbols(manifest) if manifest else []

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def _(parameters: types.DocumentFormattingParams) -> list[types.TextEdit]:
        manifest = session.manifest(parameters.text_document.uri)
        edits = answers.formatting(manifest) if manifest else []
        if isinstance(edits, str):
            session.warn(edits)
            return []
        return edits
