"""An authority and its neighbours on the funnel about those neighbours: who lies where, and who outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.comparison.funnel import FLAG, Floats, funnel_of_counts, funnel_of_proportions
from csc_metrics.contracts.about_comparison import JudgedBy
from csc_metrics.contracts.vocabulary import Status

_ONE_FIGURE: Final = ("measure", "breakdown", "neighbour_model")
_FUNNELS: Final = (JudgedBy.FUNNEL_OF_PROPORTIONS.value, JudgedBy.FUNNEL_OF_COUNTS.value)
Row = Mapping[str, object]
"""A row of AgainstOthers, by column."""


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """A neighbour on the funnel. size: its denominator. is_outside: of the 99.8% limits about the neighbours."""

    la_code: str
    size: float
    value: float
    is_outside: bool


@dataclass(frozen=True, kw_only=True)
class FunnelPoints:
    """An authority's funnel. own: its row of AgainstOthers. others: its neighbours with a value, by code.

    without: status by la_code, of the neighbours that have none.
    """

    own: Row
    others: tuple[FunnelPoint, ...]
    without: Mapping[str, str]

    @property
    def size(self) -> float:
        """The authority's own denominator."""
        return _number(self.own, "denominator")

    @property
    def value(self) -> float:
        """The authority's own value."""
        return _number(self.own, "value")

    @property
    def centre(self) -> float:
        """What the neighbours have together."""
        return _number(self.own, "centre")

    def limits(self, sizes: Floats, *, confidence: float) -> tuple[Floats, Floats]:
        """Return lower and upper limits for denominators. confidence: share of chance within them."""
        return _limits(self.own, sizes, confidence=confidence)


def funnel_points(rows: pl.DataFrame, *, la_code: str) -> FunnelPoints | None:
    """Return an authority and its neighbours on the funnel about those neighbours.

    A neighbour is outside or inside of the limits about this authority's neighbours, whatever its own row says: that
    is about neighbours of its own.
    Input: rows, schema AgainstOthers, of one measure, part and model: the authority's and its neighbours', one each,
    the neighbours' of the source and day that the authority's names as its comparators'. Others are passed over.
    la_code: of the authority.
    Returns: None where no funnel judges it, or it has no bottom.
    Raises: ValueError if the rows are of several measures, parts or models, or a neighbour's is of another day.
    """
    if rows.select(_ONE_FIGURE).n_unique() > 1:
        raise ValueError("A funnel shows one measure, part and model of neighbours: filter the rows first.")
    found = rows.filter(la_code=la_code).to_dicts()
    if len(found) != 1 or found[0]["judged_by"] not in _FUNNELS or found[0]["denominator"] is None:
        return None
    own = found[0]
    others = rows.filter(pl.col("la_code").is_in(own["neighbours"]), pl.col("la_code") != la_code).sort("la_code")
    _require_same_day(own, others)
    is_told = (pl.col("status") == Status.OK.value) & pl.col("value").is_not_null() & (pl.col("denominator") > 0)
    without = dict(others.filter(is_told.not_().fill_null(value=True)).select("la_code", "status").iter_rows())
    return FunnelPoints(own=own, others=_points(own, others.filter(is_told)), without=without)


def _require_same_day(own: Row, others: pl.DataFrame) -> None:
    source, day = own["comparator_source"], own["comparator_period_end"]
    is_compared = pl.col("source").eq(pl.lit(source)) & pl.col("period_end").eq(pl.lit(day))
    if others["la_code"].is_duplicated().any() or not others.select(is_compared.all()).item():
        raise ValueError(f"Neighbours on a funnel have one row each, {source} and of {day}: filter the rows first.")


def _points(own: Row, others: pl.DataFrame) -> tuple[FunnelPoint, ...]:
    sizes, values = (others[name].to_numpy().astype(np.float64) for name in ("denominator", "value"))
    lower, upper = _limits(own, sizes, confidence=FLAG)
    told = zip(others["la_code"], sizes.tolist(), values.tolist(), ((values < lower) | (values > upper)), strict=True)
    return tuple(
        FunnelPoint(la_code=code, size=size, value=value, is_outside=bool(outside))
        for code, size, value, outside in told
    )


def _limits(own: Row, sizes: Floats, *, confidence: float) -> tuple[Floats, Floats]:
    centre, beyond = _number(own, "centre"), _number(own, "overdispersion")
    if own["judged_by"] == JudgedBy.FUNNEL_OF_PROPORTIONS.value:
        return funnel_of_proportions(sizes, centre_pct=centre, confidence=confidence, overdispersion=beyond)
    return funnel_of_counts(sizes, centre=centre, confidence=confidence, overdispersion=beyond)


def _number(row: Row, column: str) -> float:
    return float(str(row[column]))
