"""``trainbib check`` on a terminal: the report stands alone, whatever was shown while it came."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from terminals import on_terminal, screen
from valid_manifests import UNLICENSED, VALID

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no pseudo-terminals")


class Page(BaseHTTPRequestHandler):
    """A page that is there."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the library's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - ditto
        """Say nothing."""


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port at which everybody is let in, and nobody is answered."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_offline_nothing_precedes_the_report(tmp_path: Path) -> None:
    (tmp_path / "trainbib.yaml").write_text(UNLICENSED)
    written = on_terminal("check", "--color", "never", cwd=tmp_path)
    assert written.startswith(b"error[LIC001] licence-missing: ")
    assert b"Looking up" not in written


@pytest.mark.parametrize("format_", ["full", "concise", "json"])
def test_a_bar_of_look_ups_is_gone_before_the_report(
    tmp_path: Path, port: int, format_: str
) -> None:
    for name in ("a.trainbib.yaml", "b.trainbib.yaml"):
        links = "".join(
            f"  s{n}: {{kind: other, url: 'http://127.0.0.1:{port}/{name}/{n}'}}\n"
            for n in range(3)
        )
        head = VALID.partition("sources:\n")[0]
        (tmp_path / name).write_text(f"{head}sources:\n{links}")
    network = ["--online", "--no-cache", "--allow-host", "127.0.0.1", "--allow-port", str(port)]
    arguments = ["check", *network, "--color", "never", "--format", format_, "--select", "LIC,NET"]
    written = on_terminal(*arguments, cwd=tmp_path)
    # JSON comes in pieces of lines, so that no bar may stand between them.
    assert (b"Looking up links" in written) == (format_ != "json")
    assert (b" 0/3 " in written) == (format_ != "json"), "not only when something is answered"
    shown = screen(written)
    assert not [line for line in shown if "Looking up" in line]
    first = {"full": "error[LIC001] ", "concise": "a.trainbib.yaml:", "json": "{"}[format_]
    assert next(filter(None, shown)).startswith(first)
    assert len([line for line in shown if "LIC001" in line]) >= 6


def test_a_server_that_never_answers_is_waited_for_in_sight_until_somebody_interrupts(
    tmp_path: Path, silent_port: int
) -> None:
    link = f"http://127.0.0.1:{silent_port}/"
    (tmp_path / "trainbib.yaml").write_text(VALID.replace("https://trainbib.org/data/", link))
    network = ["--online", "--no-cache", "--allow-host", "127.0.0.1"]
    network += ["--allow-port", str(silent_port), "--select", "NET"]
    seen = bytearray()

    def interrupt(program: subprocess.Popen[bytes], data: bytes) -> None:
        before = b"0/" in seen
        seen.extend(data)
        if b"0/" in seen and not before:
            program.send_signal(signal.SIGINT)

    written = on_terminal("check", *network, cwd=tmp_path, watched=interrupt)
    shown = [line for line in screen(written) if line]
    assert shown == ["trainbib: interrupted"]
