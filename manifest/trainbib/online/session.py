"""One exchange with the network: guarded, bounded, and without anything of the user's in it.

No credentials, cookies, proxies or certificates are taken from the environment. Redirects are
followed by hand, each through the guard. A failure is one of few kinds, so that whoever asks can
tell what to try again, what to believe, and what proves nothing.
"""

import contextlib
import http.client
import socket
import ssl
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urljoin

import requests
import urllib3.exceptions
from requests.structures import CaseInsensitiveDict

from trainbib.online.addresses import Guard, NotAdmittedError, Target
from trainbib.online.connection import GuardedAdapter
from trainbib.online.deadlines import Deadline
from trainbib.online.politeness import HostPausedError, Politeness
from trainbib.online.settings import OnlineSettings

FailureKind = Literal[
    "not-admitted",  # the guard refuses; `refusal` says why
    "no-such-name",  # NXDOMAIN
    "no-resolution",  # the name could not be looked up just now
    "unreachable",  # nobody listens, or no way leads there
    "reset",  # the connection broke
    "timeout",
    "tls",
    "not-http",
    "redirects",  # too many, in a circle, or to nowhere
    "paused",  # the host has asked for a longer pause than is waited for
    "robots",
]
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 16 << 10
_Headers = CaseInsensitiveDict[str]


