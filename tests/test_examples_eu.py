"""The EU examples: two invented providers that fill every row, and filings with their mistakes."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from trainbib import load_schema
from trainbib.checking import check
from trainbib.disclosure.answers import Filing, Status
from trainbib.disclosure.comparing import compare_filings
from trainbib.disclosure.filing import fill
from trainbib.disclosure.filing_json import read_filing
from trainbib.disclosure.lint import remarks
from trainbib.disclosure.regimes.eu_ai_act.routing import SECTION_OF_KIND
from trainbib.document import read_document
from trainbib.formatting import formatted
from trainbib.rules import RULES
from trainbib.settings import Settings
from trainbib.values import as_mapping, is_mapping

FOLDER = Path(__file__).parent.parent / "examples" / "eu"
TODAY = date(2026, 11, 22)

INVENTED = ("northwind", "driftwood")
NOT_ASKED_OF = {"driftwood": {"authorised_representative"}}
"""Rows that are not asked of a provider in the Union."""

IN_MANIFESTS: dict[str, set[tuple[str, str]]] = {
    "bielik-v3": {
        ("EUA101", "/document"),
        ("EUA010", "/sources/common-crawl/title"),
        ("RGT008", "/sources/slimpajama-627b"),
    },
    "smollm3": {
        ("EUA101", "/document"),
        ("EUA005", "/models/smollm3-3b"),
        ("EUA006", "/parties/hugging-face"),
        ("CON011", "/sources/synthetic/synthetic/generators/0/name"),
    },
    "firefly-image-5": {
        ("EUA102", "/parties/adobe"),
        ("EUA008", "/sources/flickr/crawl"),
        ("SCH009", "/sources/flickr/crawl/crawlers"),
        ("EUA107", "/sources/third-party"),
        ("RGT006", "/sources/third-party"),
        ("CON009", "/sources/synthetic/synthetic/generators/0/name"),
    },
    "gpt-5.5": {
        ("SRC001", "/sources/common-crawl"),
        ("EUA010", "/sources/common-crawl/title"),
        ("EUA003", "/sources/crawl/collected/from"),
        ("EUA008", "/sources/crawl/crawl"),
    },
    "mai-image-2": {
        ("SRC001", "/sources/wikipedia"),
        ("EUA008", "/sources/crawl/crawl"),
    },
    "muse-spark": {
        ("SRC015", "/document/url"),
        ("EUA101", "/document/previous/0"),
        ("SRC001", "/sources/public"),
        ("EUA111", "/labellers/vendors"),
    },
}
"""What is wrong in each manifest that was rebuilt from a filing, and nothing else."""

IN_FILINGS: dict[str, set[tuple[str, str]]] = {
    "bielik-v3": {
        ("EUA001", "eu.header.last_update"),
        ("EUA010", "eu.2.1.large_datasets"),
        ("EUA024", "eu.1.3.latest_acquisition_date"),
    },
    "smollm3": {
        ("EUA001", "eu.header.last_update"),
        ("EUA005", "eu.1.2.placement_date"),
        ("EUA006", "eu.3.1.cop_signatory"),
    },
    "firefly-image-5": {
        ("EUA004", "eu.2.3.period"),
        ("EUA004", "eu.2.3.domains"),
        ("EUA025", "eu.2.5.gpai_generators"),
        ("EUA102", "eu.1.1.provider_contact"),
        ("EUA107", "eu.2.2.2.unknown_datasets_description"),
    },
    "gpt-5.5": {
        ("EUA002", "eu.2.2.1.used"),
        ("EUA003", "eu.2.3.period"),
        ("EUA008", "eu.2.3.domains"),
        ("EUA009", "eu.2.1.large_datasets"),
        ("EUA010", "eu.2.1.large_datasets"),
    },
    "mai-image-2": {
        ("EUA005", "eu.1.2.placement_date"),
        ("EUA008", "eu.2.3.domains"),
        ("EUA009", "eu.2.1.large_datasets"),
    },
    "muse-spark": {
        ("EUA001", "eu.header.last_update"),
        ("EUA008", "eu.2.3.domains"),
        ("EUA009", "eu.2.1.large_datasets"),
        ("EUA011", "eu.1.3.image.size"),
        ("EUA011", "eu.1.3.audio.size"),
        ("EUA011", "eu.1.3.video.size"),
        ("EUA028", "eu.2.6.used"),
        ("EUA101", "eu.header.previous_versions"),
    },
}
"""What is wrong in each filing as it was filed, and nothing else."""


def rebuilt(name: str, regime: str = "eu-ai-act") -> Filing:
    data = read_document(FOLDER / f"{name}.trainbib.yaml").data
    assert is_mapping(data)
    return fill(data, regime, folder=FOLDER, today=TODAY)


def filed(name: str) -> Filing:
    return read_filing(json.loads((FOLDER / f"{name}.filed.json").read_bytes()))


@pytest.mark.parametrize("regime", ["eu-ai-act", "ca-ab2013"])
@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_provider_leaves_nothing_open(name: str, regime: str) -> None:
    filing = rebuilt(name, regime)
    open_ = {
        field.id: status
        for field, status in filing.statuses()
        if status in {Status.MISSING, Status.PARTIAL}
    }
    assert open_ == {}


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_provider_fills_every_row_of_both_forms(name: str) -> None:
    for regime in ("eu-ai-act", "ca-ab2013"):
        filing = rebuilt(name, regime)
        for section in filing.form.sections:
            for row in section.rows:
                told = {filing.status(field) for field in row.fields}
                optional = not any(field.required for field in row.fields)
                left_out = optional and told == {Status.LEFT_OUT}
                if row.id in NOT_ASKED_OF.get(name, ()):
                    assert told == {Status.NOT_ASKED}
                else:
                    assert Status.ANSWERED in told or left_out, row.id


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_provider_has_every_kind_of_source_and_every_modality(name: str) -> None:
    data = read_document(FOLDER / f"{name}.trainbib.yaml").data
    assert is_mapping(data)
    kinds = {as_mapping(source).get("kind") for source in as_mapping(data["sources"]).values()}
    assert kinds == set(SECTION_OF_KIND)
    filing = rebuilt(name)
    sections = ("2.1", "2.2.1", "2.2.2", "2.3", "2.5", "2.6")
    assert [filing.value(f"eu.{number}.used") for number in sections] == ["Yes"] * 6
    assert filing.texts("eu.1.3.modalities") == ("Text", "Image", "Audio", "Video", "Other")


@pytest.mark.parametrize("name", INVENTED)
def test_the_strictest_checks_find_nothing_in_an_invented_provider(name: str) -> None:
    profiles = ("eu-ai-act", "ca-ab2013")
    settings = Settings(today=TODAY, pedantic=True, profiles=profiles)
    assert check(FOLDER / f"{name}.trainbib.yaml", settings).diagnostics == ()


def test_the_small_provider_lists_the_shorter_list_of_domains() -> None:
    assert len(rebuilt("northwind").entries("eu.2.3.domains")) == 4  # a tenth of 40
    listed = rebuilt("driftwood").answer("eu.2.3.domains")
    assert len(listed.shown or ()) == 3  # a twentieth of 60
    assert "the provider is an SME: the lower of 5 %" in listed.how
    assert listed.figures == {"listed": 3, "all": 60, "wanted": 3}
    assert [each.get("opted_out") for each in rebuilt("driftwood").table()] == [
        None,
        "08/07/26",
        None,
    ]


@pytest.mark.parametrize("name", sorted(IN_MANIFESTS))
def test_the_mistakes_of_a_filing_are_found_in_the_manifest_and_no_others(name: str) -> None:
    report = check(FOLDER / f"{name}.trainbib.yaml", Settings(today=TODAY))
    assert {(each.code, each.pointer) for each in report.diagnostics} == IN_MANIFESTS[name]


@pytest.mark.parametrize("name", sorted(IN_FILINGS))
def test_the_mistakes_of_a_filing_are_found_in_what_was_filed_and_no_others(name: str) -> None:
    found = {(rule.code, remark.field) for rule, remark in remarks(filed(name), RULES, TODAY)}
    assert found == IN_FILINGS[name]


@pytest.mark.parametrize("name", sorted(IN_FILINGS))
def test_the_guide_tells_every_mistake(name: str) -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    (row,) = (line for line in guide.splitlines() if f"({name}.filed.json)" in line)
    codes = set(re.findall(r"`([A-Z]{3}\d{3})`", row))
    found = {code for code, _ in IN_MANIFESTS[name] | IN_FILINGS[name]}
    assert codes <= found
    assert found - codes <= {"RGT006"}  # of a source that the filing does not describe at all


@pytest.mark.parametrize("name", sorted(IN_FILINGS))
def test_what_was_filed_stands_beside_what_the_manifest_gives(name: str) -> None:
    data = json.loads((FOLDER / f"{name}.filed.json").read_bytes())
    validator = Draft202012Validator(load_schema("disclosure"))
    assert [error.message for error in validator.iter_errors(data)] == []
    changes = compare_filings(filed(name), rebuilt(name))
    told = {change.field.id for change in changes}
    assert "eu.1.1.provider_name" not in told
    assert "eu.1.2.model_names" not in told


def test_the_dates_of_bielik_disagree_with_what_was_filed() -> None:
    changes = compare_filings(filed("bielik-v3"), rebuilt("bielik-v3"))
    dates = [each.what for each in changes if each.field.id == "eu.1.3.latest_acquisition_date"]
    assert dates == [("05/2025 became 11/2025",)]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.trainbib.yaml")), ids=lambda path: path.name)
def test_each_is_in_the_one_layout_and_says_where_its_facts_are_from(path: Path) -> None:
    document = read_document(path)
    assert formatted(document) == document.text
    head = re.split(r"^[^#]", document.text, maxsplit=1, flags=re.MULTILINE)[0]
    if path.name.split(".")[0] in INVENTED:
        assert "does not exist" in head
    else:
        assert "as far as the facts of its public summary go" in head
        assert "github.com/AIAccountabilityLab/gpai-training-transparency" in head
