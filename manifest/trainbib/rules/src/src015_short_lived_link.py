"""A link expires, or hangs on somebody's account.

What it does: looks at every field that the schema calls a URL, and reports

- signed links that expire: `Expires` and `Signature` (Amazon, Google, CloudFront), `se` and `sig`
  (shared access signatures of Azure), `oe` and `oh` (the content network of Meta), and any other
  pair of an expiry and a signature or token; the day of expiry is told where the link says it;
- links that share a file of a drive (Google, Dropbox, OneDrive and SharePoint, iCloud, Baidu,
  Yandex, Mega), or hand one over (WeTransfer, file.io);
- short links (bit.ly, t.co, tinyurl.com …), whose target can be changed or dropped.

The `url` of a source that has an `archive` too is left alone. A link that gives away a secret key
is for SRC002. Of those here the finding does not repeat the query either.

Why it matters: a reference is there to be followed in ten years. Two filed summaries of training
data were themselves served from links that expired within weeks.

Fails:

```yaml fails
sources:
  letters:
    kind: other
    license: CC0-1.0
    version: "1"
    url: https://drive.google.com/file/d/1a2b3c4d5e/view
```

Passes:

```yaml passes
sources:
  letters:
    kind: other
    license: CC0-1.0
    version: "1"
    url: https://archive.letters.edu/1890/
```

How to fix: deposit the data where it gets an identifier, and name that; or add a copy as `archive`.
For a short link, write what it leads to.

Source: SPEC.md, section 6.2; W3C, "Cool URIs don't change".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer, resolve
from trainbib.rules.base import Rule
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context, has_answer
from trainbib.rules.leaves import Tokens
from trainbib.values import as_mapping, parse_date

_SHORT = frozenset(
    {
        "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "v.gd", "buff.ly", "cutt.ly",
        "rebrand.ly", "lnkd.in", "rb.gy", "t.ly", "shorturl.at", "tiny.cc", "bl.ink", "git.io",
        "dlvr.it", "s.id", "t.cn", "u.to", "clck.ru", "qr.ae", "shorte.st", "adf.ly",
    }
)  # fmt: skip
_SHARED: Mapping[str, tuple[str, ...]] = {
    "drive.google.com": (),
    "docs.google.com": (),
    "dropbox.com": ("/s/", "/sh/", "/scl/", "/t/"),
    "1drv.ms": (),
    "onedrive.live.com": (),
    "icloud.com": ("/iclouddrive/",),
    "pan.baidu.com": (),
    "yadi.sk": (),
    "disk.yandex.ru": (),
    "disk.yandex.com": (),
    "mega.nz": (),
    "mediafire.com": (),
    "we.tl": (),
    "wetransfer.com": (),
    "file.io": (),
    "transfer.sh": (),
}
"""Hosts where people share files, and how the paths of shared files begin there."""

_HOSTS = frozenset(f"{www}{host}" for host in (*_SHORT, *_SHARED) for www in ("", "www."))

_EXPIRY = frozenset(
    {
        "expires", "expire", "expiry", "expires_at", "expiration", "exp", "se", "x-amz-expires",
        "x-goog-expires", "x-oss-expires", "oe", "ex", "policy", "validuntil",
    }
)  # fmt: skip
_PROOF = frozenset(
    {
        "signature", "sig", "sign", "token", "hmac", "hash", "oh", "hm", "x-oss-signature", "md5",
        "x-amz-date", "x-goog-date",
    }
)  # fmt: skip
_SECRET = frozenset(
    {
        "x-amz-signature", "x-amz-credential", "x-amz-security-token", "x-goog-signature",
        "access_token", "api_key", "apikey",
    }
)  # fmt: skip
"""What SRC002 reports."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each link that will not last."""

    def wanted(_label: str, urls: Iterable[str]) -> list[str]:
        # A first look at all hosts at once, for manifests with many thousand URLs.
        joined = "\n".join(urls)
        hosts = set(re.findall("://([^/\n]*)", joined))
        if "?" not in joined and not any(map(_may_be_shared, hosts)):
            return []
        return [
            url
            for url in urls
            if ("?" in url or _may_be_shared(url.partition("://")[2].partition("/")[0]))
            and _fault(url)
        ]

    for path, _, url in texts_where(context, ("url",), wanted):
        if path[-1] == "url" and _archived(context, path):
            continue
        bare = url.partition("?")[0]
        notes = _expiry(url)
        yield Finding(
            pointer(*path),
            f"{subject(path)} {_fault(url)}",
            label="will not last",
            help="name where the data is deposited, or add a copy as `archive`",
            notes=(notes,) if notes else (),
            value=bare,
        )


def _may_be_shared(host: str) -> bool:
    return host in _HOSTS or not host.islower() or host.endswith("sharepoint.com")


def _fault(url: str) -> str:
    """Say why a link will not last; "" if nothing speaks against it."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in {"http", "https"}:
        return ""
    place, question, _ = rest.partition("?")
    host, slash, path = place.partition("/")
    host = host.casefold().removeprefix("www.")
    if host in _SHORT:
        return f"is a short link of {host}" if path else ""
    if host in _SHARED or host.endswith("-my.sharepoint.com"):
        begins = _SHARED.get(host, ())
        shared = not begins or (slash + path).startswith(begins)
        return f"shares a file on {host}" if shared and (path or question) else ""
    if not question:
        return ""
    names = _parameters(url).keys()
    if _SECRET.isdisjoint(names) and not _EXPIRY.isdisjoint(names) and not _PROOF.isdisjoint(names):
        return f"is a signed link of {host} that expires"
    return ""


def _parameters(url: str) -> dict[str, str]:
    pairs = (item.partition("=") for item in url.partition("?")[2].partition("#")[0].split("&"))
    return {name.casefold(): value for name, _, value in pairs}


def _expiry(url: str) -> str:
    """Say when a link expires, if it says so itself."""
    parameters = _parameters(url)
    for name in ("expires", "expire", "expiry", "exp", "expires_at", "oe", "ex", "se"):
        text = parameters.get(name, "")
        if "-" in text and parse_date(text[:10]) is not None:
            return f"it says that it expires on {text[:10]}"
        base = 16 if name in {"oe", "ex"} else 10
        try:
            seconds = int(text, base)
            day = datetime.fromtimestamp(seconds, UTC).date()
        except (ValueError, OverflowError, OSError):
            continue
        if day.year >= 2000:  # noqa: PLR2004 - less is a length of time, or no time at all
            return f"it says that it expires on {day.isoformat()}"
    return ""


def _archived(context: Context, path: Tokens) -> bool:
    entry = as_mapping(resolve(context.data, [str(token) for token in path[:-1]]))
    return has_answer(entry, "archive")


RULE = Rule(
    code="SRC015",
    name="short-lived-link",
    severity=Severity.WARNING,
    summary="A link expires, or hangs on somebody's account",
    page=__doc__,
    find=find,
)
