"""The parts below the checks: cache, scheduling, manifests by URL, what is collected, likeness."""

import gzip
import sqlite3
import threading
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from online_world import Page, World, redirect, serving
from trainbib.canonical import canonical_digest
from trainbib.document import parse_document
from trainbib.online import FetchError, fetch_manifest
from trainbib.online.asking import Asker
from trainbib.online.cache import Cache
from trainbib.online.hubs import HubPlace, hugging_face_place, place_of_url
from trainbib.online.links import LinkResult, Verdict, check_links
from trainbib.online.robots import Robots
from trainbib.online.scheduling import run_by_host
from trainbib.online.session import Hop
from trainbib.online.similarity import (
    same_organisation,
    same_person,
    same_title,
    token_ratio,
)
from trainbib.online.subjects import read_doi, subjects_of

URL = "http://a.org/trainbib.yaml"
MANIFEST = b"""\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  s: {kind: other, license: CC0-1.0}
"""


def digest_of(data: bytes) -> str:
    document = parse_document(data).data
    assert isinstance(document, dict)
    return canonical_digest(document)


@pytest.fixture
def world() -> Generator[World]:
    world = World()
    with serving(world):
        yield world


# Cache


def test_a_cache_keeps_answers_for_their_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a" / "b" / "http.sqlite")
    cache.put("GET", "http://a.org/#x", {"n": 1}, now=100, age=10)
    assert cache.get("GET", "http://a.org/#y", 105) == (100, {"n": 1})
    assert cache.get("HEAD", "http://a.org/", 105) is None
    assert cache.get("GET", "http://a.org/", 110) is None
    assert cache.get("GET", "http://a.org/", 99) is None  # the clock was put back
    cache.drop("GET", "http://a.org/")
    assert cache.get("GET", "http://a.org/", 105) is None
    cache.close(200)


def test_what_is_too_old_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "c"
    cache = Cache(path)
    cache.put("GET", "http://a.org/1", {}, now=0, age=10)
    cache.put("GET", "http://a.org/2", {}, now=0, age=100)
    cache.close(50)
    database = sqlite3.connect(path)
    assert database.execute("SELECT key FROM answers").fetchall() == [("GET http://a.org/2",)]
    database.close()


def broken(path: Path, how: str) -> None:
    if how == "text":
        path.write_bytes(b"this is no database, whatever its name may be" * 100)
    elif how == "torn":
        cache = Cache(path)
        for number in range(300):
            cache.put("GET", f"http://a.org/{number}", {"x": "y" * 200}, now=0, age=1e9)
        cache.close(1)
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[12288:])
    else:
        database = sqlite3.connect(path)
        if how == "version":
            database.execute("PRAGMA user_version = 99")
        database.execute("CREATE TABLE answers (other TEXT)")
        database.commit()
        database.close()


@pytest.mark.parametrize("how", ["text", "torn", "version", "table"])
def test_a_broken_cache_is_made_anew(tmp_path: Path, how: str) -> None:
    path = tmp_path / "http.sqlite"
    broken(path, how)
    cache = Cache(path)
    assert cache.problem == ""
    cache.put("GET", "http://a.org/", {"n": 1}, now=0, age=10)
    assert cache.get("GET", "http://a.org/", 1) == (0, {"n": 1})
    cache.close(1)


def test_where_there_can_be_no_cache_everything_works_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "http.sqlite")
    assert "cannot be used" in cache.problem
    cache.put("GET", "http://a.org/", {}, now=0, age=1)
    assert cache.get("GET", "http://a.org/", 0) is None
    cache.drop("GET", "http://a.org/")
    cache.close(1)


