"""A disclosure score as programs read it: ``score`` in schema/v1/check-report.schema.json."""

from typing import TYPE_CHECKING

from trainbib.values import GAP_STATES

if TYPE_CHECKING:
    from trainbib.scoring import Score, Tally


def score_json(score: "Score") -> dict[str, object]:
    """Return the object."""
    return {
        "profile": score.profile,
        "total": _tally(score.total),
        "sections": [{"section": name, **_tally(tally)} for name, tally in score.sections.items()],
        "questions": [
            {
                "row": each.question.row,
                "information": each.question.information,
                "section": each.question.section,
                **({"field": each.question.id} if each.question.id else {}),
                "fields": list(each.question.fields),
                **_tally(each.tally),
            }
            for each in score.questions
        ],
    }


def _tally(tally: "Tally") -> dict[str, object]:
    return {
        "asked": tally.asked,
        "given": tally.given,
        "gaps": {state: tally.gaps.get(state, 0) for state in GAP_STATES},
        "silent": tally.silent,
    }
