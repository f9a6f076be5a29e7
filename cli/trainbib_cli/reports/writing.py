"""Writing reports: several formats of one run, each to a file or to standard output."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from trainbib_cli.exits import CannotError
from trainbib_cli.reports import CHECK_FORMATS, TEXT_FORMATS, new_reporter
from trainbib_cli.reports.results import CheckResult, ReportOptions
from trainbib_cli.terminal import Style, write, write_bytes

if TYPE_CHECKING:
    from trainbib_cli.reports.reporter import Reporter

_FILE_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Output:
    """A report that is wanted.

    Attributes:
        format: One of ``CHECK_FORMATS``.
        path: The file; None is standard output.
    """

    format: str
    path: Path | None = None


def parse_output(text: str) -> Output:
    """Read ``FORMAT``, ``FORMAT:PATH`` or ``FORMAT:-``.

    Raises:
        CannotError: If there is no such format, or no path behind the colon.
    """
    name, colon, path = text.partition(":")
    if name not in CHECK_FORMATS:
        from trainbib.conformance.wording import did_you_mean, one_of

        near = did_you_mean(name, CHECK_FORMATS)
        hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(CHECK_FORMATS)}"
        raise CannotError(f"there is no format `{name}`; {hint}")
    if colon and not path:
        raise CannotError(f"`{text}` names no file; write `{name}:PATH`, or `{name}` alone")
    return Output(name, None if path in {"", "-"} else Path(path))


def write_reports(
    outputs: Sequence[Output], results: Iterable[CheckResult], options: ReportOptions
) -> None:
    """Write reports of results, which are gone through once.

    A file is replaced whole when the run is over, or not at all. What it holds does not depend on
    the terminal: no colours, no links, 120 columns.

    Args:
        outputs: The reports; at most one goes to standard output.
        results: What was checked, as it is checked.
        options: How standard output shows it.

    Raises:
        CannotError: If two reports are to go to the same place, or a file cannot be written.
    """
    _refuse_doubles(outputs)
    with contextlib.ExitStack() as stack:
        sinks = [stack.enter_context(_sink(output, options)) for output in outputs]
        for sink in sinks:
            sink.take(sink.reporter.begin())
        for result in results:
            for sink in sinks:
                sink.take(sink.reporter.add(result))
        for sink in sinks:
            sink.take(sink.reporter.end())


def _refuse_doubles(outputs: Sequence[Output]) -> None:
    seen: set[str | None] = set()
    for output in outputs:
        place = None if output.path is None else os.path.realpath(output.path)
        if place in seen:
            where = "standard output" if output.path is None else str(output.path)
            raise CannotError(f"two reports cannot go to {where}; name a file: `FORMAT:PATH`")
        seen.add(place)


@dataclass(frozen=True, slots=True)
class _Sink:
    """A report that is being written.

    Attributes:
        reporter: What makes it.
        file: Where it is written to; None is standard output.
        for_terminal: Whether standard output gets text, not bytes.
        name: The file as the user named it.
    """

    reporter: "Reporter"
    file: IO[bytes] | None
    for_terminal: bool
    name: str

    def take(self, text: Iterator[str]) -> None:
        """Write what the reporter yields.

        Raises:
            CannotError: If the file cannot be written.
        """
        if self.file is None:
            if self.for_terminal:
                write(text)
                return
            for chunk in text:
                write_bytes(_encoded(chunk))
            return
        for chunk in text:
            data = _encoded(chunk)
            try:
                self.file.write(data)
            except OSError as error:
                raise _cannot_write(self.name, error) from error


@contextlib.contextmanager
def _sink(output: Output, options: ReportOptions) -> Generator[_Sink]:
    text = output.format in TEXT_FORMATS
    if output.path is None:
        yield _Sink(new_reporter(output.format, options), None, text, "standard output")
        return
    plain = replace(options, style=Style(), links=False, width=_FILE_WIDTH)
    name = str(output.path)
    with _replaced(output.path) as file:
        yield _Sink(new_reporter(output.format, plain), file, text, name)


@contextlib.contextmanager
def _replaced(path: Path) -> Generator[IO[bytes]]:
    """Open a file beside another one, which it replaces if all goes well.

    Raises:
        CannotError: If that cannot be done.
    """
    from trainbib.writing.atomic import mode_of

    target = Path(os.path.realpath(path))
    name = str(path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    except OSError as error:  # a link that leads to itself
        raise _cannot_write(name, error) from error
    # A device or a pipe holds nothing to be kept. /dev/stdout may lead to one that has no path.
    if not stat.S_ISREG(mode):
        try:
            file = path.open("wb")
        except OSError as error:
            raise _cannot_write(name, error) from error
        with file:
            yield file
        return
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise _cannot_write(name, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        try:
            Path(temporary).chmod(mode_of(target))
            Path(temporary).replace(target)
        except OSError as error:
            raise _cannot_write(name, error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _cannot_write(name: str, error: OSError) -> CannotError:
    return CannotError(f"cannot write {name}: {error.strerror or error}")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")  # a lone surrogate as \udcff
