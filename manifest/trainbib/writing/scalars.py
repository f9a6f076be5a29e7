"""Scalars that take the place of others: with the same quotes, and never with another meaning."""

import json
import re

from trainbib.writing.layout import EditError, Layout, Node
from trainbib.writing.yaml_text import double_quoted, folded_lines, folds, is_printable, scalar

_COMMENT = re.compile(r"[ \t]+#.*")


def spelled(layout: Layout, node: Node, value: object, *, in_flow: bool) -> str:
    """Return how to write a value in the place of a scalar.

    Args:
        layout: The document.
        node: What is there now.
        value: What is to be there.
        in_flow: Whether it stands between braces or brackets.

    Raises:
        EditError: If the value is no value of JSON.
    """
    if not isinstance(value, str):
        if isinstance(value, dict | list) and node.style in {"|", ">"}:
            raise EditError("a block of text cannot become a mapping or a list")
        if node.style in {"|", ">"}:
            return _instead_of_block(layout, node, in_one_line(value))
        if not layout.is_json:
            return in_one_line(value)
        compact = layout.text[node.start - 1 : node.start] in {":", ","}
        signs = (",", ":") if compact else None
        try:
            return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=signs)
        except (TypeError, ValueError) as error:
            raise EditError(f"{value!r} is no value of JSON") from error
    if layout.is_json or node.style == '"':
        return double_quoted(value)
    if node.style == "'":
        plain = is_printable(value) and "\n" not in value
        return "'" + value.replace("'", "''") + "'" if plain else double_quoted(value)
    if node.style in {"|", ">"}:
        return _block(layout, node, value)
    if value == node.text:  # the same text once more: quotes are what it lacks
        return double_quoted(value)
    return scalar(value, flow=in_flow)


def in_one_line(value: object) -> str:
    """Write a value of YAML between braces or brackets, or as a scalar that may stand there.

    Raises:
        EditError: If it is no value of JSON.
    """
    if isinstance(value, dict):
        members = (f"{scalar(key, flow=True)}: {in_one_line(item)}" for key, item in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_one_line, value)) + "]"
    try:
        return scalar(value, flow=True)
    except (TypeError, ValueError) as error:
        raise EditError(f"{value!r} is no value of JSON") from error


def _block(layout: Layout, node: Node, value: str) -> str:
    """Write text in the place of a block scalar: under the header that is there, if that is right.

    YAML 1.2.2, section 8.1.
    """
    written = layout.text[node.start : node.end]
    header, _, body = written.partition("\n")
    ending = written[len(written.rstrip("\r\n ")) :].replace("\r\n", "\n")
    first = next((line for line in body.split("\n") if line.strip()), "")
    margin = first[: len(first) - len(first.lstrip(" "))]
    stripped, end = value.rstrip("\n"), value[len(value.rstrip("\n")) :]
    alike = end == node.text[len(node.text.rstrip("\n")) :]
    lines: list[str] = []
    if node.style == "|":
        lines = stripped.split("\n")
    elif folds(stripped) or not re.search(r"\s", stripped):
        lines = folded_lines(stripped, len(margin))
    fits = lines and lines[0][:1] not in {"", " "} and is_printable(value.replace("\n", ""))
    if not (alike and margin and fits):
        return _instead_of_block(layout, node, double_quoted(value))
    kept = "\n".join(margin + line if line else "" for line in lines)
    return f"{header.rstrip(chr(13))}\n{kept}{ending}"


def _instead_of_block(layout: Layout, node: Node, text: str) -> str:
    """Add to what stands in one line the comment and the line end that the block had."""
    written = layout.text[node.start : node.end]
    comment = _COMMENT.search(written.partition("\n")[0])
    ended = written != written.rstrip("\r\n ")
    return text + (comment[0].rstrip() if comment else "") + ("\n" if ended else "")
