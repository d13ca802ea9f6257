"""Cells of each kind: what is understood, what is a fault, and that the authority's own words count first."""

import re
import string

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csc_metrics.contracts.records.columns import Blank, Column, Kind
from csc_metrics.records.cell_values import LONGEST_IDENTIFIER, LONGEST_TEXT, TYPES, agency_word, understand_cells

NONE_OF_THEIRS: dict[str, str] = {}


def understood(
    kind: Kind, *cells: str | None, meant: dict[str, str] = NONE_OF_THEIRS, code_set: str = "sex"
) -> list[object]:
    """Return for each cell its value, or the fault where it has none."""
    column = Column(kind=kind, blank=Blank.UNKNOWN, code_set=code_set if kind is Kind.WORD else None)
    told = understand_cells(pl.Series(cells, dtype=pl.String), column=column, meant=meant)
    return [fault if value is None else value for value, fault in told.iter_rows()]


@pytest.mark.parametrize("written", ["yes", "Yes", "YES", "y", "true", "True", "t", "1", "a) Yes", "A)yes", " yes "])
def test_yes_is_written_in_many_ways(written: str) -> None:
    assert understood(Kind.YES_NO, written) == [True]


@pytest.mark.parametrize("written", ["no", "No", "NO", "n", "false", "False", "f", "0", "b) No", "B)no", " no "])
def test_no_is_written_in_many_ways(written: str) -> None:
    assert understood(Kind.YES_NO, written) == [False]


@pytest.mark.parametrize("written", ["", "maybe", "2", "yes please", "not known", "1.0", "b)", "yes no"])
def test_what_is_neither_yes_nor_no_is_a_fault(written: str) -> None:
    assert understood(Kind.YES_NO, written) == ["not_yes_or_no"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("1", 1.0), ("0.8", 0.8), (" 0.8 ", 0.8), ("-1", -1.0), ("+1", 1.0), ("1e3", 1000.0), ("0", 0.0), (".5", 0.5)],
)
def test_a_plain_number_is_read(written: str, number: float) -> None:
    assert understood(Kind.NUMBER, written) == [number]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e400",
        "1,000",
        "1 000",
        "0,8",
        "0.8 FTE",
        "80%",
        "one",
        "0x10",
        "½",
    ],
)
def test_what_is_no_plain_finite_number_is_a_fault(written: str) -> None:
    assert understood(Kind.NUMBER, written) == ["not_a_number"]
    assert understood(Kind.NUMBER, "1", written) == [1.0, "not_a_number"]


@pytest.mark.parametrize(
    "written",
    [
        "1",
        "A 1",
        "A/1",
        "A\\1",
        "O'Hara-1",
        'said "1"',
        "=1+1",
        "#N/A",
        "A,1;2",
        "\N{LATIN SMALL LETTER E WITH ACUTE}1",
        "007",
    ],
)
def test_an_identifier_is_kept_to_the_letter(written: str) -> None:
    assert understood(Kind.IDENTIFIER, written) == [written]


def test_an_identifier_has_no_spaces_around_it_and_one_of_spaces_alone_is_empty() -> None:
    assert understood(Kind.IDENTIFIER, " A1 ", "A1\u00a0", "A 1", "  ") == ["A1", "A1", "A 1", None]


@pytest.mark.parametrize(
    "unseen",
    [
        "\x00",
        "\t",
        "\n",
        "\r",
        "\x7f",
        "\x85",
        "\N{ZERO WIDTH SPACE}",
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "\N{ZERO WIDTH NO-BREAK SPACE}",
        "\N{LINE SEPARATOR}",
        "\N{PARAGRAPH SEPARATOR}",
        "\N{REPLACEMENT CHARACTER}",
        "\ue000",
    ],
)
def test_an_identifier_with_a_character_that_cannot_be_seen_is_odd(unseen: str) -> None:
    assert understood(Kind.IDENTIFIER, f"A{unseen}1", "A1") == ["odd_identifier", "A1"]


@pytest.mark.parametrize("letter", ["x", "\N{LATIN SMALL LETTER E WITH ACUTE}", "\N{GRINNING FACE}"])
def test_an_identifier_may_have_200_characters_of_any_script(letter: str) -> None:
    longest = letter * LONGEST_IDENTIFIER

    assert understood(Kind.IDENTIFIER, longest, longest + letter) == [longest, "odd_identifier"]


