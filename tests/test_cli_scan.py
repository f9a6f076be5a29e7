"""``trainbib scan`` and ``trainbib merge``: the inventory of `generate`, in shares."""

import json
from pathlib import Path

import pytest

from cli_program import lines, trainbib
from engine_tasks import small_tree
from trainbib.inventory import scan, write_inventory
from trainbib.tree import roots


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_tree(tmp_path / "data", files=20)


def test_shares_of_the_work_make_the_inventory_of_a_scan(data: Path, tmp_path: Path) -> None:
    planned = trainbib("scan", data, "-o", tmp_path / "out", "--plan-only")
    assert planned.returncode == 0
    assert lines(planned.stdout) == [
        f"Planned 1 shard in {tmp_path / 'out' / 'plan.json'}: 22 files, 1 891 bytes."
    ]
    plan = tmp_path / "out" / "plan.json"
    empty = trainbib("scan", plan, "--shard", "1/2")
    assert lines(empty.stdout) == [f"Scanned 0 shards of 1: {plan}."]
    early = trainbib("merge", tmp_path / "out", "-o", tmp_path / "merged.jsonl")
    assert early.returncode == 2
    [line] = lines(early.stderr)
    assert "not all shards are scanned, 1 of 1 are missing (0)" in line
    assert f"run `trainbib scan {plan}`" in line
    assert not (tmp_path / "merged.jsonl").exists()
    scanned = trainbib("scan", plan, "--shard", "0/2", "--jobs", "1")
    assert (scanned.returncode, scanned.stderr) == (0, b"")
    assert lines(scanned.stdout) == [f"Scanned 1 shard: {plan}."]
    again = trainbib("scan", data, "-o", tmp_path / "out", "--jobs", "1")
    assert lines(again.stdout) == [f"Scanned 1 shard, 1 of them earlier: {plan}."]

    made = trainbib("merge", tmp_path / "out", "-o", tmp_path / "merged.jsonl", "--format", "json")
    assert made.returncode == 0
    rows = scan(data).rows
    digest = write_inventory(rows, tmp_path / "scanned.jsonl")
    tree = roots(rows)
    assert json.loads(made.stdout) == {
        "version": "1",
        "inventory": {
            "path": str(tmp_path / "merged.jsonl"),
            "files": 22,
            "bytes": 1891,
            "digest": digest,
            "roots": {"paths": tree.paths, "contents": tree.contents},
        },
        "records": 192,
        "uncounted": 0,
        "problems": [],
    }
    text = lines(trainbib("merge", tmp_path / "out", "-o", tmp_path / "merged.jsonl").stdout)
    assert text == [
        f"Wrote {tmp_path / 'merged.jsonl'}: 22 files, 1 891 bytes, 192 records.",
        f"{digest}  {tmp_path / 'merged.jsonl'}",
        f"{tree.paths}  (root of paths)",
        f"{tree.contents}  (root of contents)",
    ]


def test_what_cannot_be_listed_is_reported_and_the_exit_code_says_so(
    data: Path, tmp_path: Path
) -> None:
    (data / "broken").symlink_to("gone")
    scanned = trainbib("scan", data, "-o", tmp_path / "out", "--jobs", "1")
    assert scanned.returncode == 1
    assert lines(scanned.stdout)[0].startswith("not listed (dangling-link): broken: ")
    shown = trainbib("scan", data, "-o", tmp_path / "out", "--format", "json")
    found = json.loads(shown.stdout)
    assert [problem["kind"] for problem in found.pop("problems")] == ["dangling-link"]
    assert found == {
        "version": "1",
        "plan": str(tmp_path / "out" / "plan.json"),
        "files": 22,
        "bytes": 1891,
        "shards": 1,
        "chosen": 1,
        "scanned": 0,
    }
    made = trainbib("merge", tmp_path / "out", "-o", tmp_path / "merged.jsonl")
    assert made.returncode == 1
    assert lines(made.stdout)[0].startswith("not listed (dangling-link): broken: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["data"], "data: name the folder for the outputs with --output"),
        (["data", "-o", "out", "--shard", "3"], "--shard 3: write which share and of how many"),
        (["data", "-o", "out", "--shard", "0/0"], "--shard 0/0: write which share and of how"),
        (["data", "-o", "out", "--shard", "2/2"], "--shard 2/2: shares are counted from 0 to 1"),
        (["data", "-o", "data/out"], "data/out: lies in the data folder"),
        (["gone", "-o", "out"], "there is no folder"),
        (["nosuch://gone", "-o", "out"], "nosuch://gone: no such kind of store"),
        (["s3://key:word@gone", "-o", "out"], "a URL of s3:// holds a user name or password"),
        (["data", "-o", "out", "--address", "auto"], "the address 'auto' is for the engine"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    data: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = trainbib("scan", *arguments, cwd=data.parent)
    assert (done.returncode, done.stdout) == (2, b"")
    [line] = lines(done.stderr)
    assert line.startswith("trainbib: ")
    assert message in line
    assert not (tmp_path / "merged.jsonl").exists()


def test_a_plan_keeps_its_folder_and_its_options(data: Path, tmp_path: Path) -> None:
    trainbib("scan", data, "-o", tmp_path / "out", "--plan-only", "--no-count")
    plan = tmp_path / "out" / "plan.json"
    other = trainbib("scan", plan, "-o", tmp_path / "other")
    assert other.returncode == 2
    assert b"the outputs of a plan lie beside it" in other.stderr
    counting = trainbib("scan", data, "-o", tmp_path / "out")
    assert counting.returncode == 2
    assert b"with other options" in counting.stderr
    assert trainbib("scan", plan, "-o", tmp_path / "out").returncode == 0
    made = trainbib("merge", tmp_path / "out", "-o", tmp_path / "merged.jsonl")
    assert b"0 records" in made.stdout
    assert b"Records of 22 files were not counted." in made.stdout


def test_a_folder_without_files_is_nothing_to_scan(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = trainbib("scan", tmp_path / "empty", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert lines(done.stderr) == [f"trainbib: {tmp_path / 'empty'}: there is no file to scan"]
