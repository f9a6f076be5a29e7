"""Making repairs in texts, for the tests of repairs."""

from datetime import date

from trainbib.document import Document, parse_document
from trainbib.fixing import FixResult, fixed
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
SETTINGS = Settings(today=TODAY)


def read(text: str, path: str = "m.yaml") -> Document:
    return parse_document(text.encode(), path=path)


def fix(text: str, path: str = "m.yaml", *, unsafe: bool = False) -> FixResult:
    return fixed(read(text, path), SETTINGS, unsafe=unsafe)
