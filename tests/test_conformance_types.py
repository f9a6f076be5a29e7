"""A value of the wrong type: what is said of it, and what a repair makes of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from repairs import fix
from trainbib.conformance import schema_findings
from trainbib.conformance.choices import Choices
from trainbib.conformance.explainer import Explainer
from trainbib.conformance.kinds import is_gap_schema, says_nothing
from trainbib.diagnostics import Finding, Fix, Replace
from trainbib.rules import references
from trainbib.schemas import load_schema
from trainbib.values import GAP_STATES
from trainbib.writing.planning import changed

SCHEMA = load_schema("manifest")
CHOICES = Choices(SCHEMA)
HEAD = 'trainbib: "1.0"\ndataset: {name: example, version: "1"}\n'


def source(**fields: object) -> dict[str, Any]:
    """Return a manifest whose source has these fields beside those that it must have."""
    return {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {"a": {"kind": "other", "license": "CC0-1.0", **fields}},
    }


def the_finding(data: object) -> tuple[str, Finding]:
    (found,) = schema_findings(data)
    return found


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("no", "write true or false, without quotes"),
        ("True", "write true or false, without quotes"),
        ("maybe", "use `true`, `false` or `conditional`"),
        ("condtional", "use `conditional`"),
    ],
)
def test_where_a_truth_value_may_stand_the_advice_names_it(value: str, advice: str) -> None:
    attributes = {"attribution": {"value": value, "evidence": "e"}}
    data = source() | {"licenses": {"LicenseRef-a": {"title": "t", "attributes": attributes}}}
    code, found = the_finding(data)
    assert (code, found.help) == ("SCH004", advice)
    assert (found.fix is not None) is (value == "condtional")


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field of the schema."""
    for name, part in [("manifest", SCHEMA), *SCHEMA["$defs"].items()]:
        for field, schema in part.get("properties", {}).items():
            yield f"{name}.{field}", schema


FIELDS = dict(fields())
FIELDS_THAT_DIFFER = {
    json.dumps({**schema, "title": "", "description": "", "examples": []}): name
    for name, schema in FIELDS.items()
}
LISTS_OR_GAPS = {
    name: CHOICES.of_items(CHOICES.of(schema))
    for name, schema in FIELDS.items()
    if {choice.get("type") for choice in CHOICES.of(schema)} == {"array", "object"}
}


def explained(data: object, schema: dict[str, Any]) -> list[tuple[str, Finding]]:
    return list(Explainer({"$defs": SCHEMA["$defs"], **schema}).explain(data, [()]))


# One mapping where a list is due


def test_most_lists_may_be_gaps() -> None:
    assert {"source.use", "license_claim.observations", "crawl.crawlers"} <= set(LISTS_OR_GAPS)


@pytest.mark.parametrize("name", LISTS_OR_GAPS)
def test_a_mapping_that_is_no_gap_is_no_list(name: str) -> None:
    known = [field for item in LISTS_OR_GAPS[name] for field in item.get("properties", {})]
    for value in (dict.fromkeys(known[:2], "some text"), {"banana": "x", "apple": 2}, {"x-a": 1}):
        if not value:
            continue
        ((code, found),) = explained(value, FIELDS[name])
        assert code == "SCH003"
        assert found.message.endswith(" is a mapping, not a list")
        assert "gap" not in found.message
        assert "a list: [" in found.help
        assert all(f"{field}: …" in found.help for field in value if field in known)
        is_an_item = not explained([value], FIELDS[name])
        assert is_an_item <= (set(value) <= set(known))
        wrapped = Fix.wrap("", safe=True, description="put it in a list")
        assert found.fix == (wrapped if is_an_item else None)


@pytest.mark.parametrize("name", LISTS_OR_GAPS)
def test_a_misspelt_state_is_a_gap_all_the_same(name: str) -> None:
    for written, state in (("unknwon", "unknown"), ("not-applicable", "not_applicable")):
        ((code, found),) = explained({written: "why"}, FIELDS[name])
        assert code == "SCH002"
        assert found.label == f"did you mean `{state}`?"
        assert found.help == f"use `{state}`"  # a gap has no keys of its writer's
        assert found.fix == Fix.rename(f"/{written}", state, safe=False)


