"""A series beside a named time of its own past, such as the years before the pandemic: a second baseline."""

from typing import Final

import numpy as np
import pandas as pd
import polars as pl

from csc_metrics.change.charted import VARIATIONS, Charted, charted, limits_of, polarities, variation_of
from csc_metrics.change.limits import TRIAL_BELOW_POINTS
from csc_metrics.change.rules import signals
from csc_metrics.change.series import Floats, Numbers, day_number, series_matrices
from csc_metrics.change.summed_up import cells_at, days_at, last_told
from csc_metrics.contracts.about_change import ReferenceComparisons
from csc_metrics.contracts.words_by_place import words_by_place
from csc_metrics.settings.dated import ReferencePeriod
from csc_metrics.settings.model import Settings

_DEFAULTS: Final = Settings()


def against_reference_periods(values: pl.DataFrame | pd.DataFrame, *, settings: Settings = _DEFAULTS) -> pl.DataFrame:
    """Return each series beside the named times past of the settings: their limits, carried to what came after.

    A period belongs to a time past where it ends within it. Limits come of that time, seasons of the whole series;
    proportions have the limits of the newest period's denominator. What came after is held to the rules of process
    charts with those limits; `rebases` do not cut it, since a baseline is given by its dates.

    values: columns of MeasureValues, as of `csc_metrics.change.process_chart.process_points`. settings:
    reference_periods and process_chart are read.
    Returns: schema ReferenceComparisons, in the measure's unit; one row per series and reference period.
    Raises: NotASeries where a column is not there, or where a series has a period twice.
    Source: NHS Making Data Count (limits and rules); methods of the suite, section 3 (a reference period as baseline).
    """
    unbroken = settings.model_copy(update={"rebases": ()})
    columns = list(ReferenceComparisons.create_empty().schema)
    found = [
        _compared(one, reference=reference, settings=unbroken).select(columns)
        for one in (charted(matrix, settings=unbroken) for matrix in series_matrices(values))
        for reference in settings.reference_periods
    ]
    if not found:
        return ReferenceComparisons.create_empty()
    return ReferenceComparisons.validate(pl.concat(found).sort(ReferenceComparisons.primary_key()), cast=True)


def _compared(one: Charted, *, reference: ReferencePeriod, settings: Settings) -> pl.DataFrame:
    """Return series beside one time past."""
    first, last = (day_number(day) for day in (reference.first_on, reference.last_on))
    ends = one.matrix.period_ends
    within = np.where((ends >= first) & (ends <= last), one.drawn, np.nan)
    after = np.where(ends > last, one.drawn, np.nan)
    limits = limits_of(within, one.matrix, at=one.at, told=one.is_proportion, settings=settings)
    newest = last_told(np.where(ends > last, one.values, np.nan))
    drawn_at = np.where(newest < 0, last_told(within), newest)
    directions = signals(after, limits=limits).directions()
    codes = variation_of(directions, after, limits=limits, polarity=polarities(one.matrix.series))
    numbers = {
        "centre": limits.centre[:, 0],
        "lower_limit": _there(cells_at(limits.lower, drawn_at), drawn_at),
        "upper_limit": _there(cells_at(limits.upper, drawn_at), drawn_at),
        "latest": _there(cells_at(one.values, newest), newest),
    }
    return one.matrix.series.hstack(pl.DataFrame(numbers, nan_to_null=True)).with_columns(
        reference=pl.lit(reference.name),
        reference_from=pl.lit(reference.first_on),
        reference_to=pl.lit(reference.last_on),
        points=pl.Series(np.sum(~np.isnan(within), axis=1)),
        is_trial=pl.Series(limits.points < TRIAL_BELOW_POINTS),
        latest_on=days_at(one, newest),
        variation=words_by_place(VARIATIONS, cells_at(codes, newest)),
    )


def _there(told: Floats, at: Numbers) -> Floats:
    """Return figures where there is a period to tell them of."""
    return np.where(at < 0, np.nan, told)
