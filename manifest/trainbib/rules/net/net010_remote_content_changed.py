"""The file at a URL is no longer the one that was recorded.

What it does: with `--online`, compares the `digest` and the exact `raw_size.bytes` of a source that
is one file with what its server says of the file at the `url`: a digest of the same kind
(`Repr-Digest`, `Content-Digest`, `Digest`, `Content-MD5`, `X-Goog-Hash`, and the entity tag of the
Hugging Face hub), or the length. The file is not downloaded. Pages in HTML are not compared.

Why it matters: whoever follows the manifest gets other data than was trained on.

Fails:

```yaml fails
sources:
  letters:
    kind: other
    license: CC0-1.0
    url: "http://data.example/letters.zip"
    raw_size: {bytes: 2048}
    digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
```

Passes:

```yaml passes
sources:
  letters:
    kind: other
    license: CC0-1.0
    url: "http://data.example/letters.zip"
    raw_size: {bytes: 1024}
    digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
```

How to fix: give the URL of the version that was used, or an archived copy; or record the new file,
if that is what the set now holds.

Source: SPEC.md, section 6.2; RFC 9530.
"""

from collections.abc import Iterator, Mapping

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source whose file differs from the record."""
    online = context.online
    if online is None or not {"digest", "url"} <= context.source_fields:
        return
    from urllib.parse import urldefrag

    from trainbib.online.contents import digests, length
    from trainbib.online.links import Verdict

    for key, source in context.sources.items():
        digest, url = source.get("digest"), source.get("url")
        if not isinstance(digest, str) or not isinstance(url, str):
            continue
        link = online.links.get(urldefrag(url).url)
        if link is None or link.verdict not in {Verdict.OK, Verdict.MOVED}:
            continue
        kind, _, recorded = digest.partition(":")
        found = digests(link.headers).get(kind)
        if found is not None:
            if found != recorded.lower():
                yield _finding(key, "digest", url, digest, f"{kind}:{found}")
            continue
        size = _bytes(source)
        there = length(link.headers)
        if size is not None and there is not None and size != there:
            yield _finding(key, "url", url, f"{size} bytes", f"{there} bytes")


def _bytes(source: Mapping[str, object]) -> int | None:
    size = as_mapping(source.get("raw_size")).get("bytes")
    return size if isinstance(size, int) and not isinstance(size, bool) else None


def _finding(key: str, field: str, url: str, recorded: str, found: str) -> Finding:
    return Finding(
        pointer("sources", key, field),
        f"source `{key}`: {shown(url)} is another file now",
        label="changed since",
        help="give the URL of the version that was used, or record the new file",
        notes=(f"recorded: {recorded}", f"there now: {found}"),
        value=recorded,
    )


RULE = Rule(
    code="NET010",
    name="remote-content-changed",
    severity=Severity.WARNING,
    summary="The file at a URL is no longer the one that was recorded",
    page=__doc__,
    find=find,
    online=True,
)
