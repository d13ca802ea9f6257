"""Every change of an average caseload is split into what cases did and what workers did."""

from datetime import date

import polars as pl
import pytest

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.split_of_change import split_of_change
from csc_metrics.published.carry import carried_published
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, story_of

AVERAGE = LOCAL_MEASURES["average_caseload"]


def averages(*told: tuple[date, float, float]) -> pl.DataFrame:
    """Return average caseloads of one authority. told: (day, cases, FTE)."""
    rows = [{"period_end": day, "numerator": cases, "denominator": fte} for day, cases, fte in told]
    same = {"area_code": "357", "measure": "average_caseload", "breakdown": "all", "source": "local", "status": "ok"}
    return pl.DataFrame(rows).with_columns(**{name: pl.lit(word) for name, word in same.items()})


def test_tamesides_rise_of_2025_came_of_fewer_holders_not_of_more_cases() -> None:
    """14.3 to 18.9 with 25 more cases and 33.5 FTE fewer who hold them."""
    values = averages((date(2024, 9, 30), 2_068, 144.3), (date(2025, 9, 30), 2_093, 110.8))
    (row,) = split_of_change(values).to_dicts()
    assert (row["cases_change"], round(row["fte_change"], 1)) == (25, -33.5)
    assert (round(row["average_before"], 1), round(row["average"], 1)) == (14.3, 18.9)
    assert row["from_cases"] == pytest.approx(25 * (1 / 144.3 + 1 / 110.8) / 2)
    assert row["from_workers"] == pytest.approx(row["change"] - row["from_cases"])
    assert row["from_workers"] > 20 * row["from_cases"]


def test_it_is_told_from_the_month_end_before_and_from_a_year_before_where_there_are_any() -> None:
    older = ((date(2024, 2, 29), 100, 10), (date(2025, 1, 31), 110, 10))
    values = averages(*older, (date(2025, 2, 28), 120, 10), (date(2025, 5, 31), 90, 9))
    told = split_of_change(values).select("period_end", "compared_with", "change", "from_cases", "from_workers").rows()
    assert told == [
        (date(2025, 2, 28), "month_before", 1.0, 1.0, 0.0),
        (date(2025, 2, 28), "year_before", 2.0, 2.0, 0.0),
    ]


def test_pandas_gives_the_same_as_polars() -> None:
    values = averages((date(2025, 1, 31), 110, 10), (date(2025, 2, 28), 120, 12))
    assert split_of_change(values.to_pandas()).equals(split_of_change(values))


def test_every_change_of_a_made_up_authority_is_the_sum_of_its_parts() -> None:
    tables = MadeUpAuthority(story_of("001", size=0.2)).tables(on=number_of(DRAWN_ON))
    values = values_from_records(AuthorityRecords("001", tables, until=DRAWN_ON), [AVERAGE])
    split = split_of_change(values)
    assert split.filter(breakdown="all", compared_with="month_before").height >= 48
    difference = split["from_cases"] + split["from_workers"] - split["change"]
    assert difference.abs().max() < 1e-9


def test_the_carried_figures_have_the_parts_that_the_example_names() -> None:
    figures = carried_published().figures.filter(area_code="357", year=2025)
    held = dict(figures.select("series", "value").iter_rows())
    assert (held["cases"], held["case_holders_fte"]) == (2_093, 110.8)
