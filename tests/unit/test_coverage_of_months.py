"""For which months a table is whole: what is still open is told long before everything is."""

from datetime import date, timedelta
from typing import Final

import polars as pl
import pytest

from csc_metrics.measures.counting.coverage import last_whole_month, months_whole
from csc_metrics.measures.counting.months import month_number
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.settings.model import RecordsSettings, Settings

UNTIL: Final = date(2026, 3, 31)


def closures(counts: dict[str, int], *, open_since: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return referrals: so many that closed in each month, spread over its days, and some that are still open."""
    closed = [
        date.fromisoformat(f"{month}-01") + timedelta(days=number * 27 // max(many - 1, 1))
        for month, many in counts.items()
        for number in range(many)
    ]
    still = [date.fromisoformat(day) for day in open_since]
    return pl.DataFrame(
        {
            "referred_on": [day - timedelta(days=30) for day in closed] + still,
            "closed_on": closed + [None] * len(still),
        },
        schema={"referred_on": pl.Date, "closed_on": pl.Date},
    )


def every_month(first: str, last: str, *, many: int = 40) -> dict[str, int]:
    """Return so many a month, from the first to the last."""
    numbers = range(month_number(date.fromisoformat(f"{first}-01")), month_number(date.fromisoformat(f"{last}-01")) + 1)
    return {f"{number // 12}-{number % 12 + 1:02d}": many for number in numbers}


def whole(rows: pl.DataFrame, *, until: date = UNTIL, said: date | None = None) -> tuple[str, str]:
    """Return the first and the last month for which referrals are whole."""
    found = months_whole("referrals", rows, until=until, said=said)
    first, last = (f"{number // 12}-{number % 12 + 1:02d}" for number in (found.first, found.last))
    return first, last


def test_old_referrals_that_are_still_open_are_no_start() -> None:
    """An extract of all that was open since April 2024 holds referrals of years before, and none that had closed."""
    old = tuple(f"{year}-0{month}-10" for year in range(2015, 2024) for month in range(1, 10))
    assert whole(closures(every_month("2024-04", "2026-03"), open_since=old)) == ("2024-04", "2026-03")


def test_no_month_before_the_known_bank_holidays_is_counted() -> None:
    """Else a measure in working days would be told of months whose working days are not known."""
    assert whole(closures(every_month("2009-01", "2026-03"))) == ("2012-01", "2026-03")


def test_a_first_month_that_begins_after_its_seventh_day_is_left_out() -> None:
    rows = closures(every_month("2024-04", "2026-03"))
    late = rows.filter(pl.col("closed_on") > date(2024, 4, 8))
    assert whole(late) == ("2024-05", "2026-03")
    early = rows.filter(pl.col("closed_on") >= date(2024, 4, 7))
    assert early["closed_on"].min() == date(2024, 4, 7)
    assert whole(early) == ("2024-04", "2026-03")


def test_a_typing_slip_of_years_before_is_no_start() -> None:
    assert whole(closures({"2014-05": 1, "2016-11": 2} | every_month("2024-04", "2026-03"))) == ("2024-04", "2026-03")


def test_one_month_with_few_in_the_middle_ends_nothing() -> None:
    few = every_month("2023-04", "2026-03") | {"2024-12": 8}
    assert whole(closures(few)) == ("2023-04", "2026-03")


def test_months_with_none_in_the_middle_are_a_new_start() -> None:
    gap = every_month("2022-04", "2023-03") | every_month("2024-01", "2026-03")
    assert whole(closures(gap)) == ("2024-01", "2026-03")


QUIET: Final = every_month("2022-04", "2026-03", many=14) | {"2024-12": 2, "2025-01": 2}


@pytest.mark.parametrize(
    ("counts", "said", "first"),
    [
        (QUIET, None, "2025-02"),
        (QUIET, date(2022, 4, 1), "2022-04"),
        (QUIET, date(2022, 3, 15), "2022-04"),
        (QUIET, date(2023, 1, 1), "2023-01"),
        (QUIET, date(2024, 9, 1), "2025-02"),
        ({"2022-05": 1, "2022-06": 2} | every_month("2024-04", "2026-03"), date(2022, 4, 1), "2024-04"),
        (every_month("2022-04", "2023-03") | every_month("2024-01", "2026-03"), date(2022, 4, 1), "2022-04"),
    ],
)
def test_a_fall_after_the_day_from_which_all_is_told_is_counted_and_no_start(
    counts: dict[str, int], said: date | None, first: str
) -> None:
    """Two months with 2 instead of 14: a fall if six usual months before bear it out, else as good as a start."""
    assert whole(closures(counts), said=said) == (first, "2026-03")


def test_the_month_that_is_said_is_whole_though_nothing_was_in_its_first_week() -> None:
    late = closures(every_month("2024-04", "2026-03")).filter(pl.col("closed_on") > date(2024, 4, 8))
    assert whole(late, said=date(2024, 4, 1)) == ("2024-04", "2026-03")
    assert whole(late, said=date(2024, 3, 1)) == ("2024-05", "2026-03")


def test_a_newest_month_with_hardly_any_is_told_not_hidden() -> None:
    stale = every_month("2023-04", "2026-02") | {"2026-03": 1}
    assert whole(closures(stale)) == ("2023-04", "2026-03")


def test_a_month_that_had_not_ended_when_the_extract_was_drawn_is_not_whole() -> None:
    rows = closures(every_month("2024-04", "2026-03"))
    assert whole(rows, until=date(2026, 3, 30)) == ("2024-04", "2026-02")
    assert last_whole_month(date(2024, 2, 29)) == month_number(date(2024, 2, 1))
    assert last_whole_month(date(2024, 2, 28)) == month_number(date(2024, 1, 1))


def test_a_table_with_few_rows_a_month_is_whole_until_a_year_has_none() -> None:
    sparse = {"2022-06": 1, "2023-05": 2, "2024-04": 1, "2025-03": 2, "2026-02": 1}
    assert whole(closures(sparse)) == ("2022-06", "2026-03")
    assert whole(closures({"2019-01": 3} | sparse)) == ("2022-06", "2026-03")


def test_where_nothing_has_ended_the_day_of_beginning_says_from_when() -> None:
    assert whole(closures({}, open_since=("2026-03-02", "2026-03-20"))) == ("2026-03", "2026-03")


def test_a_table_without_a_row_is_told_of_its_newest_month_alone() -> None:
    assert whole(closures({})) == ("2026-03", "2026-03")


@pytest.mark.parametrize(
    ("said", "first"), [(date(2025, 1, 1), (2025, 0)), (date(2025, 1, 2), (2025, 1)), (date(2020, 1, 1), (2024, 3))]
)
def test_the_setting_says_from_when_and_never_earlier_than_the_records(said: date, first: tuple[int, int]) -> None:
    rows = closures(every_month("2024-04", "2026-03"))
    settings = Settings(records=RecordsSettings(covers_from=said))
    months = AuthorityRecords("357", {"referrals": rows}, settings=settings, until=UNTIL).months(["referrals"])
    assert divmod(months.first, 12) == first


def test_a_measure_of_two_tables_is_told_where_both_are_whole() -> None:
    rows = closures(every_month("2024-04", "2026-03"))
    visits = pl.DataFrame({"visited_on": [date(2025, 6, 2), date(2025, 8, 4), date(2026, 1, 5)]})
    records = AuthorityRecords("357", {"referrals": rows, "visits": visits}, until=UNTIL)
    months = records.months(["referrals", "visits"])
    assert divmod(months.first, 12) == (2025, 5)
    assert len(records.months(["assessments"])) == 0
