"""Licence statements whose words beside a name make it another licence, or a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.licensing.aliases import read_license
from trainbib.licensing.creative_commons import assemble
from trainbib.licensing.spdx import license_list
from trainbib.licensing.urls import read_url

# Jurisdictions


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("CC BY 3.0 Germany", "CC-BY-3.0-DE"),
        ("CC BY 3.0 Nederland", "CC-BY-3.0-NL"),
        ("CC BY 3.0 Australia", "CC-BY-3.0-AU"),
        ("CC BY-NC-SA 2.0 France", "CC-BY-NC-SA-2.0-FR"),
        ("CC BY-SA 2.1 Japan", "CC-BY-SA-2.1-JP"),
        ("Attribution-ShareAlike 2.0 UK: England & Wales", "CC-BY-SA-2.0-UK"),
        ("CC BY-SA 2.0 England and Wales", "CC-BY-SA-2.0-UK"),
        ("CC0 1.0 Universal", "CC0-1.0"),
        ("CC0 1.0 International", "CC0-1.0"),
        ("Public Domain Mark 1.0", "CC-PDM-1.0"),
    ],
)
def test_a_jurisdiction_is_part_of_the_licence(statement: str, expression: str) -> None:
    assert read_license(statement).expression == expression


@pytest.mark.parametrize(
    "statement",
    [
        "CC0 Germany", "CC0 1.0 Germany", "CC0, Germany", "Germany CC0", "CC Zero DE", "cc0-de",
        "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication France", "CC0 1.0 France licence",
        "Public Domain Mark 1.0 Italy", "CC BY 4.0 Germany", "CC BY 4.0 India",
        "released under CC0 Germany by the office",
    ],
)  # fmt: skip
def test_what_was_not_ported_has_no_port(statement: str) -> None:
    reading = read_license(statement)
    assert (reading.expression, reading.reference) == (None, None)
    assert "not ported to single countries" in (reading.reason or "")


@pytest.mark.parametrize(
    ("statement", "reference"),
    [
        ("CC BY-SA 2.5 India", "LicenseRef-CC-BY-SA-2.5-IN"),
        ("CC BY 2.5 México", "LicenseRef-CC-BY-2.5-MX"),
        ("CC BY 3.0 Poland", "LicenseRef-CC-BY-3.0-PL"),
        ("CC BY 3.0 Hong Kong", "LicenseRef-CC-BY-3.0-HK"),
        ("CC BY 2.5 Scotland", "LicenseRef-CC-BY-2.5-SCOTLAND"),
        ("CC-BY-NC 2.0 England and Wales", "LicenseRef-CC-BY-NC-2.0-UK"),
        ("cc-by-nc-sa-2.5-ar", "LicenseRef-CC-BY-NC-SA-2.5-AR"),
        ("cc-by-2.5-in", "LicenseRef-CC-BY-2.5-IN"),
        ("The texts are under CC BY 3.0 Czech Republic.", "LicenseRef-CC-BY-3.0-CZ"),
    ],
)
def test_a_port_that_is_not_listed_is_not_the_unported_licence(
    statement: str, reference: str
) -> None:
    reading = read_license(statement)
    assert (reading.expression, reading.reference) == (None, reference)


def test_every_port_on_the_list_is_put_together() -> None:
    ports = [entry.id.split("-") for entry in license_list().licenses.values()]
    listed = [
        parts
        for parts in ports
        if parts[0] == "CC" and parts[-1].isalpha() and parts[-2][:1].isdigit()
    ]
    assert len(listed) > 20
    for _, *elements, version, port in listed:
        name = "-".join(["CC", *elements, version, port])
        assert assemble(elements, version, port).expression == name
        spelled = f"CC {'-'.join(elements)} {version} {port}"
        assert read_license(spelled).expression == name
        address = f"https://creativecommons.org/licenses/{'-'.join(elements)}/{version}/{port}/"
        assert (read_url(address.lower()) or read_license("")).expression == name


@pytest.mark.parametrize(
    "statement",
    [
        "Apache 2.0 Germany", "Apache-2.0 (Germany)", "Apache License 2.0, Germany",
        "Apache License, Version 2.0 Licence United States", "MIT License US", "ODbL 1.0 France",
        "Apache 2.0 DE", "BSD 3-Clause Japan", "CDLA-Permissive-2.0 South Korea",
        "released under MPL-2.0 Österreich", "under the Apache 2.0 Germany licence by them",
        "licensed under GPL-3.0-only France", "Open Government Licence v3.0 Canada",
    ],
)  # fmt: skip
def test_other_licences_have_no_ports(statement: str) -> None:
    reading = read_license(statement)
    assert (reading.expression, reading.reference, reading.vague) == (None, None, True)
    assert "was not ported to single countries" in (reading.reason or "")
    assert len(reading.candidates) == 1, "it may be meant"


def test_a_licence_for_one_country_is_another_beside_the_licence_itself() -> None:
    reading = read_license("Apache 2.0 Germany (Apache-2.0)")
    assert (reading.expression, reading.vague) == (None, True)


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("CC0 in Germany", "CC0-1.0"),
        ("CC0 (public domain in the US)", "CC0-1.0"),
        ("Apache 2.0 in Germany", "Apache-2.0"),
        ("Apache 2.0. Germany is where it was made.", "Apache-2.0"),
        ("MIT License - Georgia Tech", "MIT"),
        ("Apache 2.0 it is", "Apache-2.0"),
        ("Apache 2.0, IT department", "Apache-2.0"),
        ("Apache 2.0 for Germans", "Apache-2.0"),
        ("Open Government Licence v3.0 UK", "OGL-UK-3.0"),
        ("Open Government Licence v3.0 (United Kingdom)", "OGL-UK-3.0"),
    ],
)
def test_a_word_of_a_sentence_is_no_country(statement: str, expression: str) -> None:
    assert read_license(statement).expression == expression


# Other licences, guesses, and licences of something else


@pytest.mark.parametrize(
    ("statement", "candidate", "reason"),
    [
        ("modified MIT", "MIT", "does not say that it is MIT itself"),
        ("MIT (modified)", "MIT", "itself"),
        ("BSD 3-Clause style", "BSD-3-Clause", "itself"),
        ("License similar to BSD 3-Clause (without one clause)", "BSD-3-Clause", "itself"),
        ("based on the MIT license", "MIT", "itself"),
        ("CC BY 4.0 compatible", "CC-BY-4.0", "itself"),
        ("Not licensed under CC BY 4.0", "CC-BY-4.0", "itself"),
        ("GPL-3.0-only WITH Classpath", "GPL-3.0-only", "itself"),
        ("cc-by-sa-3.0-gfdl", "CC-BY-SA-3.0", "itself"),
        ("probably MIT", "MIT", "is not sure of MIT"),
        ("CC BY 4.0?", "CC-BY-4.0", "is not sure"),
        ("I think we can consider it CC BY-SA 3.0", "CC-BY-SA-3.0", "is not sure"),
        ("The paper says CC0, others (e.g. the hub) disagree.", "CC0-1.0", "is not sure"),
        ("MIT License with Commons Clause", "MIT", "adds terms of its own to MIT"),
        ("Apache 2.0 with LLVM exception", "Apache-2.0", "adds terms"),
        ("2-clause BSD with patent", "BSD-2-Clause", "adds terms"),
        ("ODC-BY 1.0 (with restrictions)", "ODC-By-1.0", "adds terms"),
        ("Apache 2.0, with additional use restrictions", "Apache-2.0", "adds terms"),
        ("CC-BY-4.0 license (no AI training)", "CC-BY-4.0", "adds terms"),
        ("CC BY 4.0. AI training is not permitted.", "CC-BY-4.0", "adds terms"),
        ("AI training is not permitted. CC BY 4.0.", "CC-BY-4.0", "adds terms"),
        ("CC BY 4.0; not to be used to train models", "CC-BY-4.0", "adds terms"),
        ("CC BY 4.0 except for the images", "CC-BY-4.0", "adds terms"),
        ("CC BY 4.0, no commercial use", "CC-BY-4.0", "adds a restriction"),
        ("CC BY 4.0, commercial use is prohibited", "CC-BY-4.0", "adds a restriction"),
        ("CC-BY-NC-SA-4.0 and research only", "CC-BY-NC-SA-4.0", "adds a restriction"),
        ("MIT (code)", "MIT", "says that something else than the data is under MIT"),
        ("Code is under the MIT License.", "MIT", "something else"),
        ("MIT License for the code", "MIT", "something else"),
        ("metadata: CC0", "CC0-1.0", "something else"),
        ("CC BY 4.0 (text only)", "CC-BY-4.0", "something else"),
        ("MPL-2.0 OR GPL", "MPL-2.0", "names other terms"),
    ],
)
def test_a_name_alone_is_not_what_the_statement_says(
    statement: str, candidate: str, reason: str
) -> None:
    reading = read_license(statement)
    assert (reading.expression, reading.vague) == (None, True)
    assert candidate in reading.candidates
    assert reason in (reading.reason or "")


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("Except where otherwise noted, this work is under CC BY 4.0.", "CC-BY-4.0"),
        ("CC BY 4.0 unless otherwise noted", "CC-BY-4.0"),
        ("Code and data are licensed under the Apache 2.0 license.", "Apache-2.0"),
        ("MIT License for the code and the data", "MIT"),
        ("The corpus, derived from Wikipedia, is CC BY-SA 3.0.", "CC-BY-SA-3.0"),
        ("CC BY-SA 4.0, based on texts of the archive", "CC-BY-SA-4.0"),
        ("CC BY-NC 4.0, allowing only non-commercial use", "CC-BY-NC-4.0"),
        ("CC-BY-4.0-licensed", "CC-BY-4.0"),
        ("CC BY 4.0, with no additional restrictions", "CC-BY-4.0"),
        ("CC BY 4.0 without any further conditions", "CC-BY-4.0"),
        ("All of it is CC BY 4.0, no exceptions", "CC-BY-4.0"),
        ("The data is MIT-licensed. It was perhaps never used for training.", "MIT"),
        (
            'Under the Apache License 2.0 (the "License"); use it in no way except in compliance.',
            "Apache-2.0",
        ),
    ],
)
def test_what_a_sentence_says_beside_a_name_is_mostly_nothing_of_it(
    statement: str, expression: str
) -> None:
    longer = f"{statement} {'We thank all who wrote to us. ' * 12}"
    assert read_license(longer).expression == expression
    if "never" not in statement:  # a short statement is about the licence, all of it
        assert read_license(statement).expression == expression


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("Apache License 2.0 or later", "Apache-2.0+"),
        ("CC BY-SA 3.0 or any later version", "CC-BY-SA-3.0+"),
        ("CC BY 4.0+", "CC-BY-4.0+"),
        ("CC BY 4.0-or-later", "CC-BY-4.0+"),
        ("GPL 2.0 or later", "GPL-2.0-or-later"),
        ("MIT or later", "MIT"),
    ],
)
def test_later_versions_are_allowed_where_that_is_said(statement: str, expression: str) -> None:
    assert read_license(statement).expression == expression


@given(
    st.sampled_from(["MIT License", "CC BY 4.0", "Apache License 2.0", "ODbL"]),
    st.text(alphabet="abcno tMIT.;:()-?+", max_size=40),
    st.text(alphabet="abcno tMIT.;:()-?+", max_size=40),
)
def test_a_doubt_has_a_candidate_and_a_reason(name: str, before: str, after: str) -> None:
    reading = read_license(f"{before} {name} {after}")
    if reading.vague:
        assert reading.expression is None
        assert reading.reason
