"""The world that the examples on the pages of the online rules are about, and manifests in it."""

import contextlib
from collections.abc import Generator
from datetime import date

from minimal import overlaid
from online_world import Page, World, as_json, html, redirect, serving
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.online.soft_404 import neighbour
from trainbib.selection import Selection
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
HF = "http://huggingface.co/api/datasets/acme/code"
NOW = "?expand=cardData&expand=tags&expand=sha"
GITHUB = "http://api.github.com/repos/acme/code"
WAYBACK = "http://web.archive.org/web"
REGISTRIES = ("doi.org", "api.crossref.org", "api.datacite.org", "pub.orcid.org",
    "api.ror.org", "web.archive.org", "huggingface.co", "api.github.com")  # fmt: skip
THERE = "http://data.example/there/"


def doi(world: World, name: str, code: int = 1) -> None:
    status = 404 if code == 100 else 200
    url = f"http://doi.org/api/handles/{name}?type=URL"
    world.put(url, as_json({"responseCode": code, "handle": name}, status))


def datacite(world: World, name: str, **attributes: object) -> None:
    doi(world, name)
    prefix = name.partition("/")[0]
    world.put(f"http://doi.org/doiRA/{prefix}", as_json([{"DOI": prefix, "RA": "DataCite"}]))
    record = {"data": {"id": name, "attributes": attributes}}
    world.put(f"http://api.datacite.org/dois/{name}", as_json(record))


def person(world: World, orcid: str, given: str, family: str) -> None:
    name = {"given-names": {"value": given}, "family-name": {"value": family}}
    others = {"other-name": [{"content": "J. S. Carberry"}]}
    record = {"name": name, "other-names": others}
    world.put(f"http://pub.orcid.org/v3.0/{orcid}/person", as_json(record))


@contextlib.contextmanager
def example_world() -> Generator[World]:
    """Serve the world that the examples of the pages are about."""
    world = World()
    world.put(THERE, html("Letters", "a corpus of letters"))
    world.put(str(neighbour(THERE)), Page(404))
    world.put("http://data.example/gone/", Page(404))
    world.put("http://data.example/moved/", redirect("/there/", 301))
    world.put("http://data.example/forbidden/", Page(403))
    world.put("http://data.example/soft/news", html("Page not found"))
    zip_ = {"Content-Type": "application/zip", "Content-Length": "1024"}
    world.put("http://data.example/letters.zip", Page(200, b"", zip_))
    doi(world, "10.5281/zenodo.0", 100)
    datacite(world, "10.5281/zenodo.1")
    datacite(world, "10.5281/zenodo.2", titles=[{"title": "A Corpus of Letters"}])
    person(world, "0000-0002-1825-0097", "Josiah", "Carberry")
    world.put(HF + NOW, as_json({"cardData": {"license": "cc-by-4.0"}, "tags": []}))
    world.put(f"{HF}/revision/761dc5b0f1d2?expand=sha", as_json({"sha": "761dc5b0f1d2"}))
    gone = Page(404, b'{"error": "Invalid rev id"}', {"X-Error-Code": "RevisionNotFound"})
    world.put(f"{HF}/revision/0123456789ab?expand=sha", gone)
    there = "http://data.example/there/"
    capture = redirect(f"https://web.archive.org/web/20241105120000/{there}", 302)
    world.put(f"{WAYBACK}/20241103/{there}", capture)
    with serving(world):
        yield world


def run(world: World, fragment: str, *select: str, pedantic: bool = True) -> tuple[Diagnostic, ...]:
    """Check a fragment with the network of the world; only the codes selected, if any."""
    settings = Settings(
        today=TODAY,
        pedantic=pedantic,
        online=world.settings(allowed_hosts=frozenset({"data.example"})),
        selection=Selection(select=select) if select else Selection(),
    )
    document = parse_document(overlaid(fragment).encode(), path="trainbib.yaml")
    return check(document, settings).diagnostics


def one(world: World, fragment: str, code: str) -> Diagnostic:
    found = run(world, fragment, code)
    assert [finding.code for finding in found] == [code]
    return found[0]


def source(fields: str) -> str:
    return f'sources:\n  s: {{kind: other, license: CC0-1.0, version: "1", {fields}}}\n'
