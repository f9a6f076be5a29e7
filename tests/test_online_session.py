"""One exchange: bounded in time and size, each failure of its own kind."""

import gzip
import socket
import ssl
import struct
import time
import zlib
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import trustme

from online_world import PUBLIC, Page, World, raw_serving, redirect, serving
from trainbib.online.deadlines import Deadline
from trainbib.online.session import Answer, FetchFailedError, Request, Session, location_of
from trainbib.online.settings import OnlineSettings, default_cache_path

OTHER = "93.184.215.99"


def failure(session: Session, url: str, request: Request | None = None) -> FetchFailedError:
    with pytest.raises(FetchFailedError) as caught:
        session.fetch(url, request or Request())
    return caught.value


@pytest.fixture
def world() -> Generator[World]:
    world = World()
    with serving(world):
        yield world


def test_redirects_are_followed_and_remembered(world: World) -> None:
    world.put("http://a.org/1", redirect("/2", 301))
    world.put("http://a.org/2", redirect("http://b.org/3?x=1#top", 302))
    world.put("http://b.org/3?x=1", Page(200, b"there"))
    answer = Session(world.settings()).fetch("http://a.org/1#part", Request())
    assert (answer.status, answer.url, answer.body) == (200, "http://b.org/3?x=1", b"there")
    assert [(hop.url, hop.status) for hop in answer.chain] == [
        ("http://a.org/1", 301),
        ("http://a.org/2", 302),
    ]


def test_redirects_are_left_alone_where_they_are_the_answer(world: World) -> None:
    world.put("http://a.org/1", redirect("http://127.0.0.1/"))
    answer = Session(world.settings()).fetch("http://a.org/1", Request(follow=False))
    assert answer.status == 301
    assert answer.headers["location"] == "http://127.0.0.1/"


def test_five_redirects_are_followed_and_no_more(world: World) -> None:
    for number in range(7):
        world.put(f"http://a.org/{number}", redirect(f"/{number + 1}"))
    world.put("http://a.org/7", Page(200))
    session = Session(world.settings())
    assert len(session.fetch("http://a.org/2", Request()).chain) == 5
    found = failure(session, "http://a.org/1")
    assert (found.kind, len(found.chain)) == ("redirects", 6)


def test_a_circle_of_redirects_is_noticed(world: World) -> None:
    world.put("http://a.org/1", redirect("/2"))
    world.put("http://a.org/2", redirect("/1"))
    found = failure(Session(world.settings()), "http://a.org/1")
    assert found.reason == "it redirects in a circle"
    assert len(world.asked) == 2


def test_a_redirect_to_nowhere_or_to_another_scheme_is_no_answer(world: World) -> None:
    world.put("http://a.org/1", Page(302))
    world.put("http://a.org/2", redirect("file:///etc/passwd"))
    world.put("http://a.org/3", redirect("http://user:pass@b.org/"))
    world.put("http://a.org/4", redirect("http://b.org:22/"))
    world.put("http://a.org/5", redirect("http://[::1/"))
    session = Session(world.settings())
    kinds = [failure(session, f"http://a.org/{n}") for n in range(1, 6)]
    assert [(each.kind, each.refusal) for each in kinds] == [
        ("redirects", ""),
        ("not-admitted", "scheme"),
        ("not-admitted", "userinfo"),
        ("not-admitted", "port"),
        ("not-admitted", "syntax"),
    ]


def test_locations_are_read_as_browsers_read_them() -> None:
    assert location_of("http://a.org/b/c", "d") == "http://a.org/b/d"
    assert location_of("http://a.org/b", "//c.org/d ") == "http://c.org/d"
    mangled = "/stra\u00dfe".encode().decode("latin-1")
    assert location_of("http://a.org/", mangled) == "http://a.org/stra\u00dfe"


