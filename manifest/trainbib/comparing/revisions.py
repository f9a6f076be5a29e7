"""Manifests in git: ``REV:path``, read without a checkout."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath

from trainbib.comparing.editions import Edition, edition
from trainbib.comparing.model import ComparisonInputError
from trainbib.comparing.repository import Repository, repository_of
from trainbib.document import MAX_BYTES, parse_document
from trainbib.values import as_mapping


def open_revision(name: str, folder: Path | None = None) -> Edition:
    """Open a manifest of a revision.

    Args:
        name: ``REV:path``; the path begins at the top of the repository, or, if it begins with
            ``./`` or ``../``, at the folder.
        folder: Where to look for the repository; the current folder if left out.

    Raises:
        ComparisonInputError: If there is no repository, revision or file of that name.
    """
    revision, _, path = name.partition(":")
    if not path:
        raise ComparisonInputError(f"`{name}` names no file; write it as REV:path")
    repository, prefix = repository_of(folder or Path())
    commit = repository.commit(revision)
    relative = path.startswith(("./", "../"))
    inside = _normal(prefix + path) if relative else _normal(path)
    found = repository.blob(commit, inside) if inside is not None else None
    if found is None or inside is None:
        local = _normal(prefix + path)
        hint = ""
        if not relative and local is not None and prefix and repository.blob(commit, local):
            hint = f"; did you mean `{revision}:./{path}`?"
        raise ComparisonInputError(f"there is no file `{path}` in revision `{revision}`{hint}")
    blob, size = found
    if size > MAX_BYTES:
        raise ComparisonInputError(f"{name}: {size} bytes; a manifest has at most {MAX_BYTES}")
    with tempfile.TemporaryDirectory(prefix="trainbib-") as temporary:
        copy = Path(temporary) / "manifest"
        repository.write(blob, copy)
        document = parse_document(copy.read_bytes(), path=f"{revision}:{path}")
    return edition(document, _beside(repository, commit, inside, revision))


@contextlib.contextmanager
def laid_out(path: str, revision: str) -> Generator[Path | None]:
    """Lay out a manifest, and the inventory that it pins, as they were in a revision.

    Args:
        path: The manifest on disk.
        revision: A revision of the repository that it is in.

    Yields:
        The manifest, in a folder that goes when the context ends, from where it stood then if it
        was moved since; None if the revision has none.

    Raises:
        ComparisonInputError: If there is no repository or revision of that name.
    """
    file = Path(path)
    if file.is_symlink():  # the manifest is what it leads to
        file = file.resolve()
    repository, prefix = repository_of(file.parent)
    commit = repository.commit(revision)
    manifest = f"{prefix}{file.name}"
    found = repository.blob(commit, manifest)
    if found is None:
        from trainbib.comparing.renames import name_before

        before = name_before(repository, commit, file)
        if before is not None:
            found = repository.blob(commit, before)
            prefix = before[: before.rfind("/") + 1]
    if found is None or found[1] > MAX_BYTES:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="trainbib-") as temporary:
        target = Path(temporary) / file.name
        repository.write(found[0], target)
        data = parse_document(target.read_bytes(), path=file.name).data
        inventory = as_mapping(as_mapping(as_mapping(data).get("files")).get("inventory"))
        named = inventory.get("path")
        beside = _normal(f"{prefix}{named}") if isinstance(named, str) else None
        blob = repository.blob(commit, beside) if beside is not None else None
        if blob is not None and isinstance(named, str) and _normal(named) is not None:
            copy = Path(temporary) / named
            copy.parent.mkdir(parents=True, exist_ok=True)
            repository.write(blob[0], copy)
        yield target


def against_head(path: str) -> tuple[Edition | str, str]:
    """Return a file as it is in ``HEAD``, and as it is now.

    Args:
        path: The file on disk; or ``REV:path``, which is then compared with the file on disk.

    Returns:
        The old edition (or its name, ``REV:path``), and the path of the new one.

    Raises:
        ComparisonInputError: If the file is not in a repository, or not in ``HEAD``.
    """
    file = Path(path)
    if ":" in path and not file.exists():
        revision, _, inside = path.partition(":")
        repository, prefix = repository_of(Path())
        repository.commit(revision)
        if inside.startswith(("./", "../")):
            return path, inside
        # Git's paths begin at the top; what is named on disk begins here.
        return path, os.path.relpath(
            repository.folder / inside, Path().absolute()
        ) if prefix else inside
    if not file.is_file():
        raise ComparisonInputError(f"{path} does not exist")
    return open_revision(f"HEAD:./{file.name}", file.parent), path


def _normal(path: str) -> str | None:
    """Resolve ``.`` and ``..``; None if the path leads out of the repository."""
    parts: list[str] = []
    for part in PurePosixPath(path).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != "/":
            parts.append(part)
    return "/".join(parts)


def _beside(
    repository: Repository, commit: str, manifest: str, revision: str
) -> Callable[[str], AbstractContextManager[Path]]:
    @contextlib.contextmanager
    def beside(path: str) -> Generator[Path]:
        folder = manifest.rpartition("/")[0]
        inside = _normal(f"{folder}/{path}" if folder else path)
        found = None if inside is None else repository.blob(commit, inside)
        if found is None:
            raise ComparisonInputError(f"`{path}` is not in revision `{revision}`")
        with tempfile.TemporaryDirectory(prefix="trainbib-") as temporary:
            copy = Path(temporary) / Path(path).name
            repository.write(found[0], copy)
            yield copy

    return beside
