"""Other ways of counting that give an older figure: each tried on our own figures, none believed unless it gives it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

from csc_metrics.comparison import known_differences as known
from csc_metrics.comparison.known_differences import KnownDifference, siblings_of
from csc_metrics.comparison.written_numbers import is_same_as_printed
from csc_metrics.contracts.about_reconciliation import NUMERATOR, VALUE
from csc_metrics.contracts.vocabulary import Source
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.periods import years_later

Row = dict[str, object]
"""A row of measure values, or of an older scorecard, by column."""
Figures = Mapping[tuple[str, str], Sequence[Row]]
"""Our rows by measure and breakdown."""
_SCALES: Final = {"%": 100.0, "per 10,000 children": 10_000.0}
"""Unit → what top over bottom is multiplied by."""
_PER_10K: Final = "per 10,000 children"
_PER_CENT: Final = "%"
_PLACES_OF_PER_CENT: Final = 2
_YEAR_ENDS: Final = ((3, 31), (9, 30))
"""Days of DfE's years. Source: Children in need; Children's social work workforce."""
_EXACT: Final = 9


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way of counting that gives the older figure. Its measure, part, period, source, value: None if ours is meant.

    column: of measure values, in which it stands; None where it is worked out from parts. is_held: whether we have the
    figure that would show it; if not, the way is a possible one.
    """

    difference: KnownDifference
    measure: str | None = None
    breakdown: str | None = None
    period_type: str | None = None
    period_end: date | None = None
    source: str | None = None
    column: str | None = None
    value: float | None = None
    is_held: bool = True


def ways_that_give(old: Row, ours: Row, *, figures: Figures) -> list[Way]:
    """Return the ways of counting that give an older figure where ours does not, the likeliest first.

    old: row of OldScorecard with a value. ours: row of measure values beside it. figures: all of the authority's.
    """
    tried = [way for way in _tried(old, ours, figures=figures) if way.value is not None and _gives(way.value, old)]
    return [*_of_units(old, ours), *_of_parts(old, ours), *tried]


def ways_not_held(old: Row, ours: Row, *, figures: Figures) -> list[Way]:
    """Return the common ways that no figure of ours can show.

    old: row of OldScorecard with a value. ours: row of measure values beside it. figures: all of the authority's.
    """
    as_share = [Way(difference=known.SHARE_OF_ONE, is_held=False)] if _may_be_a_share(old, ours) else []
    return as_share + [way for way in _siblings(ours, figures) if not way.is_held and way.difference.is_common]


def value_of_parts(measure: Measure, top: object, bottom: object) -> float | None:
    """Return what a top and a bottom give in the unit of a measure; None where one is wanting or the bottom is 0.

    measure: of the figure. top, bottom: numbers, or None.

    >>> value_of_parts(MEASURES["re_referral_pct"], 30.0, 120.0)
    25.0
    """
    if not isinstance(top, float) or not isinstance(bottom, float) or not bottom:
        return None
    return top / bottom * _SCALES.get(measure.unit, 1.0)


def _gives(value: float, old: Row) -> bool:
    return is_same_as_printed(value, cast("float", old["value"]), decimals=cast("int", old["decimals"]))


def _tried(old: Row, ours: Row, *, figures: Figures) -> Iterator[Way]:
    yield from _siblings(ours, figures)
    same = [row for row in figures[str(ours["measure"]), str(ours["breakdown"])] if row is not ours]
    for row in same:
        difference = _difference_to(row, ours, other_days=_other_days(old, ours))
        if difference is not None:
            yield _way_of(row, difference)
    yield from _of_our_parts(ours, same)


def _siblings(ours: Row, figures: Figures) -> Iterator[Way]:
    """Yield each measure that ours may be taken for: at the same end, of the same kind where there is one."""
    for sibling in siblings_of(str(ours["measure"]), breakdown=str(ours["breakdown"])):
        part = str(ours["breakdown"]) if sibling.part == "all" else sibling.part
        rows = [row for row in figures.get((sibling.other, part), ()) if row["period_end"] == ours["period_end"]]
        rows = [row for row in rows if row["period_type"] == ours["period_type"]] or rows
        held = [row for row in rows if row["value"] is not None]
        if not held:
            yield Way(difference=sibling.difference, measure=sibling.other, breakdown=part, is_held=False)
        yield from (_way_of(row, sibling.difference) for row in held)


