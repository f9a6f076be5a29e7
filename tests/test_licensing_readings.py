import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.licensing.aliases import read_license, reconcile
from trainbib.licensing.attributes import attributes
from trainbib.licensing.expressions import parse
from trainbib.licensing.mentions import find_mentions, read_prose
from trainbib.licensing.names import named_licenses
from trainbib.licensing.readings import Reading
from trainbib.licensing.spdx import find_license, license_list
from trainbib.licensing.suggest import suggest_license
from trainbib.licensing.terms import TermsReader, asks_for_credit
from trainbib.licensing.urls import read_url
from trainbib.licensing.vague import family_candidates, vague_reason

CC_ELEMENTS = ["by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd"]
CC_WORDS = {
    "by": "Attribution",
    "nc": "NonCommercial",
    "nd": "NoDerivatives",
    "sa": "ShareAlike",
}


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("The MIT License", "MIT"),
        ("MIT license.", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("apache-2", "Apache-2.0"),
        ("Apache-2.0 License", "Apache-2.0"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("LicenseRef-Acme", "LicenseRef-Acme"),
        ("ODC-PDDL-1.0", "PDDL-1.0"),
        ("ODC-BY-1.0", "ODC-By-1.0"),
        ("odc-by", "ODC-By-1.0"),
        ("odbl", "ODbL-1.0"),
        ("Open Data Commons Open Database License (ODbL) v1.0", "ODbL-1.0"),
        ("c-uda", "C-UDA-1.0"),
        ("3-clause BSD", "BSD-3-Clause"),
        ("BSD 2-Clause License", "BSD-2-Clause"),
        ("gpl-3.0+", "GPL-3.0-or-later"),
        ("GNU General Public License v2.0 or later", "GPL-2.0-or-later"),
        ("GNU LGPL v2.1 only", "LGPL-2.1-only"),
        ("AGPL-3.0+", "AGPL-3.0-or-later"),
        ("lgpl-lr", "LGPLLR"),
        ("Academic Free License v3.0", "AFL-3.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CC-BY 3.0", "CC-BY-3.0"),
        ("cc-by-4", "CC-BY-4.0"),
        ("CC BY v.3", "CC-BY-3.0"),
        ("CC-BY-NC 4.0 (Attr Non-Commercial Inter.)", "CC-BY-NC-4.0"),
        ("Creative Commons 4.0 BY-SA", "CC-BY-SA-4.0"),
        ("CC BY-SA-NC 4.0", "CC-BY-NC-SA-4.0"),
        ("Creative Commons Attribution-Noncommercial-Share Alike 3.0 Unported License",
         "CC-BY-NC-SA-3.0"),
        ("Attribution-ShareAlike 3.0 Unported (CC BY-SA 3.0)", "CC-BY-SA-3.0"),
        ("Creative Commons-Lizenz - CC BY-SA - 4.0 International", "CC-BY-SA-4.0"),
        ("CC BY 3.0 DE", "CC-BY-3.0-DE"),
        ("CC0", "CC0-1.0"),
        ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"),
        ("Public Domain Mark 1.0", "CC-PDM-1.0"),
        ("https://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0"),
        ("This set is licensed under CC BY-SA 4.0.", "CC-BY-SA-4.0"),
        ("CC BY 4.0 licence © European Union, 1995-2020", "CC-BY-4.0"),
        ("MIT License (https://code.example/x/LICENSE)", "MIT"),
        ("MIT License, see the page of the Apache foundation", "MIT"),
    ],
)  # fmt: skip
def test_what_people_write_is_mapped(statement: str, expression: str) -> None:
    assert read_license(statement).expression == expression


