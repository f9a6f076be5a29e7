"""What identifies sources, parties and labellers beside their keys, in one spelling each."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from trainbib.values import as_mapping, given

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Kinds without letter case, that are often written as URLs.
_RESOLVED = re.compile(
    r"(?:https?://)?(?:(?:dx\.)?doi\.org/|orcid\.org/|ror\.org/|hdl\.handle\.net/)|doi:|hdl:"
)
_CASELESS = frozenset({"doi", "handle", "orcid", "ror"})


def normal_url(url: str) -> str:
    """Return a URL with scheme and host in small letters, without fragment and final slash."""
    text = url.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return text
    if not parts.hostname:
        return text
    shown = "" if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.hostname}{shown}{parts.path.rstrip('/')}{query}"


def normal_id(kind: str, identifier: str) -> str:
    """Return an identifier in one spelling.

    Args:
        kind: Name of the field, such as ``doi``.
        identifier: As written: a DOI may be given as its URL, in any letter case.
    """
    text = identifier.strip()
    if kind in _CASELESS:
        return _RESOLVED.sub("", text.lower(), count=1).rstrip("/")
    return normal_url(text).removesuffix(".git") if kind == "git" else text


def source_identifiers(source: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield kind and normal form of what identifies a source."""
    yield from _ids(source)
    url = source.get("url")
    if isinstance(url, str):
        yield "url", normal_url(url)
    digest = source.get("digest")
    if isinstance(digest, str):
        yield "digest", digest.lower()


def party_identifiers(party: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield kind and normal form of what identifies a party."""
    yield from _ids(party)
    name = party.get("name")
    if isinstance(name, str):
        yield "name", " ".join(name.split()).casefold()


def labeller_identifiers(labeller: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what identifies labellers: they have no other name than their title."""
    title = labeller.get("title")
    if isinstance(title, str):
        yield "title", " ".join(title.split()).casefold()


def _ids(entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for kind, identifier in as_mapping(given(entry.get("ids"))).items():
        if isinstance(identifier, str) and not kind.startswith("x-"):
            yield kind, normal_id(kind, identifier)
