"""Between what the next years' figures will probably lie, if series go on as they did; kept, and scored when they come.

Nothing is foretold: of every year ahead it is said that it is as the newest, give or take the past changes over as many
years. The ends are a t interval of those changes, which need not have a mean of 0: what fell for years may fall on.
No year is told more closely than one before it: where past changes over two years happened to be smaller than those
over one, the ends of the nearer year hold for the farther, too.
Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, section 5.2 (naive method).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from scipy.special import stdtrit

from csc_metrics.comparison.matrix import Floats
from csc_metrics.contracts.about_planning import Projections, ProjectionScores
from csc_metrics.contracts.given_frames import polars_with_days
from csc_metrics.contracts.vocabulary import AreaType, PeriodType, Status
from csc_metrics.measures.registry import MEASURES
from csc_metrics.periods import one_year_before, years_later

FEWEST_CHANGES: Final = 5
"""Past changes that ends rest on, at least: with fewer they would be a guess. Source: the suite's own rule."""
_SHARES: Final = {80: 0.80, 95: 0.95}
_KEY: Final = ("la_code", "measure", "source")
_IS_OK: Final = pl.col("status") == Status.OK.value
_PER_CENT: Final = "%"
_FULL: Final = 100.0


def project(
    values: pl.DataFrame | pd.DataFrame, *, measures: Sequence[str], projected_on: date, years_ahead: int = 2
) -> pl.DataFrame:
    """Return between what figures of the next years will probably lie.

    values: schema MeasureValues, polars or pandas: figures of years, or of one day a year, of every authority that the
    source tells of, since the newest year of a measure is the newest of any of them, with a figure or without.
    measures: codes of those to project. projected_on: the day on which that is said. years_ahead: how many years.
    Returns: schema Projections, in the measure's unit, no percentage above 100; no row for a series with fewer than
    five past changes over so many years, or without a figure of its measure's newest year.
    Source: see the head of this module.
    """
    rows = []
    for series, years in _yearly(values, measures).items():
        reach = dict.fromkeys(_SHARES, 0.0)
        for ahead in range(1, years_ahead + 1):
            row = _projected(series, years, ahead=ahead, projected_on=projected_on, reach=reach)
            rows += [row] if row is not None else []
    schema = Projections.create_empty().schema
    return Projections.validate(pl.DataFrame(rows, schema=schema).sort(Projections.primary_key()))


def score_projections(projections: pl.DataFrame, values: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Return how projections fared whose year has come.

    projections: schema Projections. values: schema MeasureValues, polars or pandas.
    Returns: schema ProjectionScores, in the measure's unit, a row for each projection with a figure to hold it to.
    """
    came = _of_years(values).filter(_IS_OK).select(*_KEY, "period_end", pl.col("value").alias("came"))
    both = projections.join(came, on=[*_KEY, "period_end"], how="inner", validate="m:1")
    scored = both.with_columns(
        error=pl.col("came") - pl.col("value_now"),
        is_within_80=pl.col("came").is_between("lower_80", "upper_80"),
        is_within_95=pl.col("came").is_between("lower_95", "upper_95"),
    )
    return ProjectionScores.validate(
        scored.select(list(ProjectionScores.create_empty().schema)).sort(ProjectionScores.primary_key())
    )


def backtest(values: pl.DataFrame | pd.DataFrame, *, measures: Sequence[str], years_ahead: int = 2) -> pl.DataFrame:
    """Return how projections would have fared, had they been made of each measure at the end of each of its years.

    values, measures, years_ahead: as of `project`. Returns: schema ProjectionScores.
    """
    told = _of_years(values).filter(pl.col("measure").is_in(measures)).rename({"la_code": "area_code"})
    made = [
        project(own.filter(pl.col("period_end") <= end), measures=measures, projected_on=end, years_ahead=years_ahead)
        for own in told.partition_by("measure")
        for end in sorted(own["period_end"].unique())
    ]
    return score_projections(pl.concat([Projections.create_empty(), *made]), told)


def _of_years(values: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    """Return the yearly figures of authorities, whatever their status, by la_code."""
    rows = polars_with_days(values).filter(
        pl.col("area_type") == AreaType.AUTHORITY.value,
        pl.col("breakdown") == "all",
        pl.col("period_type").is_in([PeriodType.YEAR.value, PeriodType.SNAPSHOT.value]),
    )
    return rows.rename({"area_code": "la_code"})


def _yearly(
    values: pl.DataFrame | pd.DataFrame, measures: Sequence[str]
) -> dict[tuple[str, ...], list[tuple[date, float]]]:
    """Return the figures of each series by year: of its measure's newest day, of that day a year before, and so back.

    Series without a figure of the newest day are left out.
    """
    rows = _of_years(values).filter(pl.col("measure").is_in(measures))
    newest = pl.col("period_end").max().over("measure", "source").alias("newest")
    told = rows.with_columns(newest).filter(_IS_OK).sort(*_KEY, "period_end")
    found = {}
    for key, own in told.partition_by(_KEY, as_dict=True).items():
        by_day = dict(own.select("period_end", "value").iter_rows())
        if own["newest"][0] in by_day:
            found[tuple(map(str, key))] = list(_back_from(own["newest"][0], by_day))[::-1]
    return found


def _back_from(day: date, by_day: dict[date, float]) -> Iterator[tuple[date, float]]:
    """Return day and figure of each year back from a day; NaN for a year without one, up to the first."""
    first = min(by_day)
    while day >= first:
        yield day, by_day.get(day, float("nan"))
        day = one_year_before(day)


def _projected(
    series: tuple[str, ...],
    years: list[tuple[date, float]],
    *,
    ahead: int,
    projected_on: date,
    reach: dict[int, float],
) -> dict[str, object] | None:
    """Return one projection of a series; None where its past is too short.

    reach: how far the ends of the year before it lie from the newest figure; is widened.
    """
    told: Floats = np.array([value for _, value in years])
    changes = told[ahead:] - told[:-ahead]
    changes = changes[~np.isnan(changes)]
    if changes.size < FEWEST_CHANGES:
        return None
    end, now = years[-1]
    spread = float(np.sqrt(np.mean(np.square(changes))))
    most = _FULL if _is_percentage(series) else float("inf")
    ends: dict[str, object] = {}
    for name, share in _SHARES.items():
        reach[name] = max(reach[name], float(stdtrit(changes.size, (1 + share) / 2)) * spread)
        ends |= {f"lower_{name}": max(now - reach[name], 0.0), f"upper_{name}": min(now + reach[name], most)}
    return {
        **dict(zip(_KEY, series, strict=True)),
        "period_end": years_later(end, years=ahead),
        "projected_on": projected_on,
        "from_period_end": end,
        "years_ahead": ahead,
        "value_now": now,
        **ends,
        "changes": int(changes.size),
    }


def _is_percentage(series: tuple[str, ...]) -> bool:
    measure = MEASURES.get(series[_KEY.index("measure")])
    return measure is not None and measure.unit == _PER_CENT
