"""The checks that look for words in a provider's own text: in English, and for whole words."""

import pytest

from disclosures import TODAY
from trainbib.diagnostics import Severity
from trainbib.disclosure.english import in_english
from trainbib.disclosure.filing_json import read_filing
from trainbib.disclosure.lint import remarks
from trainbib.disclosure.regimes import regime_rules

MEASURES = "eu.3.2.illegal_content_measures"
TYPES = "eu.1.3.text.content_types"
OTHERS = "eu.2.1.other_datasets_description"
LANGUAGES = "eu.1.3.linguistic_characteristics"
BEHAVIOUR = "eu.2.3.crawler_behaviour"
NAMES = "eu.1.2.model_names"
OF_WORDS = {"EUA007", "EUA012", "EUA013", "EUA018", "EUA019", "EUA020", "EUA022", "EUA028"}


def found(field: str, text: str, **more: str) -> set[str]:
    """Return which of those checks remark on a filing that says this."""
    value = [text] if field == NAMES else text
    answers = {field: {"value": value}} | {name: {"value": said} for name, said in more.items()}
    filing = read_filing(
        {
            "version": "1.0",
            "form": {"id": "eu-ai-act", "version": "2025-12-05"},
            "subject": {},
            "answers": answers,
        }
    )
    return {rule.code for rule, _ in remarks(filing, regime_rules(), TODAY)} & OF_WORDS


@pytest.mark.parametrize(
    ("code", "field", "text"),
    [
        ("EUA007", OTHERS, "Listed are sets larger than 5 % of the data."),
        ("EUA007", OTHERS, "By the 5 % rule."),
        ("EUA007", MEASURES, "Unwanted content is removed."),
        ("EUA012", TYPES, "some novels"),
        ("EUA012", TYPES, "texts that may be fiction, letters etc."),
        ("EUA013", LANGUAGES, "more than 200 languages"),
        ("EUA013", LANGUAGES, "en, mul"),
        ("EUA018", MEASURES, "Filters."),
        ("EUA019", BEHAVIOUR, "robots.txt is obeyed."),
        ("EUA020", NAMES, "orca-7b-it"),
        ("EUA020", NAMES, "Orca Chat"),
        ("EUA022", TYPES, "texts to improve reasoning"),
        ("EUA022", TYPES, "exercises for better performance"),
    ],
)
def test_words_are_found(code: str, field: str, text: str) -> None:
    assert code in found(field, text)


@pytest.mark.parametrize(
    ("code", "field", "text"),
    [
        # parts of other words
        ("EUA007", OTHERS, "Moreover 5 % of the pages were read by people."),
        ("EUA007", OTHERS, "Sets under the 2.5 % rule."),
        ("EUA012", TYPES, "the awesome mayors of Sometown, sketches"),
        ("EUA013", LANGUAGES, "Multilingual simultaneous talks (de)"),
        ("EUA020", NAMES, "Chat Noir"),
        ("EUA020", NAMES, "Make It 2"),
        ("EUA020", NAMES, "Chatter, Lorax and Itinerary"),
        ("EUA022", TYPES, "records of incapabilities"),
        # other uses of the words
        ("EUA012", TYPES, "letters of May and June"),
        ("EUA022", TYPES, "recordings of the performance arts"),
        ("EUA020", NAMES, "Le Chat"),
        # other languages
        ("EUA007", OTHERS, "Scores over 5 % zijn niet gebruikt voor het model."),
        ("EUA012", TYPES, "some-viestit ja some"),
        ("EUA012", TYPES, "etc. et autres textes"),
        ("EUA013", LANGUAGES, "Deutsch"),
        ("EUA013", LANGUAGES, "les langues officielles"),
        ("EUA018", MEASURES, "Filter entfernen die Inhalte, die nicht erlaubt sind."),
        ("EUA018", MEASURES, "Filtry usuwają nielegalne treści"),
        ("EUA019", BEHAVIOUR, "Captchas und Passwörter werden nicht umgangen."),
        ("EUA022", TYPES, "textes pour la performance du modèle"),
    ],
)
def test_parts_of_words_and_other_languages_are_let_be(code: str, field: str, text: str) -> None:
    assert code not in found(field, text)


def test_piracy_is_no_part_of_another_word() -> None:
    told = "CSAM and terrorist content are removed, and so are {} works."
    assert found(MEASURES, told.format("pirated")) == set()
    assert found(MEASURES, told.format("aspirated")) == {"EUA018"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Answers were ranked by annotators.", True),
        ("The labels are from RLHF.", True),
        ("There were no annotators.", False),
        ("Answers were checked without human feedback.", False),
        ("The separators were moved.", False),  # ends as raters do
        ("Les annotators et les contractors sont dans le texte.", False),
    ],
)
def test_people_who_are_told_of_are_people_who_worked(text: str, *, says: bool) -> None:
    codes = found("eu.3.3.other_information", text, **{"eu.2.6.used": "No"})
    assert ("EUA028" in codes) is says


def test_one_line_in_another_language_does_not_hide_the_others() -> None:
    assert "EUA012" in found(TYPES, "Bücher und Briefe\nsome of the letters")


def test_a_text_may_be_english_unless_it_shows_that_it_is_not() -> None:
    assert in_english("press publications, novels")
    assert in_english("the café of the Gräfin")
    assert not in_english("Zeitungen und Bücher")
    assert not in_english("κείμενα")
    assert in_english("")


def test_checks_of_words_are_warnings_and_say_on_their_page_what_they_look_for() -> None:
    for rule in regime_rules():
        if rule.code in OF_WORDS:
            page = " ".join((rule.page or "").split())
            assert rule.severity is Severity.WARNING
            assert "It is a warning, since" in page
            assert "in English alone" in page or rule.code in {"EUA013", "EUA020"}
