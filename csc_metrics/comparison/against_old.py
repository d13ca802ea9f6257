"""An older scorecard's figures beside ours, measure by measure, with the differences that a definition explains."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Self, cast

import polars as pl

from csc_metrics.comparison.known_differences import (
    MOST_OF_ANOTHER_POPULATION_PCT,
    POPULATION,
    KnownDifference,
    by_dfe,
    possible_differences,
    siblings_of,
)
from csc_metrics.comparison.old_scorecard import WHOLE
from csc_metrics.comparison.ways import Figures, Row, Way, ways_not_held, ways_that_give
from csc_metrics.comparison.written_numbers import is_same_as_printed
from csc_metrics.contracts.about_reconciliation import Explained, Reconciled, Reconciliation, WhyNotFound
from csc_metrics.contracts.made_up_region import authority_with_records
from csc_metrics.contracts.vocabulary import PeriodType, Source
from csc_metrics.errors import CscMetricsError
from csc_metrics.measures.registry import MEASURES
from csc_metrics.published.tables import PUBLISHED_TABLES
from csc_metrics.records.headings import folded
from csc_metrics.settings.model import Settings

_YEAR, _ROLLING, _SNAPSHOT = PeriodType.YEAR, PeriodType.ROLLING_12_MONTHS, PeriodType.SNAPSHOT
_QUARTER, _MONTH = PeriodType.QUARTER, PeriodType.MONTH
_MEANT: Final[dict[PeriodType, tuple[PeriodType, ...]]] = {
    _YEAR: (_YEAR, _ROLLING),
    _ROLLING: (_ROLLING, _YEAR),
    _SNAPSHOT: (_SNAPSHOT,),
    _QUARTER: (_QUARTER, _SNAPSHOT, _ROLLING),
    _MONTH: (_MONTH, _SNAPSHOT, _ROLLING),
}
"""Kind of period that a scorecard tells → kinds of ours that it can mean, the nearest first."""
_OF_A_YEARS_LABEL: Final = (_YEAR, _ROLLING, _SNAPSHOT)
_OF_A_DAY: Final = (_YEAR, _ROLLING, _SNAPSHOT, _QUARTER, _MONTH)
_CHILDRENS_YEAR_END: Final = (3, 31)
"""Of measures that DfE has no table of. Source: Children in need census, year to 31 March."""
_SOURCES: Final = (Source.LOCAL.value, Source.PUBLISHED.value)
"""A council's scorecard is of its own records where it does not say otherwise."""
_PER_CENT: Final = 100
_BETWEEN: Final = "; "
_MOST_NAMED: Final = 10
_COMPARED: Final = ("value", "numerator", "denominator")
NOTHING_KNOWN: Final = "Not explained: no difference of definition that is known gives the older figure."


class OfAnotherAuthority(CscMetricsError):
    """An older scorecard holds figures, but none of the authority asked for."""

    @classmethod
    def named(cls, la_code: str, held: Sequence[str]) -> Self:
        """Word the error: whose figures there are."""
        more = f" and {len(held) - _MOST_NAMED} more" if len(held) > _MOST_NAMED else ""
        names = f"{', '.join(map(_named, held[:_MOST_NAMED]))}{more}"
        return cls(
            f"The older scorecard has no figure of {_named(la_code)}; it has those of {names}. Give the scorecard of "
            "this authority, or take the column of authorities out if every row is its own."
        )


def reconcile(old: pl.DataFrame, values: pl.DataFrame, *, la_code: str, settings: Settings) -> pl.DataFrame:
    """Set each figure of an older scorecard beside ours of the same measure, part and period.

    Ours is the value as it is given: for what is published give the disclosed values, and a hidden one is not found,
    with its status. It is the same where it prints as the older one does, half up at that one's decimals. Where it
    differs, other ways of counting are tried on the same values; what no figure can show is told as possible.

    old: schema OldScorecard. values: schema MeasureValues, local and published ones together.
    settings: with which ours were counted; they say what another scorecard may have decided otherwise.
    Returns: schema Reconciliation; one row per older figure that is of the authority or of no named one.
    Raises: OfAnotherAuthority where all are of others.
    """
    own = old.filter(pl.col("la_code").is_null() | (pl.col("la_code") == la_code))
    if own.is_empty() and old.height:
        raise OfAnotherAuthority.named(la_code, sorted(old["la_code"].unique().drop_nulls()))
    figures = _figures_of(values.filter(pl.col("area_code") == la_code), own)
    rows = [{"la_code": la_code} | _reconciled(row, figures, settings=settings) for row in own.to_dicts()]
    return Reconciliation.validate(
        pl.DataFrame(rows, schema=Reconciliation.create_empty().schema, orient="row").sort("row")
    )


def _named(la_code: str) -> str:
    authority = authority_with_records(la_code)
    return f"{authority.name} ({la_code})" if authority is not None else la_code


