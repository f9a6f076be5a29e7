"""Paths that a manifest names: they stay in its folder (SPEC.md, section 20)."""

from pathlib import Path

__all__ = ["named_path"]


def named_path(folder: Path, named: str) -> Path | None:
    """Return where a path leads that a manifest names, links followed.

    Args:
        folder: The folder of the manifest.
        named: The path.

    Returns:
        The path, whether there is anything or not; None if it leads out of the folder, or links
        lead it round in a circle, or it holds a null byte.
    """
    path = folder / named
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return None
    return path if inside else None
