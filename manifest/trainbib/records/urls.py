"""URLs of records: their hosts, and their one normal form (SPEC.md, section 21.1).

The normal form applies what RFC 3986, sections 6.2.2 and 6.2.3, calls equivalent for certain, and
what every browser does to an address before it asks for it; it never guesses that two addresses
lead to the same page.
"""

import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

__all__ = ["Host", "Url", "UrlError", "ascii_host", "host_of", "normal_url", "split_url"]
__all__ += ["url_host"]

_PORTS = {"http": 80, "https": 443, "ftp": 21}
_BLANK = "".join(map(chr, range(33)))
_REMOVED = {ord(character): None for character in "\t\n\r"}
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_OCTET = re.compile(r"0|[1-9][0-9]{0,2}")
_LONGEST = 253
_GREATEST_PORT = 65535
_GREATEST_OCTET = 255
_PARTS = 4
_IN_PATH = re.compile(rb"%([0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")
_IN_QUERY = re.compile(rb"%([0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]")
_IS_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
# What is in normal form already, and can be told so without taking it apart.
_NORMAL = re.compile(
    r"https?://(?=[^/]{1,253}/)(?:[a-z0-9_-]{1,63}\.)*[a-z_][a-z0-9_-]{0,62}"
    r"/[A-Za-z0-9_~!$&'()*+,;=:@/.-]*(?:\?[A-Za-z0-9_~!$&'()*+,;=:@/?.-]*)?"
)
# A host that needs nothing done to it, up to the path or the end.
_PLAIN_HOST = re.compile(
    r"https?://(?=[^/]{1,253}(?:/|\Z))((?:[a-z0-9_-]{1,63}\.)*[a-z_][a-z0-9_-]{0,62})(?:/|\Z)"
)


class UrlError(ValueError):
    """A text is no URL of a record; the message says why."""


class Host(NamedTuple):
    """The host of a URL.

    Attributes:
        name: In lower case and ASCII, without a trailing dot; an IPv6 address in brackets.
        is_address: Whether it is an IP address, not a name.
    """

    name: str
    is_address: bool


class Url(NamedTuple):
    """The parts of a URL that say where a record is from.

    Attributes:
        scheme: ``http``, ``https`` or ``ftp``.
        host: The host.
        port: The port; None where it is that of the scheme.
        path: The path as it was written; it may be empty.
        query: What follows the first ``?``; None without one.
    """

    scheme: str
    host: Host
    port: int | None
    path: str
    query: str | None


def split_url(text: str) -> Url:
    """Take a URL apart. User information and the fragment are left out.

    Args:
        text: The URL as a record gives it.

    Raises:
        UrlError: It is no absolute URL with a host and the scheme http, https or ftp.
    """
    cleaned = text.strip(_BLANK).translate(_REMOVED)
    scheme, colon, rest = cleaned.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in _PORTS:
        raise UrlError("it does not begin with http:, https: or ftp:")
    hierarchy, mark, query = rest.partition("#")[0].partition("?")
    hierarchy = hierarchy.replace("\\", "/")
    if not hierarchy.startswith("//"):
        raise UrlError("there is no // after its scheme")
    authority, slash, path = hierarchy[2:].partition("/")
    written = authority.rpartition("@")[2]
    if written.startswith("["):
        host, bracket, after = written.partition("]")
        host += bracket
        between, port = after[:1], after[1:]
        if between not in {"", ":"}:
            raise UrlError(f"{written!r} is no host")
    else:
        host, _, port = written.partition(":")
    return Url(scheme, host_of(host), _port(port, scheme), slash + path, query if mark else None)


def _port(written: str, scheme: str) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdigit()) or len(written.lstrip("0")) > len("65535"):
        raise UrlError(f"{written!r} is no port")
    port = int(written)
    if port > _GREATEST_PORT:
        raise UrlError(f"{written!r} is no port")
    return None if port == _PORTS[scheme] else port


def url_host(text: str) -> Host:
    """Return the host of a URL, as `split_url` does.

    Args:
        text: The URL as a record gives it.

    Raises:
        UrlError: It is no absolute URL with a host and the scheme http, https or ftp.
    """
    plain = _PLAIN_HOST.match(text)
    return split_url(text).host if plain is None else Host(plain[1], is_address=False)


