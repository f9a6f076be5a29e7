"""Manifests of sources, fetched by URL and held to their digest."""

from dataclasses import dataclass
from typing import Literal

from trainbib.canonical import CanonicalFormError, canonical_digest
from trainbib.document import Document, parse_document
from trainbib.online.asking import Asker, describe, is_good, is_missing
from trainbib.online.session import Answer, FetchFailedError, Request
from trainbib.online.settings import OnlineSettings

FetchProblem = Literal["missing", "blocked", "unverifiable", "too-large", "unreadable", "digest"]


class FetchError(Exception):
    """A manifest could not be had.

    Attributes:
        problem: Of what kind the problem is. ``unverifiable`` proves nothing; ``missing`` was seen
            twice, the second time a minute later.
        reason: A clause about the manifest.
        digest: The canonical digest that it has, where it is another than the one pinned.
    """

    def __init__(self, problem: FetchProblem, reason: str, *, digest: str | None = None) -> None:
        super().__init__(reason)
        self.problem: FetchProblem = problem
        self.reason = reason
        self.digest = digest


@dataclass(frozen=True, slots=True)
class FetchedManifest:
    """A manifest that was fetched.

    Attributes:
        url: Where it was in the end; relative paths in it cannot be followed.
        document: What it says.
        digest: Its canonical digest.
    """

    url: str
    document: Document
    digest: str


def fetch_manifest(url: str, digest: str | None, asker: Asker | OnlineSettings) -> FetchedManifest:
    """Fetch a manifest, guarded and bounded as every request is.

    Args:
        url: Where it is.
        digest: The canonical digest that it must have (SPEC.md, section 14); None for any.
        asker: The run that it belongs to, or settings for a run of its own.

    Raises:
        FetchError: If there is no manifest, or another one than was pinned.
    """
    if isinstance(asker, OnlineSettings):
        with Asker(asker).working() as run:
            return fetch_manifest(url, digest, run)
    reached = asker.limit()
    if reached:
        raise FetchError("unverifiable", reached)
    try:
        answer = _shown(url, asker, "a manifest")
    except FetchError as first:
        if first.problem != "missing" or url in asker.gone:
            raise
        answer = _looked_again(url, asker, first)
    if not answer.complete:
        most = asker.settings.max_manifest
        raise FetchError("too-large", f"it has more than {most} bytes, or cannot be unpacked")
    document = parse_document(answer.body, path=answer.url.partition("?")[0])
    return FetchedManifest(answer.url, document, _digest(document, digest))


def _shown(url: str, asker: Asker, what: str, wait: float = 0) -> Answer:
    """Look once, and tell so whoever watches."""
    report = asker.reports(what, 1)
    report(0)
    try:
        if wait:
            asker.clock.sleep(wait)
        return _fetched(url, asker)
    finally:
        report(1)


def _looked_again(url: str, asker: Asker, first: FetchError) -> Answer:
    """Look a second time, a minute later; what is missing then is known to the run."""
    wait = asker.settings.second_look_after
    if not asker.time_for(wait):
        reason = f"{first.reason}, but there was no time for a second look"
        raise FetchError("unverifiable", reason) from first
    try:
        return _shown(url, asker, asker.once_more(), wait)
    except FetchError as second:
        if second.problem == "missing":
            asker.gone.add(url)
        raise


def _fetched(url: str, asker: Asker) -> Answer:
    """Return an answer that says that all is well, after one look."""
    most = asker.settings.max_manifest
    request = Request(
        headers={
            "Accept": "application/yaml, application/json, text/yaml, text/plain, */*;q=0.5",
            "Accept-Encoding": "gzip",
        },
        max_body=most,
        max_decompressed=most,
        permit=asker.permit,
    )
    try:
        answer = asker.attempts(lambda _: asker.session.fetch(url, request))
    except FetchFailedError as failure:
        problem: FetchProblem = "unverifiable"
        if failure.refusal == "address":
            problem = "blocked"
        elif failure.kind == "no-such-name" and asker.names_exist():
            problem = "missing"
        raise FetchError(problem, failure.reason) from failure
    if not is_good(answer.status):
        missing = is_missing(answer.status)
        reason = f"it answers {describe(answer.status)}"
        raise FetchError("missing" if missing else "unverifiable", reason)
    return answer


def _digest(document: Document, pinned: str | None) -> str:
    if not document.parsed or not isinstance(document.data, dict):
        reason = document.findings[-1].finding.message if document.findings else "no manifest"
        raise FetchError("unreadable", f"it cannot be read: {reason}")
    try:
        found = canonical_digest(document.data)
    except CanonicalFormError as error:
        raise FetchError("unreadable", f"it cannot be read: {error}") from error
    if pinned is not None and found != pinned:
        raise FetchError("digest", "it is not what was pinned", digest=found)
    return found
