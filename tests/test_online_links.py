"""Verdicts on links: what is dead, what has moved, and what proves nothing."""

from collections.abc import Generator
from email.utils import formatdate
from pathlib import Path

import pytest

from online_world import START, Asked, Page, World, redirect, serving
from trainbib.online.asking import Asker, retry_after
from trainbib.online.links import LinkResult, Verdict, check_links
from trainbib.online.settings import Progress

URL = "http://a.org/page"


@pytest.fixture
def world() -> Generator[World]:
    world = World()
    with serving(world):
        yield world


def look(world: World, *urls: str, **changes: object) -> LinkResult:
    """Check some links in a run of their own, and return the result of the first."""
    with Asker(world.settings(**changes)).working() as asker:
        return check_links(asker, urls or (URL,))[urls[0] if urls else URL]


def test_a_link_that_answers_is_ok_by_head_alone(world: World) -> None:
    world.put(URL, Page(200, b"body", {"ETag": '"v1"'}))
    result = look(world)
    assert (result.verdict, result.status, result.final) == (Verdict.OK, 200, URL)
    assert result.headers["etag"] == '"v1"'
    assert world.urls("HEAD") == [URL]
    assert world.urls("GET") == []


@pytest.mark.parametrize("refusal", [400, 403, 404, 405, 501, 503])
def test_a_server_that_refuses_head_is_asked_by_get_for_a_part(world: World, refusal: int) -> None:
    def answer(asked: Asked) -> Page:
        return Page(refusal) if asked.method == "HEAD" else Page(206, b"x")

    world.put(URL, answer)
    assert look(world).verdict is Verdict.OK
    assert world.asked[-1].headers["range"] == "bytes=0-65535"
    assert world.clock.slept == []


def test_an_empty_file_has_no_part_and_is_there(world: World) -> None:
    world.put(URL, lambda asked: Page(405 if asked.method == "HEAD" else 416))
    assert look(world).verdict is Verdict.OK


@pytest.mark.parametrize("status", [404, 410])
def test_a_link_is_dead_after_a_second_look_a_minute_later(world: World, status: int) -> None:
    world.put(URL, Page(status))
    result = look(world)
    assert result.verdict is Verdict.DEAD
    assert result.reason.endswith("twice")
    assert sum(world.clock.slept) >= 60
    assert [asked.method for asked in world.asked] == ["GET", "HEAD", "GET", "GET"]
    assert "range" not in world.asked[-1].headers


def test_what_is_back_at_the_second_look_is_not_dead(world: World) -> None:
    world.put(URL, [Page(404), Page(404), Page(200)])
    assert look(world).verdict is Verdict.OK


def test_what_cannot_be_told_at_the_second_look_is_not_dead(world: World) -> None:
    world.put(URL, [Page(404), Page(404), Page(403)])
    result = look(world)
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "403 Forbidden" in result.reason
    assert "404" in result.reason


def test_without_time_for_a_second_look_nothing_is_dead(world: World) -> None:
    world.put(URL, Page(404))
    result = look(world, max_duration=30.0)
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "no time for a second look" in result.reason


def test_a_host_that_does_not_exist_is_dead_after_two_lookups(world: World) -> None:
    result = look(world, "http://gone.org/a")
    assert result.verdict is Verdict.DEAD
    assert world.looked_up["gone.org"] >= 2
    assert sum(world.clock.slept) >= 60


def test_where_no_name_exists_nothing_is_dead(world: World) -> None:
    del world.names["doi.org"]
    result = look(world, "http://gone.org/a")
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "online?" in result.reason


@pytest.mark.parametrize("status", [401, 403, 405, 406, 429, 451, 500, 502, 503, 504, 400, 418])
def test_refusals_and_faults_prove_nothing(world: World, status: int) -> None:
    world.put(URL, Page(status))
    result = look(world)
    assert result.verdict is Verdict.UNVERIFIABLE
    assert str(status) in result.reason


@pytest.mark.parametrize("status", [300, 304])
def test_an_answer_without_a_target_proves_nothing(world: World, status: int) -> None:
    world.put(URL, Page(status))
    assert look(world).verdict is Verdict.UNVERIFIABLE


