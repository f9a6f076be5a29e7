"""What a format needs beyond Trainbib itself."""

__all__ = ["INSTALL", "RenderingError"]

INSTALL = "pip install 'trainbib[documents]'"
"""The command that brings what DOCX and PDF need."""


class RenderingError(RuntimeError):
    """A document cannot be written in a format; the message says what to do."""
