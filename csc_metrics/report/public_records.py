"""What a public page may tell of an authority's own records: disclosed once, before anything is drawn or said."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.change.process_chart import ProcessCharts, process_charts
from csc_metrics.change.since import signals_since
from csc_metrics.comparison.children import ChildrenOfAuthorities
from csc_metrics.contracts.about_change import Assurance, Variation
from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.made_up_region import made_up_authorities
from csc_metrics.contracts.vocabulary import PeriodType, Status
from csc_metrics.data_quality.held import HeldRecords, authorities_held, held_records
from csc_metrics.disclosure.counts_of_figures import FIGURE
from csc_metrics.disclosure.disclose import disclose
from csc_metrics.disclosure.ledger import keep_edition, read_published_counts
from csc_metrics.disclosure.public_measures import of_public_measures
from csc_metrics.measures.counting.opened import open_authority_records
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.about_editions import said_of_first_edition, said_of_known_counts
from csc_metrics.narrative.usual_limits import told_limits
from csc_metrics.report.own_rows import own_rows
from csc_metrics.report.public_actions import public_actions
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import WHOLE

_MOST_HIDDEN: Final = 0.2
"""Of periods with a figure: where a larger share is hidden, those shown do not tell what is usual."""
_PREFERRED: Final = (PeriodType.SNAPSHOT, PeriodType.QUARTER, PeriodType.ROLLING_12_MONTHS, PeriodType.YEAR)
"""Types of period in the order in which a series is drawn by them: the shortest that may be published."""


@dataclass(frozen=True, kw_only=True)
class PublicRecords:
    """What may be published of one authority's records. values: schema MeasureValues, disclosed.

    as_at: the last day that is told of. newest: day of the newest extract.
    counts: schema PublishedCounts, what is shown and hidden of them: internal. before, told: of the same schema: what
    earlier editions published, and which of it is hidden here though it is known; internal. rows: schema OwnRows, of
    values. charts: of each measure of all units, by the shortest period that may be published. since: measure → since
    when it signals. actions: schema Actions, as at that day, without words that name somebody;
    left_out: what has to be said of those words. settings: by which all of it was counted.
    """

    as_at: date
    newest: date
    values: pl.DataFrame
    counts: pl.DataFrame
    before: pl.DataFrame
    told: pl.DataFrame
    rows: pl.DataFrame
    charts: ProcessCharts
    since: dict[str, date]
    actions: pl.DataFrame
    left_out: str
    settings: Settings


def open_public_records(
    clean: Path,
    authority: Authority,
    *,
    published: Path | None,
    printed: pl.DataFrame,
    settings: Settings,
    until: date | None = None,
) -> PublicRecords | None:
    """Count an authority's records and hide what may not be published; None where no record of it is held.

    clean: folder of clean tables. published: folder of DfE's files, None if carried: how many children live there.
    printed: schema MeasureValues, what DfE has printed of it.
    settings: of the authority. until: the last day of what is told; None: all. What is hidden hangs on all of it.
    Raises: NoCleanRecords where its clean tables are not whole; LedgerFault.
    """
    if authority.la_code not in {one.la_code for one in authorities_held(clean)}:
        return None
    held, before = held_records(clean, authority.la_code), read_published_counts(clean, authority.la_code)
    counted = of_public_measures(_counted(held, published, settings=settings))
    told = disclose(counted, settings=settings, published_before=before, printed=printed)
    values = told.values if until is None else told.values.filter(pl.col("period_end") <= until)
    series = series_of(values)
    charts = without_limits_of_hidden(process_charts(series, settings=settings), series)
    as_at = min(until or held.days[-1], held.days[-1])
    actions, left_out = public_actions(held, values, as_at=as_at, settings=settings)
    return PublicRecords(
        as_at=as_at,
        newest=held.days[-1],
        values=values,
        # What is not printed tells nobody anything.
        counts=told.counts.join(values, on=FIGURE, how="semi"),
        before=before,
        told=told.told,
        rows=_rows(values, series, charts, authority=authority, settings=settings),
        charts=charts,
        since={row["measure"]: row["since"] for row in signals_since(charts.points).to_dicts()},
        actions=actions,
        left_out=left_out,
        settings=settings,
    )


def _counted(held: HeldRecords, published: Path | None, *, settings: Settings) -> pl.DataFrame:
    """Return every figure that is counted from the records; schema MeasureValues."""
    measures = list(LOCAL_MEASURES.values())
    children = ChildrenOfAuthorities(measures, published).of(held.la_code)
    records = open_authority_records(held.clean, held.la_code, settings=settings, population=children)
    return values_from_records(records, measures)


def keep_public_records(clean: Path, records: PublicRecords, *, la_code: str) -> tuple[str, ...]:
    """Keep what was shown and what was hidden, so that the next edition does not give it away.

    clean: folder of clean tables. records: of `open_public_records`.
    Returns: what somebody who publishes has to know of earlier editions, and of actions whose words are left out.
    Raises: LedgerFault, also where another edition was published since they were opened.
    """
    is_first = keep_edition(clean, records.counts, before=records.before, la_code=la_code)
    is_made_up = la_code in made_up_authorities()  # of nobody there is anything to give away
    first = said_of_first_edition(clean, la_code) if is_first and not is_made_up else ""
    return tuple(one for one in (first, said_of_known_counts(records.told, la_code), records.left_out) if one)


def series_of(values: pl.DataFrame) -> pl.DataFrame:
    """Return the figures of all units of each measure in the shortest type of period that has any value.

    Input and output: schema MeasureValues, of one authority.
    """
    order = {kind.value: place for place, kind in enumerate(_PREFERRED)}
    whole = values.filter(pl.col("period_type").is_in(list(order)), breakdown=WHOLE)
    place = pl.col("period_type").replace_strict(order, return_dtype=pl.Int64)
    best = whole.filter(pl.col("value").is_not_null()).group_by("measure").agg(place.min().alias("best"))
    return whole.join(best, on="measure", how="inner").filter(place == pl.col("best")).drop("best")


def without_limits_of_hidden(charts: ProcessCharts, series: pl.DataFrame) -> ProcessCharts:
    """Return charts without limits, and without what they would say, for measures of which many periods are hidden.

    What is hidden is not hidden by chance: few were late, or few were not quorate, so that the others alone would make
    worse what is usual. Input: charts of series; series, schema MeasureValues. Returns: the same with nulls.
    """
    is_hidden, is_told = (pl.col("status") == status.value for status in (Status.SUPPRESSED, Status.OK))
    hidden = series.group_by("measure").agg(is_hidden.sum().alias("hidden"), (is_hidden | is_told).sum().alias("all"))
    too_many = hidden.filter(pl.col("hidden") > _MOST_HIDDEN * pl.col("all"))["measure"].to_list()
    is_one = pl.col("measure").is_in(too_many)
    limits = [pl.when(~is_one).then(name).alias(name) for name in ("centre", "lower_limit", "upper_limit")]
    variation = pl.when(is_one).then(pl.lit(Variation.NOT_KNOWN.value)).otherwise("variation").alias("variation")
    is_judged = is_one & (pl.col("assurance") != Assurance.NO_TARGET.value)
    assurance = pl.when(is_judged).then(pl.lit(Assurance.NOT_KNOWN.value)).otherwise("assurance").alias("assurance")
    signs = pl.col("is_outside", "is_in_run", "is_in_trend", "is_near_limit") & ~is_one
    return ProcessCharts(
        points=charts.points.with_columns(*limits, signs, variation),
        summaries=charts.summaries.with_columns(*limits, variation, assurance),
    )


def _rows(
    values: pl.DataFrame, series: pl.DataFrame, charts: ProcessCharts, *, authority: Authority, settings: Settings
) -> pl.DataFrame:
    """Return the rows of measures.csv, with the limits of the charts that are drawn."""
    key = ["area_code", "measure", "breakdown", "source", "period_type", "period_end"]
    limits = charts.points.select(*key, "centre", *told_limits())
    drawn = series.select(key).join(limits, on=key, how="left", validate="1:1")
    rows = own_rows(values, authority=authority, settings=settings, is_every_part=True)
    return rows.update(drawn, on=key)
