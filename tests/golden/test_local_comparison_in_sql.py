"""Local figures beside their neighbours', worked out a second time in SQL: DuckDB over the region's long table."""

from typing import Final

import duckdb
import polars as pl
import pytest
from golden.sql.region import as_clean, with_first_of_referral
from polars.testing import assert_series_equal

from csc_metrics.comparison.compare import ENOUGH_NEIGHBOURS
from csc_metrics.comparison.local_data import local_against_others
from csc_metrics.contracts.made_up_region import made_up_authorities, made_up_population
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.published.neighbours import carried_neighbours
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON, story_of
from csc_metrics.settings.model import RecordsSettings, Settings

SETTINGS: Final = Settings(records=RecordsSettings(covers_from=FIRST_ON))
SHARE_OF_CHILDREN: Final = 0.05
"""So few that many parts of many months have no value in some authorities."""
SCALES: Final = {How.SHARE: 100, How.DISTINCT_SHARE: 100, How.RATE: 10_000}
SQL: Final = """
with told as (
    select own.la_code, own.measure, own.breakdown, own.source, own.period_type, own.period_end, own.value,
        avg(other.value) as mean, median(other.value) as median, min(other.value) as low, max(other.value) as high,
        count(other.value) as held,
        count(*) filter (other.value is not null and (other.numerator is null or other.denominator is null)) as lacking,
        sum(other.numerator) filter (other.value is not null) as top,
        sum(other.denominator) filter (other.value is not null) as bottom
    from own left join own as other
        on other.la_code <> own.la_code and other.measure = own.measure and other.breakdown = own.breakdown
        and other.period_type = own.period_type and other.period_end = own.period_end
        and not starts_with(own.breakdown, 'team=')
    group by all
)
select told.*,
    case when bottom > 0 and lacking = 0 and scale is not null then scale * top / bottom else mean end as centre,
    case when value is null or held < $enough then 'not_compared'
        when scale is not null then 'by a funnel'
        when value > high then above when value < low then below else 'similar' end as outcome
from told join words using (measure)
order by la_code, measure, breakdown, source, period_type, period_end
"""


@pytest.fixture(scope="module")
def values() -> pl.DataFrame:
    """Every measure of the eleven authorities in every part, by month end and month."""
    found = []
    for code in made_up_authorities():
        told = MadeUpAuthority(story_of(code, size=SHARE_OF_CHILDREN)).tables(on=number_of(DRAWN_ON))
        told["assessments"] = with_first_of_referral(told["assessments"])
        tables = {name: as_clean(rows, name, code) for name, rows in told.items()}
        records = AuthorityRecords(code, tables, settings=SETTINGS, population=made_up_population(code))
        found.append(values_from_records(records, list(LOCAL_MEASURES.values())))
    return pl.concat(found).filter(pl.col("period_type").is_in(["month", "snapshot"]))


def words() -> pl.DataFrame:
    """Return for each measure the unit of its share or rate, and what lies above and below others is called."""
    called = {
        Polarity.HIGH_IS_GOOD: ("better", "worse"),
        Polarity.LOW_IS_GOOD: ("worse", "better"),
        Polarity.NO_JUDGEMENT: ("higher", "lower"),
    }
    rows = [
        (code, SCALES.get(one.from_records.how) if one.from_records else None, *called[one.polarity])
        for code, one in LOCAL_MEASURES.items()
    ]
    return pl.DataFrame(rows, schema=["measure", "scale", "above", "below"], orient="row")


def test_sql_finds_the_same_neighbours_figures_and_the_same_outcomes(values: pl.DataFrame) -> None:
    ours = local_against_others(
        values.sample(fraction=1, shuffle=True, seed=3),
        completed=values,
        published=MeasureValues.create_empty(),
        neighbours=carried_neighbours(),
        neighbour_models=["2025"],
    )
    with duckdb.connect() as connection:
        connection.register("own", values.rename({"area_code": "la_code"}).to_arrow())
        connection.register("words", words().to_arrow())
        theirs = connection.sql(SQL, params={"enough": ENOUGH_NEIGHBOURS}).pl()

    key = ["la_code", "measure", "breakdown", "source", "period_type", "period_end"]
    assert ours.select(key).equals(theirs.select(key))
    is_enough = theirs["held"] >= ENOUGH_NEIGHBOURS
    assert ours.filter(~is_enough)["outcome"].unique().to_list() == ["not_compared"]
    ours, theirs = ours.filter(is_enough), theirs.filter(is_enough)
    assert theirs.height > 100_000
    assert ours["neighbours_with_value"].equals(theirs["held"], check_names=False)
    for name, told in {"mean": "mean", "median": "median", "min": "low", "max": "high"}.items():
        assert_series_equal(ours[f"neighbour_{name}"], theirs[told], check_names=False)
    assert_series_equal(ours["centre"], theirs["centre"], check_names=False)
    by_range = theirs["outcome"] != "by a funnel"
    assert set(theirs.filter(by_range)["outcome"]) == {
        *("better", "worse", "higher", "lower", "similar", "not_compared"),
    }
    assert ours.filter(by_range)["outcome"].equals(theirs.filter(by_range)["outcome"])
