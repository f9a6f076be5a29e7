from textwrap import dedent

import pytest

from trainbib.sidecars.claims import Annotation, Claims, Split, Stated
from trainbib.sidecars.reading import read_sidecar


def card(text: str, path: str = "README.md") -> Claims:
    claims = read_sidecar(path, dedent(text).encode())
    assert claims is not None
    return claims


def licenses(claims: Claims) -> list[tuple[str | None, str, str | None]]:
    return [(found.reading.expression, found.where, found.scope) for found in claims.licenses]


FULL_CARD = """\
    ---
    pretty_name: Toy Set
    license: cc-by-4.0
    language:
    - en
    - no
    - zh_hans
    - code
    language_bcp47: [pt-br]
    annotations_creators: [crowdsourced]
    language_creators: [found]
    source_datasets:
    - original
    - extended|squad
    - extended|other-old-corpus
    - acme/tools
    task_categories: [text-classification]
    tags: ["modality:text", "modality:audio", other]
    version: 1.10
    configs:
    - config_name: default
      data_files:
      - {split: train, path: "data/train-*.jsonl"}
      - {split: test, path: [a.jsonl, b.jsonl]}
    dataset_info:
      splits:
      - {name: train, num_bytes: 1000, num_examples: 12}
      dataset_size: 1000
    ---
    # Dataset Card for [Dataset Name]

    ## Dataset Description

    - **Homepage:** https://toys.example/
    - **Paper:**
    [Toys](https://papers.example/1)
    - **Point of Contact:** [Ann Lee](mailto:ann@toys.example)

    ### Dataset Summary

    The **toy set** holds [short texts](https://toys.example/x) about toys &amp; games.

    It has two parts.

    #### Who are the annotators?

    Twelve paid students.

    ### Personal and Sensitive Information

    [More Information Needed]

    ### Licensing Information

    The set is licensed under CC BY 4.0.

    ### Citation Information

    ```
    @misc{toy24, title={The {Toy} Set}, author={Lee, Ann and Wu, Bo}, year={2024}}
    ```
    """


def test_a_full_card_gives_all_that_it_says() -> None:
    claims = card(FULL_CARD)
    assert claims.format == "hugging-face-card"
    assert claims.title == "Toy Set"
    assert claims.version == "1.10"
    assert claims.description == "The toy set holds short texts about toys & games."
    assert claims.homepage == "https://toys.example/"
    assert licenses(claims) == [
        ("CC-BY-4.0", "hub tag", None),
        ("CC-BY-4.0", "dataset card", None),
    ]
    assert claims.languages == (
        Stated("en", "en"),
        Stated("no", "no"),
        Stated("zh_hans", "zh-Hans"),
        Stated("code", None),
        Stated("pt-br", "pt-BR"),
    )
    assert claims.annotations == (
        Annotation("annotations", "crowdsourced"),
        Annotation("language", "found"),
    )
    assert [(source.title, source.url) for source in claims.upstream] == [
        ("squad", None),
        ("old-corpus", None),
        ("acme/tools", "https://huggingface.co/datasets/acme/tools"),
    ]
    assert claims.tasks == ("text-classification",)
    assert claims.modalities == ("text", "audio")
    assert claims.size == 1000
    assert claims.splits == (
        Split("train", "default", ("data/train-*.jsonl",), 12, 1000),
        Split("test", "default", ("a.jsonl", "b.jsonl")),
    )
    assert [(note.topic, note.text) for note in claims.notes] == [
        ("annotators", "Twelve paid students."),
        ("paper", "Toys (https://papers.example/1)"),
    ]
    (contact,) = claims.contributors
    assert (contact.name, contact.role, contact.email) == ("Ann Lee", "contact", "ann@toys.example")
    (reference,) = claims.references
    assert (reference.key, reference.title) == ("toy24", "The Toy Set")
    assert reference.authors == ("Lee, Ann", "Wu, Bo")
    assert claims.citation is not None
    assert "```" not in claims.citation
    assert claims.problems == ()


