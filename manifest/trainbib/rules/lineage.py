"""Following the manifests that a manifest points to (SPEC.md, section 11).

A manifest of a source may point to further ones. They are followed depth first, each is read
once, and what is wrong with them is reported at the pin of the manifest under check that leads
there. URLs are followed only by a function that the caller hands over; without it they are counted.
"""

import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from trainbib.canonical import CanonicalFormError, canonical_digest
from trainbib.conformance.wording import shown, subject
from trainbib.document import Document, read_document
from trainbib.rules.pins import Pin, all_pins, leaves_folder, pins
from trainbib.rules.upstream import Fault, Lineage, Node, Unavailable, Unpinned, Upstream
from trainbib.values import as_mapping

if TYPE_CHECKING:
    from trainbib.online.asking import Asker
    from trainbib.rules.leaves import Tokens

MAX_HOPS = 10
"""How many manifests up a chain of pins is followed."""
MAX_MANIFESTS = 1000
"""How many manifests are read."""
MAX_BYTES = 64 << 20
"""The largest manifest that is followed, in bytes."""
MAX_TOTAL_BYTES = 1 << 30
"""How many bytes of manifests are read in all."""

_NAMED = 3
"""How many manifests of a cycle are named."""

Fetcher: TypeAlias = Callable[[str], Document | Unavailable]
"""Gets the manifest at a URL, parsed; the path of the document is where it was in the end.

It must not raise. It need not look at digests: they are compared here.
"""

Study: TypeAlias = Callable[[Mapping[str, object]], object]
"""Looks at a manifest that was followed; what it returns is kept, the manifest is not."""


def follow(
    document: Document,
    fetch: Fetcher | None = None,
    study: Study | None = None,
    *,
    paths: bool = True,
) -> Lineage:
    """Follow the pins of a manifest.

    Args:
        document: The manifest under check. Its paths are followed if its own is that of a file.
        fetch: Gets manifests by URL; without it, none is fetched.
        study: Looks at each manifest that is followed.
        paths: Whether files may be opened.
    """
    # Those with a digest come first: what is above is looked at once, and they vouch for it.
    own = sorted(pins(document.data), key=lambda pin: pin.digest is None)
    if not own:
        return Lineage()
    path = Path(document.path)
    follower = _Follower(path if paths and path.is_file() else None, fetch, study)
    for pin in own:
        follower.visit(pin, pin, follower.root, hop=1)
    follower.lineage.unfollowed = len(follower.left)
    return follower.lineage


@dataclass(frozen=True, slots=True)
class _Target:
    """What a pin points to: a file, with the path to open it by, or a URL."""

    node: Node
    file: Path | None = None


