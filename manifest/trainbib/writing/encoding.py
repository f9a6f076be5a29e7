"""Between the bytes of a file and its text: UTF-8, and the byte order mark of some editors."""

from trainbib.document import Document, ParseFinding

_MARK = b"\xef\xbb\xbf"


def is_mark(parsed: ParseFinding) -> bool:
    """Tell whether what the reader found is a byte order mark: PAR002 of no width."""
    span = parsed.finding.span
    return parsed.code == "PAR002" and span is not None and span.end_column == span.column


def has_mark(document: Document) -> bool:
    """Tell whether the file begins with a byte order mark, which is not in the text."""
    return any(map(is_mark, document.findings))


def is_whole(document: Document) -> bool:
    """Tell whether the text holds all bytes of the file: what is not UTF-8 has been replaced."""
    return all(each.code != "PAR002" or is_mark(each) for each in document.findings)


def encoded(text: str, *, mark: bool = False) -> bytes:
    """Return the bytes of a text."""
    return (_MARK if mark else b"") + text.encode("utf-8", "surrogatepass")


def original(document: Document) -> bytes:
    """Return the bytes that a document was read from, if they were all UTF-8."""
    return encoded(document.text, mark=has_mark(document))
