"""What each of the rules that ask the network finds, and what it leaves alone."""

from collections.abc import Generator

import pytest

from minimal import overlaid
from online_examples import (
    GITHUB,
    HF,
    NOW,
    THERE,
    TODAY,
    WAYBACK,
    datacite,
    doi,
    example_world,
    one,
    run,
    source,
)
from online_world import Page, World, as_json, redirect
from trainbib.checking import check
from trainbib.diagnostics import Insert, Replace, Severity
from trainbib.document import parse_document
from trainbib.selection import Selection
from trainbib.settings import Settings


@pytest.fixture
def world() -> Generator[World]:
    with example_world() as world:
        yield world


def test_a_dead_link_is_one_finding_wherever_it_stands(world: World) -> None:
    dead = "http://data.example/gone/"
    fragment = f'dataset: {{name: example, version: "1", url: "{dead}"}}\n' + source(
        f'url: "{dead}#part", archive: "{dead}"'
    )
    finding = one(world, fragment, "NET001")
    assert (finding.pointer, finding.count) == ("/dataset/url", 3)
    assert "404 Not Found, twice" in finding.message
    assert world.urls().count(dead) == 3


def test_a_manifest_at_a_dead_link_is_one_finding(world: World) -> None:
    dead = "http://data.example/gone/"
    world.put("http://data.example/m.yaml", Page(200, overlaid("").encode()))
    digest = "digest: {unknown: not published}"
    fragment = source(f'manifest: {{url: "{dead}", {digest}}}')
    assert one(world, fragment, "NET001").pointer == "/sources/s/manifest/url"
    (found,) = run(world, fragment, "NET001", "REF009")
    assert found.code == "NET001"
    assert world.clock.slept == [60] * 2  # once in each run: what is missing is looked at again
    assert one(world, fragment, "REF009").message.endswith("it answers 404 Not Found")


def test_doi_links_are_not_followed(world: World) -> None:
    fragment = source('url: "https://doi.org/10.5281/ZENODO.1"')
    assert run(world, fragment, "NET001", "NET002", "NET004") == ()
    assert world.urls() == ["http://doi.org/api/handles/10.5281/zenodo.1?type=URL"]
    finding = one(world, source('url: "doi:10.5281/zenodo.0"'), "NET002")
    assert finding.pointer == "/sources/s/url"


def test_a_handle_without_a_url_is_registered_and_a_fault_proves_nothing(world: World) -> None:
    doi(world, "10.5281/zenodo.3", 200)
    doi(world, "10.5281/zenodo.4", 2)
    assert run(world, source("ids: {doi: 10.5281/zenodo.3}"), "NET002", "NET004") == ()
    found = run(world, source("ids: {doi: 10.5281/zenodo.4}"), "NET002", "NET004")
    assert [finding.code for finding in found] == ["NET004"]


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("/there/", True),
        ("http://www.data.example/there/", True),
        ("http://elsewhere.org/there/", False),
    ],
)
def test_a_move_is_safe_to_follow_at_the_same_host(
    world: World, target: str, *, safe: bool
) -> None:
    world.put("http://data.example/old", redirect(target, 308))
    world.put("http://elsewhere.org/there/", Page(200))
    world.put("http://www.data.example/there/", Page(200))
    world.pages["http://www.data.example/robots.txt"] = Page(404)
    settings = Settings(
        today=TODAY,
        online=world.settings(allowed_hosts=frozenset({"data.example", "www.data.example"})),
        selection=Selection(select=("NET003",)),
    )
    text = overlaid(source('url: "http://data.example/old#top"'))
    (finding,) = check(parse_document(text.encode()), settings).diagnostics
    assert finding.fix is not None
    assert finding.fix.safe is safe
    whole = target if "//" in target else "http://data.example" + target
    assert finding.fix.steps == (Replace("/sources/s/url", f"{whole}#top"),)


def test_what_has_one_reason_is_one_note(world: World) -> None:
    sources = "".join(
        f'  s{n}: {{kind: other, license: CC0-1.0, version: "1", '
        f'url: "http://data.example/forbidden/{n}"}}\n'
        for n in range(4)
    )
    for number in range(4):
        world.put(f"http://data.example/forbidden/{number}", Page(403))
    finding = one(world, f"sources:\n{sources}", "NET004")
    assert (finding.severity, finding.count) == (Severity.INFO, 4)


