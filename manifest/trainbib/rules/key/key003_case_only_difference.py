"""Two keys of one section differ only in case.

What it does: compares the keys of each section without regard to case.

Why it matters: keys are case-sensitive, people are not: a citation of `Wiki` and one of `wiki` look
like one source. Files that are named after keys clash on some systems.

Fails:

```yaml fails
sources:
  Wiki: {kind: other, license: CC0-1.0}
  wiki: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  wiki-2024: {kind: other, license: CC0-1.0}
  wiki-2025: {kind: other, license: CC0-1.0}
```

How to fix: rename one of them, and what refers to it; or merge them if they are one entry. The
repair merges the second into the first, with what refers to it, if nothing that they say differs;
it is unsafe, since they may be two things all the same. No repair gives a new name: only a person
knows in what the two differ.

Source: SPEC.md, section 2.5.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.key.groups import known_by
from trainbib.rules.key.merging import Mergers


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each key that differs from an earlier one only in case."""
    for section in ("parties", "licenses", "sources", "labellers", "models"):
        entries: dict[str, Entry] = getattr(context, section)
        keys = list(entries)
        joined = "".join(keys)
        small = joined.isascii() and joined == joined.lower()
        if small or len(set(map(str.casefold, keys))) == len(keys):
            continue
        first: dict[str, str] = {}
        mergers = Mergers(context, section, entries)
        pairs = [(first.setdefault(key.casefold(), key), key) for key in keys]
        pairs = [(earlier, key) for earlier, key in pairs if earlier != key]
        for (earlier, key), about in zip(pairs, known_by(pairs), strict=True):
            yield Finding(
                pointer(section, key),
                f"the keys `{earlier}` and `{key}` of `{section}` differ only in case",
                on_key=True,
                label="differs only in case",
                help="rename one of them and what refers to it, or merge them",
                related=(Related(pointer(section, earlier), "the other one"),),
                fix=mergers.merger(earlier, key),
                subject=section,
                value=about,
            )


RULE = Rule(
    code="KEY003",
    name="case-only-difference",
    severity=Severity.WARNING,
    summary="Two keys of one section differ only in case",
    page=__doc__,
    find=find,
    fix="unsafe",
)
