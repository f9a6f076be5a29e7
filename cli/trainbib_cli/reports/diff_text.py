"""The report of ``diff`` for a terminal: by level, one line for each change."""

from collections import Counter
from collections.abc import Iterator, Sequence

from trainbib.comparing import Change, Comparison, Level, Total
from trainbib.comparing.totals import total_text
from trainbib.diagnostics import Span
from trainbib_cli.reports.wording import counted, grouped
from trainbib_cli.terminal import Style, printable

LIMIT = 20
"""So many changes of one kind are shown, unless all are asked for."""

_WIDEST = 46
"""A column is not made wider than this for the sake of one long line."""
_COLORS = {Level.BREAKING: "error", Level.NOTABLE: "warning", Level.INFO: "info"}


def render(comparison: Comparison, *, show_all: bool, style: Style) -> Iterator[str]:
    """Yield the report line by line, each with its line feed.

    Args:
        comparison: What to report.
        show_all: Whether to show editorial changes, what was reformatted, unchanged totals, and
            more than 20 changes of a kind.
        style: Colours.
    """
    yield _header(comparison, show_all=show_all, style=style)
    hidden: Counter[str] = Counter()
    shown = comparison.located(_shown(comparison, hidden, show_all=show_all))
    rows = [(change, _columns(change)) for change in shown]
    widths = [
        max((len(cell) for cell in column if len(cell) <= _WIDEST), default=0)
        for column in zip(*(cells for _, cells in rows), strict=True)
    ]
    level: Level | None = None
    for change, cells in rows:
        if change.level is not level:
            level = change.level
            yield style.severity(str(level).upper(), _COLORS[level]) + "\n"
        kind, entity, detail = (
            cell.ljust(width) for cell, width in zip(cells, widths, strict=True)
        )
        code = style.severity(change.code, _COLORS[change.level])
        places = style.quiet(printable(" → ".join(places_of(change, comparison))))
        yield f"  {code}{kind[len(change.code) :]}   {entity}   {detail}   {places}".rstrip() + "\n"
    for name, number in hidden.items():
        yield f"  … {grouped(number)} more {name} (--all shows them)\n"
    yield from _totals(comparison.totals, show_all=show_all, style=style)
    for reason in comparison.unchecked:
        yield f"{style.strong('not compared:')} {printable(reason)}\n"
    yield from _closing(comparison, style)


def versions_text(comparison: Comparison) -> str:
    """Write both versions, or the one of both."""
    old, new = comparison.old.version, comparison.new.version
    if old == new:
        return "no version" if old is None else f"{old} (same version)"
    return f"{old or 'no version'} → {new or 'no version'}"


def _header(comparison: Comparison, *, show_all: bool, style: Style) -> str:
    counts = [f"{class_} {grouped(number)}" for class_, number in comparison.counts.items()]
    if comparison.counts["editorial"] and not show_all:
        counts[-1] += " (hidden)"
    return f"{style.strong(printable(versions_text(comparison)))}   {' · '.join(counts)}\n"


def _shown(comparison: Comparison, hidden: Counter[str], *, show_all: bool) -> Iterator[Change]:
    if show_all:
        yield from (*comparison.changes, *comparison.reformatted)
        return
    seen: Counter[str] = Counter()
    for change in comparison.changes:
        if change.class_ == "editorial":
            continue
        seen[change.code] += 1
        if seen[change.code] > LIMIT:
            hidden[f"{change.code} {change.name}"] += 1
        else:
            yield change


def _columns(change: Change) -> tuple[str, str, str]:
    noun, key = noun_of(change), change.entity.key
    return (
        f"{change.code} {change.name}{times(change)}",
        printable(f"{noun} `{key}`" if key else noun),
        printable(change.detail),
    )


def noun_of(change: Change) -> str:
    """Return the noun of what changed."""
    return "licence" if change.entity.kind == "license" else change.entity.kind


def times(change: Change) -> str:
    """Say how many files a change stands for, unless it is one."""
    return f" \N{MULTIPLICATION SIGN}{grouped(change.count)}" if change.count > 1 else ""


def places_of(change: Change, comparison: Comparison) -> list[str]:
    """Say where it stands: in both versions, or in the one that has it."""
    sides = (
        (comparison.old.path, change.old_pointer, change.old_place),
        (comparison.new.path, change.new_pointer, change.new_place),
    )
    return [
        _place(path, place)
        for path, where, place in sides
        if where is not None and place is not None
    ]


def _place(path: str, place: Span) -> str:
    return f"{path}:{place.line}"


def _totals(totals: Sequence[Total], *, show_all: bool, style: Style) -> Iterator[str]:
    """Yield the totals that no change tells of."""
    told = list(totals) if show_all else [total for total in totals if is_untold(total)]
    if told:
        yield style.strong("TOTALS") + "\n"
    width = max((len(_unit(total)) for total in told), default=0)
    for total in told:
        yield f"  {_unit(total).ljust(width)}   {total_text(total)}\n"


def is_untold(total: Total) -> bool:
    """Tell whether a total differs, or may, and no change says so."""
    return not total.comparable or (total.basis == "inventory" and bool(total.delta))


def _unit(total: Total) -> str:
    return total.unit.replace("_", " ")


def _closing(comparison: Comparison, style: Style) -> Iterator[str]:
    if not comparison.changes:
        if comparison.unchecked:
            yield "No change was found in what could be compared.\n"
        else:
            yield "No change in meaning.\n"
        if comparison.reformatted:
            places = counted(len(comparison.reformatted), "place")
            yield f"The text differs in {places} and means the same (--all shows it).\n"
        return
    text = bump_text(comparison)
    yield (style.bad(text) if comparison.bump_sufficient is False else text) + "\n"


_MADE = {
    "none": "none",
    "lowered": "the version went down",
    "changed": "another version; these have no order",
    "unknown": "only one version is given",
}


def bump_text(comparison: Comparison) -> str:
    """Write which bump the changes ask for, and which was made."""
    made = _MADE.get(comparison.made_bump, comparison.made_bump)
    return f"Required version bump: {comparison.required_bump} (you made: {made})"
