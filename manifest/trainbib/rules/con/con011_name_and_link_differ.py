"""A name says one thing, and its link leads to another.

What it does: compares the name of a model (generators, models that process or label, models that
another is made from) and the title of a source with the page that its `url` leads to on
huggingface.co, and reports

- a name with a number in it whose words are all in the name of the page, where the page has another
  word besides: `Qwen3-0.6B` that leads to `Qwen3-Embedding-0.6B`;
- a word of the name with the same letters as a word of the page in another order: `DCML` for
  `dclm-baseline`.

Titles with a blank in them are prose, and are left alone, and so are words that are the owner's
name or tell a format apart (`hf`, `gguf`, `fp8` …).

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
    # Hardly any source of a large manifest has a title without a blank.
    for key, source in context.sources.items():
        title = source.get("title")
        if isinstance(title, str) and " " not in title and "url" in source:
            yield ("sources", key), "title", source
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
    if match is None or not name or any(character.isspace() for character in name):
        return ""
    owner, page, below = match.groups()
    words = _words(name.rpartition("/")[2])
    target = _words(page)
    plain, joined = "".join(words), "".join(target)
    if not words or plain == joined or plain in "".join(_words(below or "")):
        return ""
    if _says_more(words, target, owner):
        return f"`{page}`"
    swapped = "" if plain in joined else _swapped(words, target)
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
        if len(word) < _LEAST_LETTERS or word in target:
            continue
        for other in target:
            if len(other) == len(word) and sorted(other) == sorted(word):
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
