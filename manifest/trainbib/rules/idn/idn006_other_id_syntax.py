"""An identifier is not written as its scheme says.

What it does: holds the other fields of `ids` to their form: `arxiv` (old and new, with or without
version), `swhid`, `ark`, `handle`, `iscc`, `hf`, `kaggle`, `openml`, `ldc`, `elra` and
`common_crawl` of sources; `domain`, `hf`, `github` and `wikidata` of parties. It also reports a
`revision` of more than 40 hexadecimal digits that has not 64 of them, which no commit has. `git`
is a URL (SRC002); `crunchbase` and `register` have no form to hold them to.

Why it matters: two entries with one identifier are one, and a program can only see that, or look
the identifier up, where it is written in one way. A URL in its place mostly works, until the site
moves.

Fails:

```yaml fails
sources:
  example:
    kind: other
    license: CC0-1.0
    version: "1"
    ids: {arxiv: "https://arxiv.org/abs/2310.16787v3"}
```

Passes:

```yaml passes
sources:
  example:
    kind: other
    license: CC0-1.0
    version: "1"
    ids: {arxiv: 2310.16787v3}
```

How to fix: write the identifier alone. The fix that is offered takes it out of its URL; look
whether it still means what you meant.

Source: SPEC.md, sections 6.2 and 8; https://info.arxiv.org/help/arxiv_identifier.html;
ISO/IEC 18670 (SWHID); RFC 3650 (Handle).
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.identifiers.schemes import compiled
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.idn.faults import faulty

_SCHEMES = (
    "arxiv", "swhid", "ark", "handle", "iscc", "hf", "kaggle", "openml", "ldc", "elra",
    "common_crawl", "domain", "github", "wikidata",
)  # fmt: skip
_SHA1, _SHA256 = 40, 64
"""Hexadecimal digits of a commit."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each identifier that is not written as its scheme says."""
    if not context.overview.fields.isdisjoint(_SCHEMES):
        yield from faulty(context, _SCHEMES, fixes=True)
    if "revision" not in context.source_fields:
        return
    for key, source in context.sources.items():
        revision = source.get("revision")
        if not isinstance(revision, str) or len(revision) in (_SHA1, _SHA256):
            continue
        if len(revision) > _SHA1 and compiled(r"[0-9A-Fa-f]+").fullmatch(revision):
            path = ("sources", key, "revision")
            yield Finding(
                pointer(*path),
                f"{subject(path)}, {shown(revision)}, has {len(revision)} hexadecimal digits; a "
                f"commit has {_SHA1}, or {_SHA256}",
                label="no commit",
                help="copy the commit again",
                value=revision,
            )


RULE = Rule(
    code="IDN006",
    name="other-id-syntax",
    severity=Severity.ERROR,
    summary="An identifier is not written as its scheme says",
    page=__doc__,
    find=find,
    fix="unsafe",
)
