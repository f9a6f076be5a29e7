"""Filings made by hand: every kind of field, every status, and text that wants to do harm."""

from collections.abc import Mapping

from trainbib.disclosure.answers import Answer, Filing, Gap, Subject, Want
from trainbib.disclosure.form import Form, read_form

DIGEST = "sha256:" + "0123456789abcdef" * 4

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> | [x](javascript:alert(3)) "
    "javascript:alert(4) @octocat #12 :tada: `tick` *star* _under_ $E=mc^2$ &amp; {brace} #eval(1) "
    "\x1b[31mred\x07 \u202egnp.exe\u202c \u2066isolated\u2069 zero\u200bwidth \ud800 "
    "data:text/html,x https://user@evil.example/ =HYPERLINK(1) \\input{x} ~~gone~~ <!-- -- > "
    "<b>bold</b>"
)
LONG = "verylongword" * 20
SCRIPTS = "Ελληνικά, Български, Čeština, Gaeilge, Malti, Română, 漢字, العربية, हिन्दी, ไทย, 😀"


def _field(name: str, label: str, kind: str, **more: object) -> dict[str, object]:
    return {"id": name, "label": label, "kind": kind, "required": True, **more}


def _row(name: str, label: str, *fields: dict[str, object]) -> dict[str, object]:
    return {"id": name, "label": label, "fields": list(fields)}


def small_form(name: str = "small", title: str = "Summary of what was read") -> Form:
    """A form with every kind of field."""
    when = {"all": [{"field": "t.used", "op": "eq", "value": "Yes"}]}
    head = [
        _row(
            "version",
            "Version",
            _field("t.version", "Version of this document", "text"),
            _field("t.previous", "Earlier versions", "links", required=False),
        ),
        _row("date", "Last update", _field("t.date", "Date of last update", "date")),
    ]
    general = [
        _row("names", "Names", _field("t.names", "What is covered", "texts")),
        _row(
            "markets",
            "Markets",
            _field(
                "t.markets",
                "When each came on the market",
                "entries",
                columns=[
                    {"id": "model", "label": "Model", "required": True},
                    {"id": "date", "label": "Date", "required": True},
                ],
            ),
        ),
        _row(
            "size",
            "Size",
            _field(
                "t.size",
                "How much there is",
                "choice",
                options=["Little", "Much", "Very much"],
            ),
            _field(
                "t.unit",
                "In another unit",
                "text",
                when={"all": [{"field": "t.size", "op": "absent"}]},
            ),
        ),
    ]
    sources = [
        _row("used", "Used", _field("t.used", "Was anything read?", "yes_no")),
        _row(
            "modalities",
            "Modalities",
            _field(
                "t.modalities",
                "Which modalities",
                "choices",
                when=when,
                options=["Text", "Image", "Other (please specify)"],
            ),
        ),
        _row(
            "large",
            "Large data sets",
            _field(
                "t.large",
                "Which data sets are large",
                "entries",
                when=when,
                columns=[
                    {"id": "name", "label": "Name", "required": True},
                    {"id": "link", "label": "Link", "required": True},
                    {"id": "description", "label": "Description", "required": True},
                    {"id": "collected", "label": "Collected"},
                ],
            ),
        ),
        _row(
            "domains",
            "Domain names",
            _field(
                "t.domains",
                "Which domains were read most",
                "entries",
                columns=[
                    {"id": "domain", "label": "Domain", "required": True},
                    {"id": "opted_out", "label": "Has opted out since"},
                ],
            ),
        ),
        _row(
            "period", "Period", _field("t.period", "When it was read", "period", format="MM/YYYY")
        ),
        _row("month", "Latest month", _field("t.month", "Latest month", "month", format="MM/YYYY")),
        _row("comments", "Comments", _field("t.comments", "Comments", "text", required=False)),
    ]
    law = [
        _row(
            "measures",
            "Measures",
            _field(
                "t.measures",
                "What was done",
                "text",
                hint="filters; block lists",
                source="Article 1(2)",
            ),
            _field("t.hidden", "What was withheld", "text"),
            _field(
                "t.more",
                "What depends on the measures",
                "text",
                when={"all": [{"field": "t.measures", "op": "present"}]},
            ),
        ),
        _row(
            "no_used",
            "Not used",
            _field("t.none", "Was anything bought?", "yes_no"),
            _field(
                "t.deal",
                "From whom",
                "text",
                when={"all": [{"field": "t.none", "op": "eq", "value": "Yes"}]},
            ),
        ),
    ]
    return read_form(
        {
            "id": name,
            "title": title,
            "version": "2026-01-31",
            "instrument": "Act on What Was Read, Article 1; <form> & annex",
            "url": "https://example.org/act",
            "update": {
                "months": 6,
                "rule": "Every six months (Article 3).",
                "date": "t.date",
                "own": ["t.version", "t.previous", "t.date"],
                "data": ["2"],
            },
            "sections": [
                {"number": "", "title": "", "note": "", "rows": head},
                {"number": "1", "title": "General", "note": "", "rows": general},
                {"number": "2", "title": "Sources", "note": "Each stands once.", "rows": []},
                {"number": "2.1", "title": "What was read", "note": "", "rows": sources},
                {"number": "3", "title": "Law", "note": "", "rows": law},
            ],
        }
    )


