"""What all formats of documents have in common."""

import pytest

from filings import DIGEST, LONG, answers, small_filing
from rendered import TEXT_FORMATS, Page, assert_in_order, everywhere, rows_of, shown
from trainbib.characters import hidden_characters
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.renderers import FORMATS, RenderingError, format_of, render
from trainbib.disclosure.renderers.building import document_of
from trainbib.disclosure.renderers.html import render_html
from trainbib.disclosure.renderers.markdown import render_markdown
from trainbib.disclosure.renderers.text import columns, render_text


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_every_format_shows_the_same_rows_in_the_same_order(name: str) -> None:
    filing = small_filing()

    assert_in_order(rows_of(document_of([filing])), shown(name, filing))


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_a_document_says_who_declared_when_and_how_to_check(name: str) -> None:
    text = shown(name, small_filing())

    assert "Declared by Example Söhne GmbH on 2025-12-31" in text
    assert f"https://example.org/trainbib.yaml and compare its digest with {DIGEST}" in text
    assert "trainbib hash FILE" in text
    assert "Made with trainbib 1.0.0" in text
    assert "version 2026-01-31" in text
    assert "It makes no statement about the law" in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_filing_makes_no_document(name: str) -> None:
    if name in ("docx", "pdf"):
        pytest.importorskip({"docx": "docx", "pdf": "typst"}[name])

    with pytest.raises(ValueError, match="at least one filing"):
        render([], name)


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_what_is_missing_is_said_plainly_with_what_is_wanted(name: str) -> None:
    text = shown(name, small_filing())

    assert "Not stated in the manifest: what was removed, and how" in text
    assert "/policies/removal" in text


def test_a_missing_answer_without_a_want_tells_what_a_good_one_holds() -> None:
    filing = small_filing(changed={"t.measures": Answer()})

    assert "Not stated in the manifest: the hint of the form: filters; block lists" in shown(
        "text", filing
    )


def test_each_answer_can_tell_where_it_comes_from() -> None:
    filing = small_filing()

    for text in (
        Page(render_html([filing])).text,
        render_markdown([filing]),
        " ".join(render_text([filing], width=900, origins=True).split()),
    ):
        assert "3 100 million tokens: more than 1 billion, and less than 10 trillion" in text
        assert "/sources/a/size/tokens" in text
    assert "Where the answers come from" not in render_markdown([filing], origins=False)


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_nothing_hidden_is_in_a_document(name: str) -> None:
    text = render([small_filing()], name).decode()

    assert not hidden_characters().search(text)


def test_a_long_word_does_not_make_the_text_wider() -> None:
    text = render_text([everywhere(LONG + "漢字" * 60)], width=60, origins=True)

    assert max(columns(line) for line in text.splitlines()) <= 60


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_same_filing_gives_the_same_bytes(name: str) -> None:
    again = small_filing(changed=dict(reversed(list(answers().items()))))

    assert render([small_filing()], name) == render([again], name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("summary.html", "html"),
        ("A.HTM", "html"),
        ("a.docx", "docx"),
        ("a.pdf", "pdf"),
        ("README.md", "markdown"),
        ("a.txt", "text"),
        ("a.odt", None),
        ("html", None),
    ],
)
def test_the_name_of_a_file_says_the_format(path: str, name: str | None) -> None:
    assert format_of(path) == name


@pytest.mark.parametrize(("name", "module"), [("docx", "docx"), ("pdf", "typst")])
def test_a_missing_package_is_named_with_the_command(
    name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)

    with pytest.raises(RenderingError, match=r"pip install 'trainbib\[documents\]'"):
        render([small_filing()], name)
