"""Patches on standard output: for `patch` and git to the byte, for people in colours."""

import sys
from collections.abc import Iterator
from typing import TextIO

from trainbib_cli.terminal import printable, style, write, write_bytes


def write_patch(patch: str) -> None:
    """Write a patch to standard output: to the byte, or coloured and safe on a terminal."""
    stream: TextIO | None = sys.stdout
    if stream is None or not stream.isatty():
        write_bytes(patch.encode("utf-8", "surrogateescape"))
        return
    write(_shown(patch))


def _shown(patch: str) -> Iterator[str]:
    paint = style()
    for line in patch.split("\n")[:-1]:
        safe = "\t".join(map(printable, line.split("\t")))
        if line.startswith(("---", "+++")):
            safe = paint.strong(safe)
        elif line.startswith("@@"):
            safe = paint.frame(safe)
        elif line.startswith("+"):
            safe = paint.good(safe)
        elif line.startswith("-"):
            safe = paint.bad(safe)
        yield f"{safe}\n"
