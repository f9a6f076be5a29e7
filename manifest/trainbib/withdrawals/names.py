"""Comparing what data sets are called: titles, versions, addresses, and words about them."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_NOT_WORD = re.compile(r"[\W_]+")
_NOT_VERSION = re.compile(r"[\W_]+")
_VERSION_PREFIX = re.compile(r"^(?:version|release|v)\.?(?=\d)")
_HUB = re.compile(
    r"^(?:https?://(?:www\.)?(?:huggingface\.co|hf\.co)/|hf://)datasets/(?P<id>[^?#]+)",
    re.IGNORECASE,
)
_HUB_PAGES = frozenset(
    {"tree", "blob", "resolve", "raw", "commit", "commits", "discussions", "viewer", "blame"}
)
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)(?P<doi>10\.[^?#]+)", re.IGNORECASE)
_FILLERS = frozenset(
    {
        "the", "a", "an", "of", "from", "all", "slice", "slices", "config", "configuration",
        "subset", "subsets", "split", "splits", "component", "components", "part", "parts",
        "portion", "section", "data", "dataset", "set", "corpus", "content", "files",
    }
)  # fmt: skip
SHORTEST_PHRASE = 5
"""How many characters a name has at least that is looked for inside other words."""


@lru_cache(maxsize=65536)
def title_words(title: str) -> str:
    """Return a title in small letters, with single spaces instead of all that is no word."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", title).casefold()).strip()


def same_version(stated: str, listed: str) -> bool:
    """Tell whether a version is one that is listed, or a state of it: 1.1.2 is a state of 1.1."""
    mine, other = _version(stated), _version(listed)
    return bool(other) and (mine == other or mine.startswith(other + "."))


def versions_differ(one: str, other: str) -> bool:
    """Tell whether two versions cannot be the same: none of them is the other, less precise."""
    first, second = _version(one), _version(other)
    if not first or not second:
        return False
    return not f"{first}.".startswith(f"{second}.") and not f"{second}.".startswith(f"{first}.")


@lru_cache(maxsize=4096)
def _version(text: str) -> str:
    bare = _VERSION_PREFIX.sub("", text.strip().casefold())
    return _NOT_VERSION.sub(".", bare).strip(".")


def hub_id(text: str) -> tuple[str, str]:
    """Return owner and name of a set on Hugging Face, and its configuration, in small letters.

    Args:
        text: An identifier, ``owner/name`` or ``owner/name:config``, or the URL of a page of it.
    """
    match = _HUB.match(text.strip())
    if match is None:
        name, _, config = text.strip().casefold().removeprefix("datasets/").partition(":")
        return name.strip("/"), config
    parts = [unquote(part).casefold() for part in match["id"].split("/") if part]
    for index, part in enumerate(parts):
        if index and part in _HUB_PAGES:
            config = parts[index + 1] if part == "viewer" and len(parts) > index + 1 else ""
            return "/".join(parts[:index]), "" if config == "default" else config
    return "/".join(parts[:2]), ""


def is_hub_url(url: str) -> bool:
    """Tell whether a URL is of a data set on Hugging Face."""
    return _HUB.match(url.strip()) is not None


def doi_of(text: str) -> str:
    """Return the DOI that a URL or ``doi:`` leads to, in small letters; empty if to none."""
    match = _DOI.match(text.strip())
    return unquote(match["doi"]).rstrip("/").casefold() if match else ""


def address(url: str) -> str:
    """Return a URL without what does not tell two pages apart; empty if it is none.

    Left out are scheme, ``www.``, user, a default port, fragment, closing slashes and ``.git``;
    the case of the host does not matter, nor that of the path on hosts of repositories.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    if not host or parts.scheme not in {"http", "https", "git", "git+https"}:
        return ""
    shown = "" if port in {None, 80, 443} else f":{port}"
    path = parts.path.rstrip("/").removesuffix(".git")
    if host in {"github.com", "gitlab.com", "huggingface.co"}:
        path = path.casefold()
    return f"{host}{shown}{path}{f'?{parts.query}' if parts.query else ''}"


def names_one_of(words: str, names: tuple[str, ...], parts: tuple[str, ...] = ()) -> bool:
    """Tell whether words such as "the Books slice (Books3)" name one of the things.

    Args:
        words: What someone wrote.
        names: Names of sets: the words are the name, or have it in them as a whole.
        parts: Names of parts, which are short and common: the words are the name.
    """
    text = title_words(words)
    bare = _bare(text)
    for name in (*names, *parts):
        if text == title_words(name) or (bare and bare == _bare(title_words(name))):
            return True
    padded = f" {text} "
    return any(
        len(phrase) >= SHORTEST_PHRASE and f" {phrase} " in padded
        for phrase in map(title_words, names)
    )


@lru_cache(maxsize=65536)
def _bare(text: str) -> str:
    return " ".join(word for word in text.split() if word not in _FILLERS)
