"""From the steps of a repair to edits of the text, and to the data that must come out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from trainbib.diagnostics import Cut, Edit, Insert, Remove, Rename, Replace, Step, Wrap
from trainbib.document import Document, parse_document
from trainbib.pointers import join, resolve, split
from trainbib.writing.encoding import encoded
from trainbib.writing.inserting import additions
from trainbib.writing.layout import EditError, Layout, Node
from trainbib.writing.removing import removals
from trainbib.writing.scalars import spelled
from trainbib.writing.wrapping import wrapping


@dataclass(frozen=True, slots=True)
class Append:
    """Add an item at the end of the list at a JSON Pointer."""

    pointer: str
    value: object


AnyStep = Step | Append

_KEPT = object()


@dataclass(slots=True)
class _Change:
    """What happens to a value, and to what is in it; all pointers are those before any step."""

    value: object = _KEPT
    key: str | None = None
    removed: bool = False
    wrapped: bool = False
    added: list[tuple[str | None, object]] = field(default_factory=list[tuple[str | None, object]])
    below: dict[str, "_Change"] = field(default_factory=dict[str, "_Change"])

    def conflicts(self) -> bool:
        """Tell whether its steps exclude each other."""
        inside = bool(self.below or self.added)
        replaced = self.value is not _KEPT
        as_a_whole = (self.removed, replaced, self.wrapped).count(True)
        return as_a_whole + inside > 1 or (self.removed and self.key is not None)


def wanted(steps: Iterable[AnyStep]) -> Iterator[str]:
    """Yield the pointers of the nodes that a layout needs for these steps."""
    for step in steps:
        if isinstance(step, Insert | Append):
            yield join(step.pointer, "")  # its children
        elif not isinstance(step, Cut):
            yield step.pointer


def _changes(steps: Iterable[AnyStep]) -> _Change:
    """Arrange steps by place.

    Raises:
        EditError: If two of them exclude each other.
    """
    root = _Change()
    for step in steps:
        if isinstance(step, Cut):
            continue
        change, touched = root, [root]
        for token in split(step.pointer):
            change = change.below.setdefault(token, _Change())
            touched.append(change)
        if isinstance(step, Replace):
            if change.value is not _KEPT and change.value != step.value:
                raise EditError(f"{step.pointer}: gets two values at once")
            change.value = step.value
        elif isinstance(step, Rename):
            if change.key not in {None, step.key}:
                raise EditError(f"{step.pointer}: gets two keys at once")
            change.key = step.key
        elif isinstance(step, Remove):
            change.removed = True
        elif isinstance(step, Wrap):
            change.wrapped = True
        else:
            change.added.append((step.key if isinstance(step, Insert) else None, step.value))
        for each in touched:
            if each.conflicts():
                raise EditError(f"{step.pointer}: what is around it changes as a whole")
    return root


def changed(data: object, steps: Iterable[AnyStep]) -> object:
    """Return the data after all steps, which happen at once: pointers are those before any.

    Args:
        data: The data; it stays as it is.
        steps: What is done to it.

    Raises:
        EditError: If a step has no place, takes a key that is there, or excludes another.
    """
    return _rebuilt(data, _changes(steps), "")


def _rebuilt(value: object, change: _Change, where: str) -> Any:
    if change.value is not _KEPT:
        return change.value
    if change.wrapped:
        return [value]
    if not change.below and not change.added:
        return value
    if isinstance(value, dict):
        return _rebuilt_mapping(value, change, where)
    if not isinstance(value, list):
        raise EditError(f"{where}: there is nothing in it")
    lost = [token for token in change.below if not _is_index(token, len(value))]
    if lost or any(key is not None for key, _ in change.added):
        raise EditError(f"{join(where, *lost[:1])}: there is nothing there")
    items: list[object] = []
    for index, item in enumerate(value):
        inner = change.below.get(str(index))
        if inner is None or not inner.removed:
            items.append(item if inner is None else _rebuilt(item, inner, join(where, index)))
    return items + [item for _, item in change.added]


def _rebuilt_mapping(value: dict[str, object], change: _Change, where: str) -> dict[str, object]:
    for token in change.below:
        if token not in value:
            raise EditError(f"{join(where, token)}: there is nothing there")
    members: dict[str, object] = {}
    for key, item in value.items():
        inner = change.below.get(key)
        if inner is not None and inner.removed:
            continue
        name = key if inner is None or inner.key is None else inner.key
        if name in members or (name != key and name in value and not _leaves(change, name)):
            raise EditError(f"{where}: has a member `{name}` already")
        members[name] = item if inner is None else _rebuilt(item, inner, join(where, key))
    for new, item in change.added:
        if new is None or new in members:
            raise EditError(f"{where}: cannot take a new member `{new}`")
        members[new] = item
    return members


def _leaves(change: _Change, name: str) -> bool:
    """Tell whether the member of a name is removed or renamed."""
    other = change.below.get(name)
    return other is not None and (other.removed or other.key is not None)


def _is_index(token: str, length: int) -> bool:
    return token.isdecimal() and int(token) < length


def as_written(document: Document, layout: Layout, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return steps in which a number that becomes text is the text that stands in the file.

    What was read may be another one: 1000.0 for 1e3, 16 for 0x10, 0.0 for 1e400.

    Args:
        document: The document.
        layout: Its layout.
        steps: The steps of a fix.

    Raises:
        EditError: If there is nothing at a pointer, or a number that cannot be told from what was
            read (PAR010) would be written in another place.
    """
    if any(isinstance(step, Insert) for step in steps):
        lost = next((each for each in document.findings if each.code == "PAR010"), None)
        if lost is not None:
            raise EditError(f"{lost.finding.message} (PAR010); repair that first")
    done: list[Step] = []
    for step in steps:
        if isinstance(step, Replace) and isinstance(step.value, str):
            node = layout.node(step.pointer)
            read = resolve(document.data, split(step.pointer))
            number = isinstance(read, int | float) and not isinstance(read, bool)
            if node.kind == "scalar" and not node.style and number and step.value == str(read):
                done.append(Replace(step.pointer, node.text))
                continue
        done.append(step)
    return tuple(done)


