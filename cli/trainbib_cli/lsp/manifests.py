"""The manifests that are open: text, data, findings; each found when it is asked for, and kept."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.workspace import TextDocument

from trainbib.checking import Report, check
from trainbib.configuration import find_configuration
from trainbib.diagnostics import Diagnostic
from trainbib.document import Document, parse_document
from trainbib.settings import Settings
from trainbib.withdrawals import WithdrawnListError
from trainbib_cli.lsp.positions import Positions, Rows

Check = Callable[[Document, Settings], Report]


class OpenManifest:
    """One state of a manifest as an editor has it.

    Args:
        text: The text as the editor has it.
        before: The last state but this one, if there is one.
        check_: Checks a document.

    Attributes:
        uri: What the editor calls it.
        version: The number of the state.
        source: The text.
        path: The file.
    """

    def __init__(
        self, text: TextDocument, before: "OpenManifest | None" = None, check_: Check = check
    ) -> None:
        self.uri = text.uri
        self.version = text.version
        self.source = text.source
        self.path = text.path or text.uri
        self._encoding = text.position_codec.encoding
        self._known = None if before is None else before.known_data
        self._check = check_

    @cached_property
    def rows(self) -> Rows:
        """The lines of the text."""
        return Rows(self.source, self._encoding)

    @cached_property
    def document(self) -> Document:
        """The text, read."""
        return self.read(self.source)

    @property
    def is_json(self) -> bool:
        """Whether it is JSON, told from the name where that says it."""
        suffix = Path(self.path).suffix.lower()
        if suffix in {".json", ".yaml", ".yml"}:
            return suffix == ".json"
        return self.document.format == "json"

    @property
    def known_data(self) -> object:
        """Its data if it has been read and could be; else that of the last state which was."""
        document = self.__dict__.get("document")
        if isinstance(document, Document) and document.parsed:
            return document.data
        return self._known

    @cached_property
    def positions(self) -> Positions:
        """Translates places."""
        return Positions(self.rows, self.source, self.document)

    @property
    def report(self) -> Report:
        """What a check finds."""
        return self._checked[0]

    @cached_property
    def places(self) -> list[tuple[Diagnostic, types.Range]]:
        """The findings, each with its range."""
        return [(found, self.positions.range_of(found.span)) for found in self.report.diagnostics]

    @property
    def problem(self) -> str:
        """Why the configuration could not be used; empty if it could."""
        return self._checked[1]

    def read(self, text: str) -> Document:
        """Read a text as if it were that of the manifest."""
        return parse_document(text.encode("utf-8", "surrogatepass"), path=self.path)

    def checked(self, document: Document) -> Report:
        """Check another state of the manifest as this one is checked."""
        return self._check(document, self._checked[2])

    @cached_property
    def _checked(self) -> tuple[Report, str, Settings]:
        settings, problem = _settings(Path(self.path).parent)
        try:
            return self._check(self.document, settings), problem, settings
        except WithdrawnListError as error:
            settings = replace(settings, withdrawn=())
            return self._check(self.document, settings), str(error), settings


@dataclass(slots=True)
class OpenManifests:
    """All manifests that are open, by URI.

    Attributes:
        check: Checks a document.
        each: The last state of each.
    """

    check: Check = check
    each: dict[str, OpenManifest] = field(default_factory=dict[str, OpenManifest])

    def update(self, text: TextDocument) -> OpenManifest:
        """Take up a text that has been opened or changed."""
        manifest = OpenManifest(text, self.each.get(text.uri), self.check)
        self.each[text.uri] = manifest
        return manifest

    def close(self, uri: str) -> None:
        """Forget a manifest."""
        self.each.pop(uri, None)


def _settings(folder: Path) -> tuple[Settings, str]:
    """Return what applies in a folder; folders of data are not looked at while one types."""
    try:
        found = find_configuration(folder).settings()
    except (OSError, ValueError) as error:  # ConfigurationError is one; so is a folder's odd name
        return Settings(use_disk=False), str(error)
    return replace(found, use_disk=False), ""
