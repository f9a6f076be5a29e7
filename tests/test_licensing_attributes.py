"""The table of what licences ask and allow: complete, sourced, consistent."""

import json
from pathlib import Path
from typing import get_args

import pytest

import trainbib.licensing
from trainbib.licensing.attributes import (
    Answer,
    LicenseAttributes,
    Training,
    attributes,
    generator_terms,
    identifiers,
    situation,
)
from trainbib.licensing.compatibility import declared_by, outbound_choices
from trainbib.licensing.expressions import parse
from trainbib.licensing.spdx import find_license

FOLDER = Path(trainbib.licensing.__file__).parent
SITUATIONS = (
    "NONE",
    "NOASSERTION",
    "contract",
    "terms-of-service",
    "hub-other",
    "hub-cc",
    "per-record",
    "reservation",
)


def row(identifier: str) -> LicenseAttributes:
    found = attributes(identifier)
    assert found is not None, identifier
    return found


def test_the_table_is_large_and_names_licences() -> None:
    names = identifiers()
    assert len(names) >= 160
    assert len(set(names)) == len(names)
    for name in names:
        (term,) = parse(name).terms
        assert term.known, name
        assert term.canonical == name
        assert not term.deprecated, name


@pytest.mark.parametrize("name", [*identifiers(), *SITUATIONS])
def test_a_row_has_values_that_exist_and_a_source(name: str) -> None:
    found = situation(name) if name in SITUATIONS else row(name)
    assert found.source
    assert found.training in get_args(Training)
    answers = (
        found.attribution_required,
        found.share_alike,
        found.non_commercial,
        found.commercial_use,
        found.derivatives,
        found.redistribution,
    )
    assert set(answers) <= set(get_args(Answer))
    if found.non_commercial == "yes":
        assert found.commercial_use == "no"
    if name in SITUATIONS:
        assert found.note


def test_the_lists_beside_the_rows_name_rows() -> None:
    data = json.loads((FOLDER / "attributes.json").read_bytes())
    known = {*data["licenses"], *data["situations"]}
    for texts in ("notes", "disagreements"):
        for text, names in data[texts]:
            assert text
            assert names
            assert set(names) <= known
    assert set(data["unmodified"]) | set(data["reach_models"]) <= known
    for pattern, license_, source in data["generators"]:
        assert pattern
        assert license_ in known
        assert source.startswith("https://")


def test_an_unknown_situation_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        situation("nonsense")


def test_disagreements_are_told() -> None:
    assert "4.2a" in row("ODC-By-1.0").disagreement
    assert row("CC-BY-ND-4.0").disagreement
    assert row("CC-BY-4.0").disagreement == ""


def test_ports_that_spdx_does_not_list_have_the_terms_of_the_unported_text() -> None:
    assert attributes("LicenseRef-CC-BY-NC-3.0-FR") == attributes("CC-BY-NC-3.0")
    assert attributes("LicenseRef-CC-BY-4.0-FR") is None  # 4.0 was not ported


def test_only_what_may_stay_as_it_is_may_be_passed_on_unmodified() -> None:
    for name in identifiers():
        found = row(name)
        if found.unmodified:
            assert (found.redistribution, found.derivatives) == ("conditional", "no")
        if name.startswith("CC-BY"):
            assert found.unmodified is ("ND" in name.split("-"))


def test_compatible_licences_are_known_and_share_alike() -> None:
    data = json.loads((FOLDER / "compatible.json").read_bytes())
    for name, targets, source in data["one_way"]:
        assert row(name).share_alike in {"yes", "conditional"}
        assert source.startswith("https://")
        for target in targets:
            entry = find_license(target)
            assert entry is not None
            assert entry.id == target
            assert row(target).source
    assert declared_by("CC-BY-SA-4.0").startswith("https://creativecommons.org/")
    assert declared_by("ODbL-1.0") == ""


def test_what_follows_from_two_steps_is_found() -> None:
    assert outbound_choices("CC-BY-SA-3.0")[:2] == ("CC-BY-SA-3.0", "CC-BY-SA-4.0")
    assert "GPL-3.0-only" in outbound_choices("CC-BY-SA-3.0")
    assert outbound_choices("ODbL-1.0") == ("ODbL-1.0",)
    assert outbound_choices("LicenseRef-own") == ("LicenseRef-own",)
    assert "CC-BY-SA-4.0" in outbound_choices("LicenseRef-CC-BY-SA-3.0-FR")


def test_no_step_leaves_the_exclusion_of_commercial_use() -> None:
    for name in identifiers():
        if row(name).non_commercial == "yes":
            assert all(row(each).non_commercial == "yes" for each in outbound_choices(name))


def test_a_model_without_terms_of_its_own_has_none() -> None:
    assert generator_terms("Small 1B") is None
    assert generator_terms("") is None
