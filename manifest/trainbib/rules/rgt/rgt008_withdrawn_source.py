"""A source is, or goes back to, a data set that was withdrawn.

What it does: looks every source up in a list of data sets that were withdrawn or taken down: by
`ids`, by `url`, and by its whole `title` (its key, if it has none). From each source it goes up:
along `derived_from`, through the manifests of sources that are pinned, and by what is known of
well-known sets (SlimPajama was made of RedPajama, whose books are Books3). The notes name the way
hop by hop, each with the page that says so. Where a manifest on the way is not the one that was
pinned (`REF009`), the finding says so: what such a manifest holds is reported, and what it says was
removed is not believed.

Sets that were only changed (parts taken out, replaced by a new version, corrected) are reported
where the source is certainly a copy from before: by its `version`, or because it was `retrieved`
earlier. Versions that came after the mending are not reported, nor is what has only moved.

The list comes with the program and has a date; lists of your own, of the form of
`withdrawn-list.schema.json`, can be added. A set is on the program's list only with the page that
says what became of it. Others are said to be gone, such as VGGFace2, the Netflix Prize data and the
Pushshift dumps; no such page was read for them, so that they are not on it.

This is a warning: whether the data may be used all the same is not for a checker to say.

Why it matters: whoever withdrew the set had a reason, and it goes on holding for every copy. A
thesis does not cite a retracted paper without a word.

Fails:

```yaml fails
sources:
  slimpajama:
    kind: public_dataset
    title: SlimPajama-627B
    url: https://huggingface.co/datasets/cerebras/SlimPajama-627B
    revision: 82d0fc1ada0edbcb8c50fc709059272b4c428ed5
    retrieved: 2024-05-02
    license: {unknown: the parts have licences of their own}
```

Passes:

```yaml passes
sources:
  slimpajama:
    kind: public_dataset
    title: SlimPajama-627B
    url: https://huggingface.co/datasets/cerebras/SlimPajama-627B
    revision: 82d0fc1ada0edbcb8c50fc709059272b4c428ed5
    retrieved: 2024-05-02
    license: {unknown: the parts have licences of their own}
    removed: [{what: Books3, reason: withdrawn in 2023, date: 2024-05-03}]
```

How to fix: if the part was left out, say so under `removed` of the source, with a `what` that is
the name, an identifier or the key of the set, or of any set, part or source on the way; the
manifest upstream may say so as well. Beside that stand the name of the whole, and filling words,
at most: "Books3", "all of Books3", "the Books3 part of the Pile". Whatever else a text says ("pages
that quote Books3", "duplicates between Books3 and C4", "Books3 was not removed", "a part of
Books3"), it declares something else, and settles nothing; the details belong in `reason`. Nor does
a gap, whatever it names: it says that nothing was taken out, or that nobody knows.

If the part stayed in, the warning is right. Whoever has decided that it may stay can silence it,
and say why: `# trainbib: ignore[RGT008] see the legal note of May`. If the source is another
edition, give its `version`, or when it was `retrieved`.

Source: SPEC.md, section 11.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context

if TYPE_CHECKING:
    from trainbib.withdrawals.chains import Chain
    from trainbib.withdrawals.exposure import Exposure


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source and withdrawn set, sources that share a cause together."""
    told: set[str] = set()
    for exposure in context.exposures:
        through = exposure.through
        cause = f"{exposure.known.id} {through}" if through else ""
        yield _finding(exposure, cause, whole=cause not in told)
        told |= {cause} - {""}


def _finding(exposure: "Exposure", cause: str, *, whole: bool) -> Finding:
    """Return a finding; of those with one cause, only the first is shown and told in full."""
    known, hops, fate = exposure.known, exposure.hops, exposure.begun.fate
    if exposure.begun.withdrawal.changed:
        said = f"holds {known.title} as it was before it {fate}"
    else:
        said = f"{'goes back to' if hops else 'is'} {known.title}, which {fate}"
    up = f", {hops} hop{'s' if hops > 1 else ''} up" if hops else ""
    doubt = ", by way of a manifest that is not the one pinned" if exposure.begun.doubted else ""
    message = f"{subject(exposure.place)} {said}{up}{doubt}"
    if not whole:
        return Finding(pointer(*exposure.place), message, on_key=True, cause=cause, value=known.id)
    related: tuple[Related, ...] = ()
    if exposure.through and exposure.place != ("sources", exposure.through):
        where = pointer("sources", exposure.through)
        related = (Related(where, "by way of this source"),)
    return Finding(
        pointer(*exposure.place),
        message,
        on_key=exposure.place[0] == "sources",
        label=f"{known.title} {fate}",
        help=_help(exposure),
        notes=tuple(_notes(exposure.chain)),
        related=related,
        cause=cause,
        value=known.id,
    )


def _notes(chain: "Chain") -> Iterator[str]:
    """Yield the way: what the manifests say, what the source is, what the lists say."""
    told = sum(1 for hop in chain.hops if not hop.source)
    for number, hop in enumerate(chain.hops, 1):
        if number == told + 1:
            yield chain.identity
        yield f"hop {number}: {hop}"
    if told == len(chain.hops):
        yield chain.identity
    yield chain.why
    for further in chain.beyond[:3]:
        yield f"{further.hops[-1]}; {further.why}"
    if chain.withdrawal.replacement:
        yield f"in its place: {chain.withdrawal.replacement}"
    yield f"on the list of {chain.known.listed}"


_SILENCE = "if it stays in, silence this and say why: `trainbib: ignore[RGT008] …`"


def _help(exposure: "Exposure") -> str:
    chain = exposure.begun
    name = next(iter(chain.withdrawal.parts), chain.known.title).replace('"', "'")
    entry = f'declare it removed, by its name alone (`removed: [{{what: "{name}"}}]`)'
    if exposure.place[0] != "sources":
        return f"have the manifest of the base {entry}, or {_SILENCE}"
    ways = [_SILENCE]
    if exposure.hops or chain.withdrawal.parts:
        ways.insert(0, entry)
    elif not chain.withdrawal.changed:
        ways.insert(0, "leave it out")
    if chain.withdrawal.changed:
        ways.insert(0, "take the later state and give its `version`")
    return f"{', '.join(ways[:-1])}, or {ways[-1]}" if len(ways) > 1 else ways[0]


RULE = Rule(
    code="RGT008",
    name="withdrawn-source",
    severity=Severity.WARNING,
    summary="A source is, or goes back to, a data set that was withdrawn",
    page=__doc__,
    find=find,
)
