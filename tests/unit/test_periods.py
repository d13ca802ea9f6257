"""Ages and periods: birthdays, year ends, and what a person may write on the command line."""

from datetime import date

import polars as pl
import pytest

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.errors import WrongUse
from csc_metrics.periods import (
    age_on,
    ages_on,
    one_year_before,
    one_year_before_expr,
    parse_period,
    period_ending,
    period_start_of,
    period_start_of_expr,
)

AGES = [
    # born_on, day, completed years
    (date(2010, 6, 15), date(2025, 6, 14), 14),
    (date(2010, 6, 15), date(2025, 6, 15), 15),
    (date(2010, 12, 31), date(2025, 1, 1), 14),
    (date(2010, 1, 1), date(2025, 12, 31), 15),
    (date(2008, 2, 29), date(2026, 2, 28), 17),  # attained on 1 March where there is no 29 February
    (date(2008, 2, 29), date(2026, 3, 1), 18),
    (date(2008, 2, 29), date(2028, 2, 28), 19),
    (date(2008, 2, 29), date(2028, 2, 29), 20),
    (date(2025, 3, 31), date(2025, 3, 31), 0),
    (date(2025, 4, 1), date(2025, 3, 31), None),  # not yet born: no age, rather than minus one
]

YEAR_BEFORE = [
    (date(2025, 3, 31), date(2024, 3, 31)),
    (date(2025, 9, 30), date(2024, 9, 30)),
    (date(2025, 6, 30), date(2024, 6, 30)),
    (date(2024, 2, 29), date(2023, 2, 28)),
    (date(2025, 2, 28), date(2024, 2, 29)),  # the end of a February stays the end of a February
    (date(2024, 2, 28), date(2023, 2, 28)),
    (date(2023, 2, 28), date(2022, 2, 28)),
    (date(2025, 1, 15), date(2024, 1, 15)),
]

STARTS = [
    (PeriodType.SNAPSHOT, date(2025, 3, 31), date(2025, 3, 31)),
    (PeriodType.YEAR, date(2025, 3, 31), date(2024, 4, 1)),
    (PeriodType.YEAR, date(2025, 9, 30), date(2024, 10, 1)),
    (PeriodType.YEAR, date(2024, 12, 31), date(2024, 1, 1)),
    (PeriodType.ROLLING_12_MONTHS, date(2025, 2, 28), date(2024, 3, 1)),
    (PeriodType.ROLLING_12_MONTHS, date(2024, 2, 29), date(2023, 3, 1)),
    (PeriodType.QUARTER, date(2026, 3, 31), date(2026, 1, 1)),
    (PeriodType.QUARTER, date(2026, 12, 31), date(2026, 10, 1)),
    (PeriodType.QUARTER, date(2026, 2, 28), date(2025, 12, 1)),
    (PeriodType.MONTH, date(2024, 2, 29), date(2024, 2, 1)),
]


@pytest.mark.parametrize(("born_on", "day", "years"), AGES)
def test_age_is_in_completed_years(born_on: date, day: date, years: int | None) -> None:
    assert age_on(born_on, day) == years
    assert ages_on(pl.Series([born_on, born_on]), pl.Series([day, day])).to_list() == [years, years]


def test_age_of_an_unknown_birthday_is_unknown() -> None:
    born_on = pl.Series([None, date(2010, 6, 15), date(2010, 6, 15)])
    ages = ages_on(born_on, pl.Series([date(2025, 3, 31), date(2025, 3, 31), None]))
    assert ages.to_list() == [None, 14, None]


@pytest.mark.parametrize(("period_end", "before"), YEAR_BEFORE)
def test_one_year_before_keeps_the_month_end(period_end: date, before: date) -> None:
    assert one_year_before(period_end) == before
    ends = pl.DataFrame({"period_end": [period_end, None]})
    assert ends.select(one_year_before_expr(pl.col("period_end"))).to_series().to_list() == [before, None]


@pytest.mark.parametrize(("period_type", "period_end", "start"), STARTS)
def test_period_starts_by_its_type(period_type: PeriodType, period_end: date, start: date) -> None:
    assert period_start_of(period_type, period_end) == start
    ends = pl.DataFrame({"period_end": [period_end, None]})
    starts = ends.select(period_start_of_expr(period_type, pl.col("period_end"))).to_series()
    assert starts.to_list() == [start, None]


@pytest.mark.parametrize(
    ("period_type", "period_end", "label"),
    [
        (PeriodType.YEAR, date(2025, 3, 31), "2025"),
        (PeriodType.MONTH, date(2026, 10, 31), "2026-10"),
        (PeriodType.QUARTER, date(2026, 3, 31), "2026-Q1"),
        (PeriodType.QUARTER, date(2026, 12, 31), "2026-Q4"),
        (PeriodType.SNAPSHOT, date(2025, 9, 30), "2025-09-30"),
        (PeriodType.ROLLING_12_MONTHS, date(2025, 9, 30), "2025-09-30"),
    ],
)
def test_period_is_labelled_as_on_the_command_line(period_type: PeriodType, period_end: date, label: str) -> None:
    period = period_ending(period_type, period_end)
    assert (period.label, period.end, period.period_type) == (label, period_end, period_type)
    assert period.start == period_start_of(period_type, period_end)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2026-10", PeriodType.MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", PeriodType.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q1", PeriodType.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", PeriodType.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        ("2025", PeriodType.YEAR, None, None),  # DfE's own year: March for children, September for the workforce
    ],
)
def test_three_forms_of_a_period_are_read(text: str, kind: PeriodType, start: date | None, end: date | None) -> None:
    request = parse_period(text)
    assert (request.label, request.kind, request.start, request.end) == (text, kind, start, end)


@pytest.mark.parametrize("kind", [PeriodType.MONTH, PeriodType.QUARTER])
def test_a_month_or_quarter_asked_for_is_the_period_of_that_label(kind: PeriodType) -> None:
    for month in (3, 12):
        period = period_ending(kind, date(2026, month, 31))
        request = parse_period(period.label)
        assert (request.kind, request.start, request.end) == (kind, period.start, period.end)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((text, "") for text in ("", "2025-13", "2025-00", "2026-Q5", "2024-27", "latest", "1999")),
        *(
            (text, "2025")
            for text in ("25", "2025 ", "2024-25", "24/25", "2024/25", "2024/2025", "FY25", "2024\N{EN DASH}25")
        ),
        *((text, "2026-Q1") for text in ("2026-q1", "2026Q1", "Q1 2026")),
        *((text, "2025-01") for text in ("2025-1", "2025-01-31", "January 2025", "jan 2025")),
        ("2025/26", "2026"),
    ],
)
def test_any_other_text_is_refused_with_the_three_forms_and_the_one_meant(text: str, meant: str) -> None:
    with pytest.raises(WrongUse) as error:
        parse_period(text)
    hint = f" Did you mean {meant}?" if meant else ""
    assert str(error.value) == (
        f'"{text}" is not a period.{hint} Write a year label such as 2025 (DfE\'s own year), a month such as 2026-10, '
        "or a quarter such as 2026-Q1 (January to March); years run from 2000 to 2099."
    )
    assert error.value.exit_code == 2
