"""Engines: every task is done, and one that kills its process costs no other."""

import os
import signal
import socket
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import engine_tasks as tasks
from cli_program import python
from engine_tasks import Sabotage, SabotagedEngine, small_tree
from trainbib.engines import (
    Engine,
    EngineError,
    ExecutorEngine,
    RayEngine,
    open_engine,
)
from trainbib.generating import generate
from trainbib.inventory import scan, write_inventory
from trainbib.shards import make_plan, merge, roots_with, scan_with
from trainbib.tree import roots


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Ray cluster of two nodes on this machine."""
    pytest.importorskip("ray", reason='needs Ray (260 MB): pip install "trainbib[ray]"')
    cluster_utils: Any = import_module("ray.cluster_utils")

    with pytest.MonkeyPatch.context() as patch:
        # Ray's workers import the tasks of this folder.
        patch.setenv("PYTHONPATH", os.pathsep.join(entry for entry in sys.path if entry))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        started = cluster_utils.Cluster(
            initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
        )
        started.add_node(num_cpus=1)
        yield str(started.address)
        started.shutdown()


@pytest.fixture(params=["local", "ray"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine that survives the death of a worker."""
    address = request.getfixturevalue("cluster") if request.param == "ray" else None
    with open_engine(request.param, jobs=2, address=address) as opened:
        yield opened


def results(engine: Engine, fn: Callable[[Any], Any], todo: list[Any], retries: int = 0) -> Any:
    """What came of each task."""
    outcomes = engine.map(fn, todo, retries=retries)
    return {one.task: "lost" if one.lost else one.error or one.result for one in outcomes}


def test_every_task_is_done_and_answers_are_not_disturbed_by_what_is_printed(
    engine: Engine,
) -> None:
    assert results(engine, tasks.twice, list(range(1, 30))) == {n: 2 * n for n in range(1, 30)}
    assert results(engine, tasks.twice, []) == {}


@pytest.mark.parametrize("retries", [0, 1])
def test_a_task_that_kills_its_process_is_lost_and_no_other(engine: Engine, retries: int) -> None:
    found = results(engine, tasks.die_at_seven, list(range(1, 20)), retries)
    assert found.pop(7) == "lost"
    assert found == {number: number for number in range(1, 20) if number != 7}


def test_a_task_whose_process_was_killed_once_is_done_by_another(
    engine: Engine, tmp_path: Path
) -> None:
    marker = str(tmp_path / "killed")
    assert results(engine, tasks.die_once, [marker], 1) == {marker: marker}


def test_what_a_task_raises_is_handed_over_and_tried_again(engine: Engine, tmp_path: Path) -> None:
    found = results(engine, tasks.fail_at_seven, [6, 7])
    assert found[6] == 6
    assert isinstance(found[7], OSError)
    assert (found[7].errno, found[7].filename) == (28, "/full")
    marker = str(tmp_path / "failed")
    assert results(engine, tasks.fail_once, [marker], 1) == {marker: marker}


def test_of_an_error_that_cannot_be_sent_the_words_are(engine: Engine) -> None:
    error = results(engine, tasks.fail_oddly, [3])[3]
    assert str(error) == "OddError: 3 and 3"


def test_a_task_that_hangs_is_lost(engine: Engine) -> None:
    assert results(engine, tasks.hang_at_seven, [6, 7, 8]) == {6: 6, 7: "lost", 8: 8}


@pytest.mark.parametrize("sabotage", ["none", "killed once", "uncountable", "hanging", "deadly"])
def test_an_inventory_has_the_same_bytes_and_root_whatever_happens_to_workers(
    engine: Engine, tmp_path: Path, sabotage: str
) -> None:
    data = small_tree(tmp_path / "data")
    plan = make_plan(data, tmp_path / "out", shard_files=20)
    one = frozenset({"038.jsonl"})
    wrong = {
        "none": Sabotage(),
        "killed once": Sabotage(once=str(tmp_path / "killed")),
        "uncountable": Sabotage(uncountable=one),
        "hanging": Sabotage(hanging=one),
        "deadly": Sabotage(deadly=one),
    }[sabotage]
    # What does not hang is given more time by the sabotaged engine.
    assert scan_with(SabotagedEngine(engine, wrong), plan, patience=0.5) == 4
    made = merge(tmp_path / "out", tmp_path / "merged.jsonl")

    rows = scan(data).rows
    note = "could not count: the process that read this file ended unexpectedly"
    if sabotage in {"uncountable", "hanging"}:
        rows = [
            row._replace(records=None, unit=None, note=note)
            if row.path.endswith("038.jsonl")
            else row
            for row in rows
        ]
    if sabotage == "deadly":
        rows = [row for row in rows if not row.path.endswith("038.jsonl")]
        assert [(problem.kind, problem.path) for problem in made.problems] == [
            ("unreadable", "part-3/038.jsonl")
        ]
    else:
        assert made.problems == ()
    assert write_inventory(rows, tmp_path / "scanned.jsonl") == made.digest
    assert (tmp_path / "scanned.jsonl").read_bytes() == (tmp_path / "merged.jsonl").read_bytes()
    assert made.roots == roots(rows)
    assert roots_with(engine, plan, bits=3) == made.roots
    assert not list((tmp_path / "out").glob("pieces/*"))


