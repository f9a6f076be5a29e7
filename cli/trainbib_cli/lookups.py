"""Asking the network: whether it may be asked, how, and how far that is."""

import contextlib
import os
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from trainbib_cli.exits import CannotError
from trainbib_cli.terminal import notice, settings, wants_color

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from trainbib.online.settings import OnlineSettings, Progress
    from trainbib_cli.check_options import CheckFlags

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Network:
    """What was given on the command line for asking the network."""

    online: bool = False
    no_network: bool = False
    allow_host: tuple[str, ...] = ()
    allow_port: tuple[int, ...] = ()
    proxy: str | None = None
    ca_bundle: str | None = None
    online_strict: bool = False
    cache_dir: str | None = None
    no_cache: bool = True


def online_settings(flags: "Network | CheckFlags", contact: str | None) -> "OnlineSettings | None":
    """Return how the network is asked; None if it is not.

    Args:
        flags: What was given on the command line; a configuration cannot open the network.
        contact: What requests say of who asks.

    Raises:
        CannotError: If it is to be asked and may not be.
    """
    if not flags.online:
        return None
    if flags.no_network or os.environ.get("TRAINBIB_OFFLINE", "0") not in {"", "0"}:
        raise CannotError("--online is refused: --no-network or TRAINBIB_OFFLINE is set")
    from trainbib.online.settings import OnlineSettings, default_cache_path

    cache: Path | None = default_cache_path()
    if flags.no_cache:
        cache = None
    elif flags.cache_dir is not None:
        cache = Path(flags.cache_dir) / "http.sqlite"
    if flags.proxy is not None:
        notice("requests go through a proxy: which addresses are asked is then up to the proxy")
    return OnlineSettings(
        contact=contact,
        cache_path=cache,
        allowed_hosts=frozenset(flags.allow_host),
        ports=frozenset({80, 443, *flags.allow_port}),
        proxy=flags.proxy,
        ca_bundle=None if flags.ca_bundle is None else Path(flags.ca_bundle),
        strict=flags.online_strict,
    )


class LookupBar:
    """How many things have an answer: a bar on a terminal, there only while something is asked.

    Standard output may be the same terminal, so it is taken away before anything else is written.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: Bar | None = None
        self._lock = threading.Lock()

    def show(self, state: "Progress") -> None:
        """Show the progress; from any thread. All answered, the bar goes."""
        with self._lock:
            if state.done >= state.total:
                self._stop()
                return
            if self._bar is None:
                self._bar = self._made()
                self._bar.add_task("", total=None)
                self._update(self._bar, state)
                self._bar.start()
            else:
                self._update(self._bar, state)

    def hide(self) -> None:
        """Take the bar away, whatever still has no answer."""
        with self._lock:
            self._stop()

    def hidden_before(self, results: Iterable[T]) -> Iterator[T]:
        """Yield what comes, the bar away each time."""
        for result in results:
            self.hide()
            yield result

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    @staticmethod
    def _update(bar: "Bar", state: "Progress") -> None:
        task = bar.task_ids[0]
        bar.update(task, description=state.what, completed=state.done, total=state.total)

    def _made(self) -> "Bar":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        colored = wants_color(settings().color, self._stream, os.environ)
        return Bar(
            TextColumn("Looking up {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),  # one slow server is no program that hangs
            console=Console(file=self._stream, no_color=not colored),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )


@contextlib.contextmanager
def lookups_shown() -> "Generator[LookupBar | None]":
    """Offer a bar of look-ups: on standard error, and only if that is a terminal.

    Yields:
        The bar, not there yet; None if nobody is watching.
    """
    stream: TextIO | None = sys.stderr
    if stream is None or not stream.isatty():
        yield None
        return
    bar = LookupBar(stream)
    try:
        yield bar
    finally:
        bar.hide()
