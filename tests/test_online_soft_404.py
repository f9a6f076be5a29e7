"""Pages that say "not found" with a status that says all is well."""

from collections.abc import Generator
from pathlib import Path

import pytest

from online_world import Asked, Page, World, html, serving
from trainbib.online.asking import Asker
from trainbib.online.links import check_links
from trainbib.online.soft_404 import neighbour, soft_404

URL = "http://a.org/page"


@pytest.fixture
def world() -> Generator[World]:
    world = World()
    with serving(world):
        yield world


def soft(world: World, url: str = URL, **changes: object) -> str:
    with Asker(world.settings(**changes)).working() as asker:
        return soft_404(asker, check_links(asker, [url])[url])


@pytest.mark.parametrize(
    "title",
    ["404 Not Found", "Page not found | A.org", "Error 404", "This data set no longer exists",
     "Seite nicht gefunden", "Page introuvable", "Página no encontrada"],
)  # fmt: skip
def test_a_title_that_says_not_found_is_a_soft_404(world: World, title: str) -> None:
    world.put(URL, html(title))
    assert soft(world) == f"its title says: {title}"


def test_a_heading_counts_like_a_title(world: World) -> None:
    world.put(URL, html("A.org", "<h1 class='big'>Sorry, page <em>not</em> found</h1>"))
    assert "Sorry, page not found" in soft(world)


def test_the_answer_that_anything_gets_is_a_soft_404(world: World) -> None:
    def answer(asked: Asked) -> Page:
        name = asked.url.rpartition("/")[2]
        return html("A.org", f"Search results for {name}: <script>token={id(asked)}</script>none")

    world.put(URL, answer)
    world.put(str(neighbour(URL)), answer)
    assert "nobody has made" in soft(world)


def test_a_page_of_its_own_is_none(world: World) -> None:
    world.put(URL, html("Letters found in 1404 attics", "An archive"))
    assert soft(world) == ""
    world.put(str(neighbour(URL)), html("A.org", "nothing"))
    assert soft(world) == ""


def test_home_pages_and_files_are_not_compared_with_a_neighbour(world: World) -> None:
    assert neighbour("http://a.org/") is None
    assert neighbour("http://a.org") is None
    world.put(URL, Page(200, b"<title>404 not found</title>", {"Content-Type": "text/csv"}))
    assert soft(world) == ""


def test_what_was_found_of_a_page_is_remembered(world: World, tmp_path: Path) -> None:
    world.put(URL, html("404"))
    soft(world, cache_path=tmp_path / "c")
    asked = len(world.asked)
    assert soft(world, cache_path=tmp_path / "c") == "its title says: 404"
    assert len(world.asked) == asked
