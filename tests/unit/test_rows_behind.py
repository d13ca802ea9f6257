"""A figure and the rows behind it always agree: every measure of a made-up authority, in every part of a breakdown."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl
import pytest

from csc_metrics.contracts.made_up_region import made_up_population
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.behind import ASIDE, COUNTED, NoSuchPart, NothingBehind, rows_behind
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.worklists import WORKLISTS, worklist
from csc_metrics.periods import period_ending
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON, story_of
from csc_metrics.settings.model import CaseloadSettings, RecordsSettings, Settings

ALDERBECK: Final = "001"
SETTINGS: Final = Settings(
    records=RecordsSettings(covers_from=FIRST_ON),
    caseload=CaseloadSettings(limit_cases_per_fte=18, newly_qualified_limit_cases_per_fte=12),
)
MARCH: Final = date(2025, 3, 31)
OCTOBER: Final = date(2025, 10, 31)
ENDS: Final = {
    PeriodType.MONTH: (MARCH, OCTOBER),
    PeriodType.QUARTER: (MARCH,),
    PeriodType.YEAR: (MARCH,),
    PeriodType.ROLLING_12_MONTHS: (date(2025, 9, 30),),
    PeriodType.SNAPSHOT: (MARCH, OCTOBER),
}
"""Visits are told of the last twelve months alone."""


@pytest.fixture(scope="module")
def records() -> AuthorityRecords:
    """Records of Alderbeck as they were made up, a fifth of its children."""
    made_up = MadeUpAuthority(story_of(ALDERBECK, size=0.2)).tables(on=number_of(DRAWN_ON))
    is_first = pl.int_range(pl.len()).over("referral_id", order_by=["started_on", "assessment_id"]) == 0
    made_up["assessments"] = made_up["assessments"].with_columns(is_first.alias("is_first_of_referral"))
    drawn = pl.lit(DRAWN_ON, dtype=pl.Date).alias("extracted_on")
    tables = {name: rows.with_columns(drawn) for name, rows in made_up.items()}
    return AuthorityRecords(ALDERBECK, tables, settings=SETTINGS, population=made_up_population(ALDERBECK))


@pytest.fixture(scope="module")
def values(records: AuthorityRecords) -> pl.DataFrame:
    return values_from_records(records, LOCAL_MEASURES.values())


def figures_of(values: pl.DataFrame, code: str) -> Iterator[dict]:
    """Give a measure's figures at one end or two of each type of period, in every part."""
    for period_type, ends in ENDS.items():
        is_at_one = pl.col("period_end").is_in(ends)
        yield from values.filter(is_at_one, measure=code, period_type=period_type.value).to_dicts()


@pytest.mark.parametrize("code", LOCAL_MEASURES)
def test_the_rows_behind_a_figure_are_as_many_as_it_says(
    code: str, records: AuthorityRecords, values: pl.DataFrame
) -> None:
    measure = LOCAL_MEASURES[code]
    how = measure.from_records.how
    figures = [row for row in figures_of(values, code) if row["status"] in {"ok", "zero_denominator", "not_yet_known"}]
    assert figures, "a measure that is told of no period of the sample is not tested here"
    for figure in figures:
        period = period_ending(PeriodType(figure["period_type"]), figure["period_end"])
        rows = rows_behind(records, measure, period=period, part=figure["breakdown"])
        judged = rows.filter(~pl.col(ASIDE))
        assert rows.height - judged.height == figure["rows_aside"], figure
        if how in {How.RATIO, How.RATIO_PCT}:
            at_end = judged.filter(pl.col("on") == figure["period_end"]) if measure.from_records.at_end else judged
            assert judged["top"].cast(pl.Float64).sum() == pytest.approx(figure["numerator"], abs=1e-9), figure
            bottoms = judged if measure.from_records.at_end == "neither" else at_end
            assert bottoms["bottom"].cast(pl.Float64).sum() == pytest.approx(figure["denominator"], abs=1e-9), figure
        elif how is How.QUANTILE:
            assert judged.height == figure["denominator"], figure
        else:
            assert judged[COUNTED].sum() == figure["numerator"], figure
            if how in {How.SHARE, How.DISTINCT_SHARE}:
                assert judged.height == figure["denominator"], figure


@pytest.mark.parametrize("name", WORKLISTS)
def test_a_list_of_work_is_that_of_the_newest_day(name: str, records: AuthorityRecords, values: pl.DataFrame) -> None:
    """The newest extract was drawn on a month's last day, so that the list is as long as the month end's figures."""
    day, rows = worklist(records, name)
    assert day == DRAWN_ON
    at_end = values.filter(
        pl.col("measure").is_in(WORKLISTS[name].measures), breakdown="all", period_end=DRAWN_ON, period_type="snapshot"
    )
    assert rows.height == at_end["numerator"].sum()
    assert rows.columns[:2] == ["measure", "team"]


def test_a_part_that_there_is_not_is_refused_with_those_there_are(records: AuthorityRecords) -> None:
    period = period_ending(PeriodType.MONTH, MARCH)
    with pytest.raises(NoSuchPart, match=r"Did you mean team\?.*broken down by team"):
        rows_behind(records, LOCAL_MEASURES["assessments_completed"], period=period, part="taem=North")


def test_a_part_that_no_record_has_is_refused_with_the_nearest_that_records_have(records: AuthorityRecords) -> None:
    period, measure = period_ending(PeriodType.MONTH, MARCH), LOCAL_MEASURES["strategy_meetings_delayed"]
    with pytest.raises(NoSuchPart, match=r"No record .* has the part 'delay_agency=polise'\. Did you mean police\?"):
        rows_behind(records, measure, period=period, part="delay_agency=polise")
    nobodys = rows_behind(records, measure, period=period, part="delay_agency=cafcass")
    assert nobodys.is_empty(), "an agency that everybody knows is no slip"


def test_a_period_that_the_records_are_not_whole_for_is_refused(records: AuthorityRecords) -> None:
    period = period_ending(PeriodType.MONTH, date(2019, 3, 31))
    with pytest.raises(NothingBehind, match="assessments_completed of 001 is not told for 2019-03"):
        rows_behind(records, LOCAL_MEASURES["assessments_completed"], period=period)


def test_a_measure_for_which_a_table_is_wanting_says_which() -> None:
    nothing = AuthorityRecords(ALDERBECK, {})
    with pytest.raises(NothingBehind, match="no extract tells of assessments"):
        rows_behind(nothing, LOCAL_MEASURES["assessments_open"], period=period_ending(PeriodType.SNAPSHOT, MARCH))
