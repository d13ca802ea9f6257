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
from csc_metrics.disclosure.counts_of_figures import FIGURE, FigureCounts, counts_of_figures
from csc_metrics.disclosure.hiding import HiddenCounts, ShownBefore, hidden_counts
from csc_metrics.disclosure.linked_counts import Flags
from csc_metrics.disclosure.publishable import FEWEST_UNITS, counted_how, is_process_share, publishable
from csc_metrics.disclosure.same_counts import COUNT
from csc_metrics.measures.counting.how import How
from csc_metrics.settings.model import Settings

_DEFAULTS: Final = Settings()
_TOP, _BOTTOM, _REST = _ROLES = tuple(role.value for role in CountRole)
_OF_FEW: Final = frozenset(How) - {How.COUNT, How.DISTINCT, How.RATE}
"""What is not told of fewer than ten units: percentages, averages and medians."""


@dataclass(frozen=True, kw_only=True)
class Disclosed:
    """Figures that may be published, and the counts behind them.

    values: schema MeasureValues. counts: schema PublishedCounts; internal. told: schema PublishedCounts; internal:
    counts that are hidden here and cannot be protected any more, since earlier editions told them.
    """

    values: pl.DataFrame
    counts: pl.DataFrame
    told: pl.DataFrame


def disclose(
    values: pl.DataFrame | pd.DataFrame,
    *,
    settings: Settings = _DEFAULTS,
    published_before: pl.DataFrame | None = None,
) -> Disclosed:
    """Return what may be published of measure values.

    Of local figures those that a public edition can have (`csc_metrics.disclosure.publishable`). A figure with a hidden
    count behind it is suppressed; a percentage, average or median of fewer than ten is too_few, and of its counts only
    the one below the line is shown, as nothing is shown above a hidden one. How many rows were set aside is not told.
    Where the settings exempt them, shares of a process are shown though what is left of them is small. DfE's published
    figures are as DfE hid them.
    values: schema MeasureValues, polars or pandas: every local figure of each authority, in every part and period.
    settings: publication. published_before: schema PublishedCounts, of earlier editions: what was hidden of a count
    that is the same now stays hidden, what was shown is known to readers, and shown again unless it is small; None:
    there is none.
    Source: methods of the suite, section 5; DfE, children in need methodology (counts of 1 to 5).
    """
    given = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    given = given.with_columns(pl.selectors.datetime().cast(pl.Date))
    is_local = pl.col("source") == Source.LOCAL.value
    before = PublishedCounts.create_empty() if published_before is None else published_before
    every = [
        _of_authority(own, before.filter(la_code=la_code), str(la_code), settings)
        for (la_code,), own in given.filter(is_local).partition_by("area_code", as_dict=True).items()
    ]
    figures = pl.concat([given.filter(~is_local), *(one.values for one in every)])
    none = PublishedCounts.create_empty()
    return Disclosed(
        values=MeasureValues.validate(figures.sort(MeasureValues.primary_key()), cast=True),
        counts=_validated(pl.concat([none, *(one.counts for one in every)])),
        told=_validated(pl.concat([none, *(one.told for one in every)])),
    )


def _validated(counts: pl.DataFrame) -> pl.DataFrame:
    return PublishedCounts.validate(counts.sort(PublishedCounts.primary_key()), cast=True)


def _of_authority(own: pl.DataFrame, before: pl.DataFrame, la_code: str, settings: Settings) -> Disclosed:
    rows = publishable(own)
    # Readers of an earlier edition know what it showed, be it no figure of this one.
    earlier = own.join(before, on=FIGURE, how="semi").join(rows, on=FIGURE, how="anti")
    behind = counts_of_figures(pl.concat([rows, earlier]))
    hidden = hidden_counts(
        behind.linked,
        threshold=settings.publication.threshold,
        is_exempt=_exempt(behind) if settings.publication.is_process_exempt else None,
        before=_before(behind, before),
    )
    counts = _remembered(behind, hidden.is_hidden, la_code).join(rows, on=FIGURE, how="semi")
    told = _remembered(behind, hidden.is_hidden, la_code).filter(pl.Series(_of_roles(behind, hidden.is_told)))
    return Disclosed(values=_hidden_in(rows, behind, hidden), counts=counts, told=told)


