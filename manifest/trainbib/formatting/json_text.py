"""JSON in the one layout: two spaces, a member a line; scalars letter by letter as they were."""

from collections.abc import Iterator

from trainbib.formatting.order import FieldOrder, Schema
from trainbib.writing.layout import Layout, Node


def json_text(layout: Layout, order: FieldOrder) -> str:
    """Return a JSON document in the one layout.

    Args:
        layout: The document.
        order: The order of members.
    """
    return "".join(_value(layout, layout.root, order, order.root, "\n")) + "\n"


def _value(
    layout: Layout, node: Node, order: FieldOrder, schema: Schema, margin: str
) -> Iterator[str]:
    opening, closing = "{}" if node.kind == "map" else "[]"
    if node.kind == "scalar":
        yield layout.text[node.start : node.end]
        return
    if not node.children:
        yield opening + closing
        return
    chosen = order.chosen(node, schema)
    sign = opening
    for child in order.members(node, chosen):
        yield f"{sign}{margin}  "
        if child.key is not None:
            yield f"{layout.text[child.key.start : child.key.end]}: "
        yield from _value(layout, child, order, order.below(child, chosen), margin + "  ")
        sign = ","
    yield margin + closing
