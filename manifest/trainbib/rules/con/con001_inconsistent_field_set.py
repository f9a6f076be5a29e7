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
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice

from trainbib.alike import Alike
from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, has_answer

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
    fields = context.source_values
    tokens = zip(fields.alike("kind").codes, *_answered(context), strict=True)
    alike = Alike(fields.entries, tokens)
    kinds: dict[str, list[int]] = defaultdict(list)
    for code, source in enumerate(alike.values):
        kind = source.get("kind")
        if isinstance(kind, str):
            kinds[kind].append(code)
    rows = {
        f"{kind}: {question}": row
        for kind in kinds
        for question, row in _rows(context, kinds[kind], alike)
    }
    if rows:
        of = "source" if len(context.sources) == 1 else "sources"
        yield Finding(
            "/sources",
            f"{of} of one kind do not answer the same questions",
            on_key=True,
            label="answered by most, and not by all",
            help="answer the question everywhere, or say by a gap why there is no answer",
            notes=tuple(f"{question}: {row}" for question, row in rows.items()),
            members=tuple(rows),
        )


def _answered(context: Context) -> Iterator[Sequence[Hashable]]:
    """Yield lists that tell which fields each source answers: something of each in every list."""
    fields = context.source_values
    if not fields.names <= context.source_fields:
        yield [tuple(f for f in source if has_answer(source, f)) for source in fields.entries]
        return
    for name in fields.names:
        values = context.of_sources(name)
        different = values
        if len(values) == len(fields.entries):
            different = fields.alike(name).values
        if not all(different):
            yield [has_answer(source, name) for source in fields.entries]
        elif different is values:
            yield [name in source for source in fields.entries]


def _rows(context: Context, codes: list[int], alike: Alike[Entry]) -> Iterator[tuple[str, str]]:
    """Yield each question that some sources of a kind leave open, with its row of the table."""
    if len(codes) == 1:
        return
    members = Counter(alike.codes)
    total = sum(members[code] for code in codes)
    if total < _LEAST_SOURCES:
        return
    answered = {code: _questions(alike.values[code]) for code in codes}
    counts: Counter[str] = Counter()
    for code, questions in answered.items():
        counts.update(dict.fromkeys(questions, members[code]))
    for question in sorted(counts):
        count = counts[question]
        if count == total or count * 3 < total * 2:
            continue
        silent = {code for code in codes if question not in answered[code]}
        keys = (
            key for key, code in zip(context.sources, alike.codes, strict=True) if code in silent
        )
        named = ", ".join(f"`{key}`" for key in islice(keys, _MOST_NAMED))
        rest = f" and {total - count - _MOST_NAMED} more" if total - count > _MOST_NAMED else ""
        yield question, f"{count} of {total}, not {named}{rest}"


def _questions(source: Entry) -> set[str]:
    """Return the questions that a source answers."""
    return {
        _ONE_QUESTION.get(field, field)
        for field in source
        if field not in _NOT_ASKED and not field.startswith("x-") and has_answer(source, field)
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
