"""Members of ZIP archives, from the index at their end."""

from typing import BinaryIO

from trainbib.inventory.readers.base import Count

__all__ = ["read"]


def read(file: BinaryIO, media: str, /) -> Count:
    """Count the files in a ZIP archive; folders do not count.

    Args:
        file: The file, open for reading.
        media: Its media type.

    Returns:
        The count.

    Raises:
        zipfile.BadZipFile: The archive is damaged.
    """
    import zipfile

    del media
    with zipfile.ZipFile(file) as archive:
        return Count(sum(1 for member in archive.infolist() if not member.is_dir()), "member")
