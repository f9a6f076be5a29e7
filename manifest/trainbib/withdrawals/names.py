"""Comparing what data sets are called: titles, versions, addresses, and words about them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
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
_PORTIONS = frozenset(
    {
        "slice", "slices", "config", "configuration", "subset", "subsets", "split", "splits",
        "component", "components", "part", "parts", "portion", "portions", "section", "sections",
        "files",
    }
)  # fmt: skip
"""Words for a part. Before "of" and a name they mean that the rest of what it names is kept."""
_WHOLE = frozenset({"all", "whole", "entire", "complete", "every"})
_FROM = frozenset({"of", "from", "in"})
_FILLERS = (
    _PORTIONS
    | _WHOLE
    | _FROM
    | {"the", "a", "an", "and", "s", "data", "dataset", "set", "corpus", "content"}
)
"""Words that may stand beside a name and say nothing else."""
_MOST_WORDS = 40
"""How many words a name has at most, with those beside it."""


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


def names_one_of(
    words: str,
    names: tuple[str, ...],
    parts: tuple[str, ...] = (),
    context: tuple[str, ...] = (),
) -> bool:
    """Tell whether words such as "the Books slice (Books3)" name one of the things, whole.

    They do if they are one or more of the names, and filling words: "duplicates of Books3" is
    something else, and "a part of Books3" leaves the rest. "The Books3 part" and "all parts of
    Books3" are Books3.

    Args:
        words: What someone wrote.
        names: Names of sets.
        parts: Names of parts.
        context: What may be named beside them: the whole that they are a part of.
    """
    told = title_words(words).split()
    if not told or len(told) > _MOST_WORDS:
        return False
    named = _forms((*names, *parts))
    known = {form: form in named for form in named | _forms(context)}
    if not _is_made_of(told, known):
        return False
    for index, (word, following) in enumerate(pairwise(told)):
        if word in _PORTIONS and following in _FROM:
            before = told[:index]
            return not _WHOLE.isdisjoint(before) or _is_made_of(before, known)
    return True


def _is_made_of(told: Sequence[str], known: Mapping[tuple[str, ...], bool]) -> bool:
    """Tell whether words are names and filling words alone, with one at least that counts.

    Args:
        told: The words.
        known: The words of names, and whether each counts.
    """
    reached: dict[int, set[bool]] = {0: {False}}
    for index in range(len(told)):
        found = reached.get(index)
        if found is None:
            continue
        if told[index] in _FILLERS:
            reached.setdefault(index + 1, set()).update(found)
        for form, counts in known.items():
            if tuple(told[index : index + len(form)]) == form:
                end = reached.setdefault(index + len(form), set())
                end.update(each or counts for each in found)
    return True in reached.get(len(told), ())


@lru_cache(maxsize=4096)
def _forms(names: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return the words of names, and those without filling words."""
    whole = [tuple(title_words(name).split()) for name in names]
    bare = [tuple(word for word in form if word not in _FILLERS) for form in whole]
    return frozenset(form for form in (*whole, *bare) if form)