def planned(layout: Layout, steps: Sequence[AnyStep]) -> list[Edit]:
    """Return the edits of steps, in the order of the text.

    Args:
        layout: The document, with the nodes that are :func:`wanted`.
        steps: All that is done at once.

    Raises:
        EditError: If the layout does not allow one of them, or two of them touch the same text.
    """
    edits = [Edit(step.start, step.end, "") for step in steps if isinstance(step, Cut)]
    removed: dict[str, list[int]] = {}
    added: dict[str, list[tuple[str | None, object]]] = {}
    for step in dict.fromkeys(map(_Same, steps)):
        edits.extend(_edits(layout, step.step, removed, added))
    for pointer, indexes in removed.items():
        try:
            edits.extend(removals(layout, layout.node(pointer), sorted(indexes)))
        except EditError as error:
            raise EditError(f"{pointer}: {error}") from error
    deepest_first = sorted(added.items(), key=lambda item: -item[0].count("/"))
    for pointer, members in deepest_first:
        edits.extend(additions(layout, layout.node(pointer), members))
    return _ordered(layout, edits)


class _Same:
    """A step that equals another if it does the same; values need not be hashable."""

    def __init__(self, step: AnyStep) -> None:
        self.step = step

    def __hash__(self) -> int:
        return hash(getattr(self.step, "pointer", ""))

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, _Same) and self.step == other.step
        return same and isinstance(self.step, Replace | Wrap | Rename | Remove)