class _Follower:
    """One walk; a manifest is read once, and what is above it looked at once where that will do."""

    def __init__(self, root: Path | None, fetch: Fetcher | None, study: Study | None) -> None:
        self.lineage = Lineage()
        self.root = root
        self.fetch = fetch
        self.study = study
        self.bytes = 0
        self.chain: list[Node] = [root.resolve()] if root is not None else []
        self.done: dict[Node, int] = {}
        """How many steps up each manifest was when what is above it was looked at."""
        self.cut: set[Node] = set()
        """Manifests above which something is beyond the limit of depth."""
        self.left: set[tuple[Node | None, Tokens]] = set()
        """Pins that a limit stands before."""

    def visit(self, start: Pin, pin: Pin, holder: Node | None, hop: int) -> None:
        """Look at what a pin points to.

        Args:
            start: The pin of the manifest under check that the walk came by.
            pin: The pin to look at.
            holder: The manifest that it stands in: path to open it by, or URL.
            hop: How many steps up it is.
        """
        if hop > 1 and start.digest is not None and not pin.answered and not pin.fault:
            where = self._where(start, pin, hop)
            told = Unpinned(start, subject(pin.place), where, self._holder(hop))
            self.lineage.unpinned.setdefault((self.chain[-1], pin.place), told)
        found = self._target(start, pin, holder, hop)
        if found is None:
            self._visit_url(start, pin, holder, hop)
            return
        here = self._here(hop)
        node = found.node
        if node in self.chain:
            self._cycle(start, pin, node, hop)
            return
        manifest = self._manifest(found)
        if manifest is None:
            self.left.add((here, pin.place))
            return
        self.left.discard((here, pin.place))
        if manifest.problem is not None:
            if manifest.problem.certain:
                self._missing(start, pin, hop, manifest.problem, manifest.name)
            else:
                self.lineage.unverified[manifest.name] = manifest.problem.reason
            self._visit_url(start, pin, holder, hop)
            return
        same = self._same_above(node, manifest)
        if same is not None:
            self._cycle(start, pin, same, hop)
            return
        if pin.digest is not None and pin.digest != manifest.digest:
            self._other_digest(start, pin, hop, manifest.digest)
            self.lineage.doubted[here, pin.place] = node
        else:
            self.lineage.parents[here, pin.place] = node
        if manifest.pins:
            self._go_on(start, manifest, found, hop)

    def _visit_url(self, start: Pin, pin: Pin, holder: Node | None, hop: int) -> None:
        """Look at the URL of a pin whose path has led to no manifest, if it has both."""
        if pin.path and pin.url and holder is not None:
            by_url = replace(pin, path="")
            self.visit(by_url if hop == 1 else start, by_url, holder, hop)

    def _go_on(self, start: Pin, manifest: Upstream, found: _Target, hop: int) -> None:
        """Look at what the manifest points to in turn."""
        node = found.node
        earlier = self.done.get(node)
        if earlier is not None and (earlier <= hop or node not in self.cut):
            return
        if hop >= MAX_HOPS:
            self.left |= {(node, further.place) for further in manifest.pins}
            self.cut.update(each for each in self.chain[1:] if each != node)
            self.cut.add(node)
            self.done[node] = hop
            return
        self.chain.append(node)
        for further in manifest.pins:
            self.left.discard((node, further.place))
            self.visit(start, further, manifest.base, hop + 1)
        self.chain.pop()
        self.done[node] = hop

    def _here(self, hop: int) -> Node | None:
        """Return the manifest whose pins are looked at: None for the one under check."""
        return None if hop == 1 else self.chain[-1]

    def _target(self, start: Pin, pin: Pin, holder: Node | None, hop: int) -> _Target | None:
        if pin.fault:
            self._unnamed(start, pin, hop)
            return None
        if pin.path and holder is not None:
            if leaves_folder(pin.path):
                if hop > 1:  # of the manifest under check the schema says so
                    reason = "leads out of the folder of that manifest, so that nobody follows it"
                    self._missing(start, pin, hop, Unavailable(reason, outside=True))
                return None
            if isinstance(holder, Path):
                return self._file(start, pin, holder, hop)
            return _Target(_without_fragment(urljoin(holder, quote(pin.path))))
        if not pin.url:
            return None
        if self.fetch is None:
            self.lineage.unfetched += 1
            return None
        return _Target(_without_fragment(pin.url))

    def _file(self, start: Pin, pin: Pin, holder: Path, hop: int) -> _Target | None:
        named = holder.parent / pin.path
        try:
            target = named.resolve()
        except (OSError, RuntimeError, ValueError):  # a loop of links, or a NUL
            reason = "cannot be found on disk"
            self._missing(start, pin, hop, Unavailable(reason), self._path(named))
            return None
        if not target.is_relative_to(holder.parent.resolve()):
            reason = "leads out of the folder of the manifest by a link"
            self._missing(start, pin, hop, Unavailable(reason, outside=True), self._path(named))
            return None
        return _Target(target, named)

    def _manifest(self, target: _Target) -> Upstream | None:
        """Read a manifest, or return None where there are too many."""
        known = self.lineage.manifests
        if target.node not in known:
            if len(known) >= MAX_MANIFESTS or self.bytes >= MAX_TOTAL_BYTES:
                return None
            known[target.node] = self._read(target)
        return known[target.node]

    def _read(self, target: _Target) -> Upstream:
        got = _opened(target.file) if target.file is not None else self._fetched(str(target.node))
        name = self._path(target.file) if target.file is not None else str(target.node)
        if isinstance(got, Unavailable):
            return Upstream(name, problem=got)
        self.bytes += len(got.text)
        if not got.parsed:
            reason = got.findings[-1].finding.message if got.findings else "no data"
            return Upstream(name, problem=Unavailable(f"cannot be read: {reason}", there=True))
        try:
            digest = canonical_digest(got.data)
        except CanonicalFormError as error:
            return Upstream(name, problem=Unavailable(f"cannot be read: {error}", there=True))
        data = as_mapping(got.data)
        studied = self.study(data) if self.study is not None else None
        base = target.file or (got.path if "://" in got.path else str(target.node))
        return Upstream(name, digest, _facts(data), studied, tuple(all_pins(data)), base)

    def _fetched(self, url: str) -> Document | Unavailable:
        if self.fetch is None:
            return Unavailable("may not be fetched", certain=False)
        got = self.fetch(url)
        if isinstance(got, Document) and len(got.text) > MAX_BYTES:
            return Unavailable(f"has {len(got.text)} characters, too many to follow", there=True)
        return got

    def _same_above(self, node: Node, manifest: Upstream) -> Node | None:
        """Return the manifest of the chain that this one is, fetched from another address."""
        if not isinstance(node, str):
            return None
        known = self.lineage.manifests
        return next(
            (
                each
                for each in self.chain
                if each in known and known[each].digest == manifest.digest
            ),
            None,
        )

    def _missing(
        self, start: Pin, pin: Pin, hop: int, problem: Unavailable, target: str = ""
    ) -> None:
        if problem.told:
            self.lineage.unverified.setdefault(target or pin.name, problem.reason)
            return
        kind: Literal["missing", "unusable", "outside"] = "unusable" if problem.there else "missing"
        if problem.outside:
            kind = "outside"
        message = f"{self._who(start, pin, hop)} {shown(pin.name)}, which {problem.reason}"
        holder = self._holder(hop)
        fault = Fault(
            kind, start, message, value=pin.name, target=target or pin.name, holder=holder
        )
        self.lineage.faults.append(fault)

    def _unnamed(self, start: Pin, pin: Pin, hop: int) -> None:
        """Tell of a pin further up that leads nowhere: a fault, if its form is at fault."""
        where = self._where(start, pin, hop)
        if not pin.malformed:  # it may state a version or a digest alone
            self.lineage.unverified[where.removesuffix(",")] = f"it {pin.fault}"
            return
        message = f"{where} {pin.fault}: the chain ends there"
        holder = self._holder(hop)
        self.lineage.faults.append(Fault("unnamed", start, message, value=holder, holder=holder))

    def _holder(self, hop: int) -> str:
        return "" if hop == 1 else self.lineage.manifests[self.chain[-1]].name

    def _path(self, file: Path) -> str:
        """Return the path of a manifest, relative to the one under check."""
        top = Path() if self.root is None else self.root.parent
        return (file.relative_to(top) if file.is_relative_to(top) else file).as_posix()

    def _other_digest(self, start: Pin, pin: Pin, hop: int, digest: str) -> None:
        message = f"{self._who(start, pin, hop)} {shown(pin.name)}, which is not what was pinned"
        notes = (f"pinned: {pin.digest}", f"found:  {digest}")
        self.lineage.faults.append(
            Fault(
                "digest", start, message, notes, value=pin.name, digest=digest if hop == 1 else None
            )
        )

    def _cycle(self, start: Pin, pin: Pin, target: Node, hop: int) -> None:
        round_ = self.chain[self.chain.index(target) :]
        via = [self._name(node) for node in round_[1:]]
        more = " and others" if len(via) > _NAMED else ""
        way = f", by way of {', '.join(via[:_NAMED])}{more}" if via else ""
        if self.root is not None and target == self.chain[0]:
            message = f"{subject(start.place)} leads back to this manifest{way}"
        else:
            message = f"{subject(start.place)} leads to {self._name(target)}, which leads back to "
            message += f"itself{way}"
        notes = () if hop == 1 else (f"{self._who(start, pin, hop)} {shown(pin.name)}",)
        self.lineage.faults.append(Fault("cycle", start, message, notes, value=pin.name))

    def _who(self, start: Pin, pin: Pin, hop: int) -> str:
        return f"{self._where(start, pin, hop)} points to"

    def _where(self, start: Pin, pin: Pin, hop: int) -> str:
        """Say where a pin stands, and by which of one's own pins the way leads there."""
        if hop == 1:
            return subject(start.place)
        hops = "1 hop" if hop == 2 else f"{hop - 1} hops"  # noqa: PLR2004 - the pin of a parent
        where = f"{self._name(self.chain[-1])}, {hops} up from {subject(start.place)},"
        return f"{subject(pin.place)} in {where}"

    def _name(self, node: Node) -> str:
        return shown(self.lineage.manifests[node].name)


