"""Two sources have the same identifier.

What it does: compares the identifiers and URLs of all sources. DOIs are compared without prefix and
case; `https://doi.org/…`, `https://huggingface.co/datasets/…` and `https://arxiv.org/abs/…` stand
for the identifier in them; URLs are compared without scheme, `www.`, fragment, closing slash and
the case of the host, and so without what RFC 3986, section 6.2, calls equivalent (`:443`, `%7E`,
`a/../`), and without parameters that only say where a visitor came from (`utm_source` …). Sources
that differ in `version`, `revision` or `digest`, parts of one
`collection` with one URL, and sources of which one is derived from the other are different sources.

Why it matters: one source that is listed twice is counted twice, and its two entries drift apart.

Fails:

```yaml fails
sources:
  squad: {kind: other, license: CC0-1.0, ids: {doi: 10.18653/v1/D16-1264}}
  squad-1: {kind: other, license: CC0-1.0, url: "https://doi.org/10.18653/V1/d16-1264"}
```

Passes:

```yaml passes
sources:
  squad: {kind: other, license: CC0-1.0, version: "1.1", ids: {hf: rajpurkar/squad}}
  squad-2: {kind: other, license: CC0-1.0, version: "2.0", ids: {hf: rajpurkar/squad}}
```

How to fix: merge the two entries, or say by `version`, `revision` or `collection` how they differ.
The repair merges the second into the first, with what refers to it, if nothing that they say
differs; it is unsafe, since the identifier may be what is wrong.

Source: SPEC.md, section 6.2.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.key.merging import Mergers
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, is_mapping

_HOMES = {
    "doi": ("doi.org/", ("https://doi.org/", "http://doi.org/", "doi:", "dx.doi.org/")),
    "hf": ("huggingface.co/datasets/", ("https://huggingface.co/datasets/", "datasets/")),
    "arxiv": ("arxiv.org/abs/", ("https://arxiv.org/abs/", "arxiv:")),
}
"""Where some identifiers live on the web, and what people write before them."""

_NAMED = 3
"""How many sources the repair names that it merges into one."""

_CASELESS = ("doi.org/", "arxiv.org/abs/", "huggingface.co/datasets/")

_ODD = re.compile(
    r"%[0-9A-Fa-f]{2}|/\.|:(?:443|80)(?:[/?]|$)|[?&](?:utm_[a-z_]+|gclid|fbclid)=", re.IGNORECASE
)
_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_VISIT = re.compile(r"(?:utm_[a-z_]+|gclid|fbclid)=", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each identifier of a source that an earlier one has too."""
    each = context.sources.values()
    rough = _rough(context.overview.texts("sources.*.url"))
    if "ids" in context.source_fields:
        for source in each:
            rough.extend(identity.casefold() for _, identity in _ids(source))
    if len(set(rough)) == len(rough):
        return
    repeated = {identity for identity, count in Counter(rough).items() if count > 1}
    yield from _repeated(context, repeated)


def _rough(urls: list[str]) -> list[str]:
    """Return the addresses of URLs without regard to case; all at once where they are usual."""
    joined = "\n".join(urls)
    usual = joined.count("\nhttps://") + joined.startswith("https://")
    if _may_be_odd(joined) or not usual == len(urls) == joined.count("\n") + 1:
        return [_address(url).casefold() for url in urls]
    folded = joined.casefold()
    if "://www." not in folded and "://dx." not in folded:
        return [url[8:].rstrip("/") for url in folded.split("\n")]
    return [url[8:].rstrip("/").casefold().removeprefix("www.").removeprefix("dx.") for url in urls]


def _may_be_odd(joined: str) -> bool:
    """Tell at a glance whether one of many URLs may have another form."""
    if any(sign in joined for sign in ("#", "%", "/.", ":4", ":8")):
        return True
    return "?" in joined and ("utm_" in joined or "clid=" in joined)