class FetchFailedError(Exception):
    """No answer was had.

    Attributes:
        kind: What kind of failure it is.
        reason: A clause about the URL, such as "the connection broke".
        chain: The redirects before.
        refusal: Where the guard refused, why.
    """

    def __init__(self, kind: FailureKind, reason: str, *, refusal: str = "") -> None:
        super().__init__(reason)
        self.kind: FailureKind = kind
        self.reason = reason
        self.chain: tuple[Hop, ...] = ()
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: what was asked, and with which status it answered."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        status: HTTP status of the last hop.
        url: The URL that answered it.
        chain: The redirects before, in order.
        headers: Of the last hop, whatever the case of their names.
        body: What was read; at most as much as was asked for.
        complete: Whether that is all of it.
        linked: Headers of earlier hops that tell of the file itself: ``X-Linked-ETag`` and
            ``X-Linked-Size`` of the Hugging Face hub.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=_Headers)
    body: bytes = b""
    complete: bool = True
    chain: tuple[Hop, ...] = ()
    linked: Mapping[str, str] = field(default_factory=_Headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask for.

    Attributes:
        method: HEAD or GET.
        headers: Beside ``User-Agent``.
        follow: Whether redirects are followed.
        max_body: How many bytes are read.
        max_decompressed: How many bytes a compressed answer may become.
        permit: Called for each hop before it is asked; raises :class:`FetchFailedError` to stop.
            This is where robots.txt is looked at.
    """

    method: Literal["HEAD", "GET"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    follow: bool = True
    max_body: int = 64 << 10
    max_decompressed: int = 1 << 20
    permit: Callable[[Target], None] | None = None


class Session:
    """What makes requests; may be used by several threads."""

    def __init__(self, settings: OnlineSettings) -> None:
        self.settings = settings
        self.guard = Guard(
            ports=settings.ports, allowed_hosts=settings.allowed_hosts, resolver=settings.resolver
        )
        self.politeness = Politeness(settings)
        # Not `requests.Session`: it would look at the environment for proxies and passwords,
        # keep cookies, and look into redirects that nobody has admitted.
        self._adapter = GuardedAdapter(self.guard, settings.dialler)

    def close(self) -> None:
        """Close what is open."""
        self._adapter.close()

    def fetch(self, url: str, request: Request) -> Answer:
        """Make one attempt, redirects followed.

        Args:
            url: Any text; the guard looks at it first.
            request: What to ask for.

        Raises:
            FetchFailedError: If there is no answer.
        """
        chain: list[Hop] = []
        try:
            return self._follow(url, request, chain)
        except FetchFailedError as failure:
            failure.chain = tuple(chain)
            raise

    def _follow(self, url: str, request: Request, chain: list[Hop]) -> Answer:
        linked = _Headers()
        deadline = Deadline(self.settings.whole_timeout)
        while True:
            target = self._admitted(url)
            if any(hop.url == target.url for hop in chain):
                raise FetchFailedError("redirects", "it redirects in a circle")
            if len(chain) > self.settings.max_redirects:
                most = self.settings.max_redirects
                raise FetchFailedError("redirects", f"it redirects more than {most} times")
            if request.permit is not None:
                request.permit(target)
            answer = self._exchange(target, request, deadline)
            if answer.status not in _REDIRECTS or not request.follow:
                return replace(answer, chain=tuple(chain), linked=linked)
            location = answer.headers.get("Location", "")
            if not location:
                raise FetchFailedError("redirects", f"it answers {answer.status} to nowhere")
            for name in ("X-Linked-ETag", "X-Linked-Size"):
                if name in answer.headers:
                    linked[name] = answer.headers[name]
            chain.append(Hop(target.url, answer.status))
            url = location_of(target.url, location)

    def _admitted(self, url: str) -> Target:
        try:
            return self.guard.admit(url)
        except NotAdmittedError as error:
            raise FetchFailedError("not-admitted", error.reason, refusal=error.refusal) from error

    def _exchange(self, target: Target, request: Request, deadline: Deadline) -> Answer:
        headers = {
            "User-Agent": self.settings.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            # A connection for each request: the guard sees them all, and none is found broken.
            "Connection": "close",
            **request.headers,
        }
        asked = requests.Request(request.method, target.url, headers=headers)
        with _failures(target.host):
            prepared = asked.prepare()
        # requests reads URLs by rules of its own: what it has made of this one counts.
        self._admitted(prepared.url or "")
        settings = self.settings
        proxies = {"http": settings.proxy, "https": settings.proxy} if settings.proxy else {}
        with (
            _failures(target.host),
            self.politeness.turn(target.host),
            deadline.running(),
            contextlib.closing(
                self._adapter.send(
                    prepared,
                    stream=True,
                    timeout=(
                        min(settings.connect_timeout, deadline.left),
                        min(settings.read_timeout, deadline.left),
                    ),
                    verify=str(settings.ca_bundle) if settings.ca_bundle else True,
                    proxies=proxies,
                )
            ) as response,
        ):
            self.politeness.note(target.host, response.headers)
            passed_on = request.follow and response.status_code in _REDIRECTS
            body, complete = (b"", True) if passed_on else _read(response, request)
        return Answer(response.status_code, target.url, response.headers, body, complete)


def location_of(url: str, location: str) -> str:
    """Return the URL that a ``Location`` header points to (RFC 9110, section 10.2.2).

    The header is bytes; where they are no ASCII they are nearly always UTF-8, which ``http.client``
    has read as Latin-1.
    """
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return location


def _read(response: requests.Response, request: Request) -> tuple[bytes, bool]:
    """Read the body as far as allowed: its bytes, decompressed, and whether that is all."""
    if request.method == "HEAD":
        return b"", True
    data = bytearray()
    while len(data) <= request.max_body:
        wanted = min(_CHUNK, request.max_body + 1 - len(data))
        chunk = response.raw.read(wanted, decode_content=False)
        if not chunk:
            break
        data += chunk
    complete = len(data) <= request.max_body
    body = bytes(data[: request.max_body])
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in {"", "identity"}:
        return body, complete
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return b"", False
    try:
        engine = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it is
        plain = engine.decompress(body, request.max_decompressed)
    except zlib.error:
        return b"", False
    return plain, complete and engine.eof


@contextlib.contextmanager
def _failures(host: str) -> Generator[None]:
    """Make one kind of failure of the many that requests, urllib3 and sockets have."""
    try:
        yield
    except NotAdmittedError as error:
        raise FetchFailedError("not-admitted", error.reason, refusal=error.refusal) from error
    except HostPausedError as error:
        raise FetchFailedError("paused", str(error)) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        causes = list(_causes(error))
        raise _failure(host, causes) from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it wraps, the innermost last."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, BaseException) or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        waiting += [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]


def _failure(host: str, causes: list[BaseException]) -> FetchFailedError:
    def caused_by(*kinds: type[BaseException]) -> BaseException | None:
        return next((cause for cause in causes if isinstance(cause, kinds)), None)

    lookup = caused_by(socket.gaierror)
    if lookup is not None:
        if lookup.args[:1] == (socket.EAI_NONAME,):
            return FetchFailedError("no-such-name", f"the name `{host}` does not exist")
        return FetchFailedError("no-resolution", f"`{host}` could not be looked up")
    if caused_by(ConnectionRefusedError):
        return FetchFailedError("unreachable", f"`{host}` refuses connections")
    if caused_by(urllib3.exceptions.NewConnectionError):
        return FetchFailedError("unreachable", f"`{host}` could not be reached")
    if caused_by(TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError):
        return FetchFailedError("timeout", f"`{host}` did not answer in time")
    tls = caused_by(ssl.SSLError, requests.exceptions.SSLError, urllib3.exceptions.SSLError)
    if tls is not None:
        why = next(
            (
                cause.verify_message
                for cause in causes
                if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_message
            ),
            "no secure connection could be made",
        )
        return FetchFailedError("tls", f"TLS of `{host}`: {why}")
    broken = caused_by(
        ConnectionResetError,
        ConnectionAbortedError,
        BrokenPipeError,
        http.client.IncompleteRead,
        urllib3.exceptions.IncompleteRead,
    )
    if broken is not None:
        return FetchFailedError("reset", f"the connection to `{host}` broke")
    if caused_by(http.client.HTTPException, urllib3.exceptions.ProtocolError, ValueError):
        return FetchFailedError("not-http", f"`{host}` does not answer in HTTP")
    return FetchFailedError("unreachable", f"`{host}` could not be reached")
