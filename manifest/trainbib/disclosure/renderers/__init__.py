"""Documents from filings: one module a format, all of them writing the model of ``document``.

JSON is no document: ``trainbib.disclosure.filing_json`` writes it. ``csv`` writes the tables of a
filing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from trainbib.disclosure.answers import Filing
from trainbib.disclosure.renderers.extras import RenderingError

__all__ = ["FORMATS", "Format", "RenderingError", "format_of", "render"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of documents.

    Attributes:
        name: As ``--format`` takes it.
        suffixes: Endings of files in it, the usual one first.
        binary: Whether a terminal cannot show it.
        function: Module and function that write it.
    """

    name: str
    suffixes: tuple[str, ...]
    binary: bool
    function: tuple[str, str]

    def render(self, filings: Sequence[Filing]) -> bytes:
        """Return filings as one document; text is UTF-8.

        Raises:
            ValueError: There is no filing.
            RenderingError: A package is missing that the format needs.
        """
        module, name = self.function
        function: Callable[[Sequence[Filing]], str | bytes] = getattr(
            import_module(f"{__name__}.{module}"), name
        )
        made = function(filings)
        return made if isinstance(made, bytes) else made.encode()


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("html", (".html", ".htm"), binary=False, function=("html", "render_html")),
        Format("docx", (".docx",), binary=True, function=("docx", "render_docx")),
        Format("pdf", (".pdf",), binary=True, function=("pdf", "render_pdf")),
        Format(
            "markdown", (".md", ".markdown"), binary=False, function=("markdown", "render_markdown")
        ),
        Format("text", (".txt",), binary=False, function=("text", "render_text")),
    )
}
"""All formats, by name."""


def format_of(path: str) -> str | None:
    """Return the format that a file's name says, None where it says none."""
    lowered = path.lower()
    return next(
        (name for name, each in FORMATS.items() if lowered.endswith(each.suffixes)),
        None,
    )


def render(filings: Sequence[Filing], name: str) -> bytes:
    """Return filings as one document.

    Args:
        filings: One or several; those of one manifest make a combined card.
        name: Of the format.

    Raises:
        KeyError: There is no such format.
        ValueError: There is no filing.
        RenderingError: A package is missing that the format needs.
    """
    return FORMATS[name].render(filings)
