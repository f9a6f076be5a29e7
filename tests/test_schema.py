"""The schema: a valid schema, closed, described, read alike by every engine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from minimal import MINIMAL
from trainbib.conformance import engine, schema_findings
from trainbib.conformance.explainer import ANNOTATIONS, KEYWORDS, Explainer
from trainbib.document import parse_document
from trainbib.pointers import resolve, split
from trainbib.schemas import load_schema, schema_root, schema_text
from trainbib.values import GAP_STATES

NAMES = sorted(path.name.removesuffix(".schema.json") for path in (schema_root() / "v1").iterdir())
SCHEMA = load_schema("manifest")


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for name in ("properties", "patternProperties", "$defs"):
        for child in schema.get(name, {}).values():
            if isinstance(child, dict):
                yield from subschemas(child)
    for child in schema.get("anyOf", []):
        yield from subschemas(child)
    for name in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(name), dict):
            yield from subschemas(schema[name])


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_a_valid_schema_with_its_id(name: str) -> None:
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://trainbib.org/schema/v1/{name}.schema.json"


def test_the_table_of_schemas_is_complete() -> None:
    table = (Path(__file__).parents[1] / "schema" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"`v1/(.+?)\.schema\.json`", table.partition("## In an editor")[0]) == [
        "manifest",
        *(name for name in NAMES if name != "manifest"),
    ]


def test_only_keywords_that_the_explainer_reads_are_used() -> None:
    for schema in subschemas(SCHEMA):
        assert set(schema) <= KEYWORDS | ANNOTATIONS


@pytest.mark.parametrize("name", ["manifest", *(n for n in NAMES if n.endswith("-report"))])
def test_every_field_has_a_title_and_a_description(name: str) -> None:
    whole = load_schema(name)
    for schema in (whole, *whole.get("$defs", {}).values()):
        for part in subschemas(schema):
            for key, field in part.get("properties", {}).items():
                named: Any = resolve(whole, split(field["$ref"][1:])) if "$ref" in field else field
                assert named.get("title") or field.get("title"), key
                assert field.get("description"), key


def test_every_object_is_closed_and_open_to_extension_keys_only() -> None:
    exceptions = {"gap", "about", "between", "share_about", "share_between"}
    for name, schema in SCHEMA["$defs"].items():
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False, name
            assert (name in exceptions) or schema["patternProperties"] == {"^x-": True}, name


def test_every_code_in_the_schema_is_a_check() -> None:
    from trainbib.rules import rule_of

    codes = {s["x-trainbib-code"] for s in subschemas(SCHEMA) if "x-trainbib-code" in s}
    assert {rule_of(code).code for code in codes} == codes


def test_the_gap_has_the_five_states() -> None:
    assert tuple(SCHEMA["$defs"]["gap"]["properties"]) == GAP_STATES


# Manifests near the border between valid and not, so that both verdicts are common.
_VALUES = st.sampled_from(
    [
        None, True, 0, 1, -1, 1.5, 2**53, "", "x", "public_dataset", "2024-02", "2024-13", "MIT",
        "https://data.example/", "a b", [], ["x"], ["acme", "acme"], {}, {"unknown": "why"},
        {"unknown": ""}, {"none": "a", "lost": "b"}, {"about": 1e9}, {"about": -1},
        {"between": [1, 2]}, {"between": [1]}, {"bytes": 5}, {"tag": "en"}, {"party": "acme"},
        [{"stage": "pretraining"}], [{"step": "cleaning"}], {"status": "present"}, "present",
        {"expression": "MIT"}, {"path": "../x"}, {"path": "x"}, "sha256:" + "0" * 64, "sha256:0",
    ]
)  # fmt: skip
_FIELDS = st.sampled_from([*SCHEMA["$defs"]["source"]["properties"], "x-own", "lisense"])
_ENTRY = st.dictionaries(_FIELDS, _VALUES, max_size=4)
_DATASET = st.dictionaries(
    st.sampled_from([*SCHEMA["$defs"]["dataset"]["properties"], "nme"]), _VALUES, max_size=4
)
_SECTIONS = st.dictionaries(
    st.sampled_from([*SCHEMA["properties"], "x-own", "sorces"]), _VALUES, max_size=2
)


@st.composite
def manifests(draw: st.DrawFn) -> Any:
    base: Any = parse_document(MINIMAL.encode(), path="m.yaml").data
    base["sources"]["example"] |= draw(_ENTRY)
    base["dataset"] |= draw(_DATASET)
    base |= draw(_SECTIONS)
    if draw(st.booleans()):
        base["sources"] = {draw(st.sampled_from(["a", "a b", "x-a", ""])): draw(_ENTRY | _VALUES)}
    return base


@given(manifests())
def test_engine_reference_and_explainer_have_one_verdict(data: Any) -> None:
    reference = Draft202012Validator(SCHEMA).is_valid(data)
    assert (engine.faulty_entries(data) == []) is reference
    assert (engine.reference_faults(data) == []) is reference
    findings = list(schema_findings(data))
    assert (findings == []) is reference
    for code, finding in findings:
        assert re.fullmatch(r"[A-Z]{3}\d{3}", code)
        resolve(data, split(finding.pointer))


@pytest.mark.parametrize("data", [None, 1, "x", [], [1], True])
def test_what_is_no_mapping_at_all_is_one_finding(data: Any) -> None:
    (found,) = schema_findings(data)
    assert found[0] in {"SCH003", "SCH007"}
    assert found[1].pointer == ""


class Counting(str):
    """A text that counts how often it is compared."""

    __slots__ = ()
    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counting.compared += 1
        return str(self) == str(other)


def test_a_long_list_is_not_compared_each_with_each() -> None:
    keys: list[object] = [Counting(f"source-{number}") for number in range(500)]
    keys += [Counting("source-7"), 5, 5]
    data = {"files": {"cites": [{"paths": "**", "sources": keys}]}}
    Counting.compared = 0
    explained = list(Explainer(SCHEMA).explain(data, [("files", "cites")]))
    assert [
        (code, found.pointer.removeprefix("/files/cites/0/sources/")) for code, found in explained
    ] == [("SCH003", "501"), ("SCH003", "502"), ("SCH010", "500")]
    assert Counting.compared < 5 * len(keys)


def test_lists_without_repetition_are_lists_of_texts() -> None:
    unique = [part for part in subschemas(SCHEMA) if part.get("uniqueItems")]
    assert unique
    for part in unique:
        items = part["items"]
        meant = SCHEMA["$defs"][items["$ref"].rpartition("/")[2]] if "$ref" in items else items
        assert meant["type"] == "string"


def test_without_the_fast_engine_the_reference_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "_fast_engine", lambda: None)
    data: Any = parse_document(MINIMAL.encode(), path="m.yaml").data
    assert list(schema_findings(data)) == []
    data["sources"]["example"]["kind"] = "othr"
    assert [code for code, _ in schema_findings(data)] == ["SCH004"]


def test_the_wheel_and_the_checkout_hold_the_same_schemas() -> None:
    checkout = Path(__file__).parents[1] / "schema" / "v1"
    if not checkout.is_dir():
        pytest.skip("run from a checkout to compare with its folder of schemas")
    for file in checkout.iterdir():
        assert (schema_root() / "v1" / file.name).read_bytes() == file.read_bytes()
