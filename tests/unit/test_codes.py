"""Code sets: every word is understood by itself and its spellings, no spelling means two, and nothing else is."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.contracts.codes import Code, code_sets, word_meant, words_of
from csc_metrics.contracts.records.tables import RECORD_TABLES

EVERY_CODE = [(code_set, code) for code_set, codes in code_sets().items() for code in codes]
NAMES = [f"{code_set}-{code.word}" for code_set, code in EVERY_CODE]


def spellings(code: Code) -> tuple[str, ...]:
    return (code.word, code.word.replace("_", " "), code.meaning, *code.also)


def changed_by_people(spelling: str) -> tuple[str, ...]:
    return (spelling.upper(), spelling.lower(), f"  {spelling} ", spelling.replace(" ", "\N{NO-BREAK SPACE} "))


@pytest.mark.parametrize(("code_set", "code"), EVERY_CODE, ids=NAMES)
def test_a_word_is_understood_by_itself_its_meaning_and_its_other_spellings(code_set: str, code: Code) -> None:
    for spelling in spellings(code):
        for written in (spelling, *changed_by_people(spelling)):
            assert word_meant(code_set, written) == code.word, written


@pytest.mark.parametrize(("code_set", "code"), EVERY_CODE, ids=NAMES)
def test_annex_a_puts_a_letter_before_a_word_and_its_meaning_behind(code_set: str, code: Code) -> None:
    for spelling in spellings(code):
        assert word_meant(code_set, f"a) {spelling}") == code.word
        assert word_meant(code_set, f"T){spelling}") == code.word
    for between in (": ", " - ", " \N{EN DASH} "):
        assert word_meant(code_set, f"{code.word}{between}{code.meaning}") == code.word
        assert word_meant(code_set, f"q) {code.word}{between}whatever") == code.word


@pytest.mark.parametrize("code_set", code_sets())
def test_no_spelling_means_two_words_of_a_code_set(code_set: str) -> None:
    claimed: dict[str, set[str]] = defaultdict(set)
    for code in code_sets()[code_set]:
        for spelling in spellings(code):
            claimed[" ".join(spelling.casefold().split())].add(code.word)

    assert {spelling: words for spelling, words in claimed.items() if len(words) > 1} == {}


@pytest.mark.parametrize("code_set", code_sets())
def test_no_word_stands_twice_and_each_has_a_meaning(code_set: str) -> None:
    words = words_of(code_set)

    assert len(words) == len(set(words)) > 0
    assert all(code.word and code.meaning for code in code_sets()[code_set])


def test_every_code_set_is_used_by_a_column_and_every_column_has_its_set() -> None:
    used = {column.code_set for table in RECORD_TABLES.values() for column in table.columns.values() if column.code_set}

    assert used == set(code_sets())


@pytest.mark.parametrize(
    ("code_set", "written", "word"),
    [
        ("sex", "a) Male", "male"),
        ("sex", "b) Female", "female"),
        ("sex", "F", "female"),
        ("referral_source", "q) 6: Police", "6"),
        ("referral_source", "a) 1A: Family member/relative/carer", "1A"),
        ("referral_source", "1a", "1A"),
        ("primary_need", "N1 - Abuse or neglect", "N1"),
        ("primary_need", "a) N1: Abuse or neglect", "N1"),
        ("primary_need", "Child\N{RIGHT SINGLE QUOTATION MARK}s disability or illness", "N2"),
        ("ethnicity", "a) WBRI", "WBRI"),
        ("ethnicity", "BOTH", "BOTH"),
        ("disability", "NONE", "no"),
        ("disability", "a) Yes", "yes"),
        ("assessment_outcome", "b) No", "not_in_need"),
        ("employment", "Locum", "agency"),
        ("attendance", "DNA", "no_response"),
        ("attendance", "not_recorded", "not_recorded"),
    ],
)
def test_words_as_returns_write_them(code_set: str, written: str, word: str) -> None:
    assert word_meant(code_set, written) == word


@pytest.mark.parametrize(
    ("code_set", "written"),
    [
        ("sex", ""),
        ("sex", "a)"),
        ("sex", "blue"),
        ("sex", "mal"),
        ("sex", "male female"),
        ("sex", "a) b) male"),
        ("referral_source", "1"),
        ("referral_source", "police station"),
        ("ethnicity", "White"),
        ("primary_need", "N10"),
        ("attendance", "not"),
    ],
)
def test_a_cell_that_means_no_word_for_certain_means_none(code_set: str, written: str) -> None:
    assert word_meant(code_set, written) is None


@given(st.sampled_from(sorted(code_sets())), st.text(max_size=20))
def test_any_text_gives_a_word_of_the_set_or_none(code_set: str, written: str) -> None:
    assert word_meant(code_set, written) in {None, *words_of(code_set)}
