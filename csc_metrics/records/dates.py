"""Dates and times as people and systems write them: ISO, British order, Excel's numbers. Nothing is guessed.

3/4/2025 is 3 April. A date that could be another day (a year of two digits; 3/4/2025 in a column that also holds
4/25/2025, so that months may stand first) is a fault, and so is a day that no calendar has.
"""

from datetime import date, datetime, time
from typing import Final

import polars as pl

from csc_metrics.contracts.records.columns import EARLIEST, LATEST
from csc_metrics.records.nothing import nothing

NOT_A_DATE: Final = "not_a_date"
AMBIGUOUS_DATE: Final = "ambiguous_date"
DATE_OUT_OF_RANGE: Final = "date_out_of_range"
TIME_MISSING: Final = "time_missing"

_ISO: Final = "%Y-%m-%d"
_ISO_TIMES: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_NAMED_MONTHS: Final = ("%d/%B/%Y", "%d/%b/%Y")
_TIMES: Final = ("%H:%M:%S%.f", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
_ZONE: Final = "Europe/London"
_EXCEL_DAY_ZERO: Final = pl.date(1899, 12, 30)
_HOURS, _MINUTES, _NANOSECONDS = 24, 60, 10**9
"""In a day, in an hour, in a second."""
_FIRST_SERIAL, _LAST_SERIAL = 20000, 60000
"""Numbers that pass for days counted by Excel: 3 October 1954 to 8 April 2064. Others may be anything."""
_PARTS: Final = (
    r"^(?<day>.+?)(?:(?:T|[ ,]+)(?<time>[0-9]{1,2}:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?)"
    r"\s?(?<zone>Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?)?$"
)
_SLASHED: Final = r"^(?<first>[0-9]{1,2})/(?<second>[0-9]{1,2})/(?:[0-9]{2}){1,2}$"
_TWO_DIGIT_YEAR: Final = r"^[0-9]{1,2}/(?:[0-9]{1,2}|[A-Za-z]{3,9})/[0-9]{2}$"
_SERIAL: Final = r"^[0-9]{5}(?:\.[0-9]+)?$"
_DECEMBER: Final = 12
_FIRST_YEAR_OF_FOUR_DIGITS: Final = 1000
_CELL, _VALUE, _FAULT = "cell", "value", "fault"


def understand_days(cells: pl.Series) -> pl.DataFrame:
    """Return the day that each cell means, and what is wrong where it means none.

    Input: cells, a column of text, null for an empty cell.
    Returns: one row per cell; value (Date, null where empty or at fault), fault (`not_a_date`, `ambiguous_date`,
    `date_out_of_range`; null where there is none).

    >>> [str(day) for day in understand_days(pl.Series(["3/4/2025", "45750", "3 April 2025"]))["value"]]
    ['2025-04-03', '2025-04-03', '2025-04-03']
    >>> understand_days(pl.Series(["03/04/25", "30/02/2025", "9999-12-31"]))["fault"].to_list()
    ['ambiguous_date', 'not_a_date', 'date_out_of_range']
    """
    quick = cells.str.to_date(_ISO, strict=False)
    if _are_whole(quick, cells):
        return doubt_days(quick)
    moments, is_ambiguous = _moments_of(cells)
    return _with_faults(cells, moments.dt.date(), is_ambiguous)


def understand_moments(cells: pl.Series) -> pl.DataFrame:
    """Return the moment that each cell means by the clock on the wall, and what is wrong.

    A cell with a date alone, or at midnight as Excel shows a date alone, means that day's midnight, with the fault
    `time_missing`: the value stands, hours cannot be counted from it.

    Input: cells, a column of text, null for an empty cell.
    Returns: one row per cell; value (Datetime, in microseconds), fault as `understand_days`, or `time_missing`.

    >>> understand_moments(pl.Series(["2025-06-01T12:30:00Z", "01/06/2025 1:30 PM"]))["value"].dt.to_string().to_list()
    ['2025-06-01 13:30:00.000000', '2025-06-01 13:30:00.000000']
    """
    for form in _ISO_TIMES:
        quick = cells.str.to_datetime(form, strict=False, time_unit="us")
        if _are_whole(quick, cells):
            return doubt_moments(quick)
    return _without_times(_with_faults(cells, *_moments_of(cells)))


def doubt_days(values: pl.Series) -> pl.DataFrame:
    """Return days that a file has typed as such, and what is wrong with them.

    Input: values, Date. Returns: one row per value; value (null where at fault), fault (`date_out_of_range`, or null).
    """
    if _are_within(values):
        return _as_they_are(values)
    return _with_faults(values, values, nothing(len(values), dtype=pl.Boolean()))


def doubt_moments(values: pl.Series) -> pl.DataFrame:
    """Return moments that a file has typed as such, and what is wrong with them.

    Input: values, Datetime. Returns: one row per value; value, fault (`date_out_of_range`, `time_missing`, or null).
    """
    told = doubt_days(values)
    return _without_times(told) if (values.dt.time() == time.min).any() else told


def _are_within(values: pl.Series) -> bool:
    """Whether all values lie on days on which something can have happened."""
    days = (values.min(), values.max())
    first, last = (day.date() if isinstance(day, datetime) else day for day in days)
    return first is None or (isinstance(first, date) and isinstance(last, date) and EARLIEST <= first <= last <= LATEST)


def _as_they_are(values: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({_VALUE: values, _FAULT: nothing(len(values), dtype=pl.String())})


def _without_times(told: pl.DataFrame) -> pl.DataFrame:
    """Return what was told of moments, with the fault of those at midnight, which is no time of day."""
    has_no_time = pl.col(_FAULT).is_null() & (pl.col(_VALUE).dt.time() == pl.time(0, 0, 0))
    return told.with_columns(pl.when(has_no_time).then(pl.lit(TIME_MISSING)).otherwise(pl.col(_FAULT)).alias(_FAULT))


def _are_whole(quick: pl.Series, cells: pl.Series) -> bool:
    """Whether every cell was read at once, and none of a short year ("25-04-03") or of a 61st second."""
    if quick.null_count() > cells.null_count():
        return False
    is_odd = (quick.dt.year() < _FIRST_YEAR_OF_FOUR_DIGITS) | cells.str.ends_with(":60")
    return not is_odd.any()


def _with_faults(cells: pl.Series, values: pl.Series, is_ambiguous: pl.Series) -> pl.DataFrame:
    day = pl.col(_VALUE).cast(pl.Date)
    fault = (
        pl.when(pl.col("ambiguous"))
        .then(pl.lit(AMBIGUOUS_DATE))
        .when(pl.col(_VALUE).is_null() & pl.col(_CELL).is_not_null())
        .then(pl.lit(NOT_A_DATE))
        .when((day < EARLIEST) | (day > LATEST))
        .then(pl.lit(DATE_OUT_OF_RANGE))
    )
    told = pl.DataFrame({_CELL: cells, _VALUE: values, "ambiguous": is_ambiguous}).with_columns(fault.alias(_FAULT))
    return told.select(pl.when(pl.col(_FAULT).is_null()).then(pl.col(_VALUE)).alias(_VALUE), _FAULT)


def _moments_of(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the moments that cells of any known form mean, and whether each could be another day."""
    parts = (
        pl.DataFrame({_CELL: cells}).select(pl.col(_CELL).str.strip_chars().str.extract_groups(_PARTS)).unnest(_CELL)
    )
    parts = parts.with_columns(pl.col("day").str.replace_all(r"[\s./-]+", "/").alias("slashed"))
    slashed = pl.col("slashed").str.extract_groups(_SLASHED)
    parts = parts.with_columns(
        slashed.struct.field("first").cast(pl.Int16).alias("first"),
        slashed.struct.field("second").cast(pl.Int16).alias("second"),
    )
    months_first = (pl.col("second") > _DECEMBER) & (pl.col("first") <= _DECEMBER)
    either = (pl.col("first") <= _DECEMBER) & (pl.col("second") <= _DECEMBER)
    is_ambiguous = pl.col("slashed").str.contains(_TWO_DIGIT_YEAR) | (
        months_first.any() & either & (pl.col("first") != pl.col("second"))
    )
    told = parts.with_columns(is_ambiguous.fill_null(value=False).alias("ambiguous"), _day().alias("on"))
    told = told.with_columns(_moment().alias(_VALUE))
    return told[_VALUE], told["ambiguous"]


def _day() -> pl.Expr:
    """Return the day of the parts of a cell."""
    number = pl.when(pl.col("day").str.contains(_SERIAL)).then(pl.col("day")).cast(pl.Float64)
    serial = pl.when(number.is_between(_FIRST_SERIAL, _LAST_SERIAL)).then(
        _EXCEL_DAY_ZERO + pl.duration(days=number.floor())
    )
    named = [pl.col("slashed").str.to_date(form, strict=False) for form in _NAMED_MONTHS]
    day = pl.coalesce(
        pl.col("slashed").str.to_date("%Y/%m/%d", strict=False),
        pl.col("slashed").str.to_date("%d/%m/%Y", strict=False),
        *named,
        pl.when(pl.col("day").str.contains(r"^(?:19|20)[0-9]{6}$"))
        .then(pl.col("day"))
        .str.to_date("%Y%m%d", strict=False),
        serial,
    )
    return pl.when(day.is_between(date.min, date.max)).then(day)  # polars breaks off where it moves other years


def _moment() -> pl.Expr:
    """Return day and time of the parts of a cell as one moment, moved to the clock on the wall where a zone is told."""
    number = pl.when(pl.col("day").str.contains(_SERIAL)).then(pl.col("day")).cast(pl.Float64)
    of_serial = ((number - number.floor()) * _HOURS * _MINUTES * _MINUTES).round(0).cast(pl.Int64)
    written = pl.col("time").str.to_uppercase().str.replace(r"([0-9])([AP]M)$", "${1} ${2}")
    clock = pl.coalesce(*(written.str.to_time(form, strict=False) for form in _TIMES))
    seconds = (
        pl.when(pl.col("time").is_not_null())
        .then(clock.cast(pl.Int64) // _NANOSECONDS)
        .otherwise(of_serial.fill_null(0))
    )
    local = pl.col("on").cast(pl.Datetime("us")) + pl.duration(seconds=seconds)
    minutes = _minutes_east()
    moved = (
        (local - pl.duration(minutes=minutes))
        .dt.replace_time_zone("UTC")
        .dt.convert_time_zone(_ZONE)
        .dt.replace_time_zone(None)
    )
    return pl.when(minutes.is_null()).then(local).otherwise(moved)


def _minutes_east() -> pl.Expr:
    """Return how many minutes a told zone is ahead of UTC; null where none is told."""
    signs = pl.when(pl.col("zone").str.starts_with("-")).then(-1).otherwise(1)
    digits = pl.col("zone").str.replace_all(r"[^0-9]", "")
    hours, minutes = digits.str.slice(0, 2), digits.str.slice(2, 2)
    told = signs * (hours.cast(pl.Int32, strict=False) * _MINUTES + minutes.cast(pl.Int32, strict=False))
    return pl.when(pl.col("zone") == "Z").then(0).otherwise(told)