def answers() -> dict[str, Answer]:
    """Answers of every status; the missing ones are ``t.measures`` and ``t.previous``."""
    return {
        "t.version": Answer("1.2", origins=("/document/version",)),
        "t.date": Answer("31/12/25", origins=("/document/updated",)),
        "t.names": Answer(("Small 1", "Small 2"), origins=("/models/small/name",)),
        "t.markets": Answer(({"model": "Small 1", "date": "01/02/26"}, {"model": "Small 2"})),
        "t.size": Answer(
            "Much",
            origins=("/sources/a/size/tokens",),
            how="3 100 million tokens: more than 1 billion, and less than 10 trillion",
        ),
        "t.used": Answer("Yes"),
        "t.modalities": Answer(("Text", "Other: point clouds"), origins=("/sources/a/modalities",)),
        "t.large": Answer(
            (
                {
                    "name": "Web pages <of> 2024",
                    "link": "https://example.org/web|pages?a=1&b=2",
                    "description": "What was there.\nAnd what was not; see doi:10.1000/182.",
                    "collected": "01/2024 to 12/2024",
                },
                {"name": "Long", "link": "https://example.org/" + "a" * 150, "description": LONG},
                {"name": "Scripts", "link": "none", "description": SCRIPTS},
            ),
            gaps=(Gap("/sources/b/size", "withheld", "The contract forbids it."),),
            wants=(Want("/sources/c/size", "how many tokens of `c` were used"),),
        ),
        "t.domains": Answer(tuple({"domain": f"site-{number}.example"} for number in range(40))),
        "t.period": Answer(
            "From 01/2024 to 12/2024", how="The first and last month of all sources."
        ),
        "t.month": Answer(gaps=(Gap("/dataset/collected", "unknown", "Nobody wrote it down."),)),
        "t.measures": Answer(wants=(Want("/policies/removal", "what was removed, and how"),)),
        "t.hidden": Answer(HOSTILE, origins=("/policies/<b>", "/policies/\u202ex")),
        "t.none": Answer("No"),
    }


def small_filing(form: Form | None = None, changed: Mapping[str, Answer] | None = None) -> Filing:
    """A filing of the small form."""
    return Filing(
        form=form or small_form(),
        subject=Subject(
            name="Small <set> & co",
            version="2",
            digest=DIGEST,
            url="https://example.org/trainbib.yaml",
            declared_by="Example Söhne GmbH",
            declared="2025-12-31",
        ),
        answers={**answers(), **(changed or {})},
        generator="trainbib 1.0.0",
    )


def two_filings() -> tuple[Filing, Filing]:
    """The same manifest in two forms: a combined document."""
    return small_filing(), small_filing(small_form("other", "Card of what was read"))
