"""Where a manifest points to other manifests (SPEC.md, section 11)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from trainbib.conformance.wording import shown, value_word
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, given, is_gap, is_mapping


@dataclass(frozen=True, slots=True)
class Pin:
    """A place that points to a manifest.

    Attributes:
        place: Where it stands: the tokens of the mapping with ``path`` or ``url``.
        path: The path, relative to the manifest that it stands in; empty if there is none.
        digest: The digest that the other manifest should have, if it is given.
        url: The URL; empty if there is none. A path comes first.
        answered: Whether something is said of the digest: what it is, or why it is not given.
        fault: Why nothing can be followed: the end of a sentence; empty if something can.
        malformed: Whether that is because it is not of the form of the schema.
    """

    place: Tokens
    path: str
    digest: str | None
    url: str = ""
    answered: bool = True
    fault: str = ""
    malformed: bool = False

    @property
    def name(self) -> str:
        """Return the path or URL."""
        return self.path or self.url

    @property
    def field(self) -> str:
        """Return the field that says where the manifest is."""
        return "path" if self.path else "url"


def pins(data: object) -> Iterator[Pin]:
    """Yield the pins of a manifest that have a path or a URL."""
    return (pin for pin in all_pins(data) if not pin.fault)


def all_pins(data: object) -> Iterator[Pin]:
    """Yield the pins of a manifest, those too that lead nowhere; gaps are none."""
    manifest = as_mapping(data)
    for key, source in as_mapping(manifest.get("sources")).items():
        if is_mapping(source) and "manifest" in source:
            yield from _pin(("sources", key, "manifest"), source["manifest"])
    for key, model in as_mapping(manifest.get("models")).items():
        for index, base in enumerate(as_list(as_mapping(model).get("base"))):
            if is_mapping(base):
                yield from _pin(("models", key, "base", index, "manifest"), base.get("manifest"))


def _pin(place: Tokens, value: object) -> Iterator[Pin]:
    if value is None or is_gap(value):
        return
    upstream: Mapping[str, object] = as_mapping(value)
    path, url, digest = upstream.get("path"), upstream.get("url"), given(upstream.get("digest"))
    path, url = (path if isinstance(path, str) else ""), (url if isinstance(url, str) else "")
    answered = bool(upstream.get("digest"))
    digest = digest if isinstance(digest, str) else None
    if path or url:
        yield Pin(place, path, digest, url, answered)
        return
    stated = (upstream.get("path"), upstream.get("url"))
    fault, malformed = "names neither `path` nor `url`", True
    if not is_mapping(value):
        said = f"the text {shown(value)}" if isinstance(value, str) else value_word(value)
        fault = f"is {said}, where a mapping with `path` or `url` should be"
    else:
        malformed = any(each is not None and not is_gap(each) for each in stated)
    yield Pin(place, "", digest, "", answered, fault, malformed)


def leaves_folder(path: str) -> bool:
    """Tell whether a path is absolute, or has a part that leads up (SPEC.md, section 12.1)."""
    parts = PurePosixPath(path).parts
    return (
        "\\" in path or path.startswith("/") or ".." in parts or bool(PureWindowsPath(path).drive)
    )
