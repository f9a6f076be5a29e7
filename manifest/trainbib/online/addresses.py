"""The guard: which URLs may be asked, and which addresses may be connected to.

A manifest is written by others, and its URLs must not make this program speak to the machine it
runs on, or to its neighbours (server-side request forgery). A URL is admitted by its scheme, port
and host; an address is public if it lies in global unicast space and nothing in it leads elsewhere
(IANA special-purpose address registries; RFC 6890). What counts is the address that is connected
to, so :mod:`trainbib.online.connection` asks here again with what the name resolved to.
"""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal, TypeAlias
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

Address: TypeAlias = IPv4Address | IPv6Address
Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host, as text; raises ``socket.gaierror`` if it has none."""

Refusal = Literal["address", "scheme", "port", "userinfo", "host", "syntax", "reserved"]
"""Why a URL is not asked: its address is not public; or its form is not one that is asked."""

DEFAULT_PORTS = {"http": 80, "https": 443}

_NOT_PUBLIC_V4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private use"),
        ("100.64.0.0/10", "shared address space"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private use"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private use"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_NOT_PUBLIC_V6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard"),
        ("2001::/32", "Teredo"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NAT64 = IPv6Network("64:ff9b::/96")

_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")
_RESERVED = re.compile(r"(?:^|\.)(?:example|example\.(?:com|net|org)|invalid|onion)$")
_LOCALHOST = re.compile(r"(?:^|\.)localhost$")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST_NAME, _LONGEST_LABEL = 253, 63
"""In octets (RFC 1035, section 2.3.4)."""
_NOT_IN_HOST = re.compile(r"[^a-z0-9._-]")


class NotAdmittedError(ValueError):
    """A URL or an address that is not asked.

    Attributes:
        refusal: Which of the conditions it fails.
        reason: A phrase that can follow "not asked:".
    """

    def __init__(self, refusal: Refusal, reason: str) -> None:
        super().__init__(reason)
        self.refusal: Refusal = refusal
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that is admitted.

    Attributes:
        url: As it is asked for: without a fragment, host in lower case and in ASCII.
        scheme: ``http`` or ``https``.
        host: Without brackets.
        port: As given, or that of the scheme.
        address: The host, where it is a number and not a name.
    """

    url: str
    scheme: str
    host: str
    port: int
    address: Address | None = None

    @property
    def origin(self) -> str:
        """Return scheme, host and port, as robots.txt is looked for."""
        return self.url[: self.url.index("/", len(self.scheme) + 3)]


def why_not_public(address: Address) -> str | None:
    """Return what an address is that is not public; None if it is public.

    IPv4-mapped, 6to4 and NAT64 addresses (RFC 4291, 3056, 6052) are what the IPv4 address in them
    is.
    """
    if isinstance(address, IPv6Address):
        inner = _unwrapped(address)
        if inner is not None:
            return why_not_public(inner)
        for space, what in _NOT_PUBLIC_V6:
            if address in space:
                return what
        return None if address in _GLOBAL_UNICAST and address.is_global else "not global unicast"
    for network, what in _NOT_PUBLIC_V4:
        if address in network:
            return what
    return None if address.is_global else "not global unicast"


def _unwrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def read_host(host: str) -> Address | None:
    """Read a host that is a number, in any spelling that some resolver understands.

    Besides dotted decimals these are hexadecimal and octal parts, and one to three parts of which
    the last fills the rest: ``0x7f.1``, ``2130706433`` (POSIX ``inet_aton``; URL Standard, host
    parsing).

    Args:
        host: In lower case, without brackets.

    Returns:
        The address; None for a name.

    Raises:
        NotAdmittedError: If the host looks like a number and is none.
    """
    if "%" in host and ":" in host:
        raise NotAdmittedError("address", f"`{host}` is an address of one link only")
    if ":" in host:
        try:
            return ip_address(host)
        except ValueError:
            raise NotAdmittedError("host", f"`{host}` is no IPv6 address") from None
    parts = host.removesuffix(".").split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    numbers = [_number(part) for part in parts]
    if None in numbers or len(parts) > 4:  # noqa: PLR2004 - the bytes of an IPv4 address
        raise NotAdmittedError("host", f"`{host}` is no IPv4 address")
    value = 0
    known = [number for number in numbers if number is not None]
    for place, number in enumerate(known[:-1]):
        if number > 255:  # noqa: PLR2004 - a byte
            raise NotAdmittedError("host", f"`{host}` is no IPv4 address")
        value |= number << 8 * (3 - place)
    if known[-1] >= 256 ** (5 - len(known)):
        raise NotAdmittedError("host", f"`{host}` is no IPv4 address")
    return IPv4Address(value | known[-1])