def test_what_is_beyond_the_limit_is_one_note(world: World) -> None:
    sources = "".join(
        f'  s{n}: {{kind: other, license: CC0-1.0, version: "1", url: "http://h{n}.org/"}}\n'
        for n in range(9)
    )
    for number in range(9):
        world.put(f"http://h{number}.org/", Page(200))
    settings = Settings(
        today=TODAY,
        online=world.settings(max_lookups=4),
        selection=Selection(select=("NET004",)),
    )
    (finding,) = check(
        parse_document(overlaid(f"sources:\n{sources}").encode()), settings
    ).diagnostics
    assert finding.count == 5
    assert "limit of 4 look-ups" in finding.message


def test_a_redirect_to_a_private_address_is_reported_with_the_way_there(world: World) -> None:
    world.put("http://data.example/in", redirect("http://169.254.169.254/latest/", 302))
    finding = one(world, source('url: "http://data.example/in"'), "NET006")
    assert finding.severity is Severity.ERROR
    assert "169.254.169.254" in finding.message
    assert finding.notes == ("302 from http://data.example/in",)


@pytest.mark.parametrize(
    ("fields", "pointers"),
    [
        ("title: A Corpus of Letters", []),
        ('title: "A corpus of letters: 1700 to 1800"', []),
        ("title: LETTERS OF A CORPUS", []),
        ("title: Weather Reports", ["/sources/s/title"]),
        ("issued: '2019'", []),
        ("issued: '2020-05-01'", []),
        ("issued: '2017'", ["/sources/s/issued"]),
        ("creators: [ada]", []),
        ("creators: [acme, ada]", []),
        ("creators: [acme]", ["/sources/s/creators"]),
        ("creators: {unknown: nobody knows}", []),
    ],
)
def test_metadata_is_compared_as_people_would(
    world: World, fields: str, pointers: list[str]
) -> None:
    datacite(
        world,
        "10.5281/zenodo.5",
        titles=[{"title": "Un corpus de lettres"}, {"title": "A Corpus of Letters"}],
        creators=[{"name": "Lovelace, Ada"}, {"name": "Babbage, Charles"}],
        publicationYear=2019,
    )
    parties = "parties:\n  ada: {name: A. Lovelace}\n  acme: {name: Acme AI GmbH}\n"
    found = run(world, parties + source(f"ids: {{doi: 10.5281/zenodo.5}}, {fields}"), "NET007")
    assert [finding.pointer for finding in found] == pointers
    for finding in found:
        assert "DataCite has" in finding.message


def test_crossref_is_asked_for_what_it_registered(world: World) -> None:
    doi(world, "10.1000/182")
    world.put("http://doi.org/doiRA/10.1000", as_json([{"DOI": "10.1000", "RA": "Crossref"}]))
    work = {
        "title": ["The DOI Handbook"],
        "author": [{"given": "Norman", "family": "Paskin"}],
        "issued": {"date-parts": [[2012, 4]]},
    }
    world.put("http://api.crossref.org/works/10.1000/182", as_json({"message": work}))
    right = 'ids: {doi: "10.1000/182"}, title: DOI Handbook, issued: "2012"'
    assert run(world, source(right), "NET007", "NET004") == ()
    wrong = 'ids: {doi: "10.1000/182"}, title: Handbook of Weather, issued: "2001"'
    found = run(world, source(wrong), "NET007")
    assert [finding.pointer for finding in found] == ["/sources/s/title", "/sources/s/issued"]
    assert found[0].fix is not None
    assert found[0].fix.steps == (Replace("/sources/s/title", "The DOI Handbook"),)


def test_an_agency_that_cannot_be_asked_is_left_alone(world: World) -> None:
    doi(world, "10.5240/B1FA".lower())
    world.put("http://doi.org/doiRA/10.5240", as_json([{"DOI": "10.5240", "RA": "EIDR"}]))
    assert run(world, source("ids: {doi: 10.5240/B1FA}, title: A"), "NET007", "NET004") == ()


def test_organisations_are_known_by_any_of_their_names(world: World) -> None:
    names = [{"value": "European Organization for Nuclear Research"}, {"value": "CERN"}]
    world.put(
        "http://api.ror.org/v2/organizations/01ggx4157",
        as_json({"names": names, "status": "active"}),
    )

    def party(name: str, ror: str) -> str:
        return (
            f'parties:\n  p: {{name: "{name}", ids: {{ror: "https://ror.org/{ror}"}}}}\n'
            'dataset: {name: example, version: "1", creators: [p]}\n'
        )

    assert run(world, party("CERN", "01ggx4157"), "NET008", "NET004") == ()
    assert "ROR has" in one(world, party("Acme", "01ggx4157"), "NET008").message
    assert "no such organisation" in one(world, party("Acme", "02mhbdp94"), "NET008").message


