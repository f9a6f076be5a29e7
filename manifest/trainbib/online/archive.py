"""The Wayback Machine: which capture of a page is nearest to a day.

Nothing is saved there; the redirect to the capture is read and not followed.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from trainbib.online.asking import Asker, Record, describe, is_missing
from trainbib.online.scheduling import host_of
from trainbib.online.session import FetchFailedError, Request

_CAPTURE = re.compile(r"/web/(?P<time>\d{8}(?:\d{6})?)(?:[a-z_]+)?/(?P<url>https?:.+)", re.ASCII)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def capture_record(asker: Asker, url: str, day: date) -> Record:
    """Ask for the capture of a page that is nearest to a day.

    Returns:
        The facts ``capture`` (URL) and ``date`` (ISO 8601).
    """
    base = asker.settings.services.wayback
    asked = f"{base}/{day:%Y%m%d}/{url}"
    now = asker.clock.now()
    cached = asker.cache.get("GET", asked, now)
    if cached is not None:
        kept: Mapping[str, object] = cached[1]
        if kept.get("capture"):
            return Record("found", "", kept)
        return Record("absent", "the Wayback Machine has no capture of it")
    reached = asker.limit()
    if reached:
        return Record("unverifiable", reached)
    request = Request(method="HEAD", follow=False)
    try:
        answer = asker.attempts(lambda _: asker.session.fetch(asked, request))
    except FetchFailedError as failure:
        return Record("unverifiable", failure.reason)
    settings = asker.settings
    if is_missing(answer.status):
        asker.cache.put("GET", asked, {"capture": ""}, now=now, age=settings.dead_age)
        return Record("absent", "the Wayback Machine has no capture of it")
    found = _CAPTURE.search(answer.headers.get("Location", ""))
    if answer.status not in _REDIRECTS or found is None:
        return Record("unverifiable", f"`{host_of(base)}` answers {describe(answer.status)}")
    taken = _date(found["time"])
    if taken is None:
        return Record("unverifiable", f"`{host_of(base)}` names a capture without a date")
    facts = {"capture": f"{base}/{found['time']}/{found['url']}", "date": taken}
    asker.cache.put("GET", asked, facts, now=now, age=settings.record_age)
    return Record("found", "", facts)


def _date(digits: str) -> str | None:
    try:
        return datetime.strptime(digits[:8], "%Y%m%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return None