def test_a_fault_is_tried_again_with_longer_pauses(world: World) -> None:
    world.put(URL, [Page(500), Page(500), Page(502), Page(200)])
    assert look(world).verdict is Verdict.OK
    assert world.clock.slept == [1, 2]


def test_three_attempts_are_enough(world: World) -> None:
    world.put(URL, Page(500))
    assert look(world).verdict is Verdict.UNVERIFIABLE
    assert world.urls("GET") == [URL] * 3
    assert world.clock.slept == [1, 2]


def test_pauses_are_longer_by_chance_and_not_by_more_than_a_quarter(world: World) -> None:
    world.put(URL, Page(500))
    look(world, random=lambda: 1.0)
    assert world.clock.slept == [1.25, 2.5]


@pytest.mark.parametrize("asked", ["7", formatdate(START + 7, usegmt=True)])
def test_a_pause_that_a_server_asks_for_is_kept(world: World, asked: str) -> None:
    world.put(URL, [Page(429, headers={"Retry-After": asked}), Page(200)])
    assert look(world).verdict is Verdict.OK
    assert world.clock.slept == [7]


def test_nobody_waits_for_more_than_a_minute(world: World) -> None:
    world.put(URL, Page(429, headers={"Retry-After": "61"}))
    assert look(world).verdict is Verdict.UNVERIFIABLE
    assert world.clock.slept == []
    assert len(world.urls()) == 1


def test_a_long_pause_keeps_the_whole_host_from_being_asked(world: World) -> None:
    world.put("http://a.org/1", Page(429, headers={"Retry-After": "3600"}))
    world.put("http://a.org/2", Page(200))
    with Asker(world.settings(concurrency=1)).working() as asker:
        results = check_links(asker, ["http://a.org/1", "http://a.org/2"])
    assert "pause of 3600 s" in results["http://a.org/2"].reason
    assert world.urls() == ["http://a.org/1"]


def test_an_exhausted_rate_limit_is_respected(world: World) -> None:
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(START) + 30)}
    world.put("http://a.org/1", Page(200, headers=spent))
    world.put("http://a.org/2", Page(200))
    with Asker(world.settings(concurrency=1)).working() as asker:
        check_links(asker, ["http://a.org/1", "http://a.org/2"])
    assert world.clock.slept == [30]


def test_a_stated_rate_is_kept(world: World) -> None:
    slow = {"X-Rate-Limit-Limit": "2", "X-Rate-Limit-Interval": "10s"}
    for number in range(3):
        world.put(f"http://a.org/{number}", Page(200, headers=slow))
    with Asker(world.settings(concurrency=1, robots=False)).working() as asker:
        check_links(asker, [f"http://a.org/{number}" for number in range(3)])
    assert sum(world.clock.slept) == pytest.approx(5)


def test_requests_at_one_host_keep_their_distance(world: World) -> None:
    for number in range(5):
        world.put(f"http://a.org/{number}", Page(200))
    with Asker(world.settings(host_interval=0.2, robots=False)).working() as asker:
        check_links(asker, [f"http://a.org/{number}" for number in range(5)])
    assert world.clock.time - START >= 4 * 0.2 - 1e-6


def test_moved_is_what_is_permanent_all_the_way(world: World) -> None:
    world.put("http://a.org/1", redirect("/2", 301))
    world.put("http://a.org/2", redirect("http://b.org/3", 308))
    world.put("http://b.org/3", Page(200))
    world.put("http://a.org/4", redirect("/5", 301))
    world.put("http://a.org/5", redirect("http://b.org/3", 302))
    moved = look(world, "http://a.org/1")
    assert (moved.verdict, moved.final) == (Verdict.MOVED, "http://b.org/3")
    assert look(world, "http://a.org/4").verdict is Verdict.OK


def test_moved_to_nothing_is_dead(world: World) -> None:
    world.put(URL, redirect("/gone", 301))
    assert look(world).verdict is Verdict.DEAD


