"""Filings to documents: which words stand where, for all formats alike."""

import re
from dataclasses import replace

import pytest

from filings import small_filing, two_filings
from rendered import (
    Page,
    question_blocks,
    shown,
)
from trainbib.disclosure.answers import Answer, Gap, Status, Want
from trainbib.disclosure.regimes import load_regime
from trainbib.disclosure.renderers.building import document_of
from trainbib.disclosure.renderers.document import Boxes, Grid, Items, Notice, plain
from trainbib.disclosure.renderers.html import render_html
from trainbib.disclosure.renderers.text import render_text


def test_a_document_has_every_field_of_the_form_once_and_in_order() -> None:
    filing = small_filing()

    ids = [question.id for _, _, question in document_of([filing]).forms[0].questions()]

    assert ids == list(filing.form.fields)


def test_a_manifest_without_url_or_names_is_said_to_have_none() -> None:
    filing = small_filing()
    subject = replace(filing.subject, url="", declared_by="", declared="", version="")

    text = render_text([replace(filing, subject=subject)], width=900)

    assert "Declared without a date, in the manifest of Small <set> & co." in text
    assert "The manifest does not say where it is published; whoever has it can compare" in text
    assert re.search(r"Declared by +│ Not stated in the manifest", text)


def test_two_forms_of_one_manifest_share_one_head() -> None:
    document = document_of(two_filings())
    page = Page(render_html(two_filings()))

    assert document.title == "Disclosure of training data"
    assert [form.heading for form in document.forms] == [
        "Summary of what was read",
        "Card of what was read",
    ]
    assert page.text.count("Digest of the manifest") == 1
    identities = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(identities) == len(set(identities))


def test_two_manifests_each_have_their_own_head() -> None:
    one, other = two_filings()
    renamed = replace(other, subject=replace(other.subject, name="Another set"))

    document = document_of([one, renamed])

    assert document.facts == ()
    assert [form.facts[0].label for form in document.forms] == ["Data set", "Data set"]
    assert document.subtitle == "Small <set> & co, version 2 and Another set, version 2"


def test_options_that_were_chosen_are_ticked_and_the_others_stand_beside_them() -> None:
    (boxes,) = question_blocks(small_filing(), "t.modalities")

    assert isinstance(boxes, Boxes)
    assert [(box.label, box.ticked, plain(box.words)) for box in boxes.boxes] == [
        ("Text", True, ""),
        ("Image", False, ""),
        ("Other (please specify)", True, "point clouds"),
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (("Other (please specify)",), ""),
        (("Other",), ""),
        (("Other (please specify): 3D",), "3D"),
        (("smells", "tastes"), "smells; tastes"),
    ],
)
def test_what_is_no_option_stands_by_other(value: tuple[str, ...], words: str) -> None:
    filing = small_filing(changed={"t.modalities": Answer(value)})

    (boxes,) = question_blocks(filing, "t.modalities")

    assert isinstance(boxes, Boxes)
    assert [(box.ticked, plain(box.words)) for box in boxes.boxes] == [
        (False, ""),
        (False, ""),
        (True, words),
    ]


def test_what_is_no_option_of_a_form_without_other_is_not_lost() -> None:
    filing = small_filing(changed={"t.used": Answer("Perhaps")})

    (boxes,) = question_blocks(filing, "t.used")

    assert isinstance(boxes, Boxes)
    assert [(box.label, box.ticked, plain(box.words)) for box in boxes.boxes] == [
        ("Yes", False, ""),
        ("No", False, ""),
        ("In other words", True, "Perhaps"),
    ]


@pytest.mark.parametrize(
    ("state", "lead"),
    [
        ("none", "None"),
        ("not_applicable", "Not applicable"),
        ("unknown", "Not known"),
        ("withheld", "Withheld"),
        ("lost", "Lost"),
    ],
)
def test_a_gap_is_shown_with_its_reason(state: str, lead: str) -> None:
    gap = Gap("/x", state, "That is why.")  # type: ignore[arg-type] # one of the five
    filing = small_filing(changed={"t.version": Answer(gaps=(gap,))})

    assert f"{lead}: That is why." in shown("text", filing)
    assert f"{lead}: That is why." in shown("html", filing)
    assert f"{lead}: That is why." in shown("markdown", filing)


