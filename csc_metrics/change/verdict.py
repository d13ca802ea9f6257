"""The verdict on a dated change: what the figures say, never what caused it."""

from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.change.charted import SIGN_OF
from csc_metrics.change.impact import impacts
from csc_metrics.change.limits import TRIAL_BELOW_POINTS
from csc_metrics.change.recording import recording_checks
from csc_metrics.change.series import SERIES_KEY
from csc_metrics.contracts.about_change import Run, Verdict, Verdicts
from csc_metrics.settings.model import Settings

_DEFAULTS: Final = Settings()
_KEY: Final = (*SERIES_KEY, "change_name", "changed_on")
_STATED: Final = ("change_name", "changed_on", "measure")
_SURE: Final = 0.05
_BAD_BEYOND: Final = 1.645 / (3 * 3**0.5)
"""Of the reach of limits (three standard deviations): so far from the rest lies a mean of three months in 5%."""


def verdicts(values: pl.DataFrame | pd.DataFrame, *, settings: Settings = _DEFAULTS) -> pl.DataFrame:
    """Return the verdict on each dated change for each series of its measures.

    A series moved where the part that was expected to (step, change of slope, or either) has a 95% interval without 0
    in every run, always to the same side; of two parts, each has 97.5%. It moved as expected where that side is the
    good one. Where a check of recording found a change, that is the verdict, whatever else moved. Fewer than eight
    periods on a side, in any run, are not enough.

    values: schema MeasureValues, polars or pandas, with the companions of the measures tested (see recording_checks).
    Returns: schema Verdicts, one row per series and dated change.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    Source: methods of the suite, section 3 (before and after).
    """
    tested = impacts(values, settings=settings)
    if tested.is_empty():
        return Verdicts.create_empty()
    moved = tested.join(_shapes(settings), on=_STATED, how="left", validate="m:1").with_columns(_side())
    told = moved.group_by(_KEY, maintain_order=True).agg(_of_runs())
    recorded = recording_checks(values, settings=settings).group_by(_KEY).agg(pl.col("is_changed").any())
    whole = told.join(recorded.rename({"is_changed": "is_recording_changed"}), on=_KEY, how="left", validate="1:1")
    columns = list(Verdicts.create_empty().schema)
    return Verdicts.validate(whole.with_columns(_verdict()).select(columns).sort(Verdicts.primary_key()), cast=True)


def _shapes(settings: Settings) -> pl.DataFrame:
    """Return the shape in which each dated change should move each of its measures."""
    stated = [
        (one.name, one.changed_on, measure, one.expected_shape) for one in settings.changes for measure in one.measures
    ]
    return pl.DataFrame(stated, schema=[*_STATED, "expected_shape"], orient="row")


def _side() -> pl.Expr:
    """Return 1 or -1 where what should move in a run went up or down beyond chance; 0 where not; null without a fit."""
    shape, many = pl.col("expected_shape"), pl.col("expected_shape").str.contains("_and_")
    limit = pl.when(many).then(_SURE / 2).otherwise(_SURE)
    step, turn = (
        pl.when(shape.str.contains(name) & (pl.col(f"{name}_p") < limit)).then(pl.col(name).sign()).otherwise(0)
        for name in ("level", "slope")
    )
    side = pl.when(step * turn < 0).then(0).otherwise((step + turn).sign())
    return pl.when(pl.col("level_p").is_not_null()).then(side).alias("side")


def _of_runs() -> list[pl.Expr]:
    """Return what all runs of a series say together."""
    side = pl.col("side")
    is_all, is_later = (pl.col("run") == run.value for run in (Run.ALL_MONTHS, Run.WITHOUT_MONTHS_BEFORE))

    def of(column: str, which: pl.Expr) -> pl.Expr:
        return pl.col(column).filter(which).first()

    many, fewer = of("points_before", is_all), of("points_before", is_later)
    just_before = (many * of("mean_before", is_all) - fewer * of("mean_before", is_later)) / (many - fewer)
    reach = of("upper_limit", is_later) - of("mean_before", is_later)
    away = (just_before - of("mean_before", is_later)) / reach
    sign = pl.col("measure").first().replace_strict(SIGN_OF, default=0)
    return [
        pl.col("expected_shape").first(),
        side.first().alias("side"),
        side.is_null().any().alias("is_short"),
        (side.n_unique() == 1).alias("is_robust"),
        (many < TRIAL_BELOW_POINTS).alias("is_baseline_short"),
        (-away * sign > _BAD_BEYOND).fill_null(value=False).alias("is_baseline_bad"),
        sign.alias("sign"),
    ]


def _verdict() -> pl.Expr:
    side, sign = pl.col("side"), pl.col("sign")
    is_moved = pl.col("is_robust") & (side != 0)
    return (
        pl.when("is_short")
        .then(pl.lit(Verdict.NOT_ENOUGH_DATA.value))
        .when("is_recording_changed")
        .then(pl.lit(Verdict.RECORDING_CHANGED.value))
        .when(is_moved & (sign == 0))
        .then(pl.lit(Verdict.MOVED_OTHERWISE.value))
        .when(is_moved & (side == sign))
        .then(pl.lit(Verdict.MOVED_AS_EXPECTED.value))
        .when(is_moved)
        .then(pl.lit(Verdict.MOVED_THE_OTHER_WAY.value))
        .otherwise(pl.lit(Verdict.NO_CLEAR_MOVE.value))
        .alias("verdict")
    )