def test_runs_may_use_one_cache_at_once(tmp_path: Path) -> None:
    path = tmp_path / "c"

    def write(start: int) -> None:
        cache = Cache(path)
        for number in range(start, start + 20):
            cache.put("GET", f"http://a.org/{number}", {"n": number}, now=0, age=100)
        cache.close(0)

    threads = [threading.Thread(target=write, args=(start,)) for start in (0, 20, 40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache = Cache(path)
    found = [cache.get("GET", f"http://a.org/{number}", 1) for number in range(60)]
    assert found == [(0, {"n": number}) for number in range(60)]
    cache.close(1)


def test_a_record_of_another_program_is_ignored() -> None:
    link = LinkResult(
        "http://a.org/", Verdict.MOVED, "moved", 200, "http://b.org/",
        (Hop("http://a.org/", 301),), {"etag": "x"}, 5.0, cached=True,
    )  # fmt: skip
    assert LinkResult.from_record(link.url, 5.0, link.to_record()) == link
    for name in ("verdict", "status", "chain", "headers"):
        with pytest.raises((ValueError, TypeError)):
            LinkResult.from_record(link.url, 5.0, link.to_record() | {name: 5.5})
    with pytest.raises(KeyError):
        LinkResult.from_record(link.url, 5.0, {})


# Scheduling


def test_few_things_happen_at_one_host_and_many_at_several() -> None:
    lock, active, most = threading.Lock(), Counter[str](), Counter[str]()
    both_hosts = threading.Barrier(2)

    def work(item: str) -> str:
        host = item[0]
        with lock:
            active[host] += 1
            most[host] = max(most[host], active[host])
        if item in {"a0", "b0"}:
            both_hosts.wait(5)  # would never pass if one host held up the other
        with lock:
            active[host] -= 1
        return item.upper()

    items = [f"a{n}" for n in range(20)] + ["b0"]
    done: list[int] = []
    found = run_by_host(
        items, work, host=lambda item: item[0], workers=4, per_host=2, done=done.append
    )
    assert found == [item.upper() for item in items]
    assert max(most.values()) <= 2
    assert done == list(range(22))


def test_a_failure_is_raised_and_ends_the_work() -> None:
    begun: list[int] = []

    def work(item: int) -> int:
        begun.append(item)
        if item == 1:
            raise LookupError(item)
        return item

    with pytest.raises(LookupError):
        run_by_host(list(range(100)), work, host=lambda _: "a", workers=1, per_host=1)
    assert begun == [0, 1]


def test_nothing_to_do_is_done() -> None:
    assert run_by_host([], str, host=str, workers=4, per_host=2) == []


# Manifests by URL


def test_a_manifest_is_fetched_and_held_to_its_digest(world: World) -> None:
    world.put("http://b.org/m", redirect(URL, 302))
    world.put(URL, Page(200, MANIFEST))
    with Asker(world.settings()).working() as asker:
        found = fetch_manifest("http://b.org/m", digest_of(MANIFEST), asker)
    assert (found.url, found.digest) == (URL, digest_of(MANIFEST))
    assert found.document.data == parse_document(MANIFEST).data
    assert fetch_manifest(URL, None, world.settings()).digest == digest_of(MANIFEST)


def test_a_packed_manifest_is_unpacked(world: World) -> None:
    world.put(URL, Page(200, gzip.compress(MANIFEST), {"Content-Encoding": "gzip"}))
    assert fetch_manifest(URL, digest_of(MANIFEST), world.settings()).digest


def problem(world: World, url: str, digest: str | None = None, **changes: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch_manifest(url, digest, world.settings(**changes))
    return caught.value


def test_another_manifest_than_was_pinned_is_refused_with_its_digest(world: World) -> None:
    world.put(URL, Page(200, MANIFEST))
    found = problem(world, URL, "sha256:" + "0" * 64)
    assert (found.problem, found.digest) == ("digest", digest_of(MANIFEST))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (Page(404), "missing"),
        (Page(410), "missing"),
        (Page(403), "unverifiable"),
        (Page(500), "unverifiable"),
        (redirect("http://127.0.0.1/m"), "blocked"),
        (redirect("http://nobody.org/m"), "missing"),
        (Page(200, b"x: [unclosed"), "unreadable"),
        (Page(200, b"just words"), "unreadable"),
        (Page(200, b"- a\n- list\n"), "unreadable"),
        (Page(200, b'{"n": "\\ud800"}'), "unreadable"),
        (Page(200, MANIFEST + b"#" * 3000), "too-large"),
        (Page(200, gzip.compress(MANIFEST + b"#" * 9000), {"Content-Encoding": "gzip"}),
         "too-large"),
        (Page(200, MANIFEST, {"Content-Encoding": "br"}), "too-large"),
    ],
)  # fmt: skip
def test_what_is_no_manifest_is_refused(world: World, page: Page, expected: str) -> None:
    world.put(URL, page)
    found = problem(world, URL, max_manifest=2000)
    assert found.problem == expected
    assert found.reason


def test_a_manifest_is_missing_after_a_second_look_and_not_while_offline(world: World) -> None:
    world.put(URL, [Page(404), Page(200, MANIFEST)])
    assert fetch_manifest(URL, None, world.settings()).digest
    assert world.clock.slept == [60]
    world.put(URL, Page(404))
    assert problem(world, URL, max_duration=30.0).problem == "unverifiable"
    del world.names["doi.org"]
    assert problem(world, "http://nobody.org/m").problem == "unverifiable"


@pytest.mark.parametrize("links_first", [True, False])
def test_a_manifest_that_is_a_dead_link_is_waited_for_once(
    world: World,
    links_first: bool,  # noqa: FBT001 - a parameter
) -> None:
    world.put(URL, Page(404))
    with Asker(world.settings()).working() as asker:
        if links_first:
            assert check_links(asker, [URL])[URL].verdict is Verdict.DEAD
        with pytest.raises(FetchError, match="it answers 404") as caught:
            fetch_manifest(URL, None, asker)
        assert caught.value.problem == "missing"
        if not links_first:
            dead = check_links(asker, [URL])[URL]
            assert (dead.verdict, dead.reason) == (Verdict.DEAD, "it answers 404 Not Found, twice")
    assert world.clock.slept == [60]


def test_manifests_count_among_what_is_asked_and_obey_robots(world: World) -> None:
    world.put(URL, Page(200, MANIFEST))
    assert "limit" in problem(world, URL, max_lookups=0).reason
    world.put("http://a.org/robots.txt", Page(200, b"User-agent: *\nDisallow: /"))
    assert "robots.txt" in problem(world, URL).reason


# What is collected


def test_everything_that_can_be_asked_about_is_collected_once() -> None:
    text = b"""\
trainbib: "1.0"
dataset: {name: e, version: "1", url: "https://a.org/x#one", ids: {doi: 10.1/BAD}}
parties:
  p: {name: P, url: "https://a.org/x#two", ids: {orcid: "0000000218250097", ror: "bad"}}
  q: {name: Q, ids: {ror: "HTTPS://ROR.ORG/01GGX4157"}}
  x-r: 5
sources:
  s:
    url: "ftp://a.org/f"
    ids: {doi: "https://doi.org/10.5281/ZENODO.1", hf: acme/code, git: "git@a.org:x/y"}
    license: {expression: MIT, url: "https://doi.org/10.5281/zenodo.1"}
    revision: abc
    retrieved: 2024-01-02
    rights: {holders: [{works: [{ids: {doi: 10.5281/zenodo.2}}]}]}
  t:
    url: {unknown: "http://no.org/"}
    x-url: "http://no.org/"
    ids: {git: "https://github.com/acme/code.git"}
  u: {url: "https://b.org/", retrieved: 2024, archive: "https://c.org/"}
  v: {url: "https://b.org/", retrieved: "2024"}
"""
    found = subjects_of(parse_document(text).data)
    assert set(found.links) == {
        "https://a.org/x", "https://github.com/acme/code.git", "https://b.org/", "https://c.org/",
    }  # fmt: skip
    assert found.links["https://a.org/x"] == [("dataset", "url"), ("parties", "p", "url")]
    assert list(found.dois) == ["10.5281/zenodo.1", "10.5281/zenodo.2"]
    assert len(found.dois["10.5281/zenodo.1"]) == 2
    assert [party.id for party in found.parties] == ["0000-0002-1825-0097", "01ggx4157"]
    assert [(each.hub.id, each.revision) for each in found.hosted] == [
        ("acme/code", "abc"),
        ("acme/code", ""),
    ]
    assert [each.key for each in found.retrieved] == ["v"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["sources", "parties", "dataset", "ids", "url", "doi", "orcid", "hf", "git",
                     "rights", "holders", "works", "retrieved", "a"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)  # fmt: skip
def test_dirty_manifests_are_collected_from_without_complaint(data: object) -> None:
    found = subjects_of(data)
    assert all(url.lower().startswith("http") for url in found.links)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("doi:10.5281/ZENODO.1", "10.5281/zenodo.1"),
        ("https://dx.doi.org/10.1002/(SICI)1%3C1::A%3E3.0", "10.1002/(sici)1<1::a>3.0"),
        ("https://doi.org/10.5281/zenodo.1?x=1#y", "10.5281/zenodo.1"),
        ("10.1000.10/123", "10.1000.10/123"),
        ("10.5281", None),
        ("11.5281/a", None),
        ("10.5281/a b", None),
        (5, None),
    ],
)  # fmt: skip
def test_dois_are_read_in_their_forms(text: object, doi: str | None) -> None:
    assert read_doi(text) == doi


