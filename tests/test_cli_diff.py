"""``trainbib diff``: what it prints, its formats, its exit codes."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli_program import trainbib
from trainbib.comparing import Comparison, compare
from trainbib.document import parse_document
from trainbib.inventory.rows import FileRow
from trainbib.schemas import load_schema
from trainbib_cli.app import main
from trainbib_cli.reports import diff_json, diff_markdown, diff_text
from trainbib_cli.terminal import Style

Run = Callable[..., tuple[int, str, str]]

OLD = """\
trainbib: "1.0"
dataset:
  name: common-web-mix
  version: 2.1.0
parties:
  x: {name: X GmbH}
sources:
  stack-v2-sub:
    kind: public_dataset
    license: MIT
    size: {bytes: 5000000000000, tokens: 7500000000000}
  vendor-x:
    kind: licensed
    size: {tokens: 60000000000}
    rights: {holders: [{party: x}]}
"""
NEW = """\
trainbib: "1.0"
dataset:
  name: common-web-mix
  version: 2.2.0
  title: Common Web Mix
parties:
  x: {name: X GmbH}
sources:
  stack-v2-sub:
    kind: public_dataset
    license: CC-BY-NC-4.0
    size: {bytes: 5000000000000, tokens: 7500000000000}
  vendor-x:
    kind: licensed
    size: {tokens: 60000000000}
    rights: {holders: {withheld: contract}}
  ccnews-2026:
    kind: public_dataset
    size: {bytes: 1200000000000, tokens: 310000000000}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text(OLD)
    (tmp_path / "new.yaml").write_text(NEW)
    (tmp_path / "same.yaml").write_text(f"# a comment\n{OLD}")
    (tmp_path / "title.yaml").write_text(
        OLD.replace("kind: licensed", "kind: licensed\n    title: V")
    )
    return tmp_path


def comparison(old: str = OLD, new: str = NEW, **more: Any) -> Comparison:
    return compare(
        parse_document(old.encode(), path="old.yaml"),
        parse_document(new.encode(), path="new.yaml"),
        **more,
    )


def text(of: Comparison, *, show_all: bool = False) -> str:
    return "".join(diff_text.render(of, show_all=show_all, style=Style()))


EXPECTED = """\
2.1.0 → 2.2.0   rights 1 · content 3 · disclosure 1 · editorial 2 (hidden)
BREAKING
  DIF101 licence-more-restrictive   source `stack-v2-sub`   \
MIT → CC-BY-NC-4.0                        old.yaml:10 → new.yaml:11
  DIF301 disclosure-reduced         source `vendor-x`       \
rights.holders: x → withheld (contract)   old.yaml:15 → new.yaml:16
NOTABLE
  DIF201 source-added               source `ccnews-2026`    \
+1.2 TB, 310 B tokens (+4.1 %)            new.yaml:17
  DIF209 total-changed              dataset                 \
7.56 T tokens → 7.87 T tokens (+4.1 %), summed over the sources
  DIF209 total-changed              dataset                 \
5 TB → 6.2 TB (+24.0 %), summed over the sources
Required version bump: major (you made: minor)
"""


def test_the_text_report() -> None:
    assert text(comparison()) == EXPECTED


def test_editorial_changes_are_shown_on_demand() -> None:
    assert "DIF401" not in text(comparison())
    shown = text(comparison(), show_all=True)
    assert "DIF401 description-changed" in shown
    assert "(hidden)" not in shown
    assert "TOTALS\n  tokens   7.56 T tokens → 7.87 T tokens (+4.1 %)" in shown


def test_what_is_only_reformatted_is_no_change() -> None:
    found = comparison(OLD, f"# a comment\n{OLD}")
    plain = text(found)
    assert "No change in meaning.\n" in plain
    assert "DIF402" not in plain
    assert "DIF402" in text(found, show_all=True)


