"""Filings to a document: which words stand where, for all formats alike."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from trainbib.disclosure.answers import Answer, Entry, Filing, Gap, Status, Subject, Want
from trainbib.disclosure.form import SPECIFY, Field, Row, Section
from trainbib.disclosure.renderers.document import (
    Block,
    Box,
    Boxes,
    Document,
    Fact,
    FormPart,
    Grid,
    Items,
    Line,
    Notice,
    NoticeKind,
    Origin,
    Paragraphs,
    Question,
    RowPart,
    SectionPart,
    Span,
    plain,
)
from trainbib.disclosure.renderers.linking import line_of, lines_of, marked, one_line
from trainbib.disclosure.wording import and_list
from trainbib.values import parse_date

__all__ = ["document_of"]

_NAME = re.compile("`[^`]*`")

SHOWN_PLACES = 3
"""How many places of what lacks are named before the rest is counted."""
SHOWN_ORIGINS = 50
"""How many places that an answer comes from are named."""
SHOWN_NAMES = 12
"""How many sources that lack something are named."""
COMPACT_FROM = 12
COMPACT_WIDTH = 40
"""From how many items, of up to how many characters, a list is set in columns."""

STATE = {
    "none": "None",
    "not_applicable": "Not applicable",
    "unknown": "Not known",
    "withheld": "Withheld",
    "lost": "Lost",
}
"""The words for the five gaps."""
NOT_ASKED = "Not applicable to this filing"
OPEN = "Open: it depends on an answer that is not given"
NOT_STATED = "Not stated in the manifest"
LEFT_OUT = "Nothing stated"
EMPTY_CELL = "\N{EN DASH}"
LAW = (
    "This document shows what was declared. It makes no statement about the law, and none on"
    " whether what was declared is complete or true."
)

TALLY = (
    (Status.ANSWERED, "answered"),
    (Status.PARTIAL, "answered in part"),
    (Status.GAP, "without an answer but with the reason"),
    (Status.MISSING, "not stated"),
    (Status.LEFT_OUT, "optional and left out"),
    (Status.NOT_ASKED, "not asked"),
)


def document_of(filings: Sequence[Filing]) -> Document:
    """Return the document of one or several filings.

    Raises:
        ValueError: There is no filing.
    """
    if not filings:
        raise ValueError("a document needs at least one filing")
    subjects = tuple(dict.fromkeys(filing.subject for filing in filings))
    single, shared = len(filings) == 1, len(subjects) == 1
    title = one_line(filings[0].form.title) if single else "Disclosure of training data"
    names = tuple(dict.fromkeys(_name(subject) for subject in subjects))
    declared = [day for subject in subjects if (day := _day(subject.declared))]
    authors = dict.fromkeys(one_line(subject.declared_by) for subject in subjects)
    generator = and_list(tuple(dict.fromkeys(one_line(filing.generator) for filing in filings)))
    return Document(
        title=title,
        subtitle=and_list(names),
        facts=_subject_facts(subjects[0]) if shared else (),
        forms=tuple(
            _form(filing, position, single=single, shared=shared)
            for position, filing in enumerate(filings, 1)
        ),
        statement=(*_statement(filings, subjects), line_of(LAW)),
        declared=max(declared, default=None),
        author=and_list(tuple(author for author in authors if author)),
        running=_running(title, subjects),
        generator=generator,
    )


def _day(text: str) -> date | None:
    span = parse_date(text)
    return None if span is None else span.last


def _name(subject: Subject) -> str:
    name = one_line(subject.name) or "unnamed data set"
    return f"{name}, version {one_line(subject.version)}" if subject.version else name


def _running(title: str, subjects: tuple[Subject, ...]) -> str:
    subject = subjects[0]
    name = _name(subject) if len(subjects) == 1 else "several manifests"
    short = name if len(name) <= COMPACT_WIDTH else name[: COMPACT_WIDTH - 1] + "…"
    return f"{title} · {short}"


def _subject_facts(subject: Subject) -> tuple[Fact, ...]:
    def words(text: str) -> Line:
        return line_of(text) or (Span(NOT_STATED),)

    digest = one_line(subject.digest)
    return (
        Fact("Data set", words(_name(subject))),
        Fact("Declared by", words(subject.declared_by)),
        Fact("Date of the manifest", words(subject.declared)),
        Fact("Manifest", words(subject.url)),
        Fact("Digest of the manifest", (Span(digest, code=True),) if digest else words("")),
    )


def _statement(filings: Sequence[Filing], subjects: tuple[Subject, ...]) -> Iterator[Line]:
    for subject in subjects:
        by = f"Declared by {one_line(subject.declared_by)}" if subject.declared_by else "Declared"
        on = f" on {one_line(subject.declared)}" if subject.declared else " without a date"
        yield (*line_of(f"{by}{on}, in the manifest of {_name(subject)}."),)
        digest = one_line(subject.digest)
        if not digest:
            continue
        where = (
            (Span("Whoever wants to check can fetch the manifest from "), *line_of(subject.url))
            if subject.url
            else (Span("The manifest does not say where it is published; whoever has it"),)
        )
        yield (
            *where,
            Span(
                " and compare its digest with " if subject.url else " can compare its digest with "
            ),
            Span(digest, code=True),
            Span(": "),
            Span("trainbib hash FILE", code=True),
            Span(" prints it (SHA-256 of the canonical form, RFC 8785)."),
        )
    for filing in filings:
        form = filing.form
        yield line_of(f"Form: {form.title}, version {form.version}. {form.instrument}. {form.url}")
    programs = and_list(tuple(dict.fromkeys(one_line(filing.generator) for filing in filings)))
    if programs:
        yield line_of(f"Made with {programs}.")


def _form(filing: Filing, position: int, *, single: bool, shared: bool) -> FormPart:
    form, prefix = filing.form, f"f{position}"
    facts = () if shared else _subject_facts(filing.subject)
    form_line = line_of(f"{form.instrument}. {form.url}")
    return FormPart(
        anchor=prefix,
        heading="" if single else one_line(form.title),
        facts=(
            *facts,
            Fact("Form", form_line),
            Fact("Version of the form", line_of(form.version)),
            Fact("Answers", line_of(_tally(filing))),
        ),
        sections=tuple(_sections(filing, prefix, 1 if single else 2)),
    )


def _tally(filing: Filing) -> str:
    counts = dict.fromkeys(Status, 0)
    for _, status in filing.statuses():
        counts[status] += 1
    told = (f"{counts[status]} {words}" for status, words in TALLY if counts[status])
    return f"{', '.join(told)}; {len(filing.form.fields)} in all"


def _sections(filing: Filing, prefix: str, above: int) -> Iterator[SectionPart]:
    level = above
    for position, section in enumerate(filing.form.sections):
        heading = one_line(f"{section.number} {section.title}")
        if heading:
            level = min(above + section.depth, level + 1, 6)
        yield SectionPart(
            anchor=f"{prefix}-s{position}",
            number=one_line(section.number),
            heading=heading,
            level=level if heading else above,
            note=one_line(section.note),
            rows=tuple(_rows(filing, section, f"{prefix}-s{position}")),
        )


def _rows(filing: Filing, section: Section, prefix: str) -> Iterator[RowPart]:
    for position, row in enumerate(section.rows):
        yield _row(filing, row, f"{prefix}-r{position}")


def _row(filing: Filing, row: Row, anchor: str) -> RowPart:
    return RowPart(
        anchor,
        one_line(row.label),
        tuple(
            _question(filing, field, f"{anchor}-q{position}")
            for position, field in enumerate(row.fields)
        ),
    )


def _question(filing: Filing, field: Field, anchor: str) -> Question:
    status, answer = filing.status(field), filing.answer(field.id)
    if status is Status.NOT_ASKED:
        lead = OPEN if _depends_on_silence(filing, field) else NOT_ASKED
        blocks: tuple[Block, ...] = (Notice("not_asked", lead),)
        return Question(field.id, anchor, one_line(field.label), status, blocks, None)
    return Question(
        field.id,
        anchor,
        one_line(field.label),
        status,
        tuple(_blocks(field, answer, status)),
        _origin(field, answer),
    )


def _depends_on_silence(filing: Filing, field: Field) -> bool:
    """Tell whether a field is not asked only because another one has no answer."""
    fields = filing.form.fields
    terms = () if field.when is None else field.when.terms
    return any(
        filing.status(fields[term.name]) in (Status.MISSING, Status.GAP)
        for term in terms
        if term.name in fields
    )


def _blocks(field: Field, answer: Answer, status: Status) -> Iterator[Block]:
    value = _value(field, answer)
    if value is not None:
        yield value
    yield from _gaps(answer.gaps, partial=status is Status.PARTIAL)
    if status is Status.LEFT_OUT:
        yield Notice("left_out", LEFT_OUT)
    elif status in (Status.MISSING, Status.PARTIAL):
        yield from _wants(field, answer.wants, partial=status is Status.PARTIAL)


def _value(field: Field, answer: Answer) -> Block | None:
    value = answer.shown
    texts = tuple(each for each in (value or ()) if isinstance(each, str))
    if isinstance(value, str):
        texts = (value,)
    if field.options:
        return _boxes(field, texts)
    if value is None:
        return None
    if not isinstance(value, str) and len(texts) < len(value):
        return _grid(field, tuple(each for each in value if not isinstance(each, str)))
    if len(texts) == 1:
        return Paragraphs(lines_of(texts[0]) or ((Span(EMPTY_CELL),),))
    return _items(tuple(line_of(text) for text in texts))


def _items(items: tuple[Line, ...]) -> Items:
    short = all(len(plain(item)) <= COMPACT_WIDTH for item in items)
    return Items(items, compact=short and len(items) >= COMPACT_FROM)


def _boxes(field: Field, texts: tuple[str, ...]) -> Boxes:
    """Tick the options that were chosen; what is none of them stands by "Other", or at the end."""
    chosen, others = dict[str, list[str]](), list[str]()
    for text in texts:
        option, words = _option(field, text)
        if option is None:
            others.append(words)
        else:
            chosen.setdefault(option, []).extend([words] if words else [])
    open_ = next((option for option in field.options if option.endswith(SPECIFY)), None)
    if others and open_ is not None:
        chosen.setdefault(open_, []).extend(others)
        others.clear()
    boxes = [
        Box(one_line(option), option in chosen, line_of("; ".join(chosen.get(option, ()))))
        for option in field.options
    ]
    boxes.extend(Box("In other words", ticked=True, words=line_of(words)) for words in others)
    return Boxes(tuple(boxes))


def _option(field: Field, text: str) -> tuple[str | None, str]:
    for option in field.options:
        if text == option:
            return option, ""
    for option in field.options:
        stem = option.removesuffix(SPECIFY).strip()
        if option.endswith(SPECIFY):
            if text == stem:
                return option, ""
            for lead in (f"{option}:", f"{stem}:", f"{option} ", f"{stem} "):
                if text.startswith(lead):
                    return option, text.removeprefix(lead).strip()
    return None, text


def _grid(field: Field, lines: tuple[Entry, ...]) -> Block:
    columns = [
        column
        for column in field.columns
        if any(one_line(str(line.get(column.id, ""))) or column.wanted_in(line) for line in lines)
    ] or list(field.columns[:1])
    cells = tuple(
        tuple(
            lines_of(str(line.get(column.id, "")))
            or ((Span(NOT_STATED if column.wanted_in(line) else EMPTY_CELL),),)
            for column in columns
        )
        for line in lines
    )
    if len(columns) == 1:
        return _items(tuple(line for row in cells for line in row[0][:1]))
    return Grid(tuple(one_line(column.label) for column in columns), cells)


def _gaps(gaps: tuple[Gap, ...], *, partial: bool) -> Iterator[Notice]:
    places = dict[tuple[str, str], list[str]]()
    for gap in gaps:
        places.setdefault((STATE[gap.state], gap.reason), []).append(gap.pointer)
    for (state, reason), pointers in places.items():
        lead = f"In part: {state[0].lower()}{state[1:]}" if partial else state
        yield _notice(
            "gap", lead, line_of(reason), pointers if partial or len(pointers) > 1 else []
        )


def _wants(field: Field, wants: Sequence[Want], *, partial: bool) -> Iterator[Notice]:
    """Tell what is wanted; the same of several sources, which stand between backticks, once."""
    lead = "In part not stated in the manifest" if partial else NOT_STATED
    alike = dict[str, list[Want]]()
    for want in wants:
        alike.setdefault(_NAME.sub("`", want.what, count=1), []).append(want)
    for group in alike.values():
        what = _together([want.what for want in group])
        yield _notice("missing", lead, marked(what), [want.pointer for want in group])
    if not wants and not partial:
        asked = f"the hint of the form: {field.hint}" if field.hint else ""
        yield _notice("missing", lead, marked(asked), [])


def _together(clauses: list[str]) -> str:
    """Return clauses that differ in one name as one clause with all the names."""
    names = list(dict.fromkeys(name for each in clauses for name in _NAME.findall(each)[:1]))
    if len(names) <= 1:
        return clauses[0]
    told = names[:SHOWN_NAMES]
    rest = len(names) - len(told)
    shown = f"{', '.join(told)} and {rest} more" if rest else and_list(told)
    return _NAME.sub(lambda _: f"each of {shown}", clauses[0], count=1)


def _notice(kind: NoticeKind, lead: str, text: Line, pointers: list[str]) -> Notice:
    told = list(dict.fromkeys(one_line(each) for each in pointers if each))
    return Notice(
        kind,
        lead,
        text,
        tuple(told[:SHOWN_PLACES]),
        max(0, len(told) - SHOWN_PLACES),
    )


def _origin(field: Field, answer: Answer) -> Origin | None:
    places = [*answer.origins, *(gap.pointer for gap in answer.gaps)]
    told = tuple(dict.fromkeys(one_line(each) for each in places if each))
    if not told and not answer.how:
        return None
    return Origin(
        marked(answer.how),
        told[:SHOWN_ORIGINS],
        max(0, len(told) - SHOWN_ORIGINS),
        one_line(field.source),
    )