def _edits(
    layout: Layout,
    step: AnyStep,
    removed: dict[str, list[int]],
    added: dict[str, list[tuple[str | None, object]]],
) -> Iterator[Edit]:
    if isinstance(step, Cut):
        return
    if isinstance(step, Insert | Append):
        node = layout.node(step.pointer)
        is_map = isinstance(step, Insert)
        if node.kind != ("map" if is_map else "list"):
            raise EditError(f"{step.pointer}: not a {'mapping' if is_map else 'list'}")
        if not node.flow and not node.children:
            raise EditError(f"{step.pointer}: has no line to write below")
        added.setdefault(step.pointer, []).append(
            (step.key if isinstance(step, Insert) else None, step.value)
        )
        return
    node = layout.node(step.pointer)
    if isinstance(step, Remove):
        around, _, _ = step.pointer.rpartition("/")
        if not step.pointer:
            raise EditError("the whole document cannot be removed")
        removed.setdefault(around, []).append(layout.index(layout.node(around), node))
    elif isinstance(step, Wrap):
        if not step.pointer:
            raise EditError("the whole document cannot be an item")
        yield from wrapping(layout, node)
    elif isinstance(step, Replace):
        if node.kind == "alias" or node.marked:
            raise EditError(f"{step.pointer}: has an anchor, an alias or a tag; write it alone")
        if node.kind != "scalar":
            raise EditError(f"{step.pointer}: not a single value")
        text = spelled(layout, node, step.value, in_flow=node.in_flow)
        # `a:` without a value; what has one right after the colon, as in JSON, needs no blank.
        bare = node.start == node.end and layout.text[node.start - 1 : node.start] == ":"
        yield Edit(node.start, node.end, f" {text}" if bare else text)
    else:
        yield from _renamed(layout, step, node)


def _renamed(layout: Layout, step: Rename, node: Node) -> Iterator[Edit]:
    key = node.key
    if key is None:
        raise EditError(f"{step.pointer}: has no key")
    if key.marked or key.kind != "scalar" or key.style in {"|", ">"}:
        raise EditError(f"{step.pointer}: the key has an anchor, an alias or a tag")
    yield Edit(key.start, key.end, spelled(layout, key, step.key, in_flow=node.in_flow))


def _ordered(layout: Layout, edits: list[Edit]) -> list[Edit]:
    """Sort edits; write line ends as the document does."""
    text = layout.text
    edits.sort(key=lambda edit: (edit.start, edit.end))
    done: list[Edit] = []
    unended = bool(text) and not text.endswith("\n")
    for edit in edits:
        new = edit.text
        if unended and edit.start == edit.end == len(text) and new.endswith("\n"):
            new, unended = "\n" + new, False
        if layout.line_ends != "\n":
            new = new.replace("\r\n", "\n").replace("\n", layout.line_ends)
        if done and edit.start < done[-1].end:
            raise EditError("two repairs touch the same text")
        done.append(Edit(edit.start, edit.end, new))
    return done


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text after edits that are in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def verified(document: Document, text: str, expected: object, *, mark: bool = False) -> Document:
    """Read a text that was edited, and hold it against the data that was meant.

    Args:
        document: The document before.
        text: Its text after.
        expected: What it must hold, the order of keys included.
        mark: Whether it begins with a byte order mark.

    Raises:
        EditError: If it does not read as that.
    """
    data = encoded(text, mark=mark)
    again = parse_document(data, path=document.path, format_=document.format)
    if not again.parsed or not same(again.data, expected):
        raise EditError(
            "its layout cannot be edited in place: the text would not read as what is meant; "
            "write it in block style, without anchors, and try again"
        )
    return again


def same(one: object, two: object) -> bool:
    """Tell whether data is the same: types, order of keys and all."""
    waiting: list[tuple[Any, Any]] = [(one, two)]
    while waiting:
        left, right = waiting.pop()
        if left is right:
            continue
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            if list(left) != list(right):
                return False
            waiting.extend(zip(left.values(), right.values(), strict=True))
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            waiting.extend(zip(left, right, strict=True))
        elif left != right:
            return False
    return True
