"""What generating raises."""

__all__ = ["GenerateError"]


class GenerateError(Exception):
    """The manifest could not be made, or not be brought up to date; nothing was written."""
