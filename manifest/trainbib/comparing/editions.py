"""An edition of a manifest: the document and what lies beside it, on disk or in git."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from trainbib.comparing.model import ComparisonInputError
from trainbib.document import Document
from trainbib.schemas import KNOWN_MAJORS
from trainbib.values import is_mapping


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a manifest.

    Attributes:
        document: The manifest.
        data: Its data.
        beside: Gives a file by its path relative to the manifest.
    """

    document: Document
    data: Mapping[str, object]
    beside: Callable[[str], AbstractContextManager[Path]]

    def open_beside(self, path: str) -> AbstractContextManager[Path]:
        """Return a file that lies beside the manifest, for as long as the context lasts.

        Raises:
            ComparisonInputError: If git does not have it, or the path leads out of the folder.
            OSError: If it cannot be read.
        """
        if path.startswith("/") or ".." in path.split("/") or "\\" in path:
            raise ComparisonInputError(f"`{path}` does not stay in the folder of the manifest")
        return self.beside(path)


def edition(document: Document, beside: Callable[[str], AbstractContextManager[Path]]) -> Edition:
    """Make an edition of a document.

    Raises:
        ComparisonInputError: If it is no manifest, or one of another major version.
    """
    data = document.data
    if not document.parsed:
        reason = next((each.finding for each in document.findings), None)
        at = f", line {reason.span.line}" if reason is not None and reason.span else ""
        why = reason.message if reason is not None else "it cannot be parsed"
        raise ComparisonInputError(
            f"{document.path}{at}: {why}; repair it, `trainbib check` shows the place"
        )
    if not is_mapping(data) or not ({"trainbib", "dataset", "sources"} & data.keys()):
        raise ComparisonInputError(
            f"{document.path} is no manifest: it has neither `trainbib` nor `dataset` nor `sources`"
        )
    written = data.get("trainbib")
    if isinstance(written, str) and written.partition(".")[0] not in KNOWN_MAJORS:
        known = ", ".join(f"{major}.x" for major in KNOWN_MAJORS)
        raise ComparisonInputError(
            f"{document.path} is written to version {written} of the standard, and this program "
            f"reads {known}"
        )
    return Edition(document, data, beside)
