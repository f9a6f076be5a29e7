"""An identifier and the URL beside it name two things.

What it does: where the `url` of the set or of a source is one of doi.org, of arxiv.org or of a data
set on Hugging Face, compares it with the `doi`, `arxiv` or `hf` under `ids`. It is so for all
three, and not for DOIs alone: each has an address that can be read off it. Letter case, prefixes,
versions of arXiv, and an owner that only one of the two names make no difference.

Why it matters: one of the two is wrong, or the entry is about two things; whoever follows it gets
one of them by chance. A frequent case is the identifier that Zenodo has for all versions, beside
the URL of one of them.

Fails:

```yaml fails
sources:
  example:
    kind: other
    license: CC0-1.0
    version: "1"
    url: https://doi.org/10.5281/zenodo.7654321
    ids: {doi: 10.5281/zenodo.7654312}
```

Passes:

```yaml passes
sources:
  example:
    kind: other
    license: CC0-1.0
    version: "1"
    url: https://doi.org/10.5281/zenodo.7654321
    ids: {doi: 10.5281/zenodo.7654321}
```

How to fix: find out which of the two is right. The fix takes the identifier, and rewrites the URL.

Source: SPEC.md, section 6.2.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from trainbib.diagnostics import Finding, Fix, Related, Severity
from trainbib.identifiers.schemes import bare_doi, compiled, fault_of, is_doi
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.leaves import Tokens
from trainbib.values import as_mapping

_IN_URL = {
    "doi": r"https?://(?:dx\.|www\.)?doi\.org/(10\.[^?#]+)",
    "arxiv": r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/([^?#]+?)(?:\.pdf)?/?",
    "hf": r"https?://(?:www\.)?huggingface\.co/datasets/([^/?#]+(?:/[^/?#]+)?).*",
}
_HOME = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "hf": "https://huggingface.co/datasets/{}",
}


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each identifier that the URL beside it contradicts."""
    if "ids" in context.dataset:
        yield from _compared(("dataset",), context.dataset)
    if {"ids", "url"} <= context.source_fields:
        for key, source in context.sources.items():
            if "ids" in source:
                yield from _compared(("sources", key), source)


def _compared(path: Tokens, entry: Mapping[str, object]) -> Iterator[Finding]:
    url = entry.get("url")
    if not isinstance(url, str):
        return
    if "doi.org/" not in url and "arxiv.org/" not in url and "huggingface.co/" not in url:
        return  # a first look, for manifests with many thousand URLs
    ids = as_mapping(entry["ids"])
    for scheme, pattern in _IN_URL.items():
        stated = ids.get(scheme)
        if not isinstance(stated, str):
            continue
        match = compiled(pattern).fullmatch(url)
        if match is None:
            continue
        identifier = bare_doi(stated) or stated if scheme == "doi" else stated
        well_formed = is_doi(identifier) if scheme == "doi" else not fault_of(scheme, identifier)
        if not well_formed or _same(scheme, identifier, unquote(match[1])):
            continue
        bare = compiled(r"^[aA][rR][xX]iv:").sub("", identifier)
        yield Finding(
            pointer(*path, "url"),
            f"the URL is that of `{unquote(match[1])}`, and `ids.{scheme}` is `{stated}`",
            label="names another one",
            help="correct the one that is wrong",
            related=(Related(pointer(*path, "ids", scheme), "the identifier", on_key=False),),
            fix=Fix.replace(pointer(*path, "url"), _HOME[scheme].format(bare), safe=False),
            value=f"{url} {stated}",
        )


def _same(scheme: str, one: str, two: str) -> bool:
    one, two = one.casefold().rstrip("/"), two.casefold().rstrip("/")
    if scheme == "arxiv":
        version = compiled(r"^arxiv:|v\d+$")
        return version.sub("", one) == version.sub("", two)
    if scheme == "hf" and ("/" in one) != ("/" in two):
        return one.rpartition("/")[2] == two.rpartition("/")[2]
    return one == two


RULE = Rule(
    code="IDN007",
    name="id-and-url-disagree",
    severity=Severity.WARNING,
    summary="An identifier and the URL beside it name two things",
    page=__doc__,
    find=find,
    fix="unsafe",
)
