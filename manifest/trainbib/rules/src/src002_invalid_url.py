"""A URL cannot be followed, or gives away a secret.

What it does: looks at every field that the schema calls a URL, and at `ids.git`. It reports what
has no scheme of the standard's list, or blanks; a host that is none, such as in
`https://https://…`; a port that is not a number from 1 to 65535; and credentials: a password, a
token in front of the host, or a signature such as `X-Amz-Signature` in the query. The finding never
repeats the secret.

Why it matters: a locator that cannot be read leads nowhere, and a manifest is public: whoever
reads it would hold the password.

Fails:

```yaml fails
sources:
  news: {kind: other, license: CC0-1.0, url: "https://reader:s3cret@data.example/news/"}
```

Passes:

```yaml passes
sources:
  news: {kind: other, license: CC0-1.0, url: "https://data.example/news/", version: "1"}
```

How to fix: correct the URL. Take credentials out, and have them revoked where they were published;
the fix that is offered takes them out, but cannot know whether the rest still works.

Source: SPEC.md, section 20; RFC 3986, sections 3.2 and 7.5.
"""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.typed import tokens
from trainbib.schemas import load_schema
from trainbib.values import as_mapping

_MOST_PORTS = 65535
_GIVEN_AWAY = (
    r"(?i:(?:^|&)(?P<name>x-amz-(?:signature|credential|security-token)|x-goog-signature|"
    r"access_token|api_?key)=[^&])"
)
_HOST = r"[^\s.\-\\<>\"{}|^`]+(?:[.\-][^\s.\\<>\"{}|^`]*)*"
_SCP_LIKE = r"(?:[\w.-]+@)?[\w.-]+\.\w+:[^\s/][^\s]*"
# Compiled when one is needed first: most manifests have plain URLs only.
_compiled = cache(re.compile)


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each URL that the schema accepts, and that is none."""
    if not context.typed.urls and "ids" not in context.source_fields:
        return
    accepted = _compiled(load_schema()["$defs"]["url"]["pattern"])
    for path, url in context.typed.urls:
        if accepted.search(url):
            yield from _judge(tokens(path), url)
    for key, source in context.sources.items():
        if "ids" not in source:
            continue
        repository = as_mapping(source["ids"]).get("git")
        if isinstance(repository, str):
            place: list[str | int] = ["sources", key, "ids", "git"]
            if accepted.search(repository):
                yield from _judge(place, repository)
            elif not _compiled(_SCP_LIKE).fullmatch(repository):
                yield _finding(place, repository, "is no repository URL", "write `https://…`")


def _judge(place: list[str | int], url: str) -> Iterator[Finding]:
    if "://" not in url:
        if url.startswith("mailto:") and "@" not in url:
            yield _finding(place, url, "is no mail address", "write `mailto:name@host`")
        return
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        yield _finding(place, url, f"is no URL: {error}", "correct the host")
        return
    secret = _secret(parts)
    if secret:
        bare = _without_secrets(parts)
        yield Finding(
            pointer(*place),
            f"{subject(place)} holds {secret}",
            label="readable by everyone who reads the manifest",
            help="take it out, and have it revoked if the manifest was published",
            fix=Fix.replace(pointer(*place), bare, safe=False),
            value=bare,
        )
        return
    fault = _port_fault(parts)
    if fault:
        yield _finding(place, url, fault, "correct the port, or leave it out")
    elif host in {"http", "https", "ftp"}:
        yield _finding(place, url, f"names `{host}` as its host", "write the scheme once")
    elif not _is_host(host):
        yield _finding(place, url, f"has `{host}` as its host, which is none", "correct the host")


def _secret(parts: SplitResult) -> str:
    """Name what the URL gives away; "" if it gives nothing away."""
    user, at, _ = parts.netloc.rpartition("@")
    if at:
        if ":" in user:
            return "a user name and a password"
        if parts.scheme.lower() in {"http", "https", "git+https"} and user:
            return "credentials before the host"
    found = _compiled(_GIVEN_AWAY).search(parts.query)
    return f"the secret `{found['name']}` in its query" if found else ""


def _without_secrets(parts: SplitResult) -> str:
    kept = [item for item in parts.query.split("&") if not _compiled(_GIVEN_AWAY).match(item)]
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host, query="&".join(kept)))


def _port_fault(parts: SplitResult) -> str:
    written = parts.netloc.rpartition("@")[2].rpartition("]")[2]
    _, colon, port = written.rpartition(":")
    if not colon:
        return ""
    if not port:
        # "https:///" without a host never gets here; "https://host:/" is legal (RFC 3986).
        return ""
    good = port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= _MOST_PORTS
    return "" if good else f"has the port `{port}`, which is none"


def _is_host(host: str) -> bool:
    if ":" in host:  # an IPv6 address, which urlsplit has looked at
        return True
    return bool(_compiled(_HOST).fullmatch(host)) and ".." not in host and not host.endswith("-")


def _finding(place: list[str | int], url: str, fault: str, help_: str) -> Finding:
    return Finding(
        pointer(*place),
        f"{subject(place)}, {shown(url)}, {fault}",
        label="no URL",
        help=help_,
        value=url,
    )


RULE = Rule(
    code="SRC002",
    name="invalid-url",
    severity=Severity.ERROR,
    summary="A URL cannot be followed, or gives away a secret",
    page=__doc__,
    find=find,
    fix="unsafe",
)
