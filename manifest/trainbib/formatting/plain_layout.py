"""Plain YAML in the one layout, line by line; what is not plain enough goes the general way.

Of a large document nearly all lines are alike, or stay as they are, and mappings that have the same
keys have the same order. The layout is that of :mod:`trainbib.formatting.yaml_layout`, which says
what is to be done; here it is done without making a node of each value.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from trainbib.collection import collection_paused
from trainbib.document import parse_document
from trainbib.formatting.comments import header_length
from trainbib.formatting.order import FieldOrder, Schema
from trainbib.formatting.plain_lines import (
    DEEP,
    LITERAL,
    NOTED,
    READY,
    SHORT,
    Line,
    Lines,
    NotSimpleError,
    PlainLines,
)
from trainbib.formatting.yaml_layout import (
    WIDTH,
    comment_lines,
    flow_text,
    separated,
    value_lines,
)
from trainbib.writing.layout import Layout, Node

_SIGN = r"[^,\[\]{}:#\"' ]"
_WORD = rf"[A-Za-z0-9_(/.+](?:[ :]?{_SIGN})*"
_VALUE = rf'(?:{_WORD}|"[A-Za-z0-9 .:;_/+()@?=&%~*!$-]*")'
_is_list_of_words = re.compile(rf"\[{_WORD}(?:, {_WORD})*\]").fullmatch
_is_map_of_words = re.compile(rf"\{{[a-z_]+: {_VALUE}(?:, [a-z_]+: {_VALUE})*\}}").fullmatch
_KNOWN = 4096
"""How many collections on one line, and how many orders of keys, are remembered."""


def plain_text(lines: PlainLines, order: FieldOrder) -> str | None:
    """Return a plain document in the one layout; None if it is not simple enough.

    Args:
        lines: The lines of the document.
        order: The order of members.
    """
    try:
        with collection_paused():
            return _PlainWriter(order).document(lines.root)
    except NotSimpleError:
        return None


class _Plan(NamedTuple):
    """What is to be done with all collections of a schema that have the same keys.

    Attributes:
        chosen: The schema that they follow.
        order: The indices of the members in their order.
        below: The schema of each member, by its index.
    """

    chosen: Schema
    order: Sequence[int]
    below: list[Schema]


class _PlainWriter:
    def __init__(self, order: FieldOrder) -> None:
        self._order = order
        self._plans: dict[tuple[int, tuple[str | None, ...]], _Plan] = {}
        self._flows: dict[tuple[int, str], str] = {}

    def document(self, root: Lines) -> str:
        plan = self._plan(self._order.root, [line[2] for line in root.lines])
        above = root.above.pop(0, [])
        if above and plan.order[0] != 0:
            raise NotSimpleError  # they may speak of the whole, or of what goes elsewhere
        length = header_length(above)
        lines = comment_lines(above[:length], 0)
        if above[length:]:
            root.above[0] = above[length:]
        for place, index in enumerate(plan.order):
            if place:
                lines.append("")
            lines += self._section(root, index, plan.below[index])
        lines.append("")
        return "\n".join(lines)

    def _section(self, root: Lines, index: int, schema: Schema) -> list[str]:
        """Return the lines of a section; of its entries, those of several lines stand apart."""
        section = root.below.get(index)
        if section is None or not section.is_map:
            return self._written(root, index, 0, schema)
        plan = self._plan(schema, [line[2] for line in section.lines])
        lines = comment_lines(root.above.get(index, []), 0)
        lines.append(f"{root.lines[index][2]}:{root.lines[index][4]}")
        if not self._order.holds_entries(plan.chosen):
            return [*lines, *self._children(section, 2, schema)]
        entries = [self._written(section, each, 2, plan.below[each]) for each in plan.order]
        return [*lines, *separated(entries)]

    def _plan(self, schema: Schema, names: Sequence[str | None]) -> _Plan:
        """Return what is to be done with a collection; the names of a list are None."""
        known = id(schema), tuple(names)
        plan = self._plans.get(known)
        if plan is None:
            children = [
                Node("scalar", 0, 0, 0, key=None if name is None else _key(name)) for name in names
            ]
            node = Node("list" if None in names else "map", 0, 0, 0, children=children)
            chosen = self._order.chosen(node, schema)
            indices = {id(child): index for index, child in enumerate(children)}
            ordered = [indices[id(child)] for child in self._order.members(node, chosen)]
            below = [self._order.below(child, chosen) for child in children]
            if len(self._plans) >= _KNOWN:
                self._plans.clear()
            plan = self._plans[known] = _Plan(chosen, ordered, below)
        return plan

    def _written(self, box: Lines, index: int, indent: int, schema: Schema) -> list[str]:
        lines: list[str] = []
        self._write(box, index, indent, schema, lines)
        return lines

    def _children(self, box: Lines, indent: int, schema: Schema) -> list[str]:
        lines: list[str] = []
        self._write_children(box, indent, schema, lines)
        return lines

    def _write_children(self, box: Lines, indent: int, schema: Schema, out: list[str]) -> None:
        """Write the members or the items of a collection."""
        lines = box.lines
        if not box.is_map:
            below = self._plan(schema, (None,)).below[0]
            for index in range(len(lines)):
                self._write(box, index, indent, below, out)
            return
        plan = self._plan(schema, [line[2] for line in lines])
        margin = " " * indent
        commented = box.above
        for index in plan.order:
            line = lines[index]
            if line[3] == READY and not commented:
                out.append(margin + line[4])
            else:
                self._write(box, index, indent, plan.below[index], out)

    def _write(self, box: Lines, index: int, indent: int, schema: Schema, out: list[str]) -> None:
        """Write a member or an item, with the comments above it."""
        line = box.lines[index]
        kind = line[3]
        above = box.above.get(index)
        if above:
            out += comment_lines(above, indent)
        start = " " * indent + ("" if box.is_map else "- ")
        if kind <= NOTED:
            out.append(start + line[4])
        elif kind == SHORT and indent:
            self._write_short(line, start, schema, out)
        elif kind == LITERAL:
            head = f"{line[2]}: " if line[2] is not None else ""
            margin = " " * (indent + 2)
            out.append(f"{start}{head}{line[4]}")
            out += [margin + each if each else "" for each in box.blocks[index][1:]]
            while not out[-1]:
                out.pop()
        elif kind != DEEP:
            out += self._generally(line, indent, schema)
        elif box.is_map:
            out.append(f"{start}{line[2]}:{line[4]}")
            self._write_children(box.below[index], indent + 2, schema, out)
        else:
            self._write_item(box.below[index], indent, schema, out)

    def _write_item(self, box: Lines, indent: int, schema: Schema, out: list[str]) -> None:
        """Write an item that is a mapping; it begins on the line of the dash."""
        lines = self._children(box, indent + 2, schema)
        first = 0
        while lines[first].lstrip(" ")[:1] in {"#", ""}:  # after the dash it would be the item's
            comment = lines[first].strip(" ")
            out.append(" " * indent + comment if comment else "")
            first += 1
        out.append(f"{' ' * indent}- {lines[first].lstrip(' ')}")
        out += lines[first + 1 :]

    def _write_short(self, line: Line, start: str, schema: Schema, out: list[str]) -> None:
        """Write a collection between braces or brackets, on one line if it fits there."""
        text = self._flow(line[4], schema)
        head = start if line[2] is None else f"{start}{line[2]}: "
        if len(head) + len(text) <= WIDTH:
            out.append(head + text)
        else:
            out += self._generally(line, len(start) - (2 if line[2] is None else 0), schema)

    def _flow(self, raw: str, schema: Schema) -> str:
        if _is_list_of_words(raw):
            return raw
        known = id(schema), raw
        text = self._flows.get(known)
        if text is None:
            if _is_map_of_words(raw):
                pairs = raw[1:-1].split(", ")
                plan = self._plan(schema, [pair.partition(":")[0] for pair in pairs])
                text = f"{{{', '.join([pairs[index] for index in plan.order])}}}"
            else:
                text = flow_text(_layout(f"a: {raw}\n"), self._order, schema)
            if len(self._flows) >= _KNOWN:
                self._flows.clear()
            self._flows[known] = text
        return text

    def _generally(self, line: Line, indent: int, schema: Schema) -> list[str]:
        """Return the lines of a member or an item whose value has to be looked at closely."""
        start = "a:\n- " if line[2] is None else f"{line[2]}: "
        return value_lines(_layout(f"{start}{line[4]}\n"), self._order, schema, indent)


def _key(name: str) -> Node:
    return Node("scalar", 0, 0, 0, text=name)


def _layout(text: str) -> Layout:
    return Layout(parse_document(text.encode(), format_="yaml"))
