"""Whether recording changed when practice did: then a figure may have moved for that alone."""

from typing import Final

import pandas as pd
import polars as pl

from csc_metrics.change.impact import JUST_BEFORE, OF_MONTHS, impacts
from csc_metrics.change.series import SERIES_KEY
from csc_metrics.contracts.about_change import RecordingChecks, Run
from csc_metrics.measures.meeting_kinds import KINDS
from csc_metrics.measures.registry import MEASURES
from csc_metrics.settings.model import Settings

_DEFAULTS: Final = Settings()
_KEY: Final = (*SERIES_KEY, "change_name", "changed_on")
_SURE: Final = 0.01
_LEAST_MOVE: Final = 0.1
_LEAST_AFTER: Final = 6
_WHOLE_PCT: Final = 100.0
_OF_ATTENDANCE: Final = ("attended", "quorate", "invited", "report")
_SHARES: Final = [code for code, one in MEASURES.items() if one.unit == "%"]


def recording_checks(values: pl.DataFrame | pd.DataFrame, *, settings: Settings = _DEFAULTS) -> pl.DataFrame:
    """Return for each dated change and each series of its measures whether its recording changed, too.

    Five things are looked at: `denominator`, what is counted in all (of shares and ratios); `unknowns`, the share that
    is not recorded, where a measure tells it; `aside`, rows that could not be judged; `definition`, changes of
    recording that the settings name within three months of the change; `attended_by_default`, a share that varied
    before and is 100% in every month after. The first and third count as changed where a step at the change is there
    at 1% and the mean moved by a tenth or more, unknowns where the step is there; with too few periods for a fit,
    where most periods after lie outside the old limits.

    values: schema MeasureValues, polars or pandas, of one source; the companions of the measures tested among them.
    Returns: schema RecordingChecks, one row per series, dated change and check; before and after in rows, per cent, or
    null.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    Source: methods of the suite, sections 1 (traps of strategy meetings) and 3 (before and after).
    """
    given = pl.from_pandas(values) if isinstance(values, pd.DataFrame) else values
    frame = given.filter(pl.col("period_type").is_in(OF_MONTHS))
    tested = impacts(frame, settings=settings).filter(run=Run.ALL_MONTHS.value)
    if tested.is_empty():
        return RecordingChecks.create_empty()
    keys = tested.select(_KEY)
    found = [
        _moved(keys, "denominator", _as_value(frame, pl.col("denominator")), settings=settings, least=_LEAST_MOVE),
        _moved(keys, "unknowns", _companions(frame), settings=settings, least=0.0),
        _moved(keys, "aside", _as_value(frame, pl.col("rows_aside")), settings=settings, least=_LEAST_MOVE),
        _defined_otherwise(keys, settings),
        _by_default(tested, frame),
    ]
    columns = list(RecordingChecks.create_empty().schema)
    checks = pl.concat([one.select(columns) for one in found]).sort(RecordingChecks.primary_key())
    return RecordingChecks.validate(checks, cast=True)


def companion_of(code: str) -> str | None:
    """Return the measure that tells which share of what another measure counts is not recorded; None where none does.

    code: of a measure.

    >>> companion_of("strategy_meeting_quorate_pct"), companion_of("average_caseload")
    ('strategy_meeting_not_recorded_pct', None)
    """
    kind = next((one.code for one in KINDS if code.startswith(f"{one.code}_")), None)
    if kind is None:
        return None
    rest = code.removeprefix(f"{kind}_")
    if "delay" in rest:
        return f"{kind}_delay_agency_not_recorded_pct"
    return f"{kind}_not_recorded_pct" if any(word in rest for word in _OF_ATTENDANCE) else None


def _as_value(frame: pl.DataFrame, amount: pl.Expr) -> pl.DataFrame:
    """Return series with another amount in the place of their values, where they have both."""
    return frame.with_columns(pl.when(pl.col("value").is_not_null()).then(amount.cast(pl.Float64)).alias("value"))


def _companions(frame: pl.DataFrame) -> pl.DataFrame:
    """Return what is not recorded under the codes of the measures that it belongs to."""
    found = [
        frame.filter(measure=companion).with_columns(measure=pl.lit(code))
        for code in frame["measure"].unique().sort()
        if (companion := companion_of(code)) is not None
    ]
    return pl.concat([frame.clear(), *found])


def _moved(keys: pl.DataFrame, check: str, series: pl.DataFrame, *, settings: Settings, least: float) -> pl.DataFrame:
    """Return whether series moved at the change. least: the smallest share of the mean before that counts as a move."""
    tested = impacts(series, settings=settings).filter(run=Run.ALL_MONTHS.value)
    told = keys.join(tested, on=_KEY, how="left", validate="1:1")
    before, after = pl.col("mean_before"), pl.col("mean_after")
    is_fitted = pl.col("level_p").is_not_null()
    is_outside = pl.col("outside_after") * 2 > pl.col("points_after")
    is_step = pl.when(is_fitted).then(pl.col("level_p") < _SURE).otherwise(is_outside)
    is_large = (after - before).abs() > least * before.abs()
    return told.with_columns(
        pl.lit(check).alias("check"),
        before.alias("before"),
        after.alias("after"),
        (before.is_not_null() & after.is_not_null()).alias("is_checked"),
        (is_step & is_large).fill_null(value=False).alias("is_changed"),
    )


def _defined_otherwise(keys: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return whether the settings name a change of recording near the dated change that touches the measure."""
    touches = pl.lit(value=False)
    for one in settings.recording_changes:
        day, near = pl.lit(one.changed_on), f"{JUST_BEFORE}mo"
        is_near = pl.col("changed_on").is_between(day.dt.offset_by(f"-{near}"), day.dt.offset_by(near))
        touches |= is_near & pl.col("measure").is_in(list(one.measures))
    nothing = pl.lit(None, dtype=pl.Float64)
    return keys.with_columns(
        pl.lit("definition").alias("check"),
        nothing.alias("before"),
        nothing.alias("after"),
        pl.lit(value=True).alias("is_checked"),
        touches.alias("is_changed"),
    )


def _by_default(tested: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Return whether a share that varied is the whole in every period from the change on."""
    days = tested.select(*_KEY, "mean_before", "mean_after")
    series = frame.filter(pl.col("value").is_not_null()).select(*SERIES_KEY, "period_end", "value")
    both = days.join(series, on=SERIES_KEY, how="left")
    is_after = pl.col("period_end") >= pl.col("changed_on")
    told = both.group_by(_KEY, maintain_order=True).agg(
        pl.col("mean_before", "mean_after").first(),
        (pl.col("value").filter(~is_after).n_unique() > 1).alias("varied"),
        (pl.col("value").filter(is_after) >= _WHOLE_PCT).all().alias("is_whole"),
        is_after.sum().alias("many"),
    )
    is_share = pl.col("measure").is_in(_SHARES)
    return told.with_columns(
        pl.lit("attended_by_default").alias("check"),
        pl.col("mean_before").alias("before"),
        pl.col("mean_after").alias("after"),
        (is_share & (pl.col("many") >= _LEAST_AFTER)).fill_null(value=False).alias("is_checked"),
        (is_share & pl.col("varied") & pl.col("is_whole") & (pl.col("many") >= _LEAST_AFTER)).alias("is_changed"),
    )
