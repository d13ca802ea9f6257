"""Figures as they may be published: small counts, and what would give them away, are hidden in every figure alike.

What is hidden hangs on all figures of an authority, never on those that somebody asks for, so that two tables, or two
downloads, never tell together what neither tells alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.contracts.about_disclosure import CountRole, PublishedCounts
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.contracts.vocabulary import Source, Status
from csc_metrics.disclosure.counts_of_figures import COUNT, FigureCounts, counts_of_figures
from csc_metrics.disclosure.hiding import ShownBefore, hidden_counts
from csc_metrics.disclosure.linked_counts import Flags
from csc_metrics.disclosure.publishable import FEWEST_UNITS, counted_how, process_figures, publishable
from csc_metrics.measures.counting.how import How
from csc_metrics.settings.model import Settings

_DEFAULTS: Final = Settings()
_ROLES: Final = tuple(role.value for role in CountRole)
_FIGURE: Final = ["measure", "breakdown", "period_type", "period_end"]
_OF_FEW: Final = frozenset(How) - {How.COUNT, How.DISTINCT, How.RATE}
"""What is not told of fewer than ten units: percentages, averages and medians."""


@dataclass(frozen=True, kw_only=True)
class Disclosed:
    """Figures that may be published, and the counts behind them. values: schema MeasureValues.

    counts: schema PublishedCounts; internal.
    """

    values: pl.DataFrame
    counts: pl.DataFrame


def disclose(
    values: pl.DataFrame | pd.DataFrame,
    *,
    settings: Settings = _DEFAULTS,
    published_before: pl.DataFrame | None = None,
) -> Disclosed:
    """Return what may be published of measure values.

    Of local figures those that a public edition can have (`csc_metrics.disclosure.publishable`). A figure with a hidden
    count behind it is suppressed; a percentage, average or median of fewer than ten is too_few, its counts shown where
    they are not hidden. How many rows were set aside is not told. DfE's published figures are as DfE hid them.
    values: schema MeasureValues, polars or pandas: every local figure of each authority, in every part and period.
    settings: publication. published_before: schema PublishedCounts, of earlier editions: what was shown of a count that
    is the same now stays shown, what was hidden stays hidden; None: there is none.
    Source: methods of the suite, section 5; DfE, children in need methodology (counts of 1 to 5).
    """
    given = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    given = given.with_columns(pl.selectors.datetime().cast(pl.Date))
    is_local = pl.col("source") == Source.LOCAL.value
    before = PublishedCounts.create_empty() if published_before is None else published_before
    told = [given.filter(~is_local)]
    counts: list[pl.DataFrame] = [PublishedCounts.create_empty()]
    for (la_code,), own in given.filter(is_local).partition_by("area_code", as_dict=True).items():
        one = _of_authority(own, before.filter(la_code=la_code), str(la_code), settings)
        told.append(one.values)
        counts.append(one.counts)
    return Disclosed(
        values=MeasureValues.validate(pl.concat(told).sort(MeasureValues.primary_key()), cast=True),
        counts=PublishedCounts.validate(pl.concat(counts).sort(PublishedCounts.primary_key()), cast=True),
    )


def _of_authority(own: pl.DataFrame, before: pl.DataFrame, la_code: str, settings: Settings) -> Disclosed:
    exempt = process_figures(own) if settings.publication.is_process_exempt else own.clear()
    rows = pl.concat([publishable(own), exempt]).unique(MeasureValues.primary_key(), maintain_order=True)
    behind = counts_of_figures(rows)
    known = _known(behind, exempt=exempt, before=before)
    is_hidden = hidden_counts(behind.linked, threshold=settings.publication.threshold, before=known)
    return Disclosed(values=_hidden_in(rows, behind, is_hidden), counts=_remembered(behind, is_hidden, la_code))


def _roles(behind: FigureCounts) -> pl.DataFrame:
    """Return measure, breakdown, period and role of each count, with its number and amount."""
    told = behind.figures.unpivot(_ROLES, index=_FIGURE, variable_name="role", value_name=COUNT).drop_nulls(COUNT)
    return told.join(behind.counts.select(COUNT, "amount"), on=COUNT, how="left", validate="m:1")


def _known(behind: FigureCounts, *, exempt: pl.DataFrame, before: pl.DataFrame) -> ShownBefore:
    """Return which counts are known already, and which were hidden, since an exempt figure or an edition told so."""
    roles = _roles(behind)
    of_exempt = roles.join(exempt.select(_FIGURE), on=_FIGURE, how="semi")
    same = roles.join(before, on=[*_FIGURE, "role", "amount"], how="inner", validate="1:1")
    is_shown = _flags(behind, pl.concat([of_exempt[COUNT], same.filter(~pl.col("is_hidden"))[COUNT]]))
    return ShownBefore(is_shown=is_shown, is_hidden=_flags(behind, same.filter("is_hidden")[COUNT]) & ~is_shown)


def _flags(behind: FigureCounts, numbers: pl.Series) -> Flags:
    flags = np.zeros(behind.linked.many, dtype=np.bool_)
    flags[numbers.to_numpy()] = True
    return flags


def _hidden_in(rows: pl.DataFrame, behind: FigureCounts, is_hidden: Flags) -> pl.DataFrame:
    """Return figures without what is hidden."""
    hidden = pl.Series(is_hidden)
    figures = behind.figures.select(
        *_FIGURE, *(hidden.gather(behind.figures[role]).fill_null(value=False).alias(role) for role in _ROLES)
    )
    few = [code for code in rows["measure"].unique() if counted_how(code) in _OF_FEW]
    is_ok = pl.col("status") == Status.OK.value
    is_few = is_ok & pl.col("measure").is_in(few) & (pl.col("denominator") < FEWEST_UNITS)
    is_any = pl.any_horizontal(pl.col(role).fill_null(value=False) for role in _ROLES)
    status = (
        pl.when(is_any).then(pl.lit(Status.SUPPRESSED.value)).when(is_few).then(pl.lit(Status.TOO_FEW.value))
    ).otherwise("status")
    told = rows.join(figures, on=_FIGURE, how="left", validate="1:1").with_columns(status.alias("status"))
    is_there = pl.col(CountRole.TOP.value).is_not_null()
    return told.with_columns(
        pl.when(pl.col("status") == Status.OK.value).then("value").alias("value"),
        pl.when(is_there & ~pl.col(CountRole.TOP.value)).then("numerator").alias("numerator"),
        pl.when(is_there & ~pl.col(CountRole.BOTTOM.value)).then("denominator").alias("denominator"),
        pl.lit(None, dtype=pl.Float64).alias("lower"),
        pl.lit(None, dtype=pl.Float64).alias("upper"),
        pl.lit(None, dtype=pl.String).alias("interval_kind"),
        pl.lit(None, dtype=pl.Int64).alias("rows_aside"),
    ).drop(_ROLES)


def _remembered(behind: FigureCounts, is_hidden: Flags, la_code: str) -> pl.DataFrame:
    told = _roles(behind).with_columns(
        pl.lit(la_code).alias("la_code"), pl.Series(is_hidden).gather(_roles(behind)[COUNT]).alias("is_hidden")
    )
    return told.select(list(PublishedCounts.create_empty().schema))