def _without_fragment(url: str) -> str:
    """Return a URL without fragment, scheme and host in small letters."""
    bare = urldefrag(url.strip()).url
    try:
        parts = urlsplit(bare)
    except ValueError:
        return bare
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def _opened(path: Path) -> Document | Unavailable:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Unavailable("is not a file", there=True)
        if status.st_size > MAX_BYTES:
            return Unavailable(f"has {status.st_size} bytes, too many to follow", there=True)
        return read_document(path)
    except FileNotFoundError:
        return Unavailable("does not exist")
    except OSError as error:
        return Unavailable(f"cannot be read: {error.strerror or error}", there=True)


def online_fetcher(asker: "Asker") -> Fetcher:
    """Return the fetcher that asks the network, guarded as every request is.

    Args:
        asker: The run that requests belong to.
    """
    from trainbib.online.manifests import FetchError, fetch_manifest

    def fetch(url: str) -> Document | Unavailable:
        try:
            return fetch_manifest(url, None, asker).document
        except FetchError as error:
            certain = error.problem in {"missing", "unreadable"}
            return Unavailable(f"cannot be fetched: {error.reason}", certain=certain)

    return fetch


_FACTS = ("name", "title", "version", "issued", "ids", "url", "license", "size", "availability")


def _facts(data: Mapping[str, object]) -> dict[str, object]:
    dataset = as_mapping(data.get("dataset"))
    return {name: dataset[name] for name in _FACTS if name in dataset}
