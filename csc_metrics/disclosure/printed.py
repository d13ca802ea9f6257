"""What is printed of a figure once it is known which of its counts are hidden: numbers, and why there are none."""

from typing import Final

import polars as pl

from csc_metrics.contracts.about_disclosure import CountRole
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.disclosure.counts_of_figures import FIGURE
from csc_metrics.disclosure.publishable import FEWEST_UNITS, WITHOUT_COUNTS, OfWhom, counted_how, of_whom
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import LOCAL_MEASURES

TOP, BOTTOM, REST = _ROLES = tuple(role.value for role in CountRole)
_OF_FEW: Final = frozenset(How) - {How.COUNT, How.DISTINCT, How.RATE}
"""What is not told of fewer than ten units: percentages, averages and medians."""
_ROUNDING: Final = 1e-9
_MEANT: Final = 8
"""Decimal places beyond which a scaled value holds nothing but binary noise."""
_HALF: Final = 0.5
_OK, _SUPPRESSED, _TOO_FEW = (pl.lit(status.value) for status in (Status.OK, Status.SUPPRESSED, Status.TOO_FEW))


def printed_figures(rows: pl.DataFrame, roles: pl.DataFrame, *, threshold: float) -> pl.DataFrame:
    """Return figures as they are printed: without what is hidden.

    A figure of fewer than ten is too_few whatever is hidden of it, so that its status does not tell whether its top is
    0, a few or all. A quantile is so, too, where no more than a few units are beyond it; one of caseloads is printed in
    whole cases, since to the fraction it is one worker's, and not where it is a few cases. An average caseload is
    printed with its own decimals and no more, since it would tell of the cases beside any FTE; both rounded half up.
    Input: rows, schema MeasureValues, of one authority; roles: measure, breakdown, period_type, period_end, role and
    is_hidden, one row per figure and role. threshold: the largest count that is small. Returns: schema MeasureValues.
    Source: methods of the suite, section 5.
    """
    figures = roles.pivot("role", index=FIGURE, values="is_hidden").with_columns(is_there=pl.lit(value=True))
    wanting = [pl.lit(value=False).alias(role) for role in _ROLES if role not in figures.columns]
    told = rows.join(figures.with_columns(wanting), on=FIGURE, how="left", validate="1:1")
    told = told.with_columns(pl.col(*_ROLES, "is_there").fill_null(value=False), _as_printed(rows))
    told = told.with_columns(_status(rows, threshold=threshold))
    is_told_of = ~pl.col(TOP) & ~pl.col(BOTTOM) & (pl.col("status") != _TOO_FEW)
    return told.with_columns(
        pl.when(pl.col("status") == _OK).then("value").alias("value"),
        pl.when(pl.col("is_there") & is_told_of).then("numerator").alias("numerator"),
        pl.when(pl.col("is_there") & ~pl.col(BOTTOM)).then("denominator").alias("denominator"),
        pl.lit(None, dtype=pl.Float64).alias("lower"),
        pl.lit(None, dtype=pl.Float64).alias("upper"),
        pl.lit(None, dtype=pl.String).alias("interval_kind"),
        pl.lit(None, dtype=pl.Int64).alias("rows_aside"),
    ).drop(*_ROLES, "is_there")


def counts_of_edition(values: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Return the counts that an edition prints, and those that it hides: what it does neither with tells nobody.

    A count above a line that is not printed, of a figure of few or beside a hidden one, is not known to readers by it.
    Input: values, as they are printed; roles: as of `printed_figures`. Returns: rows of roles.
    """
    printed = values.select(
        *FIGURE,
        pl.col("numerator").is_not_null().alias(TOP),
        pl.col("denominator").is_not_null().alias(BOTTOM),
        pl.all_horizontal(pl.col("numerator", "denominator").is_not_null()).alias(REST),
    ).unpivot(_ROLES, index=FIGURE, variable_name="role", value_name="is_printed")
    both = roles.join(printed, on=[*FIGURE, "role"], how="inner", validate="1:1", maintain_order="left")
    return both.filter(pl.col("is_hidden") | pl.col("is_printed")).drop("is_printed")


def _status(rows: pl.DataFrame, *, threshold: float) -> pl.Expr:
    """Return the status of a figure by what of it is hidden, and by how few it is of."""
    few = [code for code in rows["measure"].unique() if counted_how(code) in _OF_FEW]
    is_few = (pl.col("denominator") < FEWEST_UNITS) | (_units_beyond(rows) <= threshold).fill_null(value=False)
    is_few_cases = pl.col("measure").is_in(_quantiles_of_caseloads(rows)) & (pl.col("value") <= threshold)
    is_few_cases |= pl.col("measure").is_in(WITHOUT_COUNTS) & pl.col("numerator").is_between(1, threshold)
    is_ok = pl.col("status") == _OK
    return (
        pl.when(BOTTOM)
        .then(_SUPPRESSED)
        .when(is_ok & pl.col("measure").is_in(few) & is_few)
        .then(_TOO_FEW)
        .when(pl.col(TOP) | pl.col(REST) | (is_ok & is_few_cases))
        .then(_SUPPRESSED)
        .otherwise("status")
        .alias("status")
    )


def _units_beyond(rows: pl.DataFrame) -> pl.Expr:
    """Return how many units are beyond a quantile on the side that has fewer; null for what is none."""
    nearer = {code: min(at, 1 - at) for code, at in _quantiles(rows).items()}
    share = pl.col("measure").replace_strict(nearer, default=None, return_dtype=pl.Float64)
    return (share * pl.col("denominator") + _ROUNDING).floor()


def _as_printed(rows: pl.DataFrame) -> pl.Expr:
    """Return values without the decimals that would tell more than the figure: of caseloads."""
    decimals = dict.fromkeys(_quantiles_of_caseloads(rows), 0)
    decimals |= {code: LOCAL_MEASURES[code].decimals for code in WITHOUT_COUNTS}
    printed = pl.col("value")
    for code, places in decimals.items():
        printed = pl.when(pl.col("measure") == code).then(_rounded_half_up(places)).otherwise(printed)
    return printed.alias("value")


def _rounded_half_up(places: int) -> pl.Expr:
    """Return the value as `format_number` prints it: half up, on the decimal number that is meant."""
    scale = float(10**places)
    return (((pl.col("value") * scale).round(_MEANT) + _HALF).floor() / scale).round(places)


def _quantiles(rows: pl.DataFrame) -> dict[str, float]:
    """Return at what share of units each quantile is."""
    every = {code: LOCAL_MEASURES[code].from_records for code in rows["measure"].unique()}
    return {code: one.quantile for code, one in every.items() if one is not None and one.quantile is not None}


def _quantiles_of_caseloads(rows: pl.DataFrame) -> list[str]:
    return [code for code in _quantiles(rows) if of_whom(LOCAL_MEASURES[code]) is OfWhom.WORKERS]
