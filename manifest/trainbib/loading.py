"""Loading: a manifest as plain data, for programs that use it."""

import os
from dataclasses import dataclass
from typing import Any

from trainbib.canonical import canonical_digest
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Severity, Span
from trainbib.document import Document, read_document
from trainbib.rules import rule_of
from trainbib.settings import Settings
from trainbib.values import as_mapping


class LoadError(ValueError):
    """The file is not a manifest that can be used.

    Attributes:
        diagnostics: Why, with places.
    """

    def __init__(self, path: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        where = f"{path}:{first.span.line}:{first.span.column}" if first.span else path
        more = f" (and {len(diagnostics) - 1} more)" if len(diagnostics) > 1 else ""
        super().__init__(f"{where}: {first.code} {first.message}{more}")
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Manifest:
    """A valid manifest.

    Attributes:
        document: The document that it was read from.
    """

    document: Document

    @property
    def data(self) -> dict[str, Any]:
        """The whole manifest as plain data, ``x-`` keys included."""
        data: Any = self.document.data
        return dict(data)

    @property
    def dataset(self) -> dict[str, Any]:
        """The section ``dataset``."""
        return dict(as_mapping(self.data["dataset"]))

    @property
    def sources(self) -> dict[str, Any]:
        """Sources by citation key."""
        return dict(as_mapping(self.data["sources"]))

    @property
    def digest(self) -> str:
        """The canonical digest (SPEC.md, section 14): ``sha256:`` and 64 hexadecimal digits."""
        return canonical_digest(self.document.data)

    def place(self, pointer: str) -> Span:
        """Return where in the text a JSON Pointer leads: the key if there is one, else the value.

        Raises:
            ValueError: If it is not a JSON Pointer.
        """
        place = self.document.locate([pointer])[pointer]
        return place.key or place.value


def load(path: str | os.PathLike[str]) -> Manifest:
    """Read a manifest that is valid by itself; folders and other files are not looked at.

    Raises:
        OSError: If the file cannot be read.
        LoadError: If it has errors; they are in ``diagnostics``.
    """
    document = read_document(path)
    report = check(document, Settings(use_disk=False))
    errors = tuple(
        each
        for each in report.diagnostics
        # What a profile asks for makes no document invalid (SPEC.md, section 16).
        if each.severity is Severity.ERROR and not rule_of(each.code).profiles
    )
    if errors:
        raise LoadError(document.path, errors)
    return Manifest(document)
