"""HTML documents: structure, accessibility, and text that wants to do harm."""

import re
from collections.abc import Mapping
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings import HOSTILE, small_filing, two_filings
from rendered import (
    Page,
    everywhere,
)
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.renderers.html import render_html


def test_hostile_text_is_shown_and_makes_no_element() -> None:
    page = Page(render_html([everywhere(HOSTILE)]))

    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "b", "iframe", "object", "svg", "form", "base"}
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in page.text
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith(("#", "https://example.org/"))


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    text = render_html([small_filing()])
    page = Page(text)

    assert not any({"src", "srcset", "data", "action"} & set(each) for _, each in page.elements)
    assert not page.all("link")
    assert "url(" not in text
    assert "@import" not in text
    policy = next(each for each in page.all("meta") if "http-equiv" in each)
    assert policy["content"].startswith("default-src 'none'")


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_no_text_changes_the_structure_of_a_page(text: str) -> None:
    def skeleton(value: str) -> list[tuple[str, str]]:
        filing = small_filing(changed={"t.hidden": Answer(f"x{value}x".replace("\n", " "))})
        return [
            (tag, attributes.get("class", ""))
            for tag, attributes in Page(render_html([filing])).elements
            if tag not in ("a", "p")
        ]

    assert skeleton(text) == skeleton("x")


def test_headings_go_down_one_level_at_a_time() -> None:
    for filings in ([small_filing()], two_filings()):
        page = Page(render_html(filings))
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_page_has_language_landmarks_and_a_way_past_the_contents() -> None:
    page = Page(render_html([small_filing()]))
    identities = {attributes.get("id") for _, attributes in page.elements}

    assert page.all("html") == [{"lang": "en"}]
    assert all(len(page.all(tag)) == 1 for tag in ("header", "nav", "main", "footer", "title"))
    assert page.all("a")[0] == {"class": "skip", "href": "#answers"}
    for attributes in page.all("a"):
        if attributes["href"].startswith("#"):
            assert attributes["href"][1:] in identities


def test_every_heading_of_a_table_says_what_it_heads() -> None:
    page = Page(render_html([small_filing()]))
    identities = {attributes.get("id") for _, attributes in page.elements}

    assert all(each.get("scope") in ("col", "row") for each in page.all("th"))
    assert all(each.get("aria-label") for each in page.all("table"))
    for cell in page.all("td"):
        assert cell.get("headers", next(iter(identities - {None}))) in identities


def test_a_box_says_in_words_whether_it_is_ticked() -> None:
    boxes = [
        each
        for each in Page(render_html([small_filing()])).all("span")
        if each.get("class") == "box"
    ]

    assert {each["aria-label"] for each in boxes} == {"ticked", "not ticked"}
    assert all(each["role"] == "img" for each in boxes)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _themes() -> list[Mapping[str, str]]:
    style = resources.files("trainbib.disclosure.renderers").joinpath("style.css")
    blocks = re.findall(r":root \{(.*?)\}", style.read_text(encoding="utf-8"), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in blocks]


@pytest.mark.parametrize("theme", _themes(), ids=["light", "dark", "print"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [(ink, paper) for paper in ("paper", "shade") for ink in ("ink", "soft", "accent", "link")]
    + [("gap", "gap-shade"), ("missing", "missing-shade")],
)
def test_text_has_enough_contrast(theme: Mapping[str, str], ink: str, paper: str) -> None:
    """WCAG 2.2, success criterion 1.4.3."""
    light, dark = sorted((_luminance(theme[ink]), _luminance(theme[paper])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5
