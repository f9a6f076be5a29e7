"""What a user, or a test, can set about online checks; the defaults are those of docs/online.md."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib.online.timing import Clock, SystemClock

if TYPE_CHECKING:
    from trainbib.online.addresses import Resolver
    from trainbib.online.connection import Dialler

DAY = 86400.0
"""Seconds."""
KIB, MIB = 1 << 10, 1 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        what: What is being asked: ``links``, ``DOIs`` …
        done: How many have an answer.
        total: Out of how many.
    """

    what: str
    done: int
    total: int


def default_cache_path() -> Path:
    """Return the cache of this user (XDG Base Directory Specification, 0.8)."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(named) if named and Path(named).is_absolute() else Path.home() / ".cache"
    return base / "trainbib" / "http.sqlite"


@dataclass(frozen=True, slots=True)
class Services:
    """Base URLs of the registries and hubs that are asked, without a final slash.

    Attributes:
        handle_api: Handle records of DOIs: ``<base>/<doi>?type=URL``.
        registration_agency: Which agency a DOI is from: ``<base>/<prefix>``.
        crossref: Works: ``<base>/<doi>``.
        datacite: DOIs: ``<base>/<doi>``.
        orcid: Public records: ``<base>/<orcid>/person``.
        ror: Organisations: ``<base>/<id>``.
        wayback: Captures: ``<base>/<date>/<url>``.
        hugging_face: The hub: ``<base>/api/datasets/<id>``.
        github: Its API: ``<base>/repos/<owner>/<name>``.
    """

    handle_api: str = "https://doi.org/api/handles"
    registration_agency: str = "https://doi.org/doiRA"
    crossref: str = "https://api.crossref.org/works"
    datacite: str = "https://api.datacite.org/dois"
    orcid: str = "https://pub.orcid.org/v3.0"
    ror: str = "https://api.ror.org/v2/organizations"
    wayback: str = "https://web.archive.org/web"
    hugging_face: str = "https://huggingface.co"
    github: str = "https://api.github.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineSettings:
    """Everything about online checks. Times are in seconds, sizes in bytes.

    Attributes:
        concurrency: How many requests run at a time.
        host_concurrency: How many of them at one host.
        host_interval: From one request at a host to the next.
        connect_timeout: For a connection, TLS included.
        read_timeout: For each read.
        whole_timeout: For one attempt with all its redirects.
        attempts: How often a request is made that ends in a timeout, a broken connection, 429
            or 5xx.
        back_off: How long to wait after each failed attempt, before jitter.
        jitter: By which share a wait is lengthened at random.
        longest_retry_after: The longest ``Retry-After`` that is waited for.
        second_look_after: How long after the end of the first look a dead link is looked at again.
        max_redirects: How many redirects are followed.
        max_body: How much of an answer is read.
        max_decompressed: How much a compressed answer may become.
        max_record: How large the record of a registry or hub may be.
        max_manifest: How large a manifest of a source may be.
        max_lookups: How many things are asked for in a run.
        max_duration: How long a run may take.
        ok_age: How long the cache keeps links that work, or have moved.
        dead_age: How long it keeps dead links; they are looked at again all the same.
        record_age: How long it keeps records of registries.
        robots_age: How long it keeps robots.txt.
        capture_near: From how many days before or after its retrieval a capture is of the source
            as retrieved.
        ports: The ports that are asked.
        allowed_hosts: Hosts that may be at an address that is not public, as ``host`` or
            ``host:port``, exactly as they stand in URLs: for registries of one's own.
        proxy: URL of a proxy. Names are then resolved there, so that the guard is the proxy's.
        ca_bundle: Certificates to trust, instead of those that come with ``requests``.
        contact: Mail address or URL, sent to every server in ``User-Agent``.
        robots: Whether robots.txt is honoured.
        cache_path: The cache; None for none.
        strict: Whether what cannot be verified counts like a finding (``--online-strict``).
        services: Base URLs of registries and hubs.
        progress: Called from time to time, from any thread.
        clock: Tells the time.
        resolver: Resolves names; None for the one of the system.
        dialler: Connects to an address; None for sockets.
        random: Returns a number from 0 up to 1, for jitter; None for ``random.random``.
    """

    concurrency: int = 16
    host_concurrency: int = 2
    host_interval: float = 0.2
    connect_timeout: float = 5
    read_timeout: float = 15
    whole_timeout: float = 30
    attempts: int = 3
    back_off: tuple[float, ...] = (1, 2, 4)
    jitter: float = 0.25
    longest_retry_after: float = 60
    second_look_after: float = 60
    max_redirects: int = 5
    max_body: int = 64 * KIB
    max_decompressed: int = MIB
    max_record: int = 4 * MIB
    max_manifest: int = 64 * MIB
    max_lookups: int = 2000
    max_duration: float = 1800
    ok_age: float = 7 * DAY
    dead_age: float = DAY
    record_age: float = 30 * DAY
    robots_age: float = DAY
    capture_near: int = 30
    ports: frozenset[int] = frozenset({80, 443})
    allowed_hosts: frozenset[str] = frozenset()
    proxy: str | None = None
    ca_bundle: Path | None = None
    contact: str | None = None
    robots: bool = True
    cache_path: Path | None = field(default_factory=default_cache_path)
    strict: bool = False
    services: Services = field(default_factory=Services)
    progress: Callable[[Progress], None] | None = field(default=None, compare=False, repr=False)
    clock: Clock = field(default_factory=SystemClock, compare=False, repr=False)
    resolver: "Resolver | None" = field(default=None, compare=False, repr=False)
    dialler: "Dialler | None" = field(default=None, compare=False, repr=False)
    random: Callable[[], float] | None = field(default=None, compare=False, repr=False)

    @property
    def user_agent(self) -> str:
        """What this program calls itself; robots.txt knows it as ``trainbib``."""
        from trainbib import __version__

        contact = f"; {self.contact}" if self.contact else ""
        if self.contact and "@" in self.contact and ":" not in self.contact:
            contact = f"; mailto:{self.contact}"
        return f"trainbib/{__version__} (+https://trainbib.org{contact})"
