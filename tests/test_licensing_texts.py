import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.licensing.text_marks import MARKS, Mark
from trainbib.licensing.texts import recognise_text

TITLES = {
    "CC0-1.0": "CC0 1.0 Universal",
    "ODC-By-1.0": "ODC Attribution License (ODC-By)",
    "ODbL-1.0": "ODC Open Database License (ODbL)",
    "PDDL-1.0": "ODC Public Domain Dedication and Licence (PDDL)",
    "CDLA-Permissive-2.0": "Community Data License Agreement - Permissive - Version 2.0",
    "CDLA-Sharing-1.0": "Community Data License Agreement - Sharing - Version 1.0",
    "Apache-2.0": "Apache License\n\n    Version 2.0, January 2004",
    "MPL-2.0": "Mozilla Public License Version 2.0",
    "EPL-2.0": "Eclipse Public License - v 2.0",
    "GPL-2.0": "GNU GENERAL PUBLIC LICENSE\n   Version 2, June 1991",
    "GPL-3.0": "GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007",
    "LGPL-2.1": "GNU LESSER GENERAL PUBLIC LICENSE Version 2.1, February 1999",
    "AGPL-3.0": "GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007",
    "GFDL-1.3": "GNU Free Documentation License Version 1.3, 3 November 2008",
    "OGL-UK-3.0": "Open Government Licence v3.0",
    "DL-DE-BY-2.0": "Datenlizenz Deutschland - Namensnennung - Version 2.0",
}
CLAUSES = {
    "NC": "NonCommercial means not primarily so.",
    "SA": "BY-SA Compatible License means a listed one.",
    "ND": "You do not have permission under this Public License to Share Adapted Material.",
}
WORDS = {"NC": "-NonCommercial", "SA": "-ShareAlike", "ND": "-NoDerivatives"}


def mark(name: str) -> Mark:
    return next(mark for mark in MARKS if mark.name == name)


def body(name: str) -> str:
    """A text that has the phrases of a licence, and nothing else of it."""
    return "\n".join([TITLES.get(name, ""), *mark(name).present])


def creative_commons(*elements: str, clauses: tuple[str, ...] | None = None) -> str:
    title = "Attribution" + "".join(WORDS[element] for element in elements)
    return "\n".join(
        [
            f"{title} 4.0 International",
            "Creative Commons Corporation is not a law firm.",
            f"Creative Commons {title} 4.0 International Public License",
            "Section 1 - Definitions.",
            *(CLAUSES[element] for element in (elements if clauses is None else clauses)),
        ]
    )


@pytest.mark.parametrize("name", [*TITLES, "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib"])
def test_a_text_is_recognised_by_title_and_phrases(name: str) -> None:
    found = recognise_text(body(name))
    assert found is not None
    assert found.phrases
    if mark(name).candidates:
        assert found.reading.expression is None
        assert found.reading.candidates == (f"{name}-only", f"{name}-or-later")
    else:
        assert found.reading.expression == name


@pytest.mark.parametrize("elements", [(), ("SA",), ("NC",), ("ND",), ("NC", "SA"), ("NC", "ND")])
def test_each_creative_commons_text_is_its_own(elements: tuple[str, ...]) -> None:
    found = recognise_text(creative_commons(*elements))
    assert found is not None
    assert found.reading.expression == "-".join(["CC-BY", *elements, "4.0"])


@pytest.mark.parametrize("hidden", ["NC", "SA", "ND"])
def test_a_title_that_says_less_than_the_clauses_is_not_believed(hidden: str) -> None:
    found = recognise_text(creative_commons(clauses=(hidden,)))
    assert found is not None
    assert found.reading.expression is None
    assert found.reading.vague
    assert hidden in (found.reading.reason or "")


def test_a_port_is_not_the_unported_text() -> None:
    text = creative_commons().replace("4.0 International", "3.0 New Zealand")
    found = recognise_text(text)
    assert found is not None
    assert (found.reading.expression, found.reading.vague) == (None, True)


def test_no_derivatives_before_version_4_is_a_missing_grant() -> None:
    head = "Creative Commons Legal Code\nAttribution{} 3.0 Unported\nDefinitions\n"
    grant = "to create and Reproduce Adaptations provided that any such Adaptation is marked;"
    plain = recognise_text(head.format("") + grant)
    assert plain is not None
    assert plain.reading.expression == "CC-BY-3.0"
    no_derivatives = recognise_text(head.format("-NoDerivs"))
    assert no_derivatives is not None
    assert no_derivatives.reading.expression == "CC-BY-ND-3.0"
    doubtful = recognise_text(head.format(""))
    assert doubtful is not None
    assert doubtful.reading.expression is None


def test_an_addition_to_a_short_text_is_seen() -> None:
    text = body("MIT")
    longer = recognise_text(text + " extra words" * 200)
    assert longer is not None
    assert longer.reading.vague
    assert longer.reading.candidates == ("MIT",)
    assert recognise_text(text + "\nYou may not use this for military ends.") is None
    assert recognise_text(text + "\nCommons Clause") is None


def test_two_texts_in_one_file_are_not_one_licence() -> None:
    found = recognise_text(body("Apache-2.0") + "\n" + creative_commons("NC"))
    assert found is not None
    assert (found.reading.expression, found.reading.vague) == (None, True)
    assert set(found.reading.candidates) == {"Apache-2.0", "CC-BY-NC-4.0"}


@pytest.mark.parametrize("text", ["", "All rights reserved.", "CC BY 4.0", "Apache License"])
def test_other_texts_are_not_recognised(text: str) -> None:
    assert recognise_text(text) is None


@given(st.text(max_size=500))
def test_any_text_can_be_looked_at(text: str) -> None:
    found = recognise_text(text)
    assert found is None or found.phrases


def test_a_huge_text_is_looked_at_in_part_only() -> None:
    assert recognise_text("x " * 2_000_000) is None
