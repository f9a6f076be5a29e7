"""Replacing a file whole or not at all."""

import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write to a temporary file beside the target, then rename it over the target.

    A link is followed, so that the file it points to is replaced and the link stays. Permissions
    of an existing file are kept, and its owner and group where the process may.

    Raises:
        OSError: If it cannot be written; the target is then as it was. Names the path as given.
    """
    _replace(path.resolve(), data, path)


class ChangedFileError(OSError):
    """The file is not what was read, so that it is not written over."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.why = why


def replace_unchanged(path: Path, old: bytes, new: bytes) -> None:
    """Write over a file that still holds what was read; whole or not at all, never by a link.

    Args:
        path: The file.
        old: What was read.
        new: What is to be there.

    Raises:
        ChangedFileError: If it is a link, is no longer there, or holds something else.
        OSError: If it cannot be written; it is then as it was.
    """
    if path.is_symlink():
        raise ChangedFileError(path, f"a link; name the file that it leads to: {path.resolve()}")
    try:
        found = path.read_bytes() if path.is_file() else None
    except FileNotFoundError:
        found = None
    if found != old:
        raise ChangedFileError(path, "has changed since it was read; run it again")
    _replace(path.absolute(), new, path)


def _replace(target: Path, data: bytes, name: Path) -> None:
    try:
        _replace_by_copy(target, data)
    except OSError as error:  # names the copy, of which the user knows nothing
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(name)) from error


def _replace_by_copy(target: Path, data: bytes) -> None:
    with replacing(target) as temporary, temporary.open("wb") as file:
        file.write(data)
        file.flush()
        _keep_owner(file.fileno(), target)
        os.fsync(file.fileno())


@contextlib.contextmanager
def replacing(target: Path, *, like: Path | None = None) -> Generator[Path]:
    """Make an empty file that takes the place of another at the end, or is removed if that fails.

    Its name is always the same, that of the other with a dot before it and ``.new`` after it, so
    that what a run leaves that was killed is no data (SPEC.md, section 12.4), and gone with the
    next run.

    Args:
        target: What it replaces, if there is anything; no link.
        like: What it gets the permissions of, if not of what it replaces.

    Yields:
        The file, which only its owner can read until then.

    Raises:
        ChangedFileError: If another program replaced the same file meanwhile.
        OSError: If it cannot be made or put in place.
    """
    temporary = target.with_name(f".{target.name}.new")
    temporary.unlink(missing_ok=True)
    # It is held open, so that no other file can have its number meanwhile.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as held:
        made = os.fstat(held.fileno())
        try:
            yield temporary
            _must_be(temporary, made, target)
            temporary.chmod(mode_of(like or target))
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                if _is(temporary, made):
                    temporary.unlink()
            raise


def _must_be(temporary: Path, made: os.stat_result, target: Path) -> None:
    if not _is(temporary, made):
        raise ChangedFileError(target, "another program writes it, too; run it again")


def _is(path: Path, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.lstat(), file)
    except FileNotFoundError:
        return False


def _keep_owner(handle: int, target: Path) -> None:
    """Give an open file the owner and the group of another, as far as the process may."""
    if sys.platform == "win32" or not target.exists():
        return
    kept = target.stat()
    try:
        os.fchown(handle, kept.st_uid, kept.st_gid)
    except PermissionError:
        with contextlib.suppress(PermissionError):
            os.fchown(handle, -1, kept.st_gid)


def replace_both(written: Path, first: Path, second: Path, data: bytes) -> None:
    """Put two files in place, or neither if the second cannot be written.

    Args:
        written: A finished file that becomes the first.
        first: What it replaces, if there is anything.
        second: The file that is written then.
        data: Its content.

    Raises:
        OSError: If a file cannot be written; both are then as they were.
    """
    old = first.with_name(f".{first.name}.old")
    kept = first.exists()
    if kept:
        old.unlink(missing_ok=True)
        try:
            os.link(first, old, follow_symlinks=False)  # so that there is one at any moment
        except (OSError, NotImplementedError):
            first.rename(old)
    try:
        written.replace(first)
        write_atomically(second, data)
    except BaseException:
        if kept:
            old.replace(first)
            old.unlink(missing_ok=True)  # two names of one file both stay
        else:
            first.unlink(missing_ok=True)
        raise
    if kept:
        old.unlink()


def mode_of(path: Path) -> int:
    """Return the permissions of a file, or those that a new one gets."""
    return path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
