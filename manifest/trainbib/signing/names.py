"""Where the signatures of a manifest lie: beside it, by its name (SPEC.md, section 14.1)."""

import os
from pathlib import Path

__all__ = ["envelope_path"]


def envelope_path(manifest: str | os.PathLike[str]) -> Path:
    """Return where the signatures of a manifest are: its name and ``.dsse.json``."""
    return Path(f"{os.fspath(manifest)}.dsse.json")