def _repeated(context: Context, candidates: set[str]) -> Iterator[Finding]:
    pairs = list(_pairs(context.sources, candidates))
    mergers = Mergers(context, "sources", context.sources)
    merged: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for owner, name, _, identity in pairs:
        merged[identity][owner].append(name)
    descriptions = {identity: _description(each) for identity, each in merged.items()}
    for owner, name, path, identity in pairs:
        yield Finding(
            pointer("sources", name, *path),
            f"sources `{owner}` and `{name}` have the same identifier: {identity}",
            label="the same identifier",
            help="merge the two, or say by `version`, `revision` or `collection` how they differ",
            related=(Related(pointer("sources", owner), "the other source"),),
            fix=mergers.merger(owner, name, cause=identity, description=descriptions[identity]),
            cause=identity,
            value=identity,
        )


def _description(merged: Mapping[str, Sequence[str]]) -> str:
    """Say which entries a repair merges into which."""
    parts: list[str] = []
    for owner, names in merged.items():
        words = [f"`{name}`" for name in names[:_NAMED]]
        if len(names) > _NAMED:
            words.append(f"{len(names) - _NAMED} more")
        last = words.pop()
        parts.append(f"merge {', '.join(words)}{' and ' * bool(words)}{last} into `{owner}`")
    return "; ".join(parts)


def _pairs(
    sources: Mapping[str, Mapping[str, object]], candidates: set[str]
) -> Iterator[tuple[str, str, Tokens, str]]:
    """Yield two sources that have one identifier, where the second has it, and what it is."""
    first: dict[tuple[object, ...], str] = {}
    for name, source in sources.items():
        seen: set[str] = set()
        for path, identity in _identities(source):
            if identity.casefold() not in candidates or identity in seen:
                continue
            seen.add(identity)
            state = _state(source)
            collection = source.get("collection") if path == ("url",) else None
            part = collection if isinstance(collection, str) else None
            owner = first.setdefault((identity, *state), name)
            if owner == name or _derived(source, owner) or _derived(sources[owner], name):
                continue
            if part is not None and sources[owner].get("collection") == part:
                continue
            yield owner, name, path, identity


def _identities(source: Mapping[str, object]) -> Iterator[tuple[Tokens, str]]:
    yield from _ids(source)
    url = source.get("url")
    if isinstance(url, str):
        address = _address(url)
        yield ("url",), address.casefold() if address.startswith(_CASELESS) else address


def _ids(source: Mapping[str, object]) -> Iterator[tuple[Tokens, str]]:
    for scheme, value in as_mapping(source.get("ids")).items():
        if not isinstance(value, str) or scheme.startswith("x-"):
            continue
        text = value.strip()
        if scheme not in _HOMES:
            yield ("ids", scheme), f"{scheme}:{text}"
            continue
        home, prefixes = _HOMES[scheme]
        text = text.casefold()
        for prefix in prefixes:
            text = text.removeprefix(prefix)
        yield ("ids", scheme), home + text


def _address(url: str) -> str:
    """Return a URL without what does not tell two sources apart."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, separator, rest = url.partition(":")
        return f"doi.org/{rest}" if scheme == "doi" else url
    if scheme not in {"http", "https", "HTTP", "HTTPS"}:
        return url
    rest = rest.partition("#")[0]
    if _ODD.search(rest):
        rest = _normal(scheme.casefold(), rest)
    host, slash, path = rest.rstrip("/").partition("/")
    host = host.casefold().removeprefix("www.").removeprefix("dx.")
    return f"{host}{slash}{path}"


def _normal(scheme: str, rest: str) -> str:
    """Return what follows ``://`` in one of its equivalent forms (RFC 3986, section 6.2)."""
    rest, mark, query = _ENCODED.sub(_decoded, rest).partition("?")
    host, slash, path = rest.partition("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part != ".":
            parts.append(part)
    told = [part for part in query.split("&") if not _VISIT.match(part)]
    query = "&".join(told)
    return f"{host.removesuffix(_PORTS[scheme])}{slash}{'/'.join(parts)}{mark * bool(query)}{query}"


def _decoded(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _state(source: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(source.get(field)) for field in ("version", "revision", "digest"))


def _derived(source: Mapping[str, object], other: str) -> bool:
    return any(
        is_mapping(item) and item.get("source") == other
        for item in as_list(source.get("derived_from"))
    )


RULE = Rule(
    code="KEY005",
    name="same-identifier-twice",
    severity=Severity.WARNING,
    summary="Two sources have the same identifier",
    page=__doc__,
    find=find,
    fix="unsafe",
)
