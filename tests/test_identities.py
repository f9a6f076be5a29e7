"""An edit elsewhere makes no known finding new: the law of baselines, held by every check.

The documents of the vectors are edited where their faults are not, and checked against what was
known before.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from test_vectors import CASES, OF_FORMS, lay_out, run
from trainbib.baseline import fingerprints, without
from trainbib.checking import Report
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document

Data = dict[str, Any]

NEW = "0-unrelated"
"""What is added is named so."""


def first_and_last(data: Data) -> Data:
    """Add entries that have nothing to do with the others to each section."""
    source = {"kind": "sensor", "license": "CC0-1.0", "languages": ["sw"]}
    ends = {
        "sources": (source | {"title": "Zebra calls"}, source | {"title": "Yak yaps"}),
        "parties": ({"name": "Ulla Unrelated"}, {"name": "Otto Otherwise"}),
        "labellers": ({"title": "Unrelated"}, {"title": "Otherwise"}),
        "models": ({"name": "unrelated"}, {"name": "otherwise"}),
        "licenses": ({"name": "Unrelated"}, {"name": "Otherwise"}),
    }
    keys = (NEW, f"zz-{NEW}")
    for section, (first, last) in ends.items():
        entries = data.get(section)
        if isinstance(entries, dict) and entries.keys().isdisjoint(GAPS):
            data = data | {section: {keys[0]: first, **entries, keys[1]: last}}
    return data


GAPS = {"none", "not_applicable", "unknown", "withheld", "lost"}


def entries_backwards(value: Any) -> Any:
    """Turn the order of all mappings around."""
    if isinstance(value, dict):
        return {key: entries_backwards(value[key]) for key in reversed(value)}
    return [entries_backwards(item) for item in value] if isinstance(value, list) else value


IN_ORDER = {"between", "cites"}
"""Lists whose order says something."""


def items_backwards(value: Any, name: str = "") -> Any:
    """Turn the order of lists around."""
    if isinstance(value, dict):
        return {key: items_backwards(item, key) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [items_backwards(item) for item in value]
    return items if name in IN_ORDER else items[::-1]


ALL_COUNT = {"between", "crawlers", "requires"}
"""Lists in which what is added is at fault itself: a crawler of which nothing is said."""


def one_item_more(value: Any, name: str = "") -> Any:
    """Put an item in front of each list, so that the numbers of the others shift."""
    if isinstance(value, dict):
        return {key: one_item_more(item, key) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [one_item_more(item) for item in value]
    if not items or name in ALL_COUNT or not isinstance(items[0], dict | str):
        return items
    return [{f"x-{NEW}": 1} if isinstance(items[0], dict) else f"x-{NEW}", *items]


EDITS: tuple[Callable[[Data], Data], ...] = (
    first_and_last,
    entries_backwards,
    items_backwards,
    one_item_more,
)


def numbers(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the places of numbers that may be a little larger."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers(item, (*path, key))
    elif isinstance(value, int | float) and value not in {0, 1}:
        yield path


def with_larger(value: Any, path: tuple[str | int, ...]) -> Any:
    """Return the data with one number a little larger."""
    if not path:
        return value + 1 if isinstance(value, int) else value * 1.01
    first, *rest = path
    changed: Any = value.copy()
    changed[first] = with_larger(value[first], tuple(rest))
    return changed


THE_NUMBER_ITSELF = {"LAB005", "SCH003", "SCH010"}
"""Checks whose fault is a number at a place, not that two do not fit: another one is another."""


def faulty() -> dict[str, list[tuple[Mapping[str, Any], Data]]]:
    found: dict[str, list[tuple[Mapping[str, Any], Data]]] = defaultdict(list)
    for code, case in CASES:
        if case["diagnostics"] and "document" in case:
            document = parse_document(case["document"].encode(), path=f"m.{case['format']}")
            if document.parsed and isinstance(document.data, dict):
                found[code].append((case, document.data))
    return found


FAULTY = faulty()


def checked(case: Mapping[str, Any], data: Data, folder: Path) -> Report:
    written = {**case, "document": json.dumps(data), "format": "json"}
    folder.mkdir()
    found = run(written, lay_out(written, folder))
    return Report(
        path="m.json",
        # What forms of laws ask, they ask of every source.
        diagnostics=tuple(each for each in found if each.code not in OF_FORMS),
        sources=0,
        files=None,
        coverage=(),
        unchecked=(),
        suppressed=(),
    )


def new_faults(before: Report, after: Report) -> list[Diagnostic]:
    """Return what is new of the checks that had found something, apart from what was added."""
    known = fingerprints(before)
    codes = {each.code for each in before.diagnostics}
    return [
        each
        for each in without(after, known).diagnostics
        if each.code in codes
        and NEW not in each.pointer + each.message
        and fingerprints(replace(after, diagnostics=(each,))) - known
    ]


def of_added_item(found: Diagnostic, before: Report, after: Report) -> bool:
    """Tell whether what is new is about an item that is the first of its list now."""
    one, other = (
        sum(each.code == found.code for each in report.diagnostics) for report in (before, after)
    )
    return "/0" in found.pointer and one < other


@pytest.mark.parametrize("code", [code for code in FAULTY if code not in OF_FORMS])
def test_no_edit_elsewhere_makes_a_known_finding_new(code: str, tmp_path: Path) -> None:
    for number, (case, data) in enumerate(FAULTY[code]):
        before = checked(case, data, tmp_path / str(number))
        for edit in EDITS:
            after = checked(case, edit(data), tmp_path / f"{number}-{edit.__name__}")
            fresh = new_faults(before, after)
            if edit is one_item_more:
                fresh = [each for each in fresh if not of_added_item(each, before, after)]
            assert fresh == [], (case["description"], edit.__name__)


@pytest.mark.parametrize("code", [code for code in FAULTY if code not in OF_FORMS])
def test_a_number_that_changes_makes_no_other_fault(code: str, tmp_path: Path) -> None:
    for number, (case, data) in enumerate(FAULTY[code]):
        before = checked(case, data, tmp_path / str(number))
        places = {each.pointer for each in before.diagnostics}
        for index, path in enumerate(numbers(data)):
            after = checked(case, with_larger(data, path), tmp_path / f"{number}-{index}")
            fresh = [
                each
                for each in new_faults(before, after)
                if each.code not in THE_NUMBER_ITSELF and each.pointer in places
            ]
            assert fresh == [], (case["description"], path)


def with_one_file_more(case: Mapping[str, Any], data: Data) -> Data:
    """Return the files of a case with one that is in the inventory and on disk."""
    files = dict(case["files"])
    row = {"path": f"{NEW}.txt", "bytes": 5, "sha256": "ab" * 32, "type": "text/plain"}
    section = data.get("files")
    root = section.get("root") if isinstance(section, dict) else None
    files[f"{root}/{NEW}.txt" if isinstance(root, str) else f"{NEW}.txt"] = "aaaaa"
    for path, text in case["files"].items():
        if path.endswith(".jsonl") and '"sha256"' in text:
            files[path] = json.dumps(row, separators=(",", ":")) + "\n" + text
    return files


WITH_FILES = {
    code: cases
    for code, every in FAULTY.items()
    if (cases := [each for each in every if "files" in each[0]]) and code not in OF_FORMS
}


@pytest.mark.parametrize("code", WITH_FILES)
def test_one_file_more_makes_no_known_finding_new(code: str, tmp_path: Path) -> None:
    for number, (case, data) in enumerate(WITH_FILES[code]):
        before = checked(case, data, tmp_path / str(number))
        more = {**case, "files": with_one_file_more(case, data)}
        after = checked(more, data, tmp_path / f"{number}-more")
        places = {(each.code, each.pointer) for each in before.diagnostics}
        fresh = [each for each in new_faults(before, after) if (each.code, each.pointer) in places]
        assert fresh == [], case["description"]
