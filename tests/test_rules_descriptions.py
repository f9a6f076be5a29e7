"""The rules on how sources are described: units, links, crawls, hedges, and how old all that is."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.checking import check
from trainbib.diagnostics import Diagnostic, Rename
from trainbib.document import parse_document
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
FBCDN = (
    "https://scontent-ams2-1.xx.fbcdn.net/m1/v/t0/An9?_nc_gid=BA&oh=00_AQ&oe=6A63BEC4&_nc_sid=68"
)


def manifest(**sections: Any) -> dict[str, Any]:
    return {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {"a": {"kind": "other", "license": "CC0-1.0"}},
    } | sections


def source(**fields: Any) -> dict[str, Any]:
    return manifest(sources={"a": {"kind": "other", "license": "CC0-1.0"} | fields})


def found(
    data: dict[str, Any], code: str, *, today: date = TODAY, **settings: Any
) -> list[Diagnostic]:
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    report = check(document, Settings(today=today, **settings))
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.code == code]


def places(data: dict[str, Any], code: str, **settings: Any) -> list[str]:
    return [each.pointer.removeprefix("/sources/a") for each in found(data, code, **settings)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "https://news.edu/x"}, ["/title"]),
        ({"title": "News (http://news.edu)"}, ["/title"]),
        ({"title": "HTTPS://NEWS.EDU/"}, ["/title"]),
        ({"notes": " https://news.edu/x "}, ["/notes"]),
        ({"revision": "https://news.edu/x"}, ["/revision"]),
        ({"synthetic": {"generators": [{"name": "https://hub.edu/m"}]}},
         ["/synthetic/generators/0/name"]),
        ({"description": "see https://news.edu/x"}, []),
        ({"title": "How https:// came to be"}, []),
        ({"title": {"unknown": "https://news.edu/x has none"}}, []),
        ({"license": {"expression": "CC0-1.0", "attribution": "https://news.edu/x"}}, []),
        ({"x-title": "https://news.edu/x"}, []),
    ],
)  # fmt: skip
def test_addresses_stand_where_they_belong(fields: dict[str, Any], expected: list[str]) -> None:
    assert places(source(**fields), "SRC003") == expected


def test_a_title_becomes_the_url_where_there_is_none() -> None:
    (finding,) = found(source(title="https://news.edu/x"), "SRC003")
    assert finding.fix is not None
    assert finding.fix.steps == (Rename("/sources/a/title", "url"),)
    (finding,) = found(source(title="https://news.edu/x", url="https://news.edu/"), "SRC003")
    assert finding.fix is None
    (finding,) = found(source(title="News https://news.edu/x"), "SRC003")
    assert finding.fix is None


@pytest.mark.parametrize(
    ("modalities", "size", "expected"),
    [
        (["image"], {"tokens": 9}, ["/size/tokens"]),
        (["audio", "video"], {"tokens": 9, "bytes": 9}, ["/size/tokens"]),
        (["audio", "video"], {"tokens": 9, "video_hours": 9}, []),
        (["audio"], {"tokens": 9, "audio_hours": {"unknown": "not logged"}}, []),
        (["audio"], {"tokens": {"unknown": "not counted"}}, []),
        (["audio", "text"], {"tokens": 9}, []),
        (["audio"], {"records": 9}, []),
        (["time_series"], {"tokens": 9}, []),
        (None, {"tokens": 9}, []),
        (["audio"], {"other": [{"amount": 9, "unit": "hours", "modality": "audio"}]},
         ["/size/other/0/unit"]),
        (["audio"], {"other": [{"amount": 9, "unit": "Tokens", "modality": "audio"}]},
         ["/size/other/0/unit"]),
        (None, {"other": [{"amount": 9, "unit": "tokens"}]}, ["/size/other/0/unit"]),
        (None, {"other": [{"amount": 9, "unit": "tokens"}], "tokens": 9}, []),
        (None, {"other": [{"amount": 9, "unit": "pages", "modality": "text"}]}, []),
        (None, {"other": [{"amount": 9, "unit": "TiB"}]}, ["/size/other/0/unit"]),
        (None, {"other": {"unknown": "no more units"}}, []),
        (None, {"other": [7, {"unit": 7}]}, []),
    ],
)  # fmt: skip
def test_content_is_counted_in_its_unit(
    modalities: list[str] | None, size: dict[str, Any], expected: list[str]
) -> None:
    fields: dict[str, Any] = {"size": size}
    if modalities is not None:
        fields["modalities"] = modalities
    assert places(source(**fields), "SRC010") == expected


def test_sizes_that_nobody_can_add_up() -> None:
    clips = {"other": [{"amount": 9, "unit": "clips", "modality": "audio"}]}
    one = {"kind": "other", "license": "CC0-1.0", "size": {"audio_hours": 3}}
    two = {"kind": "other", "license": "CC0-1.0", "size": clips}
    (finding,) = found(manifest(sources={"one": one, "two": two}), "SRC010")
    assert finding.pointer == "/sources/two/size/other/0/unit"
    assert [related.pointer for related in finding.related] == ["/sources/one/size/audio_hours"]
    assert found(manifest(sources={"two": two}), "SRC010") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Some pages may be news.", '"some", "may"'),
        ("Data such as news, etc.", '"such as", "etc"'),
        ("News, including but not limited to dailies", '"including but not limited to"'),
        ("A variety of sources", '"a variety of"'),
        ("Collected in May 2024 by Some Ltd.", '"some"'),
        ("Collected in May 2024.", None),
        ("Handsome mayors, somewhere", None),
        ("maybe", None),
    ],
)
def test_hedges_are_named(text: str, words: str | None) -> None:
    findings = found(source(description=text), "SRC011", pedantic=True)
    assert [words in each.message for each in findings if words] == ([True] if words else [])
    assert len(findings) == (words is not None)
    assert found(source(description=text), "SRC011") == []
    assert found(source(title=text), "SRC011", pedantic=True) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Some questions might have no answer, such as the last.", None),
        ("Pages of various sources, such as news, may be old.", 'hedges: "various"'),
    ],
)
def test_the_description_of_the_set_may_speak_of_what_may_be(text: str, words: str | None) -> None:
    data = manifest(dataset={"name": "example", "version": "1", "description": text})
    findings = found(data, "SRC011", pedantic=True)
    assert [words in each.message for each in findings if words] == [True] * len(findings)
    assert len(findings) == (words is not None)


CRAWL = {
    "crawlers": [{"user_agent": "Bot/1", "purpose": "news"}],
    "robots_txt": "obeyed",
    "captchas": "left alone",
    "logins": "left alone",
    "paywalls": {"unknown": "not logged"},
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"crawlers": {"withheld": "agreement, clause 9"}}, None),
        ({"crawlers": [{"purpose": "news"}]}, "`user_agent`"),
        ({"crawlers": [{"name": "Bot"}]}, "`purpose`"),
        ({"crawlers": None}, "`crawlers`"),
        ({"robots_txt": None, "logins": None}, "`robots_txt`, `logins`"),
    ],
)
def test_a_crawl_is_described(changes: dict[str, Any], said: str | None) -> None:
    crawl = {k: v for k, v in (CRAWL | changes).items() if v is not None}
    data = source(kind="own_crawl", collected={"from": "2025", "to": "2025"}, crawl=crawl)
    findings = found(data, "SRC013", profiles=("eu-ai-act",))
    assert [said in each.message for each in findings if said] == ([True] if said else [])
    assert bool(findings) is (said is not None)
    assert found(data, "SRC013") == []


def test_a_crawl_says_when() -> None:
    (finding,) = found(source(kind="own_crawl", crawl=CRAWL), "SRC013", profiles=("complete",))
    assert "`collected`" in finding.message
    data = source(
        kind="own_crawl", crawl={"unknown": "the contractor is gone"}, collected={"to": "2025"}
    )
    assert found(data, "SRC013", profiles=("complete",)) == []
    assert found(source(kind="public_dataset"), "SRC013", profiles=("complete",)) == []


PUBLIC = {"kind": "public_dataset", "title": "News"}


@pytest.mark.parametrize(
    ("one", "two", "twice"),
    [
        (
            {"kind": "public_dataset", "ids": {"doi": "10.5281/Zenodo.1"}},
            {"kind": "licensed", "url": "https://doi.org/10.5281/zenodo.1"},
            True,
        ),
        (PUBLIC, {"kind": "own_crawl", "title": "news "}, True),
        (PUBLIC, {"kind": "synthetic", "title": "News"}, False),
        (PUBLIC, {"kind": {"unknown": "bought with the firm"}, "title": "News"}, False),
        ({"kind": "offline", "title": "News"}, {"kind": "other", "title": "News"}, False),
        (
            {"kind": "public_dataset", "title": {"unknown": "x"}},
            {"kind": "licensed", "title": {"unknown": "x"}},
            False,
        ),
    ],
)
def test_one_set_in_two_sections(one: dict[str, Any], two: dict[str, Any], *, twice: bool) -> None:
    data = manifest(
        sources={"one": {"license": "CC0-1.0"} | one, "two": {"license": "CC0-1.0"} | two}
    )
    findings = found(data, "SRC014", profiles=("eu-ai-act",))
    assert [each.pointer for each in findings] == (["/sources/two/kind"] if twice else [])
    assert found(data, "SRC014") == []


@pytest.mark.parametrize(
    "url",
    [
        FBCDN,
        "https://acme.blob.core.windows.net/d/x?sv=1&se=2026-01-31T00%3A00%3A00Z&sig=s3cret",
        "https://acme.s3.amazonaws.com/x?AWSAccessKeyId=AK&Expires=1767225600&Signature=s3cret",
        "https://d1.cloudfront.net/x?Policy=abc&Signature=s3cret&Key-Pair-Id=K",
        "https://storage.googleapis.com/x?GoogleAccessId=a&Expires=1767225600&Signature=s3cret",
        "https://cdn.discordapp.com/attachments/1/2/x.zip?ex=6A63BEC4&is=1&hm=s3cret",
        "https://files.edu/x?token=s3cret&expires=1767225600",
        "https://drive.google.com/uc?id=1a2b",
        "https://docs.google.com/document/d/1a2b/edit",
        "https://www.dropbox.com/s/abc/x.zip?dl=1",
        "https://acme-my.sharepoint.com/:u:/g/personal/x",
        "https://1drv.ms/u/s!abc",
        "https://bit.ly/3abc",
        "HTTP://TinyURL.com/abc",
    ],
)
def test_links_that_will_not_last(url: str) -> None:
    (finding,) = found(source(url=url, version="1"), "SRC015")
    assert "s3cret" not in finding.message + finding.value + "".join(finding.notes)
    archived = source(url=url, version="1", archive="https://web.archive.org/web/2025/x")
    assert found(archived, "SRC015") == []


@pytest.mark.parametrize(
    "url",
    [
        "https://data.edu/x?page=2&sort=expires",
        "https://data.edu/x?signature=yes",
        "https://data.edu/x?expires=never",
        "https://bit.ly/",
        "https://www.dropbox.com/features",
        "https://drive.google.com",
        "https://www.icloud.com/photos",
        "https://habit.ly/abc",
        "doi:10.5281/zenodo.1",
        "s3://acme/x?Expires=1&Signature=2",
    ],
)
def test_links_that_may_last(url: str) -> None:
    assert found(source(url=url, version="1"), "SRC015") == []


def test_a_link_with_a_secret_is_reported_as_that_alone() -> None:
    url = (
        "https://b.s3.amazonaws.com/x?X-Amz-Date=20260101T000000Z&X-Amz-Expires=9&X-Amz-Signature=s"
    )
    assert found(source(url=url, version="1"), "SRC002")
    assert found(source(url=url, version="1"), "SRC015") == []


@pytest.mark.parametrize(
    ("url", "day"),
    [
        (FBCDN, "2026-07-24"),
        ("https://a.blob.core.windows.net/x?se=2026-01-31T00%3A00&sig=s", "2026-01-31"),
        ("https://files.edu/x?sig=s&expires=1767225600", "2026-01-01"),
        ("https://files.edu/x?sig=s&expires=3600", None),
        ("https://files.edu/x?sig=s&expires=soon", None),
        ("https://files.edu/x?sig=s&expires=" + "9" * 40, None),
    ],
)
def test_the_day_of_expiry_is_told(url: str, day: str | None) -> None:
    (finding,) = found(source(url=url, version="1"), "SRC015")
    assert finding.notes == ((f"it says that it expires on {day}",) if day else ())


def dated(updated: object, **fields: Any) -> dict[str, Any]:
    return source(**fields) | {"document": {"updated": updated}}


@pytest.mark.parametrize(
    ("updated", "fields", "expected"),
    [
        ("2025-06-30", {"retrieved": "2025-07-01"}, ["/retrieved"]),
        ("2025-06", {"collected": {"from": "2022", "to": "2025-11"}}, ["/collected/to"]),
        ("2025", {"issued": "2026-01-01", "retrieved": "2026-02"}, ["/retrieved"]),
        ("2025-06", {"retrieved": "2025"}, []),
        ("2025-06-30", {"retrieved": "2025-06"}, []),
        ("2025-06-30", {"retrieved": "2099-01"}, []),
        ("2025-06-31", {"retrieved": "2026"}, []),
        ({"lost": "the log is gone"}, {"retrieved": "2026"}, []),
        ("2025-06-30", {"retrieved": {"unknown": "x"}, "collected": {"unknown": "x"}}, []),
    ],
)
def test_data_is_not_newer_than_the_manifest(
    updated: object, fields: dict[str, Any], expected: list[str]
) -> None:
    assert places(dated(updated, **fields), "CON004") == expected


def test_all_newer_sources_are_one_finding() -> None:
    sources = {
        f"s{index}": {"kind": "other", "license": "CC0-1.0", "retrieved": "2026-02"}
        for index in range(4)
    }
    data = manifest(sources=sources, document={"updated": "2025"})
    (finding,) = found(data, "CON004")
    assert finding.count == 4


@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)))
def test_what_goes_on_is_described_every_six_months(today: date) -> None:
    data = dated("2024-01-31", collected={"from": "2023", "ongoing": True})
    stale = today - date(2024, 1, 31) > timedelta(days=183)
    expected = ["/document/updated"] if stale else []
    assert places(data, "CON004", today=today) == expected


@pytest.mark.parametrize("where", ["source", "set", "nowhere"])
def test_a_set_or_a_source_can_be_dynamic(where: str) -> None:
    data = dated("2024-01-31", dynamic=where == "source")
    data["dataset"]["dynamic"] = where == "set"
    assert bool(found(data, "CON004")) is (where != "nowhere")


@pytest.mark.parametrize(("expires", "passed"), [("2026-11-21", True), ("2026-11", False)])
def test_a_manifest_can_say_how_long_it_holds(expires: str, *, passed: bool) -> None:
    data = manifest(document={"expires": expires})
    assert places(data, "CON004") == (["/document/expires"] if passed else [])
