"""Numbers as people write them, for any number: what is written is read back, and nought is never made of nothing."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.comparison.written_numbers import is_same_as_printed, understand_number
from csc_metrics.narrative.numbers import format_number

SPACES: Final = ("", " ", "  ", "\N{NO-BREAK SPACE}", "\t")
AROUND: Final = st.sampled_from(SPACES)
NUMBERS: Final = st.decimals(min_value=-999_999_999, max_value=999_999_999, places=4)


@given(
    NUMBERS,
    st.integers(0, 4),
    AROUND,
    AROUND,
    st.sampled_from(["", "%", " %", " per cent"]),
    st.sampled_from(["", ","]),
)
def test_a_number_is_read_back_however_it_is_written(
    number: Decimal, places: int, before: str, behind: str, unit: str, grouping: str
) -> None:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    written = f"{rounded:{grouping}}"
    told = understand_number(f"{before}{written}{unit}{behind}")

    assert told is not None, written
    assert (told.value, told.decimals, told.is_per_cent) == (float(rounded), places, bool(unit))


@given(st.floats(-1e6, 1e6, allow_nan=False), st.integers(0, 6))
def test_what_a_page_prints_is_the_same_as_the_figure_behind_it(value: float, decimals: int) -> None:
    told = understand_number(format_number(value, decimals=decimals))

    assert told is not None
    assert told.value is not None
    assert told.decimals == decimals
    assert is_same_as_printed(value, told.value, decimals=decimals)


@given(st.integers(-10_000, 10_000), st.integers(0, 4), st.integers(-99, 99))
def test_two_figures_are_the_same_exactly_if_they_round_half_up_to_the_same(
    step: int, decimals: int, hundredths: int
) -> None:
    """By whole numbers alone: a printed figure stands for those from half a step below it to just under half above."""
    printed = Decimal(step).scaleb(-decimals)
    value = (Decimal(abs(step) * 100 + hundredths) if step else Decimal(hundredths)).scaleb(-decimals - 2)
    is_within = -50 <= hundredths < 50 if step else abs(hundredths) < 50
    assert is_same_as_printed(float(value), float(abs(printed)), decimals=decimals) is is_within


@given(st.text(max_size=12))
def test_any_text_is_a_number_has_none_or_is_refused_and_nothing_is_made_of_words(text: str) -> None:
    told = understand_number(text)
    if told is not None and told.value is not None:
        assert any(character.isdigit() for character in text)
        assert told.value == told.value  # neither NaN
