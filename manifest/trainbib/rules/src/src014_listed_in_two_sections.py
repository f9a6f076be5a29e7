"""One data set would be listed in two sections of the public summary.

What it does: the kind of a source decides in which section of the summary of AI Act, Art. 53(1)(d),
it is listed (SPEC.md, section 6.1). The rule reports sources with the same identifier, URL or title
whose kinds lead to different sections: those that are not where most of them are, or the first.
Versions make no difference. Synthetic data (2.5) may be listed beside what it was made from. It is
a remark: part of a set can be public and part bought.

It runs in the profile `eu-ai-act`, since there are no such sections elsewhere.

Why it matters: what is listed twice is counted twice, and readers cannot tell how the set was come
by. A filed summary lists data sets under crawling that are public data sets.

Fails:

```yaml fails
profiles: [eu-ai-act]
sources:
  news-dump:
    {kind: public_dataset, license: CC0-1.0, version: "1", retrieved: "2025", ids: {hf: acme/news}}
  news-crawl:
    kind: own_crawl
    license: CC0-1.0
    version: "2"
    url: https://huggingface.co/datasets/acme/news
    retrieved: "2025"
```

Passes:

```yaml passes
profiles: [eu-ai-act]
sources:
  news-dump:
    {kind: public_dataset, license: CC0-1.0, version: "1", retrieved: "2025", ids: {hf: acme/news}}
  news-update:
    {kind: public_dataset, license: CC0-1.0, version: "2", retrieved: "2025", ids: {hf: acme/news}}
```

How to fix: give both the kind that fits, merge them, or give the parts titles that tell them apart.

Source: SPEC.md, section 6.1; template for the summary of AI Act, Art. 53(1)(d), section 2.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.identifiers.schemes import bare_doi
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.values import as_mapping

_SECTIONS: Mapping[str, str] = {
    "public_dataset": "2.1",
    "licensed": "2.2.1",
    "private_third_party": "2.2.2",
    "own_crawl": "2.3",
    "user_data": "2.4",
    "human_commissioned": "2.6",
    "offline": "2.6",
    "sensor": "2.6",
    "other": "2.6",
}
_IDS = ("doi", "hf", "arxiv", "git", "kaggle", "swhid")
_HOMES = {"hf": "huggingface.co/datasets/", "doi": "doi.org/", "arxiv": "arxiv.org/abs/"}


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that is listed in another section already."""
    kinds = {kind for s in context.sources.values() if isinstance(kind := s.get("kind"), str)}
    if len({_SECTIONS[kind] for kind in kinds if kind in _SECTIONS}) < 2:  # noqa: PLR2004 - two sections
        return
    first: dict[str, str] = {}
    twice = {
        identity
        for _, source, section in _listed(context)
        for identity in _identities(source)
        if first.setdefault(identity, section) != section
    }
    if not twice:
        return
    entries: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, source, section in _listed(context):
        for identity in twice.intersection(_identities(source)):
            entries[identity].append((key, section))
    homes = {identity: _home(listed) for identity, listed in entries.items()}
    for key, source, section in _listed(context):
        for identity in _identities(source):
            other, listed = homes.get(identity, (key, section))
            if listed != section:
                yield Finding(
                    pointer("sources", key, "kind"),
                    f"source `{key}` goes to section {section} of the summary, and source "
                    f"`{other}`, with the same {identity}, to section {listed}",
                    label=f"section {section}",
                    help="give both the kind that fits, merge them, or tell the parts apart",
                    related=(
                        Related(
                            pointer("sources", other, "kind"), f"section {listed}", on_key=False
                        ),
                    ),
                    subject=identity,
                )
                break


def _listed(context: Context) -> Iterator[tuple[str, Entry, str]]:
    """Yield each source that is listed in a section, and the section."""
    for key, source in context.sources.items():
        kind = source.get("kind")
        section = _SECTIONS.get(kind) if isinstance(kind, str) else None
        if section is not None:
            yield key, source, section


def _home(listed: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the section that most sources of a data set are listed in, with the first of them."""
    counts = Counter(section for _, section in listed)
    return max(listed, key=lambda each: counts[each[1]])


def _identities(source: Entry) -> Iterator[str]:
    ids = as_mapping(source.get("ids"))
    for scheme in _IDS:
        text = ids.get(scheme)
        if isinstance(text, str):
            home = _HOMES.get(scheme, f"{scheme}:")
            yield f"address, {home}{(bare_doi(text) or text).casefold()}"
    url = source.get("url")
    if isinstance(url, str):
        address = url.partition("://")[2] or url
        yield f"address, {address.casefold().removeprefix('www.').partition('#')[0].rstrip('/')}"
    title = source.get("title")
    if isinstance(title, str):
        yield f"title, {' '.join(title.split()).casefold()}"


RULE = Rule(
    code="SRC014",
    name="listed-in-two-sections",
    severity=Severity.INFO,
    summary="One data set would be listed in two sections of the public summary",
    page=__doc__,
    find=find,
    profiles=("eu-ai-act",),
)