def test_an_orcid_that_nobody_has_is_reported_and_a_private_name_is_not(world: World) -> None:
    fragment = (
        "parties:\n  p: {name: Ada, ids: {orcid: 0000-0001-5109-3700}}\n"
        'dataset: {name: example, version: "1", creators: [p]}\n'
    )
    assert "no such person" in one(world, fragment, "NET008").message
    world.put("http://pub.orcid.org/v3.0/0000-0001-5109-3700/person", as_json({"name": None}))
    assert run(world, fragment, "NET008", "NET004") == ()


def hosted(license_: str, rest: str = "ids: {hf: acme/code}") -> str:
    return f'sources:\n  s: {{kind: other, version: "1", license: {license_}, {rest}}}\n'


def test_a_licence_that_the_hub_states_otherwise_is_reported(world: World) -> None:
    finding = one(world, hosted("MIT"), "NET009")
    assert "Hugging Face states `CC-BY-4.0`" in finding.message
    assert finding.fix is not None
    assert finding.fix.steps == (Replace("/sources/s/license", "CC-BY-4.0"),)


@pytest.mark.parametrize(
    "license_",
    [
        "CC-BY-4.0",
        "CC-BY-4.0 AND MIT",
        '{unknown: "the card says nothing"}',
        "{expression: MIT, observations: [{at: hub_tag, expression: CC-BY-4.0}]}",
    ],
)
def test_a_licence_that_agrees_or_is_explained_is_not(world: World, license_: str) -> None:
    assert run(world, hosted(license_), "NET009", "NET004") == ()


def test_a_hub_that_states_no_licence_clearly_is_left_alone(world: World) -> None:
    for stated in ({"license": "other"}, {"license": None}, {}):
        world.put(HF + NOW, as_json({"cardData": stated, "tags": []}))
        assert run(world, hosted("MIT"), "NET009", "NET004") == ()
    world.put(HF + NOW, as_json({"tags": ["license:apache-2.0", "size:1K"]}))
    assert "`Apache-2.0`" in one(world, hosted("MIT"), "NET009").message


@pytest.mark.parametrize(
    "rest",
    ['url: "https://github.com/acme/code"', "ids: {git: https://github.com/acme/code.git}"],
)
def test_github_is_asked_for_repositories(world: World, rest: str) -> None:
    world.put(GITHUB, as_json({"license": {"spdx_id": "GPL-3.0"}}))
    assert run(world, hosted("GPL-3.0-or-later", rest), "NET009") == ()
    assert run(world, hosted("MIT", rest), "NET009") == ()  # GPL-3.0 leaves a question open
    world.put(GITHUB, as_json({"license": {"spdx_id": "Apache-2.0"}}))
    assert "GitHub states `Apache-2.0`" in one(world, hosted("MIT", rest), "NET009").message
    world.put(GITHUB, as_json({"license": {"spdx_id": "NOASSERTION"}}))
    assert run(world, hosted("MIT", rest), "NET009") == ()


def test_the_licence_of_a_registry_counts_too(world: World) -> None:
    rights = [{"rights": "Creative Commons", "rightsIdentifier": "cc-by-4.0"}]
    datacite(world, "10.5281/zenodo.6", rightsList=rights)
    found = one(world, hosted("MIT", "ids: {doi: 10.5281/zenodo.6}"), "NET009")
    assert "DataCite states `CC-BY-4.0`" in found.message


SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
SHA_64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
OTHER_64 = "AAAAQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.parametrize(
    ("headers", "changed"),
    [
        ({"Repr-Digest": f"sha-256=:{SHA_64}:"}, False),
        ({"Repr-Digest": f"md5=:AAAA:, sha-256=:{OTHER_64}:"}, True),
        ({"Digest": f"SHA-256={SHA_64}"}, False),
        ({"Digest": f"SHA-256={OTHER_64}"}, True),
        ({"Digest": "SHA-256=short"}, False),
        ({"ETag": '"0123"'}, False),
        ({"Content-Length": "2048"}, False),
        ({"Content-Length": "2049"}, True),
        ({"Content-Length": "7", "Content-Encoding": "gzip"}, False),
        ({"Content-Length": "7", "Content-Type": "text/html"}, False),
        ({"Content-Length": "7", "Repr-Digest": f"sha-256=:{SHA_64}:"}, False),
    ],
)
def test_a_file_is_compared_by_what_its_server_says(
    world: World, headers: dict[str, str], *, changed: bool
) -> None:
    world.put("http://data.example/f", Page(200, b"", {"Content-Length": "2048"} | headers))
    fields = f'url: "http://data.example/f", digest: "sha256:{SHA}", raw_size: {{bytes: 2048}}'
    found = run(world, source(fields), "NET010")
    assert [finding.code for finding in found] == (["NET010"] if changed else [])


