"""The guard: which URLs are asked, which addresses are connected to, and that nothing gets by."""

import json
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from online_world import PUBLIC, Page, World, redirect, serving
from trainbib.online.addresses import Guard, NotAdmittedError, read_host, why_not_public
from trainbib.online.asking import Asker
from trainbib.online.links import Verdict, check_links
from trainbib.online.robots import Robots
from trainbib.online.session import FetchFailedError, Request, Session

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "v1" / "online.json").read_text(encoding="utf-8")
)

LOOPBACK = (
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost/",
    "http://here.org/",  # which resolves to it
)


@pytest.mark.parametrize("case", VECTORS["addresses"], ids=lambda case: case["address"])
def test_addresses_are_public_or_not_as_the_vectors_say(case: dict[str, Any]) -> None:
    assert (why_not_public(ip_address(case["address"])) is None) is case["public"]


@pytest.mark.parametrize("case", VECTORS["hosts"], ids=lambda case: case["host"])
def test_hosts_are_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    if case["refused"]:
        with pytest.raises(NotAdmittedError):
            read_host(case["host"])
        return
    address = read_host(case["host"])
    assert (None if address is None else str(address)) == case["address"]


@pytest.mark.parametrize("case", VECTORS["urls"], ids=lambda case: case["url"])
def test_urls_are_admitted_as_the_vectors_say(case: dict[str, Any]) -> None:
    guard = Guard(
        ports=frozenset({80, 443, *case.get("ports", [])}),
        allowed_hosts=frozenset(case.get("hosts", [])),
    )
    if case["refused"] is None:
        assert guard.admit(case["url"]).url == case["asked"]
        return
    with pytest.raises(NotAdmittedError) as caught:
        guard.admit(case["url"])
    assert caught.value.refusal == case["refused"]


@pytest.mark.parametrize("case", VECTORS["robots"], ids=lambda case: case["description"])
def test_robots_are_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    robots = Robots(case["robots"], case["agent"])
    assert {url: robots.allows(url) for url in case["allows"]} == case["allows"]


@given(st.ip_addresses())
def test_what_is_public_here_is_global_and_no_multicast_everywhere(
    address: IPv4Address | IPv6Address,
) -> None:
    if why_not_public(address) is None:
        # Python calls all of 6to4 private since CVE-2024-4032, whatever address is in it.
        wrapped = address.sixtofour if isinstance(address, IPv6Address) else None
        assert (wrapped or address).is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_an_address_is_the_same_in_whatever_it_is_wrapped(address: IPv4Address) -> None:
    public = why_not_public(address) is None
    number = int(address)
    for wrapped in (
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0x2002 << 112 | number << 80),
        IPv6Address((0x64FF9B << 96) | number),
    ):
        assert (why_not_public(wrapped) is None) is public


@given(st.ip_addresses(v=4), st.integers(1, 4), st.sampled_from(["d", "x", "o"]))
def test_every_spelling_of_a_number_is_read_as_the_system_reads_it(
    address: IPv4Address, parts: int, base: str
) -> None:
    number = int(address)
    pieces = [number >> 8 * (3 - place) & 0xFF for place in range(parts - 1)]
    pieces.append(number & (256 ** (5 - parts) - 1))
    form = {"d": "{}", "x": "{:#x}", "o": "0{:o}"}[base]
    host = ".".join(form.format(piece) for piece in pieces)
    assert read_host(host) == address
    assert socket.inet_aton(host) == address.packed


@pytest.mark.parametrize("url", LOOPBACK)
def test_this_machine_is_not_asked_in_any_spelling(url: str) -> None:
    world = World()
    world.names["here.org"] = [["127.0.0.1"]]
    with serving(world):
        result = check_links(Asker(world.settings()), [url])[url]
    assert result.verdict is Verdict.BLOCKED
    assert "not a public address" in result.reason or "this machine" in result.reason
    assert world.dialled == []
    assert world.asked == []