def test_what_a_card_does_not_say_stays_absent() -> None:
    assert card("---\nlicense: mit\n---\n") == Claims(
        path="README.md",
        format="hugging-face-card",
        licenses=card("---\nlicense: mit\n---\n").licenses,
    )


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("license: unknown", [(None, True, "unknown")]),
        ("license: other", [(None, True, "other")]),
        ("license: cc", [(None, True, "cc")]),
        ("licenses: [mit, isc]", [("MIT", False, "mit"), ("ISC", False, "isc")]),
        ("license:\n- gpl-3.0", [(None, True, "gpl-3.0")]),
        ("license:", []),
        ("license: ''", []),
        (
            "license: other\nlicense_name: c-uda\nlicense_link: https://x.example/terms",
            [("C-UDA-1.0", False, "c-uda")],
        ),
        ("license: other\nlicense_name: Acme Terms 2", [(None, False, "Acme Terms 2")]),
        (
            "license: cc-by-nc-4.0\nlicense_link: https://creativecommons.org/licenses/by/4.0/",
            [(None, True, "cc-by-nc-4.0")],
        ),
    ],
)  # fmt: skip
def test_hub_tags_are_read_and_never_guessed(
    front: str, expected: list[tuple[str | None, bool, str]]
) -> None:
    claims = card(f"---\n{front}\n---\n")
    assert [
        (found.reading.expression, found.reading.vague, found.raw) for found in claims.licenses
    ] == expected


def test_a_named_custom_licence_gets_a_reference() -> None:
    claims = card("---\nlicense: other\nlicense_name: Acme Terms 2\n---\n")
    assert claims.licenses[0].reading.reference == "LicenseRef-Acme-Terms-2"


def test_older_shapes_of_the_front_matter_are_read() -> None:
    claims = card(
        """\
        ---
        license:
          small: [mit]
          large: [cc-by-4.0]
        languages:
          small: [en]
          large: [de, en]
        pretty_name: {small: Small Toys, large: Large Toys}
        size_categories: {small: [n<1K]}
        annotations_creators: {small: [found], large: [experts]}
        configs: [small, large]
        ---
        # Toys

        Text that says what the toys are good for.
        """
    )
    assert [(found.reading.expression, found.scope) for found in claims.licenses] == [
        ("MIT", "small"),
        ("CC-BY-4.0", "large"),
    ]
    assert [language.value for language in claims.languages] == ["en", "de"]
    assert [found.how for found in claims.annotations] == ["found", "experts"]
    assert claims.title == "Toys"
    assert claims.splits == ()
    assert any("mapping by configuration" in problem.message for problem in claims.problems)


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("license:\tmit\n\tlanguage: en", "not tabs"),
        ("license: [mit", "is not YAML (line"),
        ("a: &x [1]\nb: *x", "alias (line 3)"),
        ("a: " + "[" * 60 + "]" * 60, "nested deeper than 50"),
        ("- just\n- a list", "not a mapping"),
        ("license: mit\nlicense: gpl-3.0", 'key "license" twice (line 3)'),
        ("? [a, b]\n: c\nlicense: mit", "a key that is no text"),
    ],
)
def test_dirty_front_matter_is_a_problem_with_its_line(front: str, message: str) -> None:
    claims = card(f"---\n{front}\n---\n# Dataset Card for Toys\n")
    assert claims.title == "Toys"
    assert message in " ".join(problem.message for problem in claims.problems)


def test_front_matter_that_is_never_closed_is_a_problem() -> None:
    claims = card("---\nlicense: mit\n\n# Toys\n\nThese toys are all for small children.\n")
    assert "never closed" in claims.problems[0].message
    assert claims.licenses == ()
    assert claims.description == "These toys are all for small children."


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    assert card("---\n\nThe toys are all for small children.\n").format == "readme"


def test_byte_order_mark_and_windows_lines_do_no_harm() -> None:
    claims = read_sidecar("README.md", b"\xef\xbb\xbf---\r\nlicense: mit\r\n---\r\n# Toys\r\n")
    assert claims is not None
    assert claims.licenses[0].reading.expression == "MIT"
    assert claims.problems == ()


def test_latin_1_bytes_are_read_and_reported() -> None:
    claims = read_sidecar("README.md", "---\npretty_name: Té\n---\n".encode("latin-1"))
    assert claims is not None
    assert claims.title == "Té"
    assert "UTF-8" in claims.problems[0].message


@pytest.mark.parametrize(
    ("text", "expression", "vague"),
    [
        ("The data is released under CC BY-SA 4.0.", "CC-BY-SA-4.0", False),
        ("[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)", "CC-BY-4.0", False),
        ("[CC BY](https://creativecommons.org/licenses/by-nc/4.0/)", None, True),
        ("MIT License", "MIT", False),
        ("Each file of the set has its own licence, such as the MIT License.", None, True),
        ("Data under the Acme Policy; everything else is licensed under CC0.", None, True),
        (f"Texts are licensed under the Acme Policy. {'So it is. ' * 12} Ours: CC0.", None, True),
        ("CC BY 4.0. For research use only.", None, True),
        ("Research only.", None, True),
    ],
)  # fmt: skip
def test_licence_sections_are_read_with_care(
    text: str,
    expression: str | None,
    vague: bool,  # noqa: FBT001 - a table of cases
) -> None:
    claims = card(f"---\npretty_name: x\n---\n## Licensing Information\n\n{text}\n")
    (found,) = claims.licenses
    assert (found.reading.expression, found.reading.vague) == (expression, vague)
    assert found.where == "dataset card"


