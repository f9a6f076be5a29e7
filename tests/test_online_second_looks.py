"""When a second look at what seems dead is taken: a minute after the first one was over."""

from collections.abc import Generator

import pytest

from online_world import Asked, FakeClock, Page, World, serving
from trainbib.online.asking import Asker
from trainbib.online.links import Verdict, check_links
from trainbib.online.manifests import FetchError, fetch_manifest

URL = "http://a.org/page"


class SetClock(FakeClock):
    """A clock whose time of day somebody sets while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.set_by = 0.0

    def now(self) -> float:
        return self.time + self.set_by


@pytest.fixture
def world() -> Generator[World]:
    world = World()
    with serving(world):
        yield world


def slow(world: World, seconds: float) -> list[float]:
    """Put a page that is not found, which takes its time; return when it was asked for."""
    asked: list[float] = []

    def answer(_: Asked) -> Page:
        asked.append(world.clock.elapsed())
        world.clock.time += seconds
        return Page(404)

    world.put(URL, answer)
    return asked


@pytest.mark.parametrize("seconds", [0.0, 0.2, 7.0])
def test_a_server_sees_a_minute_between_the_looks(world: World, seconds: float) -> None:
    asked = slow(world, seconds)
    with Asker(world.settings()).working() as asker:
        assert check_links(asker, [URL])[URL].verdict is Verdict.DEAD
    assert len(asked) == 3, "HEAD and GET, and once more GET"
    assert asked[2] - asked[1] >= 60 + seconds


def test_a_manifest_is_looked_for_again_a_minute_later(world: World) -> None:
    asked = slow(world, 0.4)
    with (
        Asker(world.settings()).working() as asker,
        pytest.raises(FetchError, match="it answers 404"),
    ):
        fetch_manifest(URL, None, asker)
    assert asked[-1] - asked[-2] >= 60.4


@pytest.mark.parametrize("by", [-7200.0, 7200.0])
def test_setting_the_time_of_day_changes_no_wait(world: World, by: float) -> None:
    clock = world.clock = SetClock()
    asked: list[float] = []

    def answer(request: Asked) -> Page:
        asked.append(clock.elapsed())
        clock.set_by = by if request.method == "GET" else 0.0
        return Page(404)

    world.put(URL, answer)
    with Asker(world.settings()).working() as asker:
        assert check_links(asker, [URL])[URL].verdict is Verdict.DEAD
    assert asked[2] - asked[1] == 60
