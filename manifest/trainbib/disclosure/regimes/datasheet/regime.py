"""The regime: which function answers which field of the form."""

from pathlib import Path

from trainbib.disclosure.regimes.base import AnswerOf, FactOf, Regime
from trainbib.disclosure.regimes.datasheet import (
    collection,
    composition,
    distribution,
    maintenance,
    motivation,
)

ANSWERS: dict[str, AnswerOf] = {
    **motivation.ANSWERS,
    **composition.ANSWERS,
    **collection.ANSWERS,
    **distribution.ANSWERS,
    **maintenance.ANSWERS,
}
FACTS: dict[str, FactOf] = {**collection.FACTS}

REGIME = Regime(ANSWERS, FACTS, Path(__file__).with_name("form.json"))