def _figures_of(values: pl.DataFrame, old: pl.DataFrame) -> Figures:
    """Return our rows of the measures that are told of and of those that they may be taken for."""
    told = old["measure"].drop_nulls().unique().to_list()
    parts = {WHOLE, *(sibling.part for code in told for sibling in siblings_of(code, breakdown=WHOLE))}
    codes = {*told, *(sibling.other for code in told for sibling in siblings_of(code, breakdown=WHOLE))}
    of_measures = values.filter(pl.col("measure").is_in(list(codes)))
    if (old["breakdown"] == WHOLE).all():
        of_measures = of_measures.filter(pl.col("breakdown").is_in(list(parts)))
    found: dict[tuple[str, str], list[Row]] = {}
    for row in of_measures.sort("measure", "breakdown", "period_end", "period_type", "source").to_dicts():
        found.setdefault((row["measure"], row["breakdown"]), []).append(row)
    return found


def _reconciled(old: Row, figures: Figures, *, settings: Settings) -> Row:
    """Return one row of Reconciliation but for its authority."""
    breakdown = _part_meant(old, figures)
    told = {name: old[name] for name in ("row", "measure", "title", "period", "note")} | {
        "breakdown": breakdown or old["breakdown"],
        "old_written": old["written"],
        "old_value": old["value"],
        **{f"old_{name}": old[name] for name in ("decimals", "numerator", "denominator")},
    }
    held = figures.get((str(old["measure"]), breakdown or ""), ())
    ours = _ours(old, held)
    if old["value"] is None:
        return told | _our_side(ours) | {"outcome": Reconciled.NO_OLD_FIGURE.value}
    if ours is None:
        why = _why_not_found(old, breakdown, figures=figures)
        return told | _not_found(why, nearest=_nearest(old, held) if why is WhyNotFound.NO_SUCH_PERIOD else None)
    told |= _our_side(ours)
    if ours["value"] is None:
        return told | _not_found(WhyNotFound.NO_VALUE, nearest=_nearest(old, held))
    return told | _compared(old, ours, figures=figures, settings=settings)


def _our_side(ours: Row | None) -> Row:
    if ours is None:
        return {}
    of_period = {name: ours[name] for name in ("period_type", "period_end", "source")}
    return of_period | {f"our_{name}": ours[name] for name in ("value", "status", "numerator", "denominator")}


def _not_found(why: WhyNotFound, *, nearest: date | None) -> Row:
    return {
        "outcome": Reconciled.NOT_FOUND.value,
        "why_not_found": why.value,
        "nearest_period_end": nearest,
    }


def _why_not_found(old: Row, breakdown: str | None, *, figures: Figures) -> WhyNotFound:
    if old["measure"] is None:
        return WhyNotFound.NOT_MEASURED
    if all(measure != old["measure"] for measure, _ in figures):
        return WhyNotFound.NOT_HELD
    return WhyNotFound.NO_SUCH_PART if breakdown is None else WhyNotFound.NO_SUCH_PERIOD


def _part_meant(old: Row, figures: Figures) -> str | None:
    """Return the part as measure values name it: by "agency=police", "Agency: Police" or "Police"; None if not one."""
    if (old["measure"], old["breakdown"]) in figures:
        return str(old["breakdown"])
    parts = [part for measure, part in figures if measure == old["measure"]]
    written = folded(str(old["breakdown"]))
    whole_name = [part for part in parts if folded(part) == written]
    by_word = [part for part in parts if folded(part.rpartition("=")[2]) == written]
    found = whole_name or by_word
    return found[0] if len(found) == 1 else None


def _ours(old: Row, held: Sequence[Row]) -> Row | None:
    """Return the row of ours that an older figure means: of the kind of period it most likely has, with a value."""
    kinds, ends = _kinds_meant(old), _ends_meant(old)
    fitting = [
        row
        for row in held
        if row["period_end"] in ends
        and row["period_type"] in kinds
        and (old["source"] is None or row["source"] == old["source"])
    ]

    def place(row: Row) -> tuple[int, int, bool, int]:
        return (
            ends.index(row["period_end"]),
            kinds.index(str(row["period_type"])),
            row["value"] is None,
            _SOURCES.index(str(row["source"])),
        )

    return min(fitting, key=place, default=None)


def _kinds_meant(old: Row) -> list[str]:
    if old["period_type"] is not None:
        return [kind.value for kind in _MEANT[PeriodType(str(old["period_type"]))]]
    if old["year"] is not None:
        return [kind.value for kind in _OF_A_YEARS_LABEL]
    own = MEASURES[str(old["measure"])].period_type if old["measure"] is not None else _YEAR
    return [own.value, *(kind.value for kind in _OF_A_DAY if kind is not own)]


