"""One call for an analyst: a measure of frames of their own, polars or pandas."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Self

import pandas as pd
import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES, RecordTable
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.measure import Measure
from csc_metrics.settings.model import Settings

Frame = pl.DataFrame | pl.LazyFrame | pd.DataFrame
"""A table of records as an analyst may have it."""
_LA_CODE: Final = "la_code"
_NOBODY: Final = "000"
"""In the place of a code, for frames that do not say whose they are."""


class NotARecordFrame(WrongUse):
    """A frame that was given is not one of the clean tables, or a column of it cannot be read as it must be."""

    @classmethod
    def unknown_table(cls, name: str) -> Self:
        """Word the error for a table of a name that no clean table has."""
        hint = did_you_mean(name, RECORD_TABLES)
        return cls(f"{name!r} is none of the clean tables.{hint} Give each frame by its name in docs/clean_tables.md.")

    @classmethod
    def wrong_type(cls, table: str, column: str, *, given: object, wanted: object) -> Self:
        """Word the error for a column whose values are of another kind, as a date that is still text."""
        return cls(
            f"{table}.{column}: holds {given} where {wanted} is needed. Give {wanted}: for text such as "
            "31/03/2026 that is pl.col(...).str.to_date('%d/%m/%Y'), or pd.to_datetime(..., dayfirst=True)."
        )


def values_of_frames(
    measures: list[Measure],
    tables: Mapping[str, Frame],
    *,
    settings: Settings | None = None,
    until: date | None = None,
    population: Mapping[str, Mapping[date, float]] | None = None,
) -> pl.DataFrame:
    """Return measures of frames of records, authority by authority.

    measures: those wanted. tables: clean table → frame with its columns, as docs/clean_tables.md has them; columns may
    be left out that a measure does not need, and la_code where all rows are of one authority. settings: the
    authority's own numbers; none: the defaults. until: day up to which the frames tell; none: the newest extracted_on,
    else the newest day of any event. population: la_code → mid-year day → children aged 0 to 17.
    Returns: schema MeasureValues, source "local". Raises: NotARecordFrame.
    """
    given = {name: _as_clean(name, frame) for name, frame in tables.items()}
    codes = sorted({code for rows in given.values() for code in rows[_LA_CODE].unique()})
    found = [
        values_from_records(
            AuthorityRecords(
                code,
                {name: rows.filter(pl.col(_LA_CODE) == code) for name, rows in given.items()},
                supplied={name: rows.columns for name, rows in given.items()},
                settings=settings,
                until=until,
                population=(population or {}).get(code),
            ),
            measures,
        )
        for code in codes or [_NOBODY]
    ]
    return pl.concat([MeasureValues.create_empty(), *found])


def _as_clean(name: str, frame: Frame) -> pl.DataFrame:
    """Return a frame as a clean table: columns it knows, in their types. Raises: NotARecordFrame."""
    if name not in RECORD_TABLES:
        raise NotARecordFrame.unknown_table(name)
    rows = pl.from_pandas(frame) if isinstance(frame, pd.DataFrame) else frame.lazy().collect()
    table = RECORD_TABLES[name]
    known = [column for column in table.all_columns if column in rows.columns]
    kept = rows.select([_as_typed(rows[column], table, column) for column in known])
    return kept if _LA_CODE in kept.columns else kept.with_columns(pl.lit(_NOBODY).alias(_LA_CODE))


def _as_typed(values: pl.Series, table: RecordTable, column: str) -> pl.Series:
    """Return a column in the type of its clean table; a moment may stand for its day, a number for an identifier."""
    wanted = table.empty.schema[column]
    if values.dtype in (wanted, pl.Null):
        return values.cast(wanted)
    is_of_time = wanted in {pl.Date, pl.Datetime}
    if is_of_time != values.dtype.is_temporal() or (wanted == pl.Boolean and values.dtype != pl.Boolean):
        raise NotARecordFrame.wrong_type(table.name, column, given=values.dtype, wanted=wanted)
    try:
        return values.cast(wanted)
    except pl.exceptions.PolarsError as error:
        raise NotARecordFrame.wrong_type(table.name, column, given=values.dtype, wanted=wanted) from error
