"""Manifests in git: ``REV:path``, read without a checkout and without running what git configures.

Git is called without a shell. A revision is resolved to a commit first, so nothing that a user
writes is ever taken for an option; the network is never used, not even by a partial clone.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from trainbib.comparing.editions import Edition, edition
from trainbib.comparing.model import ComparisonInputError
from trainbib.document import MAX_BYTES, parse_document
from trainbib.values import as_mapping

_ENVIRONMENT = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OFFLINE = ("-c", "protocol.allow=never")
_REGULAR = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class _Repository:
    """A git repository, and the folder in it that paths begin at."""

    git: str
    folder: Path

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(  # noqa: S603 - no shell; revisions are resolved before they are used
            [self.git, *_OFFLINE, *arguments],
            cwd=self.folder,
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    def line(self, *arguments: str) -> str | None:
        """Return the one line that git answers; None if it refuses."""
        done = self.run(*arguments)
        if done.returncode:
            return None
        return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def commit(self, revision: str) -> str:
        """Return the commit of a revision.

        Raises:
            ComparisonInputError: If there is no such revision.
        """
        if not revision or revision.startswith("-") or "\0" in revision:
            raise ComparisonInputError(f"`{revision}` is no revision of git")
        found = self.line(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        if found is None:
            raise ComparisonInputError(
                f"there is no revision `{revision}` in the git repository of {self.folder}"
            )
        return found

    def blob(self, commit: str, path: str) -> tuple[str, int] | None:
        """Return id and size of a file in a commit; None if there is no such file."""
        if not path or "\0" in path:
            return None
        listed = self.line("ls-tree", "-z", "-l", "--full-tree", commit, "--", path)
        if not listed:
            return None
        facts, _, name = listed.rstrip("\0").partition("\t")
        mode, _, blob, size = facts.split()
        return (blob, int(size)) if mode in _REGULAR and name == path else None

    def write(self, blob: str, target: Path) -> None:
        """Write the bytes of a file, as they are stored, to a file.

        Raises:
            ComparisonInputError: If git does not have them here.
        """
        with target.open("wb") as stream:
            done = subprocess.run(  # noqa: S603 - no shell; the id is git's own
                [self.git, *_OFFLINE, "cat-file", "blob", blob],
                cwd=self.folder,
                env={**os.environ, **_ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.PIPE,
                check=False,
            )
        if done.returncode:
            reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise ComparisonInputError(f"git cannot give object {blob}: {reason}")


def _repository(folder: Path) -> tuple[_Repository, str]:
    """Return the repository that a folder is in, and the folder's path in it, with a final slash.

    Raises:
        ComparisonInputError: If it is in none, or git is not installed.
    """
    git = shutil.which("git")
    if git is None:
        raise ComparisonInputError("git is not installed, so no revision can be read")
    here = _Repository(git, folder)
    done = here.run("rev-parse", "--show-toplevel", "--show-prefix")
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        if "not a git repository" in reason:
            raise ComparisonInputError(f"{folder.absolute()} is not in a git repository")
        raise ComparisonInputError(f"git cannot read {folder.absolute()}: {reason}")
    # The prefix ends in a slash, or is empty; only the path of the repository can hold a line feed.
    top, _, prefix = done.stdout.decode("utf-8", "surrogateescape")[:-1].rpartition("\n")
    return _Repository(git, Path(top)), prefix


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
    repository, prefix = _repository(folder or Path())
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
        The manifest, in a folder that goes when the context ends; None if the revision has none.

    Raises:
        ComparisonInputError: If there is no repository or revision of that name.
    """
    file = Path(path)
    repository, prefix = _repository(file.parent)
    commit = repository.commit(revision)
    manifest = f"{prefix}{file.name}"
    found = repository.blob(commit, manifest)
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
        repository, prefix = _repository(Path())
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
    repository: _Repository, commit: str, manifest: str, revision: str
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
