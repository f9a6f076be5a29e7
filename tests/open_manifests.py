"""Manifests as an editor has them open, and what edits make of them, without an editor."""

from collections.abc import Iterable

from lsprotocol import types
from pygls.workspace import TextDocument

from trainbib.checking import Report, check
from trainbib.document import Document
from trainbib.settings import Settings
from trainbib_cli.lsp.manifests import OpenManifest

PLAIN = Settings(use_disk=False)


def opened(
    text: str,
    suffix: str = "yaml",
    settings: Settings = PLAIN,
    *,
    before: OpenManifest | None = None,
) -> OpenManifest:
    """Return a manifest that is open, checked with these settings wherever it is."""

    def checked(document: Document, _: Settings) -> Report:
        return check(document, settings)

    name = f"file:///nowhere/m.trainbib.{suffix}"
    return OpenManifest(TextDocument(name, source=text, version=1), before, checked)


def marked(text: str, suffix: str = "yaml") -> tuple[OpenManifest, types.Position]:
    """Return a manifest without the bar that marks the cursor, and where that was."""
    manifest = opened(text.replace("|", "", 1), suffix)
    _ = manifest.document  # read, so that the keys that it has are known
    return manifest, manifest.rows.position(text.index("|"))


def edited(manifest: OpenManifest, edits: Iterable[types.TextEdit]) -> str:
    """Return the text after edits that do not overlap."""
    text = manifest.source
    places = [
        (manifest.rows.offset(edit.range.start), manifest.rows.offset(edit.range.end), edit)
        for edit in edits
    ]
    for start, end, edit in sorted(places, key=lambda place: -place[0]):
        text = text[:start] + edit.new_text + text[end:]
    return text
