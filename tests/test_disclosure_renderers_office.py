"""DOCX and PDF, and what a browser and an office program make of our documents."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from filings import DIGEST, HOSTILE, LONG, SCRIPTS, answers, small_filing, two_filings
from playground_browser import chromium
from trainbib.characters import hidden_characters
from trainbib.disclosure.answers import Answer, Filing
from trainbib.disclosure.renderers.building import document_of
from trainbib.disclosure.renderers.docx import render_docx
from trainbib.disclosure.renderers.html import render_html
from trainbib.disclosure.renderers.pdf import render_pdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHROMIUM = chromium()
SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")
needs_poppler = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not installed")
SLOW = 90
"""Seconds after which a program of others has failed."""


@pytest.fixture(name="word", scope="module")
def _word() -> zipfile.ZipFile:
    pytest.importorskip("docx", reason="python-docx is not installed")
    return zipfile.ZipFile(io.BytesIO(render_docx([small_filing()])))


def body_of(word: zipfile.ZipFile) -> ET.Element:
    root = ET.fromstring(word.read("word/document.xml"))  # noqa: S314 - our own document
    body = root.find(f"{W}body")
    assert body is not None
    return body


def words_of(element: ET.Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def styled(body: ET.Element, prefix: str) -> Iterator[tuple[str, str]]:
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.attrib[f"{W}val"]
        if name.startswith(prefix):
            yield name, words_of(paragraph)


def labels_of(filings: Sequence[Filing]) -> list[str]:
    """Return the headings of sections and the labels of rows, in order."""
    labels = list[str]()
    for form in document_of(filings).forms:
        for section in form.sections:
            labels.extend([section.heading] if section.heading else [])
            for row in section.rows:
                labels.append(row.label)
                labels.extend(
                    question.label for question in row.questions if len(row.questions) > 1
                )
    return labels


def assert_in_order(labels: Sequence[str], text: str, start: str) -> None:
    """Check that labels follow one another in a text, whatever white space there is."""
    flat = "".join(text.split())
    place = flat.index("".join(start.split()))
    for label in labels:
        found = flat.find("".join(label.split()), place)
        assert found >= 0, f"{label!r} does not follow in {flat[place : place + 200]!r}"
        place = found


def text_of(pdf: Path) -> str:
    assert PDFTOTEXT is not None
    made = subprocess.run(
        [PDFTOTEXT, "-raw", str(pdf), "-"], check=True, capture_output=True, timeout=SLOW
    )
    return made.stdout.decode().replace("\u200b", "")


# DOCX


def test_docx_has_the_rows_of_the_form_in_order(word: zipfile.ZipFile) -> None:
    body = body_of(word)
    cells = [words_of(each) for each in body.iter() if each.tag == f"{W}p"]

    assert_in_order(labels_of([small_filing()]), " ".join(cells), "What the form asks")


def test_docx_has_real_headings(word: zipfile.ZipFile) -> None:
    assert list(styled(body_of(word), "Heading")) == [
        ("Heading1", "1 General"),
        ("Heading1", "2 Sources"),
        ("Heading2", "2.1 What was read"),
        ("Heading1", "3 Law"),
        ("Heading1", "Where the answers come from"),
        ("Heading1", "About this document"),
    ]
    assert list(styled(body_of(word), "Title")) == [("Title", "Summary of what was read")]


@pytest.mark.parametrize("filings", [[small_filing()], two_filings()], ids=["one", "two"])
def test_docx_begins_with_linked_contents(filings: list[Filing]) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    body = body_of(zipfile.ZipFile(io.BytesIO(render_docx(filings))))
    headings = {
        mark.attrib[f"{W}name"]: words_of(paragraph)
        for paragraph in body.iter(f"{W}p")
        for mark in paragraph.findall(f"{W}bookmarkStart")
    }
    links = [each for each in body.iter(f"{W}hyperlink") if f"{W}anchor" in each.attrib]

    assert [words_of(each) for each in links] == list(headings.values())
    assert {words for _, words in styled(body, "Heading1")} <= set(headings.values())
    assert [headings[each.attrib[f"{W}anchor"]] for each in links] == [
        words_of(each) for each in links
    ]


def test_docx_repeats_the_heads_of_its_tables_and_names_them(word: zipfile.ZipFile) -> None:
    tables = list(body_of(word).iter(f"{W}tbl"))

    for table in tables:
        caption = table.find(f"{W}tblPr/{W}tblCaption")
        assert caption is not None
        assert caption.attrib[f"{W}val"]
    # All but the table of the head have one.
    heads = [table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables]
    assert heads.count(False) == 1


def test_docx_has_paper_language_title_and_page_numbers(word: zipfile.ZipFile) -> None:
    size = body_of(word).find(f"{W}sectPr/{W}pgSz")
    assert size is not None
    assert (size.attrib[f"{W}w"], size.attrib[f"{W}h"]) == ("11906", "16838")
    styles = word.read("word/styles.xml").decode()
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', styles)) == {"en-GB"}
    properties = word.read("docProps/core.xml").decode()
    assert (
        "<dc:title>Summary of what was read: Small &lt;set&gt; &amp; co, version 2<" in properties
    )
    assert "<dc:creator>Example Söhne GmbH<" in properties
    assert "2025-12-31T00:00:00Z" in properties
    footer = "".join(
        word.read(name).decode() for name in word.namelist() if name.startswith("word/footer")
    )
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer


def test_docx_links_where_a_link_is_safe(word: zipfile.ZipFile) -> None:
    relations = ET.fromstring(word.read("word/_rels/document.xml.rels"))  # noqa: S314 - our own
    outside = {
        each.attrib["Id"]: each.attrib["Target"]
        for each in relations
        if each.attrib.get("TargetMode") == "External"
    }
    links = [each.attrib.get(f"{R}id") for each in body_of(word).iter(f"{W}hyperlink")]

    assert {link for link in links if link} == set(outside)
    assert all(url.startswith(("https://", "mailto:")) for url in outside.values())
    assert "https://example.org/trainbib.yaml" in outside.values()
    assert "https://doi.org/10.1000/182" in outside.values()


def test_docx_has_nothing_hidden_and_shows_hostile_text(word: zipfile.ZipFile) -> None:
    text = word.read("word/document.xml").decode()

    assert not hidden_characters().search(text)
    assert "<script>alert(1)</script>" in words_of(body_of(word))


def test_docx_ticks_boxes(word: zipfile.ZipFile) -> None:
    paragraphs = [words_of(each) for each in body_of(word).iter(f"{W}p")]

    for line in ("☐ Little", "☒ Much", "☒ Other (please specify): point clouds", "☒ No"):
        assert line in paragraphs


def test_docx_is_the_same_bytes_for_the_same_filing(word: zipfile.ZipFile) -> None:
    again = small_filing(changed=dict(reversed(list(answers().items()))))

    assert render_docx([small_filing()]) == render_docx([again])
    assert {entry.date_time for entry in word.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@needs_poppler
def test_libreoffice_opens_the_docx_with_all_rows(tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    assert SOFFICE is not None
    path = tmp_path / "two.docx"
    path.write_bytes(render_docx(two_filings()))

    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", "pdf"),
            *("--outdir", str(tmp_path)),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=SLOW,
    )

    text = text_of(tmp_path / "two.pdf")
    flat = "".join(text.split())
    assert all("".join(label.split()) in flat for label in labels_of(two_filings()))
    assert LONG in flat


# PDF


@pytest.fixture(name="pdf", scope="module")
def _pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("typst", reason="typst is not installed")
    path = tmp_path_factory.mktemp("pdf") / "small.pdf"
    path.write_bytes(render_pdf([small_filing()]))
    return path


def test_pdf_is_tagged_and_has_title_and_language(pdf: Path) -> None:
    data = pdf.read_bytes()

    assert b"/MarkInfo" in data
    assert b"/Lang(en)" in data
    assert b"pdfuaid:part" in data
    assert b"Summary of what was read: Small &lt;set&gt; &amp; co, version 2" in data
    assert b"2025-12-31T00:00:00" in data


@needs_poppler
def test_pdf_has_the_rows_of_the_form(pdf: Path) -> None:
    text = text_of(pdf)
    flat = "".join(text.split())

    for label in labels_of([small_filing()]):
        assert "".join(label.split()) in flat
    assert LONG in flat
    assert DIGEST in flat
    assert "<script>alert(1)</script>" in flat
    assert "#eval(1)" in flat
    assert "$E=mc^2$" in flat


def test_pdf_is_the_same_bytes_for_the_same_filing() -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    plain = small_filing(changed={"t.large": Answer(())})

    assert render_pdf([plain]) == render_pdf([plain])


def test_a_document_without_a_date_has_that_of_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    filing = small_filing(changed={"t.large": Answer(())})
    undated = type(filing)(
        filing.form,
        type(filing.subject)(name="x", declared=""),
        filing.answers,
        filing.facts,
        filing.generator,
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    assert b"1970-01-02T00:00:00" in render_pdf([undated])


@needs_poppler
def test_a_character_that_no_font_has_stands_as_its_number(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    # Private use: no font means anything by it.
    filing = small_filing(changed={"t.version": Answer("before \U00010fabc \U00102345 after")})
    path = tmp_path / "numbers.pdf"
    path.write_bytes(render_pdf([filing]))

    text = " ".join(text_of(path).split())
    assert "[U+102345]" in text
    assert "are in no font of the machine" in text


@needs_poppler
def test_the_scripts_of_europe_need_no_font_of_the_system(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    european = SCRIPTS.partition(", 漢")[0]
    filing = small_filing(changed={"t.large": Answer(()), "t.version": Answer(european)})
    path = tmp_path / "scripts.pdf"
    path.write_bytes(render_pdf([filing]))

    assert european in " ".join(text_of(path).split())
    assert "U+" not in text_of(path)


@pytest.mark.parametrize("text", [HOSTILE, "#panic()", '#import "@preview/a:0.1.0"', "= x\n- y\n$"])
def test_no_text_is_taken_for_markup(text: str) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    changed: dict[str, Any] = {
        "t.large": Answer(()),
        "t.hidden": Answer(text),
        "t.version": Answer(text),
    }

    assert render_pdf([small_filing(changed=changed)]).startswith(b"%PDF-")


# The browser


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@needs_poppler
def test_the_page_prints_without_losing_a_word(tmp_path: Path) -> None:
    assert CHROMIUM is not None
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(render_html([small_filing()]), encoding="utf-8")

    subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=SLOW,
        env={**os.environ, "HOME": str(tmp_path)},
    )

    flat = "".join(text_of(printed).split())
    for label in labels_of([small_filing()]):
        assert "".join(label.split()) in flat
    assert LONG in flat
    assert "a" * 150 in flat
    assert DIGEST in flat
    assert "1/" in flat
