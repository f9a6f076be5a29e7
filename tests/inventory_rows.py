"""Rows of inventories, made of texts."""

from hashlib import sha256

from trainbib.comparing.files import RowDifferences
from trainbib.inventory.rows import FileRow
from trainbib.tree import HashedFile


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def row(path: str, text: str) -> FileRow:
    """Return the row of a file with this text."""
    return FileRow(path, len(text), digest(text), "text/plain")


def rows(files: dict[str, str]) -> list[FileRow]:
    """Return the rows of files, by path and text, in order."""
    made = [row(path, text) for path, text in files.items()]
    return sorted(made, key=lambda each: each.path.encode("utf-8", "surrogateescape"))


def lists(found: RowDifferences) -> list[list[object]]:
    """Return what was found as plain lists."""

    def plain(item: HashedFile) -> object:
        return item.path, item.bytes, item.sha256

    return [
        [plain(each) for each in found.added],
        [plain(each) for each in found.removed],
        [(plain(first), plain(last)) for first, last in found.changed],
        [(plain(first), plain(last)) for first, last in found.moved],
        [found.old_files, found.old_bytes, found.new_files, found.new_bytes],
    ]
