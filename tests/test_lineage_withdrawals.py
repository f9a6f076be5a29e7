"""Withdrawn sets that a manifest holds by way of others."""

from pathlib import Path

import pytest

from pinned_manifests import BOOKS, found, lay_out, manifest, pin
from trainbib.canonical import canonical_digest
from trainbib.document import read_document


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


OTHER = f"sha256:{'0' * 64}"


def test_a_manifest_that_is_not_the_pinned_one_warns_and_is_said_to_be_another(
    tmp_path: Path,
) -> None:
    row = f"  r: {{kind: other, license: CC0-1.0, manifest: {pin('mid.yaml', OTHER)}}}\n"
    files = {
        "root.yaml": manifest(more=row),
        "mid.yaml": manifest("top.yaml", name="mid"),
        "top.yaml": manifest(more=BOOKS, name="top"),
    }
    root = lay_out(tmp_path, files)
    withdrawn, other = found(root, "RGT008", "REF009")
    assert withdrawn.message.endswith("2 hops up, by way of a manifest that is not the one pinned")
    assert withdrawn.notes[:2] == (
        "hop 1: source `r` points to mid.yaml, which is not what was pinned",
        "hop 2: source `s0` in mid.yaml points to top.yaml",
    )
    assert other.code == "REF009"
    files["root.yaml"] = manifest("mid.yaml", more=row)
    certain, doubted = found(lay_out(tmp_path, files), "RGT008")
    assert [each.message.endswith("2 hops up") for each in (certain, doubted)] == [True, False]


def test_what_a_manifest_says_was_removed_is_not_believed_if_it_is_not_the_pinned_one(
    tmp_path: Path,
) -> None:
    row = "  r: {{kind: other, license: CC0-1.0, title: {}, manifest: {}}}\n"
    books = BOOKS.replace("}\n", ", removed: [{what: Books3}]}\n")
    up = manifest(more=books, name="talk")
    root = lay_out(tmp_path, {"up.yaml": up})
    digest = canonical_digest(read_document(tmp_path / "up.yaml").data)
    for title in ("Talk", "SlimPajama-627B"):
        for pinned, warnings in ((digest, 0), (OTHER, 1)):
            text = manifest(more=row.format(title, pin("up.yaml", pinned)))
            lay_out(tmp_path, {"root.yaml": text})
            assert len(found(root, "RGT008")) == warnings, (title, pinned)


def test_the_set_that_another_manifest_than_the_pinned_one_describes_is_told_with_the_doubt(
    tmp_path: Path,
) -> None:
    row = f"  r: {{kind: other, license: CC0-1.0, manifest: {pin('slim.yaml', OTHER)}}}\n"
    removed = "  b: {kind: other, license: CC0-1.0, removed: [{what: Books3}]}\n"
    slim = manifest(more=removed, name="SlimPajama-627B")
    root = lay_out(tmp_path, {"root.yaml": manifest(more=row), "slim.yaml": slim})
    (finding,) = found(root, "RGT008")
    assert finding.message.endswith("3 hops up, by way of a manifest that is not the one pinned")
    by = "by what a manifest describes that is not the one pinned"
    assert f"source `r` is SlimPajama-627B, {by}" in finding.notes


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