def test_placeholders_say_nothing() -> None:
    claims = card(
        """\
        ---
        pretty_name: "[Needs More Information]"
        ---
        # Dataset Card for [Dataset Name]

        ### Dataset Summary

        [More Information Needed]

        ### Licensing Information

        [Needs More Information]

        ### Citation Information

        [More Information Needed]
        """
    )
    assert claims == Claims(path="README.md", format="hugging-face-card")


def test_a_readme_gives_title_description_and_licences_by_part() -> None:
    claims = card(
        """\
        [![build](https://ci.example/badge.svg)](https://ci.example)

        # Toy Corpus

        [![Code License](https://img.shields.io/badge/Code%20License-Apache_2.0-green.svg)](LICENSE)
        [![Data License](https://img.shields.io/badge/Data%20License-CC%20By%20NC%204.0-red.svg)](D)
        [![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.123.svg)](https://doi.example)

        **Status**: archived, and nobody will look at the issues.

        The data come from:

        - a place

        A corpus of *short* texts about `toys`, <b>collected</b> in 2020.

        **License notices**: the annotations are CC BY-NC 4.0.

        ## Data

        ```
        # not a heading
        ```

        ## License

        Code is under the Apache License, Version 2.0.
        """
    )
    assert claims.format == "readme"
    assert claims.title == "Toy Corpus"
    assert claims.description == "A corpus of short texts about toys, collected in 2020."
    assert licenses(claims) == [
        ("Apache-2.0", "dataset card", "code"),
        ("CC-BY-NC-4.0", "dataset card", "data"),
        ("CC-BY-NC-4.0", "dataset card", None),
        (None, "dataset card", None),  # that of the code says nothing of the data
    ]
    assert [doi.value for doi in claims.identifiers] == ["10.5281/zenodo.123"]


def test_a_readme_without_a_title_begins_with_its_description() -> None:
    claims = card(
        "All of the codes of the world in one table.\n\n## Data\n\nThe data are from here.\n"
    )
    assert claims.title is None
    assert claims.description == "All of the codes of the world in one table."


def test_headings_may_be_underlined() -> None:
    claims = card("Toy Corpus\n==========\n\nA corpus of short texts about toys.\n")
    assert (claims.title, claims.description) == (
        "Toy Corpus",
        "A corpus of short texts about toys.",
    )


def test_a_long_description_is_cut_at_a_word() -> None:
    claims = card("# Toys\n\n" + "word " * 400)
    assert claims.description is not None
    assert len(claims.description) <= 600
    assert claims.description.endswith("word…")


def test_a_treebank_readme_gives_its_block() -> None:
    claims = card(
        """\
        # Summary

        A treebank of toy stories, checked by hand.

        # Changelog

        * 2025-05-15 v2.16
          * more toys
        * 2024-11-15 v2.15

        === Machine-readable metadata (DO NOT REMOVE!) ====
        Data available since: UD v2.0
        License: CC BY-SA 4.0
        Includes text: yes
        Genre: fiction web
        Lemmas: automatic with corrections
        UPOS: manual native
        XPOS: not available
        Contributors: Lee, Ann; de Boer, Jan; Lee, Ann
        Contact: ann@toys.example
        ===================================================
        """
    )
    assert claims.format == "universal-dependencies-readme"
    assert (claims.version, claims.issued) == ("2.16", Stated("2025-05-15", "2025-05-15"))
    assert licenses(claims) == [("CC-BY-SA-4.0", "dataset card", "data")]
    assert [(agent.name, agent.raw) for agent in claims.contributors[:2]] == [
        ("Ann Lee", "Lee, Ann"),
        ("Jan de Boer", "de Boer, Jan"),
    ]
    assert claims.contributors[2].email == "ann@toys.example"
    assert claims.annotations == (
        Annotation("Lemmas", "automatic with corrections"),
        Annotation("UPOS", "manual native"),
    )
    assert claims.description == "A treebank of toy stories, checked by hand."


def test_only_registered_language_tags_are_taken_and_in_their_preferred_form() -> None:
    claims = card(
        """\
        ---
        language: [sme, zh_yue, ze_en, roa_tara, multilingual, de]
        ---
        # Toys
        """
    )
    tags = [language.value for language in claims.languages]
    assert tags == ["se", "yue", None, None, None, "de"]
    assert [problem.message for problem in claims.problems] == [
        'language "ze_en" is no registered language tag; it is left out',
        'language "roa_tara" is no registered language tag; it is left out',
    ]