def test_no_more_of_a_body_is_read_than_allowed(world: World) -> None:
    world.put("http://a.org/big", Page(200, b"x" * 3_000_000))
    answer = Session(world.settings()).fetch("http://a.org/big", Request(max_body=65536))
    assert (len(answer.body), answer.complete) == (65536, False)
    world.put("http://a.org/fits", Page(200, b"x" * 65536))
    answer = Session(world.settings()).fetch("http://a.org/fits", Request(max_body=65536))
    assert (len(answer.body), answer.complete) == (65536, True)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress)],
)
def test_a_bomb_is_not_unpacked(world: World, coding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(20_000_000))
    assert len(bomb) < 65536
    world.put("http://a.org/bomb", Page(200, bomb, {"Content-Encoding": coding}))
    world.put("http://a.org/text", Page(200, pack(b"text"), {"Content-Encoding": coding}))
    session = Session(world.settings())
    answer = session.fetch("http://a.org/bomb", Request())
    assert (len(answer.body), answer.complete) == (1 << 20, False)
    answer = session.fetch("http://a.org/text", Request())
    assert (answer.body, answer.complete) == (b"text", True)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip"])
def test_what_cannot_be_unpacked_is_no_body(world: World, coding: str) -> None:
    world.put("http://a.org/", Page(200, b"\x00\x01 not packed", {"Content-Encoding": coding}))
    answer = Session(world.settings()).fetch("http://a.org/", Request())
    assert (answer.status, answer.body, answer.complete) == (200, b"", False)


def test_cookies_are_not_sent_back(world: World) -> None:
    world.put("http://a.org/1", Page(302, b"", {"Location": "/2", "Set-Cookie": "id=1; Path=/"}))
    world.put("http://a.org/2", Page(200))
    Session(world.settings()).fetch("http://a.org/1", Request())
    assert all("cookie" not in asked.headers for asked in world.asked)


def test_names_that_do_not_exist_are_told_from_those_that_cannot_be_looked_up(
    world: World,
) -> None:
    session = Session(world.settings())
    assert failure(session, "http://nobody.org/").kind == "no-such-name"

    def offline(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, f"{host}:{port}")

    session = Session(world.settings(resolver=offline))
    assert failure(session, "http://nobody.org/").kind == "no-resolution"


def test_nobody_listening_is_unreachable() -> None:
    world = World()
    world.put("http://a.org/", Page(200))
    assert failure(Session(world.settings()), "http://a.org/").kind == "unreachable"


def test_the_next_address_is_tried_where_one_does_not_answer(world: World) -> None:
    world.put("http://a.org/", Page(200, b"here"))
    world.names["a.org"] = [[OTHER, PUBLIC]]

    def dial(address: str, port: int, timeout: float | None) -> socket.socket:
        if address == OTHER:
            raise ConnectionRefusedError
        return world.dial(address, port, timeout)

    assert Session(world.settings(dialler=dial)).fetch("http://a.org/", Request()).body == b"here"


def by_hand(world: World, port: int, **changes: object) -> Session:
    world.names["raw.org"] = [[OTHER]]
    world.raw_ports[OTHER] = port
    return Session(world.settings(**changes))


