"""Sources of one kind do not answer the same questions.

What it does: takes the sources of each kind, where there are three or more of one, and lists the
fields that at least two thirds of them answer and the others do not. A gap is an answer. It is one
finding with a table, not one for each field. Pedantic: it runs only if asked for.

Left out is what need not be asked of every source: relations to other sources (`derived_from`,
`overlaps`, `removed`, `collection`, `manifest`), and remarks (`notes`, `limitations`, `selection`,
`reviews`, `dynamic`, `archive`). A URL, identifiers and a contact answer one question, and so do
version, revision and digest.

Why it matters: what most sources say, a reader will look for in all. A field that is missing in a
few is more often forgotten than meant.

Fails:

```yaml fails
sources:
  a: {kind: sensor, license: CC0-1.0, languages: [en]}
  b: {kind: sensor, license: CC0-1.0, languages: [en]}
  c: {kind: sensor, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  a: {kind: sensor, license: CC0-1.0, languages: [en]}
  b: {kind: sensor, license: CC0-1.0, languages: [en]}
  c: {kind: sensor, license: CC0-1.0, languages: {not_applicable: numbers only}}
```

How to fix: answer the question, or say by a gap why there is no answer.

Source: SPEC.md, section 4; the consistency check of bibliography programs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer

_LEAST_SOURCES = 3
_MOST_NAMED = 5
_NOT_ASKED = frozenset(
    {
        "kind", "derived_from", "overlaps", "removed", "collection", "manifest", "notes",
        "limitations", "selection", "reviews", "dynamic", "archive",
    }
)  # fmt: skip
_ONE_QUESTION = {
    "url": "url, ids or contact",
    "ids": "url, ids or contact",
    "contact": "url, ids or contact",
    "version": "version, revision or digest",
    "revision": "version, revision or digest",
    "digest": "version, revision or digest",
}


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all kinds whose sources differ."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for key, source in context.sources.items():
        kind = source.get("kind")
        if isinstance(kind, str):
            kinds[kind].append(key)
    rows = [row for kind, keys in kinds.items() for row in _rows(context, kind, keys)]
    if rows:
        of = "source" if len(context.sources) == 1 else "sources"
        yield Finding(
            "/sources",
            f"{of} of one kind do not answer the same questions",
            on_key=True,
            label="answered by most, and not by all",
            help="answer the question everywhere, or say by a gap why there is no answer",
            notes=tuple(rows),
            value="\n".join(rows),
        )


def _rows(context: Context, kind: str, keys: list[str]) -> Iterator[str]:
    """Yield a row of the table for each question that some sources of a kind leave open."""
    total = len(keys)
    if total < _LEAST_SOURCES:
        return
    counts: Counter[str] = Counter()
    sources = context.sources
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in keys:
        source = sources[key]
        # Hardly ever is there a field without an answer, so that the names of the fields tell.
        fields = source if all(source.values()) else (f for f in source if has_answer(source, f))
        alike[tuple(fields)].append(key)
    answered: dict[str, set[str]] = {}
    for names, members in alike.items():
        questions = _questions(names)
        answered |= dict.fromkeys(members, questions)
        counts.update(dict.fromkeys(questions, len(members)))
    for question in sorted(counts):
        count = counts[question]
        if count == total or count * 3 < total * 2:
            continue
        silent = [key for key in keys if question not in answered[key]]
        named = ", ".join(f"`{key}`" for key in silent[:_MOST_NAMED])
        rest = f" and {len(silent) - _MOST_NAMED} more" if len(silent) > _MOST_NAMED else ""
        yield f"{kind}: {question}: {count} of {total}, not {named}{rest}"


def _questions(fields: Iterable[str]) -> set[str]:
    return {
        _ONE_QUESTION.get(field, field)
        for field in fields
        if field not in _NOT_ASKED and not field.startswith("x-")
    }


RULE = Rule(
    code="CON001",
    name="inconsistent-field-set",
    severity=Severity.INFO,
    summary="Sources of one kind do not answer the same questions",
    page=__doc__,
    find=find,
    pedantic=True,
)