@pytest.mark.parametrize("target", ["/login?next=/page", "/users/sign_in", "http://b.org/sso/"])
def test_a_page_for_logging_in_proves_nothing(world: World, target: str) -> None:
    world.put(URL, redirect(target, 301))
    world.put("http://b.org/sso/", Page(200))
    for page in ("http://a.org/login?next=/page", "http://a.org/users/sign_in"):
        world.put(page, Page(200))
    assert look(world).verdict is Verdict.UNVERIFIABLE


def test_a_page_that_is_sent_to_the_home_page_has_not_moved_there(world: World) -> None:
    world.put(URL, redirect("/", 301))
    world.put("http://a.org/", Page(200))
    assert look(world).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://ada:pw@a.org/", "credentials"),
        ("http://a.org:8080/", "port is 8080"),
        ("http://data.example/", "RFC 2606"),
    ],
)
def test_what_is_not_asked_is_unverifiable_and_says_why(world: World, url: str, word: str) -> None:
    result = look(world, url)
    assert result.verdict is Verdict.UNVERIFIABLE
    assert word in result.reason
    assert world.asked == []


def test_robots_are_obeyed_and_never_make_a_link_dead(world: World) -> None:
    world.put("http://a.org/robots.txt", Page(200, b"User-agent: trainbib\nDisallow: /page\n"))
    world.put(URL, Page(404))
    world.put("http://a.org/open", Page(200))
    result = look(world)
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "robots.txt" in result.reason
    assert world.urls() == []
    assert look(world, "http://a.org/open").verdict is Verdict.OK
    assert look(world, robots=False).verdict is Verdict.DEAD


def test_robots_are_obeyed_at_the_target_of_a_redirect(world: World) -> None:
    world.put("http://b.org/robots.txt", Page(200, b"User-agent: *\nDisallow: /\n"))
    world.put(URL, redirect("http://b.org/there"))
    assert look(world).verdict is Verdict.UNVERIFIABLE
    assert world.urls() == [URL]


def test_robots_are_read_once_for_each_site(world: World) -> None:
    for number in range(6):
        world.put(f"http://a.org/{number}", Page(200))
    look(world, *(f"http://a.org/{number}" for number in range(6)))
    assert sum(asked.url.endswith("robots.txt") for asked in world.asked) == 1


@pytest.mark.parametrize(
    ("robots", "verdict"),
    [
        (Page(403), Verdict.OK),
        (Page(404), Verdict.OK),
        (Page(500), Verdict.UNVERIFIABLE),
        (Page(429), Verdict.UNVERIFIABLE),
        (redirect("/robots.txt"), Verdict.OK),
        (redirect("http://127.0.0.1/"), Verdict.OK),
    ],
    ids=["403", "404", "500", "429", "circle", "private"],
)
def test_missing_rules_allow_and_broken_ones_do_not(
    world: World, robots: Page, verdict: Verdict
) -> None:
    world.put("http://a.org/robots.txt", robots)
    world.put(URL, Page(200))
    assert look(world).verdict is verdict


def test_a_run_has_a_limit_of_lookups(world: World) -> None:
    urls = [f"http://a.org/{number}" for number in range(5)]
    for url in urls:
        world.put(url, Page(200))
    with Asker(world.settings(max_lookups=3, concurrency=1)).working() as asker:
        results = check_links(asker, urls)
    verdicts = [result.verdict for result in results.values()]
    assert verdicts == [Verdict.OK] * 3 + [Verdict.UNVERIFIABLE] * 2
    assert {result.reason for result in results.values() if result.limit} == {
        "the limit of 3 look-ups in a run is reached"
    }


def test_a_run_has_a_limit_of_time(world: World) -> None:
    urls = [f"http://a.org/{number}" for number in range(4)]
    for url in urls:
        world.put(url, Page(200))
    with Asker(
        world.settings(max_duration=60.0, host_interval=30.0, concurrency=1, robots=False)
    ).working() as asker:
        results = check_links(asker, urls)
    assert [result.limit for result in results.values()] == [False, False, False, True]
    assert "limit of 1 minutes" in results[urls[-1]].reason


