"""Which of two licences is stricter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainbib.comparing.licences import MAX_BUNDLES, compare_licenses

_TERMS = st.sampled_from(
    (
        "MIT", "Apache-2.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0",
        "CC-BY-NC-ND-4.0", "GPL-2.0-only", "GPL-2.0-or-later", "LicenseRef-x", "LicenseRef-y",
        "GPL-2.0-only WITH Classpath-exception-2.0", "No-Such-1.0",
    )
)  # fmt: skip
expressions = st.recursive(
    _TERMS,
    lambda inner: st.tuples(inner, st.sampled_from([" AND ", " OR "]), inner).map(
        lambda parts: f"({''.join(parts)})"
    ),
    max_leaves=4,
)
_OPPOSITE = {"same": "same", "unordered": "unordered", "stricter": "laxer", "laxer": "stricter"}


@settings(max_examples=200, deadline=None)
@given(expressions, expressions)
def test_the_order_turns_round_with_its_sides(one: str, other: str) -> None:
    assert compare_licenses(other, one) == _OPPOSITE[compare_licenses(one, other)]


@settings(max_examples=100, deadline=None)
@given(expressions, expressions)
def test_a_choice_more_is_laxer_and_a_duty_more_is_stricter(one: str, other: str) -> None:
    assert compare_licenses(one, f"{one} OR {other}") in {"laxer", "same"}
    assert compare_licenses(one, f"{one} AND {other}") in {"stricter", "same"}


@settings(max_examples=100, deadline=None)
@given(expressions)
def test_an_expression_is_the_same_as_itself_in_any_spelling(one: str) -> None:
    assert compare_licenses(one, one) == "same"
    assert compare_licenses(one, f"(({one}))  OR {one.lower()}".replace(" or ", " OR ")) == "same"


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [
        ("CC0-1.0", "CC-BY-4.0", "stricter"),
        ("CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "stricter"),
        ("CC-BY-SA-4.0", "CC-BY-4.0", "laxer"),
        ("GPL-3.0-only", "GPL-3.0+", "laxer"),
        ("GPL-3.0+", "GPL-3.0-or-later", "same"),
        ("Apache-2.0 WITH LLVM-exception", "Apache-2.0", "stricter"),
        ("MIT AND CC-BY-4.0", "CC-BY-4.0", "laxer"),
        ("MIT OR CC-BY-NC-4.0", "CC-BY-NC-4.0", "stricter"),
        ("MIT", "LicenseRef-vendor", "unordered"),
        ("CC-BY-3.0", "CC-BY-4.0", "unordered"),
        ("MIT", "no licence at all!", "unordered"),
        ("  MIT ", "MIT", "same"),
    ],
)
def test_order(old: str, new: str, order: str) -> None:
    assert compare_licenses(old, new) == order


def test_very_large_expressions_are_not_compared() -> None:
    pairs = [f"(LicenseRef-a{n} OR LicenseRef-b{n})" for n in range(MAX_BUNDLES)]
    assert compare_licenses(" AND ".join(pairs), "MIT") == "unordered"
