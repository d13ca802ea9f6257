"""The improvement board's scorecard: partner measures with baseline, latest month, variation, assurance and grade."""

from typing import Final, Self

import pandas as pd
import polars as pl

from csc_metrics.change.process_chart import process_summaries
from csc_metrics.contracts.about_board import DataGrades, Grade, Scorecard
from csc_metrics.contracts.about_change import Assurance, Variation
from csc_metrics.contracts.vocabulary import AreaType, PeriodType, Status
from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.measures.counting.behind import NoSuchPart
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES
from csc_metrics.planning.monthly import FIGURE, monthly_figures
from csc_metrics.planning.months_of_parts import parts_told, with_months_of_parts
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE, PartnerMeasure

_DEFAULTS: Final = Settings()
_POOLED: Final = {How.SHARE: 100.0, How.DISTINCT_SHARE: 100.0, How.RATIO_PCT: 100.0, How.RATIO: 1.0}
"""What is told as a top over a bottom, and by how much that is multiplied."""
_A_YEAR: Final = "12mo"
_LIKE: Final = 0.4
"""How like a measure's code another's is that may serve in its place."""
_BY_MONTH: Final = (PeriodType.MONTH, PeriodType.SNAPSHOT)


class NotByMonth(WrongUse):
    """A partner measure is one that no month tells, so that a scorecard has nothing to show of it."""

    @classmethod
    def of(cls, code: str) -> Self:
        """Word the error for a measure. code: of it."""
        by_month = [
            other
            for other, one in MEASURES.items()
            if one.from_records is not None and {*_BY_MONTH} & {*one.from_records.periods}
        ]
        about = code.partition("_")[0]
        hint = did_you_mean(code, [other for other in by_month if other.startswith(about)], likeness=_LIKE)
        return cls(
            f"partner_measures: {code} is told by quarter or year alone, and the scorecard is one of months.{hint} "
            "Choose a measure that is told by month: `csc-metrics dictionary` lists them with their periods."
        )


