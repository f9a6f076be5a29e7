"""Mistakes that were published have to be found; what only looks wrong must not be.

The cards of data sets stand beside each case; the filings are those of ``real_filings``.
"""

from pathlib import Path

import pytest

from minimal import overlaid
from real_filings import FILINGS, NO_MANIFEST, Case
from small_manifests import TODAY
from trainbib.checking import check
from trainbib.settings import Settings

CARDS = (
    Case(
        # https://huggingface.co/datasets/allenai/dolma/discussions/36; all rows are in
        # examples/published-mistakes.
        "Dolma 1.7: tokens times the part sampled are not the tokens stated",
        """\
dataset: {name: dolma, version: "1.7", size: {tokens: {about: 1.715e+12}}}
sources:
  c4:
    kind: other
    license: ODC-By-1.0
    size: {tokens: {about: 1.384e+11}}
    use: [{stage: pretraining, sampled: 0.5}]
  the-rest:
    kind: other
    license: ODC-By-1.0
    size: {tokens: {about: 1.57595e+12}}
    use: [{stage: pretraining, sampled: 1}]
""",
        (("FIL009", "/dataset/size/tokens"),),
    ),
    Case(
        # https://huggingface.co/datasets/common-pile/arxiv_papers_filtered
        "Common Pile, arxiv_papers: tokens of six passes as those of the source",
        """\
sources:
  arxiv_papers:
    kind: other
    license: CC-BY-4.0
    size: {bytes: {about: 1.95e+10}, tokens: {about: 2.93e+10}}
    use: [{stage: pretraining, epochs: 6}]
""",
        (("CON007", "/sources/arxiv_papers/size/tokens"),),
    ),
    Case(
        "Common Pile, arxiv_papers, with the tokens seen beside them",
        """\
sources:
  arxiv_papers:
    kind: other
    license: CC-BY-4.0
    size: {tokens: {about: 2.93e+10}}
    use: [{stage: pretraining, epochs: 6, tokens_seen: {about: 2.93e+10}}]
""",
        (("FIL009", "/sources/arxiv_papers/use/0/tokens_seen"),),
    ),
    Case(
        # https://github.com/r-three/common-pile/tree/main/sources/loc_books
        "Common Pile, Library of Congress: hardly more than a byte for a token",
        """\
sources:
  library_of_congress:
    kind: other
    license: CC0-1.0
    languages: [en]
    raw_size: {bytes: {about: 5.0e+10}, tokens: {about: 4.76e+10}}
""",
        (("CON007", "/sources/library_of_congress/raw_size/tokens"),),
    ),
    Case(
        # https://github.com/allenai/OLMo-core/blob/main/src/olmo_core/data/source_mixtures/OLMo3-32B-midtraining-modelnamefilter.yaml
        "OLMo 3, midtraining: five parts, and a total that is not their sum",
        """\
dataset: {name: dolminos2math, version: "1", size: {tokens: 18273789287}}
sources:
  parts: {kind: other, license: ODC-By-1.0, size: {tokens: 18302610775}}
""",
        (("FIL009", "/dataset/size/tokens"),),
    ),
    Case(
        # https://huggingface.co/datasets/HuggingFaceH4/databricks_dolly_15k/commit/d21ea8c492f548f206be6d164c8d3edf3b3285b0
        "Dolly, a copy: one licence in the tag, another in the text",
        """\
sources:
  dolly:
    kind: other
    creators: {unknown: "the copy names none"}
    license:
      observations:
        - {at: hub_tag, expression: CC-BY-3.0, date: 2026-11-22}
        - {at: dataset_page, expression: CC-BY-SA-3.0, date: 2026-11-22}
""",
        (("LIC010", "/sources/dolly/license/observations/1"),),
    ),
    Case(
        # https://github.com/EleutherAI/the-pile/issues/53
        "Books3, registered as MIT",
        """\
sources:
  books: {kind: public_dataset, license: MIT, ids: {hf: the_pile_books3}}
""",
        (("RGT008", "/sources/books"),),
    ),
)

IN_ORDER = {
    # https://github.com/togethercomputer/RedPajama-Data/blob/main/README.md
    "RedPajama-V2: parts that are rounded": """\
dataset:
  name: redpajama-v2
  version: "2"
  size: {records: {about: 2.08e+10}, tokens: {about: 3.04e+13}}
sources:
  en: {kind: other, license: CC0-1.0, size: {records: {about: 1.45e+10}, tokens: {about: 2.05e+13}}}
  de:
    kind: other
    license: CC0-1.0
    size: {records: {about: 1.9e+9}, tokens: {about: 3.0e+12, digits: 2}}
  fr: {kind: other, license: CC0-1.0, size: {records: {about: 1.6e+9}, tokens: {about: 2.7e+12}}}
  es: {kind: other, license: CC0-1.0, size: {records: {about: 1.8e+9}, tokens: {about: 2.8e+12}}}
  it: {kind: other, license: CC0-1.0, size: {records: {about: 9.0e+8}, tokens: {about: 1.5e+12}}}
""",
    # https://laion.ai/blog/relaion-5b/
    "Re-LAION: a union of lists that overlap": """\
dataset: {name: removed, version: "1", size: {records: 2236}}
sources:
  c3p:
    kind: other
    license: CC0-1.0
    size: {records: 1129}
    overlaps: [{source: iwf}, {source: stanford}]
  iwf: {kind: other, license: CC0-1.0, size: {records: 18}}
  stanford: {kind: other, license: CC0-1.0, size: {records: 1714}}
""",
    # https://github.com/huggingface/smollm/blob/main/text/pretraining/smollm3/stage1_8T.yaml
    "SmolLM3: eleven million million tokens, and the steps of its recipe": """\
models: {smollm3: {name: SmolLM3-3B, tokens_seen: {about: 1.1e+13}}}
sources:
  all:
    kind: other
    license: CC0-1.0
    use: [{stage: pretraining, model: smollm3, weight: 1, tokens_seen: 11135877120000}]
""",
    # https://huggingface.co/microsoft/phi-4/blob/main/data_summary_card.md
    "Phi-4: a reason for silence that a gap can hold": """\
sources:
  third-party:
    kind: private_third_party
    license: {lost: "the agreements cannot be found any longer"}
    contact: {lost: "nobody remembers whom it was had from"}
""",
}
"""What only looks wrong."""


@pytest.mark.parametrize("case", [*FILINGS, *CARDS], ids=lambda case: case.what)
def test_a_published_mistake_is_found(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_text(overlaid(case.manifest), encoding="utf-8")
    found = {(d.code, d.pointer) for d in check(path, case.settings).diagnostics}
    assert set(case.finds) <= found


@pytest.mark.parametrize("what", IN_ORDER)
def test_what_only_looks_wrong_is_not_reported(what: str, tmp_path: Path) -> None:
    path = tmp_path / "trainbib.yaml"
    path.write_text(overlaid(IN_ORDER[what]), encoding="utf-8")
    report = check(path, Settings(today=TODAY))
    assert [(d.code, d.pointer) for d in report.diagnostics] == []


def test_what_no_manifest_can_have_has_a_reason_and_no_case() -> None:
    cases = {case.what for case in (*FILINGS, *CARDS)}
    assert len(cases) == len(FILINGS) + len(CARDS)
    assert cases.isdisjoint(NO_MANIFEST)
    assert all(reason.strip() for reason in NO_MANIFEST.values())
