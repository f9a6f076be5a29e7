"""Laws of verdicts: what holds for any licences, whatever they are."""

from dataclasses import replace
from typing import Any, get_args

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from licensed_sources import ALL, BY, NC, NC_SA, SA, TODAY, manifest, policy, uses, verdict
from trainbib.licensing.flow import judge
from trainbib.licensing.terms import TermsReader
from trainbib.licensing.verdicts import ATTRIBUTES, Rule, Verdict
from trainbib.settings import LicensePolicy, Release, Use

LICENSES = (
    *ALL,
    "CC-BY-SA-3.0",
    "CC-BY-NC-SA-3.0",
    "GPL-3.0-or-later",
    "ODbL-1.0",
    "ODC-By-1.0",
    "MIT",
    "C-UDA-1.0",
    "MPL-2.0",
    "LicenseRef-NON-AI-MIT",
    "LicenseRef-scancode-llama-2-license-2023",
    "LicenseRef-scancode-nvidia-model-training-2025",
)
UNKNOWN: tuple[object, ...] = (
    "LicenseRef-nobody-knows",
    "NOASSERTION",
    "NONE",
    "BUSL-1.1",  # on the SPDX list, and not in the table
    "no expression at all",
    "",
    None,
    17,
    {},
    {"unknown": "not looked up"},
    {"none": "public domain"},
    {"withheld": "a secret"},
    {"expression": {"unknown": "the page is gone"}},
    {"observations": [{"at": "hub_tag", "as_found": "other"}]},
    {"attribution": "The Museum"},
)
ADDITIONS = (
    "AdditionRef-no-ai-training",
    "DocumentRef-a:AdditionRef-b",
    "Harbour-exception-9",
)
licences = st.sampled_from(LICENSES)
unknowns = st.sampled_from(UNKNOWN)
outbounds = st.none() | licences
policies = st.builds(
    LicensePolicy,
    uses=uses,
    release=st.sampled_from(get_args(Release)),
    outbound=outbounds,
)


@settings(deadline=None)
@given(st.lists(licences | unknowns, min_size=1, max_size=4), licences | unknowns, policies)
@example([SA], NC_SA, policy("publish_data", release="adaptation"))
def test_a_further_source_never_improves_a_mixture(
    licenses: list[object], further: object, wanted: LicensePolicy
) -> None:
    assert verdict(*licenses, further, policy=wanted) >= verdict(*licenses, policy=wanted)


@settings(deadline=None)
@given(licences, st.sampled_from(ADDITIONS), policies)
def test_what_nobody_described_is_never_ok_whatever_it_is_added_to(
    license_: str, addition: str, wanted: LicensePolicy
) -> None:
    found = verdict(f"{license_} WITH {addition}", policy=wanted)
    assert found >= Verdict.REVIEW
    bare = replace(wanted, outbound=None)
    assert verdict(f"{license_} WITH {addition}", policy=bare) >= verdict(license_, policy=bare)


@settings(deadline=None)
@given(licences, st.sampled_from(["forbids", "requires", "permits"]), policies, st.data())
def test_what_the_manifest_says_of_an_addition_never_makes_a_licence_of_the_table_laxer(
    license_: str, field: str, wanted: LicensePolicy, data: st.DataObject
) -> None:
    words = st.sampled_from(["training", "commercial use", "attribution", "share-alike", "a dance"])
    said = data.draw(st.lists(words, min_size=1, unique=True))
    wanted = replace(wanted, outbound=None)
    described = {"AdditionRef-x": {"title": "X", field: said}}
    found = verdict(f"{license_} WITH AdditionRef-x", policy=wanted, licenses=described)
    assert found >= verdict(license_, policy=wanted)


@settings(deadline=None)
@given(licences, policies)
def test_an_exception_of_the_list_takes_nothing_away(license_: str, wanted: LicensePolicy) -> None:
    found = verdict(f"{license_} WITH Classpath-exception-2.0", policy=wanted)
    assert found == verdict(license_, policy=wanted)


