"""Manifests that are pinned by URL."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pinned_manifests import BOOKS, NO_DIGEST, TODAY, lay_out, manifest, walked
from trainbib.canonical import canonical_digest
from trainbib.checking import check
from trainbib.document import Document, parse_document, read_document
from trainbib.rules import lineage
from trainbib.rules.lineage import follow
from trainbib.rules.upstream import Lineage, Unavailable
from trainbib.settings import Settings
from trainbib.values import as_mapping
from trainbib.withdrawals import load_catalogue
from trainbib.withdrawals.exposure import exposures
from trainbib.withdrawals.local import sources_of

# By URL


class Web:
    """What a fetcher fetches, and what was asked for."""

    def __init__(self, pages: dict[str, str], moved: dict[str, str] | None = None) -> None:
        self.pages = pages
        self.moved = moved or {}
        self.asked: list[str] = []

    def __call__(self, url: str) -> Document | Unavailable:
        self.asked.append(url)
        where = self.moved.get(url, url)
        if where not in self.pages:
            return Unavailable("cannot be fetched: it answers 404")
        return parse_document(self.pages[where].encode(), path=where)


def online(text: str, pages: dict[str, str], **options: Any) -> tuple[Lineage, Web]:
    web = Web(pages, options.pop("moved", None))
    return follow(parse_document(text.encode(), path="<test>.yaml"), web, **options), web


def messages(walk: Lineage) -> Iterable[str]:
    return [fault.message for fault in walk.faults]


A, B = "https://a.example/m.yaml", "https://b.example/sets/m.yaml"


def test_urls_are_not_followed_without_a_fetcher() -> None:
    walk = follow(parse_document(manifest(A).encode(), path="<test>.yaml"))
    assert (walk.unfetched, walk.manifests, walk.faults) == (1, {}, [])


def test_urls_are_followed_with_one_and_read_once() -> None:
    walk, web = online(manifest(A, B), {A: manifest(B, name="a"), B: manifest(name="b")})
    assert sorted(web.asked) == [A, B]
    assert walk.faults == []
    assert set(walk.manifests) == {A, B}


def test_a_fetched_manifest_is_held_to_its_digest() -> None:
    page = manifest(name="a")
    digest = canonical_digest(parse_document(page.encode(), path="a.yaml").data)
    right = manifest(A).replace(NO_DIGEST, digest)
    walk, _ = online(right, {A: page})
    assert walk.faults == []
    walk, _ = online(right, {A: manifest(name="another")})
    (fault,) = walk.faults
    assert fault.kind == "digest"
    assert fault.message.endswith(f"points to `{A}`, which is not what was pinned")
    assert fault.digest is not None
    assert walk.parent(("sources", "s0", "manifest")) is None


def test_what_is_behind_a_fetched_manifest_of_another_digest_is_told_with_the_doubt() -> None:
    catalogue = load_catalogue()
    page = manifest(B, name="a")
    digest = canonical_digest(parse_document(page.encode(), path="a.yaml").data)
    for pinned, doubted in ((digest, False), (f"sha256:{'0' * 64}", True)):
        document = parse_document(manifest(A).replace(NO_DIGEST, pinned).encode(), path="<t>.yaml")
        web = Web({A: page, B: manifest(more=BOOKS, name="b")})
        study = partial(sources_of, catalogue=catalogue, upstream=True)
        walk = follow(document, web, study)
        assert web.asked == [A, B]
        assert [fault.kind for fault in walk.faults] == ["digest"] * doubted
        data = as_mapping(document.data)
        (exposure,) = exposures(data, study(data), walk, catalogue)
        assert (exposure.hops, exposure.begun.doubted) == (2, doubted)


def test_circles_of_urls_come_to_an_end() -> None:
    walk, web = online(manifest(A), {A: manifest(B, name="a"), B: manifest(f"{A}#top", name="b")})
    assert web.asked == [A, B]
    (message,) = messages(walk)
    assert message.endswith(f"leads to `{A}`, which leads back to itself, by way of `{B}`")


def test_one_manifest_at_two_addresses_is_a_circle_too() -> None:
    page, mirror = manifest(B, name="a"), "https://mirror.example/m.yaml"
    walk, web = online(manifest(A), {A: page, B: manifest(mirror, name="b"), mirror: page})
    assert len(web.asked) == 3
    assert [fault.kind for fault in walk.faults] == ["cycle"]


def test_paths_in_a_fetched_manifest_are_relative_to_where_it_was_in_the_end() -> None:
    moved = "https://store.example/v2/m.yaml"
    above = "https://store.example/v2/up/n.yaml"
    walk, web = online(
        manifest(A),
        {moved: manifest("up/n.yaml", "../out.yaml", name="a"), above: manifest(name="n")},
        moved={A: moved},
    )
    assert web.asked == [A, above]
    (fault,) = walk.faults
    assert (fault.kind, fault.holder, fault.value) == ("outside", A, "../out.yaml")


def test_a_path_of_a_local_manifest_never_becomes_a_url(tmp_path: Path) -> None:
    web = Web({A: manifest(name="a")})
    root = lay_out(tmp_path, {"root.yaml": manifest("up.yaml", A), "up.yaml": manifest(A)})
    walk = walked(root, fetch=web)
    assert web.asked == [A]
    assert len(walk.manifests) == 2


def test_what_a_server_does_not_have_is_a_fault_and_what_proves_nothing_is_none() -> None:
    walk, _ = online(manifest(A), {})
    (message,) = messages(walk)
    assert message.endswith(f"`{A}`, which cannot be fetched: it answers 404")

    def busy(_: str) -> Unavailable:
        return Unavailable("cannot be fetched: it answers 503", certain=False)

    walk = follow(parse_document(manifest(A).encode(), path="<test>.yaml"), busy)
    assert walk.faults == []
    assert walk.unverified == {A: "cannot be fetched: it answers 503"}


def test_limits_hold_for_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        f"https://x.example/{n}": manifest(f"https://x.example/{n + 1}", name=f"n{n}")
        for n in range(30)
    }
    walk, web = online(manifest("https://x.example/0"), pages)
    assert len(web.asked) == lineage.MAX_HOPS
    assert walk.unfollowed == 1
    monkeypatch.setattr(lineage, "MAX_BYTES", 10)
    walk, _ = online(manifest(A), {A: manifest()})
    assert "too many to follow" in next(iter(messages(walk)))


def test_what_is_fetched_and_is_no_manifest_is_a_fault() -> None:
    for page in ("<html>", "[", '{"a": "\\ud800"}', ""):
        walk, _ = online(manifest(A), {A: page})
        assert all(fault.kind == "unusable" for fault in walk.faults)


def test_the_fault_of_a_url_stands_at_the_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainbib.rules import context
    from trainbib.rules.context import Context
    from trainbib.rules.ref import ref008_derivation_cycle, ref009_parent_not_found

    pages = {A: manifest(B, name="a"), B: manifest(A, name="b")}
    root = lay_out(tmp_path, {"root.yaml": manifest(A, "https://gone.example/")})
    looked = Context(read_document(root), Settings(today=TODAY))

    def following(document: Document, **_: object) -> Lineage:
        return follow(document, Web(pages))

    monkeypatch.setattr(context, "follow", following)
    (missing,) = ref009_parent_not_found.find(looked)
    assert missing.pointer == "/sources/s1/manifest/url"
    assert missing.help.startswith("correct the url")
    (cycle,) = ref008_derivation_cycle.find(looked)
    assert cycle.pointer == "/sources/s0/manifest/url"


def test_a_check_with_the_network_asks_for_manifests_and_tells_absence_from_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainbib.online import manifests
    from trainbib.online.manifests import FetchedManifest, FetchError
    from trainbib.online.settings import OnlineSettings
    from trainbib.rules.context import Context

    digests: list[str | None] = []

    def fetch(url: str, digest: str | None, _: object) -> FetchedManifest:
        digests.append(digest)
        if url == A:
            page = parse_document(manifest(more=BOOKS, name="a").encode(), path=url)
            return FetchedManifest(url, page, canonical_digest(page.data))
        if url == B:
            raise FetchError("unverifiable", "it answers 503")
        raise FetchError("missing", "it answers 404")

    monkeypatch.setattr(manifests, "fetch_manifest", fetch)
    root = lay_out(tmp_path, {"root.yaml": manifest(A, B, "https://gone.example/m.yaml")})
    settings = Settings(today=TODAY, online=OnlineSettings(cache_path=None))
    looked = Context(read_document(root), settings)
    assert [fault.pin.url for fault in looked.lineage.faults] == ["https://gone.example/m.yaml"]
    assert looked.lineage.unverified == {B: "cannot be fetched: it answers 503"}
    assert [exposure.place for exposure in looked.exposures] == [("sources", "s0")]
    assert digests == [None] * 3  # they are compared here, where the fault is told


BOTH = "{{path: {path}, url: '{url}', digest: {digest}}}"


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("gone.yaml", ["missing"]),
        ("folder", ["unusable"]),
        ("broken.yaml", ["unusable"]),
        ("link.yaml", ["outside"]),
        ("../up.yaml", []),  # the schema says so
    ],
)
def test_where_a_path_leads_to_no_manifest_the_url_does(
    tmp_path: Path, path: str, kinds: list[str]
) -> None:
    page = manifest(more=BOOKS, name="a")
    digest = canonical_digest(parse_document(page.encode(), path="a.yaml").data)
    pin = BOTH.format(path=path, url=A, digest=digest)
    more = f"  s0: {{kind: other, license: CC0-1.0, manifest: {pin}}}\n"
    (tmp_path / "up.yaml").write_text(page)
    folder = tmp_path / "set"
    root = lay_out(
        folder, {"root.yaml": manifest(more=more), "broken.yaml": "a: [", "folder/x": ""}
    )
    (folder / "link.yaml").symlink_to("../up.yaml")
    place = ("sources", "s0", "manifest")

    offline = walked(root)
    assert [fault.kind for fault in offline.faults] == kinds
    assert (offline.unfetched, offline.parent(place)) == (1, None)

    web = Web({A: page})
    walk = walked(root, fetch=web)
    assert web.asked == [A]
    assert [fault.kind for fault in walk.faults] == kinds, "the path is as wrong as before"
    parent = walk.parent(place)
    assert parent is not None
    assert (parent.name, parent.digest) == (A, digest)

    walk = walked(root, fetch=Web({}))
    assert [fault.kind for fault in walk.faults] == [*kinds, "missing"]
    assert [fault.pin.field for fault in walk.faults] == ["path"] * len(kinds) + ["url"]
    walk = walked(root, fetch=Web({A: manifest(name="another")}))
    assert [fault.kind for fault in walk.faults] == [*kinds, "digest"]


def test_where_a_path_leads_to_a_manifest_the_url_is_let_be(tmp_path: Path) -> None:
    pin = BOTH.format(path="up.yaml", url=A, digest=NO_DIGEST)
    more = f"  s0: {{kind: other, license: CC0-1.0, manifest: {pin}}}\n"
    web = Web({})
    root = lay_out(tmp_path, {"root.yaml": manifest(more=more), "up.yaml": manifest()})
    walk = walked(root, fetch=web)
    assert (web.asked, walk.faults, walk.unfetched) == ([], [], 0)


def test_the_url_of_a_pin_further_up_is_followed_where_its_path_leads_nowhere() -> None:
    pin = BOTH.format(path="../out.yaml", url=B, digest=NO_DIGEST)
    page = manifest(more=f"  s0: {{kind: other, license: CC0-1.0, manifest: {pin}}}\n", name="a")
    walk, web = online(manifest(A), {A: page, B: manifest(name="b")})
    assert web.asked == [A, B]
    (fault,) = walk.faults
    assert (fault.kind, fault.value, fault.holder) == ("outside", "../out.yaml", A)


@pytest.mark.parametrize("way", ["standard input", "no disk", "file"])
def test_pins_that_nobody_follows_are_said_not_to_be_checked(tmp_path: Path, way: str) -> None:
    both = BOTH.format(path="up.yaml", url=A, digest=NO_DIGEST)
    more = f"  both: {{kind: other, license: CC0-1.0, manifest: {both}}}\n"
    text = manifest("up.yaml", "up.yaml", B, more=more)
    root = lay_out(tmp_path, {"root.yaml": text, "up.yaml": manifest(name="up")})
    document = read_document(root)
    if way == "standard input":
        document = parse_document(text.encode(), path="<stdin>")
    report = check(document, Settings(today=TODAY, use_disk=way != "no disk"))
    said = [each for each in report.unchecked if each.startswith("lineage")]
    at_urls = "lineage: {} at URLs; --online fetches what is there"
    at_paths = "lineage: 2 manifests upstream are at paths; "
    if way == "file":
        assert said == [at_urls.format("1 manifest upstream is")]
        return
    paths, urls = said
    assert urls == at_urls.format("2 manifests upstream are")
    assert paths == at_paths + (
        "none is opened while the disk is let be"
        if way == "no disk"
        else "these are followed from a manifest that is a file"
    )
