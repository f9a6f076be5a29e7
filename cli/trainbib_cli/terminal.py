"""The terminal: colours, text that is safe to print, what goes to which stream."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any, Literal, NamedTuple, TextIO, TypeVar

import click

from trainbib.characters import DIRECTION_MARKS, UNPRINTABLE

ColorChoice = Literal["auto", "always", "never"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

# Of what nobody sees, a line of a terminal can have the fillers of Hangul, which are blanks there,
# and joiners; but marks of direction put what the program writes beside them into another order.
_HIDDEN = UNPRINTABLE + DIRECTION_MARKS
# The second sign of `##[` and `##vso[`, which the runners of GitHub (actions/runner,
# ActionCommand.TryParse) and of Azure Pipelines (Command.TryParse) obey wherever they stand in a
# line, and of TeamCity's `##teamcity[`.
_COMMAND = r"(?<=#)#(?=[A-Za-z]*\[)"
COMMAND = re.compile(_COMMAND)
# These two are compiled when they are needed, and `re` keeps them: most runs print plain text.
_UNSAFE = f"[\t\n\r{_HIDDEN}]|{_COMMAND}"
_UNSAFE_IN_JSON = f"[{_HIDDEN}]"
_BEYOND_ASCII = re.compile(r"[^\n -~]+")
"""Where a text has to be looked at more closely, which takes ten times as long."""
_CHUNK = 1 << 15
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str) -> str:
    """Escape what a terminal would obey instead of show; everything else stays as it is."""
    if text.isprintable() and "##" not in text:  # nothing of what is escaped is printable
        return text
    return re.sub(_UNSAFE, _escaped, text)


def printable_path(path: str) -> str:
    """Do the same for a path that may begin a line, where a CI runner obeys ``::`` at its start.

    Such a path is written from the folder that it is in: ``./::name``.
    """
    shown = printable(path)
    return f"./{shown}" if shown.lstrip().startswith(("::", "#\\x23")) else shown


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    number = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if number <= 0xFF:  # noqa: PLR2004 - two hexadecimal digits
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - four


def json_text(value: object, *, indent: int | None = None, compact: bool = False) -> str:
    """Write JSON that means the same and that neither a terminal nor a CI runner obeys.

    Args:
        value: What to write.
        indent: Spaces of a level; one line if left out.
        compact: Whether there are no blanks behind commas and colons.
    """
    import json

    separators = (",", ":") if compact else None
    return safe_json(json.dumps(value, ensure_ascii=False, indent=indent, separators=separators))


def safe_json(text: str) -> str:
    """Escape in JSON what :func:`printable` escapes; all of it stands in strings (RFC 8259)."""
    if not text.replace("\n", "").isprintable():
        text = _BEYOND_ASCII.sub(_run_escaped, text)
    return COMMAND.sub(_json_escaped, text) if "##" in text else text


def _run_escaped(match: re.Match[str]) -> str:
    return re.sub(_UNSAFE_IN_JSON, _json_escaped, match.group())


def _json_escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


class Terminal:
    """What the user set for the whole program.

    Attributes:
        color: The choice given with ``--color``.
        debug: Whether a failure shows its traceback.
    """

    __slots__ = ("color", "debug")

    def __init__(self) -> None:
        self.color: ColorChoice = "auto"
        self.debug = False


def wants_color(choice: ColorChoice, stream: IO[Any], environment: Mapping[str, str]) -> bool:
    """Decide on colour: the flag, then ``NO_COLOR``, then forcing variables, then the stream.

    Args:
        choice: The flag.
        stream: Where the text goes.
        environment: The environment variables.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if environment.get(name, "0") not in {"", "0"}:
            return True
    return stream.isatty() and environment.get("TERM") != "dumb"


class Style(NamedTuple):
    """Colours of text; without ``on`` every method returns the text as it is."""

    on: bool = False

    def _paint(self, text: str, codes: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.on and text else text

    def severity(self, text: str, severity: str) -> str:
        """Paint in the colour of a severity, or of the level of a change."""
        codes = {"error": "1;31", "breaking": "1;31", "warning": "1;33", "notable": "1;33"}
        return self._paint(text, codes.get(severity, "1;36"))

    def strong(self, text: str) -> str:
        """Paint bold."""
        return self._paint(text, "1")

    def frame(self, text: str) -> str:
        """Paint in the colour of frames and line numbers."""
        return self._paint(text, "1;34")

    def good(self, text: str) -> str:
        """Paint green."""
        return self._paint(text, "32")

    def bad(self, text: str) -> str:
        """Paint red."""
        return self._paint(text, "31")

    def quiet(self, text: str) -> str:
        """Paint dim."""
        return self._paint(text, "2")


def settings() -> Terminal:
    """Return what the user set; the defaults outside of the program."""
    context = click.get_current_context(silent=True)
    found = context.find_object(Terminal) if context else None
    return found if found is not None else Terminal()


def style() -> Style:
    """Return the colours for standard output."""
    stream: TextIO | None = sys.stdout
    return Style(stream is not None and wants_color(settings().color, stream, os.environ))


def error_style() -> Style:
    """Return the colours for standard error."""
    stream: TextIO | None = sys.stderr
    return Style(stream is not None and wants_color(settings().color, stream, os.environ))


def write(text: str | Iterable[str]) -> None:
    """Write text to standard output as it comes, without a line feed of its own."""
    colored = style().on
    pending: list[str] = []
    size = 0
    for chunk in [text] if isinstance(text, str) else text:
        pending.append(chunk)
        size += len(chunk)
        if size > _CHUNK:
            click.echo("".join(pending), nl=False, color=colored)
            pending, size = [], 0
    click.echo("".join(pending), nl=False, color=colored)


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output: for formats whose encoding is fixed."""
    stream: TextIO | None = sys.stdout
    if stream is not None:  # closed by whoever started the program
        stream.buffer.write(data)


def write_json(value: object) -> None:
    """Write JSON to standard output: UTF-8 (RFC 8259, section 8.1), two spaces of indent."""
    write_bytes(f"{json_text(value, indent=2)}\n".encode())


def notice(message: str) -> None:
    """Write a sentence to standard error, led by the program's name."""
    click.echo(notice_text(message), err=True)


def notice_text(message: str) -> str:
    """Return a sentence as standard error shows it."""
    return f"trainbib: {printable(message)}"


def shared_options(command: _Command) -> _Command:
    """Add the options that every command has: ``--color`` and ``--debug``."""
    color: Callable[[_Command], _Command] = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default=None,
        expose_value=False,
        callback=_keep_color,
        help="Colours: auto (on a terminal; see NO_COLOR, FORCE_COLOR), always or never.",
    )
    debug: Callable[[_Command], _Command] = click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=_keep_debug,
        help="Show the traceback of a failure.",
    )
    return color(debug(command))


def _keep_color(context: click.Context, _: click.Parameter, value: ColorChoice | None) -> None:
    terminal = context.find_object(Terminal)
    if value is not None and terminal is not None:
        terminal.color = value


def _keep_debug(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's callback
    terminal = context.find_object(Terminal)
    if value and terminal is not None:
        terminal.debug = True
