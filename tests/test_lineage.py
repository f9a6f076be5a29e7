"""Manifests up the line: limits, circles, digests, URLs, and what is inherited through them."""

from pathlib import Path

import pytest

from minimal import overlaid
from pinned_manifests import BOOKS, NO_DIGEST, found, lay_out, manifest, pin, walked
from trainbib.canonical import canonical_digest
from trainbib.checking import check
from trainbib.document import Document, parse_document, read_document
from trainbib.rules import lineage
from trainbib.rules.lineage import follow
from trainbib.rules.upstream import Lineage, Unavailable

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


UNPINNED = f", digest: {NO_DIGEST}"


def test_a_pin_further_up_without_digest_is_reported_where_the_way_begins(tmp_path: Path) -> None:
    files = {
        "b/m.yaml": manifest("c/m.yaml", name="b").replace(UNPINNED, ""),
        "b/c/m.yaml": manifest("d/m.yaml", "https://x.example/m.yaml", name="c").replace(
            UNPINNED, "", 1
        ),
        "b/c/d/m.yaml": manifest(name="d"),
    }
    lay_out(tmp_path, files)
    digest = canonical_digest(read_document(tmp_path / "b" / "m.yaml").data)
    row = f"  s0: {{kind: other, license: CC0-1.0, manifest: {pin('b/m.yaml', digest)}}}\n"
    root = lay_out(tmp_path, {"root.yaml": manifest(more=row)})
    first, second = found(root, "HSH003")
    assert first.pointer == second.pointer == "/sources/s0/manifest"
    assert first.message == (
        "`manifest` of source `s0` in `b/m.yaml`, 1 hop up from `manifest` of source `s0`, "
        "is not pinned by a digest"
    )
    assert "in `b/c/m.yaml`, 2 hops up" in second.message
    assert first.help.startswith("ask for a digest in `b/m.yaml`")
    lay_out(tmp_path, {"root.yaml": manifest("b/m.yaml")})
    assert found(root, "HSH003") == []  # nothing vouches for the first one, and that is said


def test_pins_of_one_manifest_without_digest_are_one_finding_that_names_them(
    tmp_path: Path,
) -> None:
    tops = [f"t{number}.yaml" for number in range(6)]
    up = manifest(*tops, name="b").replace(UNPINNED, "")
    lay_out(tmp_path, {"b.yaml": up, **{name: manifest(name=name[:2]) for name in tops}})
    digest = canonical_digest(read_document(tmp_path / "b.yaml").data)
    row = f"  a: {{kind: other, license: CC0-1.0, manifest: {pin('b.yaml', digest)}}}\n"
    (finding,) = found(lay_out(tmp_path, {"root.yaml": manifest(more=row)}), "HSH003")
    assert finding.message.startswith("`manifest` of source `s0` in `b.yaml`, 1 hop up from")
    (note,) = finding.notes
    assert (
        note
        == "not pinned there either: "
        + ", ".join(f"`manifest` of source `s{number}`" for number in (1, 2, 3))
        + " and 2 more"
    )
    assert finding.count == 6


@pytest.mark.parametrize("order", ["uv", "vu"])
def test_a_digest_vouches_for_the_line_whichever_pin_stands_first(
    order: str, tmp_path: Path
) -> None:
    up = manifest("c.yaml", name="b").replace(UNPINNED, "")
    lay_out(tmp_path, {"b.yaml": up, "c.yaml": manifest(name="c")})
    digest = canonical_digest(read_document(tmp_path / "b.yaml").data)
    pins = {"u": pin("b.yaml"), "v": pin("b.yaml", digest)}
    row = "  {}: {{kind: other, license: CC0-1.0, manifest: {}}}\n"
    more = "".join(row.format(key, pins[key]) for key in order)
    (finding,) = found(lay_out(tmp_path, {"root.yaml": manifest(more=more)}), "HSH003")
    assert finding.pointer == "/sources/v/manifest"