def _way_of(row: Row, difference: KnownDifference) -> Way:
    end = row["period_end"]
    return Way(
        difference=difference,
        measure=str(row["measure"]),
        breakdown=str(row["breakdown"]),
        period_type=str(row["period_type"]),
        period_end=end if isinstance(end, date) else None,
        source=str(row["source"]),
        column=VALUE,
        value=cast("float", row["value"]) if row["value"] is not None else None,
    )


def _difference_to(row: Row, ours: Row, *, other_days: Sequence[date]) -> KnownDifference | None:
    """Return in what alone another row of the same measure differs from ours; None for more than that."""
    is_same_kind, is_same_source = (row[name] == ours[name] for name in ("period_type", "source"))
    if row["period_end"] == ours["period_end"]:
        if is_same_kind:
            return known.OTHER_SOURCE
        return known.OTHER_KIND_OF_PERIOD if is_same_source else None
    return known.OTHER_DAY if is_same_kind and row["period_end"] in other_days else None


def _other_days(old: Row, ours: Row) -> list[date]:
    """Return the other days that a label of a year can mean."""
    if old["year"] is None:
        return []
    year = cast("int", old["year"])
    days = [date(year - before, *end) for before in (0, 1) for end in _YEAR_ENDS]
    return [day for day in days if day != ours["period_end"]]


def _of_our_parts(ours: Row, same: Sequence[Row]) -> Iterator[Way]:
    """Yield what our parts give otherwise: recomputed, the top alone, over the population of a year near by."""
    measure = MEASURES[str(ours["measure"])]
    own = replace(_way_of(ours, known.FROM_PARTS), column=None)
    if ours["source"] == Source.PUBLISHED.value:
        yield replace(own, value=value_of_parts(measure, ours["numerator"], ours["denominator"]))
    if ours["denominator"] is not None and ours["numerator"] is not None:
        top = cast("float", ours["numerator"])
        yield replace(own, difference=known.COUNT_OR_RATE, column=NUMERATOR, value=top)
    if measure.unit != _PER_10K or not isinstance(ours["period_end"], date):
        return
    near = [years_later(ours["period_end"], years=years) for years in (-1, 1)]
    for row in same:
        if row["period_end"] in near and row["period_type"] == ours["period_type"]:
            value = value_of_parts(measure, ours["numerator"], row["denominator"])
            yield replace(own, difference=known.POPULATION, value=value)


def _may_be_a_share(old: Row, ours: Row) -> bool:
    """Return whether a spreadsheet may have written 31.3% as 0.313."""
    is_small = cast("float", old["value"]) <= 1 and cast("int", old["decimals"]) >= _PLACES_OF_PER_CENT
    return MEASURES[str(ours["measure"])].unit == _PER_CENT and is_small and _PER_CENT not in str(old["written"])


def _of_units(old: Row, ours: Row) -> Iterator[Way]:
    decimals = cast("int", old["decimals"]) - _PLACES_OF_PER_CENT
    in_per_cent = cast("float", old["value"]) * _SCALES[_PER_CENT]
    if _may_be_a_share(old, ours) and is_same_as_printed(cast("float", ours["value"]), in_per_cent, decimals=decimals):
        yield Way(difference=known.SHARE_OF_ONE)


def _of_parts(old: Row, ours: Row) -> Iterator[Way]:
    """Yield what the older figure's own top and bottom say, where they stand beside it."""
    measure = MEASURES[str(ours["measure"])]
    own = value_of_parts(measure, old["numerator"], old["denominator"])
    if own is not None and not _gives(own, old):
        yield Way(difference=known.OWN_PARTS)
    is_same_top, is_same_bottom = (_is_same(old[part], ours[part]) for part in ("numerator", "denominator"))
    if is_same_top and is_same_bottom:
        yield Way(difference=known.SAME_PARTS)
    elif is_same_top and measure.unit == _PER_10K:  # the same count and another rate: so another population
        yield Way(difference=known.POPULATION)


def _is_same(one: object, other: object) -> bool:
    return isinstance(one, float) and isinstance(other, float) and is_same_as_printed(one, other, decimals=_EXACT)
