"""The canonical form and its digest: RFC 8785, whatever the syntax."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_document_yaml import DATA, KEYS
from trainbib.canonical import CanonicalFormError, canonical_digest, canonical_form
from trainbib.document import parse_document
from trainbib.writing import to_yaml

VECTORS = Path(__file__).parent / "vectors" / "v1" / "canonical.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["description"] for case in CASES])
def test_vectors(case: dict[str, Any]) -> None:
    for text, suffix in ((case.get("yaml"), "yaml"), (case.get("json"), "json")):
        if text is not None:
            data = parse_document(text.encode(), path=f"m.{suffix}").data
            assert canonical_form(data).decode() == case["canonical"]
            assert canonical_digest(data) == case["digest"]


@given(st.dictionaries(KEYS, DATA, max_size=5))
def test_neither_syntax_nor_order_nor_layout_changes_the_digest(data: dict[str, object]) -> None:
    digest = canonical_digest(data)
    backwards = dict(reversed(data.items()))
    for text, suffix in (
        (to_yaml(data), "yaml"),
        (to_yaml(backwards), "yaml"),
        (json.dumps(backwards, indent=3), "json"),
    ):
        document = parse_document(text.encode("utf-8", "replace"), path=f"m.{suffix}")
        assert canonical_digest(document.data) == digest


@given(st.dictionaries(KEYS, DATA, max_size=5))
def test_the_canonical_form_is_its_own_canonical_form(data: dict[str, object]) -> None:
    form = canonical_form(data)
    assert canonical_form(json.loads(form)) == form


def test_a_large_number_is_the_same_number_in_either_spelling() -> None:
    assert canonical_form({"a": 1.5e16}) == canonical_form({"a": 15 * 10**15})


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53 + 1, 10**400, "\ud800", {"\udfff": 1}]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(CanonicalFormError):
        canonical_form({"a": value})
