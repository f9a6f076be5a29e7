"""Without the libraries that no browser has, the checker says the same.

Those are jsonschema-rs and jsonschema, the engines of the schema, and libyaml, the C part of
PyYAML. The published vectors are run with and without them.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from test_schema import manifests
from trainbib.conformance import engine, schema_findings

FOLDER = Path(__file__).parent / "vectors" / "v1" / "rules"

ALONE = """
import json, sys
if sys.argv[1] == "bare":
    for name in ("jsonschema_rs", "jsonschema", "yaml.cyaml", "yaml._yaml"):
        sys.modules[name] = None
from trainbib_cli.playground import answer
import yaml
assert not (sys.argv[1] == "bare" and yaml.__with_libyaml__)
for line in sys.stdin:
    print(answer(line))
"""


def answers(how: str, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", ALONE, how],
        input="".join(json.dumps(each) + "\n" for each in requests),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def requests() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob("*.json")):
        for case in json.loads(path.read_bytes())["cases"]:
            if "document" in case:
                name = f"trainbib.{case['format']}"
                pedantic = case.get("pedantic", False)
                found.append(
                    {"op": "check", "text": case["document"], "name": name, "pedantic": pedantic}
                )
    return found


def without_words(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Leave out what two readers of YAML say of a syntax error, each in its own words."""
    return [
        (each["code"], each["pointer"], each["start"]["line"])
        if each["code"] == "PAR001"
        else tuple(json.dumps(each[name]) for name in sorted(each))
        for each in found["findings"]
    ]


def test_the_vectors_come_out_the_same() -> None:
    asked = requests()
    assert len(asked) > 300
    with_them, without = answers("full", asked), answers("bare", asked)
    for request, one, other in zip(asked, with_them, without, strict=True):
        assert without_words(one) == without_words(other), request["text"]
        assert one["counts"] == other["counts"]
        assert one["valid"] is other["valid"]


@given(manifests())
def test_the_explainer_alone_finds_what_it_finds_beside_an_engine(data: Any) -> None:
    beside = sorted((code, each.pointer, each.message) for code, each in schema_findings(data))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_fast_engine", lambda: None)
        patch.setitem(sys.modules, "jsonschema", None)
        assert engine.faulty_entries(data) == [()]
        alone = sorted((code, each.pointer, each.message) for code, each in schema_findings(data))
    assert alone == beside
