"""Section 2.3 of the EU summary, without its domain names."""

from typing import Any

import pytest

from disclosures import answered, filed, manifest, wanted


def crawl(collected: Any = None, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": "own_crawl", "modalities": ["text"], **more}
    return made if collected is None else {**made, "collected": collected}


def period(*crawls: dict[str, Any]) -> Any:
    sources = {f"c{at}": each for at, each in enumerate(crawls)}
    return answered(manifest(sources), "eu.2.3.period")


def test_the_period_is_that_of_all_crawls() -> None:
    answer = period(
        crawl({"from": "2024-03-02", "to": "2024-06"}),
        crawl({"from": "2023-11", "to": "2024-01-31"}),
    )
    assert answer.value == "From 11/2023 to 06/2024"
    assert not answer.wants


@pytest.mark.parametrize(
    ("coarse", "value"),
    [
        ({"from": "2022", "to": "2024-01"}, None),  # before the first known month
        ({"from": "2023", "to": "2024-01"}, None),  # may be before it
        ({"from": "2024", "to": "2024-06"}, "From 03/2023 to 06/2024"),  # is not
        ({"from": "2023-05", "to": "2024"}, None),  # may be after the last
    ],
)
def test_a_coarse_date_is_wanted_where_it_may_decide(coarse: Any, value: str | None) -> None:
    answer = period(crawl({"from": "2023-03", "to": "2024-06"}), crawl(coarse))
    assert answer.value == value
    assert bool(answer.wants) == (value is None)


def test_a_year_that_begins_with_a_known_january_needs_no_month() -> None:
    answer = period(
        crawl({"from": "2023-01-15", "to": "2024-06"}), crawl({"from": "2023", "to": "2024-02"})
    )
    assert answer.value == "From 01/2023 to 06/2024"


def test_a_crawl_that_goes_on_ends_when_it_was_last_retrieved() -> None:
    answer = period(crawl({"from": "2023-03", "ongoing": True}, retrieved="2024-07-01"))
    assert answer.value == "From 03/2023 to 07/2024"
    assert "goes on" in answer.how
    assert wanted(period(crawl({"from": "2023-03", "ongoing": True}))) == ["/sources/c0/retrieved"]


def test_silence_and_gaps_are_shown() -> None:
    assert wanted(period(crawl())) == ["/sources/c0/collected/from", "/sources/c0/collected/to"]
    answer = period(crawl({"unknown": "no log"}))
    assert [gap.reason for gap in answer.gaps] == ["no log"]
    assert not answer.wants


def test_crawlers_are_named_by_their_user_agents() -> None:
    crawlers = [
        {"name": "Acme", "user_agent": "AcmeBot", "purpose": "search"},
        {"user_agent": "B", "purpose": "training"},
    ]
    again = [{"user_agent": "B", "purpose": "news"}]
    filing = filed(
        manifest({"a": crawl(crawl={"crawlers": crawlers}), "b": crawl(crawl={"crawlers": again})})
    )
    assert filing.texts("eu.2.3.crawler_names") == ("Acme (user agent AcmeBot)", "B")
    assert filing.entries("eu.2.3.crawler_purposes") == (
        {"crawler": "Acme (user agent AcmeBot)", "purpose": "search"},
        {"crawler": "B", "purpose": "news; training"},
    )


def test_a_purpose_that_is_a_gap_is_told_beside_those_of_other_crawlers() -> None:
    crawlers: list[dict[str, Any]] = [
        {"name": "A", "purpose": {"withheld": "a contract"}},
        {"name": "B", "purpose": "search"},
        {"name": "C"},
    ]
    data = manifest({"s": crawl(crawl={"crawlers": crawlers})})
    answer = answered(data, "eu.2.3.crawler_purposes")
    assert answer.value == (
        {"crawler": "A", "purpose": "withheld"},
        {"crawler": "B", "purpose": "search"},
    )
    assert wanted(answer) == ["/sources/s/crawl/crawlers/2/purpose"]
    del crawlers[1]["purpose"]
    answer = answered(data, "eu.2.3.crawler_purposes")
    assert (answer.value, len(answer.gaps)) == (None, 1)


def test_names_of_the_same_letters_come_in_the_same_order_in_every_document() -> None:
    names = ["bot", "Bot", "BOT", "bOT", "another"]
    crawlers = [{"name": name} for name in names]
    data = manifest({"s": crawl(crawl={"crawlers": crawlers}, content=["Art", "art", "aRt"])})
    assert answered(data, "eu.2.3.crawler_names").value == ("another", "BOT", "Bot", "bOT", "bot")
    assert answered(data, "eu.2.3.content_and_sources").value == "Content: Art, aRt, art"


def test_behaviour_is_told_by_aspect_and_what_is_missing_is_wanted() -> None:
    told = {"robots_txt": "obeyed", "captchas": "left alone", "logins": "none", "paywalls": "none"}
    data = manifest(
        {
            "a": crawl(title="A", crawl=told),
            "b": crawl(
                title="B",
                crawl={**told, "captchas": {"unknown": "contractor"}, "robots_txt": "logged"},
            ),
        }
    )
    answer = answered(data, "eu.2.3.crawler_behaviour")
    assert answer.value == (
        "Captchas (A): left alone\nPassword-protected sites: none\nPaywalls: none\n"
        "robots.txt (B): logged\nrobots.txt (A): obeyed"
    )
    assert wanted(answer) == [
        "/sources/a/crawl/other_protocols",
        "/sources/b/crawl/other_protocols",
    ]
    assert [gap.pointer for gap in answer.gaps] == ["/sources/b/crawl/captchas"]


def test_content_and_sources_are_those_of_all_crawls() -> None:
    data = manifest(
        {
            "a": crawl(
                title="A",
                description="Notices.",
                content=["notices"],
                languages=["de"],
                crawl={"site_types": ["news"], "regions": ["DE"]},
            ),
            "b": crawl(
                content=["posts"],
                coverage={"regions": ["AT"], "demographics": "adults"},
                crawl={"site_types": ["blogs"]},
            ),
        }
    )
    answer = answered(data, "eu.2.3.content_and_sources")
    assert answer.value == (
        "A: Notices.\nContent: notices, posts\nTypes of site: blogs, news\nRegions: AT, DE\n"
        "Languages: German (de)\nPeople: adults"
    )
    assert not answer.wants


def test_pages_saved_without_a_crawler_are_scraped_content_too() -> None:
    saved = {"kind": "other", "crawl": {"site_types": ["news"]}}
    facts = filed(manifest({"s": saved})).facts
    assert facts["derived.scraped_content_used_for_training"] is True
    others = {"kind": "public_dataset", "crawl": {"site_types": ["news"]}}
    facts = filed(manifest({"s": others})).facts
    assert facts["derived.scraped_content_used_for_training"] is False
