"""Whether links work: one verdict for each, careful never to call dead what is only shy.

A link is asked for by HEAD, and by GET where that fails. Dead is what is not found, or whose host
does not exist, twice: the second look is at least a minute later. All that proves nothing (no
permission, no time, no answer) is unverifiable.
"""

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast
from urllib.parse import urlsplit

from trainbib.online.asking import Asker, describe, is_good, is_missing
from trainbib.online.scheduling import host_of, run_by_host
from trainbib.online.session import Answer, FetchFailedError, Hop, Request
from trainbib.online.settings import KIB
from trainbib.values import is_mapping


class Verdict(enum.StrEnum):
    """What is known of a link."""

    OK = "ok"
    MOVED = "moved"
    DEAD = "dead"
    UNVERIFIABLE = "unverifiable"
    BLOCKED = "blocked"


_PERMANENT = frozenset({301, 308})
_TOO_MANY = 429
_EMPTY_RANGE = 416
_BYTES = {"Range": f"bytes=0-{64 * KIB - 1}"}
_KEPT_HEADERS = (
    "Content-Digest",
    "Content-Encoding",
    "Content-Length",
    "Content-MD5",
    "Content-Range",
    "Content-Type",
    "Digest",
    "ETag",
    "Repr-Digest",
    "X-Goog-Hash",
    "X-Linked-ETag",
    "X-Linked-Size",
)
_LOGIN = re.compile(
    r"(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|sso|saml2?|oauth2?|authorize|consent|captcha)(?:$|[/._-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What is known of one link.

    Attributes:
        url: As asked about, without its fragment.
        verdict: What is known.
        reason: Why, as a clause; "" where all is well.
        status: The last HTTP status; None if there was none.
        final: The URL that answered; that of the last hop if none did.
        chain: The redirects, in order.
        headers: Those that tell of the content, names in lower case.
        checked: When it was asked for, in seconds since 1970.
        cached: Whether that was in an earlier run.
        limit: Whether it was not asked for because of a limit of the run.
        over: When the look was over, by the run's clock that nobody can set; 0 in an earlier run.
    """

    url: str
    verdict: Verdict
    reason: str = ""
    status: int | None = None
    final: str = ""
    chain: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    checked: float = 0.0
    cached: bool = False
    limit: bool = False
    over: float = 0.0

    def to_record(self) -> dict[str, object]:
        """Return plain data for the cache."""
        return {
            "verdict": self.verdict.value,
            "reason": self.reason,
            "status": self.status,
            "final": self.final,
            "chain": [[hop.url, hop.status] for hop in self.chain],
            "headers": dict(self.headers),
        }

    @classmethod
    def from_record(cls, url: str, stored: float, record: Mapping[str, object]) -> "LinkResult":
        """Read what :meth:`to_record` wrote.

        Raises:
            ValueError, TypeError, KeyError: If it is something else.
        """
        status = record["status"]
        if status is not None and not isinstance(status, int):
            raise TypeError("status")
        chain = cast("list[tuple[str, int]]", record["chain"])
        headers = record["headers"]
        if not is_mapping(headers):
            raise TypeError("headers")
        return cls(
            url,
            Verdict(str(record["verdict"])),
            str(record["reason"]),
            status,
            str(record["final"]),
            tuple(Hop(str(hop), int(code)) for hop, code in chain),
            {str(name): str(value) for name, value in headers.items()},
            stored,
            cached=True,
        )


def check_links(asker: Asker, urls: Sequence[str]) -> dict[str, LinkResult]:
    """Look at links, side by side where they are at different hosts.

    Args:
        asker: The run.
        urls: Without repeats.

    Returns:
        Each URL with what is known of it.
    """
    settings = asker.settings
    first = run_by_host(
        urls,
        lambda url: first_look(asker, url),
        host=host_of,
        workers=settings.concurrency,
        per_host=settings.host_concurrency,
        done=asker.reports("links", len(urls)),
    )
    results = dict(zip(urls, first, strict=True))
    doubtful = [result for result in first if result.verdict is Verdict.DEAD and not result.cached]
    second = run_by_host(
        doubtful,
        lambda result: second_look(asker, result),
        host=lambda result: host_of(result.url),
        workers=settings.concurrency,
        per_host=settings.host_concurrency,
        done=asker.reports(asker.once_more(), len(doubtful)),
    )
    for result in second:
        results[result.url] = result
        _keep(asker, result)
    asker.gone.update(url for url, result in results.items() if result.verdict is Verdict.DEAD)
    return results


def first_look(asker: Asker, url: str) -> LinkResult:
    """Look at a link once; a verdict of dead still needs a second look, unless it is cached."""
    now = asker.clock.now()
    earlier = _known(asker, url, now)
    again = earlier is not None and earlier.verdict is Verdict.DEAD
    if earlier is not None and not (again and _long_ago(asker, earlier, now)):
        return earlier
    reached = asker.limit()
    if reached:
        return LinkResult(url, Verdict.UNVERIFIABLE, reached, checked=now, limit=True)
    result = _look(asker, url, head_first=True)
    if again and earlier is not None and result.verdict is Verdict.DEAD:
        # The earlier run saw the same, long enough ago: this is the second look.
        result = replace(result, reason=f"{result.reason}, as in an earlier run", cached=True)
        _keep(asker, result)
    elif result.verdict is not Verdict.DEAD:
        _keep(asker, result)
    return result


def second_look(asker: Asker, first: LinkResult) -> LinkResult:
    """Look again at a link that seems dead, a minute later and by the other method."""
    if first.url in asker.gone:  # the manifest that it leads to was asked for before
        return replace(first, reason=f"{first.reason}, twice")
    wait = first.over + asker.settings.second_look_after - asker.clock.elapsed()
    if not asker.time_for(max(wait, 0.0)):
        reason = f"{first.reason}, but there was no time for a second look"
        return replace(first, verdict=Verdict.UNVERIFIABLE, reason=reason)
    if wait > 0:
        asker.clock.sleep(wait)
    result = _look(asker, first.url, head_first=False)
    if result.verdict is Verdict.DEAD:
        return replace(result, reason=f"{result.reason}, twice")
    if result.verdict is Verdict.UNVERIFIABLE:
        return replace(result, reason=f"{result.reason}; before, {first.reason}")
    return result


def _look(asker: Asker, url: str, *, head_first: bool) -> LinkResult:
    result = _asked(asker, url, head_first=head_first)
    return replace(result, over=asker.clock.elapsed())


def _asked(asker: Asker, url: str, *, head_first: bool) -> LinkResult:
    started = asker.clock.now()
    limit = asker.settings.max_body
    head = Request(method="HEAD", permit=asker.permit)
    part = Request(headers=_BYTES, max_body=limit, permit=asker.permit)
    whole = Request(max_body=limit, permit=asker.permit)

    def fetch(attempt: int) -> Answer:
        if not head_first:
            return asker.session.fetch(url, whole)
        if attempt == 0:
            answer = asker.session.fetch(url, head)
            if answer.status < 400 or answer.status == _TOO_MANY:  # noqa: PLR2004 - client errors
                return answer
        return asker.session.fetch(url, part)

    try:
        answer = asker.attempts(fetch)
    except FetchFailedError as failure:
        return _failed(asker, url, failure, started)
    return _judged(url, answer, started)


def _failed(asker: Asker, url: str, failure: FetchFailedError, checked: float) -> LinkResult:
    verdict = Verdict.UNVERIFIABLE
    reason = failure.reason
    if failure.refusal == "address":
        verdict = Verdict.BLOCKED
    elif failure.kind == "no-such-name":
        if asker.names_exist():
            verdict = Verdict.DEAD
        else:
            reason = "no names can be looked up here: is this machine online?"
    if failure.chain:
        reason = f"it redirects, and then {reason}"
    final = failure.chain[-1].url if failure.chain else url
    return LinkResult(url, verdict, reason, None, final, failure.chain, checked=checked)


def _judged(url: str, answer: Answer, checked: float) -> LinkResult:
    result = LinkResult(
        url,
        Verdict.OK,
        "",
        answer.status,
        answer.url,
        answer.chain,
        _content_headers(answer),
        checked,
    )
    if is_good(answer.status) or answer.status == _EMPTY_RANGE:
        if answer.chain and _asks_to_log_in(url, answer.url):
            reason = "it leads to a page for logging in"
            return replace(result, verdict=Verdict.UNVERIFIABLE, reason=reason)
        permanent = all(hop.status in _PERMANENT for hop in answer.chain)
        if answer.chain and permanent and not _only_home(url, answer.url):
            return replace(result, verdict=Verdict.MOVED, reason=f"it has moved to {answer.url}")
        return result
    reason = f"it answers {describe(answer.status)}"
    missing = is_missing(answer.status)
    return replace(result, verdict=Verdict.DEAD if missing else Verdict.UNVERIFIABLE, reason=reason)


def _content_headers(answer: Answer) -> dict[str, str]:
    headers = {
        name.lower(): answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers
    }
    return headers | {name.lower(): value for name, value in answer.linked.items()}


def _asks_to_log_in(url: str, final: str) -> bool:
    """Tell whether a redirect leads to where one logs in, and the link does not."""
    there, here = urlsplit(final), urlsplit(url)
    return bool(_LOGIN.search(there.path)) and not _LOGIN.search(here.path)


def _only_home(url: str, final: str) -> bool:
    """Tell whether a page redirects to the home page of a site, which is no move of the page."""
    return urlsplit(final).path in {"", "/"} and urlsplit(url).path not in {"", "/"}


def _known(asker: Asker, url: str, now: float) -> LinkResult | None:
    cached = asker.cache.get("HEAD", url, now)
    if cached is None:
        return None
    try:
        return LinkResult.from_record(url, *cached)
    except (ValueError, TypeError, KeyError):
        return None


def _long_ago(asker: Asker, earlier: LinkResult, now: float) -> bool:
    return now - earlier.checked >= asker.settings.second_look_after


def _keep(asker: Asker, result: LinkResult) -> None:
    """Store a result, if it is one that lasts."""
    settings = asker.settings
    if result.verdict in {Verdict.OK, Verdict.MOVED}:
        age = settings.ok_age
    elif result.verdict is Verdict.DEAD:
        age = settings.dead_age
    else:
        asker.cache.drop("HEAD", result.url)
        return
    record = result.to_record()
    asker.cache.put("HEAD", result.url, record, now=asker.clock.now(), age=age)
