"""What is compared: a manifest with what lies beside it, from a folder or from git."""

import contextlib
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from trainbib.comparing.model import ComparisonInputError
from trainbib.document import Document, read_document
from trainbib.schemas import KNOWN_MAJORS
from trainbib.values import is_mapping

__all__ = ["ComparisonInputError", "Edition", "Loaded", "open_edition"]


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


@runtime_checkable
class Loaded(Protocol):
    """What ``trainbib.load`` returns, as far as it matters here."""

    @property
    def document(self) -> Document:
        """The document that it was read from."""
        ...


def open_edition(source: "str | os.PathLike[str] | Document | Loaded | Edition") -> Edition:
    """Open a manifest.

    Args:
        source: A path; ``REV:path`` for a file in git, unless a file has that name; a manifest or
            document that was read already.

    Raises:
        ComparisonInputError: If there is no such manifest, or it cannot be compared.
    """
    if isinstance(source, Edition):
        return source
    if isinstance(source, Loaded):
        source = source.document
    if isinstance(source, Document):
        return edition(source, beside_file(source.path))
    name = os.fspath(source)
    path = Path(name)
    if ":" in name and not path.exists() and isinstance(source, str):
        from trainbib.comparing.revisions import open_revision

        return open_revision(name)
    if path.is_dir():
        raise ComparisonInputError(f"{name} is a folder; name the manifest in it")
    try:
        document = read_document(path)
    except FileNotFoundError:
        raise ComparisonInputError(
            f"{name} does not exist (a manifest in git is written REV:path)"
        ) from None
    except OSError as error:
        raise ComparisonInputError(f"{name} cannot be read: {error.strerror or error}") from error
    return edition(document, beside_file(name))


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


def beside_file(manifest: str) -> Callable[[str], AbstractContextManager[Path]]:
    """Return what gives the files beside a manifest on disk."""

    @contextlib.contextmanager
    def beside(path: str) -> Generator[Path]:
        folder = Path(manifest).parent
        file = folder / path
        if not Path(manifest).is_file():
            raise ComparisonInputError(
                f"the manifest {manifest} was not read from a file, so `{path}` cannot be found"
            )
        if not file.is_file():
            raise ComparisonInputError(f"{file} does not exist")
        yield file

    return beside
