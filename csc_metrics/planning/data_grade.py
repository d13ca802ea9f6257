"""The data grade of partner measures: whether the records behind each are complete, timely and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.contracts.about_board import DataGrades, Grade
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.completeness import completeness_of
from csc_metrics.data_quality.held import HeldRecords
from csc_metrics.data_quality.timeliness import extract_ages_of, timeliness_of
from csc_metrics.data_quality.weakened import weakened_figures_of
from csc_metrics.measures.counting.behind import NoSuchPart
from csc_metrics.measures.registry import MEASURES
from csc_metrics.planning.monthly import FIGURE, monthly_figures
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE, PartnerMeasure

_DEFAULTS: Final = Settings()
COMPLETE_FROM_PCT: Final = 90.0
"""Below it, what is missing could move a share by ten points: more than most partner measures move in a year."""
LATE_UP_TO_PCT: Final = 10.0
"""Above it, the newest months would still move by a tenth once what is late has come."""
BEHIND_AT_MOST: Final = 31
"""Days: an extract a month older than the others lacks the newest month, of which the scorecard tells."""
FAULTY_BELOW_PCT: Final = 5.0
"""From it on, one record in twenty is kept aside or in doubt."""
_FULL: Final = 100.0
_NEWEST_MONTHS: Final = "-11mo"
_UNRECORDED: Final = "=not_recorded"
_KEY: Final = ("table", "field")


@dataclass(frozen=True, kw_only=True)
class RecordQuality:
    """What is known of the quality of one authority's recording, as far as data grades need it.

    completeness: schema Completeness. timeliness: schema RecordingTimeliness. ages: schema ExtractAges.
    weakened: schema WeakenedFigures.
    """

    completeness: pl.DataFrame
    timeliness: pl.DataFrame
    ages: pl.DataFrame
    weakened: pl.DataFrame


def record_quality_of(held: HeldRecords) -> RecordQuality:
    """Return what data grades need to know of an authority's recording. held: its records, opened."""
    return RecordQuality(
        completeness=completeness_of(held),
        timeliness=timeliness_of(held),
        ages=extract_ages_of(held),
        weakened=weakened_figures_of(held),
    )


def data_grades(
    quality: RecordQuality, *, values: pl.DataFrame | pd.DataFrame, settings: Settings = _DEFAULTS
) -> pl.DataFrame:
    """Return for each partner measure of an authority whether what it reads is complete, timely and checked.

    Complete: of the fields it reads in which an empty cell is a gap, of its units of the newest twelve months (of which
    some may have been set aside) and of the parts that these belong to, the least known are known in 90% or more.
    Timely: of what happened on the days it reads, at most 10% came late to the extracts, and none of its tables is more
    than 31 days older than the newest extract. Checked: fewer than 5% of the records of each table it reads have a
    fault that keeps them aside or weakens a field it reads. Where nothing tells, it is not known. Whether it is defined
    alike throughout, the fourth part of a grade, depends on the baseline: see `scorecard`.

    quality: of one authority. values: schema MeasureValues, polars or pandas, of it. settings: partner_measures.
    Returns: schema DataGrades, one row per partner measure; shares in per cent. Nothing where neither names whose.
    Raises: NoSuchPart where the settings name a part by which a measure is not broken down.
    Source: the parts are those of NHS data quality assurance (Making Data Count); the limits are this suite's.
    """
    la_code = _la_code(quality, values)
    if la_code is None:
        return DataGrades.create_empty()
    reads = _reads(settings.partner_measures)
    keys = pl.DataFrame([_figure(one) for one in settings.partner_measures], schema=list(FIGURE[1:]), orient="row")
    told = keys.with_columns(pl.lit(la_code).alias(FIGURE[0]))
    monthly = monthly_figures(values).filter(area_code=la_code)
    of_year = _newest_year(monthly)
    of_records = (_filled(reads, quality), _late(reads, quality), _behind(reads, quality), _faulty(reads, quality))
    for part in (*of_records, _judged(of_year), _of_a_part(of_year, keys)):
        told = told.join(part, on=FIGURE[1:], how="left", validate="1:1", maintain_order="left")
    lowest = pl.min_horizontal("filled_pct", "judged_pct", "of_a_part_pct").alias("complete_pct")
    graded = told.with_columns(lowest).with_columns(_grades())
    return DataGrades.validate(graded.select(list(DataGrades.columns())).sort(DataGrades.primary_key()), cast=True)


