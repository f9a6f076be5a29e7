"""The manifests that are open: text, data, findings; each kept until the text changes."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from pygls.workspace import TextDocument

from trainbib.checking import Report, check
from trainbib.configuration import ConfigurationError, find_configuration
from trainbib.document import Document, parse_document
from trainbib.settings import Settings
from trainbib_cli.lsp.positions import Positions


@dataclass(slots=True)
class OpenManifest:
    """A manifest as an editor has it.

    Attributes:
        text: The text as the editor has it.
        document: The same, read.
        data: Its data; where it cannot be read, that of the last text which could be.
        positions: Translates places.
        report: What a check finds.
        problem: Why the configuration could not be used; empty if it could.
    """

    text: TextDocument
    document: Document
    data: object
    positions: Positions
    report: Report
    problem: str = ""


@dataclass(slots=True)
class OpenManifests:
    """All manifests that are open, by URI.

    Attributes:
        each: The last state of each.
    """

    each: dict[str, OpenManifest] = field(default_factory=dict[str, OpenManifest])

    def update(self, text: TextDocument) -> OpenManifest:
        """Read and check a text that has changed."""
        path = text.path or text.uri
        document = parse_document(text.source.encode("utf-8", "surrogatepass"), path=path)
        settings, problem = _settings(Path(path).parent)
        before = self.each.get(text.uri)
        data = document.data if document.parsed or before is None else before.data
        manifest = OpenManifest(
            text, document, data, Positions(text), check(document, settings), problem
        )
        self.each[text.uri] = manifest
        return manifest

    def close(self, uri: str) -> None:
        """Forget a manifest."""
        self.each.pop(uri, None)


def _settings(folder: Path) -> tuple[Settings, str]:
    """Return what applies in a folder; folders of data are not looked at while one types."""
    try:
        found = find_configuration(folder).settings()
    except ConfigurationError as error:
        return Settings(use_disk=False), str(error)
    return replace(found, use_disk=False), ""
