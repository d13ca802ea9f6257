"""The engine of measures from records: cells, quantiles, exact sums, months and periods, values and their notes."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl
import pytest
from spec.worked_records import frame_of

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.cells import Cells, cells_of
from csc_metrics.measures.counting.how import FLOW, ROLLING, SNAPSHOT, FromRecords, How
from csc_metrics.measures.counting.months import Months, first_day, last_day, month_number, months_after, periods_within
from csc_metrics.measures.counting.own_frames import values_of_frames
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import population_before
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import CaseloadSettings, Settings

JANUARY: Final = month_number(date(2023, 1, 1))
MONTHS: Final = Months(first=JANUARY, last=JANUARY + 29)
RECORDS: Final = AuthorityRecords("357", {})


def about(
    how: How,
    rows: pl.DataFrame,
    *,
    periods: tuple[PeriodType, ...] = FLOW,
    quantile: float | None = None,
    breakdowns: tuple[str, ...] = ("team",),
) -> FromRecords:
    """Return a measure of unit rows that are there already."""
    return FromRecords(
        words="",
        units=lambda _: rows,
        row="row",
        how=how,
        reads={},
        breakdowns=breakdowns,
        periods=periods,
        quantile=quantile,
    )


def unit_rows(many: int, *, seed: int) -> pl.DataFrame:
    """Return unit rows on days from half a year before the months to half a year after them."""
    chance = np.random.default_rng(seed)
    first = first_day(MONTHS.first) - timedelta(days=180)
    days = [first + timedelta(days=int(number)) for number in chance.integers(0, 1270, many)]
    return pl.DataFrame(
        {
            "on": days,
            "top": chance.random(many) < 0.6,
            "bottom": chance.random(many) < 0.8,
            "key": chance.integers(0, 25, many),
            "amount": np.round(chance.random(many) * 50, 1),
            "is_aside": chance.random(many) < 0.1,
            "team": [("North", "South", None)[number] for number in chance.integers(0, 3, many)],
        }
    )


def days_of(cells: Cells, place: int) -> tuple[date, date]:
    epoch = date(1970, 1, 1)
    first, last = (epoch + timedelta(days=int(days[place])) for days in (cells.periods.starts, cells.periods.ends))
    return first, last


def rows_in(rows: pl.DataFrame, cells: Cells, *, part: str, place: int) -> pl.DataFrame:
    """Return the rows of a cell as one would pick them by hand."""
    first, last = days_of(cells, place)
    team = part.partition("=")[2]
    is_of_part = {"all": pl.lit(value=True), "team=not_recorded": pl.col("team").is_null()}
    return rows.filter(pl.col("on").is_between(first, last) & is_of_part.get(part, pl.col("team") == team))


@pytest.mark.parametrize("seed", range(4))
def test_different_keys_are_counted_once_in_each_window_as_by_hand(seed: int) -> None:
    rows = unit_rows(300, seed=seed)
    cells = cells_of(RECORDS, about(How.DISTINCT_SHARE, rows), MONTHS)
    assert cells.parts == ("all", "team=North", "team=South", "team=not_recorded")
    assert set(cells.periods.types) == set(FLOW)
    for row, part in enumerate(cells.parts):
        for place in range(len(cells.periods)):
            judged = rows_in(rows, cells, part=part, place=place).filter(~pl.col("is_aside"))
            assert cells.top[row, place] == judged.filter("top")["key"].n_unique()
            assert cells.bottom[row, place] == judged.filter("bottom")["key"].n_unique()


@pytest.mark.parametrize("seed", range(4))
def test_shares_and_rows_aside_are_those_of_the_rows_within_as_by_hand(seed: int) -> None:
    rows = unit_rows(200, seed=seed)
    cells = cells_of(RECORDS, about(How.SHARE, rows), MONTHS)
    for row, part in enumerate(cells.parts):
        for place in range(len(cells.periods)):
            within = rows_in(rows, cells, part=part, place=place)
            judged = within.filter(~pl.col("is_aside"))
            assert cells.top[row, place] == judged["top"].sum()
            assert cells.bottom[row, place] == judged["bottom"].sum()
            assert cells.aside[row, place] == within["is_aside"].sum()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_quantiles_are_those_of_numpy_with_type_7(share: float) -> None:
    rows = unit_rows(250, seed=7)
    cells = cells_of(RECORDS, about(How.QUANTILE, rows, quantile=share), MONTHS)
    told = 0
    for row, part in enumerate(cells.parts):
        for place in range(len(cells.periods)):
            amounts = rows_in(rows, cells, part=part, place=place).filter(~pl.col("is_aside"))["amount"].to_numpy()
            assert cells.bottom[row, place] == len(amounts)
            if len(amounts):
                told += 1
                assert cells.value[row, place] == pytest.approx(np.quantile(amounts, share, method="linear"), rel=1e-12)
            else:
                assert np.isnan(cells.value[row, place])
    assert told > 100


def test_sums_of_fte_are_exact_in_any_order_of_the_rows() -> None:
    """Ten times 0.1 is 1 and not 0.9999999999999999."""
    rows = pl.DataFrame({"on": [date(2023, 5, 31)] * 11, "top": [0.1] * 10 + [0.7], "bottom": [0.3] * 11})
    one = about(How.RATIO, rows, periods=SNAPSHOT, breakdowns=())
    cells = cells_of(RECORDS, one, MONTHS)
    place = list(cells.periods.ends).index((date(2023, 5, 31) - date(1970, 1, 1)).days)
    assert (cells.top[0, place], cells.bottom[0, place]) == (1.7, 3.3)
    for seed in range(5):
        turned = rows.sample(fraction=1, shuffle=True, seed=seed)
        other = cells_of(RECORDS, about(How.RATIO, turned, periods=SNAPSHOT, breakdowns=()), MONTHS)
        assert np.array_equal(other.top, cells.top)
        assert np.array_equal(other.bottom, cells.bottom)


def test_a_part_is_told_from_its_first_unit_to_its_last_and_all_units_always() -> None:
    rows = pl.DataFrame(
        {"on": [date(2023, 3, 5), date(2023, 6, 5)], "top": [True, True], "team": ["North", "North"]},
    )
    cells = cells_of(RECORDS, about(How.COUNT, rows, periods=(PeriodType.MONTH,)), MONTHS)
    assert cells.is_there[0].all()
    assert [place for place in range(len(cells.periods)) if cells.is_there[1, place]] == [2, 3, 4, 5]
    assert cells.top[1, 2:6].tolist() == [1, 0, 0, 1]


def test_without_a_row_there_are_zeros_and_no_parts() -> None:
    cells = cells_of(RECORDS, about(How.SHARE, unit_rows(5, seed=1).clear()), MONTHS)
    assert cells.parts == ("all",)
    assert cells.top.sum() == cells.bottom.sum() == cells.aside.sum() == 0


def periods_of(first: date, last: date, kind: PeriodType) -> list[tuple[str, str]]:
    """Return first and last days of the periods of a kind within months."""
    found = periods_within(Months(first=month_number(first), last=month_number(last)), (kind,))
    starts = np.datetime64("1970-01-01") + found.starts
    ends = np.datetime64("1970-01-01") + found.ends
    return [(str(start), str(end)) for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("kind", "first_and_last", "many"),
    [
        (PeriodType.MONTH, [("2023-02-01", "2023-02-28"), ("2025-03-01", "2025-03-31")], 26),
        (PeriodType.QUARTER, [("2023-04-01", "2023-06-30"), ("2025-01-01", "2025-03-31")], 8),
        (PeriodType.YEAR, [("2023-04-01", "2024-03-31"), ("2024-04-01", "2025-03-31")], 2),
        (PeriodType.ROLLING_12_MONTHS, [("2023-02-01", "2024-01-31"), ("2024-04-01", "2025-03-31")], 15),
        (PeriodType.SNAPSHOT, [("2023-02-28", "2023-02-28"), ("2025-03-31", "2025-03-31")], 26),
    ],
)
def test_periods_lie_whole_within_the_months(
    kind: PeriodType, first_and_last: list[tuple[str, str]], many: int
) -> None:
    found = periods_of(date(2023, 2, 1), date(2025, 3, 31), kind)
    assert [found[0], found[-1]] == first_and_last
    assert len(found) == many


@pytest.mark.parametrize("kind", [PeriodType.QUARTER, PeriodType.YEAR, PeriodType.ROLLING_12_MONTHS])
def test_too_few_months_for_a_period_give_none(kind: PeriodType) -> None:
    assert periods_of(date(2023, 2, 1), date(2023, 3, 31), kind) == []


def test_months_end_with_their_last_day_leap_years_too() -> None:
    assert str(last_day(month_number(date(2024, 2, 10)))) == "2024-02-29"
    assert str(last_day(month_number(date(2023, 12, 1)))) == "2023-12-31"
    assert str(months_after(date(2024, 8, 31), 6)) == "2025-02-28"


def test_a_population_is_that_of_the_mid_year_before_or_of_two_years_before_with_a_note() -> None:
    held = {date(2023, 6, 30): 100.0}
    assert population_before(held, date(2024, 6, 30)) == (100.0, None)
    assert population_before(held, date(2024, 7, 31)) == (100.0, "population_of_an_earlier_year")
    assert population_before(held, date(2026, 6, 30)) == (100.0, "population_of_an_earlier_year")
    value, note = population_before(held, date(2026, 7, 31))
    assert np.isnan(value)
    assert note == "population_not_in_files"
    assert population_before(held, date(2023, 6, 30))[1] == "population_not_in_files"


REFERRALS: Final = """
    referral_id child_id referred_on is_no_further_action closed_on
    R1          C1       2023-04-03  no                   2023-04-04
    R2          C2       2024-03-28  no                   2024-03-29
