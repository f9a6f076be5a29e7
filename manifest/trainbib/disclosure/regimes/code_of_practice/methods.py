"""Items 6 to 8: curation, and what detects unsuitable sources and biases."""

from collections.abc import Mapping

from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answering.processing import curation, with_field
from trainbib.disclosure.answers import Answer
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.values import as_list, as_mapping


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
    reviews = list[str]()
    for place, entry in with_field(reading, "reviews"):
        for at, each in enumerate(as_list(entry.get("reviews"))):
            review, here = as_mapping(each), f"{place}/reviews/{at}"
            if review.get("kind") == "bias":
                words = [met.text(review, here, name) for name in ("by", "outcome", "url")]
                reviews.append("Review: " + "; ".join(word for word in words if word))
                met.origins.append(here)
    if not reviews:
        return policy
    met.origins += policy.origins
    told = [each for each in policy.shown or () if isinstance(each, str)]
    return met.answer((*told, *reviews))


ANSWERS: dict[str, AnswerOf] = {
    "cop.6.curation": curation,
    "cop.7.measures": unsuitable,
    "cop.8.measures": biases,
}
