"""The report of ``licenses`` for a pull request or a file: one table, the worst first."""

from trainbib_cli.reports.licenses_wording import (
    FOOTER,
    JudgedManifest,
    choices,
    judged_for,
    shown_reasons,
    totals,
    why,
    worst_first,
)
from trainbib_cli.reports.markdown import cell
from trainbib_cli.reports.wording import counted

MOST_ROWS = 1000
"""So many sources are in the table; JSON has all."""


def render(judged: JudgedManifest, *, show_all: bool) -> str:
    """Return the report on one manifest.

    Args:
        judged: What to report.
        show_all: Whether to show notes beside reasons.
    """
    mixture = judged.mixture
    lines = [
        f"### {cell(judged.path)}: {mixture.verdict}",
        "",
        f"Judged for {cell(judged_for(judged))}. {totals(mixture)}.",
        "",
    ]
    if choices(mixture):
        lines += [f"{cell(choices(mixture))}.", ""]
    lines += [
        "| verdict | source | licence | why | where from |",
        "| --- | --- | --- | --- | --- |",
    ]
    sources = worst_first(mixture)
    for source in sources[:MOST_ROWS]:
        reasons = shown_reasons(source.reasons, show_all=show_all)
        cells = (
            f"**{source.verdict}**" if source.verdict else str(source.verdict),
            cell(source.key),
            cell(source.license),
            "<br>".join(cell(why(each, source.license, source.verdict)) for each in reasons),
            "<br>".join(
                cell(f"{reason.attribute}: {reason.value}; {reason.origin}") for reason in reasons
            ),
        )
        lines.append(f"| {' | '.join(cells)} |")
    if len(sources) > MOST_ROWS:
        left = counted(len(sources) - MOST_ROWS, "source")
        lines += ["", f"{left} left out; `--format json` has all."]
    return "\n".join(lines) + "\n\n"


def footer() -> str:
    """Return what stands once below all manifests."""
    return f"{FOOTER}\n"
