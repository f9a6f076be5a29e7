"""The regime: which function answers which field of the form."""

from pathlib import Path

from trainbib.disclosure.regimes.base import AnswerOf, FactOf, Regime
from trainbib.disclosure.regimes.fmti_2025 import (
    acquisition,
    generation,
    people,
    processing,
    properties,
    replication,
)

ANSWERS: dict[str, AnswerOf] = {
    **acquisition.ANSWERS,
    **people.ANSWERS,
    **generation.ANSWERS,
    **processing.ANSWERS,
    **properties.ANSWERS,
    **replication.ANSWERS,
}
FACTS: dict[str, FactOf] = {**processing.FACTS, **properties.FACTS, **replication.FACTS}

REGIME = Regime(ANSWERS, FACTS, Path(__file__).with_name("form.json"))