def test_long_lists_are_cut_and_say_so() -> None:
    more = "".join(f"  new-{n}: {{kind: other}}\n" for n in range(30))
    found = comparison(OLD, OLD + more)
    shown = text(found)
    assert shown.count("DIF201") == 21
    assert "… 10 more DIF201 source-added (--all shows them)" in shown
    assert text(found, show_all=True).count("DIF201") == 30


def test_what_was_not_compared_is_said() -> None:
    files = '\nfiles: {root: data, cites: [{paths: "**", sources: [vendor-x]}]}\n'
    shown = text(comparison(OLD + files, OLD + files))
    assert "not compared: files: the old manifest pins no inventory" in shown
    assert "No change was found in what could be compared." in shown


def test_control_characters_are_not_printed() -> None:
    new = OLD.replace("license: MIT", 'license: "\\e[31mMIT\\a"')
    shown = text(comparison(OLD, new))
    assert "\x1b" not in shown
    assert "\\x1b[31mMIT\\x07" in shown


def test_many_files_have_a_count() -> None:
    files = "\nfiles: {root: data}\n"
    before = [FileRow(f"raw/{n:03}", n, f"{n:064x}", "text/plain") for n in range(100)]
    after = [row._replace(path=f"v2/{row.path[4:]}") for row in before]
    found = comparison(OLD + files, OLD + files, old_rows=before, new_rows=after)
    times = "\N{MULTIPLICATION SIGN}100"
    assert f"DIF207 file-moved {times}   folder `v2`   raw/ → v2/" in text(found)


def test_the_json_report_follows_its_schema() -> None:
    schema = load_schema("diff-report")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    row = FileRow("a", 1, "a" * 64, "text/plain")
    for found in (
        comparison(),
        comparison(NEW, OLD),
        comparison(OLD, f"# a comment\n{OLD}"),
        comparison(old_rows=[row], new_rows=[row._replace(path="b")]),
    ):
        report = json.loads(json.dumps(diff_json.render(found)))
        assert list(validator.iter_errors(report)) == []
        assert len(report["changes"]) == len(found.changes)
    assert report["files"]["moved"] == [{"from": "a", "to": "b"}]
    report["changes"][0]["level"] = "grave"
    assert not validator.is_valid(report)


def test_every_field_of_the_schema_is_described_and_written() -> None:
    def walk(node: Any) -> None:
        for name, field in node.get("properties", {}).items():
            target = field
            if "$ref" in field:
                target = load_schema("diff-report")["$defs"][field["$ref"].rpartition("/")[2]]
            assert field.get("description"), name
            assert target.get("title"), name
            assert name in node["required"], name
            walk(field)
        walk_items = node.get("items")
        if isinstance(walk_items, dict):
            walk(walk_items)

    schema = load_schema("diff-report")
    walk(schema)
    for definition in schema["$defs"].values():
        walk(definition)


def test_the_markdown_report() -> None:
    shown = diff_markdown.render(comparison(), show_all=False)
    assert shown.startswith("### 2.1.0 → 2.2.0\n")
    assert "⚠️ **Required version bump: major (you made: minor)**" in shown
    assert "<details open><summary>rights (1)</summary>" in shown
    assert "| **breaking** | DIF101 licence-more-restrictive | source stack-v2-sub |" in shown
    assert "2 editorial changes not shown." in shown
    assert shown.count("<details") == shown.count("</details>") == 3


def test_markdown_shows_texts_as_they_are() -> None:
    new = OLD.replace("license: MIT", "license: 'a|b @octocat <img> `x` [y](z) #1'")
    shown = diff_markdown.render(comparison(OLD, new), show_all=False)
    assert r"a\|b &#64;octocat &lt;img&gt; \`x\` \[y\](z) \#1" in shown