def test_what_lists_and_their_items_must_have_is_shown() -> None:
    code, found = the_finding(source(use={"model": "m", "weight": 0.5}))
    assert (code, found.pointer) == ("SCH003", "/sources/a/use")
    assert found.message == "`use` of source `a` is a mapping, not a list"
    assert found.help == "put it in a list: [{stage: …, model: …, weight: …}]"


def test_a_mapping_that_may_be_an_item_is_put_in_a_list_in_the_file() -> None:
    text = HEAD + (
        "sources:\n"
        "  a:\n    kind: other\n    license: CC0-1.0\n"
        "    use:  # one stage\n      stage: pretraining\n      # a guess\n      weight: 0.5\n"
        "  b: {kind: other, license: CC0-1.0, use: {stage: pretraining}}\n"
        "  c: {kind: other, license: CC0-1.0, use: {weight: 0.5}}\n"
    )
    result = fix(text, "m.yaml")
    assert result.text == text.replace(
        "      stage: pretraining\n      # a guess\n      weight",
        "      - stage: pretraining\n        # a guess\n        weight",
    ).replace("{stage: pretraining}", "[{stage: pretraining}]")
    left = [found for found in result.remaining.diagnostics if found.code == "SCH003"]
    assert [(found.pointer, found.fix) for found in left] == [("/sources/c/use", None)]


def test_what_is_read_only_when_it_is_in_a_list_does_not_stop_that() -> None:
    text = HEAD + "sources:\n  a: {kind: other, derived_from: {source: b}}\n"
    result = fix(text, "m.yaml")
    assert result.text == text.replace("{source: b}", "[{source: b}]")
    assert [found.code for found in result.applied] == ["SCH003"]


def test_a_mapping_is_no_text_either() -> None:
    code, found = the_finding(source(title={"en": "Some title", "de": "Ein Titel"}))
    assert (code, found.message) == ("SCH003", "`title` of source `a` is a mapping, not text")
    assert found.help == 'write text, or a gap with its reason, such as {unknown: "…"}'


def test_of_two_states_those_are_named_and_no_other_key() -> None:
    field, states = schema_findings(source(title={"unknown": "a", "lost": "b", "more": "c"}))
    assert states[1].message == "`title` of source `a` has 2 states; a gap has exactly one"
    assert states[1].help == "keep one of `unknown` or `lost`"
    assert field[0] == "SCH002"
    field, beside = schema_findings(source(title={"unknown": "a", "more": "c"}))
    assert beside[0] == "SCH010"
    assert beside[1].message.endswith("has `unknown` beside other keys; a gap has exactly one")
    assert field[1].help == f"its fields are {', '.join(GAP_STATES)}"


def test_a_misspelt_state_is_a_gap_beside_mappings_too() -> None:
    code, found = the_finding(source(size={"unknwon": "not counted"}))
    assert (code, found.label) == ("SCH002", "did you mean `unknown`?")
    code, found = the_finding(source(size={"bytse": 5}))
    assert (code, found.label) == ("SCH002", "did you mean `bytes`?")


# Lists and texts where something else is due


@pytest.mark.parametrize(
    ("section", "form"),
    [
        ("sources", "sources: {key: {kind: …}}"),
        ("parties", "parties: {key: {name: …}}"),
        ("models", "models: {key: {name: …}}"),
    ],
)
@pytest.mark.parametrize("value", [[{"key": "a"}], [{"id": "a", "kind": "other"}], "a"])
def test_entries_stand_by_key_and_not_in_a_list(section: str, form: str, value: object) -> None:
    code, found = the_finding(source() | {section: value})
    assert (code, found.pointer) == ("SCH003", f"/{section}")
    assert found.help == f"write its entries by key: {form}"


