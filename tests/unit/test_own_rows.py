"""measures.csv beside internal pages: which parts and periods are in it, and what a page tells besides."""

from datetime import date
from typing import Final

import polars as pl
import pytest
from made_up_board import DELAYED, QUORATE, months, values_of

from csc_metrics.change.process_chart import process_charts
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES
from csc_metrics.narrative.own_sentences import newest_and_usual
from csc_metrics.narrative.sentence import Figure
from csc_metrics.planning.scorecard import scorecard
from csc_metrics.report import public_records
from csc_metrics.report.beside import internal_beside
from csc_metrics.report.own_rows import own_rows
from csc_metrics.report.page.board_tables import limits_table
from csc_metrics.report.page.change_tables import process_words
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

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


def test_limits_lie_where_a_figure_can_lie_in_the_file_and_in_all_words_and_tables() -> None:
    """Shares without tops and bottoms, 60 and 100 in turn: 2.66 times 40 from their mean are beyond none and all."""
    values = values_of(months([60.0, 100.0] * 10), months([60.0, 100.0] * 10, measure=DELAYED))
    newest = rows_of(values).filter(period_end=date(2025, 8, 31))
    charts = process_charts(values, settings=WITHOUT_PARTNERS)
    authority = made_up_authorities()["001"]
    public = public_records._rows(values, values, charts, authority=authority, settings=WITHOUT_PARTNERS)
    for rows in (newest, public.filter(period_end=date(2025, 8, 31))):
        limits = {row["measure"]: (row["lower_limit"], row["upper_limit"]) for row in rows.to_dicts()}
        assert limits == {QUORATE: (0.0, 100.0), DELAYED: (0.0, pytest.approx(80 + 2.66 * 40))}

    settings = Settings(partner_measures=(PartnerMeasure(measure=QUORATE, owner="Board"),))
    summary = process_charts(values.filter(measure=QUORATE), settings=settings).summaries.row(0, named=True)
    assert "its usual variation is 0.0% to 100.0%." in process_words(summary)
    sentence = newest_and_usual(summary)
    assert sentence is not None
    assert sentence.plain.endswith("within its usual variation of 0.0% to 100.0%.")
    ((_, cells),) = limits_table("Board", scorecard(values, settings=settings)).rows
    assert [cell.text for cell in cells if isinstance(cell, Figure)] == ["80.0%", "0.0%", "100.0%"]


def test_a_percentage_with_limits_is_one_of_a_whole() -> None:
    """Of turnover alone the top is no part of the bottom; it is of twelve months, which have no limits."""
    above_all = MEASURES["turnover_rate_pct"]
    assert above_all.from_records is not None
    assert above_all.from_records.periods == (PeriodType.ROLLING_12_MONTHS,)
    ratios = [
        code
        for code, one in LOCAL_MEASURES.items()
        if one.unit == "%" and one.from_records is not None and one.from_records.how is How.RATIO_PCT
    ]
    assert set(ratios) == {"agency_rate_pct", "vacancy_rate_pct", above_all.code}
    assert all("and social workers in post" in MEASURES[code].denominator for code in ratios if code != above_all.code)


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
