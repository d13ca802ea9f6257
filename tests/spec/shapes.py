"""Examples that every measure of a shape has: a printed ratio, a rate per 10,000, a share within a time."""

from collections.abc import Sequence
from typing import Final

from spec.worked import HIDDEN, LOW, NOT_APPLICABLE, NOT_COLLECTED, OF_ZERO, UNRELIABLE, Cell, Example

_POPULATION: Final = "population_0_to_17"
_NO_POPULATION: Final = "population_not_in_files"


def examples_of_a_printed_ratio(*, value: str, top: str, bottom: str) -> tuple[Example, ...]:
    """Return what holds for a ratio that DfE prints. bottom: the series, or the one that is added to the top."""
    return (
        Example(
            rule="The value is the one that DfE prints, even where its parts give another; a symbol is its own status, "
            "and out of nothing there is no value.",
            sums="17.3 as printed; \N{LEFT DOUBLE QUOTATION MARK}low\N{RIGHT DOUBLE QUOTATION MARK} is not 0; out of 0 "
            "there is no value; hidden is hidden",
            given={value: [17.3, LOW, NOT_APPLICABLE, HIDDEN], top: [50, 10, 0, 3], bottom: [250, 250, 0, 250]},
            gives=[17.3, LOW, OF_ZERO, HIDDEN],
            tops=[50, 10, 0, 3],
        ),
    )


def examples_of_a_rate(count: str) -> tuple[Example, ...]:
    """Return what holds for a count per 10,000 children of the mid-year before. count: its series."""
    return (
        Example(
            rule="The count over the children of the mid-year before: those of mid-2024 for the year to March 2025.",
            sums="500 / 50,000 \N{MULTIPLICATION SIGN} 10,000 = 100; 450 / 60,000 \N{MULTIPLICATION SIGN} 10,000 = 75; "
            "0 / 40,000 = 0, which is a value",
            given={count: [500, 450, HIDDEN, 0], _POPULATION: [50_000, 60_000, 40_000, 40_000]},
            gives=[100.0, 75.0, HIDDEN, 0.0],
            tops=[500, 450, None, 0],
            bottoms=[50_000, 60_000, 40_000, 40_000],
        ),
        Example(
            rule="Without a population there is no rate, and the note says so; a population of 0 gives none either.",
            sums="500 / 50,000 \N{MULTIPLICATION SIGN} 10,000 = 100; 450 and 300 have nothing to be divided by",
            given={count: [500, 450, 300, 200], _POPULATION: [50_000, None, NOT_COLLECTED, 0]},
            gives=[100.0, NOT_COLLECTED, NOT_COLLECTED, OF_ZERO],
            notes=[None, _NO_POPULATION, _NO_POPULATION, None],
        ),
        Example(
            rule="Where the count is hidden, that is why there is no rate, whatever is known of the population.",
            sums="hidden / 50,000, hidden / nothing: hidden; 200 / nothing: not collected",
            given={count: [HIDDEN, HIDDEN, HIDDEN, 200], _POPULATION: [50_000, None, NOT_COLLECTED, None]},
            gives=[HIDDEN, HIDDEN, HIDDEN, NOT_COLLECTED],
            notes=[None, None, None, _NO_POPULATION],
        ),
    )


def share(
    names: Sequence[str],
    *rows: Sequence[Cell],
    rule: str,
    sums: str,
    gives: Sequence[float | str],
    notes: Sequence[str | None] = (None, None, None, None),
    bounds: Sequence[tuple[float, float] | None] = (None, None, None, None),
    tops: Sequence[float | None] | None = None,
) -> Example:
    """Return an example of a share within a time. names: total, then its bands; rows: the same, area by area."""
    given = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return Example(rule=rule, sums=sums, given=given, gives=gives, notes=notes, bounds=bounds, tops=tops)


def example_of_a_total_without_a_number(names: Sequence[str]) -> Example:
    """Return what holds where nothing is known of the total. names: total, then its bands."""
    bands = len(names) - 1
    return share(
        names,
        [0, *[0] * bands],
        [HIDDEN, HIDDEN, *[0] * (bands - 1)],
        [NOT_COLLECTED] * (bands + 1),
        [UNRELIABLE] * (bands + 1),
        rule="A total that is 0, hidden or not returned has its own status: neither 0% nor hidden for all of them.",
        sums="0 of 0 is no share",
        gives=[OF_ZERO, HIDDEN, NOT_COLLECTED, UNRELIABLE],
    )