@settings(deadline=None)
@given(licences, licences, policies)
def test_a_choice_is_as_good_as_its_best(one: str, other: str, wanted: LicensePolicy) -> None:
    found = verdict(f"{one} OR {other}", policy=wanted)
    assert found == min(verdict(one, policy=wanted), verdict(other, policy=wanted))


@settings(deadline=None)
@given(licences, licences, policies)
def test_what_applies_together_is_never_better_than_its_worst(
    one: str, other: str, wanted: LicensePolicy
) -> None:
    found = verdict(f"{one} AND {other}", policy=wanted)
    assert found >= max(verdict(one, policy=wanted), verdict(other, policy=wanted))
    assert found == verdict(f"{other} AND {one}", policy=wanted)


@settings(deadline=None)
@given(st.lists(licences, max_size=3), unknowns, policies)
def test_what_is_unknown_is_never_ok(
    licenses: list[str], unknown: object, wanted: LicensePolicy
) -> None:
    mixture = judge(manifest(*licenses, unknown), wanted, today=TODAY)
    assert mixture.sources[-1].verdict >= Verdict.REVIEW
    assert mixture.sources[-1].deciding()
    assert mixture.verdict >= Verdict.REVIEW


LAX_TO_STRICT: dict[str, tuple[tuple[str, ...], ...]] = {
    "training": (
        ("allowed",),
        ("silent",),
        ("conditional", "restricted", "unclear"),
        ("prohibited",),
    ),
    **dict.fromkeys(
        ("commercial_use", "derivatives", "redistribution"),
        (("yes",), ("conditional", "unknown"), ("no",)),
    ),
    **dict.fromkeys(
        ("attribution", "share_alike", "non_commercial"),
        (("no",), ("conditional", "unknown"), ("yes",)),
    ),
}