def hang_up(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def say(*texts: bytes) -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        connection.recv(4096)
        for text in texts:
            connection.sendall(text)

    return behave


def stay_silent(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.recv(1)  # until the client gives up


def drip(connection: socket.socket) -> None:
    connection.recv(4096)
    for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
        connection.sendall(bytes([letter]))
        time.sleep(0.02)


def drip_body(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("behave", "kind"),
    [
        (hang_up, "reset"),
        (say(), "reset"),
        (say(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), "reset"),
        (say(b"SSH-2.0-OpenSSH_9.6\r\n"), "not-http"),
        (say(b"220 mail.org ESMTP\r\n"), "not-http"),
        (say(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n"), "not-http"),
        (say(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"), "not-http"),
        (stay_silent, "timeout"),
        (drip, "timeout"),
        (drip_body, "timeout"),
    ],
    ids=["reset", "hang-up", "cut-short", "ssh", "smtp", "long-header", "many-headers", "silent",
         "slow-headers", "slow-body"],
)  # fmt: skip
def test_broken_servers_are_failures_of_a_kind(
    world: World, behave: Callable[[socket.socket], None], kind: str
) -> None:
    with raw_serving(behave) as port:
        # Little time where it has to run out, and plenty where it must not.
        impatient = {"read_timeout": 0.1, "whole_timeout": 0.3} if kind == "timeout" else {}
        assert failure(by_hand(world, port, **impatient), "http://raw.org/").kind == kind


def test_a_proxy_is_asked_for_names_and_never_for_private_numbers() -> None:
    world = World()
    heard: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heard.append(connection.recv(4096))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with raw_serving(proxy) as port:
        session = Session(world.settings(proxy=f"http://127.0.0.1:{port}"))
        assert session.fetch("http://unknown-here.org/a", Request()).body == b"ok"
        assert failure(session, "http://10.0.0.1/").refusal == "address"
        assert failure(session, "http://a.org:22/").refusal == "port"
    assert [each.split(b"\r\n")[0] for each in heard] == [b"GET http://unknown-here.org/a HTTP/1.1"]
    assert world.looked_up == {}


def test_a_slow_proxy_is_cut_off_too() -> None:
    with raw_serving(drip_body) as port:
        session = Session(World().settings(proxy=f"http://127.0.0.1:{port}", whole_timeout=0.2))
        assert failure(session, "http://a.org/").kind == "timeout"


def test_a_deadline_that_is_over_lets_nothing_begin() -> None:
    deadline = Deadline(0)
    with pytest.raises(TimeoutError), deadline.running():
        raise AssertionError
    assert not deadline.over


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secure(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def fetch_securely(authority: trustme.CA, names: tuple[str, ...], trusted: Path | None) -> Answer:
    world = World()
    world.put("https://safe.org/", Page(200, b"safe"))
    with serving(world, secure(authority, *names)):
        return Session(world.settings(ca_bundle=trusted)).fetch("https://safe.org/", Request())


def test_tls_verifies_the_name_although_the_address_is_dialled(
    authority: trustme.CA, tmp_path: Path
) -> None:
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    assert fetch_securely(authority, ("safe.org",), trusted).body == b"safe"
    with pytest.raises(FetchFailedError, match="Hostname mismatch") as caught:
        fetch_securely(authority, ("other.org",), trusted)
    assert caught.value.kind == "tls"


def test_tls_of_nobody_who_is_trusted_is_refused(authority: trustme.CA) -> None:
    with pytest.raises(FetchFailedError) as caught:
        fetch_securely(authority, ("safe.org",), None)
    assert caught.value.kind == "tls"


def test_a_server_without_tls_is_a_tls_failure(world: World) -> None:
    world.names["raw.org"] = [[OTHER]]
    with raw_serving(say(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        world.raw_ports[OTHER] = port
        assert failure(Session(world.settings()), "https://raw.org/").kind == "tls"


def test_the_defaults_are_those_of_the_page() -> None:
    settings = OnlineSettings()
    assert (settings.concurrency, settings.host_concurrency, settings.host_interval) == (16, 2, 0.2)
    assert (settings.connect_timeout, settings.read_timeout, settings.whole_timeout) == (5, 15, 30)
    assert (settings.attempts, settings.back_off) == (3, (1, 2, 4))
    assert (settings.longest_retry_after, settings.second_look_after) == (60, 60)
    assert (settings.max_redirects, settings.max_body) == (5, 65536)
    assert (settings.max_decompressed, settings.max_manifest) == (1 << 20, 64 << 20)
    assert (settings.max_lookups, settings.max_duration) == (2000, 1800)
    days = (settings.ok_age, settings.dead_age, settings.record_age)
    assert days == (7 * 86400, 86400, 30 * 86400)
    assert settings.ports == {80, 443}
    assert settings.allowed_hosts == frozenset()
    assert settings.robots
    assert not settings.strict


def test_the_cache_is_where_the_desktop_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache_path() == tmp_path / "trainbib" / "http.sqlite"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_cache_path() == tmp_path / ".cache" / "trainbib" / "http.sqlite"
