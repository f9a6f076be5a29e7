"""Text in GitHub's Markdown that shows as it is, also within HTML and tables."""

import html
import re

from trainbib_cli.terminal import printable

_MARKUP = re.compile(r"[][\\`*_<>&|~#@${}]|:(?=\S)|(?<=www)\.")
"""What Markdown, HTML or GitHub give a meaning to within a line: marks, links, mentions, emoji."""

_SIGNS = re.compile(r"([\\`*_\[\]#|~])")
_CODE = re.compile(r"`([^`]*)`")


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is; what stands in backticks becomes code."""
    parts: list[str] = []
    end = 0
    for match in _CODE.finditer(text):
        parts += [_plain(text[end : match.start()]), code_span(match[1])]
        end = match.end()
    return "".join([*parts, _plain(text[end:])])


def code_span(text: str) -> str:
    """Write a text as code, whatever is in it."""
    return f"<code>{_plain(text)}</code>" if text else ""


def _plain(text: str) -> str:
    return _MARKUP.sub(_entity, printable(text))


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def cell(text: str) -> str:
    """Write a text on one line: no markup, no HTML, no mention of anyone, backticks shown."""
    line = printable(" ".join(text.split()))
    return _SIGNS.sub(r"\\\1", html.escape(line, quote=False)).replace("@", "&#64;")