def scorecard(
    values: pl.DataFrame | pd.DataFrame,
    *,
    settings: Settings = _DEFAULTS,
    grades: pl.DataFrame | None = None,
    actions: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the improvement board's scorecard of one or more authorities.

    Baseline: the months from the settings, else the first twelve from the first that has a figure on; of shares and
    ratios all tops over all bottoms, of counts and medians the mean of the months. Latest: the newest month with a
    value; where a newer one has none, status says why, and no value is put in its place. A part is told in every month
    in which its whole measure is: a count of no unit is 0, a share of none zero_denominator (`with_months_of_parts`). A
    measure of which nothing is told is not_collected. Variation, limits and assurance are those of its process chart.
    Defined: no change of recording that the settings name for it lies after the baseline's first day, up to the last
    day of the latest month.

    values: schema MeasureValues, polars or pandas, of one or more authorities; figures by month and of month ends are
    read. settings: partner_measures, recording_changes, and as of `process_summaries`. grades: schema DataGrades;
    without them three of the four parts of a grade are not known. actions: schema Actions; without them none are
    counted.
    Returns: schema Scorecard, one row per authority and partner measure, in the measure's unit.
    Raises: NoSuchPart where the settings name a part by which a measure is not broken down, NoSuchWord where they
    misspell one; NotByMonth for a measure that no month tells; NotASeries where a figure has a month twice.
    Source: needs of the suite (ten partner measures); NHS Making Data Count (variation and assurance).
    """
    wanted = _wanted(settings.partner_measures)
    areas = _areas(values)
    rows = areas.join(wanted, how="cross")
    monthly = with_months_of_parts(monthly_figures(values), parts_told(settings))
    series = monthly.join(wanted, on=FIGURE[1:], how="semi")
    parts = (_baselines(series, wanted), _newest(series), _latest(series), _charts(series, settings))
    for part in parts:
        rows = rows.join(part, on=FIGURE, how="left", validate="1:1", maintain_order="left")
    rows = rows.with_columns(_without_series()).with_columns(_change())
    rows = _with_grades(rows, grades)
    whole = _with_actions(_with_definition(rows, settings), actions)
    return Scorecard.validate(whole.select(list(Scorecard.columns())).sort(FIGURE[0], "place"), cast=True)


def _areas(values: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Return the authorities of which there is any value, monthly or not: a row each."""
    frame = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    return frame.filter(area_type=AreaType.AUTHORITY.value).select(FIGURE[0]).unique().sort(FIGURE[0])


def _wanted(partner_measures: tuple[PartnerMeasure, ...]) -> pl.DataFrame:
    """Return the partner measures: a row each, in order. Raises: NoSuchPart; NotByMonth."""
    for one in partner_measures:
        about = MEASURES[one.measure].from_records
        if one.part != WHOLE and (about is None or one.part.partition("=")[0] not in about.breakdowns):
            raise NoSuchPart.of(MEASURES[one.measure], one.part)
        if about is None or not {*_BY_MONTH} & {*about.periods}:
            raise NotByMonth.of(one.measure)
    schema = {
        **dict.fromkeys(FIGURE[1:], pl.String),
        "place": pl.Int64,
        "owner": pl.String,
        "target": pl.Float64,
        "from": pl.Date,
        "to": pl.Date,
        "times": pl.Float64,
    }
    rows = [
        (one.measure, one.part, place, one.owner, one.target, one.baseline_from, one.baseline_to, _times(one.measure))
        for place, one in enumerate(partner_measures, start=1)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _times(code: str) -> float | None:
    """Return by how much top over bottom of a measure is multiplied; None where it is not one over the other."""
    about = MEASURES[code].from_records
    return None if about is None else _POOLED.get(about.how)


def _baselines(series: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Return the baseline of each figure: its value, first and last day, and how many months it holds."""
    told = series.filter(pl.col("value").is_not_null()).join(wanted, on=FIGURE[1:], how="left", validate="m:1")
    begins = pl.coalesce("from", pl.col("period_start").min().over(FIGURE))
    ends = pl.coalesce("to", begins.dt.offset_by(_A_YEAR).dt.offset_by("-1d"))
    within = told.filter(pl.col("period_start") >= begins, pl.col("period_end") <= ends)
    top, bottom = pl.col("numerator"), pl.col("denominator")
    is_pooled = pl.col("times").is_not_null().all() & (top.is_not_null() & bottom.is_not_null()).all()
    pooled = top.sum() / bottom.sum() * pl.col("times").first()
    return within.group_by(FIGURE).agg(
        pl.when(is_pooled).then(pooled).otherwise(pl.col("value").mean()).alias("baseline"),
        pl.col("period_start").min().alias("baseline_from"),
        pl.col("period_end").max().alias("baseline_to"),
        pl.len().cast(pl.Int64).alias("baseline_months"),
    )


def _newest(series: pl.DataFrame) -> pl.DataFrame:
    """Return the newest month that is told of each figure, with or without a value."""
    newest = series.sort("period_end").group_by(FIGURE, maintain_order=True).last()
    return newest.select(*FIGURE, pl.col("period_end").alias("newest_on"), "status")


def _latest(series: pl.DataFrame) -> pl.DataFrame:
    """Return the newest month with a value of each figure."""
    told = series.filter(pl.col("value").is_not_null()).sort("period_end").group_by(FIGURE, maintain_order=True).last()
    last = [pl.col("period_end").alias("latest_on"), pl.col("value").alias("latest")]
    return told.select(*FIGURE, *last, "numerator", "denominator")


def _charts(series: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return what the process chart of each figure says."""
    summaries = process_summaries(series, settings=settings)
    chart = ["centre", "lower_limit", "upper_limit", "variation", "assurance", "target_met"]
    months = [pl.col("points").alias("months"), pl.col("target_periods").alias("target_months")]
    return summaries.select(*FIGURE, *months, *chart)


def _without_series() -> list[pl.Expr]:
    """Return what is said of a figure without any month."""
    of_target = pl.when(pl.col("target").is_null()).then(pl.lit(Assurance.NO_TARGET.value))
    return [
        pl.col("status").fill_null(Status.NOT_COLLECTED.value),
        pl.col("months", "baseline_months").fill_null(0),
        pl.col("variation").fill_null(Variation.NOT_KNOWN.value),
        pl.col("assurance").fill_null(of_target.otherwise(pl.lit(Assurance.NOT_KNOWN.value))),
    ]


def _change() -> pl.Expr:
    is_after = pl.col("latest_on") > pl.col("baseline_to")
    return pl.when(is_after).then(pl.col("latest") - pl.col("baseline")).alias("change")


def _with_grades(rows: pl.DataFrame, grades: pl.DataFrame | None) -> pl.DataFrame:
    """Add what is known of the records behind each figure."""
    known = DataGrades.create_empty() if grades is None else grades
    joined = rows.join(known, on=FIGURE, how="left", validate="1:1", maintain_order="left")
    return joined.with_columns(pl.col("complete", "timely", "checked").fill_null(Grade.NOT_KNOWN.value))


def _with_definition(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Add how many changes of recording lie within the time that a row compares, and whether there is none.

    A change of the baseline's first day, or of its first month's end for what is told at month ends, lies before all
    that is compared: each of the figures was recorded as it is now.
    """
    changes = pl.lit(0, dtype=pl.Int64)
    for one in settings.recording_changes:
        touches = pl.col("measure").is_in(list(one.measures))
        is_within = pl.lit(one.changed_on).is_between("baseline_from", "latest_on", closed="right")
        changes += (touches & is_within).cast(pl.Int64)
    spans = pl.col("baseline_from").is_not_null() & pl.col("latest_on").is_not_null()
    told = rows.with_columns(pl.when(spans).then(changes).alias("recording_changes"))
    no, yes, unknown = (pl.lit(grade.value) for grade in (Grade.NO, Grade.YES, Grade.NOT_KNOWN))
    is_changed = pl.col("recording_changes") > 0
    defined = pl.when(is_changed.is_null()).then(unknown).when(is_changed).then(no).otherwise(yes)
    return told.with_columns(defined.alias("defined"))


def _with_actions(rows: pl.DataFrame, actions: pl.DataFrame | None) -> pl.DataFrame:
    """Add how many open actions should move the measure of a row, and how many of them are slow."""
    if actions is None:
        nothing = pl.lit(None, dtype=pl.Int64)
        return rows.with_columns(nothing.alias("actions_open"), nothing.alias("actions_slow"))
    counted = (
        actions.filter("is_open", pl.col("measure").is_not_null())
        .group_by(pl.col("la_code").alias(FIGURE[0]), "measure")
        .agg(
            pl.len().cast(pl.Int64).alias("actions_open"), pl.col("is_slow").sum().cast(pl.Int64).alias("actions_slow")
        )
    )
    joined = rows.join(counted, on=FIGURE[:2], how="left", validate="m:1", maintain_order="left")
    return joined.with_columns(pl.col("actions_open", "actions_slow").fill_null(0))