@pytest.mark.parametrize(
    ("statement", "version"),
    [
        ("Apache-2.1", "2.1 of Apache"),
        ("released under Apache License 2.0.1", "2.0.1 of Apache"),
        ("ODbL 2.0", "2.0 of ODbL"),
        ("Open Database License v3.5", "3.5 of ODbL"),
        ("C-UDA-2.0", "2.0 of C-UDA"),
        ("CDLA-Permissive-2.0.1", "2.0.1 of CDLA-Permissive"),
    ],
)
def test_another_version_is_another_licence(statement: str, version: str) -> None:
    reading = read_license(statement)
    assert reading.expression is None
    assert reading.reason == f"names version {version}, which is not known"
    assert read_license(f"{statement}, and then MIT License").expression is None


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("Released under Apache 2. Please cite us.", "Apache-2.0"),
        ("PDDL 1.0, see below", "PDDL-1.0"),
        ("It is under the ODbL v1.0.", "ODbL-1.0"),
        ("odbl; version 2024-05 of the set", "ODbL-1.0"),
    ],
)
def test_a_number_behind_a_name_need_not_be_its_version(statement: str, expression: str) -> None:
    assert read_license(statement).expression == expression


@pytest.mark.parametrize(
    ("statement", "candidates"),
    [
        ("cc-by-nc", ("CC-BY-NC-4.0", "CC-BY-NC-3.0")),
        ("CC BY-SA (Creative Commons / Attribution-ShareAlike)", ("CC-BY-SA-4.0",)),
        ("gpl-3.0", ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("GNU General Public License v3", ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("GPLv2", ("GPL-2.0-only", "GPL-2.0-or-later")),
        ("MIT AND GPL-3.0", ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("apache", ("Apache-2.0", "Apache-1.1")),
        ("BSD License", ("BSD-3-Clause", "BSD-2-Clause")),
        ("https://www.gnu.org/licenses/gpl-3.0.html", ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("MIT for the code, CC BY 4.0 for the data", ()),
        ("MIT, BSD and Apache", ("MIT",)),
        ("MIT and Apache", ("MIT",)),
        ("BSD and MIT", ("MIT",)),
        ("CC BY 4.0 or GPL", ("CC-BY-4.0",)),
    ],
)
def test_what_is_left_out_is_never_guessed(statement: str, candidates: tuple[str, ...]) -> None:
    reading = read_license(statement)
    assert reading.expression is None
    assert reading.vague
    assert reading.reason
    assert set(candidates) <= set(reading.candidates)


@pytest.mark.parametrize(
    "statement",
    ["unknown", "other", "cc", "gfdl", "Creative Commons", "Public", "open", "fair use", "web",
     "free", "", "N/A", "none provided", "[More Information Needed]", "other-open", "TODO",
     "Non Commercial", "Public Domain", "All rights reserved", "see LICENSE", "NOASSERTION",
     "CC BY 4.0, non-commercial", "CC BY-SA 3.0 / CC BY-NC 3.0",
     "CC BY-SA 3.0 and the GNU Free Documentation License",
     "MIT License for non-commercial use"],
)  # fmt: skip
def test_words_that_are_no_licence_are_vague(statement: str) -> None:
    reading = read_license(statement)
    assert (reading.expression, reading.vague) == (None, True)
    assert reading.reason


def test_a_licence_that_does_not_exist_is_not_invented() -> None:
    for statement in ("CC BY 5.0", "CC-BY-NC-ND-SA-4.0", "CC BY 4.0 DE", "GPL v7", "made up"):
        assert read_license(statement).expression is None


def test_a_port_outside_the_list_gets_a_reference() -> None:
    reading = read_license("CC BY-ND 2.0 KR")
    assert (reading.expression, reading.reference) == (None, "LicenseRef-CC-BY-ND-2.0-KR")
    assert read_license("bigscience-openrail-m").reference is not None
    assert read_license("llama2").known


@pytest.mark.parametrize("elements", CC_ELEMENTS)
@pytest.mark.parametrize("version", ["1.0", "2.0", "2.5", "3.0", "4.0"])
def test_every_creative_commons_licence_is_read_in_every_spelling(
    elements: str, version: str
) -> None:
    identifier = find_license(f"CC-{elements}-{version}")
    assert identifier is not None
    words = "-".join(CC_WORDS[element] for element in elements.split("-"))
    for spelling in (
        f"cc-{elements}-{version}",
        f"CC {elements.upper()} {version}",
        f"Creative Commons {words} {version} International",
        f"{words} {version} Unported",
        f"http://creativecommons.org/licenses/{elements}/{version}/legalcode",
        f"https://creativecommons.org/licenses/{elements}/{version}/deed.en",
        f"The data are available under the CC {elements.upper()} {version} licence.",
    ):
        assert read_license(spelling).expression == identifier.id, spelling


@given(st.sampled_from(sorted(license_list().licenses)), st.sampled_from(["", " License", "."]))
def test_an_identifier_in_any_case_is_itself_or_open(identifier: str, suffix: str) -> None:
    reading = read_license(identifier + suffix)
    entry = license_list().licenses[identifier]
    if reading.expression is not None and not entry.deprecated:
        assert reading.expression == entry.id
    if not entry.deprecated and not suffix:
        assert reading.expression == entry.id


@given(st.text(max_size=400))
def test_any_statement_is_read_without_an_error(statement: str) -> None:
    reading = read_license(statement)
    if reading.expression is not None:
        assert all(term.known for term in parse(reading.expression).terms)
    else:
        assert reading.reason
    suggest_license(statement)


def test_names_and_vague_words_do_not_overlap() -> None:
    for name, identifier in named_licenses().items():
        assert vague_reason(name) is None, name
        assert family_candidates(name) is None, name
        assert find_license(identifier) is not None


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0"),
        ("https://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
        ("https://creativecommons.org/licenses/by/4.0/deed.de", "CC-BY-4.0"),
        ("creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://opendatacommons.org/licenses/by/1-0/", "ODC-By-1.0"),
        ("http://opendatacommons.org/licenses/odbl/1.0/", "ODbL-1.0"),
        ("http://opendatacommons.org/licenses/pddl/", "PDDL-1.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("http://www.opensource.org/licenses/mit-license.php", "MIT"),
        ("https://opensource.org/license/bsd-3-clause/", "BSD-3-Clause"),
        ("https://opensource.org/license/apache-2-0", "Apache-2.0"),
        ("https://choosealicense.com/licenses/cc-by-4.0/", "CC-BY-4.0"),
        ("https://choosealicense.com/licenses/odc-by/", "ODC-By-1.0"),
        ("https://spdx.org/licenses/CC-BY-4.0.html", "CC-BY-4.0"),
        ("https://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("https://www.mozilla.org/en-US/MPL/2.0/", "MPL-2.0"),
        ("https://cdla.dev/permissive-2-0/", "CDLA-Permissive-2.0"),
        ("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
         "OGL-UK-3.0"),
        ("https://www.govdata.de/dl-de/by-2-0", "DL-DE-BY-2.0"),
        ("https://www.gnu.org/licenses/gpl-3.0.html", None),
        ("https://spdx.org/licenses/GPL-3.0.html", None),
        ("https://choosealicense.com/licenses/undefined/", None),
        ("https://creativecommons.org/licenses/by/", None),
        ("https://example.com/licenses/MIT", None),
        ("https://creativecommons.org.example.com/licenses/by/4.0/", None),
        ("MIT", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_licence_url_stands_for_its_licence(url: str, identifier: str | None) -> None:
    reading = read_url(url)
    assert (None if reading is None else reading.expression) == identifier


def test_the_url_of_a_port_is_not_the_unported_licence() -> None:
    reading = read_url("http://creativecommons.org/licenses/by-sa/3.0/us/")
    assert reading is not None
    assert reading.expression is None
    assert reading.reference == "LicenseRef-CC-BY-SA-3.0-US"


def test_name_and_url_are_reconciled() -> None:
    by = "https://creativecommons.org/licenses/by/4.0/"
    assert reconcile(read_license("CC-BY-4.0"), by) == Reading("CC-BY-4.0")
    assert reconcile(read_license("CC-BY-4.0"), "https://example.org/terms").expression is not None
    assert reconcile(read_license("cc-by"), by).expression == "CC-BY-4.0"
    assert reconcile(read_license("other"), by).expression == "CC-BY-4.0"
    disagreeing = reconcile(read_license("CC-BY-NC-4.0"), by)
    assert (disagreeing.expression, disagreeing.vague) == (None, True)
    assert disagreeing.candidates == ("CC-BY-NC-4.0", "CC-BY-4.0")
    assert reconcile(read_license("cc-by-nc"), by).expression is None
    gnu = "https://www.gnu.org/licenses/gpl-3.0.html"
    assert reconcile(read_license("GPL-3.0-only"), gnu).expression == "GPL-3.0-only"


def test_mentions_have_their_place_in_the_prose() -> None:
    text = (
        "Code: MIT License; data: CC BY-NC 4.0 by the authors, see "
        "<https://creativecommons.org/licenses/by-nc/4.0/>. It uses GPL-2.0 tools."
    )
    mentions = find_mentions(text)
    assert [text[mention.start : mention.end] for mention in mentions] == [
        mention.text for mention in mentions
    ]
    assert [mention.reading.expression for mention in mentions] == [
        "MIT",
        "CC-BY-NC-4.0",
        "CC-BY-NC-4.0",
        None,
    ]
    assert read_prose("no licence here") is None
    several = read_prose("MIT License or CC BY 4.0")
    assert several is not None
    assert several.candidates == ("MIT", "CC-BY-4.0")


def test_prose_does_not_lose_the_non_commercial_element() -> None:
    reading = read_prose("released under Creative Commons Attribution Non-Commercial 4.0")
    assert reading is not None
    assert reading.expression == "CC-BY-NC-4.0"
    reading = read_prose("CC BY 4.0, for research purposes only")
    assert reading is not None
    assert reading.expression is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Apche-2.0", "Apache-2.0"),
        ("MTI", "MIT"),
        ("cc-by", "CC-BY-4.0"),
        ("CC-BYSA-4.0", "CC-BY-SA-4.0"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("apache licence", "Apache-2.0"),
        ("mozzila public license 2.0", "MPL-2.0"),
        ("creative comons attribution 4.0", "CC-BY-4.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
    ],
)
def test_the_nearest_licence_is_suggested_first(text: str, first: str) -> None:
    suggestions = suggest_license(text)
    assert suggestions[0] == first
    assert len(suggestions) <= 3


@pytest.mark.parametrize("text", ["totally-made-up", "public", "other", "", "x" * 5000, "llama2"])
def test_nothing_is_suggested_when_nothing_is_near(text: str) -> None:
    assert suggest_license(text) == []


def test_attributes_of_well_known_licences() -> None:
    by_nc = attributes("cc-by-nc-4.0")
    assert by_nc is not None
    assert (by_nc.attribution_required, by_nc.non_commercial, by_nc.share_alike) == (
        "yes",
        "yes",
        "no",
    )
    zero = attributes("CC0-1.0")
    assert zero is not None
    assert zero.attribution_required == "no"
    later, only = attributes("GPL-3.0-or-later"), attributes("GPL-3.0-only")
    assert later == only
    assert attributes("Made-up") is None


def test_attributes_agree_with_the_creative_commons_elements() -> None:
    identifiers = [
        entry.id for entry in license_list().licenses.values() if entry.id.startswith("CC-BY-")
    ]
    assert len(identifiers) > 40
    for identifier in identifiers:
        elements = identifier.split("-")
        terms = attributes(identifier)
        assert terms is not None
        assert terms.source
        assert (terms.non_commercial == "yes") == ("NC" in elements)
        assert (terms.share_alike == "yes") == ("SA" in elements)
        assert (terms.derivatives == "no") == ("ND" in elements)
        assert terms.attribution_required == "yes"


@pytest.mark.parametrize(
    ("expression", "needed"),
    [
        ("CC-BY-4.0", True),
        ("CC0-1.0", False),
        ("CC0-1.0 OR CC-BY-4.0", False),
        ("MIT OR CC-BY-4.0", True),
        ("CC0-1.0 AND CC-BY-4.0", True),
        ("LicenseRef-Acme", False),
        ("not an expression", False),
    ],
)
def test_credit_is_needed_when_no_alternative_is_without(expression: str, needed: bool) -> None:  # noqa: FBT001 - a table of cases
    assert asks_for_credit(expression, TermsReader({}, {})) is needed
