"""How often a host is asked: so many requests at a time, and so long between two of them."""

import contextlib
import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

from trainbib.online.settings import OnlineSettings

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}


class HostPausedError(Exception):
    """A host has asked for a pause that is longer than anybody waits."""


@dataclass(slots=True)
class _Host:
    """What is known of a host: when it may be asked again, and how long it wants between."""

    slots: threading.Semaphore
    interval: float
    next_turn: float = 0.0
    paused_until: float = field(default=0.0)


class Politeness:
    """The turns of all hosts; may be used by several threads."""

    def __init__(self, settings: OnlineSettings) -> None:
        self._settings = settings
        self._clock = settings.clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(settings.concurrency)

    def _host(self, name: str) -> _Host:
        with self._lock:
            if name not in self._hosts:
                slots = threading.Semaphore(self._settings.host_concurrency)
                self._hosts[name] = _Host(slots, self._settings.host_interval)
            return self._hosts[name]

    @contextlib.contextmanager
    def turn(self, name: str) -> Generator[None]:
        """Wait until a host may be asked, and hold one of its places meanwhile.

        Raises:
            HostPausedError: If that is longer away than is waited for.
        """
        host = self._host(name)
        with host.slots:
            self._wait(name, host)
            with self._slots:
                yield

    def _wait(self, name: str, host: _Host) -> None:
        with self._lock:
            now = self._clock.elapsed()
            pause = host.paused_until - now
            if pause > self._settings.longest_retry_after:
                raise HostPausedError(f"`{name}` asks for a pause of {pause:.0f} s")
            start = max(now, host.next_turn, host.paused_until)
            host.next_turn = start + host.interval
        self._clock.sleep(start - now)

    def pause(self, name: str, seconds: float) -> None:
        """Leave a host alone for so long from now."""
        host = self._host(name)
        with self._lock:
            host.paused_until = max(host.paused_until, self._clock.elapsed() + seconds)

    def note(self, name: str, headers: Mapping[str, str]) -> None:
        """Take in what a host says of its limits.

        Read are ``X-Rate-Limit-Limit`` with ``X-Rate-Limit-Interval`` (Crossref), and a remainder
        of nothing with the time of the next reset, in seconds from now or since 1970
        (``RateLimit-Remaining``, ``X-RateLimit-Remaining``; GitHub, GitLab and others).
        """
        host = self._host(name)
        rate = _interval(headers)
        remaining = headers.get("X-RateLimit-Remaining", headers.get("RateLimit-Remaining", ""))
        reset = headers.get("X-RateLimit-Reset", headers.get("RateLimit-Reset", ""))
        with self._lock:
            if rate is not None:
                host.interval = max(self._settings.host_interval, min(rate, 60.0))
            if remaining.strip() == "0" and reset.strip().isdecimal():
                wait = float(reset)
                if wait > 1e9:  # noqa: PLR2004 - a date, since 1970
                    wait -= self._clock.now()
                if wait > 0:
                    host.paused_until = self._clock.elapsed() + wait


def _interval(headers: Mapping[str, str]) -> float | None:
    limit = headers.get("X-Rate-Limit-Limit", "").strip()
    window = headers.get("X-Rate-Limit-Interval", "").strip().lower()
    if not limit.isdecimal() or not int(limit) or len(limit) > 9:  # noqa: PLR2004 - no rate
        return None
    number, unit = window.rstrip("smh"), window[-1:]
    if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - no interval
        return None
    return float(number) * _UNITS.get(unit, 1.0) / int(limit)
