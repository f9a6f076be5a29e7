"""Which sources are labelled, and whether anything says by whom (SPEC.md, section 9)."""

from collections import Counter
from typing import Literal, TypeAlias

from trainbib.rules.context import Context, Entry, has_answer, is_given
from trainbib.values import as_list, is_gap, is_mapping

__all__ = ["TELLING", "Stated", "cited_with_labellers", "labelling", "stated"]

Stated: TypeAlias = Literal["given", "gap", "silent", ""]
"""Whether a source says who labelled it; "" if nothing says that it is labelled."""

TELLING = ("kind", "labels", "labelled_by", "manifest", "processing")
"""The fields of a source that tell."""


def stated(source: Entry) -> Stated:
    """Tell whether a source itself says who labelled it."""
    if has_answer(source, "labelled_by"):
        return "given" if is_given(source, "labelled_by") else "gap"
    if source.get("kind") != "human_commissioned" and not is_given(source, "labels"):
        return ""
    if is_given(source, "manifest") or _by_model(source):
        return "given"
    return "gap" if has_answer(source, "manifest") else "silent"


def _by_model(source: Entry) -> bool:
    steps = as_list(source.get("processing"))
    return any(is_mapping(step) and has_answer(step, "models") for step in steps)


def cited_with_labellers(context: Context) -> dict[str, Stated]:
    """Return the sources whose files have labellers, or a gap there, by a citing rule."""
    cited = dict[str, Stated]()
    for _, rule in context.citing_rules:
        if has_answer(rule, "labellers"):
            given = is_given(rule, "labellers")
            for key in as_list(rule.get("sources")):
                if isinstance(key, str) and (given or key not in cited):
                    cited[key] = "given" if given else "gap"
    return cited


def labelling(context: Context) -> Counter[Stated]:
    """Count of how many labelled sources it is given who did it, a gap, or silent."""
    by_rule = cited_with_labellers(context)
    by_itself = not context.source_fields.isdisjoint(("labels", "labelled_by"))
    if not by_rule and not by_itself and "human_commissioned" not in context.source_kinds:
        return Counter()
    told: list[Stated] = context.source_values.together(*TELLING).told(stated)
    if by_rule:
        told = [
            by_rule.get(key, own) if own in {"silent", ""} else own
            for key, own in zip(context.sources, told, strict=True)
        ]
    count = Counter[Stated](told)
    if is_gap(context.data.get("labellers")):
        count["gap"] += count.pop("silent", 0)
    count.pop("", None)
    return count