@pytest.mark.parametrize("sabotage", ["none", "killed once"])
def test_generating_with_an_engine_writes_the_same_bytes(
    engine: Engine, tmp_path: Path, sabotage: str
) -> None:
    data = small_tree(tmp_path / "data")
    made = generate(data, today=date(2026, 11, 22), jobs=1)
    files = (made.manifest, made.inventory)
    expected = [file.read_bytes() for file in files]
    for file in files:
        file.unlink()
    wrong = Sabotage(once=str(tmp_path / "killed") if sabotage == "killed once" else "")
    shared = generate(data, today=date(2026, 11, 22), engine=SabotagedEngine(engine, wrong))
    assert shared == made
    assert [file.read_bytes() for file in files] == expected
    (data / "more.jsonl").write_text("{}\n")
    updated = generate(data, today=date(2026, 11, 22), engine=engine)
    assert (updated.created, updated.added, updated.changed) == (False, 1, 0)


class BreakingExecutor(Executor):
    """Breaks as a pool does when one of its processes dies."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Do it, or break."""
        future: Future[Any] = Future()
        if args == (7,):
            future.set_exception(BrokenProcessPool("a process died"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_any_executor_is_an_engine(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool, ExecutorEngine(pool) as engine:
        assert results(engine, tasks.twice, list(range(1, 300))) == {
            number: 2 * number for number in range(1, 300)
        }
        marker = str(tmp_path / "failed")
        assert isinstance(results(engine, tasks.fail_once, [marker])[marker], OSError)
        assert results(engine, tasks.fail_once, [marker]) == {marker: marker}
    broken = ExecutorEngine(BreakingExecutor())
    assert results(broken, tasks.twice, [6, 7, 8], 1) == {6: 12, 7: "lost", 8: 16}


def test_a_local_engine_that_is_left_early_leaves_no_process_behind() -> None:
    # In a program of its own, since other engines of this one have processes, too.
    shown = python(
        f"import os, sys; sys.path[:0] = {sys.path!r}\n"
        "import engine_tasks as tasks\n"
        "from trainbib.engines import LocalEngine\n"
        "with LocalEngine(2) as engine:\n"
        "    outcomes = engine.map(tasks.hang_at_seven, [6, 7, 7, 7])\n"
        "    assert next(one for one in outcomes if not one.lost).result == 6\n"
        "    outcomes.close()\n"
        "    assert [one.result for one in engine.map(tasks.die_at_seven, [1])] == [1]\n"
        "try:\n"
        "    os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError:\n"
        "    print('alone')\n",
    )
    assert shown == "alone\n"


def test_interrupting_a_program_ends_its_workers(tmp_path: Path) -> None:
    program = (
        "import sys, engine_tasks\n"
        "from trainbib.engines import LocalEngine\n"
        "with LocalEngine(2) as engine:\n"
        "    for outcome in engine.map(engine_tasks.hang_forever, [sys.argv[1]]):\n"
        "        print(outcome)\n"
    )
    marker = tmp_path / "started"
    os.mkfifo(marker)
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(marker)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    worker = int(marker.read_text())
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_an_engine_that_cannot_be_had_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match="there is no engine 'spark': take one of local, ray"):
        open_engine("spark")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(EngineError, match="is for the engine ray: choose that engine"):
        open_engine("local", address="auto")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError, match=r'install "trainbib\[ray\]"'):
        RayEngine()


@pytest.mark.parametrize("address", ["127.0.0.1:{}", "ray://localhost:{}", "[::1]:{}"])
def test_where_no_cluster_is_that_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    ray = types.ModuleType("ray")
    monkeypatch.setattr(ray, "is_initialized", lambda: False, raising=False)
    monkeypatch.setitem(sys.modules, "ray", ray)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # and nobody listens
        named = address.format(free.getsockname()[1])
        with pytest.raises(EngineError, match=r"there is no Ray cluster at .* check the address"):
            RayEngine(named)
