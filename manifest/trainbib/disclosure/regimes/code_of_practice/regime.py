"""The regime: which function answers which field of the form."""

from pathlib import Path

from trainbib.disclosure.regimes.base import AnswerOf, FactOf, Regime
from trainbib.disclosure.regimes.code_of_practice import extent, heading, methods, obtaining

ANSWERS: dict[str, AnswerOf] = {
    **heading.ANSWERS,
    **obtaining.ANSWERS,
    **extent.ANSWERS,
    **methods.ANSWERS,
}
FACTS: dict[str, FactOf] = {**obtaining.FACTS}

REGIME = Regime(ANSWERS, FACTS, Path(__file__).with_name("form.json"))