@pytest.mark.parametrize(
    ("field", "text", "repaired"),
    [
        ("derived_from", "b", [{"source": "b"}]),
        ("use", "pretraining", [{"stage": "pretraining"}]),
        ("languages", "en", ["en"]),
        ("modalities", "text", ["text"]),
        ("modalities", "txet", None),
        ("languages", "english language", None),
        ("derived_from", "two sources", None),
        ("content", "news, books", None),
        ("content", "unknown", None),
    ],
)
def test_text_becomes_a_list_of_what_the_list_takes(
    field: str, text: str, repaired: object
) -> None:
    data = source(**{field: text})
    _, found = the_finding(data)
    if repaired is None:
        assert found.fix is None
    else:
        assert found.fix is not None
        assert found.fix.safe
        after = changed(data, list(found.fix.steps))
        assert after == source(**{field: repaired})
        assert list(schema_findings(after)) == []


def test_the_help_shows_the_form_of_the_items() -> None:
    helps = [
        the_finding(source(**{field: text}))[1].help
        for field, text in (
            ("derived_from", "b"),
            ("derived_from", "two sources"),
            ("content", "news, books"),
            ("content", "unknown"),
            ("content", "x" * 100),
        )
    ]
    assert helps == [
        "write a list: [{source: b}]",
        "write a list: [{source: …}]",
        "write a list: [news, books]",
        'a gap says why: {unknown: "…"}',
        "write a list: […]",
    ]


def test_a_source_as_text_is_repaired_in_the_file() -> None:
    text = HEAD + (
        "sources:\n"
        "  a: {kind: other, license: CC0-1.0}\n"
        "  b:\n    kind: other\n    license: CC0-1.0\n    derived_from: a  # all of it\n"
    )
    result = fix(text, "m.yaml")
    assert result.text == text.replace("derived_from: a", "derived_from: [{source: a}]")


# No repair leads to another fault of the schema

TEXTS = [
    *("", "b", "en", "text", "other", "unknown", "5", "99", "0", "a b", "a, b", "2024/03/15"),
    *("2024-13", "SHA256:" + "AB" * 32, "CC0-1.0", "pretraining", "publc_dataset", "www example"),
]
VALUES: list[Any] = [
    *TEXTS, None, True, 0, 5, 99, -1, 1.5, 1e9, 10**400, [], {},
    *([text] for text in TEXTS), ["en", "en", "en"], [5], [{}], [["en"]],
    {"unknwon": "why"}, {"unknown": ""}, {"unknown": "a", "lost": "b"}, {"x-a": 1},
    {"nmae": "N"}, {"nmae": "N", "name": "M"}, {"nmae": 5}, {"knid": "other"},
    {"a b": {"kind": "other"}, "a-b": {"kind": "other"}}, {"a b": {"name": "N"}}, {"unknown ": {}},
    {"bytes": "5"}, {"sorce": "b"}, {"tag": "en", "share": "7"},
]  # fmt: skip


@pytest.mark.parametrize("name", FIELDS_THAT_DIFFER.values())
def test_a_repair_makes_no_new_fault(name: str) -> None:
    """Hold each repair of each field against what is said of the value after it.

    A safe one, and one of a value, leaves a fault less and adds none. A name that is put right
    lets the schema speak of the value behind it, which nobody had read before; but that is of a
    type that may stand there, and no member is written over.
    """
    for value in VALUES:
        before = explained(value, FIELDS[name])
        for code, found in before:
            if found.fix is None:
                continue
            data = changed({"value": value}, [moved(step) for step in found.fix.steps])
            after = explained(data["value"], FIELDS[name])  # type: ignore[index]  # a mapping
            if code == "SCH002":
                assert size(data["value"]) == size(value), value  # type: ignore[index]  # a mapping
                renamed = found.pointer.rpartition("/")[0] + "/" + found.fix.steps[0].key  # type: ignore[union-attr]  # a renaming
                said = [other for other, each in after if each.pointer == renamed]
                assert not {"SCH002", "SCH003", "SCH007"} & set(said), value
            else:
                assert len(after) < len(before), (value, found.fix)


