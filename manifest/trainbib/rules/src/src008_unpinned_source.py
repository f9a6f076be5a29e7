"""A source is named in a state that goes on changing.

What it does: a source is pinned by a `digest`, by its own `manifest` with a digest, by a Software
Heritage identifier, or by a `version` or `revision` that does not float. The rule reports sources
that are not pinned and

- whose `version` or `revision` is the name of a branch (`main`, `master`, `latest`, `HEAD` …),
- whose URL goes through such a branch (`…/tree/main/…`),
- that are named by a hub or a repository alone (`ids.hf`, `ids.git`, a URL of Hugging Face,
  GitHub, GitLab or Bitbucket), or
- that are taken from Common Crawl without a snapshot such as `CC-MAIN-2024-10`.

A gap for `version` or `revision` is an answer.

Why it matters: the same name gives other data tomorrow, and then nobody can say what was in the
training set.

Fails:

```yaml fails
sources:
  code:
    kind: other
    license: CC0-1.0
    ids: {hf: acme/code}
    revision: main
```

Passes:

```yaml passes
sources:
  code:
    kind: other
    license: CC0-1.0
    ids: {hf: acme/code}
    revision: 761dc5b0f1d2
```

How to fix: give the commit as `revision`, the release as `version`, or the `digest` of what was
retrieved. Where it was not kept: `revision: {lost: "only the date is known"}`. No repair is
offered: which state was used, the manifest does not say, and the newest one would be a guess.

Source: SPEC.md, section 6.2.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, has_answer, is_given
from trainbib.values import as_mapping

_FLOATING = frozenset(
    {
        "main", "master", "trunk", "develop", "dev", "devel", "head", "tip", "default", "latest",
        "newest", "current", "nightly", "edge", "stable", "snapshot", "rolling", "live",
        "origin/main", "origin/master", "refs/heads/main", "refs/heads/master",
    }
)  # fmt: skip
_BRANCH_IN_URL = (
    r"/(?:tree|blob|raw|resolve|archive|src/branch|refs/heads)/"
    r"(?:refs/heads/)?(?P<branch>main|master|HEAD|develop|latest)(?=[/.?#]|$)"
    r"|^https?://raw\.githubusercontent\.com/[^/]+/[^/]+/(?P<raw>main|master|HEAD|develop)/"
)
_REPOSITORY = (
    r"https?://(?:www\.)?(?:huggingface\.co/datasets|github\.com|gitlab\.com|bitbucket\.org|"
    r"codeberg\.org)/[^/?#]+/[^/?#]+/?(?:\.git)?$|^git(?:\+\w+)?://|^hf://|\.git/?$"
)
_COMMON_CRAWL = (
    r"https?://(?:[a-z]+\.)*commoncrawl\.org(?:/|$)|https?://commoncrawl\.s3|s3://commoncrawl"
)
_SNAPSHOT = r"CC-[A-Z]+[-/]?\d{4}|crawl-data/CC-NEWS/\d{4}"
# Compiled when one is needed first: most manifests need none of them.
_compiled = cache(re.compile)


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source whose state is open."""
    crawled = "commoncrawl" in "\n".join(
        each if each.__class__ is str else str(each) for each in context.of_sources("url")
    )
    stated = [name for name in ("revision", "version") if name in context.source_fields]
    if not crawled and "ids" not in context.source_fields and _all_pinned(context, stated):
        return
    for key, source in context.sources.items():
        if "digest" in source and has_answer(source, "digest"):
            continue
        floating = ""
        pinned = False
        for name in stated:
            value = source.get(name)
            if not value:
                continue
            if isinstance(value, str) and value.strip().lower() in _FLOATING:
                floating = floating or name
            else:
                pinned = True
        # A pin settles it, but for Common Crawl, where only the snapshot does.
        if (
            pinned
            and "ids" not in source
            and not (crawled and "commoncrawl" in str(source.get("url")))
        ):
            continue
        finding = _unpinned(key, source, floating, pinned=pinned)
        if finding is not None and not _pinned_otherwise(source):
            yield finding


def _all_pinned(context: Context, stated: Iterable[str]) -> bool:
    """Tell whether every source has a version or a revision that is not a moving one."""
    for name in stated:
        if context.all_sources_have(name):
            texts = set(context.overview.texts(f"sources.*.{name}"))
            if not any(text.strip().lower() in _FLOATING for text in texts):
                return True
    return False


def _unpinned(key: str, source: Entry, floating: str, *, pinned: bool) -> Finding | None:
    ids = as_mapping(source["ids"]) if "ids" in source else {}
    url = source.get("url")
    address = url if isinstance(url, str) else ""
    crawl = _common_crawl(key, source, ids, address)
    if crawl is not None or pinned:
        return crawl
    if floating:
        return _finding(
            key,
            (floating,),
            f"source `{key}` is at {floating} {shown(source[floating])}, which goes on changing",
            str(source[floating]),
        )
    branch = _compiled(_BRANCH_IN_URL).search(address)
    if branch is not None:
        name = branch["branch"] or branch["raw"]
        return _finding(
            key, ("url",), f"the URL of source `{key}` goes through the branch `{name}`", address
        )
    for name, what in (("hf", "Hugging Face"), ("git", "repository")):
        if is_given(ids, name):
            message = f"source `{key}` is named by its {what} id alone"
            return _finding(key, ("ids", name), message, str(ids[name]))
    if address and _compiled(_REPOSITORY).search(address):
        message = f"source `{key}` is named by a repository alone"
        return _finding(key, ("url",), message, address)
    return None


def _common_crawl(key: str, source: Entry, ids: Entry, address: str) -> Finding | None:
    """Look for a crawl of Common Crawl without its snapshot, which no version can stand for."""
    named = ids.get("common_crawl")
    if isinstance(named, str):
        place: tuple[str, ...] = ("ids", "common_crawl")
    elif address and _compiled(_COMMON_CRAWL).match(address):
        place, named = ("url",), address
    else:
        return None
    stated = (named, address, source.get("version"), source.get("revision"))
    if any(isinstance(text, str) and _compiled(_SNAPSHOT).search(text) for text in stated):
        return None
    if any(isinstance(source.get(name), dict) for name in ("version", "revision")):
        return None
    return _finding(
        key, place, f"source `{key}` is taken from Common Crawl without a snapshot", named
    )


def _pinned_otherwise(source: Entry) -> bool:
    ids = as_mapping(source.get("ids"))
    return is_given(as_mapping(source.get("manifest")), "digest") or is_given(ids, "swhid")


def _finding(key: str, place: tuple[str, ...], message: str, value: str) -> Finding:
    return Finding(
        pointer("sources", key, *place),
        message,
        label="which state of it?",
        help="give the commit as `revision`, the release or snapshot as `version`, or a `digest`",
        value=value,
    )


RULE = Rule(
    code="SRC008",
    name="unpinned-source",
    severity=Severity.WARNING,
    summary="A source is named in a state that goes on changing",
    page=__doc__,
    find=find,
)