def test_free_text_loses_only_its_odd_spaces() -> None:
    assert understood(Kind.TEXT, "North  team", "North\nteam", "North\N{NO-BREAK SPACE}team ") == ["North team"] * 3
    assert understood(Kind.TEXT, "a/b 'c' \"d\" & =e") == ["a/b 'c' \"d\" & =e"]


@pytest.mark.parametrize("other", ["Team A", "Team  A", "| Team A |"])
def test_free_text_of_spaces_alone_is_empty_whatever_other_cells_hold(other: str) -> None:
    assert understood(Kind.TEXT, " ", "\N{NO-BREAK SPACE}", " Duty ", other)[:3] == [None, None, "Duty"]
    assert understood(Kind.TEXT, " ", other)[0] is None
    assert understood(Kind.TEXT, " Duty", other)[0] == "Duty"


def test_free_text_of_cells_that_ran_together_is_too_long() -> None:
    longest = "x" * LONGEST_TEXT

    assert understood(Kind.TEXT, longest, f"{longest}x") == [longest, "text_too_long"]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Police", "police"),
        ("Social worker", "social_worker"),
        ("Children & Families (Health)", "children_families_health"),
        ("health/GP", "health_gp"),
        ("  Early--Help  ", "early_help"),
        ("social_worker", "social_worker"),
    ],
)
def test_an_agency_is_written_as_in_the_settings(written: str, word: str) -> None:
    assert agency_word(written) == word
    assert understood(Kind.AGENCY, written) == [word]


@pytest.mark.parametrize("written", ["", " ", "???", "_"])
def test_an_agency_of_which_nothing_is_left_is_an_unknown_word(written: str) -> None:
    assert understood(Kind.AGENCY, written) == ["unknown_code"]


def test_a_word_of_the_code_set_is_understood_and_any_other_is_a_fault() -> None:
    assert understood(Kind.WORD, "Male", "F", "blue", None) == ["male", "female", "unknown_code", None]


def test_the_authoritys_own_words_win_over_ours() -> None:
    assert understood(Kind.WORD, "F", "M", meant={"F": "male"}) == ["male", "male"]


def test_the_authoritys_own_words_are_found_in_whatever_case_and_spacing() -> None:
    assert (
        understood(Kind.WORD, "lad", "LAD", " Young   lad ", meant={"Lad": "male", "young lad": "male"}) == ["male"] * 3
    )


def test_the_authoritys_own_words_may_stand_for_any_spelling_of_ours() -> None:
    assert understood(Kind.WORD, "X", meant={"x": "b) Female"}) == ["female"]
    assert understood(Kind.WORD, "X", meant={"x": "purple"}) == ["unknown_code"]


def test_the_authoritys_own_words_count_in_columns_of_every_kind() -> None:
    assert understood(Kind.YES_NO, "indeed", meant={"Indeed": "yes"}) == [True]
    assert understood(Kind.AGENCY, "SW", meant={"sw": "Social worker"}) == ["social_worker"]
    assert understood(Kind.TEXT, "T1", meant={"t1": "North team"}) == ["North team"]


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_cell_has_neither_value_nor_fault_and_every_column_its_type(kind: Kind) -> None:
    column = Column(kind=kind, blank=Blank.UNKNOWN, code_set="sex")
    for cells in ([], [None], [None, "?"], ["?", None, "?"]):
        told = understand_cells(pl.Series(cells, dtype=pl.String), column=column, meant={})
        assert told.schema == {"value": TYPES[kind], "fault": pl.String}
        assert [row for cell, row in zip(cells, told.iter_rows(), strict=True) if cell is None] == [
            (None, None) for cell in cells if cell is None
        ]


any_cell = st.none() | st.text(max_size=12) | st.text(alphabet=string.digits + ".-/: e", min_size=1, max_size=12)


SPACES_ALONE = re.compile(r"[^\S\x1c-\x1f]*")


@settings(deadline=None)
@given(st.sampled_from(Kind), st.lists(any_cell, max_size=5))
@example(Kind.TEXT, ["\r"])
@example(Kind.IDENTIFIER, [" ", "\u2003"])
def test_any_cell_that_is_not_empty_has_a_value_or_a_fault(kind: Kind, cells: list[str | None]) -> None:
    """A text or identifier of spaces alone, line ends among them, is empty."""
    for told, cell in zip(understood(kind, *cells), cells, strict=True):
        if kind in {Kind.TEXT, Kind.IDENTIFIER} and cell is not None and SPACES_ALONE.fullmatch(cell):
            assert not told
        else:
            assert (told is None) is (cell is None)
