"""measures.csv beside internal pages: which parts and periods are in it, and what a page tells besides."""

from datetime import date
from typing import Final

import polars as pl
from made_up_board import QUORATE, months, values_of

from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.report.beside import internal_beside
from csc_metrics.report.own_rows import own_rows
from csc_metrics.settings.model import Settings

NORTH: Final = "team=North"
WITHOUT_PARTNERS: Final = Settings(partner_measures=())


def rows_of(values: pl.DataFrame, *, besides: pl.DataFrame | None = None) -> pl.DataFrame:
    return own_rows(values, authority=made_up_authorities()["001"], settings=WITHOUT_PARTNERS, besides=besides)


def ends_of(rows: pl.DataFrame, breakdown: str = NORTH) -> list[date]:
    ends: list[date] = rows.filter(breakdown=breakdown)["period_end"].to_list()
    return ends


def test_parts_are_told_from_a_year_before_the_newest_month_with_a_figure() -> None:
    """The newest figure is of March 2024, and for two years nothing more was recorded: pages tell March's parts."""
    figures = [50.0] * 15 + [None] * 24
    values = values_of(
        months(figures, first=date(2023, 1, 1)), months(figures, first=date(2023, 1, 1), breakdown=NORTH)
    )
    ends = ends_of(rows_of(values))
    assert (ends[0], date(2024, 3, 31) in ends, ends[-1]) == (date(2023, 3, 31), True, date(2026, 3, 31))
    never = values_of(months([None] * 20), months([None] * 20, breakdown=NORTH))
    assert len(ends_of(rows_of(never))) == 13


def test_what_a_page_tells_besides_is_in_it_once_and_has_no_process_chart() -> None:
    values = values_of(months([50.0] * 20), months([40.0] * 20, breakdown=NORTH))
    early, late = (values.filter(breakdown=NORTH, period_end=day) for day in (date(2024, 1, 31), date(2025, 8, 31)))
    printed = months([61.0], first=date(2025, 8, 1), source="published")
    rows = rows_of(values, besides=pl.concat([early, late, printed]))
    assert ends_of(rows) == [date(2024, 1, 31), *ends_of(rows_of(values))]
    (published,) = rows.filter(source="published").to_dicts()
    assert (published["value"], published["centre"], published["change_on_year"]) == (61.0, None, None)
    assert rows.select(MeasureValues.primary_key()).is_unique().all()


def test_a_newer_figure_of_dfe_does_not_take_own_ones_out_of_the_workbook() -> None:
    printed = months([61.0], first=date(2026, 3, 1), source="published")
    beside = internal_beside(rows_of(values_of(months([50.0, 51.0])), besides=printed), title="Tables", about="Now.")
    assert beside.figures is not None
    told = beside.figures.select("measure", "source", "value").rows()
    assert sorted(told) == [(QUORATE, "local", 51.0), (QUORATE, "published", 61.0)]
