"""A small internet for tests: hosts with pages, behind names that only the tests resolve.

The guard stays on. Hosts have public addresses; only the last step, connecting to an address, leads
to servers on this machine. Time passes when somebody sleeps.
"""

import contextlib
import json
import socket
import ssl
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from trainbib.online.connection import dial
from trainbib.online.settings import OnlineSettings, Services

PUBLIC = "93.184.215.14"
START = 1_800_000_000.0


class FakeClock:
    """A clock that stands still unless somebody waits."""

    def __init__(self) -> None:
        self.time = START
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        return self.time

    def elapsed(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        with self._lock:
            if seconds > 0:
                self.slept.append(seconds)
                self.time += seconds


@dataclass(frozen=True)
class Page:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Asked:
    method: str
    url: str
    headers: dict[str, str]


Answering = Page | Callable[[Asked], Page] | list[Page]


def redirect(to: str, status: int = 301) -> Page:
    return Page(status, headers={"Location": to})


def html(title: str, body: str = "") -> Page:
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return Page(200, text.encode(), {"Content-Type": "text/html; charset=utf-8"})


def as_json(data: object, status: int = 200) -> Page:
    return Page(status, json.dumps(data).encode(), {"Content-Type": "application/json"})


class World:
    """Hosts, their pages, and what was asked of them."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.pages: dict[str, Answering] = {}
        self.names: dict[str, list[list[str]]] = {"doi.org": [[PUBLIC]]}
        self.asked: list[Asked] = []
        self.dialled: list[tuple[str, int]] = []
        self.looked_up: Counter[str] = Counter()
        self.ports: dict[int, int] = {}
        self.raw_ports: dict[str, int] = {}
        self._lock = threading.Lock()

    def put(self, url: str, answer: Answering) -> None:
        """Put a page at ``http://host/path``; the host gets a public address."""
        self.pages[url] = deque(answer) if isinstance(answer, list) else answer  # type: ignore[assignment]
        host = url.split("/")[2].partition(":")[0]
        self.names.setdefault(host, [[PUBLIC]])

    def resolve(self, host: str, _: int) -> list[str]:
        with self._lock:
            self.looked_up[host] += 1
            answers = self.names.get(host)
            if not answers:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, timeout: float | None) -> socket.socket:
        with self._lock:
            self.dialled.append((address, port))
        target = self.raw_ports.get(address, self.ports.get(port))
        if target is None:
            raise ConnectionRefusedError(111, "Connection refused")
        return dial("127.0.0.1", target, timeout)

    def settings(self, **changes: Any) -> OnlineSettings:
        """Return settings of this world: no cache, no pauses between requests."""
        base: dict[str, Any] = {
            "host_interval": 0.0,
            "cache_path": None,
            "clock": self.clock,
            "resolver": self.resolve,
            "dialler": self.dial,
            "random": lambda: 0.0,
            "services": services(),
        }
        return OnlineSettings(**(base | changes))

    def urls(self, method: str | None = None) -> list[str]:
        """Return what was asked for, robots.txt left out."""
        return [
            each.url
            for each in self.asked
            if (method is None or each.method == method) and not each.url.endswith("/robots.txt")
        ]

    def answer(self, asked: Asked) -> Page:
        with self._lock:
            self.asked.append(asked)
            found: Any = self.pages.get(asked.url)
            if isinstance(found, deque):
                found = found.popleft() if len(found) > 1 else found[0]
        if found is None:
            return Page(404, b"nothing here")
        return found if isinstance(found, Page) else found(asked)


def services() -> Services:
    """Return registries that live in the world, without TLS."""
    return Services(
        handle_api="http://doi.org/api/handles",
        registration_agency="http://doi.org/doiRA",
        crossref="http://api.crossref.org/works",
        datacite="http://api.datacite.org/dois",
        orcid="http://pub.orcid.org/v3.0",
        ror="http://api.ror.org/v2/organizations",
        wayback="http://web.archive.org/web",
        hugging_face="http://huggingface.co",
        github="http://api.github.com",
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    world: World
    scheme = "http"

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def _reply(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "")
        asked = Asked(
            self.command,
            f"{self.scheme}://{host}{self.path}",
            {name.lower(): value for name, value in self.headers.items()},
        )
        page = self.world.answer(asked)
        with contextlib.suppress(OSError):  # the client may have read enough
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in page.headers:
                self.send_header("Content-Length", str(len(page.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if with_body:
                self.wfile.write(page.body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is what many tests are about."""


@contextlib.contextmanager
def serving(world: World, context: ssl.SSLContext | None = None) -> Generator[int]:
    """Serve a world on this machine; yields the port. With a context, over TLS."""
    scheme = "https" if context else "http"
    handler = type("Handler", (_Handler,), {"world": world, "scheme": scheme})
    server = _Server(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    world.ports[443 if context else 80] = server.server_port
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def raw_serving(behave: Callable[[socket.socket], None]) -> Generator[int]:
    """Serve by hand: ``behave`` gets each connection, and it is closed afterwards."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.02)
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection, contextlib.suppress(OSError):
                connection.settimeout(2)
                behave(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        done.set()
        thread.join()
        listener.close()
