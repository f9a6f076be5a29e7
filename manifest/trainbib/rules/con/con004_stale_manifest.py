"""The manifest is older than what it describes.

What it does: reports

- a source that was retrieved, collected or published after the day on which the manifest was last
  `updated`;
- collection that goes on (`ongoing`, or `dynamic: true`), where the manifest was last updated more
  than six months before today;
- a manifest whose own date of expiry (`document.expires`) has passed.

Dates count with their precision: two are reported only if no choice of days puts them in order.
A manifest without the dates is left alone. Dates of sources that contradict each other, or the date
of the set, are for CON012.

Why it matters: the reader takes the manifest for the present state. Where training goes on, the
guidance on the form of the European Union asks for an update every six months.

Fails:

```yaml fails
document: {updated: 2025-06-30}
sources:
  chats: {kind: other, license: CC0-1.0, collected: {from: "2024", ongoing: true}}
```

Passes:

```yaml passes
document: {updated: 2026-11-02}
sources:
  chats: {kind: other, license: CC0-1.0, collected: {from: "2024", ongoing: true}}
```

How to fix: correct the date that is wrong, or describe the data of today and set `updated`.

Source: SPEC.md, section 5.3; AI Act, Art. 53(1)(d).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.values import as_mapping, parse_date

_HALF_A_YEAR = timedelta(days=183)


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each date that the manifest is too old for."""
    document = as_mapping(context.data.get("document"))
    today = context.settings.today
    yield from _expired(document, today)
    updated = parse_date(document.get("updated"))
    if updated is None:
        return
    yield from _later(context, updated.last)
    if updated.last + _HALF_A_YEAR < today:
        yield from _ongoing(context, updated.last)


def _expired(document: Entry, today: date) -> Iterator[Finding]:
    expires = parse_date(document.get("expires"))
    if expires is not None and expires.last < today:
        yield Finding(
            "/document/expires",
            f"the manifest says that it expires on {document['expires']}, which has passed",
            label="expired",
            help="bring it up to date, and move the date",
            notes=(f"today is {today.isoformat()}",),
            value=str(document["expires"]),
        )


def _later(context: Context, limit: date) -> Iterator[Finding]:
    """Yield a finding for each source that has a date after a day."""
    day = limit.isoformat()
    fields = [
        name for name in ("retrieved", "collected", "issued") if name in context.source_fields
    ]
    if not fields:
        return
    for key, source in context.sources.items():
        for name in fields:
            value = source.get(name)
            path: tuple[str, ...] = ("sources", key, name)
            if isinstance(value, dict):
                path, value = (*path, "to"), value.get("to")
            # A date that sorts before the day cannot lie after it.
            if not isinstance(value, str) or value <= day:
                continue
            span = parse_date(value)
            if span is None or span.first <= limit or span.first > context.settings.latest:
                continue  # what lies in the future is for SRC005
            yield Finding(
                pointer(*path),
                f"`{name}` of source `{key}` is {value}, after the manifest was last updated",
                label="newer than the manifest",
                help="correct the date, or bring the manifest up to date",
                related=(Related("/document/updated", "last updated", on_key=False),),
                cause="updated",
                value=value,
            )
            break


def _ongoing(context: Context, updated: date) -> Iterator[Finding]:
    if not {"collected", "dynamic"} & context.source_fields and "dynamic" not in context.dataset:
        return
    place: tuple[str, ...] | None = (
        ("dataset", "dynamic") if context.dataset.get("dynamic") is True else None
    )
    for key, source in context.sources.items():
        if place is not None:
            break
        if source.get("dynamic") is True:
            place = ("sources", key, "dynamic")
        elif as_mapping(source.get("collected")).get("ongoing") is True:
            place = ("sources", key, "collected", "ongoing")
    if place is not None:
        owner = f"source `{place[1]}`" if place[0] == "sources" else "the set"
        yield Finding(
            "/document/updated",
            f"{owner} goes on growing, and the manifest was last updated on {updated.isoformat()}",
            label="more than six months ago",
            help="describe what was added since, and set `updated`",
            notes=(f"today is {context.settings.today.isoformat()}",),
            related=(Related(pointer(*place), "goes on", on_key=False),),
            value=updated.isoformat(),
        )


RULE = Rule(
    code="CON004",
    name="stale-manifest",
    severity=Severity.WARNING,
    summary="The manifest is older than what it describes",
    page=__doc__,
    find=find,
)
