"""Properties of the checker: whatever it is given, it answers with findings."""

import json
import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from test_document_yaml import SIGNS, WORDS
from trainbib.checking import check
from trainbib.document import parse_document, read_document
from trainbib.pointers import split
from trainbib.rules import RULES
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
COMPLETE = Path(__file__).parents[1] / "examples" / "complete.trainbib.yaml"
CODES = {rule.code for rule in RULES}

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | SIGNS
    | WORDS
    | st.sampled_from(
        ["TODO", "unknown", "x-a", "sha256:", "LicenseRef-", "2024-13", "**a", "../"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=4)
            | SIGNS
            | st.sampled_from(["unknown", "none", "about", "between", "from"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def containers(data: object) -> list[Any]:
    """Return all mappings and lists of a document, itself first."""
    found: list[Any] = [data]
    for container in found:
        members = container.values() if isinstance(container, dict) else container
        found.extend(member for member in members if isinstance(member, dict | list))
    return found


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    data: dict[str, Any] = deepcopy(COMPLETE_DATA)
    for _ in range(draw(st.integers(1, 6))):
        every = [container for container in containers(data) if container]
        container = every[draw(st.integers(0, len(every) - 1))]
        if isinstance(container, list):
            container[draw(st.integers(0, len(container) - 1))] = draw(VALUES)
            continue
        name = draw(st.sampled_from(sorted(container)))
        match draw(st.sampled_from(["replace", "delete", "rename", "add"])):
            case "replace":
                container[name] = draw(VALUES)
            case "delete":
                del container[name]
            case "rename":
                container[draw(st.text(max_size=8))] = container.pop(name)
            case _:
                container[draw(st.text(max_size=8))] = draw(VALUES)
        if not data:
            break
    return data


def _complete() -> dict[str, Any]:
    data = read_document(COMPLETE).data
    assert isinstance(data, dict)
    return data


COMPLETE_DATA = _complete()


def assert_sound(text: str, path: str) -> None:
    """Check a text and hold what comes back to what every report promises."""
    document = parse_document(text.encode("utf-8", "surrogatepass"), path=path)
    report = check(document, Settings(today=TODAY, pedantic=True))
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    for finding in report.diagnostics:
        assert finding.code in CODES
        assert finding.message
        assert split(finding.pointer) is not None
        assert finding.span is not None
        assert 1 <= finding.span.line <= len(lines) + 1  # YAML misses things after the end
        assert finding.span.column >= 1
        assert re.fullmatch(r"[0-9a-f]{16}", finding.fingerprint)
        assert all(related.span is not None for related in finding.related)


@settings(deadline=None, max_examples=40)
@given(mutated())
def test_no_manifest_makes_the_checker_raise(data: dict[str, Any]) -> None:
    assert_sound(json.dumps(data), "trainbib.json")


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_no_text_makes_the_checker_raise(data: st.DataObject) -> None:
    text = COMPLETE.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        inserted = data.draw(st.text(alphabet=st.characters(codec="utf-8"), max_size=4))
        text = text[:start] + inserted + text[end:]
    assert_sound(text, "trainbib.yaml")