@st.composite
def two_values(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw an attribute and two values of it, the first no stricter than the second."""
    attribute = draw(st.sampled_from(ATTRIBUTES))
    steps = LAX_TO_STRICT[attribute]
    low, high = sorted(draw(st.tuples(*[st.integers(0, len(steps) - 1)] * 2)))
    first = draw(st.sampled_from(steps[low]))
    return attribute, first, first if low == high else draw(st.sampled_from(steps[high]))


@settings(deadline=None)
@given(licences, st.lists(licences, max_size=2), two_values(), policies, st.booleans())
def test_a_stricter_value_never_improves_a_verdict(
    license_: str,
    others: list[str],
    values: tuple[str, str, str],
    wanted: LicensePolicy,
    named: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    # What the set itself is published under grants less if it is stricter, so less is amiss.
    assume(wanted.outbound != license_)
    assume(wanted.outbound is not None or wanted.release == "collection")
    attribute, lax, strict = values
    data = manifest(license_, *others)
    if not named:
        data["sources"]["s0"].pop("publisher")  # type: ignore[index]
    found = [
        judge(data, wanted, today=TODAY, overrides={license_: {attribute: value}}).verdict
        for value in (lax, strict)
    ]
    assert found[0] <= found[1]


STATED = [
    (attribute, value)
    for attribute, steps in LAX_TO_STRICT.items()
    for step in steps
    for value in step
]
claims = st.dictionaries(
    licences,
    st.lists(st.sampled_from(STATED), min_size=1, max_size=4).map(dict),
    min_size=1,
    max_size=2,
)
LAXEST = {attribute: steps[0][0] for attribute, steps in LAX_TO_STRICT.items()}
Claims = dict[str, dict[str, str]]


def as_manifest(stated: Claims) -> dict[str, object]:
    return {
        license_: {
            "title": "x",
            "attributes": {
                attribute: {"value": value, "evidence": "because I say so"}
                for attribute, value in each.items()
            },
        }
        for license_, each in stated.items()
    }


@settings(deadline=None)
@given(
    st.lists(licences, min_size=1, max_size=3), claims, policies, st.sampled_from(["named", "none"])
)
@example([NC], {NC: {"non_commercial": "no"}}, policy("commercial"), "named")
@example([SA], {SA: LAXEST}, policy("publish_model"), "named")
@example([BY], {BY: {"attribution": "no"}}, policy("publish_data"), "none")
@example([NC], {BY: {"non_commercial": "yes"}}, policy("publish_data"), "named")
def test_what_a_manifest_says_of_a_known_licence_never_makes_it_ok_by_itself(
    licenses: list[str], stated: Claims, wanted: LicensePolicy, credit: str
) -> None:
    def judged(**sections: object) -> Verdict:
        data = manifest(*licenses, outbound=BY, **sections)
        if credit == "none":
            for source in data["sources"].values():  # type: ignore[attr-defined]
                source.pop("publisher")
        return judge(data, wanted, today=TODAY).verdict

    assert judged(licenses=as_manifest(stated)) >= min(Verdict.REVIEW, judged())


@settings(deadline=None)
@given(st.lists(licences, min_size=1, max_size=3), claims, policies)
@example([NC], {NC: {"non_commercial": "no"}}, policy("commercial"))
def test_what_the_configuration_says_too_is_accepted(
    licenses: list[str], stated: Claims, wanted: LicensePolicy
) -> None:
    both, alone = (
        judge(manifest(*licenses, **sections), wanted, today=TODAY, overrides=stated)
        for sections in ({"licenses": as_manifest(stated)}, {})
    )
    assert both.sources == alone.sources


@settings(deadline=None)
@given(licences, st.sampled_from(STATED), policies, st.booleans())
def test_an_ok_names_what_it_rests_on(
    license_: str,
    claim: tuple[str, str],
    wanted: LicensePolicy,
    by_user: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    attribute, value = claim
    stated = {license_: {attribute: value}}
    known: dict[str, Any] = {"overrides": stated} if by_user else {}
    data = manifest(license_, **({} if by_user else {"licenses": as_manifest(stated)}))
    before = judge(manifest(license_), wanted, today=TODAY).sources[0]
    (source,) = judge(data, wanted, today=TODAY, **known).sources
    if source.verdict is Verdict.OK and before.verdict is not Verdict.OK:
        assert any(
            reason.attribute == attribute and reason.origin.kind != "table"
            for reason in source.reasons
        )


@settings(deadline=None)
@given(licences, licences, policies)
@example("CC-BY-NC-4.0", "MIT", policy("train"))
def test_the_order_of_a_choice_changes_nothing(one: str, other: str, wanted: LicensePolicy) -> None:
    found, turned = (
        judge(manifest(text), wanted, today=TODAY).sources[0]
        for text in (f"{one} OR {other}", f"{other} OR {one}")
    )
    assert found.verdict == turned.verdict
    strictness = [
        max(TermsReader({}, {}).terms(reason.license).strictness for reason in each.reasons)
        for each in (found, turned)
        if each.reasons
    ]
    assert len(set(strictness)) <= 1


@settings(deadline=None)
@given(st.lists(licences | unknowns, max_size=3), policies)
def test_every_reason_says_what_and_where_from(
    licenses: list[object], wanted: LicensePolicy
) -> None:
    for source in judge(manifest(*licenses), wanted, today=TODAY).sources:
        assert source.verdict == max((each.verdict for each in source.reasons), default=Verdict.OK)
        for reason in source.reasons:
            assert reason.rule in get_args(Rule)
            assert reason.attribute
            assert reason.value
            assert reason.origin.where
            assert reason.text


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {"dataset": anything, "licenses": anything},
        optional={
            "sources": st.dictionaries(
                st.text(max_size=4),
                anything
                | st.fixed_dictionaries(
                    {},
                    optional={
                        "kind": anything,
                        "license": anything,
                        "rights": anything,
                        "agreement": anything,
                        "synthetic": anything,
                        "creators": anything,
                    },
                ),
                max_size=3,
            )
        },
    )
)
def test_whatever_stands_there_gets_a_verdict(data: dict[str, object]) -> None:
    wanted = policy(*get_args(Use), release="adaptation")
    mixture = judge(data, wanted, today=TODAY)
    assert mixture.verdict in Verdict
