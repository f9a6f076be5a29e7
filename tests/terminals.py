"""Running the program on a terminal, as people do."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cli_program import environment


def on_terminal(
    *arguments: str,
    cwd: Path,
    watched: Callable[[subprocess.Popen[bytes], bytes], None] | None = None,
) -> bytes:
    """Run the program with all its streams on one terminal, and return what it wrote there.

    Args:
        arguments: Those of the command line.
        cwd: Where it runs.
        watched: Called with the program and what it has just written.
    """
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "trainbib_cli", *arguments],
        cwd=cwd,
        env=environment(TERM="xterm", COLUMNS="100", LINES="40"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as program:
        os.close(theirs)
        written = bytearray()
        try:
            while data := os.read(ours, 1 << 16):
                written += data
                if watched is not None:
                    watched(program, data)
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
        program.wait(timeout=60)
    return bytes(written)


def screen(written: bytes) -> list[str]:
    """Return the lines that a terminal shows of what was written, as far as reports go.

    That is text, line feeds, returns, erasing of lines, and moves up; colours are nothing to see.
    """
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[[?0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", written.decode()):
        if part == "\r":
            column = 0
        elif part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part.startswith("\x1b["):
            number = int(re.sub(r"\D", "", part) or 0)
            if part.endswith("K") and number == 2:
                lines[row] = ""
            elif part.endswith("A"):
                row = max(0, row - max(1, number))
        else:
            line = lines[row].ljust(column)
            lines[row] = line[:column] + part + line[column + len(part) :]
            column += len(part)
    return lines
