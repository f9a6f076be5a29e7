"""Edits to a document that leave every other character as it was.

What comes out is read again and compared with the data that was meant; an edit that the layout does
not allow is refused, not guessed.
"""

from trainbib.diagnostics import Insert, Remove, Rename, Replace
from trainbib.document import Document
from trainbib.writing.layout import EditError, Layout
from trainbib.writing.planning import AnyStep, Append, applied, changed, planned, verified

__all__ = ["EditError", "Editor"]


class Editor:
    """Collects edits to one document and applies them at once.

    All JSON Pointers are those of the document as it was given.

    Args:
        document: A parsed document.

    Raises:
        EditError: If the document has no data.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._layout = Layout(document)
        self._steps: list[AnyStep] = []

    @property
    def changed(self) -> bool:
        """Whether there is anything to apply."""
        return bool(self._steps)

    def replace(self, pointer: str, value: object) -> None:
        """Replace a scalar.

        Raises:
            EditError: If there is no scalar at the pointer.
        """
        self._add(Replace(pointer, value))

    def rename(self, pointer: str, key: str) -> None:
        """Give a member another key.

        Raises:
            EditError: If there is no member at the pointer, or its key has an anchor.
        """
        self._add(Rename(pointer, key))

    def remove(self, pointer: str) -> None:
        """Take out a member or an item, with the comment on its line.

        Raises:
            EditError: If there is none at the pointer, or it is the only one.
        """
        self._add(Remove(pointer))

    def insert(self, pointer: str, key: str, value: object) -> None:
        """Add a member at the end of a mapping.

        Raises:
            EditError: If there is no mapping at the pointer, or it has the key.
        """
        self._add(Insert(pointer, key, value))

    def append(self, pointer: str, value: object) -> None:
        """Add an item at the end of a list.

        Raises:
            EditError: If there is no list at the pointer.
        """
        self._add(Append(pointer, value))

    def _add(self, step: AnyStep) -> None:
        planned(self._layout, [step])
        changed(self._document.data, [step])
        self._steps.append(step)

    def result(self) -> str:
        """Return the new text.

        Raises:
            EditError: If the text does not read as the data that was meant.
        """
        if not self._steps:
            return self._document.text
        path = self._document.path
        expected = changed(self._document.data, self._steps)
        text = applied(self._document.text, planned(self._layout, self._steps))
        try:
            verified(self._document, text, expected)
        except EditError as error:
            raise EditError(f"{path}: {error}") from error
        return text