def _exempt(behind: FigureCounts) -> Flags:
    """Return which counts are nothing but what is left of shares of a process: no number above or below a line."""
    codes = [code for code in behind.roles["measure"].unique() if is_process_share(code)]
    is_left = (pl.col("role") == _REST) & pl.col("measure").is_in(codes)
    left, others = behind.roles.filter(is_left), behind.roles.filter(~is_left)
    return _flags(behind, left[COUNT]) & ~_flags(behind, others[COUNT])


def _before(behind: FigureCounts, before: pl.DataFrame) -> ShownBefore:
    """Return which counts an earlier edition showed, and which it hid, where they are the same now."""
    same = behind.roles.join(before, on=[*FIGURE, "role", "amount"], how="inner", validate="1:1")
    is_shown = _flags(behind, same.filter(~pl.col("is_hidden"))[COUNT])
    return ShownBefore(is_shown=is_shown, is_hidden=_flags(behind, same.filter("is_hidden")[COUNT]) & ~is_shown)


def _flags(behind: FigureCounts, numbers: pl.Series) -> Flags:
    flags = np.zeros(behind.linked.many, dtype=np.bool_)
    flags[numbers.to_numpy()] = True
    return flags


def _of_roles(behind: FigureCounts, flags: Flags) -> Flags:
    """Return what is told by count by figure and role."""
    found: Flags = flags[behind.roles[COUNT].to_numpy()]
    return found


def _hidden_in(rows: pl.DataFrame, behind: FigureCounts, hidden: HiddenCounts) -> pl.DataFrame:
    """Return figures without what is hidden."""
    by_role = behind.roles.with_columns(pl.Series("is_hidden", _of_roles(behind, hidden.is_hidden)))
    figures = by_role.pivot("role", index=FIGURE, values="is_hidden").with_columns(is_there=pl.lit(value=True))
    wanting = [pl.lit(value=False).alias(role) for role in _ROLES if role not in figures.columns]
    told = rows.join(figures.with_columns(wanting), on=FIGURE, how="left", validate="1:1")
    told = told.with_columns(pl.col(*_ROLES, "is_there").fill_null(value=False)).with_columns(_status(rows))
    is_told_of = ~pl.col(_TOP) & ~pl.col(_BOTTOM) & (pl.col("status") != Status.TOO_FEW.value)
    return told.with_columns(
        pl.when(pl.col("status") == Status.OK.value).then("value").alias("value"),
        pl.when(pl.col("is_there") & is_told_of).then("numerator").alias("numerator"),
        pl.when(pl.col("is_there") & ~pl.col(_BOTTOM)).then("denominator").alias("denominator"),
        pl.lit(None, dtype=pl.Float64).alias("lower"),
        pl.lit(None, dtype=pl.Float64).alias("upper"),
        pl.lit(None, dtype=pl.String).alias("interval_kind"),
        pl.lit(None, dtype=pl.Int64).alias("rows_aside"),
    ).drop(*_ROLES, "is_there")


def _status(rows: pl.DataFrame) -> pl.Expr:
    """Return the status of a figure by what of it is hidden, and by how few it is of."""
    few = [code for code in rows["measure"].unique() if counted_how(code) in _OF_FEW]
    is_few = (
        (pl.col("status") == Status.OK.value) & pl.col("measure").is_in(few) & (pl.col("denominator") < FEWEST_UNITS)
    )
    suppressed, too_few = (pl.lit(status.value) for status in (Status.SUPPRESSED, Status.TOO_FEW))
    return (
        pl.when(pl.any_horizontal(*_ROLES))
        .then(suppressed)
        .when(is_few)
        .then(too_few)
        .otherwise("status")
        .alias("status")
    )


def _remembered(behind: FigureCounts, is_hidden: Flags, la_code: str) -> pl.DataFrame:
    told = behind.roles.with_columns(
        pl.lit(la_code).alias("la_code"), pl.Series("is_hidden", _of_roles(behind, is_hidden))
    )
    return told.select(list(PublishedCounts.create_empty().schema))
