"""Two sources have nearly the same title.

What it does: compares titles without case, accents, punctuation, word order and words such as "the"
and "dataset", and once more without blanks. Titles that are then equal are reported, unless the
sources differ in version, revision, year of issue, collection or publisher, have different
identifiers, or one is derived from the other. Pedantic: it runs only if asked for.

Why it matters: they may be one source that two people have entered.

Fails:

```yaml fails
sources:
  oasst: {kind: other, license: CC0-1.0, title: OpenAssistant Conversations}
  open-assistant: {kind: other, license: CC0-1.0, title: "Open Assistant, conversations"}
```

Passes:

```yaml passes
sources:
  oasst1: {kind: other, license: CC0-1.0, title: OpenAssistant Conversations 1}
  oasst2: {kind: other, license: CC0-1.0, title: OpenAssistant Conversations 2}
```

How to fix: merge the two entries, or say in title, version or identifiers how they differ. No
repair is offered: that titles are alike does not make one source of two.

Source: SPEC.md, section 6.2; the comparison is that of bibliography programs.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.key.groups import Groups, known_by
from trainbib.values import as_list, as_mapping, is_mapping

_FILLING = frozenset(
    {"a", "an", "and", "corpus", "data", "dataset", "for", "in", "of", "set", "the"}
)
_WORD = re.compile(r"[^\W_]+[+#]*")  # C, C++ and C# are three
_BLANKS = {ord(sign): " " for sign in map(chr, range(128)) if not sign.isalnum() and sign != "\n"}
_MOST_NAMESAKES = 20
"""How many sources that look alike a further one is compared with."""
_TELLING = ("version", "revision", "digest", "collection", "publisher", "url", "selection")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that looks like an earlier one."""
    if not _may_be_similar(context.overview.texts("sources.*.title")):
        return
    pairs = list(_pairs(context))
    for (other, name), about in zip(pairs, known_by(pairs), strict=True):
        yield Finding(
            pointer("sources", name),
            f"sources `{other}` and `{name}` have nearly the same title",
            on_key=True,
            label="perhaps the same source",
            help="merge the two, or say in title, version or identifiers how they differ",
            related=(Related(pointer("sources", other), "the other source"),),
            subject="sources",
            value=about,
        )


def _pairs(context: Context) -> Iterator[tuple[str, str]]:
    """Yield two sources that look alike, the earlier one first; one pair fewer than each group has.

    A source may look like two that do not look alike.
    """
    groups = Groups()
    first: dict[str, str] = {}
    further: dict[str, list[str]] = {}
    for name, source in context.sources.items():
        title = source.get("title")
        if not isinstance(title, str):
            continue
        near: dict[str, None] = {}
        for form in _forms(title):
            owner = first.setdefault(form, name)
            if owner != name:
                others = further.setdefault(form, [])
                near |= dict.fromkeys((owner, *others))
                if len(others) < _MOST_NAMESAKES:
                    others.append(name)
        for other in near:
            entry = context.sources[other]
            if groups.of(other) == groups.of(name) or _differ(entry, source):
                continue
            if not _derived(source, other) and not _derived(entry, name):
                groups.join(other, name)
                yield other, name


def _may_be_similar(titles: list[str]) -> bool:
    """Tell whether two titles may have a form in common: only two of the forms are looked at.

    Titles that have the words, or the letters of each word, in common have the sorted letters of
    all words in common.
    """
    listed = _words_of_all(titles)
    counts = Counter(chain.from_iterable(listed))
    if not _FILLING.isdisjoint(counts):
        listed = [[word for word in words if word not in _FILLING] for words in listed]
    listed = [words for words in listed if words]
    if len(set(map("".join, listed))) < len(listed):
        return True
    shuffled = {word: "".join(sorted(word)) for word in counts if word.isalpha()}
    alike = Counter[str]()
    for word, letters in shuffled.items():
        alike[letters] += counts[word]
    # A title with a word, or the letters of one, that no other has is like no other.
    single = {word for word, count in counts.items() if count == 1}
    single -= {word for word, letters in shuffled.items() if alike[letters] > 1}
    left = [words for words in listed if single.isdisjoint(words)]
    forms = {" ".join(sorted([shuffled.get(word, word) for word in words])) for words in left}
    return len(forms) < len(left)


def _words_of_all(titles: list[str]) -> list[list[str]]:
    """Return the words of each title: all at once where there are only plain letters."""
    joined = "\n".join(titles).casefold()
    if joined.isascii() and "+" not in joined and "#" not in joined:
        lines = joined.translate(_BLANKS).split("\n")
        if len(lines) == len(titles):
            return list(map(str.split, lines))
    return [_words(title) for title in titles]


def _words(title: str) -> list[str]:
    from unicodedata import combining, normalize

    text = title.casefold()
    if not text.isascii():
        text = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return _WORD.findall(text)


def _forms(title: str) -> list[str]:
    """Return what two titles of one source have in common; every digit counts."""
    words = [word for word in _words(title) if word not in _FILLING]
    if not words:
        return []
    shuffled = ["".join(sorted(word)) if word.isalpha() else word for word in words]
    return [" ".join(sorted(words)), "=" + "".join(words), "~" + " ".join(shuffled)]


def _differ(one: Mapping[str, object], two: Mapping[str, object]) -> bool:
    """Tell whether both say something, and not the same, in a field that tells sources apart."""
    for field in _TELLING:
        if one.get(field) is not None and two.get(field) is not None:
            if one[field] != two[field]:
                return True
        elif field in {"version", "revision"} and one.get(field) != two.get(field):
            return True
    if str(one.get("issued", ""))[:4] != str(two.get("issued", ""))[:4]:
        return True
    ids, others = as_mapping(one.get("ids")), as_mapping(two.get("ids"))
    return any(ids[scheme] != others[scheme] for scheme in ids.keys() & others.keys())


def _derived(source: Mapping[str, object], other: str) -> bool:
    return any(
        is_mapping(item) and item.get("source") == other
        for item in as_list(source.get("derived_from"))
    )


RULE = Rule(
    code="KEY006",
    name="similar-sources",
    severity=Severity.INFO,
    summary="Two sources have nearly the same title",
    page=__doc__,
    find=find,
    pedantic=True,
)
