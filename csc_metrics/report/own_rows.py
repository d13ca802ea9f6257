"""The file measures.csv of reports on an authority's own records: its figures, and what each is held to."""

from typing import Final

import polars as pl

from csc_metrics.change.process_chart import process_points
from csc_metrics.contracts.about_reports import OwnRows
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.usual_limits import told_limits
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

_SERIES: Final = ("area_code", "measure", "breakdown", "source", "period_type")
_MONTHLY: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
_FIGURE: Final = ("measure", "breakdown")


def own_rows(
    values: pl.DataFrame,
    *,
    authority: Authority,
    settings: Settings,
    scores: pl.DataFrame | None = None,
    is_every_part: bool = False,
    besides: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return an authority's figures with their change on a year, their process chart, and what they are held to.

    Process charts are drawn by month and of month ends: of all units, and of the parts that the settings have partner
    measures of. Figures of all units are told in every period; other parts in the newest thirteen of the shortest type
    of period that end in one with a figure of all units, as pages tell them, and in those after it, since all of them
    would be a file too large to open. values: schema MeasureValues, of one authority.
    settings: its own. scores: schema Scorecard, for baselines; None: there is none. is_every_part: whether all
    parts are told nevertheless, in all periods. besides: schema MeasureValues, figures that are told, too: of other
    parts and periods, or DfE's; None: there are none.
    Returns: schema OwnRows, in order of key.
    """
    told = values if is_every_part else _told(values, settings)
    rows = _and(told, besides).join(_a_year_before(values), on=[*_SERIES, "period_end"], how="left", validate="1:1")
    rows = rows.with_columns((pl.col("value") - pl.col("before")).alias("change_on_year"))
    for part, key in ((_charts(told, settings), [*_SERIES, "period_end"]), (_targets(settings), _FIGURE)):
        rows = rows.join(part, on=key, how="left", validate="m:1")
    rows = _with_baselines(rows, scores)
    named = rows.with_columns(pl.lit(authority.name).alias("la_name"), *told_limits())
    schema = OwnRows.create_empty().schema
    return OwnRows.validate(named.select(list(schema)).sort(OwnRows.primary_key()), cast=True)


def _told(values: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the figures that are told: all of all units and of partner measures, the newest of other parts."""
    shortest = pl.DataFrame(
        [(code, one.from_records.periods[0].value) for code, one in LOCAL_MEASURES.items() if one.from_records],
        schema=["measure", "period_type"],
        orient="row",
    )
    ends = values.filter(breakdown=WHOLE).join(shortest, on=["measure", "period_type"], how="semi")
    with_figure = pl.col("period_end").filter(pl.col("value").is_not_null()).max()
    newest = ends.group_by("measure").agg(pl.coalesce(with_figure, pl.col("period_end").max()).alias("newest"))
    parts = values.filter(pl.col("breakdown") != WHOLE).join(_partner(settings), on=_FIGURE, how="anti")
    recent = parts.join(shortest, on=["measure", "period_type"], how="semi").join(newest, on="measure", how="left")
    is_recent = pl.col("period_end") >= pl.col("newest").dt.month_start().dt.offset_by("-12mo").dt.month_end()
    whole = values.filter(breakdown=WHOLE)
    partner = values.filter(pl.col("breakdown") != WHOLE).join(_partner(settings), on=_FIGURE, how="semi")
    return pl.concat([whole, partner, recent.filter(is_recent).drop("newest")])


def _and(told: pl.DataFrame, besides: pl.DataFrame | None) -> pl.DataFrame:
    """Return figures and those that are told besides, each once."""
    if besides is None:
        return told
    return pl.concat([told, besides.join(told, on=[*_SERIES, "period_end"], how="anti")])


def _partner(settings: Settings) -> pl.DataFrame:
    """Return the figures that the settings have partner measures of. Returns: measure, breakdown."""
    told = [(one.measure, one.part) for one in settings.partner_measures]
    return pl.DataFrame(told, schema={"measure": pl.String, "breakdown": pl.String}, orient="row").unique()


def _a_year_before(values: pl.DataFrame) -> pl.DataFrame:
    """Return each value at the day on which it is a year old. Returns: key of a row; before."""
    year_later = pl.col("period_end").dt.month_start().dt.offset_by("12mo").dt.month_end()
    return values.select(*_SERIES, year_later.alias("period_end"), pl.col("value").alias("before"))


def _charts(values: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return centre and limits of each month. Returns: key of a row; centre, lower_limit, upper_limit."""
    monthly = values.filter(pl.col("period_type").is_in(_MONTHLY))
    whole, partner = monthly.filter(breakdown=WHOLE), monthly.filter(pl.col("breakdown") != WHOLE)
    series = pl.concat([whole, partner.join(_partner(settings), on=_FIGURE, how="semi")])
    return process_points(series, settings=settings).select(
        *_SERIES, "period_end", "centre", "lower_limit", "upper_limit"
    )


def _targets(settings: Settings) -> pl.DataFrame:
    """Return the target of each figure of which the settings have one. Returns: measure, breakdown, target."""
    told = [(one.measure, one.part, one.target) for one in settings.partner_measures]
    schema = {"measure": pl.String, "breakdown": pl.String, "target": pl.Float64}
    return pl.DataFrame(told, schema=schema, orient="row").drop_nulls()


def _with_baselines(rows: pl.DataFrame, scores: pl.DataFrame | None) -> pl.DataFrame:
    """Return rows with the baseline of each partner measure at its newest month with a value."""
    if scores is None:
        empty = pl.lit(None, dtype=pl.Float64)
        return rows.with_columns(empty.alias("baseline"), empty.alias("change_on_baseline"))
    held = scores.drop_nulls("latest_on").select(
        *_FIGURE,
        pl.col("latest_on").alias("period_end"),
        "baseline",
        pl.col("change").alias("change_on_baseline"),
        is_monthly=pl.lit(value=True),
    )
    return rows.with_columns(pl.col("period_type").is_in(_MONTHLY).alias("is_monthly")).join(
        held, on=[*_FIGURE, "period_end", "is_monthly"], how="left", validate="m:1"
    )