def test_hubs_are_known_by_their_urls() -> None:
    hf, github = HubPlace("huggingface", "a/b"), HubPlace("github", "a/b")
    assert place_of_url("https://huggingface.co/datasets/a/b/tree/main") == hf
    assert place_of_url("https://huggingface.co/datasets/squad") == hugging_face_place("squad")
    assert place_of_url("https://www.github.com/a/b.git") == github
    assert place_of_url("https://github.com/a/b/tree/v1#readme") == github
    for url in ("https://huggingface.co/a/b", "https://github.com/a", "https://gitlab.com/a/b",
                "https://huggingface.co/datasets", "https://github.com.evil.org/a/b", "http://[",
                "https://github.com/a%2f..%2f/b", "hf://datasets/a/b"):  # fmt: skip
        assert place_of_url(url) is None
    assert hugging_face_place("../../etc") is None


# Likeness


def test_titles_are_the_same_but_for_writing() -> None:
    assert same_title("The Pile", "the pile: an 800GB dataset of diverse text")
    assert same_title("Œuvres complètes", "OEUVRES COMPLETES") or same_title("Été", "ete")
    assert same_title("Letters and Diaries, 1700", "1700: Diaries and Letters")
    assert not same_title("A Corpus of Letters", "A Corpus of Weather Reports")
    assert not same_title("", "A")


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_mutual_and_of_itself(one: str, other: str) -> None:
    assert token_ratio(one, other) == token_ratio(other, one)
    assert token_ratio(one, one) == 1
    assert 0 <= token_ratio(one, other) <= 1


def test_people_are_known_by_one_name_and_their_initials() -> None:
    assert same_person("Lovelace, Ada", "Ada King Lovelace")
    assert same_person("A. Lovelace", "Ada Lovelace")
    assert same_person("Lovelace", "Ada Lovelace")
    assert not same_person("Grace Lovelace", "Ada Lovelace")
    assert not same_person("Ada Lovelace", "Charles Babbage")
    assert not same_person("A. B.", "A. C.")


def test_organisations_are_known_by_their_letters() -> None:
    assert same_organisation("MIT", "Massachusetts Institute of Technology")
    assert same_organisation("Acme", "Acme AI GmbH")
    assert not same_organisation("Acme", "Zenith GmbH")


# robots.txt


@given(st.text(alphabet="abUser-agent:*Dislow$/% \n?", max_size=120), st.text(max_size=20))
def test_rules_of_any_kind_are_read(text: str, path: str) -> None:
    assert Robots(text).allows(f"http://a.org/{path}") in {True, False}


def test_many_wildcards_cost_no_time() -> None:
    rules = "User-agent: *\nDisallow: /" + "*a" * 5000 + "b$\n"
    assert Robots(rules).allows("http://a.org/" + "a" * 5000)
