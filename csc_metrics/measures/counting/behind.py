"""The rows behind a figure: the very unit rows that its sums are made of, and so always as many."""

from collections.abc import Iterable
from typing import Final, Self

import polars as pl

from csc_metrics.contracts.agencies import AGENCIES
from csc_metrics.contracts.records.tables import words_of_column
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.errors import CscMetricsError, WrongUse, did_you_mean
from csc_metrics.measures.counting.cells import ALL, NOT_RECORDED, part_of
from csc_metrics.measures.counting.how import AtEnd, FromRecords, How
from csc_metrics.measures.counting.records import CHILD, AuthorityRecords
from csc_metrics.measures.counting.values import months_counted, why_not_counted
from csc_metrics.measures.measure import Measure
from csc_metrics.periods import Period

COUNTED: Final = "is_counted"
"""Column that says whether a row stands in the top of a figure."""
ASIDE: Final = "is_aside"
"""Column that says whether a row belongs here and could not be judged."""

_OF_AGENCIES: Final = ("agency", "delay_agency")
"""Breakdowns by agency."""


class NoSuchPart(WrongUse):
    """A figure is not broken down as it was asked for."""

    @classmethod
    def of(cls, measure: Measure, part: str) -> Self:
        """Word the error for a part that a measure does not have."""
        held = measure.from_records.breakdowns if measure.from_records is not None else ()
        hint = did_you_mean(part.partition("=")[0], held)
        return cls(
            f"{part!r} is no part of {measure.code}.{hint} It is broken down by {', '.join(held) or 'nothing'}. Write "
            "one as team=North, with the name as `csc-metrics measures --source local` prints it."
        )

    @classmethod
    def of_no_record(cls, measure: Measure, part: str, known: Iterable[str]) -> Self:
        """Word the error for a part that no record of a measure has. known: what its breakdown holds."""
        name, _, value = part.partition("=")
        return cls(
            f"No record of {measure.code} has the part {part!r}.{did_you_mean(value, known)} Write one as "
            f"{name}=…, with the name as `csc-metrics measures --source local --measure {measure.code}` prints it."
        )


class NothingBehind(CscMetricsError):
    """There is no figure, so that no rows are behind it."""

    @classmethod
    def of(cls, measure: Measure, records: AuthorityRecords) -> Self:
        """Word the error for a measure that cannot be counted from what is held."""
        about = measure.from_records
        lacking = records.lacking(about.reads) if about is not None else ()
        why = f"no extract tells of {', '.join(lacking)}" if lacking else "no month is whole, or a setting is wanting"
        return cls(
            f"{measure.code} of {records.la_code} cannot be counted: {why}. Put an extract that tells of it into "
            "data_raw and run `csc-metrics clean`."
        )

    @classmethod
    def outside(cls, measure: Measure, period: Period, records: AuthorityRecords) -> Self:
        """Word the error for a period for which the records are not whole."""
        return cls(
            f"{measure.code} of {records.la_code} is not told for {period.label}: the records are not whole for it. "
            f"Ask for a period that `csc-metrics measures --source local --measure {measure.code}` prints."
        )


def rows_behind(records: AuthorityRecords, measure: Measure, *, period: Period, part: str = ALL) -> pl.DataFrame:
    """Return the unit rows behind a figure: those in its top or bottom, and those set aside.

    The sum of is_counted is the figure's numerator (of a ratio, the sums of top and bottom are its parts), the rows
    that are not aside are its denominator, the others its rows_aside. What is counted once has one row. Of a quantile
    every row bears its amount.
    records: of one authority. measure: counted from records. period: as `period_asked` gives it. part: "all", or one
    part of a breakdown such as "team=North".
    Returns: one row per unit; on, is_counted, is_aside, then what the unit is; in order of day and identifier.
    Raises: NoSuchPart, also where no record of any period has it; NothingBehind where the measure is not counted, or
    not for that period.
    """
    about = measure.from_records
    if about is None or why_not_counted(records, about) is not None:
        raise NothingBehind.of(measure, records)
    months = months_counted(records, about)
    if months.at is None and not _is_within(period, records, about):
        raise NothingBehind.outside(measure, period, records)
    rows = _of_part(_with_parts(records, about.units(records), about), measure, part)
    return _in_order(_told(rows.filter(_is_in(period, about)), about))


