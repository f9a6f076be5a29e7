"""Items 6 to 8: curation, and what detects unsuitable sources and biases."""

from collections.abc import Iterator, Mapping

from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.eu_ai_act.gathering import Gathering, source_at
from trainbib.disclosure.wording import plural
from trainbib.values import as_list, as_mapping

__all__ = ["ANSWERS", "Step", "steps", "with_field"]

Step = tuple[str, Mapping[str, object]]
"""The place of something, such as a step of processing, and what is told of it."""


def with_field(reading: Reading, name: str) -> Iterator[Step]:
    """Yield place and data of the whole set, then of each source that has a field."""
    yield "/dataset", reading.dataset
    for key in sorted(reading.having(name)):
        yield source_at(key), reading.sources[key]


def steps(reading: Reading, met: Gathering) -> Iterator[Step]:
    """Yield every step of processing: of the whole, then of each source."""
    for place, entry in with_field(reading, "processing"):
        told = as_list(met.value(entry, place, "processing"))
        for at, each in enumerate(told):
            step = as_mapping(each)
            if isinstance(step.get("step"), str):
                yield f"{place}/processing/{at}", step


def curation(reading: Reading) -> Answer:
    """Tell each step of processing once, with how many sources went through it."""
    met = Gathering()
    found = dict[str, list[str]]()
    for place, step in steps(reading, met):
        words = met.text(step, place, "description")
        purpose = met.text(step, place, "purpose")
        name = str(step["step"]).strip()
        line = f"{name[:1].upper()}{name[1:]}" + (f": {words}" if words else "")
        found.setdefault(line + (f" ({purpose})" if purpose else ""), []).append(place)
    if found:
        met.gaps.clear()  # of some sources nothing may be known, and steps of others are told
    else:
        met.want("/dataset/processing", "what was done to the data, step by step")
    lines = [
        line if len(places) == 1 else f"{line}; for {plural(len(places), 'source')}"
        for line, places in found.items()
    ]
    return met.answer(tuple(lines) or None)


def _policies(names: Mapping[str, str], what: str) -> AnswerOf:
    """Return what answers with some policies, any of which will do."""

    def told(reading: Reading) -> Answer:
        met = Gathering()
        policies = met.mapping(reading.data, "", "policies")
        lines = list[str]()
        for name, title in names.items():
            words = met.text(policies, "/policies", name)
            if words:
                lines.append(f"{title}: {words}" if len(names) > 1 else words)
        if lines:
            met.gaps.clear()
        else:
            met.want(f"/policies/{next(iter(names))}", what)
        return met.answer(tuple(lines) or None)

    return told


unsuitable = _policies(
    {"source_screening": "Sources", "illegal_content": "Illegal content", "privacy": "Privacy"},
    "how unsuitable sources are found, or in `illegal_content` how illegal content is kept out",
)
_bias_policy = _policies({"bias": "Bias"}, "how biases are found and dealt with")


def biases(reading: Reading) -> Answer:
    """Tell what detects biases: the policy, and reviews of biases."""
    policy = _bias_policy(reading)
    met = Gathering()
    lines = [each for each in policy.value or () if isinstance(each, str)]
    for place, entry in with_field(reading, "reviews"):
        for at, each in enumerate(as_list(entry.get("reviews"))):
            review, here = as_mapping(each), f"{place}/reviews/{at}"
            if review.get("kind") == "bias":
                words = [met.text(review, here, name) for name in ("by", "outcome", "url")]
                lines.append("Review: " + "; ".join(word for word in words if word))
                met.origins.append(here)
    if len(lines) > len(policy.value or ()):
        return met.answer(tuple(lines))
    return policy


ANSWERS: dict[str, AnswerOf] = {
    "cop.6.curation": curation,
    "cop.7.measures": unsuitable,
    "cop.8.measures": biases,
}