def test_gaps_of_the_same_reason_are_told_once_with_their_places() -> None:
    gaps = tuple(Gap(f"/sources/{number}/size", "lost", "A fire.") for number in range(20))
    filing = small_filing(changed={"t.version": Answer("1", gaps=gaps)})

    _, notice = question_blocks(filing, "t.version")

    assert isinstance(notice, Notice)
    assert notice.lead == "In part: lost"
    assert notice.pointers[:2] == ("/sources/0/size", "/sources/1/size")
    assert notice.places.endswith(" and 17 more")


def test_the_same_want_for_many_sources_is_told_once() -> None:
    wants = tuple(Want(f"/sources/{key}/size", f"how large `{key}` is") for key in "abc")
    filing = small_filing(changed={"t.measures": Answer(wants=wants)})

    (notice,) = question_blocks(filing, "t.measures")

    assert isinstance(notice, Notice)
    assert plain(notice.text) == "how large each of a, b and c is"
    assert notice.pointers == ("/sources/a/size", "/sources/b/size", "/sources/c/size")


def test_many_wants_are_named_up_to_a_number() -> None:
    wants = tuple(Want(f"/sources/{key}/size", f"how large `s{key}` is") for key in range(30))
    filing = small_filing(changed={"t.measures": Answer(wants=wants)})

    (notice,) = question_blocks(filing, "t.measures")

    assert isinstance(notice, Notice)
    assert plain(notice.text).endswith("s10, s11 and 18 more is")
    assert (len(notice.pointers), notice.more) == (3, 27)


def test_a_row_that_is_not_asked_stays_and_says_so() -> None:
    filing = small_filing()
    asked = filing.form.fields["t.deal"]

    (notice,) = question_blocks(filing, "t.deal")

    assert filing.status(asked) is Status.NOT_ASKED
    assert notice == Notice("not_asked", "Not applicable to this filing")


def test_what_depends_on_a_missing_answer_is_not_said_to_be_inapplicable() -> None:
    (notice,) = question_blocks(small_filing(), "t.more")

    assert notice == Notice("not_asked", "Open: it depends on an answer that is not given")


def test_the_head_counts_the_answers() -> None:
    counts = dict.fromkeys(Status, 0)
    for _, status in small_filing().statuses():
        counts[status] += 1

    assert (
        f"{counts[Status.ANSWERED]} answered, {counts[Status.PARTIAL]} answered in part, "
        f"{counts[Status.GAP]} without an answer but with the reason, "
        f"{counts[Status.MISSING]} not stated, {counts[Status.LEFT_OUT]} optional and left out, "
        f"{counts[Status.NOT_ASKED]} not asked; {len(small_filing().form.fields)} in all"
    ) in shown("text", small_filing())


def test_a_table_leaves_out_an_optional_column_that_nobody_filled() -> None:
    (items,) = question_blocks(small_filing(), "t.domains")

    assert isinstance(items, Items)
    assert items.compact
    assert len(items.items) == 40


def test_a_table_keeps_an_optional_column_that_somebody_filled() -> None:
    entries = ({"domain": "a.example", "opted_out": "01/02/26"}, {"domain": "b.example"})
    (grid,) = question_blocks(small_filing(changed={"t.domains": Answer(entries)}), "t.domains")

    assert isinstance(grid, Grid)
    assert grid.columns == ("Domain", "Has opted out since")
    assert [plain(row[1][0]) for row in grid.rows] == ["01/02/26", "\N{EN DASH}"]


def test_a_cell_that_the_form_wants_and_nobody_filled_says_so() -> None:
    (grid,) = question_blocks(small_filing(), "t.markets")

    assert isinstance(grid, Grid)
    assert plain(grid.rows[1][1][0]) == "Not stated in the manifest"


def test_a_column_with_another_in_its_place_is_not_called_missing() -> None:
    form = load_regime("eu-ai-act").form
    columns = {column.id: column for column in form.fields["eu.2.1.large_datasets"].columns}
    linked, described = {"name": "A", "link": "https://a.example/"}, {"name": "B"}
    assert not columns["description"].wanted_in(linked)
    assert not columns["collection_dates"].wanted_in(linked)
    assert columns["description"].wanted_in(described)
    assert not columns["selection_approach"].wanted_in(described)
