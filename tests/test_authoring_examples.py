"""In manifests that are written as people write them, every place is found in the text alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from trainbib.authoring import cursor_at
from trainbib.document import parse_document
from trainbib.writing.layout import Layout, Node

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.trainbib.yaml"))


def plain(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path without the numbers of items, which a cursor in lines does not count."""
    return tuple("0" if token.isdecimal() else token for token in path)


def places(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[Node, Node, tuple[str, ...]]]:
    for index, child in enumerate(node.children):
        here = (*path, child.key.text if child.key else str(index))
        yield node, child, here
        yield from places(child, here)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_a_cursor_knows_where_it_is_and_what_stands_beside_it(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    layout = Layout(parse_document(text.encode(), path=example.name))
    for around, child, path in places(layout.root):
        if child.key is not None:
            cursor = cursor_at(text, child.key.start)
            assert (cursor.key, cursor.in_list) == (None, False)
            assert plain(cursor.path) == plain(path[:-1])
            others = {each.key.text for each in around.children if each.key} - {child.key.text}
            assert cursor.present == others, path
        if child.kind == "scalar" and child.style not in {"|", ">"} and not child.marked:
            cursor = cursor_at(text, child.start)
            assert plain(cursor.value_path) == plain(path)
            assert cursor.prefix == ""
