"""The one normal form of the text of a record (SPEC.md, section 21.2)."""

import unicodedata

__all__ = ["normal_text"]

_AROUND = "\t\n\v\f\r \ufeff"


def normal_text(text: str) -> str:
    """Return the normal form of a text: line feeds as line ends, NFC, nothing blank around it.

    Args:
        text: The text, as a record or whoever asks gives it.

    Returns:
        The normal form; applied to itself it gives itself.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip(_AROUND)