@pytest.mark.parametrize("url", LOOPBACK)
def test_nor_by_a_redirect(url: str) -> None:
    world = World()
    world.put("http://good.org/a", redirect(url, 302))
    world.names["here.org"] = [["127.0.0.1"]]
    with serving(world):
        result = check_links(Asker(world.settings()), ["http://good.org/a"])["http://good.org/a"]
    assert result.verdict is Verdict.BLOCKED
    assert [hop.url for hop in result.chain] == ["http://good.org/a"]
    assert {address for address, _ in world.dialled} == {PUBLIC}


@pytest.mark.parametrize(
    "address",
    ["10.0.0.8", "169.254.169.254", "fd00::1", "fe80::1%eth0", "::ffff:10.0.0.8", "64:ff9b::a00:8",
     "2002:a00:8::1", "100.64.0.1", "224.0.0.1", "::"],
)  # fmt: skip
def test_a_name_is_refused_if_any_of_its_addresses_is_not_public(address: str) -> None:
    world = World()
    world.names["mixed.org"] = [[PUBLIC, address]]
    with serving(world), pytest.raises(FetchFailedError) as caught:
        Session(world.settings()).fetch("http://mixed.org/", Request())
    assert caught.value.refusal == "address"
    assert world.dialled == []


def test_a_name_that_changes_its_address_is_connected_to_at_the_one_that_was_looked_at() -> None:
    world = World()
    world.put("http://rebind.org/", Page(200, b"fine"))
    world.names["rebind.org"] = [[PUBLIC], ["127.0.0.1"]]
    session = Session(world.settings())
    with serving(world):
        assert session.fetch("http://rebind.org/", Request()).body == b"fine"
        assert world.looked_up["rebind.org"] == 1
        with pytest.raises(FetchFailedError) as caught:
            session.fetch("http://rebind.org/", Request())
    assert caught.value.refusal == "address"
    assert world.dialled == [(PUBLIC, 80)]


def test_a_host_of_ones_own_is_asked_where_it_is_allowed_and_nothing_beside_it() -> None:
    world = World()
    with serving(world) as port:
        here = f"http://127.0.0.1:{port}/a"
        world.pages[here] = Page(200, b"mine")
        world.pages[f"http://127.0.0.1:{port}/out"] = redirect(f"http://127.1:{port}/a")
        session = Session(
            world.settings(allowed_hosts=frozenset({f"127.0.0.1:{port}"}), dialler=None)
        )
        assert session.fetch(here, Request()).body == b"mine"
        for url in (f"http://127.0.0.1:{port + 1}/", "http://127.0.0.1/", f"http://127.1:{port}/",
                    f"http://127.0.0.1:{port}/out"):  # fmt: skip
            with pytest.raises(FetchFailedError) as caught:
                session.fetch(url, Request())
            assert caught.value.kind == "not-admitted"


def test_nothing_of_the_user_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine good.org login ada password s3cret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    world = World()
    world.put("http://good.org/", Page(200, b"", {"Set-Cookie": "id=1; Path=/"}))
    session = Session(world.settings(contact="ada@good.org"))
    with serving(world):
        session.fetch("http://good.org/", Request())
        session.fetch("http://good.org/", Request())
    for asked in world.asked:
        assert set(asked.headers) == {
            "host", "user-agent", "accept", "accept-encoding", "connection",
        }  # fmt: skip
        assert asked.headers["user-agent"].startswith("trainbib/")
        assert "mailto:ada@good.org" in asked.headers["user-agent"]


def test_a_url_that_is_read_differently_by_others_is_refused() -> None:
    guard = Guard()
    for url in ("http://good.org\\@127.0.0.1/", "http://good.org /", "http://good.org\t.evil/",
                "http://127.0.0.1%2f@good.org/", "http://%31%32%37.0.0.1/", "http:///a",
                "http://good.org:80:80/", "http://[::1", "http://good..org/"):  # fmt: skip
        with pytest.raises(NotAdmittedError):
            guard.admit(url)