def _is_in(period: Period, about: FromRecords) -> pl.Expr:
    """Return whether unit rows belong to a period; where bottoms are those of its end, no earlier one does."""
    is_at_end, is_within = pl.col("on") == period.end, pl.col("on").is_between(period.start, period.end)
    match about.at_end:
        case AtEnd.BOTH:
            return is_at_end
        case AtEnd.BOTTOM:
            return is_within & (is_at_end | (pl.col("bottom").cast(pl.Float64) == 0))
    return is_within


def _is_within(period: Period, records: AuthorityRecords, about: FromRecords) -> bool:
    """Whether a measure is counted for every month of a period."""
    months = months_counted(records, about)
    first = period.end if period.period_type is PeriodType.SNAPSHOT else period.start
    return months.includes(first) and months.includes(period.end)


def _with_parts(records: AuthorityRecords, rows: pl.DataFrame, about: FromRecords) -> pl.DataFrame:
    """Add the parts of breakdowns that the rows' children tell of."""
    told = [(name, part_of(records, rows, name)) for name in about.breakdowns if name not in rows.columns]
    return rows.with_columns([part.alias(name) for name, part in told if part is not None])


def _of_part(rows: pl.DataFrame, measure: Measure, part: str) -> pl.DataFrame:
    """Return the rows that belong to a part of a breakdown, of all periods. Raises: NoSuchPart."""
    if part == ALL:
        return rows
    name, is_named, value = part.partition("=")
    about = measure.from_records
    if about is None or not is_named or name not in about.breakdowns or name not in rows.columns:
        raise NoSuchPart.of(measure, part)
    column = pl.col(name).cast(pl.String)
    found = rows.filter(column.is_null() if value == NOT_RECORDED else column == value)
    known = rows[name].cast(pl.String).drop_nulls().unique().sort().to_list()
    if found.is_empty() and known and not _is_known(name, value):
        raise NoSuchPart.of_no_record(measure, part, known)
    return found


def _is_known(name: str, value: str) -> bool:
    """Whether a part is one that there may be, though no record has it."""
    return value == NOT_RECORDED or value in words_of_column(name) or (name in _OF_AGENCIES and value in AGENCIES)


def _told(rows: pl.DataFrame, about: FromRecords) -> pl.DataFrame:
    """Return the rows that a figure is made of, with is_counted and is_aside."""
    aside = pl.col(ASIDE).fill_null(value=False) if ASIDE in rows.columns else pl.lit(value=False)
    flagged = rows.with_columns(aside.alias(ASIDE))
    match about.how:
        case How.COUNT | How.DISTINCT | How.RATE:
            is_behind = is_counted = _is_filled(flagged, "top")
        case How.SHARE | How.DISTINCT_SHARE:
            is_behind, is_counted = _is_filled(flagged, "bottom"), _is_filled(flagged, "top")
        case How.RATIO | How.RATIO_PCT:
            is_behind, is_counted = pl.lit(value=True), _is_filled(flagged, "top")
        case How.QUANTILE:
            is_behind = is_counted = pl.col("amount").is_not_null()
    kept = flagged.with_columns((is_counted & ~pl.col(ASIDE)).alias(COUNTED)).filter(is_behind | pl.col(ASIDE))
    if about.how in {How.DISTINCT, How.DISTINCT_SHARE}:
        kept = _one_for_each_key(kept)
    hidden = [] if about.how in {How.RATIO, How.RATIO_PCT} else ["top", "bottom"]
    return kept.drop([name for name in (*hidden, "key") if name in kept.columns])


def _one_for_each_key(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each thing that is counted once, the first that counts; those aside as they are."""
    judged = rows.filter(~pl.col(ASIDE)).sort(pl.col(COUNTED).not_(), "on", maintain_order=True)
    return pl.concat([judged.unique("key", keep="first", maintain_order=True), rows.filter(ASIDE)])


def _is_filled(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Return whether a top or bottom counts: true, or an amount other than 0."""
    column = pl.col(name)
    is_so = column if rows.schema[name] == pl.Boolean else column != 0
    return is_so.fill_null(value=False)


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows by day and identifier, what tells of the figure first, words as text."""
    first = [name for name in ("on", COUNTED, ASIDE, "top", "bottom", "amount") if name in rows.columns]
    names = [name for name in rows.columns if name.endswith("_id")]
    others = [name for name in rows.columns if name not in {*first, "extracted_on", CHILD}]
    told = rows.with_columns(pl.col(pl.Categorical).cast(pl.String)).select(*first, *others)
    return told.sort("on", *names, nulls_last=True, maintain_order=True)
