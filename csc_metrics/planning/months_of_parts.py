"""A part of a measure in every month in which its whole measure is told: counting stops at the part's last unit."""

from collections.abc import Iterable
from typing import Final, Self

import polars as pl

from csc_metrics.contracts.records.tables import words_of_column
from csc_metrics.contracts.vocabulary import PeriodType, Source, Status
from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PROPOSED, WHOLE

_MONTHLY: Final = (PeriodType.MONTH.value, PeriodType.SNAPSHOT.value)
_COUNTS: Final = (How.COUNT, How.DISTINCT)
_MONTH: Final = ("area_code", "measure", "breakdown", "source", "period_type", "period_start", "period_end")
_NOTHING: Final = ("lower", "upper", "interval_kind", "note")
_AGENCIES: Final = ("agency", "delay_agency")
"""Breakdowns that name parts by the same words."""
_IS_KNOWN: Final = pl.col("status") == Status.OK.value


class NoSuchWord(WrongUse):
    """A part is named by a word that no record has, and that is nearly one that records have."""

    @classmethod
    def of(cls, measure: str, part: str, *, hint: str) -> Self:
        """Word the error for a part of a measure. hint: the nearest words."""
        return cls(
            f"partner_measures: no record has the part {part!r} of {measure}, so that each month would be told as none."
            f"{hint} Write the part as `csc-metrics measures --source local` prints it."
        )


def with_months_of_parts(values: pl.DataFrame, parts: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Return figures, and with them a row of each part asked for in every month in which its whole measure is told.

    Records have a part from its first unit to its last alone. Before and after that a count is 0, wherever units of the
    measure are told by such parts at all, or where there is none of any part; else it is not_collected. A share, a
    ratio or a median of no unit is zero_denominator. Where the whole measure has no value, the part has its status.

    It comes before disclosure, never after: a 0 that is told beside hidden parts could tell what they are.
    Input: values, schema MeasureValues, not disclosed. parts: measure and part, such as "agency=police"; "all" asks for
    nothing.
    Returns: the same rows and columns, and the rows that were wanting, of months and month ends counted from records.
    Raises: NoSuchWord where no record has a part that is nearly one that records have.
    """
    parts = [*parts]
    _require_words(values, parts)
    wanted = _wanted(parts)
    monthly = values.filter(pl.col("period_type").is_in(_MONTHLY), source=Source.LOCAL.value)
    told = monthly.select(*_MONTH[:2], _broken_down_by(pl.col("breakdown")), is_told=pl.lit(value=True)).unique()
    months = monthly.filter(breakdown=WHOLE).drop("breakdown").join(wanted, on="measure", how="inner")
    rows = months.join(monthly, on=_MONTH, how="anti").with_columns(_broken_down_by(pl.col("breakdown")))
    known = rows.join(told, on=[*_MONTH[:2], "broken_down_by"], how="left", validate="m:1")
    filled = known.with_columns(_amounts(known)).with_columns(
        pl.when(_IS_KNOWN & (pl.col("status_then") == Status.OK.value)).then(0.0).alias("value"),
        pl.col("status_then").alias("status"),
        *(pl.lit(None, dtype=values.schema[name]).alias(name) for name in _NOTHING),
        pl.lit(0, dtype=values.schema["rows_aside"]).alias("rows_aside"),
    )
    return pl.concat([values, filled.select(values.columns)])


def parts_told(settings: Settings) -> list[tuple[str, str]]:
    """Return measure and part of each partner measure. settings: partner_measures."""
    return [(one.measure, one.part) for one in settings.partner_measures]


def _require_words(values: pl.DataFrame, parts: Iterable[tuple[str, str]]) -> None:
    """Refuse a part that is likely misspelt: counted as it stands, it would be a good figure of nobody.

    Those that are proposed to every board are no slip of its settings, whatever its records call them.
    """
    told = values["breakdown"].unique().to_list()
    proposed = {(one.measure, one.part) for one in PROPOSED}
    for code, part in (one for one in parts if one not in proposed):
        column, _, word = part.partition("=")
        alike = _AGENCIES if column in _AGENCIES else (column,)
        known = {one.partition("=")[2] for one in told if one.partition("=")[0] in alike} | set(words_of_column(column))
        hint = did_you_mean(word, known - {word}) if part != WHOLE and word not in known else ""
        if hint:
            raise NoSuchWord.of(code, part, hint=hint)


def _wanted(parts: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Return the parts asked for, once each, and whether each is of a count."""
    rows = []
    for code, part in dict.fromkeys(parts):
        about = MEASURES[code].from_records if code in MEASURES else None
        if part != WHOLE and about is not None:
            rows.append((code, part, about.how in _COUNTS))
    return pl.DataFrame(
        rows, schema={"measure": pl.String, "breakdown": pl.String, "is_count": pl.Boolean}, orient="row"
    )


def _broken_down_by(breakdown: pl.Expr) -> pl.Expr:
    return breakdown.str.split("=").list.first().alias("broken_down_by")


def _amounts(rows: pl.DataFrame) -> list[pl.Expr]:
    """Return top and bottom of a part without a unit, 0 where the whole measure has them, and the part's status."""
    is_none = pl.col("is_told").fill_null(value=False) | (pl.col("value") == 0)
    of_count = pl.when(is_none).then(pl.lit(Status.OK.value)).otherwise(pl.lit(Status.NOT_COLLECTED.value))
    of_others = pl.lit(Status.ZERO_DENOMINATOR.value)
    status = pl.when(~_IS_KNOWN).then("status").when("is_count").then(of_count).otherwise(of_others)
    has_none = _IS_KNOWN & (status != Status.NOT_COLLECTED.value)
    amounts = [
        pl.when(has_none & pl.col(name).is_not_null()).then(0.0).cast(rows.schema[name]).alias(name)
        for name in ("numerator", "denominator")
    ]
    return [*amounts, status.alias("status_then")]
