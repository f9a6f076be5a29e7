"""How far a version was raised, and how far changes ask for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.comparing import Level
from trainbib.comparing.versions import is_sufficient, made_bump, parse_version, required_bump


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.2.3", "none"),
        ("1.2", "1.2.0", "none"),
        ("v1", "2", "major"),
        ("1.2.3", "1.2.2", "lowered"),
        ("1.2.3+a", "1.2.3+b", "none"),
        ("1.2.3", "1.2.3-rc.1", "lowered"),
        ("2.0.0-rc.1", "2.0.0", "major"),
        ("2.0.0-rc.2", "2.0.0-rc.10", "major"),
        ("2.1.0-rc.1", "2.1.0", "minor"),
        ("2.1.1-rc.1", "2.1.1", "patch"),
        ("2.0.0-alpha", "2.0.0-1", "lowered"),
        ("2024-03", "2024-04", "changed"),
        ("2024.03.15", "2024.03.16", "changed"),
        ("2024", "2025", "changed"),
        ("1.0", "2024", "changed"),
        ("abc", "abd", "changed"),
        ("2024-03", "2024-03", "none"),
        (None, "1.0.0", "unknown"),
        ("1.0.0", None, "unknown"),
        (None, None, "none"),
    ],
)
def test_made_bump(old: str | None, new: str | None, made: str) -> None:
    assert made_bump(old, new) == made


@pytest.mark.parametrize("text", ["01.0.0", "1.2.3.4", "", "1.-1", "1.0.0-", "1000", "1.0 beta"])
def test_what_is_no_version_has_no_order(text: str) -> None:
    assert parse_version(text) is None


@pytest.mark.parametrize(
    ("worst", "old", "required"),
    [
        (Level.BREAKING, "1.0.0", "major"),
        (Level.NOTABLE, "1.0.0", "minor"),
        (Level.INFO, "1.0.0", "patch"),
        (None, "1.0.0", "none"),
        (Level.BREAKING, "0.9.1", "minor"),
        (Level.NOTABLE, "0.9.1", "patch"),
        (Level.BREAKING, "2024-03", "major"),
        (Level.BREAKING, None, "major"),
    ],
)
def test_required_bump(worst: Level | None, old: str | None, required: str) -> None:
    assert required_bump(worst, old) == required


def test_sufficiency() -> None:
    assert is_sufficient("major", "minor") is True
    assert is_sufficient("minor", "major") is False
    assert is_sufficient("none", "patch") is False
    assert is_sufficient("lowered", "none") is False
    assert is_sufficient("none", "none") is True
    assert is_sufficient("changed", "major") is True
    assert is_sufficient("unknown", "major") is None


numbers = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))


@given(numbers, numbers)
def test_a_version_goes_up_exactly_if_its_numbers_do(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    old, new = (".".join(map(str, version)) for version in (one, other))
    made = made_bump(old, new)
    assert (made in {"major", "minor", "patch"}) == (other > one)
    assert (made == "lowered") == (other < one)
    assert (made == "major") == (other[0] > one[0])
