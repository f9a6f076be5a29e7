"""Places in YAML of any style: those that libyaml's marks of the whole document give."""

import json
from random import Random
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.diagnostics import Span
from trainbib.document import Document, Place, parse_document
from trainbib.pointers import pointer

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

KEYS = [
    "a",
    "b",
    "kind",
    "sources",
    "dataset",
    "x-y",
    "Müller",
    "a b",
    "true!",
    "",
    "? q",
    "#",
    "é🙂",
]
TEXTS = [
    "z",
    "some text",
    "1e3",
    "",
    "a: b # c",
    "Grüße 🙂",
    "- x",
    "it's",
    'a "b"',
    "? no",
    "\u2028x",
]


class Writer:
    """Writes data as YAML in as many styles as there are."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.anchors = 0
        self.done: list[str] = []
        self.handle = "!!"

    def some(self, *options: str) -> str:
        return self.random.choice(options)

    def half(self) -> bool:
        return self.random.random() < 0.5

    def rarely(self) -> bool:
        return self.random.random() < 0.1

    def properties(self, tag: str) -> tuple[str, str]:
        """Return an anchor, a tag or nothing; and the name of the anchor."""
        name = ""
        found = ""
        if self.rarely():
            self.anchors += 1
            name = f"n{self.anchors}"
            found = f"&{name} "
        if self.rarely():
            found += f"{self.handle}{tag} "
        return found, name

    def comment(self) -> str:
        return self.some("", "", "", "", " # why", "\t# tab: ? - {", " ", "\t")

    def lines(self, margin: str) -> str:
        """Return the end of a line, and lines that say nothing."""
        more = self.some("", "", "", "\n", f"\n{margin}# ? own: [", "\n# far: left\n", "\n   ")
        return f"{self.comment()}{more}\n"

    def quoted(self, text: str, *, one_line: bool) -> str:
        if self.half() and "\u2028" not in text:
            return "'" + text.replace("'", "''") + "'"
        written = json.dumps(text, ensure_ascii="\u2028" in text or self.half())
        if "\\ud8" in written:
            written = json.dumps(text, ensure_ascii=False)
        if text.startswith("z"):
            written = '"\\x7a' + written[2:]
        if not one_line and " " in text[1:-1] and "  " not in text:
            first, _, last = written.partition(" ")
            written = f"{first}\n   {self.margin}{last}"
        return written

    margin = ""

    def scalar(self, text: str, margin: str, *, key: bool = False, flow: bool = False) -> str:
        self.margin = margin
        plain = text.replace(" ", "").isalnum() and not text[0].isdigit()
        styles = ["quoted", *(["plain"] * 4 if plain else [])]
        if not key and not flow and text and "\u2028" not in text and text[0] not in " #":
            styles.append("block")
        style = self.some(*styles)
        found, name = self.properties("str")
        if style == "plain":
            written = text
            if not key and " " in text:
                written = text.replace(" ", self.some(" ", f"\n  {margin}"), 1)
        elif style == "block":
            sign = self.some("|", "|-", ">", ">-", "|+")
            written = f"{sign}{self.comment() if self.rarely() else ''}\n{margin}  {text}"
        else:
            written = self.quoted(text, one_line=key)
        if name:
            self.done.append(name)
        return found + written

    def flow(self, value: Any, margin: str) -> str:
        blank = self.some("", "", " ", f"\n {margin}", f" # in\n {margin}")
        if isinstance(value, str):
            return self.scalar(value, margin, key=self.half(), flow=True)
        found, name = self.properties("map" if isinstance(value, dict) else "seq")
        parts: list[str] = []
        if isinstance(value, dict):
            for key, item in value.items():
                written = self.scalar(key, margin, key=True)
                mark = self.some("", "", "", "? ")
                parts.append(f"{mark}{written} : {self.flow(item, margin)}")
        else:
            parts = [self.flow(item, margin) for item in value]
        comma = self.some(", ", f",\n {margin}", f" , # c\n {margin}")
        inside = comma.join(parts)
        if name:
            self.done.append(name)
        ends = "{}" if isinstance(value, dict) else "[]"
        return f"{found}{ends[0]}{blank}{inside}{blank}{ends[1]}"

    def block(self, value: Any, margin: str) -> str:
        """Return the lines of a collection that is not empty, without the margin of the first."""
        step = margin + self.some(" ", "  ", "    ")
        parts: list[str] = []
        if isinstance(value, list):
            for item in value:
                gap = self.some(" ", " ", "   ")
                inner = margin + " " + gap
                if isinstance(item, str) or not item or self.rarely():
                    written = self.inline(item, margin)
                elif self.rarely():
                    written = self.lines(inner).replace("\t", " ") + inner
                    written += self.block(item, inner)
                    gap = " "
                else:
                    written = self.block(item, inner)
                    parts.append(f"-{gap}{written}")
                    continue
                parts.append(f"-{gap}{written}{self.end(written, margin)}")
        else:
            for key, item in value.items():
                parts.append(self.member(key, item, margin, step))
        return margin.join(parts)

    def end(self, written: str, margin: str) -> str:
        if written.endswith("\n"):
            return ""
        is_block = "\n" in written and written.lstrip("&n0123456789 !y")[:1] in "|>"
        return "\n" if is_block or written.startswith("*") else self.lines(margin)

    def member(self, key: str, item: Any, margin: str, step: str) -> str:
        name = self.scalar(key, margin, key=True)
        if self.random.random() < 0.15:
            before = self.some(" ", " ", "  ", f" # c\n{margin}  ", f"\n{margin} ")
            if name == key and key.isalnum() and self.rarely():
                before, name = " ", f"|-\n{margin}    {key}"
            head = f"?{before}{name}{'' if '|' in name else self.comment()}\n"
            if not item and isinstance(item, str) and self.half():
                return head  # an explicit key without a value
            head += f"{margin}:"
            after = " "
        else:
            head = f"{name}{self.some('', '', ' ')}:"
            after = "\t "
        if isinstance(item, str) or not item or self.rarely():
            written = self.inline(item, margin)
            if self.rarely() and not written.startswith("*"):
                lines = self.lines(margin).replace("\t", after[0])
                return f"{head}{lines}{step}{written}{self.end(written, margin)}"
            return f"{head} {written}{self.end(written, margin)}"
        found, anchor = self.properties("map" if isinstance(item, dict) else "seq")
        inner = step
        if isinstance(item, list) and self.half() and "?" not in head[:1]:
            inner = margin
        written = self.block(item, inner)
        if anchor:
            self.done.append(anchor)
        end = self.lines(step) if not found else f"{self.comment()}\n"
        end = end.replace("\t", after[0])
        return f"{head} {found.rstrip()}{end}{inner}{written}"

    def inline(self, value: Any, margin: str) -> str:
        if self.done and self.rarely():
            return f"*{self.some(*self.done)} "
        return self.scalar(value, margin) if isinstance(value, str) else self.flow(value, margin)

    def document(self, data: dict[str, Any]) -> str:
        start = self.some(
            "", "", "", "# first\n\n", "---\n", "--- # c\n", "%YAML 1.1\n---\n", "TAG"
        )
        if start == "TAG":
            self.handle, start = "!y!", "%TAG !y! tag:yaml.org,2002:\n---\n"
        margin = self.some("", "", "", "  ")
        written = self.flow(data, "") + "\n" if self.rarely() else self.block(data, margin)
        text = start + margin + written + self.some("", "", "...\n", "# end\n", "\n\n")
        text = text.replace("\n", self.some("\n", "\n", "\n", "\r\n", "\r"))
        return self.some("", "", "", "\ufeff") + text


def data(depth: int) -> st.SearchStrategy[Any]:
    texts = st.sampled_from(TEXTS)
    if not depth:
        return texts
    below = st.one_of(texts, data(depth - 1))
    return st.one_of(
        st.dictionaries(st.sampled_from(KEYS), below, max_size=4), st.lists(below, max_size=3)
    )


DOCUMENTS = st.dictionaries(st.sampled_from(KEYS), data(3), min_size=1, max_size=4)


def marked(text: str) -> dict[str, tuple[Any, Any]]:
    """Return the nodes of keys and values by pointer, as libyaml composes them; none by aliases."""
    found: dict[str, tuple[Any, Any]] = {}
    seen: set[int] = set()

    def note(node: Any, path: tuple[str | int, ...], key: Any) -> None:
        if id(node) in seen:
            found[pointer(*path)] = key, None
            return
        seen.add(id(node))
        found[pointer(*path)] = key, node
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                seen.add(id(name))
                note(value, (*path, name.value), name)
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                note(item, (*path, index), None)

    note(yaml.compose(text, _Loader), (), None)
    del found[""]
    return found


def span_of(node: Any) -> Span:
    start, end = node.start_mark, node.end_mark
    one_line = end.line == start.line and end.column > start.column
    column = end.column if one_line else start.column + 1
    return Span(start.line + 1, start.column + 1, start.line + 1, column + 1)


def assert_where_libyaml_says(document: Document, where: str, place: Place, nodes: Any) -> None:
    key, value = nodes
    assert (place.key is None) == (key is None), where
    if key is not None:
        assert place.key == span_of(key), where
    lines = (
        document.text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    )
    if value is None:  # an alias
        assert lines[place.value.line - 1][place.value.column - 1] == "*", where
    elif isinstance(value, yaml.ScalarNode):
        assert place.value == span_of(value), where
    else:
        start = value.start_mark
        assert (place.value.line, place.value.column) == (start.line + 1, start.column + 1), where


@settings(max_examples=300)
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_places_are_those_of_the_whole_document(data: dict[str, Any], random: Random) -> None:
    text = Writer(random).document(data)
    document = parse_document(text.encode(), path="m.yaml")
    assert document.parsed, document.findings
    expected = marked(document.text)
    together = document.locate(expected)
    for where, nodes in expected.items():
        assert_where_libyaml_says(document, where, together[where], nodes)
        assert document.locate([where])[where] == together[where], where
