"""Manifests up the line: limits, circles, digests, URLs, and what is inherited through them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from minimal import overlaid
from trainbib.canonical import canonical_digest
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import Document, parse_document, read_document
from trainbib.rules import lineage
from trainbib.rules.lineage import Lineage, Unavailable, follow
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
NO_DIGEST = "{unknown: not published}"


def pin(target: str, digest: str = NO_DIGEST) -> str:
    field = "url" if "://" in target else "path"
    return f'{{{field}: "{target}", digest: {digest}}}'


def manifest(*targets: str, more: str = "", name: str = "example") -> str:
    rows = [
        f"  s{n}: {{kind: other, license: CC0-1.0, manifest: {pin(t)}}}\n"
        for n, t in enumerate(targets)
    ]
    rows += [more] if more else []
    rows += ["  own: {kind: other, license: CC0-1.0}\n"] if not rows else []
    return f'trainbib: "1.0"\ndataset: {{name: {name}, version: "1"}}\nsources:\n{"".join(rows)}'


def lay_out(folder: Path, manifests: dict[str, str]) -> Path:
    for name, text in manifests.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "root.yaml"


def walked(path: Path, **options: Any) -> Lineage:
    return follow(read_document(path), **options)


def found(path: Path, *codes: str, **settings: Any) -> list[Diagnostic]:
    report = check(path, Settings(today=TODAY, **settings))
    return [finding for finding in report.diagnostics if finding.code in codes]


# Limits


def chain(length: int) -> dict[str, str]:
    steps = {f"m{n}.yaml": manifest(f"m{n + 1}.yaml", name=f"n{n}") for n in range(length)}
    return {"root.yaml": manifest("m0.yaml"), **steps, f"m{length}.yaml": manifest(name="top")}


@pytest.mark.parametrize(("above", "left"), [(0, 0), (9, 0), (10, 1), (15, 1)])
def test_ten_hops_are_followed_and_the_rest_is_counted(
    above: int, left: int, tmp_path: Path
) -> None:
    walk = walked(lay_out(tmp_path, chain(above)))
    assert walk.unfollowed == left
    assert len(walk.manifests) == min(above + 1, lineage.MAX_HOPS)
    assert walk.faults == []


def test_what_is_too_far_by_one_way_is_followed_by_a_shorter_one(tmp_path: Path) -> None:
    manifests = chain(15)
    manifests["root.yaml"] = manifest("m0.yaml", "m8.yaml")
    walk = walked(lay_out(tmp_path, manifests))
    assert walk.unfollowed == 0
    assert len(walk.manifests) == 16


def test_a_thousand_manifests_are_read_and_the_rest_is_counted(tmp_path: Path) -> None:
    # All of them are one file by other names: what is counted is what would be read.
    names = [f"m{n}.yaml" for n in range(lineage.MAX_MANIFESTS + 20)]
    root = lay_out(tmp_path, {"root.yaml": manifest(*names)} | dict.fromkeys(names, manifest()))
    walk = walked(root)
    assert walk.unfollowed == 20
    assert len(walk.manifests) == lineage.MAX_MANIFESTS
    assert any("20 manifests upstream" in text for text in check(root).unchecked)


def test_bytes_are_bounded_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lineage, "MAX_TOTAL_BYTES", 100)
    texts = {f"m{n}.yaml": manifest() for n in range(5)}
    walk = walked(lay_out(tmp_path, {"root.yaml": manifest(*texts), **texts}))
    assert 1 <= len(walk.manifests) < 5
    assert walk.unfollowed == 5 - len(walk.manifests)


def test_both_ways_of_a_diamond_are_kept_and_its_top_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay_out(
        tmp_path,
        {
            "root.yaml": manifest("left.yaml", "right.yaml"),
            "left.yaml": manifest("top.yaml", name="left"),
            "right.yaml": manifest("top.yaml", name="right"),
            "top.yaml": manifest(name="top"),
        },
    )
    opened: list[str] = []

    def counting(path: Path) -> Document:
        opened.append(Path(path).name)
        return read_document(path)

    document = read_document(root)
    monkeypatch.setattr(lineage, "read_document", counting)
    walk = follow(document)
    assert sorted(opened) == ["left.yaml", "right.yaml", "top.yaml"]
    left, right = (tmp_path.resolve() / f"{side}.yaml" for side in ("left", "right"))
    place = ("sources", "s0", "manifest")
    assert walk.parent(place, left) is walk.parent(place, right) is not None
    assert walk.faults == []


def test_a_lattice_does_not_multiply(tmp_path: Path) -> None:
    # 2^9 ways lead to the top; each manifest is looked at once.
    texts = {
        f"{side}{n}.yaml": manifest(f"a{n + 1}.yaml", f"b{n + 1}.yaml", name=f"{side}{n}")
        for n in range(9)
        for side in "ab"
    }
    texts |= {"a9.yaml": manifest(name="a9"), "b9.yaml": manifest(name="b9")}
    walk = walked(lay_out(tmp_path, {"root.yaml": manifest("a0.yaml", "b0.yaml"), **texts}))
    assert len(walk.manifests) == 20
    assert (walk.faults, walk.unfollowed) == ([], 0)


# Circles and digests


def test_a_circle_is_reported_once_for_each_pin_that_leads_back(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {
            "root.yaml": manifest("a.yaml"),
            "a.yaml": manifest("b.yaml", name="a"),
            "b.yaml": manifest("a.yaml", "root.yaml", name="b"),
        },
    )
    cycles = found(root, "REF008")
    assert [finding.pointer for finding in cycles] == ["/sources/s0/manifest/path"] * 2
    assert walked(root).unfollowed == 0


def test_a_pin_without_digest_is_followed_and_reported(tmp_path: Path) -> None:
    text = manifest("up.yaml").replace(f", digest: {NO_DIGEST}", "")
    root = lay_out(tmp_path, {"root.yaml": text, "up.yaml": manifest("gone.yaml")})
    assert [finding.code for finding in found(root, "HSH003", "REF009")] == ["HSH003", "REF009"]


def test_what_is_not_what_was_pinned_says_nothing_about_the_source(tmp_path: Path) -> None:
    other = "sha256:" + "0" * 64
    up = manifest(more="  x: {kind: other, license: CC0-1.0, title: Books3}\n", name="talk")
    row = "  a: {{kind: other, license: CC0-1.0, version: '2', manifest: {}}}\n"
    files = {"up.yaml": up, "root.yaml": manifest(more=row.format(pin("up.yaml", other)))}
    root = lay_out(tmp_path, files)
    assert [f.code for f in found(root, "REF009", "REF012", "RGT008")] == ["REF009"]
    right = canonical_digest(read_document(tmp_path / "up.yaml").data)
    lay_out(tmp_path, {"root.yaml": manifest(more=row.format(pin("up.yaml", right)))})
    assert [f.code for f in found(root, "REF009", "REF012", "RGT008")] == ["RGT008", "REF012"]


# What a manifest and its parent say


def test_a_conflict_names_both_words_and_the_manifest(tmp_path: Path) -> None:
    up = manifest(name="harbour-talk").replace('version: "1"', 'version: "3.1"')
    row = f"  a: {{kind: other, license: CC0-1.0, version: '3.0', manifest: {pin('up/m.yaml')}}}\n"
    root = lay_out(tmp_path, {"up/m.yaml": up, "root.yaml": manifest(more=row)})
    (finding,) = found(root, "REF012")
    assert finding.message == (
        "source `a` and its manifest disagree on the version: `3.0` here, `3.1` there"
    )
    assert finding.notes == ("its manifest: up/m.yaml",)


def test_the_version_of_a_pin_is_compared_too(tmp_path: Path) -> None:
    row = (
        "  a: {kind: other, license: CC0-1.0, "
        f"manifest: {{path: m.yaml, version: '2', digest: {NO_DIGEST}}}}}\n"
    )
    root = lay_out(tmp_path, {"m.yaml": manifest(), "root.yaml": manifest(more=row)})
    (finding,) = found(root, "REF012")
    assert finding.pointer == "/sources/a/manifest/version"


@pytest.mark.parametrize(
    ("here", "there", "differ"),
    [
        ("title: Wikipedia", "name: harbour-talk", True),
        ("title: 'Harbour Talk, spring 2024'", "name: harbour-talk", False),
        ("title: HarbourTalk", "name: harbour-talk", False),
        ("title: Hafengespräche", "name: harbour-talk", False),
        ("title: The data set", "name: harbour-talk", False),
        ("title: {unknown: x}", "name: harbour-talk", False),
        ("license: {unknown: not stated there}", "name: h, license: CC0-1.0", False),
        ("license: LicenseRef-a", "name: h, license: CC0-1.0", True),
        ("license: 'not an expression ('", "name: h, license: CC0-1.0", False),
        ("ids: {hf: 'o/n:cfg'}", "name: h, ids: {hf: O/N}", False),
        (
            "ids: {git: 'https://g.example/x.git'}",
            "name: h, ids: {git: 'https://g.example/x'}",
            False,
        ),
        ("size: {bytes: 20, compressed: true}", "name: h, size: {bytes: 10}", False),
        ("size: {records: {unknown: x}}", "name: h, size: {records: 10}", False),
        ("size: {between: 3}", "name: h, size: [1]", False),
        ("raw_size: {images: {between: [11, 20]}}", "name: h, size: {images: 10}", True),
        ("raw_size: {images: {between: [10, 20]}}", "name: h, size: {images: 10}", False),
        ("issued: soon", "name: h, issued: 2024", False),
        ("availability: unavailable", "name: h, availability: open", True),
        ("availability: request", "name: h, availability: open", False),
    ],
)
def test_only_what_cannot_both_be_true_is_a_conflict(
    here: str,
    there: str,
    differ: bool,  # noqa: FBT001 - a table
    tmp_path: Path,
) -> None:
    license_ = "" if "license" in here else "license: CC0-1.0, "
    row = f"  a: {{kind: other, {license_}{here}, manifest: {pin('m.yaml')}}}\n"
    up = f'trainbib: "1.0"\ndataset: {{version: "1", {there}}}\nsources:\n  x: {{kind: other}}\n'
    root = lay_out(tmp_path, {"m.yaml": up, "root.yaml": manifest(more=row)})
    assert bool(found(root, "REF012")) is differ


# Withdrawn sets through manifests


BOOKS = "  books: {kind: other, license: CC0-1.0, title: Books3}\n"


def test_the_way_through_manifests_is_told_hop_by_hop(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {
            "root.yaml": manifest("mid.yaml"),
            "mid.yaml": manifest("top.yaml", name="mid"),
            "top.yaml": manifest(more=BOOKS, name="top"),
        },
    )
    (finding,) = found(root, "RGT008")
    assert finding.message == (
        "source `s0` goes back to Books3, which was taken down (2023-08), 2 hops up"
    )
    assert finding.notes[:3] == (
        "hop 1: source `s0` points to mid.yaml",
        "hop 2: source `s0` in mid.yaml points to top.yaml",
        "source `books` in top.yaml is Books3, by its title",
    )


@pytest.mark.parametrize(
    ("where", "what"),
    [("root", "Books3"), ("mid", "books"), ("mid", "Books3"), ("top", "Books3")],
)
def test_a_removal_at_any_hop_settles_it(where: str, what: str, tmp_path: Path) -> None:
    def removed(name: str) -> str:
        return f", removed: [{{what: {what}}}]" if name == where else ""

    def row(name: str, target: str) -> str:
        return f"  r: {{kind: other, license: CC0-1.0, manifest: {pin(target)}{removed(name)}}}\n"

    books = BOOKS.replace("}\n", f"{removed('top')}}}\n")
    root = lay_out(
        tmp_path,
        {
            "root.yaml": manifest(more=row("root", "mid.yaml")),
            "mid.yaml": manifest(more=row("mid", "top.yaml"), name="mid"),
            "top.yaml": manifest(more=books, name="top"),
        },
    )
    assert found(root, "RGT008") == []


def test_a_removal_in_one_branch_does_not_settle_another(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {
            "root.yaml": manifest("up.yaml"),
            "up.yaml": manifest("a.yaml", "b.yaml", name="up"),
            "a.yaml": manifest(
                more=BOOKS.replace("}\n", ", removed: [{what: Books3}]}\n"), name="a"
            ),
            "b.yaml": manifest(more=BOOKS, name="b"),
        },
    )
    (finding,) = found(root, "RGT008")
    assert "b.yaml" in finding.notes[1]


def test_the_manifest_of_a_known_set_says_which_set_it_is(tmp_path: Path) -> None:
    slim = manifest(name="SlimPajama-627B")
    root = lay_out(tmp_path, {"root.yaml": manifest("slim.yaml"), "slim.yaml": slim})
    (finding,) = found(root, "RGT008")
    assert finding.message.endswith("3 hops up")
    assert "source `s0` is SlimPajama-627B, by what its manifest describes" in finding.notes
    settled = manifest(
        more="  b: {kind: other, license: CC0-1.0, removed: [{what: Books3}]}\n",
        name="SlimPajama-627B",
    )
    lay_out(tmp_path, {"slim.yaml": settled})
    assert found(root, "RGT008") == []


def test_what_the_manifest_says_comes_before_what_the_lists_say(tmp_path: Path) -> None:
    row = (
        f"  s: {{kind: other, license: CC0-1.0, title: RedPajama-1T, manifest: {pin('m.yaml')}}}\n"
    )
    files = {"root.yaml": manifest(more=row), "m.yaml": manifest(more=BOOKS, name="rp")}
    (finding,) = found(lay_out(tmp_path, files), "RGT008")
    assert "source `books` in m.yaml is Books3, by its title" in finding.notes


def test_the_manifest_of_the_base_of_a_model_is_looked_through(tmp_path: Path) -> None:
    models = f"models:\n  m: {{name: M, base: [{{name: B, manifest: {pin('b.yaml')}}}]}}\n"
    files = {"root.yaml": manifest() + models, "b.yaml": manifest(more=BOOKS, name="b")}
    (finding,) = found(lay_out(tmp_path, files), "RGT008")
    assert finding.pointer == "/models/m/base/0"
    assert finding.notes[0] == "hop 1: base `B` of model `m` points to b.yaml"
    assert finding.help.startswith("have the manifest of the base declare it removed")


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


def test_circles_of_urls_come_to_an_end() -> None:
    walk, web = online(manifest(A), {A: manifest(B, name="a"), B: manifest(f"{A}#top", name="b")})
    assert web.asked == [A, B]
    (message,) = messages(walk)
    assert "a manifest 2 hops below it" in message


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
    assert walk.faults == []


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
        assert all(fault.kind == "missing" for fault in walk.faults)


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


def test_nothing_is_looked_at_where_there_are_no_pins() -> None:
    def never(_: object) -> Unavailable:
        pytest.fail("nothing points anywhere")

    document = parse_document(overlaid("").encode(), path="<test>.yaml")
    assert follow(document, never, never) == Lineage()