@pytest.mark.parametrize("note", ["", "é" * 300])
def test_markdown_stays_within_the_limit_and_says_what_is_missing(note: str) -> None:
    came = "".join(f"  new-{n}: {{kind: other}}\n" for n in range(3_000))
    old = "".join(f"  a{n}: {{license: MIT, x-note: old}}\n" for n in range(900))
    new = old.replace("MIT", f"LicenseRef-{note}").replace("note: old", "note: new")
    found = comparison(OLD + old, OLD + new + came)
    shown = diff_markdown.render(found, show_all=True)
    assert len(shown.encode()) <= diff_markdown.LIMIT
    assert "left out: GitHub takes no more" in shown
    assert shown.count("DIF103") > shown.count("DIF201")
    assert shown.count("<details") == shown.count("</details>")
    rows = sum(line.startswith(("| **", "| info")) for line in shown.splitlines())
    assert f"**{len(found.changes) - rows:,} changes left out".replace(",", " ") in shown


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run the command in the folder; return exit code, output and errors."""
    monkeypatch.chdir(folder)

    def inner(*arguments: str) -> tuple[int, str, str]:
        code = main(["diff", *arguments])
        captured = capsysbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return inner


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["old.yaml", "new.yaml"], 0),
        (["old.yaml", "new.yaml", "--exit-code"], 1),
        (["old.yaml", "new.yaml", "--fail-on", "breaking"], 1),
        (["old.yaml", "title.yaml", "--fail-on", "breaking"], 0),
        (["old.yaml", "title.yaml", "--fail-on", "notable"], 0),
        (["old.yaml", "title.yaml", "--fail-on", "info"], 1),
        (["old.yaml", "title.yaml", "--exit-code"], 1),
        (["old.yaml", "same.yaml", "--exit-code", "--fail-on", "info", "--all"], 0),
    ],
)
def test_exit_codes(run: Run, arguments: list[str], code: int) -> None:
    assert run(*arguments)[0] == code


def test_the_installed_program_runs_it(folder: Path) -> None:
    done = trainbib("diff", "old.yaml", "new.yaml", cwd=folder)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, EXPECTED, b"")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["old.yaml", "none.yaml"], "none.yaml does not exist"),
        (["old.yaml", "."], "holds several manifests"),
        (["old.yaml", "empty"], "no manifest in empty"),
        (["old.yaml", "broken.yaml"], "broken.yaml, line"),
        (["old.yaml"], "is not in a git repository"),
        (["old.yaml", "new.yaml", "--fail-on", "grave"], "grave"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path,
    run: Run,
    arguments: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    (folder / "broken.yaml").write_text("a: [\n")
    (folder / "empty").mkdir()
    (folder / "trainbib.yaml").write_text(OLD)
    (folder / "other.trainbib.yaml").write_text(OLD)
    code, out, error = run(*arguments)
    assert (code, out) == (2, "")
    assert sentence in error
    assert error.count("\n") == 1


def test_folders_stand_for_the_manifest_in_them(folder: Path, run: Run) -> None:
    for name, manifest in (("a", OLD), ("b", NEW)):
        (folder / name).mkdir()
        (folder / name / "trainbib.yaml").write_text(manifest)
    code, out, _ = run("a", "b", "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert report["old"]["path"] == os.path.join("a", "trainbib.yaml")  # noqa: PTH118 - as shown
    assert (
        list(jsonschema.Draft202012Validator(load_schema("diff-report")).iter_errors(report)) == []
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_without_arguments_the_manifest_here_is_compared_with_head(folder: Path, run: Run) -> None:
    manifest = folder / "trainbib.yaml"
    manifest.write_text(OLD)
    identity = ("-c", "user.name=a", "-c", "user.email=a@a.example")
    for arguments in (("init", "-q"), ("add", "."), (*identity, "commit", "-q", "-m", "one")):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607 - as users do
    manifest.write_text(NEW)
    code, out, _ = run("--fail-on", "breaking")
    assert code == 1
    assert "HEAD:./trainbib.yaml:10 → trainbib.yaml:11" in out
    assert "| **breaking** |" in run("--format", "markdown")[1]
