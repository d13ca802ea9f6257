"""How often a verdict calls a series moved though nothing changed, how often it finds a step, what intervals hold.

Series of 48 months are drawn around a level that stays, with a change dated after 30 of them; each takes the whole way
of a figure to its verdict. Everything falls out alike each time.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from simulations.signals import correlated

from csc_metrics.change.impact import impacts
from csc_metrics.change.series import Floats
from csc_metrics.change.verdict import verdicts
from csc_metrics.contracts.about_change import Run, Verdict
from csc_metrics.settings.dated import DatedChange
from csc_metrics.settings.model import Settings

SEED: Final = 20_260_402
SERIES: Final = 1_000
MONTHS: Final = 48
BEFORE: Final = 30
MEASURE: Final = "re_referral_pct"
"""A low figure is good, so that what falls gets better."""
FIRST: Final = date(2022, 1, 1)
CHANGED_ON: Final = date(2024, 7, 1)
_LONGER: Final = 36
_SPREAD: Final = 10.0
_SEASON_PCT: Final = (2, -3, 9, -5, 3, 4, 14, -12, -4, 5, 3, -14)
"""About how England's referrals of 2018 lie beside their mean, January first. Source: DfE, children in need, c6."""
_PLANTED: Final = (0.6, 0.02)
_MEETINGS: Final = 30
"""A month, as Alderbeck has them."""
MOVED: Final = (
    Verdict.MOVED_AS_EXPECTED.value,
    Verdict.MOVED_THE_OTHER_WAY.value,
    Verdict.MOVED_OTHERWISE.value,
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was found in series of one kind. kind: in words. moved, as_expected: shares of series with such a verdict.

    level_held, slope_held: shares of 95% intervals that hold the true step and change of slope.
    """

    kind: str
    moved: float
    as_expected: float
    level_held: float
    slope_held: float


def settings_of(shape: str) -> Settings:
    change = DatedChange.model_validate(
        {"changed_on": CHANGED_ON, "name": "A change", "measures": (MEASURE,), "expected_shape": shape}
    )
    return Settings(changes=(change,))


def frame_of(values: Floats) -> pl.DataFrame:
    """Return series of months as measure values, the first month that of FIRST."""
    count, months = values.shape
    ends = pl.date_range(FIRST, interval="1mo", end=date(2030, 1, 1), eager=True).dt.month_end().head(months)
    return pl.DataFrame(
        {
            "area_code": np.repeat([f"{number:05d}" for number in range(count)], months),
            "measure": MEASURE,
            "breakdown": "all",
            "source": "local",
            "period_type": "month",
            "period_end": pl.concat([ends] * count),
            "value": values.ravel(),
            "status": "ok",
        }
    ).with_columns(**dict.fromkeys(("numerator", "denominator", "rows_aside"), pl.lit(None, dtype=pl.Float64)))


def seasonal(count: int, months: int, *, rng: np.random.Generator) -> Floats:
    """Return series with the season of England's referrals beside chance half as large."""
    season = np.resize(np.array(_SEASON_PCT, dtype=np.float64), months)
    return 100.0 + season + rng.normal(0, _SPREAD / 2, size=(count, months))


def after_the_worst_month(count: int, *, rng: np.random.Generator, phi: float) -> Floats:
    """Return series of which the last month before the change is the worst in a year: it was made because of that."""
    longer = correlated(count, MONTHS + _LONGER, rng=rng, phi=phi)
    worst = BEFORE - 1 + longer[:, BEFORE - 1 : BEFORE + 11].argmax(axis=1)
    places = (worst - BEFORE + 1)[:, np.newaxis] + np.arange(MONTHS)
    return np.take_along_axis(longer, places, axis=1)


def planted(count: int, *, rng: np.random.Generator) -> Floats:
    """Return shares of meetings that are not quorate, 60% before and 2% after: the change planted in the sample."""
    shares = np.where(np.arange(MONTHS) < BEFORE, *_PLANTED)
    return 100.0 * rng.binomial(_MEETINGS, shares, size=(count, MONTHS)) / _MEETINGS


def found_in(kind: str, values: Floats, *, step: float = 0.0, shape: str = "level", added: float | None = None) -> Row:
    """Return what the verdicts say of series to which a step is added.

    step: the true one, in the unit of the values. added: what is to be added to them; none: the step.
    """
    more = np.where(np.arange(values.shape[1]) >= BEFORE, step if added is None else added, 0.0)
    frame, settings = frame_of(values + more), settings_of(shape)
    told = verdicts(frame, settings=settings)["verdict"]
    whole = impacts(frame, settings=settings).filter(run=Run.ALL_MONTHS.value)
    held = whole.select(
        pl.lit(step).is_between("level_lower", "level_upper").alias("level"),
        pl.lit(0.0).is_between("slope_lower", "slope_upper").alias("slope"),
    )
    return Row(
        kind=kind,
        moved=float(told.is_in(MOVED).mean() or 0.0),
        as_expected=float((told == Verdict.MOVED_AS_EXPECTED.value).mean() or 0.0),
        level_held=float(held["level"].mean() or 0.0),
        slope_held=float(held["slope"].mean() or 0.0),
    )


def table(*, count: int = SERIES) -> list[Row]:
    """Return a row for each kind of series, for the page that prints them. count: series in each."""

    def rng(number: int) -> np.random.Generator:
        return np.random.default_rng([SEED, number])

    def like(phi: float, number: int) -> Floats:
        return correlated(count, MONTHS, rng=rng(number), phi=phi)

    return [
        found_in("independent months", like(0.0, 1)),
        found_in("correlated, 0.3", like(0.3, 2)),
        found_in("correlated, 0.6", like(0.6, 3)),
        found_in("with England's season", seasonal(count, MONTHS, rng=rng(4))),
        found_in("independent, a step or a turn expected", like(0.0, 1), shape="level_and_slope"),
        found_in("after the worst month of a year", after_the_worst_month(count, rng=rng(5), phi=0.0)),
        found_in("after the worst month, correlated, 0.3", after_the_worst_month(count, rng=rng(6), phi=0.3)),
        found_in("a step of one standard deviation", like(0.0, 7), step=-_SPREAD),
        found_in("a step of two standard deviations", like(0.0, 8), step=-2 * _SPREAD),
        found_in("a step of three standard deviations", like(0.0, 9), step=-3 * _SPREAD),
        found_in("a step of three, correlated, 0.3", like(0.3, 10), step=-3 * _SPREAD),
        found_in("the sample's: 60% not quorate, then 2%", planted(count, rng=rng(11)), step=-58.0, added=0.0),
    ]