def _number(text: str) -> int | None:
    if not _NUMBER.fullmatch(text) or len(text) > 20:  # noqa: PLR2004 - more than 32 bits in any base
        return None
    try:
        if text[:2] in {"0x", "0X"}:
            return int(text[2:] or "0", 16)
        return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)
    except ValueError:  # 08 is no octal number
        return None


class Guard:
    """Decides what may be asked, and connected to."""

    def __init__(
        self,
        *,
        ports: frozenset[int] = frozenset({80, 443}),
        allowed_hosts: frozenset[str] = frozenset(),
        resolver: Resolver | None = None,
    ) -> None:
        self.ports = ports
        self.allowed_hosts = frozenset(host.lower() for host in allowed_hosts)
        self.resolver: Resolver = resolver or system_addresses

    def admit(self, url: str) -> Target:
        """Return a URL in the form that is asked for.

        Raises:
            NotAdmittedError: If its scheme, port, host or form is not one that is asked.
        """
        if _FORBIDDEN.search(url):
            raise NotAdmittedError("syntax", "it has characters that no URL has")
        try:
            parts = urlsplit(url)
            port, written = parts.port, parts.hostname or ""
        except ValueError as error:
            raise NotAdmittedError("syntax", f"it is no URL: {error}") from None
        scheme = parts.scheme
        if scheme not in DEFAULT_PORTS:
            raise NotAdmittedError("scheme", f"its scheme is `{scheme}`, not http or https")
        if "@" in parts.netloc:
            raise NotAdmittedError("userinfo", "it has credentials before the host")
        host = _ascii_host(written)
        address = read_host(host)
        port = DEFAULT_PORTS[scheme] if port is None else port
        self.check_host(host, port, address)
        return Target(_rebuilt(parts, host, port), scheme, host, port, address)

    def check_host(self, host: str, port: int, address: Address | None) -> None:
        """Check host and port as far as they say something by themselves.

        Raises:
            NotAdmittedError: If they are not asked.
        """
        if f"{host}:{port}" in self.allowed_hosts:
            return
        if port not in self.ports:
            raise NotAdmittedError("port", f"its port is {port}; allow it if it is meant")
        if host in self.allowed_hosts:
            return
        if address is not None:
            self._check_address(host, address)
        elif _LOCALHOST.search(host):
            raise NotAdmittedError("address", f"`{host}` is this machine (loopback)")
        elif _RESERVED.search(host):
            raise NotAdmittedError("reserved", f"`{host}` is a name that nobody has (RFC 2606)")

    def addresses(self, host: str, port: int) -> list[str]:
        """Resolve a host once, and return its addresses if all of them are public.

        Raises:
            NotAdmittedError: If one of them is not public, or host or port are not asked.
            socket.gaierror: If the host has no address.
        """
        literal = read_host(host)
        self.check_host(host, port, literal)
        found = [str(literal)] if literal is not None else list(self.resolver(host, port))
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        if host not in self.allowed_hosts and f"{host}:{port}" not in self.allowed_hosts:
            for text in found:
                self._check_address(host, ip_address(text.partition("%")[0]))
        return found

    @staticmethod
    def _check_address(host: str, address: Address) -> None:
        what = why_not_public(address)
        if what is not None:
            is_it = "is" if host == str(address) else f"is at {address},"
            raise NotAdmittedError("address", f"`{host}` {is_it} not a public address ({what})")


def system_addresses(host: str, port: int) -> list[str]:
    """Resolve a name by the system's resolver; addresses keep their order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _ascii_host(written: str) -> str:
    """Return a host in lower case and ASCII, as it is looked up (RFC 5891, UTS #46)."""
    host = written.lower()
    if not host.isascii() or "xn--" in host:
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise NotAdmittedError("host", f"`{written}` is no host: {error}") from None
    if ":" not in host:
        host = host.removesuffix(".")
        labels = host.split(".")
        fits = len(host) <= _LONGEST_NAME and all(0 < len(p) <= _LONGEST_LABEL for p in labels)
        if _NOT_IN_HOST.search(host) or not fits:
            raise NotAdmittedError("host", f"`{written}` is no host")
    return host


def _rebuilt(parts: SplitResult, host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[parts.scheme]:
        shown += f":{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._[]")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return urlunsplit((parts.scheme, shown, path, query, ""))
