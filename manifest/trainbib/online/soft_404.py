"""Pages that say "not found" with a status that says all is well."""

import hashlib
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit, urlunsplit

from trainbib.online.asking import Asker, is_good
from trainbib.online.links import LinkResult
from trainbib.online.session import Answer, FetchFailedError, Request

_TITLE = re.compile(r"<(title|h1)\b[^>]{0,400}>(.{0,400}?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,400}>")
_NOT_FOUND = re.compile(
    r"\b(?:404|not (?:be )?found|no longer (?:exists?|available)|does(?:n.t| not) exist|"
    r"nicht gefunden|introuvable|no encontrad[ao]|non trovata?)\b",
    re.IGNORECASE,
)
_HEAD = 64 << 10
"""How much of a page is looked through for titles, in characters."""
_SHORTEST_NAME = 4
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class _Page:
    final: str
    digest: str
    titles: tuple[str, ...]


def soft_404(asker: Asker, link: LinkResult) -> str:
    """Tell why a page that answers well seems to be missing all the same.

    Its title or first heading says so; or a page beside it, of a name that nobody has given, gets
    the very same answer.

    Args:
        asker: The run.
        link: A link that works.

    Returns:
        The reason, as a clause; "" if it seems to be there, or if that could not be told.
    """
    kind = link.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in {"text/html", "application/xhtml+xml"}:
        return ""
    cached = asker.cache.get("GET", link.url, asker.clock.now())
    if cached is not None and isinstance(said := cached[1].get("soft_404"), str):
        return said
    if asker.limit():
        return ""
    page = _page(asker, link.url)
    if page is None:
        return ""
    reason = _verdict(asker, link.url, page)
    record = {"soft_404": reason}
    age = asker.settings.ok_age
    asker.cache.put("GET", link.url, record, now=asker.clock.now(), age=age)
    return reason


def _verdict(asker: Asker, url: str, page: _Page) -> str:
    for title in page.titles:
        if says_not_found(title):
            return f"its title says: {title[:_LONGEST_TITLE]}"
    beside = neighbour(url)
    if beside is None:
        return ""
    other = _page(asker, beside)
    if other is None or (other.digest != page.digest):
        return ""
    return "it answers the same as a page beside it that nobody has made"


def says_not_found(title: str) -> bool:
    """Tell whether a title is one of a page for what is not there."""
    return len(title) <= _LONGEST_TITLE and bool(_NOT_FOUND.search(title))


def neighbour(url: str) -> str | None:
    """Return the URL of a page beside a page, of a name that nobody has given.

    The same page always has the same neighbour, so that caches on the way can help.

    Returns:
        The URL; None for a home page, beside which there is nothing.
    """
    parts = urlsplit(url)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    if not name:
        return None
    made = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{made}", "", ""))


def _page(asker: Asker, url: str) -> _Page | None:
    request = Request(
        headers={"Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "gzip"},
        max_body=asker.settings.max_body,
        max_decompressed=asker.settings.max_decompressed,
        permit=asker.permit,
    )
    try:
        answer = asker.attempts(lambda _: asker.session.fetch(url, request))
    except FetchFailedError:
        return None
    return _read(answer) if is_good(answer.status) and answer.body else None


def _read(answer: Answer) -> _Page:
    text = answer.body.decode("utf-8", "replace")
    titles = tuple(
        " ".join(unescape(_TAG.sub(" ", found[2])).split())
        for found in _TITLE.finditer(text[:_HEAD])
    )
    # A page may repeat the name that was asked for, or have a token of its own in each answer.
    plain = _TAG.sub(" ", _without(_without(text, "script"), "style"))
    name = urlsplit(answer.url).path.rstrip("/").rpartition("/")[2]
    if len(name) >= _SHORTEST_NAME:
        plain = plain.replace(name, "")
    shown = " ".join(plain.split())
    return _Page(answer.url, hashlib.sha256(shown.encode()).hexdigest(), titles[:4])


def _without(text: str, element: str) -> str:
    """Take out all elements of a kind, with what is in them."""
    folded, kept, place = text.lower(), list[str](), 0
    if len(folded) != len(text):  # some letters have a longer small form
        return text
    while (start := folded.find(f"<{element}", place)) >= 0:
        kept.append(text[place:start])
        end = folded.find(f"</{element}", start)
        if end < 0:
            return "".join(kept)
        place = end
    return "".join([*kept, text[place:]])
