"""The published proofs: the library, the verifier in ``examples/`` and the schema agree on them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, TypedDict, cast

import pytest
from jsonschema import Draft202012Validator

from trainbib.proofs import (
    FileDigest,
    ProofError,
    TreeIndex,
    build_index,
    format_proof,
    parse_proof,
    prove_in,
    temporary_index,
    verify_proof,
)
from trainbib.schemas import load_schema
from trainbib.tree import roots

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples/verify_proof.py"


class Rule(TypedDict):
    seed: str
    text: str


class Set(TypedDict):
    files: int
    paths: str
    contents: str


class Case(TypedDict):
    description: str
    files: int
    proof: dict[str, Any]
    verdict: str


class Vectors(TypedDict):
    rule: Rule
    sets: list[Set]
    cases: list[Case]


VECTORS = cast("Vectors", json.loads((HERE / "vectors/v1/proofs.json").read_text("utf-8")))
ROOTS = {one["files"]: one for one in VECTORS["sets"]}
CASES = VECTORS["cases"]


def files_of(number: int) -> Iterator[FileDigest]:
    """Make the files of a set by the rule."""
    seed = VECTORS["rule"]["seed"]
    for file in range(number):
        rest = file % 10
        content = f"{seed} {file - 1 if rest == 9 else file}".encode()
        end = {7: b"\xff".decode("utf-8", "surrogateescape"), 8: "\xe9"}.get(rest, "")
        path = f"{seed}/{rest}/{file}.txt{end}"
        yield FileDigest(path, len(content), sha256(content).hexdigest())


def root_of(case: Case) -> str:
    one = ROOTS[case["files"]]
    return one["contents"] if case["proof"].get("keying") == "contents" else one["paths"]


def verdict_of(case: Case) -> str:
    try:
        proof = parse_proof(json.dumps(case["proof"]).encode())
    except ProofError:
        return "malformed"
    verdict = verify_proof(proof, root_of(case))
    if not verdict.holds:
        return "fails"
    return "included" if verdict.included else "absent"


@pytest.fixture(scope="module")
def holds() -> Callable[[dict[str, Any], str], bool]:
    """Return the verifier that needs nothing but Python."""
    spec = spec_from_file_location("verify_proof", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Callable[[dict[str, Any], str], bool]", module.holds)


@pytest.fixture(scope="module")
def indexes() -> Iterator[dict[int, TreeIndex]]:
    with ExitStack() as stack:
        yield {
            number: stack.enter_context(temporary_index(files_of(number)))
            for number in ROOTS
            if number <= 1000
        }


@pytest.mark.parametrize("number", ROOTS)
def test_the_roots_of_each_set_are_the_published_ones(number: int) -> None:
    found = roots(files_of(number))
    assert (found.paths, found.contents) == (ROOTS[number]["paths"], ROOTS[number]["contents"])
    tables = build_index(files_of(number))
    assert (tables["paths"].root, tables["contents"].root) == (found.paths, found.contents)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["description"])
def test_each_case_has_the_published_verdict(case: Case) -> None:
    assert verdict_of(case) == case["verdict"]


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["verdict"] != "malformed"],
    ids=lambda case: case["description"],
)
def test_the_verifier_without_dependencies_agrees(
    case: Case, holds: Callable[[dict[str, Any], str], bool]
) -> None:
    assert holds(case["proof"], root_of(case)) == (case["verdict"] != "fails")


def test_the_verifier_without_dependencies_is_short_and_runs(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert len(text.splitlines()) < 60
    assert "trainbib." not in text.replace("verify_proof", "")
    for case in CASES[:3] + [case for case in CASES if case["verdict"] == "fails"][:1]:
        proof = tmp_path / "proof.json"
        proof.write_text(json.dumps(case["proof"]), "utf-8")
        done = subprocess.run(
            [sys.executable, "-I", EXAMPLE, proof, root_of(case)],
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == (case["verdict"] == "fails")


def test_proofs_that_are_made_are_the_published_ones(indexes: dict[int, TreeIndex]) -> None:
    made = 0
    for case in CASES:
        if "files: a" not in case["description"] and "files: the" not in case["description"]:
            continue
        given = parse_proof(json.dumps(case["proof"]).encode())
        with_paths = "paths" in case["proof"].get("leaf", {})
        index = indexes[case["files"]]
        proof = prove_in(index, given.keying, given.subject, with_paths=with_paths)
        assert json.loads(format_proof(proof)) == case["proof"]
        made += 1
    assert made >= 30


# What a schema cannot say: counts that agree, bytes that are UTF-8.
BEYOND_A_SCHEMA = {
    "malformed: another number of files than of paths",
    "malformed: a path that is UTF-8, as bytes",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["description"])
def test_the_schema_agrees(case: Case) -> None:
    validator = Draft202012Validator(load_schema("proof"))
    # A reader takes later minor versions, the schema of 1.0 knows its own only.
    good = case["verdict"] != "malformed" and case["proof"]["trainbib_proof"] == "1.0"
    if case["description"] not in BEYOND_A_SCHEMA:
        assert validator.is_valid(case["proof"]) == good


def test_the_cases_tell_what_they_should() -> None:
    kinds = {(case["files"], case["verdict"]) for case in CASES}
    for number in (1, 2, 3, 17, 1000):
        assert {(number, "included"), (number, "absent")} <= kinds
    assert (0, "absent") in kinds
    assert len({case["description"] for case in CASES}) == len(CASES)
    ends = [case["proof"].get("other_leaf") for case in CASES if case["verdict"] == "absent"]
    assert None in ends
    assert any(ends)
