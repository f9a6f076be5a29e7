"""Following the manifests that a manifest points to by path (SPEC.md, section 11).

A manifest of a source may point to further ones. They are followed depth first, each file is read
once, and what is wrong with them is reported at the pin of the manifest under check that leads
there. URLs are never followed.
"""

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

from trainbib.canonical import CanonicalFormError, canonical_digest
from trainbib.conformance.wording import shown, subject
from trainbib.document import Document, read_document
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, given, is_mapping

MAX_HOPS = 10
"""How many manifests up a chain of pins is followed."""
MAX_MANIFESTS = 1000
"""How many manifests are read."""
MAX_BYTES = 64 << 20
"""The largest manifest that is followed, in bytes."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A place that points to a manifest by path.

    Attributes:
        place: Where it stands: the tokens of the mapping with ``path``.
        path: The path, relative to the manifest that it stands in.
        digest: The digest that the other manifest should have, if it is given.
    """

    place: Tokens
    path: str
    digest: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a manifest up the line.

    Attributes:
        kind: Whether a manifest cannot be had, has another digest, or leads back to itself.
        pin: The pin of the manifest under check that leads there.
        message: A sentence.
        notes: Further facts.
        value: What identifies the fault.
        digest: The digest that the manifest has, if it is another and is the one pinned directly.
    """

    kind: Literal["missing", "digest", "cycle"]
    pin: Pin
    message: str
    notes: tuple[str, ...] = ()
    value: str = ""
    digest: str | None = None


@dataclass(slots=True)
class Lineage:
    """What following the pins has found.

    Attributes:
        faults: What is wrong.
        unfollowed: How many pins were left because of a limit.
    """

    faults: list[Fault] = field(default_factory=list[Fault])
    unfollowed: int = 0


@dataclass(frozen=True, slots=True)
class _Manifest:
    """A manifest that was read: its digest and pins, or why it could not be."""

    digest: str = ""
    pins: tuple[Pin, ...] = ()
    problem: str = ""


def follow(document: Document) -> Lineage:
    """Follow the pins of a manifest that was read from a file.

    Args:
        document: The manifest under check; its path must be that of the file.
    """
    follower = _Follower(Path(document.path))
    for pin in pins(document.data):
        follower.visit(pin, pin, Path(document.path), hop=1)
    return follower.lineage


def pins(data: object) -> Iterator[Pin]:
    """Yield the pins of a manifest that have a path."""
    manifest = as_mapping(data)
    for key, source in as_mapping(manifest.get("sources")).items():
        if is_mapping(source) and "manifest" in source:
            yield from _pin(("sources", key, "manifest"), source["manifest"])
    for key, model in as_mapping(manifest.get("models")).items():
        for index, base in enumerate(as_list(as_mapping(model).get("base"))):
            if is_mapping(base):
                yield from _pin(("models", key, "base", index, "manifest"), base.get("manifest"))


def _pin(place: Tokens, value: object) -> Iterator[Pin]:
    upstream: Mapping[str, object] = as_mapping(value)
    path, digest = upstream.get("path"), given(upstream.get("digest"))
    if isinstance(path, str) and path:
        yield Pin(place, path, digest if isinstance(digest, str) else None)


class _Follower:
    """One walk; a file is read once, and what is above it is looked at once."""

    def __init__(self, root: Path) -> None:
        self.lineage = Lineage()
        self.read: dict[Path, _Manifest] = {}
        self.chain: list[Path] = [root.resolve()]
        self.done: set[Path] = set()

    def visit(self, start: Pin, pin: Pin, holder: Path, hop: int) -> None:
        """Look at what a pin points to.

        Args:
            start: The pin of the manifest under check that the walk came by.
            pin: The pin to look at.
            holder: The manifest that it stands in.
            hop: How many steps up it is.
        """
        if _leaves_folder(pin.path):  # the schema has said so, or will where it is checked
            return
        named = holder.parent / pin.path
        try:
            target = named.resolve()
        except (OSError, RuntimeError, ValueError):  # a loop of links, or a NUL
            self._missing(start, pin, hop, "cannot be found on disk")
            return
        if not target.is_relative_to(holder.parent.resolve()):
            self._missing(start, pin, hop, "leads out of the folder of the manifest by a link")
            return
        if target in self.chain:
            self._cycle(start, pin, target, hop)
            return
        manifest = self._manifest(named, target)
        if manifest is None:
            self.lineage.unfollowed += 1
            return
        if manifest.problem:
            self._missing(start, pin, hop, manifest.problem)
            return
        if pin.digest is not None and pin.digest != manifest.digest:
            self._other_digest(start, pin, hop, manifest.digest)
        if target in self.done or not manifest.pins:
            return
        if hop >= MAX_HOPS:
            self.lineage.unfollowed += len(manifest.pins)
            return
        self.chain.append(target)
        for further in manifest.pins:
            self.visit(start, further, named, hop + 1)
        self.chain.pop()
        self.done.add(target)

    def _manifest(self, named: Path, target: Path) -> _Manifest | None:
        """Read a manifest, or return None where there are too many."""
        if target not in self.read:
            if len(self.read) >= MAX_MANIFESTS:
                return None
            self.read[target] = _read(named)
        return self.read[target]

    def _missing(self, start: Pin, pin: Pin, hop: int, problem: str) -> None:
        message = f"{_who(start, pin, hop)} {shown(pin.path)}, which {problem}"
        self.lineage.faults.append(Fault("missing", start, message, value=pin.path))

    def _other_digest(self, start: Pin, pin: Pin, hop: int, digest: str) -> None:
        message = f"{_who(start, pin, hop)} {shown(pin.path)}, which is not what was pinned"
        notes = (f"pinned: {pin.digest}", f"found:  {digest}")
        self.lineage.faults.append(
            Fault(
                "digest", start, message, notes, value=digest, digest=digest if hop == 1 else None
            )
        )

    def _cycle(self, start: Pin, pin: Pin, target: Path, hop: int) -> None:
        steps = len(self.chain) - self.chain.index(target)
        round_ = "itself" if steps == 1 else f"a manifest {steps} hops below it"
        message = f"{_who(start, pin, hop)} {shown(pin.path)}, which is {round_}"
        self.lineage.faults.append(Fault("cycle", start, message, value=pin.path))


def _who(start: Pin, pin: Pin, hop: int) -> str:
    if hop == 1:
        return f"{subject(start.place)} points to"
    hops = "1 hop" if hop == 2 else f"{hop - 1} hops"  # noqa: PLR2004 - the pin of a parent
    return f"{subject(pin.place)} in the manifest {hops} up from {subject(start.place)} points to"


def _leaves_folder(path: str) -> bool:
    """Tell whether a path is absolute, or has a part that leads up (SPEC.md, section 12.1)."""
    parts = PurePosixPath(path).parts
    return (
        "\\" in path or path.startswith("/") or ".." in parts or bool(PureWindowsPath(path).drive)
    )


def _read(path: Path) -> _Manifest:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _Manifest(problem="is not a file")
        if status.st_size > MAX_BYTES:
            return _Manifest(problem=f"has {status.st_size} bytes, too many to follow")
        document = read_document(path)
    except FileNotFoundError:
        return _Manifest(problem="does not exist")
    except OSError as error:
        return _Manifest(problem=f"cannot be read: {error.strerror or error}")
    if not document.parsed:
        reason = document.findings[-1].finding.message if document.findings else "no data"
        return _Manifest(problem=f"cannot be read: {reason}")
    try:
        return _Manifest(canonical_digest(document.data), tuple(pins(document.data)))
    except CanonicalFormError as error:
        return _Manifest(problem=f"cannot be read: {error}")
