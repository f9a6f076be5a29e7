"""A disclosure score as a table in GitHub's Markdown."""

from typing import TYPE_CHECKING

from trainbib_cli.reports.markdown import code_span
from trainbib_cli.reports.score_words import CAUTION, counts, gap_states, headline, section_name
from trainbib_cli.reports.uris import slashed

if TYPE_CHECKING:
    from trainbib.scoring import Score, Tally


def score_markdown(score: "Score", path: str) -> str:
    """Return the table.

    Args:
        score: The score.
        path: The manifest, as the user named it.
    """
    rows = [_row(section_name(name), tally) for name, tally in score.sections.items()]
    states = gap_states(score.total)
    gaps = f"Gaps: {states}. " if states else ""
    return (
        f"<details>\n<summary>Disclosure of {code_span(slashed(path))}, profile {score.profile}: "
        f"{headline(score)}</summary>\n\n"
        "| Section | Asked | Given | Gap | Silent |\n| --- | ---: | ---: | ---: | ---: |\n"
        f"{''.join(rows)}{_row('**total**', score.total)}\n{gaps}{CAUTION}\n\n</details>\n"
    )


def _row(name: str, tally: "Tally") -> str:
    return f"| {' | '.join([name, str(tally.asked), *counts(tally)])} |\n"