@pytest.mark.parametrize(
    ("pin_", "says"),
    [
        ("{path: ../../c.yaml}", "points to `../../c.yaml`, which leads out of the folder of that"),
        ("{path: /abs/c.yaml}", "points to `/abs/c.yaml`, which leads out of the folder of that"),
        ("c.yaml", "is the text `c.yaml`, where a mapping with `path` or `url` should be"),
        ("[c.yaml]", "is a list, where a mapping with `path` or `url` should be"),
        ("5", "is a number, where a mapping with `path` or `url` should be"),
        ("{path: 5}", "names neither `path` nor `url`: the chain ends there"),
    ],
)
def test_a_pin_further_up_that_cannot_be_followed_is_no_silence(
    pin_: str, says: str, tmp_path: Path
) -> None:
    row = f"  b: {{kind: other, license: CC0-1.0, manifest: {pin_}}}\n"
    files = {"root.yaml": manifest("up/b.yaml"), "up/b.yaml": manifest(more=row, name="b")}
    (finding,) = found(lay_out(tmp_path, files), "REF009")
    assert finding.pointer == "/sources/s0/manifest/path"
    assert finding.message.startswith(
        "`manifest` of source `b` in `up/b.yaml`, 1 hop up from `manifest` of source `s0`, "
    )
    assert says in finding.message
    assert finding.label == "the chain ends further up"
    assert finding.help.startswith("have `up/b.yaml` corrected")


def test_a_pin_further_up_that_names_no_place_is_said_not_to_be_checked(tmp_path: Path) -> None:
    row = "  b: {kind: other, license: CC0-1.0, manifest: {version: '2'}}\n"
    gap = "  c: {kind: other, license: CC0-1.0, manifest: {none: made by ourselves}}\n"
    files = {"root.yaml": manifest("up/b.yaml"), "up/b.yaml": manifest(more=row + gap, name="b")}
    report = check(lay_out(tmp_path, files))
    assert [finding.code for finding in report.diagnostics if finding.code == "REF009"] == []
    (line,) = [text for text in report.unchecked if text.startswith("lineage")]
    assert "source `b` in `up/b.yaml`, 1 hop up" in line
    assert line.endswith(" of source `s0`: it names neither `path` nor `url`")


def test_a_link_out_of_the_folder_is_no_missing_file(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(manifest(name="o"))
    root = lay_out(tmp_path / "in", {"root.yaml": manifest("up.yaml")})
    (tmp_path / "in" / "up.yaml").symlink_to(tmp_path / "outside.yaml")
    (finding,) = found(root, "REF009")
    assert finding.label == "leads out of the folder"
    assert finding.help.startswith("put the manifest itself there, and not a link to it")


def test_manifests_further_up_are_named_from_the_one_under_check(tmp_path: Path) -> None:
    files = {
        "root.yaml": manifest("b/m.yaml"),
        "b/m.yaml": manifest("c/m.yaml", "c/gone.yaml", "c/bad.yaml", name="b"),
        "b/c/m.yaml": manifest(more=BOOKS, name="c"),
        "b/c/bad.yaml": "sources: [",
    }
    root = lay_out(tmp_path, files)
    (withdrawn,) = found(root, "RGT008")
    assert withdrawn.notes[:3] == (
        "hop 1: source `s0` points to b/m.yaml",
        "hop 2: source `s0` in b/m.yaml points to b/c/m.yaml",
        "source `books` in b/c/m.yaml is Books3, by its title",
    )
    gone, bad = found(root, "REF009")
    assert gone.help == "put `b/c/gone.yaml` there, or have `b/m.yaml` corrected"
    assert bad.help == "mend b/c/bad.yaml: `trainbib check` says what is wrong with it"


def test_what_is_not_what_was_pinned_may_warn_and_is_compared_with_nothing(tmp_path: Path) -> None:
    other = "sha256:" + "0" * 64
    up = manifest(more="  x: {kind: other, license: CC0-1.0, title: Books3}\n", name="talk")
    row = "  a: {{kind: other, license: CC0-1.0, version: '2', manifest: {}}}\n"
    files = {"up.yaml": up, "root.yaml": manifest(more=row.format(pin("up.yaml", other)))}
    root = lay_out(tmp_path, files)
    withdrawn, digest = found(root, "REF009", "REF012", "RGT008")
    assert (withdrawn.code, digest.code) == ("RGT008", "REF009")
    assert withdrawn.message.endswith(", 1 hop up, by way of a manifest that is not the one pinned")
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


def test_nothing_is_looked_at_where_there_are_no_pins() -> None:
    def never(_: object) -> Unavailable:
        pytest.fail("nothing points anywhere")

    document = parse_document(overlaid("").encode(), path="<test>.yaml")
    assert follow(document, never, never) == Lineage()