def _la_code(quality: RecordQuality, values: pl.DataFrame | pd.DataFrame) -> str | None:
    """Return whose records these are: by what is known of their quality, else by values of one authority alone."""
    known = (quality.ages, quality.completeness, quality.timeliness, quality.weakened)
    named = next((frame["la_code"][0] for frame in known if frame.height), None)
    if named is not None:
        return str(named)
    codes = {str(code) for code in values["area_code"]}
    return codes.pop() if len(codes) == 1 else None


def _figure(one: PartnerMeasure) -> tuple[str, str]:
    return one.measure, one.part


def _reads(partner_measures: tuple[PartnerMeasure, ...]) -> pl.DataFrame:
    """Return the fields that each partner measure reads, that of its part among them.

    Returns: one row per measure, breakdown, table and field; is_part for the field that tells its part.
    Raises: NoSuchPart.
    """
    rows = [(*_figure(one), *read) for one in partner_measures for read in _fields_of(one)]
    schema = dict.fromkeys((*FIGURE[1:], *_KEY), pl.String) | {"is_part": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)


def _fields_of(one: PartnerMeasure) -> Iterator[tuple[str, str, bool]]:
    """Give the tables and fields that a partner measure reads. Raises: NoSuchPart."""
    measure = MEASURES[one.measure]
    column = one.part.partition("=")[0]
    if measure.from_records is None:
        return
    if one.part != WHOLE and column not in measure.from_records.breakdowns:
        raise NoSuchPart.of(measure, one.part)
    for table, fields in measure.from_records.reads.items():
        yield from ((table, field, False) for field in fields)
        if column in RECORD_TABLES[table].columns and column not in fields:
            yield table, column, True


def _filled(reads: pl.DataFrame, quality: RecordQuality) -> pl.DataFrame:
    """Return the lowest share filled of the fields read, and whether of one nothing is known."""
    told = quality.completeness.filter(pl.col("team").is_null()).select(*_KEY, "value", "status")
    known = reads.filter(~pl.col("is_part")).join(told, on=_KEY, how="inner", validate="m:1")
    wanting = pl.col("status").is_in([Status.NOT_COLLECTED.value, Status.INCOMPLETE.value])
    return known.group_by(FIGURE[1:]).agg(pl.col("value").min().alias("filled_pct"), wanting.any().alias("is_wanting"))


def _newest_year(monthly: pl.DataFrame) -> pl.DataFrame:
    """Return the newest twelve months of each measure, with the amount that a month's figure is told of."""
    begins = pl.col("period_end").max().over("measure").dt.month_start().dt.offset_by(_NEWEST_MONTHS)
    told = monthly.filter(pl.col("period_end") >= begins, pl.col("value").is_not_null())
    return told.with_columns(pl.coalesce("denominator", "numerator").alias("amount"))


def _judged(of_year: pl.DataFrame) -> pl.DataFrame:
    """Return the share of the units of a year that could be judged, of what has a bottom."""
    judged, aside = pl.col("denominator").sum(), pl.col("rows_aside").sum()
    told = of_year.filter(pl.col("denominator").is_not_null()).group_by(FIGURE[1:])
    return told.agg((judged / (judged + aside) * _FULL).fill_nan(None).alias("judged_pct"))