def test_progress_is_told(world: World) -> None:
    told: list[Progress] = []
    for url in (URL, "http://a.org/b"):
        world.put(url, Page(200))
    look(world, URL, "http://a.org/b", progress=told.append)
    assert told == [Progress("links", done, 2) for done in range(3)]


def test_who_watches_is_told_that_a_second_look_takes_its_time(world: World) -> None:
    told: list[Progress] = []
    slept: list[int] = []

    def tell(state: Progress) -> None:
        told.append(state)
        slept.append(len(world.clock.slept))

    assert look(world, "http://a.org/gone", progress=tell).verdict is Verdict.DEAD
    again = "what seems dead once more, 60 s later"
    assert told == [
        Progress("links", 0, 1),
        Progress("links", 1, 1),
        Progress(again, 0, 1),
        Progress(again, 1, 1),
    ]
    assert slept == [0, 0, 0, 1], "it is told before the wait"


def test_good_links_are_remembered_for_a_week(world: World, tmp_path: Path) -> None:
    cache = tmp_path / "deep" / "http.sqlite"
    world.put(URL, redirect("/new"))
    world.put("http://a.org/new", Page(200, b"", {"ETag": '"v1"'}))
    first = look(world, cache_path=cache)
    world.clock.time += 6 * 86400
    again = look(world, cache_path=cache)
    assert (again.verdict, again.final, again.chain) == (first.verdict, first.final, first.chain)
    assert again.headers == first.headers
    assert again.cached
    assert world.urls() == [URL, "http://a.org/new"]
    world.clock.time += 2 * 86400
    look(world, cache_path=cache)
    assert len(world.urls()) == 4


def test_the_fragment_does_not_matter_to_the_cache(world: World, tmp_path: Path) -> None:
    world.put(URL, Page(200))
    look(world, f"{URL}#a", cache_path=tmp_path / "c")
    assert look(world, f"{URL}#b", cache_path=tmp_path / "c").cached


def test_what_could_not_be_verified_is_not_remembered(world: World, tmp_path: Path) -> None:
    world.put(URL, Page(403))
    look(world, cache_path=tmp_path / "c")
    world.put(URL, Page(200))
    assert look(world, cache_path=tmp_path / "c").verdict is Verdict.OK


def test_a_dead_link_of_an_earlier_run_is_looked_at_again_without_waiting(
    world: World, tmp_path: Path
) -> None:
    cache = tmp_path / "c"
    world.put(URL, Page(404))
    look(world, cache_path=cache)
    slept = len(world.clock.slept)
    world.clock.time += 3600
    again = look(world, cache_path=cache)
    assert again.verdict is Verdict.DEAD
    assert "earlier run" in again.reason
    assert len(world.clock.slept) == slept
    world.put(URL, Page(200))
    world.clock.time += 3600
    assert look(world, cache_path=cache).verdict is Verdict.OK
    assert look(world, cache_path=cache).cached


def test_a_dead_link_of_yesterday_needs_two_looks_again(world: World, tmp_path: Path) -> None:
    world.put(URL, Page(404))
    look(world, cache_path=tmp_path / "c")
    world.clock.time += 2 * 86400
    slept = sum(world.clock.slept)
    look(world, cache_path=tmp_path / "c")
    assert sum(world.clock.slept) >= slept + 60


def test_robots_are_remembered_for_a_day(world: World, tmp_path: Path) -> None:
    world.put("http://a.org/robots.txt", Page(200, b"User-agent: *\nDisallow: /page"))
    look(world, cache_path=tmp_path / "c")
    look(world, cache_path=tmp_path / "c")
    assert len(world.asked) == 1
    world.clock.time += 2 * 86400
    look(world, cache_path=tmp_path / "c")
    assert len(world.asked) == 2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("5", 5), ("0", 0), (formatdate(START + 90, usegmt=True), 90), (formatdate(0), 0),
     ("", None), ("soon", None), ("-5", None), ("9" * 400, 1e12 - 1)],
)  # fmt: skip
def test_retry_after_is_read(header: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": header}, START) == seconds
