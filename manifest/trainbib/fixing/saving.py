"""Writing a manifest that was changed in memory, if it still is what was read."""

from pathlib import Path

from trainbib.fixing.applying import FixResult
from trainbib.writing.atomic import replace_unchanged


def save(result: FixResult, path: Path | None = None) -> bool:
    """Write the fixed manifest over the old one, whole or not at all.

    Permissions are kept. Nothing is written through a link, nor over a file that is no longer
    what was read.

    Args:
        result: What ``fixed`` returned.
        path: The file; that of the document if left out.

    Returns:
        Whether there was anything to write.

    Raises:
        ChangedFileError: If the file is a link, or has changed since it was read.
        OSError: If it cannot be written; it is then as it was.
    """
    if not result.changed:
        return False
    replace_unchanged(path or Path(result.document.path), result.original, result.data)
    return True