def _of_a_part(of_year: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Return for figures of a part of how many units of a year it is recorded to which part they belong, in per cent.

    Input: of_year, of `_newest_year`. keys: measure and breakdown of partner measures.
    """
    column = pl.col("breakdown").str.split("=").list.first()
    parts = keys.filter(pl.col("breakdown") != WHOLE).with_columns(
        pl.concat_str(column, pl.lit(_UNRECORDED)).alias("lost")
    )
    amounts = of_year.group_by(FIGURE[1:]).agg(pl.col("amount").sum())
    whole = amounts.filter(breakdown=WHOLE).select("measure", pl.col("amount").alias("whole"))
    lost = amounts.select("measure", pl.col("breakdown").alias("lost"), pl.col("amount").alias("unrecorded"))
    told = parts.join(whole, on="measure", how="inner", validate="m:1")
    told = told.join(lost, on=["measure", "lost"], how="left", validate="m:1")
    known = 1 - pl.col("unrecorded").fill_null(0) / pl.col("whole")
    return told.select(*FIGURE[1:], (known * _FULL).fill_nan(None).clip(0, _FULL).alias("of_a_part_pct"))


def _late(reads: pl.DataFrame, quality: RecordQuality) -> pl.DataFrame:
    """Return the highest share of the events read that came late."""
    told = quality.timeliness.filter(pl.col("team").is_null()).select(*_KEY, "value")
    known = reads.join(told, on=_KEY, how="inner", validate="m:1")
    return known.group_by(FIGURE[1:]).agg(pl.col("value").max().alias("late_pct"))


def _behind(reads: pl.DataFrame, quality: RecordQuality) -> pl.DataFrame:
    """Return how many days the oldest of the tables read is behind, and whether all of them are held."""
    told = quality.ages.select("table", "days_behind")
    known = reads.select(*FIGURE[1:], "table").unique().join(told, on="table", how="left", validate="m:1")
    return known.group_by(FIGURE[1:]).agg(
        pl.col("days_behind").max(), pl.col("days_behind").is_not_null().all().alias("is_held")
    )


def _faulty(reads: pl.DataFrame, quality: RecordQuality) -> pl.DataFrame:
    """Return the highest share of records of a table read with a fault that keeps them aside or weakens a field read.

    A record with two faults counts twice: the share is what it is at most.
    """
    fields = reads.group_by(*FIGURE[1:], "table").agg(pl.col("field").alias("read"))
    at_fault = pl.col("fields").fill_null("").str.split(" ")
    counted = quality.weakened.filter(pl.col("severity") != Severity.NOTICE.value).unique(
        ["rule", "table", "severity", "fields"], keep="first", maintain_order=True
    )
    found = fields.join(counted.with_columns(at_fault.alias("at_fault")), on="table", how="left", validate="m:m")
    reads_one = pl.col("at_fault").list.set_intersection("read").list.len() > 0
    touches = (pl.col("severity") == Severity.ERROR.value) | reads_one
    share = pl.when(touches).then(pl.col("value")).otherwise(0.0).fill_null(0.0)
    of_tables = found.group_by(*FIGURE[1:], "table").agg(share.sum().clip(upper_bound=_FULL).alias("share"))
    return of_tables.group_by(FIGURE[1:]).agg(pl.col("share").max().alias("faulty_pct"))


def _grades() -> list[pl.Expr]:
    """Return the three parts of a grade; faults are told of tables that are held alone."""
    is_held = pl.col("is_held").fill_null(value=False)
    faulty = pl.when(is_held).then("faulty_pct")
    is_wanting = pl.col("is_wanting").fill_null(value=False)
    too_old = (pl.col("days_behind") > BEHIND_AT_MOST).fill_null(value=False)
    passes = {
        "complete": (pl.col("complete_pct") >= COMPLETE_FROM_PCT, is_wanting),
        "timely": (~too_old & (too_old | (pl.col("late_pct") <= LATE_UP_TO_PCT)), ~is_held),
        "checked": (faulty < FAULTY_BELOW_PCT, ~is_held),
    }
    no, yes, unknown = (pl.lit(grade.value) for grade in (Grade.NO, Grade.YES, Grade.NOT_KNOWN))
    grades = [
        pl.when(~passed).then(no).when(doubted | passed.is_null()).then(unknown).otherwise(yes).alias(name)
        for name, (passed, doubted) in passes.items()
    ]
    return [*grades, faulty.alias("faulty_pct")]
