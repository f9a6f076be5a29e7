"""Samples that depend on nothing but texts and seed, and the shares that a manifest states."""

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainbib.language_shares import LanguageCount, LanguagesError, Sample, load_identifier
from trainbib.language_shares.identifying import NO_LANGUAGE
from trainbib.language_shares.sampling import LONGEST, Told, joined


def sampled(files: dict[str, list[str | None]], size: int, seed: int = 0) -> list[Told]:
    sample = Sample(size)
    for name, texts in files.items():
        sample.file(name, seed)(texts)
    return sample.told(lambda text: text)


FILES = {
    f"{number}.jsonl": [f"text {number} {place}" for place in range(40)] for number in range(6)
}


@given(size=st.integers(1, 300), cut=st.integers(0, 6), chunk=st.integers(1, 50))
def test_a_sample_does_not_depend_on_how_files_are_divided(size: int, cut: int, chunk: int) -> None:
    texts: dict[str, list[str | None]] = {name: list(found) for name, found in FILES.items()}
    whole = sampled(texts, size)
    assert len(whole) == min(size, 240)
    names = sorted(texts)
    parts = [
        sampled({name: texts[name] for name in reversed(some)}, size)
        for some in (names[:cut], names[cut:])
    ]
    assert joined(parts, size) == whole
    sample = Sample(size)
    for name, found in texts.items():
        take = sample.file(name, 0)
        for at in range(0, len(found), chunk):
            take(found[at : at + chunk])
    assert sample.told(lambda text: text) == whole


def test_another_seed_draws_another_sample() -> None:
    texts: dict[str, list[str | None]] = {name: list(found) for name, found in FILES.items()}
    assert sampled(texts, 20, seed=1) != sampled(texts, 20, seed=2)
    assert sampled(texts, 20, seed=1) == sampled(texts, 20, seed=1)


def test_a_sample_is_drawn_from_everywhere() -> None:
    texts: dict[str, list[str | None]] = {name: list(found) for name, found in FILES.items()}
    found = sampled(texts, 60)
    assert {name for _, name, _, _ in found} == set(FILES)
    assert 15 < sum(place for _, _, place, _ in found) / len(found) < 26


def test_records_without_a_text_are_counted_apart_and_long_texts_cut() -> None:
    sample = Sample(10)
    sample.file("a", 0)([None, "", " \n", "x" * (LONGEST + 5)])
    assert (sample.texts, sample.without) == (1, 3)
    assert [len(text) for _, _, _, text in sample.told(lambda text: text)] == [LONGEST]


def count(tags: dict[str, int], texts: int | None = None) -> LanguageCount:
    entries = [tag for tag, number in tags.items() for _ in range(number)]
    sample = [(at / 1e6, "a", at, tag) for at, tag in enumerate(entries)]
    return LanguageCount(len(sample) if texts is None else texts, 0, sample)


def test_shares_are_stated_in_two_digits_with_the_tool() -> None:
    assert count({"en": 3}).as_fields("tool 1.0", 0) == [
        {"tag": "en", "share": {"about": 1.0, "digits": 2}, "tool": "tool 1.0, all 3 texts"}
    ]
    found = count({"en": 820, "de": 175, "fr": 5}, texts=50_000).as_fields("tool 1.0", 7)
    tool = "tool 1.0, sample of 1000 of 50000 texts, seed 7"
    assert found == [
        {"tag": "en", "share": {"about": 0.82}, "tool": tool},
        {"tag": "de", "share": {"about": 0.18}, "tool": tool},
    ]
    assert count({}).as_fields("tool", 0) == []


@given(st.dictionaries(st.sampled_from(["en", "de", "fr", "und", "zxx"]), st.integers(1, 400)))
def test_shares_are_never_more_than_all(tags: dict[str, int]) -> None:
    stated = count(tags).stated() if tags else {}
    assert sum(round(share * 100) for share in stated.values()) <= 100
    for tag, share in stated.items():
        assert abs(share - tags[tag] / sum(tags.values())) <= 0.01


def test_languages_are_listed_by_how_frequent_they_are() -> None:
    assert list(count({"fr": 1, "en": 3, "de": 1}).tags.items()) == [
        ("en", 3),
        ("de", 1),
        ("fr", 1),
    ]


def test_parts_of_a_source_are_added() -> None:
    whole = LanguageCount()
    whole.add(5, 1, [(0.3, "a", 1, "en"), (0.5, "a", 2, "en")], 2)
    whole.add(7, 0, [(0.4, "b", 1, "de")], 2)
    assert (whole.texts, whole.without, whole.tags) == (12, 1, {"de": 1, "en": 1})


def test_without_the_tool_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid", None)
    with pytest.raises(LanguagesError, match=r"pip install trainbib\[languages\]"):
        load_identifier()


def test_the_tool_is_asked_offline_and_only_about_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def classify(text: str) -> tuple[str, float]:
        return ("de" if "ü" in text else "en"), 0.9

    def load(model: str, **options: Any) -> Any:
        asked.append((model, options))
        return SimpleNamespace(classify=classify)

    package, module = ModuleType("py3langid"), ModuleType("py3langid.langid")
    vars(package)["__version__"] = "9.9"
    vars(module).update(
        MODEL_FILE="data/model", LanguageIdentifier=SimpleNamespace(from_model_file=load)
    )
    monkeypatch.setitem(sys.modules, "py3langid", package)
    monkeypatch.setitem(sys.modules, "py3langid.langid", module)
    identifier = load_identifier()
    assert asked == [("data/model", {"norm_probs": True, "min_confidence": 0.2})]
    assert identifier.tool == "py3langid 9.9"
    assert [identifier.tell(text) for text in ("für", "for", "12 + 3 = ?")] == [
        "de",
        "en",
        NO_LANGUAGE,
    ]


def test_languages_are_told_by_the_installed_tool() -> None:
    pytest.importorskip("py3langid", reason="py3langid of trainbib[languages] is not installed")
    tell = load_identifier().tell
    assert tell("The rights of those who made the data are part of the data.") == "en"
    assert tell("Die Rechte derer, die die Daten gemacht haben, gehören zu den Daten.") == "de"
    assert tell("ok") == "und"
    assert tell("123 !?") == NO_LANGUAGE


def test_texts_without_a_language_have_a_part_in_the_shares_but_are_no_language() -> None:
    found = count({"en": 80, "und": 15, "zxx": 5})
    tool = "tool 1.0, all 100 texts"
    assert found.as_fields("tool 1.0", 0) == [
        {"tag": "en", "share": {"about": 0.8, "digits": 2}, "tool": tool}
    ]
    assert (found.languages, found.undetermined) == ({"en": 80}, 20)
    assert count({"und": 3}).as_fields("tool 1.0", 0) == []