@lru_cache(maxsize=1 << 12)
def host_of(written: str) -> Host:
    """Bring a host into its one form.

    Args:
        written: The host as it stands in a URL.

    Raises:
        UrlError: It is neither a name nor an IP address.
    """
    if written.startswith("["):
        return Host(f"[{_ipv6(written)}]", is_address=True)
    host = written
    if "%" in host:
        try:
            host = unquote_to_bytes(host).decode()
        except UnicodeError:
            raise UrlError(f"{written!r} is no host") from None
    host = host.lower() if host.isascii() else ascii_host(host)
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > _LONGEST or not all(map(_LABEL.fullmatch, labels)):
        raise UrlError(f"{written!r} is no host")
    if _NUMBER.fullmatch(labels[-1]):
        if len(labels) != _PARTS or not all(
            _OCTET.fullmatch(part) and int(part) <= _GREATEST_OCTET for part in labels
        ):
            raise UrlError(f"{written!r} ends in a number, but is no IP address")
        return Host(host, is_address=True)
    return Host(host, is_address=False)


def ascii_host(name: str) -> str:
    """Return a host name in ASCII: mapped by UTS #46, non-transitional, each label in Punycode.

    Raises:
        UrlError: It has a character that UTS #46 does not allow.
    """
    import idna

    try:
        mapped = idna.uts46_remap(name, std3_rules=False, transitional=False)
        labels = mapped.split(".")
        return ".".join(
            label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
            for label in labels
        ).lower()
    except (idna.IDNAError, UnicodeError):
        raise UrlError(f"{name!r} is no host") from None


def _ipv6(written: str) -> str:
    """Write an IPv6 address by RFC 5952, without dots."""
    try:
        if not written.endswith("]") or "%" in written:
            raise UrlError(f"{written!r} is no IPv6 address")
        packed = IPv6Address(written[1:-1]).packed
    except AddressValueError:
        raise UrlError(f"{written!r} is no IPv6 address") from None
    groups = [f"{packed[at] << 8 | packed[at + 1]:x}" for at in range(0, 16, 2)]
    start, count = _longest_zeros(groups)
    if count < 2:  # noqa: PLR2004 - RFC 5952, section 4.2.2: one group is not shortened
        return ":".join(groups)
    return ":".join(groups[:start]) + "::" + ":".join(groups[start + count :])


def _longest_zeros(groups: list[str]) -> tuple[int, int]:
    """Return start and number of the first longest run of zero groups."""
    best = (0, 0)
    at = 0
    while at < len(groups):
        end = at
        while end < len(groups) and groups[end] == "0":
            end += 1
        if end - at > best[1]:
            best = (at, end - at)
        at = max(end, at + 1)
    return best


def normal_url(text: str) -> str:
    """Return the normal form of a URL.

    Args:
        text: The URL as a record, or whoever asks, gives it.

    Returns:
        The normal form, in ASCII.

    Raises:
        UrlError: It has none.
    """
    if _NORMAL.fullmatch(text) is not None and "/." not in text:
        return text
    url = split_url(text)
    try:
        path = _IN_PATH.sub(_octet, (url.path or "/").encode()).decode("ascii")
        query = None if url.query is None else _IN_QUERY.sub(_octet, url.query.encode())
    except UnicodeEncodeError:
        raise UrlError("it holds half a surrogate pair") from None
    port = "" if url.port is None else f":{url.port}"
    asked = "" if query is None else "?" + query.decode("ascii")
    return f"{url.scheme}://{url.host.name}{port}{_without_dots(path)}{asked}"


def _octet(match: re.Match[bytes]) -> bytes:
    """Decode what need not be encoded, encode what has to be, in upper-case digits."""
    digits = match[1]
    if digits is None:
        return b"%%%02X" % match[0][0]
    octet = bytes([int(digits, 16)])
    return octet if _IS_UNRESERVED.match(octet) else b"%" + digits.upper()


def _without_dots(path: str) -> str:
    """Remove dot segments (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
