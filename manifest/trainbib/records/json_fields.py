"""The few wanted fields of many lines of JSON, by msgspec."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Optional

from trainbib.records.batches import Wanted

__all__ = ["FieldReader", "Lists", "utf8_size"]

_Path = tuple[str, ...]
_Getter = Callable[[Any], object]
_Tree = dict[str, "_Tree | None"]


class Lists(NamedTuple):
    """What was read of some records, as in a `Batch`."""

    urls: list[str | None]
    sizes: list[int]
    texts: list[str | None]


def utf8_size(text: str) -> int:
    """Return how many bytes a text has in UTF-8; half a surrogate pair counts three."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


class FieldReader:
    """Reads only those fields of a line that are wanted."""

    __slots__ = ("_decode", "_texts", "_urls")

    def __init__(
        self, decode: Callable[[bytes], Any], urls: Sequence[_Getter], texts: Sequence[_Getter]
    ) -> None:
        """Use `make` instead."""
        self._decode = decode
        self._urls = urls
        self._texts = texts

    @classmethod
    def make(cls, urls: Sequence[_Path], texts: Sequence[_Path]) -> Optional["FieldReader"]:
        """Make a reader of certain fields.

        Args:
            urls: Paths of the fields that may hold a URL, in order.
            texts: Paths of those that may hold a text.

        Returns:
            The reader; None without msgspec, or if one path leads through another.
        """
        try:
            import msgspec
        except ImportError:
            return None
        tree: _Tree = {}
        paths = dict.fromkeys([*urls, *texts])
        for path in paths:
            level = tree
            for name in path[:-1]:
                below = level.setdefault(name, {})
                if below is None:
                    return None
                level = below
            if level.setdefault(path[-1], None) is not None:
                return None
        names: dict[_Path, str] = {}
        structure = _structure(tree, (), names)
        decode = msgspec.json.Decoder(structure).decode
        return cls(
            decode,
            [_getter(names[path]) for path in urls],
            [_getter(names[path]) for path in texts],
        )

    def read(self, lines: Sequence[bytes], lists: Lists, wanted: Wanted) -> tuple[list[int], int]:
        """Read lines.

        Args:
            lines: Each a JSON object, or not.
            lists: Takes what was read.
            wanted: What is wanted.

        Returns:
            The index of each line that was refused, and of how many the whole line was measured.
        """
        decode = self._decode
        refused: list[int] = []
        whole = 0
        wants_urls, wants_sizes, wants_texts = wanted.urls, wanted.sizes, wanted.texts
        wants_any = wants_sizes or wants_texts
        add_url, add_size, add_text = lists.urls.append, lists.sizes.append, lists.texts.append
        for index, line in enumerate(lines):
            try:
                record = decode(line)
            except (ValueError, RecursionError):  # of msgspec, of UTF-8
                refused.append(index)
                continue
            if wants_urls:
                for get in self._urls:
                    value = get(record)
                    if type(value) is str and value:
                        add_url(value)
                        break
                else:
                    add_url(None)
            if wants_any:
                text = None
                for get in self._texts:
                    value = get(record)
                    if type(value) is str:
                        text = value
                        break
                if wants_texts:
                    add_text(text)
                if wants_sizes:
                    if text is None:
                        add_size(len(line.strip(b" \t\r\v\f")))
                        whole += 1
                    else:
                        add_size(len(text) if text.isascii() else utf8_size(text))
        return refused, whole


def _structure(tree: Mapping[str, Any], prefix: _Path, names: dict[_Path, str]) -> Any:
    """Make the type of an object with certain fields; whatever else it has is passed over."""
    import msgspec

    fields: list[tuple[str, Any, None]] = []
    rename: dict[str, str] = {}
    for number, (name, below) in enumerate(tree.items()):
        attribute = f"f{number}"
        path = (*prefix, name)
        rename[attribute] = name
        outer = names.get(prefix)
        names[path] = attribute if outer is None else f"{outer}.{attribute}"
        kind: Any = Any
        if below is not None:
            inner = _structure(below, path, names)
            kind = inner | list[Any] | str | float | int | bool | None
        fields.append((attribute, kind, None))
    return msgspec.defstruct("Record", fields, rename=rename, gc=False)


def _getter(path: str) -> _Getter:
    """Return what reads an attribute at a path; None where there is none on the way."""
    from operator import attrgetter

    if "." not in path:
        return attrgetter(path)
    parts = path.split(".")

    def get(record: object) -> object:
        for part in parts:
            record = getattr(record, part, None)
        return record

    return get
