"""Asking a record index whether a URL or a text is listed."""

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from trainbib.record_index.digests import IndexKey, text_digest, url_digest
from trainbib.record_index.facts import RecordIndexError
from trainbib.record_index.files import RecordIndex
from trainbib.records.urls import UrlError, normal_url, split_url

__all__ = ["Answer", "look_up_text", "look_up_url", "url_variants"]

_SPACE = 1 << 64
_WWW = "www."


@dataclass(frozen=True, slots=True)
class Answer:
    """What an index says.

    Attributes:
        kind: ``url`` or ``text``.
        found: Whether it is listed.
        matched: The normal form of the URL that is; None for a text, or if none is.
        tried: How many digests were looked up.
        chance: With which probability one of them is listed by chance, though the record is not.
    """

    kind: str
    found: bool
    matched: str | None
    tried: int
    chance: Fraction


def look_up_url(
    index: RecordIndex, url: str, key: IndexKey | None = None, *, exact: bool = False
) -> Answer:
    """Look a URL up.

    Args:
        index: The index.
        url: The URL; ``https://`` is put in front if there is no scheme.
        key: The key, if the index has one.
        exact: Whether to look up only this URL, not its variants.

    Raises:
        trainbib.records.UrlError: It is no URL.
        RecordIndexError: The index lists no URLs, or the key is not the one of it.
    """
    count = _ready(index, "url", key)
    normal = normal_url(url if "://" in url else f"https://{url}")
    variants = [normal] if exact else url_variants(normal)
    matched = None
    tried = 0
    for variant in variants:
        tried += 1
        if index.holds("url", url_digest(variant, key)):
            matched = variant
            break
    chance = Fraction(count * tried, _SPACE)
    return Answer("url", matched is not None, matched, tried, chance)


def look_up_text(index: RecordIndex, text: str, key: IndexKey | None = None) -> Answer:
    """Look a text up.

    Args:
        index: The index.
        text: The whole text of a record.
        key: The key, if the index has one.

    Raises:
        RecordIndexError: The index lists no texts, the key is not the one of it, or there is
            nothing in the text.
    """
    count = _ready(index, "text", key)
    digest = text_digest(text, key)
    if digest is None:
        raise RecordIndexError(
            "there is nothing in the text but blanks: such records are not listed"
        )
    return Answer("text", index.holds("text", digest), None, 1, Fraction(count, _SPACE))


def url_variants(normal: str) -> list[str]:
    """Return a URL and those under which the same page often goes.

    They differ in ``http`` and ``https``, in ``www.`` and in a slash at the end of the path.

    Args:
        normal: The normal form of the URL.

    Returns:
        Normal forms, first the one that was given.
    """
    url = split_url(normal)
    scheme, host, path = url.scheme, url.host.name, url.path
    port = "" if url.port is None else f":{url.port}"
    asked = "" if url.query is None else f"?{url.query}"
    schemes = {"http": ["http", "https"], "https": ["https", "http"]}.get(scheme, [scheme])
    hosts = [host]
    if host.startswith(_WWW):
        hosts.append(host.removeprefix(_WWW))
    elif not url.host.is_address:
        hosts.append(_WWW + host)
    paths = [path]
    if path != "/":
        paths.append(path.removesuffix("/") if path.endswith("/") else f"{path}/")
    found: dict[str, None] = {}
    for new_path, new_host, new_scheme in product(paths, hosts, schemes):
        with suppress(UrlError):  # with www. a host can be too long
            found[normal_url(f"{new_scheme}://{new_host}{port}{new_path}{asked}")] = None
    return list(found)


def _ready(index: RecordIndex, kind: str, key: IndexKey | None) -> int:
    """Return how many digests are listed, once it is sure that the index can be asked."""
    facts = index.facts
    if facts.key_check is not None and key is None:
        raise RecordIndexError(
            f"{index.path} is keyed: only who has its key can look records up; name it with --key, "
            "or ask the publisher"
        )
    if facts.key_check is None and key is not None:
        raise RecordIndexError(f"{index.path} is not keyed: leave --key out")
    if key is not None and key.check != facts.key_check:
        raise RecordIndexError(f"{index.path} was made with another key")
    if kind not in facts.kinds:
        listed = " and ".join(sorted(facts.kinds))
        raise RecordIndexError(f"{index.path} lists no {kind}s, only {listed}s")
    return facts.kinds[kind].distinct
