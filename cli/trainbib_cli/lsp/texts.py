"""The texts that an editor has open, kept in step with its changes."""

from urllib.parse import unquote

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from trainbib_cli.lsp.positions import Rows


class EditorText(TextDocument):
    """A text whose changes are applied where the protocol says.

    The class that it is made from ends lines at more signs than the protocol does, so that a
    change behind U+2028 would land elsewhere than in the editor.
    """

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Apply a change of a part, or of the whole text."""
        if not isinstance(change, types.TextDocumentContentChangePartial):
            self._source = change.text
            return
        source = self.source
        rows = Rows(source, self.position_codec.encoding)
        start, end = rows.offset(change.range.start), rows.offset(change.range.end)
        self._source = source[:start] + change.text + source[end:]


def take_over(workspace: Workspace, item: types.TextDocumentItem) -> None:
    """Replace the text that has just been opened by one whose changes are applied rightly."""
    workspace.text_documents[unquote(item.uri)] = EditorText(
        item.uri,
        source=item.text,
        version=item.version,
        language_id=item.language_id,
        position_codec=workspace.position_codec,
    )
