"""Text of a manifest as spans: hidden characters gone, and links where a link is safe.

A manifest is written by somebody else. Only ``http``, ``https``, ``mailto`` and DOIs become links,
and a link always shows where it leads.
"""

import re
from urllib.parse import quote, urlsplit

from trainbib.characters import visible
from trainbib.disclosure.renderers.document import Line, Span

__all__ = ["line_of", "lines_of", "marked", "one_line"]

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LINK = re.compile(
    r"""(?P<web>\bhttps?://[^\s<>"'`{}|\\^]+)
    | \b(?P<doi>doi:\s?10\.\d{4,9}/[^\s<>"'`{}|\\^]+)
    | (?:\bmailto:)?(?<![\w.%+-])(?P<mail>[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_TRAILING = ".,;:!?"
_CLOSING = {")": "(", "]": "["}


def one_line(text: str) -> str:
    """Return text on one line, without hidden characters and double spaces."""
    return " ".join(visible(_BREAK.sub(" ", text)).split())


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not empty, each as spans."""
    lines = (one_line(each) for each in _BREAK.split(text))
    return tuple(line_of(each) for each in lines if each)


def line_of(text: str) -> Line:
    """Return one line as spans: words and links."""
    return _spans(one_line(text))


def _spans(text: str) -> Line:
    spans, end = list[Span](), 0
    for match in _LINK.finditer(text):
        shown = _trimmed(match.group())
        url = _url(shown, match)
        if not url:
            continue
        if match.start() > end:
            spans.append(Span(text[end : match.start()]))
        spans.append(Span(shown[7:] if match["mail"] and shown[6:7] == ":" else shown, url))
        end = match.start() + len(shown)
    if end < len(text):
        spans.append(Span(text[end:]))
    return tuple(spans)


def marked(text: str) -> Line:
    """Return a line of our own words, in which names stand between backticks."""
    spans = list[Span]()
    for position, part in enumerate(one_line(text).split("`")):
        # Every other part stands between two.
        spans.extend([Span(part, code=True)] if position % 2 and part else _spans(part))
    return tuple(spans)


def _trimmed(text: str) -> str:
    """Leave the punctuation behind a link out of it, and a bracket that opens before it."""
    while text:
        last = text[-1]
        opening = _CLOSING.get(last)
        if last in _TRAILING or (opening and text.count(last) > text.count(opening)):
            text = text[:-1]
        else:
            break
    return text


def _url(shown: str, match: re.Match[str]) -> str:
    if match["mail"]:
        return f"mailto:{quote(match['mail'], safe='@.+-_')}"
    if match["doi"]:
        return "https://doi.org/" + quote(shown[4:].strip(), safe="/.-_():;")
    try:
        parts = urlsplit(shown)
        host, user = parts.hostname, parts.username
    except ValueError:
        return ""
    # A user name before the host makes one site look like another.
    return shown if host and user is None else ""
