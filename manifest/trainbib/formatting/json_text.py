"""JSON in the one layout: two spaces, a member a line; scalars letter by letter as they were."""

from trainbib.formatting.order import FieldOrder, Schema
from trainbib.writing.layout import Layout, Node


def json_text(layout: Layout, order: FieldOrder) -> str:
    """Return a JSON document in the one layout.

    Args:
        layout: The document.
        order: The order of members.
    """
    writer = _Writer(layout, order)
    writer.write(layout.root, order.root, "\n")
    return "".join([*writer.parts, "\n"])


class _Writer:
    def __init__(self, layout: Layout, order: FieldOrder) -> None:
        self.parts: list[str] = []
        self._text = layout.text
        self._order = order

    def write(self, node: Node, schema: Schema, margin: str) -> None:
        """Write a value; its margin begins with a line feed."""
        if node.kind == "scalar":
            self.parts.append(self._text[node.start : node.end])
            return
        sign, closing = "{}" if node.kind == "map" else "[]"
        if not node.children:
            self.parts.append(sign + closing)
            return
        chosen = self._order.chosen(node, schema)
        inner = margin + "  "
        for child in self._order.members(node, chosen):
            key = child.key
            name = "" if key is None else f"{self._text[key.start : key.end]}: "
            self.parts.append(f"{sign}{inner}{name}")
            self.write(child, self._order.below(child, chosen), inner)
            sign = ","
        self.parts.append(margin + closing)
