"""The disclosure score: what a manifest answers of all that may be asked, gaps and silence apart.

``core`` and ``complete`` ask what SPEC.md, Appendix A lists, of the manifest and of each entry; the
profile of a form asks what the form insists on, field by field.

A score counts answers. It does not judge them: not whether they are true, not whether they are
enough, not whether a law is obeyed. A manifest that says of everything why it is not known has
answered everything and given nothing, which is why the two are never added up.

>>> from trainbib.document import read_document
>>> from trainbib.scoring import score
>>> found = score(read_document("trainbib.yaml").data, "complete")  # doctest: +SKIP
>>> found.total.given, found.total.gap, found.total.silent  # doctest: +SKIP
(41, 7, 12)
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.scoring.questions import PROFILES, Question, UnknownProfileError
    from trainbib.scoring.scores import default_profile, score
    from trainbib.scoring.tallies import QuestionScore, Score, Tally

__all__ = [
    "PROFILES",
    "Question",
    "QuestionScore",
    "Score",
    "Tally",
    "UnknownProfileError",
    "default_profile",
    "score",
]

_HOMES = {
    "PROFILES": "questions",
    "Question": "questions",
    "QuestionScore": "tallies",
    "Score": "tallies",
    "Tally": "tallies",
    "UnknownProfileError": "questions",
    "default_profile": "scores",
    "score": "scores",
}

__getattr__ = names_from(__name__, _HOMES)
