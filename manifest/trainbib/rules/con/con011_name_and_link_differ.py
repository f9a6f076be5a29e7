"""A name says one thing, and its link leads to another.

What it does: compares the name of a model (generators, models that process or label, models that
another is made from) and the title of a source with the page that its `url` leads to on
huggingface.co, and reports

- a name with a number in it whose words are all in the name of the page, where the page has another
  word besides: `Qwen3-0.6B` that leads to `Qwen3-Embedding-0.6B`;
- a word of the name with the same letters as a word of the page in another order, or with one of
  them doubled: `DCML` for `dclm-baseline`, `FineWeb` for `finewebb`.

Titles of more than three words are prose, and are left alone; in shorter ones with blanks only
letters out of order are looked for. Words that are the owner's name or tell a format apart (`hf`,
`gguf`, `fp8` …) are left alone too. A name that says more than its page (`FineWeb-Edu` for
`fineweb`) may be that of a part of what the page holds, and one that shares no word with its page
may be that under which it is known: neither is reported.

Why it matters: one of the two is wrong, and readers follow either. A filed summary named one model
and linked another; another spelled the name of a set wrong wherever it came.

Severity: a warning. Identifiers that contradict each other are IDN007.

Fails:

```yaml fails
sources:
  pairs:
    kind: synthetic
    license: CC0-1.0
    synthetic:
      generators:
        - {name: Qwen3-0.6B, url: "https://huggingface.co/Qwen/Qwen3-Embedding-0.6B"}
```

Passes:

```yaml passes
sources:
  pairs:
    kind: synthetic
    license: CC0-1.0
    synthetic:
      generators: [{name: Qwen3-0.6B, url: "https://huggingface.co/Qwen/Qwen3-0.6B"}]
```

How to fix: find out which of the two was used, and correct the other.

Source: SPEC.md, section 6.2.
"""

import re
from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, is_mapping

_PAGE = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/|spaces/)?"
    r"([\w.-]+)/([\w.-]+)(/[\w./%-]*)?/?(?:[?#].*)?",
    re.ASCII | re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+|\d+", re.ASCII)
_FORMATS = frozenset(
    {
        "hf", "gguf", "ggml", "fp", "bf", "awq", "gptq", "exl", "onnx", "mlx", "data", "dataset",
        "datasets", "model", "the", "v",
    }
)  # fmt: skip
_LEAST_LETTERS = 4
_MOST_BLANKS = 2
_ANAGRAMS = frozenset({"form", "from"})
"""Words that have the same letters, and mean something else."""
_REPEATED = re.compile(r"(.)\1+")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each name whose link leads elsewhere."""
    if "url" not in context.overview.fields:
        return
    for place, field, entry in _entries(context):
        name, url = entry.get(field), entry.get("url")
        if not isinstance(name, str) or not isinstance(url, str) or "/" not in url:
            continue
        difference = _difference(name.strip(), url)
        if difference:
            yield Finding(
                pointer(*place, field),
                f"{subject(place)} is called `{name}`, but its link leads to {difference}",
                label="leads elsewhere",
                help="find out which of the two is meant, and correct the other",
                related=(Related(pointer(*place, "url"), "the link", on_key=False),),
                value=f"{name}\n{url}",
            )


def _entries(context: Context) -> Iterator[tuple[Tokens, str, Entry]]:
    """Yield the entries that have a name and may have a link."""
    known = context.source_values
    if {"title", "url"} <= known.names:
        urls = known.column("url")
        linked = [at for at, url in enumerate(urls) if isinstance(url, str) and ".co/" in url]
        keys = list(context.sources) if linked else []
        for at in linked:
            yield ("sources", keys[at]), "title", known.entries[at]
    fields = context.overview.fields
    if not fields.isdisjoint(("generators", "models")):
        for key, source in context.sources.items():
            if "synthetic" in source:
                generators = as_mapping(source["synthetic"]).get("generators")
                yield from _listed(("sources", key, "synthetic", "generators"), generators)
            for index, step in enumerate(as_list(source.get("processing"))):
                models = as_mapping(step).get("models")
                yield from _listed(("sources", key, "processing", index, "models"), models)
    for key, labeller in context.labellers.items():
        yield from _listed(("labellers", key, "generators"), labeller.get("generators"))
        helped = as_mapping(labeller.get("machine_assistance")).get("models")
        yield from _listed(("labellers", key, "machine_assistance", "models"), helped)
    for key, model in context.models.items():
        yield ("models", key), "name", model
        yield from _listed(("models", key, "base"), model.get("base"))


def _listed(place: Tokens, entries: object) -> Iterator[tuple[Tokens, str, Entry]]:
    for index, entry in enumerate(as_list(entries)):
        if is_mapping(entry):
            yield (*place, index), "name", entry


def _difference(name: str, url: str) -> str:
    """Say where a link leads, if that is not what the name says."""
    match = _PAGE.fullmatch(url)
    if match is None or name.count(" ") > _MOST_BLANKS:
        return ""
    owner, page, below = match.groups()
    words = _words(name.rpartition("/")[2])
    target = _words(page)
    plain, joined = "".join(words), "".join(target)
    if not words or plain == joined or plain in "".join(_words(below or "")):
        return ""
    prose = any(character.isspace() for character in name)
    if not prose and _says_more(words, target, owner):
        return f"`{page}`"
    swapped = _doubled(words, target) or ("" if plain in joined else _swapped(words, target))
    return f"`{page}`, where it is spelled `{swapped}`" if swapped else ""


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())


def _says_more(words: list[str], target: list[str], owner: str) -> bool:
    """Tell whether a page has all the words of an exact name, in order, and another word."""
    rest = iter(target)
    if not any(word.isdigit() for word in words) or not all(word in rest for word in words):
        return False
    ignored = _FORMATS | set(_words(owner)) | set(words)
    return any(word.isalpha() and word not in ignored for word in target)


def _swapped(words: list[str], target: list[str]) -> str:
    """Return the word of a page that has the letters of a word of the name, otherwise ordered."""
    for word in words:
        if len(word) < _LEAST_LETTERS or word in target or word in _ANAGRAMS:
            continue
        for other in target:
            if other not in _ANAGRAMS and len(other) == len(word) and sorted(other) == sorted(word):
                return other
    return ""


def _doubled(words: list[str], target: list[str]) -> str:
    """Return the word of a page that is a word of the name but for a letter that is doubled."""
    rest = {_REPEATED.sub(r"\1", other): other for other in target if other not in words}
    for word in words:
        if len(word) >= _LEAST_LETTERS and word not in target and word.isalpha():
            other = rest.get(_REPEATED.sub(r"\1", word))
            if other is not None:
                return other
    return ""


RULE = Rule(
    code="CON011",
    name="name-and-link-differ",
    severity=Severity.WARNING,
    summary="A name says one thing, and its link leads to another",
    page=__doc__,
    find=find,
)
