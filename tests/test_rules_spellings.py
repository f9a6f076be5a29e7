"""Rules say the same of the same data, however its characters are written."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.document import parse_document
from trainbib.rules import RULES
from trainbib.rules.context import Context
from trainbib.rules.spellings import spellings
from trainbib.settings import Settings

TODAY = date(2026, 11, 23)
CHOSEN = {rule.code: rule.find for rule in RULES if rule.code in {"PAR005", "PAR007", "SCH006"}}
"""Rules that look at the text of the document before they look at the data."""

Write = Callable[[str], str]


def as_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def for_web_pages(text: str) -> str:
    return re.sub("[<>&]", lambda match: f"\\u{ord(match[0]):04x}", as_json(text))


def with_slashes(text: str) -> str:
    return as_json(text).replace("/", "\\/")


def escaped(text: str) -> str:
    units = text.encode("utf-16-be")
    codes = (units[place : place + 2].hex() for place in range(0, len(units), 2))
    return '"' + "".join(f"\\u{code}" for code in codes) + '"'


def escaped_in_yaml(text: str) -> str:
    short = (f"\\x{ord(c):02x}" if c < "\x80" else f"\\U{ord(c):08X}" for c in text)
    return '"' + "".join(short) + '"'


def every_other_escaped(text: str) -> str:
    parts = [as_json(c)[1:-1] if place % 2 else f"\\x{ord(c):02X}" for place, c in enumerate(text)]
    return '"' + "".join(parts) + '"' if text.isascii() else escaped_in_yaml(text)


def in_single_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def folded_in_single_quotes(text: str) -> str:
    return re.sub(r"(?<=\S) (?=\S)", "\n      ", in_single_quotes(text))


def folded_in_double_quotes(text: str) -> str:
    return re.sub(r"(?<=[^\s\\]) (?=\S)", "\n      ", as_json(text))


def broken_in_double_quotes(text: str) -> str:
    return '"' + "\\\n      ".join(as_json(c)[1:-1].replace(" ", "\\ ") for c in text) + '"'


def in_a_block(text: str) -> str:
    return "|-\n      " + text


def in_a_folded_block(text: str) -> str:
    return ">-\n      " + re.sub(r"(?<=\S) (?=\S)", "\n      ", text)


IN_JSON = (as_json, for_web_pages, with_slashes, escaped)
IN_YAML = (
    as_json, with_slashes, escaped_in_yaml, every_other_escaped, in_single_quotes,
    folded_in_single_quotes, folded_in_double_quotes, broken_in_double_quotes, in_a_block,
    in_a_folded_block,
)  # fmt: skip

WHOLE = (
    'See <img src="x.png"> here', "<b>bold</b>", "a<br/>b", "R&amp;D", "&#8211;", "\\emph{The}",
    'Universit{\\"a}t', "{\\'e}", "{\\\\}", "C:\\<a \\u003c x>", "\\u003cb>",
    "Lorem ipsum dolor sit", "LOREM IPSUM", "lorem  ipsum", "gypsum", "<your name>", "<Name>",
    "<your  description here>", "{{ title }}", "${TITLE}", "{ {a} }", "https://example.com/a/b",
    "HTTPS://www.Example.ORG", "https://EXAMPLE.NET?x", "mailto:ada@example.com",
    "ada@my-example.com", "TODO", "N/A", "a < b", "R&D; 3 > 2", "it's", "a\u200bb",
    "\U0001f600 <i>",
)  # fmt: skip
PIECES = st.sampled_from([*"<>&;/\\{}$ '\"ab#", "amp", "img", "\\u003c", "emph", "lorem", "ipsum"])
TEXTS = (
    (st.sampled_from(WHOLE) | st.lists(PIECES, min_size=1, max_size=9).map("".join))
    .map(str.strip)
    .filter(bool)
)


def manifests(texts: list[str], write: Write) -> Iterator[tuple[str, str]]:
    """Yield manifests that say the same, with their format."""
    title, description, url, name, path = map(write, texts)
    dataset = f'"name": "example", "version": "1", "title": {title}, "description": {description}'
    source = f'"kind": "other", "license": "CC0-1.0", "url": {url}'
    flow = (
        f'{{"trainbib": "1.0", "dataset": {{{dataset}}}, "parties": {{"p": {{"name": {name}}}}},\n'
        f' "sources": {{"a": {{{source}}}}}, "files": {{"root": {path}}}, "unheard": [{title}]}}\n'
    )
    if write in IN_JSON:
        yield flow, "json"
    if write not in IN_YAML:
        return
    if not write("x").startswith(("|", ">")):
        yield flow, "yaml"
    block = (
        'trainbib: "1.0"\n'
        f'dataset:\n  name: example\n  version: "1"\n  title: {title}\n'
        f"  description: {description}\n"
        f"parties:\n  p:\n    name: {name}\n"
        f"sources:\n  a:\n    kind: other\n    license: CC0-1.0\n    url: {url}\n"
        f"files:\n  root: {path}\n"
        f"unheard:\n  - {title}\n"
    )
    yield block, "yaml"


def said(text: str, format_: str) -> tuple[Any, list[tuple[str, str]]]:
    document = parse_document(text.encode("utf-8"), path=f"m.{format_}", format_=format_)
    assert document.parsed, (text, document.findings)
    context = Context(document, Settings(today=TODAY))
    found = [
        (code, each.pointer)
        for code, find in CHOSEN.items()
        if find is not None
        for each in find(context)
    ]
    return document.data, sorted(found)


def test_the_same_data_has_the_same_findings_in_every_spelling_of_a_sample() -> None:
    for text in WHOLE:
        compare([text] * 5)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=5, max_size=5))
def test_the_same_data_has_the_same_findings_in_every_spelling(texts: list[str]) -> None:
    compare(texts)


def compare(texts: list[str]) -> None:
    data, found = said(next(manifests(texts, as_json))[0], "json")
    for write in dict.fromkeys((*IN_JSON, *IN_YAML)):
        for text, format_ in manifests(texts, write):
            assert said(text, format_) == (data, found), (write.__name__, text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            'description: >-\n    See <img\n    src="x.png"> here',
            [("PAR007", "/dataset/description")],
        ),
        ('title: "Lorem\n    ipsum dolor sit"', [("SCH006", "/dataset/title")]),
        ("title: Lorem\n    ipsum dolor sit", [("SCH006", "/dataset/title")]),
        ('title: "\\x3cb>bold</b>"', [("PAR007", "/dataset/title")]),
        ('title: "<your\n    title>"', [("SCH006", "/dataset/title")]),
        ('title: "{{ title }}"', [("SCH006", "/dataset/title")]),
        ("title: ${TITLE}", [("SCH006", "/dataset/title")]),
        ("url: https://www.EXAMPLE.com/", [("SCH006", "/dataset/url")]),
        ("description: |-\n    <your\n    title>", []),
    ],
)
def test_what_is_folded_or_escaped_is_found_alone(
    written: str, expected: list[tuple[str, str]]
) -> None:
    text = (
        f'trainbib: "1.0"\ndataset:\n  name: example\n  version: "1"\n  {written}\nsources: {{}}\n'
    )
    assert said(text, "yaml")[1] == expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r'"\u003cb\u003e"', '"<b>"'),
        (r'"\x3cb\U0000003e"', '"<b>"'),
        (r'"<\/b>"', '"</b>"'),
        ('"a\\\n   b\\ c"', '"ab c"'),
        (r'"\\u003c\n\u003c"', r'"\\u003c\n<"'),
    ],
)
def test_characters_of_ascii_are_read_without_their_escapes(text: str, read: str) -> None:
    assert spellings(parse_document(text.encode(), path="m.yaml")) == [text, read]
    assert spellings(parse_document(text.encode(), path="m.json")) == [read]


@pytest.mark.parametrize("text", [r'"\u00e9 \n \""', '"<b>"'])
def test_a_text_without_such_escapes_is_read_as_it_is(text: str) -> None:
    assert spellings(parse_document(text.encode(), path="m.json")) == [text]