def _ends_meant(old: Row) -> list[object]:
    """Return the days on which the period can end: of a label of years DfE's own day, else the day that is told.

    A financial year ends on 31 March; of what DfE counts on one day of it, that day is meant where ours is of no other.
    """
    if old["year"] is None:
        return [old["period_end"]]
    year, own = cast("int", old["year"]), _own_day(old)
    if old["period_end"] is None:
        return [date(year, *own)]
    within = date(year if own <= _CHILDRENS_YEAR_END else year - 1, *own)
    return list(dict.fromkeys([old["period_end"], within]))


def _own_day(old: Row) -> tuple[int, int]:
    """Return the month and day on which DfE's figures of a measure stand."""
    measure = MEASURES.get(str(old["measure"]))
    return PUBLISHED_TABLES[measure.tables[0]].month_day if measure and measure.tables else _CHILDRENS_YEAR_END


def _nearest(old: Row, held: Sequence[Row]) -> date | None:
    """Return the end of the nearest period that has a value; of two as near, the later."""
    wanted = _ends_meant(old)[0]
    ends = [row["period_end"] for row in held if row["value"] is not None]
    days = [end for end in ends if isinstance(end, date)]
    if not isinstance(wanted, date):
        return None
    return min(days, key=lambda day: (abs((day - wanted).days), wanted > day), default=None)


def _compared(old: Row, ours: Row, *, figures: Figures, settings: Settings) -> Row:
    """Return differences and outcome, with what explains it where figures differ."""
    differences = {name: _less(ours[name], old[name]) for name in _COMPARED}
    value, printed = cast("float", ours["value"]), cast("float", old["value"])
    told: Row = {
        "difference": differences["value"],
        "difference_pct": _per_cent_of(old, ours),
        "numerator_difference": differences["numerator"],
        "denominator_difference": differences["denominator"],
    }
    if is_same_as_printed(value, printed, decimals=cast("int", old["decimals"])):
        return told | {"outcome": Reconciled.SAME.value}
    return told | {"outcome": Reconciled.DIFFERS.value} | _explained(old, ours, figures=figures, settings=settings)


def _per_cent_of(old: Row, ours: Row) -> float | None:
    value, printed = cast("float", ours["value"]), cast("float", old["value"])
    return (value - printed) / printed * _PER_CENT if printed else None


def _less(ours: object, old: object) -> float | None:
    return ours - old if isinstance(ours, float) and isinstance(old, float) else None


def _explained(old: Row, ours: Row, *, figures: Figures, settings: Settings) -> Row:
    """Return the explanation: what figures show, else what may be, else that nothing is known."""
    shown = _each_once(ways_that_give(old, ours, figures=figures))
    if shown:
        words = " ".join(dict.fromkeys(_words_of(way, ours) for way in shown))
        first = next((way for way in shown if way.value is not None), None)
        return _explanation(Explained.SHOWN, [way.difference for way in shown], words) | _other(first)
    may_be = _possible(old, ours, figures=figures, settings=settings)
    if may_be:
        words = " ".join(dict.fromkeys(difference.words for difference in may_be))
        return _explanation(Explained.POSSIBLE, may_be, f"Possible, but no figure here shows it: {words}")
    return _explanation(Explained.NOT_EXPLAINED, [], NOTHING_KNOWN)


def _each_once(ways: Sequence[Way]) -> list[Way]:
    """Return ways with each difference once: a count that gives the older figure is the top of ours, too."""
    found: dict[str, Way] = {}
    for way in ways:
        found.setdefault(way.difference.name, way)
    return list(found.values())


def _possible(old: Row, ours: Row, *, figures: Figures, settings: Settings) -> list[KnownDifference]:
    """Return what no figure can show: of DfE's own print less than of a council's."""
    measure = MEASURES[str(ours["measure"])]
    if old["source"] == Source.PUBLISHED.value:
        told = by_dfe(measure)
    else:
        told = possible_differences(measure, source=Source(str(ours["source"])), settings=settings)
        told += [way.difference for way in ways_not_held(old, ours, figures=figures)]
    percent = _per_cent_of(old, ours)
    is_near = percent is not None and abs(percent) <= MOST_OF_ANOTHER_POPULATION_PCT
    return [one for one in told if is_near or one is not POPULATION]


def _explanation(how: Explained, differences: Sequence[KnownDifference], words: str) -> Row:
    names = _BETWEEN.join(dict.fromkeys(difference.name for difference in differences))
    return {"explained": how.value, "known_differences": names or None, "explanation": words}


def _words_of(way: Way, ours: Row) -> str:
    """Return what a way is, after what of ours it is that gives the older figure."""
    if way.value is None or way.measure is None:
        return way.difference.words
    if way.measure == ours["measure"]:
        return f"Counted otherwise, ours gives the older figure. {way.difference.words}"
    return f'The older figure is what "{MEASURES[way.measure].title}" gives for the same period. {way.difference.words}'


def _other(way: Way | None) -> Row:
    if way is None:
        return {}
    told = ("measure", "breakdown", "period_type", "period_end", "source", "column", "value")
    return {f"other_{name}": getattr(way, name) for name in told}
