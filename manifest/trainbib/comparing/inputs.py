"""What is compared: a manifest with what lies beside it, from a folder or from git."""

import contextlib
import os
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, runtime_checkable

from trainbib.comparing.editions import Edition, edition
from trainbib.comparing.model import ComparisonInputError
from trainbib.comparing.revisions import open_revision
from trainbib.document import Document, read_document


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