"""


def test_a_rate_without_a_population_is_not_collected_and_says_why() -> None:
    tables = {"referrals": frame_of("referrals", REFERRALS)}
    measure = [LOCAL_MEASURES["referral_rate_per_10k"]]
    lacking = values_of_frames(measure, tables, until=date(2024, 3, 31)).row(0, named=True)
    assert (lacking["status"], lacking["note"]) == ("not_collected", "population_not_in_files")
    assert lacking["value"] is None
    people = {"000": {date(2023, 6, 30): 5_000.0}}
    told = values_of_frames(measure, tables, until=date(2024, 3, 31), population=people).row(0, named=True)
    assert (told["status"], told["value"], told["numerator"], told["denominator"]) == ("ok", 4.0, 2, 5_000)


def test_without_the_authoritys_limit_who_is_above_it_is_not_applicable() -> None:
    allocations = """
        person_id person_type worker_id started_on ended_on
        C1        child       W1        2024-01-02 2024-02-05
        C2        child       W1        2024-01-02 -
        C3        child       W1        2024-01-02 -
    """
    workers = """
        worker_id fte started_on left_on
        W1        1.0 2023-01-02 -
        W9        1.0 2023-01-02 2024-01-31
    """
    tables = {"allocations": frame_of("allocations", allocations), "workers": frame_of("workers", workers)}
    measure = [LOCAL_MEASURES["caseload_above_limit_pct"]]
    without = values_of_frames(measure, tables, until=date(2024, 3, 31))
    assert without.select("status", "note").rows() == [("not_applicable", "limit_not_set")]
    limit = Settings(caseload=CaseloadSettings(limit_cases_per_fte=1.0))
    told = values_of_frames(measure, tables, settings=limit, until=date(2024, 3, 31)).filter(breakdown="all")
    assert told["value"].to_list() == [100.0, 100.0]


def test_rolling_windows_of_a_year_end_with_every_month() -> None:
    rows = pl.DataFrame({"on": [date(2023, 1, 31), date(2024, 1, 31)], "top": [True, True], "key": [1, 1]})
    cells = cells_of(RECORDS, about(How.DISTINCT, rows, periods=ROLLING, breakdowns=()), MONTHS)
    assert cells.top[0].tolist() == [1.0] * 13 + [0.0] * 6
    assert [str(day) for day in days_of(cells, 0)] == ["2023-01-01", "2023-12-31"]