def test_the_tag_of_a_large_file_on_the_hub_is_its_digest(world: World) -> None:
    linked = {"X-Linked-ETag": f'"{"0" * 64}"', "X-Linked-Size": "2048"}
    world.put("http://data.example/f", Page(302, b"", {"Location": "http://cdn.org/x"} | linked))
    world.put("http://cdn.org/x", Page(200))
    fields = f'url: "http://data.example/f", digest: "sha256:{SHA}"'
    finding = one(world, source(fields), "NET010")
    assert finding.pointer == "/sources/s/digest"
    assert f"there now: sha256:{'0' * 64}" in finding.notes


def test_a_commit_that_github_does_not_find_is_gone(world: World) -> None:
    rest = "ids: {git: https://github.com/acme/code}, revision: abc1234"
    none = {"message": "No commit found for SHA: abc1234"}
    world.put(f"{GITHUB}/commits/abc1234", as_json(none, 422))
    finding = one(world, hosted("MIT", rest), "NET011")
    assert (finding.pointer, finding.severity) == ("/sources/s/revision", Severity.ERROR)


def test_a_repository_that_is_not_found_proves_nothing_of_its_commit(world: World) -> None:
    rest = "ids: {git: https://github.com/acme/code}, revision: abc1234"
    world.put(f"{GITHUB}/commits/abc1234", as_json({"message": "Not Found"}, 404))
    found = run(world, hosted("MIT", rest), "NET011")
    assert found == ()


def test_a_data_set_behind_a_login_proves_nothing_of_its_revision(world: World) -> None:
    world.put(f"{HF}/revision/1234567?expand=sha", Page(401, b"", {"X-Error-Code": "GatedRepo"}))
    rest = "ids: {hf: acme/code}, revision: '1234567'"
    found = run(world, hosted("CC-BY-4.0", rest), "NET011", "NET004")
    assert [finding.code for finding in found] == ["NET004"]


def test_a_revision_of_either_hub_is_there(world: World) -> None:
    rest = "ids: {hf: acme/code, git: https://github.com/acme/code}, revision: 0123456789ab"
    world.put(f"{GITHUB}/commits/0123456789ab", as_json({"sha": "0123456789ab"}))
    assert run(world, hosted("CC-BY-4.0", rest), "NET011") == ()


def test_the_nearest_capture_is_offered_if_it_is_near(world: World) -> None:
    fields = f'url: "{THERE}", retrieved: 2024-11-03'
    finding = one(world, source(fields), "NET012")
    capture = "http://web.archive.org/web/20241105120000/http://data.example/there/"
    assert finding.fix is not None
    assert finding.fix.steps == (Insert("/sources/s", "archive", capture),)
    far = redirect(f"https://web.archive.org/web/20190101000000/{THERE}", 302)
    world.put(f"{WAYBACK}/20241103/{THERE}", far)
    finding = one(world, source(fields), "NET012")
    assert finding.fix is None
    assert "2019-01-01" in finding.message
    world.put(f"{WAYBACK}/20241103/{THERE}", Page(404))
    assert "has none of it" in one(world, source(fields), "NET012").message
    world.put(f"{WAYBACK}/20241103/{THERE}", Page(503))
    assert run(world, source(fields), "NET012") == ()


def test_captures_are_neither_followed_nor_saved(world: World) -> None:
    run(world, source(f'url: "{THERE}", retrieved: 2024-11-03'), "NET012")
    assert [(asked.method, asked.url) for asked in world.asked] == [
        ("HEAD", f"{WAYBACK}/20241103/{THERE}")
    ]


def test_dirty_answers_of_registries_are_no_answers(world: World) -> None:
    bodies = [b"", b"[]", b"null", b"{", b"[" * 100_000, b'{"responseCode": "1"}', b"\xff\xfe"]
    for body in bodies:
        world.put("http://doi.org/api/handles/10.5281/x?type=URL", Page(200, body))
        found = run(world, source("ids: {doi: 10.5281/x}"), "NET002", "NET004")
        assert [finding.code for finding in found] == ["NET004"]


@pytest.mark.parametrize("record", [None, [], {}, {"data": 1}, {"data": {"attributes": []}},
    {"data": {"attributes": {"titles": "x", "creators": [1], "publicationYear": "now",
    "rightsList": {"a": 1}}}}])  # fmt: skip
def test_records_of_any_shape_are_read(world: World, record: object) -> None:
    datacite(world, "10.5281/zenodo.9")
    world.put("http://api.datacite.org/dois/10.5281/zenodo.9", as_json(record))
    fields = "ids: {doi: 10.5281/zenodo.9}, title: A, issued: '2020'"
    found = run(world, source(fields), "NET007", "NET009")
    assert found == ()
