"""The years of one measure of one authority, read from the rows that the page draws and prints."""

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl

from csc_metrics.contracts.authorities import Authority
from csc_metrics.contracts.vocabulary import Note, Outcome, Polarity, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.periods import one_year_before

FEWEST_COUNTED: Final = 50
"""A percentage of fewer workers or events swings so widely that it is told with its parts and not compared."""
FEWEST_WORKERS: Final = 10
"""The same for cases per social worker, over fewer full-time equivalents than this."""
FEWEST_CHILDREN: Final = 1_000
"""The same for a rate per 10,000 children, over a population smaller than this."""


@dataclass(frozen=True, kw_only=True)
class Year:
    """One row of ReportRows: the columns that sentences speak of."""

    period_end: date
    status: str
    value: float | None
    numerator: float | None
    denominator: float | None
    change: float | None
    neighbour_median: float | None
    neighbour_min: float | None
    neighbour_max: float | None
    neighbours_with_value: int | None
    neighbours: list[str]
    region_value: float | None
    england_value: float | None
    england_rank: int | None
    england_ranked: int | None
    quartile: str | None
    outcome: str
    lower: float | None
    upper: float | None
    note: str | None


@dataclass(frozen=True, kw_only=True)
class History:
    """All years of a measure up to the one that the report is about, oldest first; the last is `latest`."""

    measure: Measure
    authority: Authority
    years: tuple[Year, ...]

    @property
    def latest(self) -> Year:
        """The year that the report is about, whether or not it has a value."""
        return self.years[-1]

    @property
    def has_value(self) -> bool:
        """Whether the latest year has a value."""
        return self.latest.status == Status.OK.value

    @property
    def is_judged(self) -> bool:
        """Whether a direction of this measure is good."""
        return self.measure.polarity is not Polarity.NO_JUDGEMENT

    @property
    def rests_on_few(self) -> bool:
        """Whether the latest value is a ratio over so few that a comparison would mislead."""
        bottom = self.latest.denominator
        if self.measure.unit == "%":
            return bottom is not None and bottom < FEWEST_COUNTED
        return bottom is not None and bottom < (FEWEST_CHILDREN if self.is_rate_of_children else FEWEST_WORKERS)

    @property
    def is_rate_of_children(self) -> bool:
        """Whether the measure is a rate over the population of children."""
        return "children" in self.measure.unit

    @property
    def is_told_outside(self) -> bool:
        """Whether a sentence says that the latest value lies outside the neighbours' range."""
        return self.has_value and self.is_outside and not self.rests_on_few

    @property
    def is_outside(self) -> bool:
        """Whether the latest value lies outside the neighbours' range."""
        return self.latest.outcome not in (Outcome.SIMILAR.value, Outcome.NOT_COMPARED.value)

    @cached_property
    def with_value(self) -> tuple[Year, ...]:
        """The years that have a value, oldest first."""
        return tuple(year for year in self.years if year.status == Status.OK.value)

    @cached_property
    def previous(self) -> Year | None:
        """The year before the latest, where both have a value."""
        if self.latest.change is None:
            return None
        wanted = one_year_before(self.latest.period_end)
        return next((year for year in self.years if year.period_end == wanted), None)


def existed() -> pl.Expr:
    """Whether a row of ReportRows is about a day on which the authority existed."""
    return pl.col("note").fill_null("") != Note.AUTHORITY_DID_NOT_EXIST.value


def histories(
    rows: pl.DataFrame, *, authority: Authority, measures: list[Measure], period_ends: dict[str, date]
) -> list[History]:
    """Return one history for each measure, up to the period end that the report shows.

    Input: schema ReportRows, one authority. Years before the authority existed are left out.
    """
    names = [field.name for field in fields(Year)]
    found = []
    for measure in measures:
        wanted = rows.filter(
            (pl.col("measure") == measure.code)
            & (pl.col("period_end") <= period_ends[measure.code])
            & (existed() | (pl.col("period_end") == period_ends[measure.code]))
        ).sort("period_end")
        years: list[dict[str, Any]] = wanted.select(names).to_dicts()
        found.append(History(measure=measure, authority=authority, years=tuple(Year(**year) for year in years)))
    return found
