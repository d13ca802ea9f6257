"""What it would take to be as neighbours are: children, cases and workers, always as a range. No target, no forecast.

Assumptions, each said on the page: children in need are as many cases each as now; workers hold the present caseload,
or the one of the settings; the population stays. Children are of the day of their lever; cases, workers and agency
workers are of one day, the newest of caseloads. Looked-after children are children in need and are never added to them;
vacancies overlap with agency workers and are left out.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.comparison.compare import ENOUGH_NEIGHBOURS, neighbour_lists
from csc_metrics.comparison.intervals import count_interval
from csc_metrics.comparison.matrix import Floats, lacks_neighbours, neighbour_values, value_matrix
from csc_metrics.contracts.about_planning import WhatItWouldTake
from csc_metrics.contracts.given_frames import polars_with_days
from csc_metrics.contracts.vocabulary import AreaType, PeriodType, Source, Status
from csc_metrics.planning.neighbour_levels import SHARES, NeighbourLevels, neighbour_levels, rounding_of
from csc_metrics.planning.workers_then import workers_by_caseload, workers_by_children
from csc_metrics.settings.model import Settings

CHILDREN_IN_NEED: Final = "children_in_need_rate_per_10k"
CASELOAD: Final = "average_caseload"
LEVERS: Final = ("referral_rate_per_10k", CHILDREN_IN_NEED, "looked_after_rate_per_10k", CASELOAD)
"""Measures that would be as neighbours have them. Source: scrutiny panels (needs of the suite)."""
OF_CHILDREN: Final = tuple(lever for lever in LEVERS if lever != CASELOAD)
"""Those that are rates, so that children or referrals follow from them."""
OF_WORKERS: Final = (CHILDREN_IN_NEED, CASELOAD)
"""Those that full-time social workers follow from."""
_AGENCY: Final = "agency_rate_pct"
_PER_CHILDREN: Final = 10_000.0
FTE_ROUNDED_BY: Final = 0.05
"""Half of the last place to which DfE prints full-time equivalents; whole cases are as they are. Source: DfE."""
_DEFAULTS: Final = Settings()
_NOW: Final = ("cases_now", "fte_now", "fte_rounded_by", "agency_fte", "all_fte")


def what_it_would_take(
    values: pl.DataFrame | pd.DataFrame,
    *,
    neighbours: pl.DataFrame,
    neighbour_model: str,
    la_codes: Sequence[str] | None = None,
    settings: Settings = _DEFAULTS,
) -> pl.DataFrame:
    """Return what it would take if referrals, children in need, looked-after children or caseloads were as neighbours'.

    Each lever at the lower quartile, median and upper quartile (type 7) of the neighbours' figures of the same period,
    the newest that the source has; five neighbours with a figure or more. How far a level hangs on one neighbour is the
    least and the most of it with each left out in turn; differences are as uncertain as that and the chance in the
    authority's own count (95%) together. Cases follow children in need, with that chance; workers follow cases at the
    present caseload, the cases over the workers who hold them, so that no other children need no other workers, or at
    that of the settings. Ends of the former hold how DfE rounds workers. Agency's share is a range: either kind comes,
    or goes, first; it is null where the source does not tell it of the day of the caseload.

    values: schema MeasureValues, polars or pandas, of one source: of the authorities and their neighbours. neighbours:
    schema Neighbours. neighbour_model: "2021" or "2025". la_codes: authorities wanted; None: all. settings: capacity.
    Returns: schema WhatItWouldTake, a row for each authority, lever and level; without a figure the status says why.
    Raises: UnknownModel; ValueError where `values` hold several sources.
    Source: methods of the suite, section 4; type 7 quartiles.
    """
    lists = neighbour_lists(neighbours, neighbour_model)
    return would_take_beside(values, lists=lists, neighbour_model=neighbour_model, la_codes=la_codes, settings=settings)


def would_take_beside(
    values: pl.DataFrame | pd.DataFrame,
    *,
    lists: dict[str, list[str]],
    neighbour_model: str,
    la_codes: Sequence[str] | None = None,
    settings: Settings = _DEFAULTS,
) -> pl.DataFrame:
    """Return the same as `what_it_would_take`, for lists of neighbours that are given. lists: la_code → its neighbours.

    values, neighbour_model, la_codes, settings, Returns, Source: as of `what_it_would_take`.
    Raises: ValueError where `values` hold several sources.
    """
    given = polars_with_days(values)
    _must_be_of_one_source(given)
    whole = _of_authorities(given)
    told = _newest(whole)
    codes = sorted(told["area_code"].unique()) if la_codes is None else list(dict.fromkeys(la_codes))
    workforce = _workforce(told, whole.filter(measure=_AGENCY))
    held = set(told["measure"])
    frames = [
        _lever(told, lever, codes=codes, lists=lists, workforce=workforce, settings=settings)
        for lever in LEVERS
        if lever in held and codes
    ]
    schema = WhatItWouldTake.create_empty().schema
    rows = pl.concat([WhatItWouldTake.create_empty().drop("neighbour_model"), *frames], how="diagonal_relaxed")
    named = rows.with_columns(pl.lit(neighbour_model).alias("neighbour_model"))
    return WhatItWouldTake.validate(named.select(list(schema)).sort(WhatItWouldTake.primary_key()), cast=True)


def _must_be_of_one_source(values: pl.DataFrame) -> None:
    sources = sorted(values["source"].unique())
    if len(sources) > 1:
        raise ValueError(f"`values` hold figures of {' and '.join(sources)}: give those of one source.")


def _of_authorities(values: pl.DataFrame) -> pl.DataFrame:
    """Return the levers, and the agency rate, of authorities in every period."""
    return values.filter(
        pl.col("measure").is_in([*LEVERS, _AGENCY]),
        pl.col("breakdown") == "all",
        pl.col("area_type") == AreaType.AUTHORITY.value,
        pl.col("period_type") != PeriodType.ROLLING_12_MONTHS.value,
    )


def _newest(whole: pl.DataFrame) -> pl.DataFrame:
    """Return the newest period of each lever that any authority has a figure of. whole: of `_of_authorities`."""
    newest = pl.col("period_end").filter(pl.col("status") == Status.OK.value).max().over("measure")
    return whole.filter(pl.col("measure").is_in(LEVERS), pl.col("period_end") == newest)


def _workforce(told: pl.DataFrame, agency: pl.DataFrame) -> pl.DataFrame:
    """Return cases, case holders and agency workers of each authority, all of one day; null where the source has none.

    That day is the newest of caseloads. told: of `_newest`. agency: of `_of_authorities`, agency rates of any day.
    """
    caseloads = told.filter(measure=CASELOAD)
    is_ok = pl.col("status") == Status.OK.value
    day = pl.col("period_end").alias("workforce_on")
    is_printed = pl.col("source") == Source.PUBLISHED.value
    cases = caseloads.filter(is_ok).select(
        "area_code",
        day,
        pl.col("numerator").alias("cases_now"),
        pl.col("denominator").alias("fte_now"),
        pl.when(is_printed).then(FTE_ROUNDED_BY).otherwise(0.0).alias("fte_rounded_by"),
    )
    same_day = agency.filter(is_ok).join(caseloads.select("period_end").unique(), on="period_end", how="semi")
    workers = same_day.select(
        "area_code", day, pl.col("numerator").alias("agency_fte"), pl.col("denominator").alias("all_fte")
    )
    return cases.join(workers, on=["area_code", "workforce_on"], how="full", coalesce=True, validate="1:1")


def _lever(
    told: pl.DataFrame,
    lever: str,
    *,
    codes: Sequence[str],
    lists: dict[str, list[str]],
    workforce: pl.DataFrame,
    settings: Settings,
) -> pl.DataFrame:
    """Return the rows of one lever: a frame for each level, one after the other."""
    rows = told.filter(measure=lever)
    matrix = value_matrix(rows)
    near = neighbour_values(matrix, la_codes=codes, lists=lists)[:, :, 0]
    with_value = (~np.isnan(near)).sum(axis=1)
    near[lacks_neighbours(matrix, la_codes=codes, lists=lists)[:, 0]] = np.nan
    own = (
        pl.DataFrame({"area_code": codes})
        .join(rows, on="area_code", how="left", validate="1:1", maintain_order="left")
        .join(workforce, on="area_code", how="left", validate="1:1", maintain_order="left")
    )
    levels = neighbour_levels(near, rounded_by=rounding_of(matrix.values))
    told_of_all = {
        "lever": pl.lit(lever),
        "period_end": pl.lit(matrix.periods[0][1]),
        "is_caseload_chosen": pl.lit(lever == CHILDREN_IN_NEED and _caseload_chosen(settings) is not None),
    }
    held = pl.Series("neighbours_with_value", with_value)
    series = (pl.Series("la_code", codes), _status(own, levels), own["workforce_on"], held)
    return pl.concat(
        pl.DataFrame(_at_level(own, levels, place, lever=lever, settings=settings), nan_to_null=True).with_columns(
            *series, level=pl.lit(level.value), **told_of_all
        )
        for place, level in enumerate(SHARES)
    )


def _status(own: pl.DataFrame, levels: NeighbourLevels) -> pl.Series:
    """Return ok, or why nothing is worked out: the authority's own figure is wanting, or too many neighbours' are."""
    with_held = own.select(pl.col("status").fill_null(Status.NOT_COLLECTED.value)).with_columns(
        pl.Series("held", levels.held)
    )
    is_few = (pl.col("status") == Status.OK.value) & (pl.col("held") < ENOUGH_NEIGHBOURS)
    return with_held.select(pl.when(is_few).then(pl.lit(Status.INCOMPLETE.value)).otherwise("status").alias("status"))[
        "status"
    ]


def _at_level(
    own: pl.DataFrame, levels: NeighbourLevels, place: int, *, lever: str, settings: Settings
) -> dict[str, Floats]:
    """Return the numbers of one lever at one level, by authority; NaN where a figure is wanting."""
    is_ok = own.select((pl.col("status") == Status.OK.value).fill_null(value=False))["status"].to_numpy()
    value, count, population = (
        np.where(is_ok, _told(own, name), np.nan) for name in ("value", "numerator", "denominator")
    )
    ends = {
        end: np.where(is_ok, told[:, place], np.nan)
        for end, told in (("lower", levels.lower), ("then", levels.at), ("upper", levels.upper))
    }
    found = {"value_now": value, "value_then": ends["then"]}
    found |= {"value_then_lower": ends["lower"], "value_then_upper": ends["upper"]}
    now = {name: _told(own, name) for name in _NOW} | {"count_now": count}
    if lever == CASELOAD:
        return found | workers_by_caseload(now, caseloads=ends)
    counts = {end: rate * population / _PER_CHILDREN for end, rate in ends.items()}
    found |= _children(count, population, counts=counts)
    if lever != CHILDREN_IN_NEED:
        return found
    moves = {"lower": found["difference_lower"], "then": found["difference"], "upper": found["difference_upper"]}
    return found | workers_by_children(now, moves=moves, chosen=_caseload_chosen(settings))


def _caseload_chosen(settings: Settings) -> float | None:
    return settings.capacity.caseload_cases_per_fte


def _told(own: pl.DataFrame, name: str) -> Floats:
    told: Floats = own[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return told


def _children(count: Floats, population: Floats, *, counts: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return children or referrals now and at a level, and the difference with its ends."""
    chance_lower, chance_upper = count_interval(count)
    return {
        "population": population,
        "count_now": count,
        "count_then": counts["then"],
        "count_then_lower": counts["lower"],
        "count_then_upper": counts["upper"],
        "difference": counts["then"] - count,
        "difference_lower": counts["lower"] - chance_upper,
        "difference_upper": counts["upper"] - chance_lower,
    }
