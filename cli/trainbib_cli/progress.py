"""Progress of long work: on standard error, and only if that is a terminal."""

import contextlib
import os
import sys
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TextIO

from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.terminal import settings, wants_color

if TYPE_CHECKING:
    from trainbib.inventory import Progress


@contextlib.contextmanager
def progress(verb: str) -> Generator["Callable[[Progress], None] | None"]:
    """Show how far reading is: bytes, rate, remaining time, files.

    Args:
        verb: What is being done, such as ``Verifying``.

    Yields:
        What to call with the progress; None if nobody is watching, so that nothing is counted.
    """
    stream: TextIO | None = sys.stderr
    if stream is None or not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.progress import TransferSpeedColumn as RateColumn

    colored = wants_color(settings().color, stream, os.environ)
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        RateColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[files]}"),
        console=Console(file=stream, no_color=not colored),
        transient=True,
    )
    with bar:
        task = bar.add_task(verb, total=None, files="")

        def show(state: "Progress") -> None:
            files = f"{grouped(state.files)}/{counted(state.files_total, 'file')}"
            bar.update(task, completed=state.bytes, total=state.bytes_total, files=files)

        yield show
