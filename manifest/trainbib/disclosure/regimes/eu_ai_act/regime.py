"""The regime: which function answers which field of the form."""

from pathlib import Path

from trainbib.disclosure.regimes.base import AnswerOf, FactOf, Regime
from trainbib.disclosure.regimes.eu_ai_act import (
    characteristics,
    crawling,
    domains,
    identification,
    other_sources,
    private_datasets,
    processing,
    public_datasets,
    synthetic,
    user_data,
)

ANSWERS: dict[str, AnswerOf] = {
    **identification.ANSWERS,
    **characteristics.ANSWERS,
    **public_datasets.ANSWERS,
    **private_datasets.ANSWERS,
    **crawling.ANSWERS,
    **domains.ANSWERS,
    **user_data.ANSWERS,
    **synthetic.ANSWERS,
    **other_sources.ANSWERS,
    **processing.ANSWERS,
}
FACTS: dict[str, FactOf] = {
    **identification.FACTS,
    **public_datasets.FACTS,
    **private_datasets.FACTS,
    **crawling.FACTS,
    **synthetic.FACTS,
}

REGIME = Regime(ANSWERS, FACTS, Path(__file__).with_name("form.json"), domains.domain_entries)
