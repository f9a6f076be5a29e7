"""The regime: which function answers which field of the form."""

from pathlib import Path

from trainbib.disclosure.regimes.base import AnswerOf, FactOf, Regime
from trainbib.disclosure.regimes.ca_ab2013 import content, development, origin

ANSWERS: dict[str, AnswerOf] = {**origin.ANSWERS, **content.ANSWERS, **development.ANSWERS}
FACTS: dict[str, FactOf] = {**content.FACTS}

REGIME = Regime(ANSWERS, FACTS, Path(__file__).with_name("form.json"))
