"""Exit codes, the same for every command."""

import contextlib
import enum
from collections.abc import Generator, Sequence


class Exit(enum.IntEnum):
    """What the process says when it ends."""

    OK = 0
    """Done, and nothing found."""
    FINDINGS = 1
    """Done: findings, mismatches or changes."""
    FAILED = 2
    """Could not do it, or not all of it."""
    NOTHING = 3
    """There was nothing to do it to."""
    INTERRUPTED = 130
    """Stopped from the keyboard."""


class CannotError(Exception):
    """A command cannot do what was asked; the text is the sentence that the user reads.

    Attributes:
        code: The exit code.
        rows: Lines that show what the sentence is about.
    """

    def __init__(self, message: str, code: Exit = Exit.FAILED, *, rows: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.rows = tuple(rows)


@contextlib.contextmanager
def output_told() -> Generator[None]:
    """Tell a result that cannot be written from a file that cannot be read.

    Raises:
        CannotError: If standard output refuses what is written to it, as a full disk does.
    """
    try:
        yield
    except BrokenPipeError:  # the reader has what it wants
        raise
    except OSError as error:
        raise CannotError(f"cannot write the result: {os_reason(error)}") from error


def os_reason(error: OSError) -> str:
    """Say what the operating system refused, in one clause with the path first.

    Args:
        error: Any error of the operating system.
    """
    why = error.strerror or str(error) or type(error).__name__
    if error.filename is None:
        return why
    name = error.filename
    shown = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else str(name)
    return f"{shown}: {why}"
