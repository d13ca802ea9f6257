"""One measure of an analyst's own frames, in one line."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from csc_metrics.measures.counting.own_frames import Frame, values_of_frames
from csc_metrics.measures.registry import find_measures
from csc_metrics.settings.model import Settings


def count_measure(
    code: str,
    *,
    settings: Settings | None = None,
    until: date | None = None,
    population: Mapping[str, Mapping[date, float]] | None = None,
    **tables: Frame,
) -> pl.DataFrame:
    """Return one measure of frames of records, polars or pandas, in every period and part of a breakdown.

    code: of the measure. tables: each clean table by its name, with the columns of docs/clean_tables.md; columns that
    the measure does not need may be left out, and la_code where all rows are of one authority (it is "000" then).
    settings: the authority's own numbers; none: the defaults. until: day up to which the frames tell; none: the newest
    extracted_on, else the newest day of any event. population: la_code → mid-year day → children aged 0 to 17.
    Returns: schema MeasureValues, source "local"; `.to_pandas()` makes a pandas frame of it.
    Raises: UnknownMeasure; NotARecordFrame.

    >>> from datetime import date
    >>> days = {"started_on": [date(2025, 4, 14)] * 2, "authorised_on": [date(2025, 6, 20), date(2025, 6, 23)]}
    >>> assessments = pl.DataFrame({"assessment_id": ["A1", "A2"], "child_id": ["C1", "C2"]} | days)
    >>> code = "assessments_within_45_working_days_pct"
    >>> values = count_measure(code, assessments=assessments, until=date(2025, 6, 30)).to_pandas()
    >>> values.loc[values.period_type == "month", "value"].tolist()
    [50.0]
    """
    return values_of_frames(find_measures([code]), tables, settings=settings, until=until, population=population)
