"""A disclosure score as a table of a page."""

import html
from typing import TYPE_CHECKING

from trainbib_cli.reports.score_words import CAUTION, counts, gap_states, headline, section_name
from trainbib_cli.reports.wording import grouped
from trainbib_cli.terminal import printable

if TYPE_CHECKING:
    from trainbib.scoring import Score, Tally


def score_html(score: "Score", path: str) -> str:
    """Return the table.

    Args:
        score: The score.
        path: The manifest, as the user named it.
    """
    rows = [_row(section_name(name), tally) for name, tally in score.sections.items()]
    states = gap_states(score.total)
    gaps = f"Gaps: {states}. " if states else ""
    return (
        f"<details>\n<summary>Disclosure of {html.escape(printable(path))}, profile "
        f"{html.escape(score.profile)}: {headline(score)}</summary>\n<table>\n<thead><tr>"
        '<th scope="col">Section</th><th scope="col">Asked</th><th scope="col">Given</th>'
        '<th scope="col">Gap</th><th scope="col">Silent</th></tr></thead>\n<tbody>\n'
        f"{''.join(rows)}{_row('total', score.total)}</tbody>\n</table>\n"
        f"<p>{gaps}{CAUTION}</p>\n</details>\n"
    )


def _row(name: str, tally: "Tally") -> str:
    cells = "".join(f"<td>{cell}</td>" for cell in (grouped(tally.asked), *counts(tally)))
    return f'<tr><th scope="row">{html.escape(name)}</th>{cells}</tr>\n'
