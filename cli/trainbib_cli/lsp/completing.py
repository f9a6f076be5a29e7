"""What can stand at a cursor, as edits after which a manifest still parses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol import types

from trainbib.authoring import MOST, Cursor, Proposal, cursor_at, proposals_at, within_expression
from trainbib.writing.yaml_text import double_quoted, scalar
from trainbib_cli.lsp.manifests import OpenManifest

_KINDS = {
    "field": types.CompletionItemKind.Field,
    "value": types.CompletionItemKind.EnumMember,
    "licence": types.CompletionItemKind.Constant,
    "key": types.CompletionItemKind.Reference,
    "gap": types.CompletionItemKind.Keyword,
}
_QUOTED = {
    '"': re.compile(r'"(?:[^"\\\r\n]|\\[^\r\n])*"'),
    "'": re.compile(r"'(?:[^'\r\n]|'')*'"),
}
# What may stand behind a closing quote; anything else, and the quote opens the next word.
_AFTER_QUOTE = re.compile(r"[ \t]*(?:[,:\]}\r\n]|\Z)|[ \t]+#")
# A colon ends a word where it parts a key from its value.
_REST = re.compile(r"(?:[^\s,:\[\]{}]|:(?![\s,\[\]{}]|\Z))*")
_REST_OF_KEY = re.compile(r"[^\s,:\[\]{}]*")
_REST_IN_JSON = re.compile(r'[^\s,:\[\]{}"]*')
_COLON = re.compile(r"[ \t]*:(?=[\s,\[\]{}]|\Z)")
_COLON_BEHIND_QUOTES = re.compile(r"\s*:")
_TRUTH_VALUES = frozenset({"true", "false"})
_PLACEHOLDER = "x"
_MOST_TRIED = 1 << 20
"""Up to how many characters a text is parsed to see what an edit makes of it."""


def completions(manifest: OpenManifest, position: types.Position) -> types.CompletionList:
    """Return what can stand at a position; each replaces the whole word that stands there.

    Where there is more than is listed, the editor asks again when more has been typed.
    """
    offset = manifest.rows.offset(position)
    cursor = within_expression(cursor_at(manifest.source, offset, json=manifest.is_json))
    proposals = proposals_at(cursor, manifest.known_data) if cursor.start >= 0 else []
    if not proposals:
        return types.CompletionList(is_incomplete=False, items=[])
    word = _Word.at(manifest.source, cursor, offset, json=manifest.is_json)
    replaced = manifest.rows.range_between(word.start, word.end)
    items = [
        types.CompletionItem(
            label=proposal.text,
            kind=_KINDS[proposal.kind],
            detail=proposal.title or None,
            documentation=proposal.description or None,
            text_edit=types.TextEdit(replaced, written),
            filter_text=f"{word.quote}{proposal.text}{word.quote}",
            sort_text=f"{_rank(proposal)}{number:04}",
        )
        for number, (proposal, written) in enumerate(_possible(word, proposals))
    ]
    return types.CompletionList(is_incomplete=len(proposals) == MOST, items=items)


def _rank(proposal: Proposal) -> int:
    """Return what comes first: what is asked for; why there is no answer comes last."""
    return 0 if proposal.required else 2 if proposal.kind == "gap" else 1


@dataclass(frozen=True, slots=True)
class _Word:
    """The word at a cursor.

    Attributes:
        text: The text that it stands in.
        json: Whether that is JSON.
        start: Offset of its first character.
        end: Offset after its last one, a closing quote taken in.
        quote: The quote that it begins with; empty if it begins with none.
        colon: Whether the colon of a key follows.
        alone: Whether it is the first in the lines below a key.
    """

    text: str
    json: bool
    start: int
    end: int
    quote: str
    colon: bool
    alone: bool

    @classmethod
    def at(cls, text: str, cursor: Cursor, offset: int, *, json: bool) -> "_Word":
        """Find the end of the word that begins where the cursor says."""
        start = cursor.start
        quote = text[start : start + 1]
        if quote not in _QUOTED or (json and quote == "'"):
            quote = ""
        closed = _QUOTED[quote].match(text, start) if quote else None
        if closed is not None and _AFTER_QUOTE.match(text, closed.end()) is None:
            closed = None
        if closed is not None:
            end = max(offset, closed.end())
        else:
            is_key = cursor.key is None and not cursor.in_list
            rest = _REST_IN_JSON if json or quote else _REST_OF_KEY if is_key else _REST
            match = rest.match(text, offset)
            comment = not json and start == offset and text.startswith("#", offset)
            end = match.end() if match and not comment else offset
        colon = (_COLON_BEHIND_QUOTES if json or closed else _COLON).match(text, end) is not None
        if not colon and text.startswith(":", end) and not quote:
            end += 1  # `kind:other`, which is one word: the colon is written anew, with a blank
        return cls(text, json, start, end, quote, colon, cursor.alone)

    def written(self, proposal: Proposal) -> str:
        """Return what is written in place of the word."""
        named = proposal.kind in ("field", "gap")
        written = self._spelled(proposal.text, named=named)
        if named and not self.colon:
            written += ": "
        if proposal.listed:
            written = f"- {written}" if self.alone else f"[{written}]"
        elif self.text.startswith("#", self.end):
            written += " "  # the comment would become part of the word
        if not self.json and self.text[max(0, self.start - 1) : self.start] in (":", "-"):
            written = f" {written}"
        return written

    def _spelled(self, text: str, *, named: bool) -> str:
        if text in _TRUTH_VALUES and not named:
            return text
        if self.json or self.quote == '"':
            return double_quoted(text)
        if self.quote and "\n" not in text:
            return "'" + text.replace("'", "''") + "'"
        return text if named else scalar(text, flow=True)

    def replaced_by(self, written: str) -> str:
        """Return the text with something else in place of the word."""
        return self.text[: self.start] + written + self.text[self.end :]


def _possible(word: _Word, proposals: list[Proposal]) -> Iterator[tuple[Proposal, str]]:
    """Yield the proposals with what is written, but none that makes the text one that is broken.

    What parses with some word in this place has to parse with the proposal: a field cannot stand
    in the middle of a text of several lines, nor one in quotes before another word.
    """
    stands: dict[tuple[bool, str, bool], bool] = {}
    tried = not word.json and len(word.text) <= _MOST_TRIED
    whole = tried and _parses(word.replaced_by(word.quote + _PLACEHOLDER + word.quote))
    for proposal in proposals:
        written = word.written(proposal)
        sign = written.strip(" [-")[:1]
        shape = written[-2:] == ": ", written.partition(sign)[0], sign in _QUOTED
        if whole and shape not in stands:
            stands[shape] = _parses(word.replaced_by(written))
        if stands.get(shape, True):
            yield proposal, written


def _parses(text: str) -> bool:
    import yaml

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for _ in yaml.parse(text, Loader=loader):
            pass
    except (yaml.YAMLError, ValueError):  # the latter for half a character
        return False
    return True
