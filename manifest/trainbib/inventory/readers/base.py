"""What a reader is: it is fed a file's bytes, once and in order, and says how many records."""

from typing import BinaryIO, NamedTuple, Protocol

__all__ = ["Count", "Counter", "FileReader", "Uncounted", "uncounted"]


class Count(NamedTuple):
    """What a reader found.

    Attributes:
        records: Number of records; None when it could not be told.
        unit: What a record is: ``line``, ``row``, ``image`` …
        note: Why there is no number.
        type: A better media type than the one the reader was chosen by, None to keep that one.
    """

    records: int | None
    unit: str | None = None
    note: str | None = None
    type: str | None = None


class Counter(Protocol):
    """Counts the records of one file while its bytes go by."""

    def feed(self, chunk: bytes, /) -> None:
        """Take the next bytes of the file; chunks may end anywhere."""
        ...

    def finish(self) -> Count:
        """Say what was found; called once, after the last byte."""
        ...


class FileReader(Protocol):
    """Counts the records of a file whose format is read from its end, or by its index."""

    def __call__(self, file: BinaryIO, media: str, /) -> Count:
        """Read what is needed from a file opened for reading, of the given media type."""
        ...


def uncounted(note: str, *, type: str | None = None) -> Count:  # noqa: A002 - the field's name
    """Say why there is no number.

    Args:
        note: The reason, without a full stop.
        type: A better media type, if there is one.

    Returns:
        A count without a number.
    """
    return Count(None, None, note, type)


class Uncounted:
    """A counter that does not count."""

    __slots__ = ("_count",)

    def __init__(self, note: str | None) -> None:
        """Begin a file.

        Args:
            note: Why it is not counted.
        """
        self._count = Count(None, None, note)

    def feed(self, chunk: bytes, /) -> None:
        """Let the next bytes of the file pass."""

    def finish(self) -> Count:
        """Say why there is no number."""
        return self._count