def moved(step: Any) -> Any:
    return replace(step, pointer=f"/value{step.pointer}")


def size(value: object) -> int:
    """Count the members of a value, and of all in it."""
    if isinstance(value, dict):
        return sum(1 + size(item) for item in value.values())
    return sum(1 + size(item) for item in value) if isinstance(value, list) else 0


def test_a_name_that_is_taken_is_given_to_nothing_else() -> None:
    _, found = the_finding(source(lisence="MIT"))
    assert found.fix is None
    (found,) = (f for _, f in schema_findings(source(titel=["A title"])))
    assert found.fix is None
    data = source(titel="A title")
    data["sources"]["b"] = {"kind": "other", "license": "MIT", "titel": 5}
    one, other = (f for _, f in schema_findings(data))
    assert one.fix == Fix.rename("/sources/a/titel", "title", safe=False)
    assert other.fix is None
    assert one.cause != other.cause  # else neither would be repaired


def test_references_to_keys_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = source()
    entry = data["sources"].pop("a")
    data["sources"] |= {f"a {number}": entry for number in range(50)}
    data["sources"] |= {"b": {**entry, "derived_from": [{"source": "a 7"}]}}
    places, looked = references.reference_places(), 0
    find = type(places).find

    def counted(*arguments: Any) -> Any:
        nonlocal looked
        looked += 1
        return find(*arguments)

    monkeypatch.setattr(type(places), "find", counted)
    fixes = [found.fix for _, found in schema_findings(data) if found.on_key]
    assert len(fixes) == 50
    assert fixes[7] is not None
    assert fixes[7].steps[1:] == (Replace("/sources/b/derived_from/0/source", "a-7"),)
    assert looked < 5


@pytest.mark.parametrize("key", ["a b", "unknown ", "x y"])
def test_a_key_becomes_one_that_is_free(key: str) -> None:
    data = source()
    data["sources"] |= {key: data["sources"]["a"], "a-b": data["sources"]["a"]}
    code, found = the_finding(data)
    assert code == "KEY002"
    if key == "x y":
        assert found.fix is None  # keys with x- are no sources
    else:
        assert found.fix is None or found.fix.steps[0].key not in {*data["sources"], "unknown"}  # type: ignore[union-attr]  # a renaming


# Mappings that say nothing but what the standard does not know

SAYS_SOMETHING = {"not": {"propertyNames": {"pattern": "^x-"}}}


def parts(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for child in (
        schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    ):
        yield from parts(child)


def test_what_must_not_be_is_a_mapping_with_keys_of_its_writers_only() -> None:
    for part in parts({key: value for key, value in SCHEMA.items() if key != "examples"}):
        if "not" in part and "type" in part:
            assert part["not"] == SAYS_SOMETHING["not"]
            assert part["type"] == "object"


def test_only_gaps_have_a_most_of_keys() -> None:
    assert all(is_gap_schema(part) for part in parts(SCHEMA) if "maxProperties" in part)


@pytest.mark.parametrize(
    ("value", "nothing"),
    [({}, True), ({"x-a": 1}, True), ({"x-a": 1, "x-b": 2}, True), ({"x-a": 1, "bytes": 5}, False)],
)
def test_keys_with_x_are_no_answer_where_one_is_due(
    value: dict[str, object],
    nothing: bool,  # noqa: FBT001 - a case
) -> None:
    size = {**SCHEMA["$defs"]["size"], **SAYS_SOMETHING}
    assert says_nothing(value, size) is nothing
    found = explained(value, size)
    assert [code for code, _ in found] == ["SCH005"] * nothing
    if nothing and value:
        (_, finding), *_ = found
        assert finding.message == "the manifest has nothing but " + ", ".join(
            f"`{key}`" for key in value
        )
        assert (
            finding.help == "give at least one field, or leave it out: keys with x- are no answer"
        )
