"""SPEC.md is executable: its examples, its tables, its check values."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minimal import overlaid
from trainbib.canonical import canonical_digest
from trainbib.checking import check
from trainbib.diagnostics import Severity
from trainbib.document import parse_document
from trainbib.pointers import split
from trainbib.rules import RULES
from trainbib.schemas import load_schema
from trainbib.values import GAP_STATES

SPEC = (Path(__file__).parents[1] / "SPEC.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```yaml(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (SPEC.count("\n", 0, match.start()) + 2, match["info"].split(), match["text"])
    for match in BLOCK.finditer(SPEC)
]


def test_every_example_says_what_it_is() -> None:
    assert len(EXAMPLES) >= 25
    for line, info, _ in EXAMPLES:
        words = [word for word in info if word != "fragment"]
        assert words[0] in {"valid", "invalid"}, line
        assert len(words) > 1 or words[0] == "valid", line


@pytest.mark.parametrize(
    ("info", "text"),
    [(info, text) for _, info, text in EXAMPLES],
    ids=[f"line-{line}-{'-'.join(info)}" for line, info, _ in EXAMPLES],
)
def test_examples(info: list[str], text: str) -> None:
    whole = overlaid(text) if "fragment" in info else text
    report = check(parse_document(whole.encode(), path="example.yaml"))
    codes = {word for word in info if re.fullmatch(r"[A-Z]{3}\d{3}", word)}
    errors = {d.code for d in report.diagnostics if d.severity is Severity.ERROR}
    if "valid" in info:  # with the warnings that are named
        assert errors == set()
        assert {d.code for d in report.diagnostics} >= codes
    else:
        assert errors == codes


def test_the_digest_of_the_first_example_is_the_one_in_section_14() -> None:
    data = parse_document(EXAMPLES[0][2].encode(), path="example.yaml").data
    assert f"`{canonical_digest(data)}`" in SPEC


def test_section_17_lists_the_checks_and_no_others() -> None:
    table = SPEC.partition("<!-- checks")[2].partition("<!-- end of checks")[0]
    listed = re.findall(r"^\| `([A-Z]{3}\d{3})` \| ([a-z0-9-]+) \| (\w+) \|", table, re.MULTILINE)
    assert listed == [(rule.code, rule.name, str(rule.severity)) for rule in RULES]


def test_every_code_that_is_cited_exists() -> None:
    from trainbib.comparing.changes import KINDS

    known = {rule.code for rule in RULES} | {kind.code for kind in KINDS}
    families = {code[:3] for code in known}
    cited = {c for c in re.findall(r"\b[A-Z]{3}\d{3}\b", SPEC) if c[:3] in families}
    assert cited <= known


def test_the_gap_states_of_section_4_are_those_of_the_schema() -> None:
    section = SPEC.partition("## 4. Gaps")[2].partition("## 5.")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == GAP_STATES


def test_the_kinds_of_section_6_are_those_of_the_schema() -> None:
    section = SPEC.partition("### 6.1 Kinds")[2].partition("### 6.2")[0]
    kinds = load_schema()["$defs"]["source"]["properties"]["kind"]["anyOf"][0]["enum"]
    assert re.findall(r"^\| `(\w+)` \| [a-z]", section, re.MULTILINE) == kinds


ROWS = re.findall(r"^\| (\d+) \| ([^|]+) \| (`/[^|]+`) \|$", SPEC, re.MULTILINE)


def _leads_somewhere(schema: dict[str, Any], tokens: list[str]) -> bool:
    """Tell whether the schema has a field at a path, `*` standing for any key or index."""
    if "$ref" in schema:
        return _leads_somewhere(load_schema()["$defs"][schema["$ref"].split("/")[-1]], tokens)
    if not tokens:
        return True
    branches = schema.get("anyOf", [])
    if any(_leads_somewhere(branch, tokens) for branch in branches):
        return True
    children: Iterator[dict[str, Any]]
    if tokens[0] == "*":
        children = (
            child
            for child in (schema.get("additionalProperties"), schema.get("items"))
            if isinstance(child, dict)
        )
    else:
        children = iter(
            [schema["properties"][tokens[0]]] if tokens[0] in schema.get("properties", {}) else []
        )
    return any(_leads_somewhere(child, tokens[1:]) for child in children)


def test_the_crosswalk_has_its_83_rows() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 84))


@pytest.mark.parametrize("row", ROWS, ids=[f"row-{row[0]}" for row in ROWS])
def test_every_row_of_the_crosswalk_has_a_home_in_the_schema(row: tuple[str, str, str]) -> None:
    pointers = re.findall(r"`(/[^`]+)`", row[2])
    assert pointers
    for pointer in pointers:
        assert _leads_somewhere(load_schema(), split(pointer)), pointer
    assert not _leads_somewhere(load_schema(), [*split(pointers[0]), "no-such-field"])
