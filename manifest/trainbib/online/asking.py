"""Asking with manners: attempts, pauses, robots.txt, the cache and the limits of a run."""

import contextlib
import json
import random
import threading
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Literal

from trainbib.online.addresses import Target
from trainbib.online.cache import Cache
from trainbib.online.robots import MAX_BYTES, Robots
from trainbib.online.scheduling import host_of
from trainbib.online.session import Answer, FailureKind, FetchFailedError, Request, Session
from trainbib.online.settings import OnlineSettings, Progress

RETRIED: frozenset[FailureKind] = frozenset({"timeout", "reset"})
_TOO_MANY, _SERVER_ERRORS = 429, range(500, 600)
_GOOD = range(200, 300)
_NOT_FOUND = frozenset({404, 410})

State = Literal["found", "absent", "unverifiable"]


@dataclass(frozen=True, slots=True)
class Record:
    """What a registry or a hub says of one thing.

    Attributes:
        state: Whether it has it; ``unverifiable`` if that could not be told.
        reason: Why not, as a clause.
        facts: What was taken from its answer.
    """

    state: State
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict[str, object])


Reading = Callable[[int, Mapping[str, str], object], Record]
"""Makes a record of the status, headers and JSON (None if it is none) of an answer."""


class Asker:
    """One run: what is shared by everything that is asked in it."""

    def __init__(self, settings: OnlineSettings) -> None:
        self.settings = settings
        self.clock = settings.clock
        self.session = Session(settings)
        self.cache = Cache(None)
        self._random = settings.random or random.random
        self._started = self.clock.elapsed()
        self._asked = 0
        self._lock = threading.Lock()
        self._robots: dict[str, tuple[threading.Lock, list[Robots | FetchFailedError]]] = {}
        self._names_exist: bool | None = None
        self.gone: set[str] = set()
        """URLs at which nothing was found twice, a minute apart: that need not be seen again."""

    @contextlib.contextmanager
    def working(self) -> Generator["Asker"]:
        """Open the cache, and close it afterwards; a run may do that several times."""
        self.cache = Cache(self.settings.cache_path)
        try:
            yield self
        finally:
            self.cache.close(self.clock.now())
            self.session.close()

    def reports(self, what: str, total: int) -> Callable[[int], None]:
        """Return what tells whoever watches how many things are done.

        Args:
            what: What is being asked.
            total: Out of how many.
        """
        progress = self.settings.progress

        def report(done: int) -> None:
            if progress is not None:
                progress(Progress(what, done, total))

        return report

    def once_more(self) -> str:
        """Say what is looked at a second time, for whoever watches: that takes its time."""
        return f"what seems dead once more, {self.settings.second_look_after:g} s later"

    # Limits of the run ------------------------------------------------------------------------

    def limit(self) -> str:
        """Count one more thing that is asked for; return why it must not be, "" if it may be."""
        settings = self.settings
        with self._lock:
            if self.clock.elapsed() - self._started >= settings.max_duration:
                return f"the limit of {settings.max_duration / 60:g} minutes for a run is reached"
            if self._asked >= settings.max_lookups:
                return f"the limit of {settings.max_lookups} look-ups in a run is reached"
            self._asked += 1
            return ""

    def time_for(self, seconds: float) -> bool:
        """Tell whether the run may still last so long."""
        left = self.settings.max_duration - (self.clock.elapsed() - self._started)
        return seconds < left

    # Attempts ---------------------------------------------------------------------------------

    def attempts(self, fetch: Callable[[int], Answer]) -> Answer:
        """Call until there is an answer that another attempt would not change.

        Args:
            fetch: Makes one attempt; called with its number, from 0.

        Raises:
            FetchFailedError: If the last attempt failed.
        """
        last = self.settings.attempts - 1
        for attempt in range(last):
            try:
                answer = fetch(attempt)
            except FetchFailedError as failure:
                wait = self._back_off(attempt)
                if failure.kind not in RETRIED or not self.time_for(wait):
                    raise
                self.clock.sleep(wait)
                continue
            if answer.status != _TOO_MANY and answer.status not in _SERVER_ERRORS:
                return answer
            if not self._pause(answer, attempt):
                return answer
        return fetch(last)

    def _pause(self, answer: Answer, attempt: int) -> bool:
        """Wait as a server asks, or back off; return False if that is longer than is waited."""
        asked = retry_after(answer.headers, self.clock.now())
        wait = self._back_off(attempt) if asked is None else asked
        if asked is not None:
            # The others that are about to ask this host are meant, too.
            self.session.politeness.pause(host_of(answer.url), asked)
        if wait > self.settings.longest_retry_after or not self.time_for(wait):
            return False
        if asked is None:
            self.clock.sleep(wait)
        return True

    def _back_off(self, attempt: int) -> float:
        waits = self.settings.back_off
        wait = waits[min(attempt, len(waits) - 1)] if waits else 0.0
        return wait * (1 + self.settings.jitter * self._random())

    # robots.txt -------------------------------------------------------------------------------

    def permit(self, target: Target) -> None:
        """Look at robots.txt of the site.

        Raises:
            FetchFailedError: If it does not want this program there, or cannot be had.
        """
        if not self.settings.robots:
            return
        with self._lock:
            lock, known = self._robots.setdefault(target.origin, (threading.Lock(), []))
        with lock:
            if not known:
                rules = self._read_robots(target)
                if isinstance(rules, FetchFailedError) and rules.kind == "no-such-name":
                    return  # who asks for the page is told so, each time that it is asked for
                known.append(rules)
        rules = known[0]
        if isinstance(rules, FetchFailedError):
            raise FetchFailedError(rules.kind, rules.reason, refusal=rules.refusal)
        if not rules.allows(target.url):
            reason = f"robots.txt of `{target.host}` does not allow it"
            raise FetchFailedError("robots", reason)

    def _read_robots(self, target: Target) -> Robots | FetchFailedError:
        url = f"{target.origin}/robots.txt"
        now = self.clock.now()
        cached = self.cache.get("GET", url, now)
        if cached is not None and isinstance(text := cached[1].get("robots"), str):
            return Robots(text)
        request = Request(max_body=MAX_BYTES, max_decompressed=2 * MAX_BYTES)
        try:
            answer = self.attempts(lambda _: self.session.fetch(url, request))
        except FetchFailedError as failure:
            if failure.kind == "redirects" or (failure.kind == "not-admitted" and failure.chain):
                return Robots("")  # there are no rules there (RFC 9309, section 2.3.1.3)
            if failure.kind in {"no-such-name", "not-admitted", "paused"}:
                return failure
            # Who cannot be asked for the rules must not be asked for more (section 2.3.1.4).
            return FetchFailedError("robots", f"robots.txt cannot be had: {failure.reason}")
        if answer.status in _SERVER_ERRORS or answer.status == _TOO_MANY:
            reason = f"robots.txt of `{target.host}` cannot be read: it answers {answer.status}"
            return FetchFailedError("robots", reason)
        text = answer.body.decode("utf-8", "replace") if answer.status in _GOOD else ""
        self.cache.put("GET", url, {"robots": text}, now=now, age=self.settings.robots_age)
        return Robots(text)

    # Names ------------------------------------------------------------------------------------

    def names_exist(self) -> bool:
        """Tell whether any name can be resolved here: if none can, that says nothing of one.

        Some systems answer "no such name" to everything while they are offline.
        """
        with self._lock:
            if self._names_exist is None:
                host = host_of(self.settings.services.handle_api)
                try:
                    self._names_exist = bool(self.session.guard.resolver(host, 443))
                except OSError:
                    self._names_exist = False
            return self._names_exist

    # Records of registries and hubs -----------------------------------------------------------

    def record(self, url: str, read: Reading, *, accept: str = "application/json") -> Record:
        """Ask a registry or hub for a record; answers are kept for some time.

        Args:
            url: Of its API; robots.txt is for robots that follow links, and is not looked at.
            read: Takes from the answer what is needed, as plain data.
            accept: Media type that is asked for.
        """
        now = self.clock.now()
        cached = self.cache.get("GET", url, now)
        if cached is not None:
            known = _stored(cached[1])
            if known is not None:
                return known
        reached = self.limit()
        if reached:
            return Record("unverifiable", reached)
        request = Request(
            headers={"Accept": accept, "Accept-Encoding": "gzip"},
            max_body=self.settings.max_record,
            max_decompressed=self.settings.max_record,
        )
        try:
            answer = self.attempts(lambda _: self.session.fetch(url, request))
        except FetchFailedError as failure:
            if failure.kind == "no-such-name":  # registries exist: it is this machine
                return Record("unverifiable", f"`{host_of(url)}` could not be looked up")
            return Record("unverifiable", failure.reason)
        if not answer.complete:
            return Record("unverifiable", f"`{host_of(url)}` answers too much to read")
        record = read(answer.status, answer.headers, _json(answer.body))
        if record.state != "unverifiable":
            found = record.state == "found"
            age = self.settings.record_age if found else self.settings.dead_age
            kept = {"state": record.state, "reason": record.reason, "facts": dict(record.facts)}
            self.cache.put("GET", url, kept, now=now, age=age)
        return record


def unexpected(host: str, status: int) -> Record:
    """Return the record of an answer that says nothing of what was asked for."""
    return Record("unverifiable", f"`{host}` answers {describe(status)}")


def describe(status: int) -> str:
    """Return a status with its phrase: ``403 Forbidden``."""
    import http

    try:
        return f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read ``Retry-After`` (RFC 9110, section 10.2.3).

    Returns:
        Seconds from now, none of them negative; None if there is no such header, or none that can
        be read.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal() and value.isascii():
        return float(value[:12])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now) if value else None
    except (ValueError, OverflowError, OSError):
        return None


def _stored(kept: Mapping[str, object]) -> Record | None:
    state, reason, facts = kept.get("state"), kept.get("reason"), kept.get("facts")
    if state in {"found", "absent"} and isinstance(reason, str) and isinstance(facts, dict):
        return Record("found" if state == "found" else "absent", reason, facts)
    return None


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def is_missing(status: int) -> bool:
    """Tell whether a status says that there is nothing: 404 or 410."""
    return status in _NOT_FOUND


def is_good(status: int) -> bool:
    """Tell whether a status says that all is well."""
    return status in _GOOD
