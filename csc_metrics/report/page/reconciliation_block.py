"""An older scorecard beside ours, as a block of a page: what differs first and why, what is not found, what is same."""

from datetime import date
from typing import Final, cast

import polars as pl

from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.comparison.written_numbers import is_same_as_printed
from csc_metrics.contracts.about_reconciliation import Explained, Reconciled, WhyNotFound
from csc_metrics.contracts.vocabulary import Source, Status
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.report.page.figure_cells import NO_FIGURE, NO_PART, Row, period_words, printed
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable
from csc_metrics.report.page.parts_of_figures import name_of_figure
from csc_metrics.report.page.quality_words import counted, listed

TITLE: Final = "The older scorecard beside this one"
_CODE: Final = "reconciliation"
_PER_CENT: Final = "%"
_WHOLE: Final = "all"
_WHY_WORDS: Final = {
    WhyNotFound.NOT_MEASURED.value: "this suite has no such measure",
    WhyNotFound.NOT_HELD.value: "no figure of this measure is held",
    WhyNotFound.NO_SUCH_PART.value: "the measure has no such part",
    WhyNotFound.NO_SUCH_PERIOD.value: "no figure of that period is held",
}
_SOURCE_WORDS: Final = {Source.LOCAL.value: "own records", Source.PUBLISHED.value: "DfE"}
_EXPLAINED_WORDS: Final = {
    Explained.SHOWN.value: "explained by figures",
    Explained.POSSIBLE.value: "possibly explained by a definition",
    Explained.NOT_EXPLAINED.value: "not explained",
}
_SHARE_DECIMALS: Final = 1
_MOST_DECIMALS: Final = 9
_PLACES_OF_A_SHARE: Final = 3
"""An older figure may be 0.313 for 31.3%, and is shown so, without a sign that it does not have there."""
_MOST_PER_CENT: Final = 1000
_PARTS: Final = tuple((part, whose) for part in ("numerator", "denominator") for whose in ("old", "our"))
_DIFFERENCES_OF_PARTS: Final = ("numerator_difference", "denominator_difference")


def reconciliation_words(rows: pl.DataFrame) -> tuple[str, ...]:
    """Say how many older figures are as ours, differ, are not found here or were none, and how many are explained.

    Input: rows, schema Reconciliation, of one authority.
    """
    if rows.is_empty():
        return ("The older scorecard has no figure of this authority.",)
    differing = _of(rows, Reconciled.DIFFERS)
    told = {
        "{} as here, at the decimals with which {} printed": _of(rows, Reconciled.SAME).height,
        "{} from the figure here": differing.height,
        "{} not found here": _of(rows, Reconciled.NOT_FOUND).height,
        "{} no figure there": _of(rows, Reconciled.NO_OLD_FIGURE).height,
    }
    verbs = (("is", "are"), ("differs", "differ"), ("is", "are"), ("has", "have"))
    parts = [
        _clause(form, count, verb=one if count == 1 else several)
        for (form, count), (one, several) in zip(told.items(), verbs, strict=True)
        if count
    ]
    opening = f"Of {counted(rows.height, 'figure')} in the older scorecard, {listed(parts)}."
    return (opening, _explained_words(differing)) if differing.height else (opening,)


def _clause(form: str, count: int, *, verb: str) -> str:
    return f"{count:,} {form.format(verb, 'it was' if count == 1 else 'they were')}"


def _explained_words(differing: pl.DataFrame) -> str:
    counts = {how: differing.filter(pl.col("explained") == how).height for how in _EXPLAINED_WORDS}
    parts = [
        f"{count:,} {'is' if count == 1 else 'are'} {_EXPLAINED_WORDS[how]}" for how, count in counts.items() if count
    ]
    whole = "the one that differs" if differing.height == 1 else f"the {differing.height:,} that differ"
    return f"Of {whole}, {listed(parts)}. A difference does not say which figure is right."


def reconciliation_block(rows: pl.DataFrame) -> Block:
    """Return an older scorecard beside ours: differing figures first, then those not found; the same ones folded.

    Input: rows, schema Reconciliation, of one authority.
    """
    differing, missing = _of(rows, Reconciled.DIFFERS), _of(rows, Reconciled.NOT_FOUND)
    same, none = _of(rows, Reconciled.SAME), _of(rows, Reconciled.NO_OLD_FIGURE)
    tables = [*([_differing_table(differing)] if differing.height else [])]
    tables += [_parts_table(parts) for parts in (_with_parts(differing),) if parts.height]
    tables += [_missing_table(missing)] if missing.height else []
    folded = [("Figures that are the same", _beside("Older figures that are as here", same)) if same.height else None]
    folded += [("Without an older figure", _beside("Rows without an older figure", none)) if none.height else None]
    return Block(
        code=_CODE,
        title=TITLE,
        words=reconciliation_words(rows),
        tables=tuple(tables),
        folded=tuple((title, (table,)) for title, table in filter(None, folded)),
    )


def _of(rows: pl.DataFrame, outcome: Reconciled) -> pl.DataFrame:
    return rows.filter(pl.col("outcome") == outcome.value)


def _with_parts(differing: pl.DataFrame) -> pl.DataFrame:
    return differing.filter(pl.any_horizontal(pl.col(_DIFFERENCES_OF_PARTS).is_not_null()))


def _differing_table(rows: pl.DataFrame) -> DisplayTable:
    """Return the figures that differ: those without an explanation first, each kind in the scorecard's order."""
    order = {how.value: place for place, how in enumerate(reversed(Explained))}
    ordered = sorted(rows.to_dicts(), key=lambda row: (order[str(row["explained"])], row["row"]))
    return DisplayTable(
        caption="Older figures that differ from those here",
        headings=("Measure", "Period", "Older", "Here", "Difference", "Of the older", "Source here", "Explanation"),
        rows=tuple((_name(row), _differing_cells(row)) for row in ordered),
        is_wordy=True,
    )


def _differing_cells(row: Row) -> tuple[Cell, ...]:
    return (
        _period(row),
        _older(row),
        _here(row),
        Count(text=_with_sign(row)),
        _share(row["difference_pct"]),
        _SOURCE_WORDS[str(row["source"])],
        _explanation(row),
    )


def _parts_table(rows: pl.DataFrame) -> DisplayTable:
    cells = [
        (_name(row), (_period(row), *(_part(row[f"{whose}_{part}"]) for part, whose in _PARTS)))
        for row in rows.to_dicts()
    ]
    headings = ("Measure", "Period", "Older top", "Top here", "Older bottom", "Bottom here")
    return DisplayTable(caption="Tops and bottoms of figures that differ", headings=headings, rows=tuple(cells))


def _part(value: object) -> Cell:
    if not isinstance(value, int | float):
        return NO_PART
    return Count(text=format_number(float(value), decimals=0 if float(value).is_integer() else 1))


def _missing_table(rows: pl.DataFrame) -> DisplayTable:
    return DisplayTable(
        caption="Older figures that are not found here",
        headings=("Measure", "Period there", "Older", "Why it is not found", "Nearest period with a figure"),
        rows=tuple((_name(row), (_written(row), _older(row), _why(row), _nearest(row))) for row in rows.to_dicts()),
        is_wordy=True,
    )


def _beside(caption: str, rows: pl.DataFrame) -> DisplayTable:
    return DisplayTable(
        caption=caption,
        headings=("Measure", "Period", "Older", "Here", "Source here"),
        rows=tuple((_name(row), _beside_cells(row)) for row in rows.to_dicts()),
    )


def _beside_cells(row: Row) -> tuple[Cell, ...]:
    source = _SOURCE_WORDS.get(str(row["source"]), NO_PART)
    return (_period(row), _older(row), _here(row), source)


def _name(row: Row) -> str:
    """Return the name of a figure here; behind it what the older scorecard called it, where that is another."""
    if row["measure"] is None:
        return str(row["title"])
    measure, written = MEASURES[str(row["measure"])], str(row["title"])
    name = name_of_figure(measure, str(row["breakdown"]))
    is_ours = written.casefold() in {measure.code, measure.title.casefold(), name.casefold()}
    return name if is_ours else f"{name} (there: {written})"


def _written(row: Row) -> str:
    return str(row["period"])


def _period(row: Row) -> str:
    return _written(row) if row["period_end"] is None else period_words(row["period_type"], row["period_end"])


def _older(row: Row) -> Cell:
    """Return the older figure with the decimals that it has there, or what stands in its place."""
    value, decimals = row["old_value"], row["old_decimals"]
    if row["measure"] is None or not isinstance(value, float) or not isinstance(decimals, int):
        return str(row["old_written"]) or "left empty"
    decimals = min(decimals, max(_decimals(row), _PLACES_OF_A_SHARE))
    if value <= 1 and _PER_CENT not in str(row["old_written"]):
        return Count(text=format_number(value, decimals=decimals))
    return Count(text=_value(row, value, decimals=decimals))


def _here(row: Row) -> Cell:
    if isinstance(row["our_value"], float):
        return Count(text=_value(row, row["our_value"], decimals=_decimals(row)))
    return NO_FIGURE if row["our_status"] is None else STATUS_WORDS[Status(str(row["our_status"]))]


def _value(row: Row, value: float, *, decimals: int) -> str:
    measure = MEASURES.get(str(row["measure"]))
    if measure is not None and measure.unit == _PER_CENT:
        return format_with_unit(value, decimals=decimals, unit=_PER_CENT)
    return format_number(value, decimals=decimals)


def _decimals(row: Row) -> int:
    """Return with how many decimals a figure prints: the measure's own, and more only where the older one differs so.

    An older figure may have all the places that a machine writes.
    """
    measure, written = MEASURES.get(str(row["measure"])), row["old_decimals"]
    own = measure.decimals if measure is not None else 1
    old, ours = row["old_value"], row["our_value"]
    if not isinstance(written, int) or not isinstance(old, float) or not isinstance(ours, float):
        return own
    steps = range(own, min(written, _MOST_DECIMALS) + 1)
    return next((step for step in steps if not is_same_as_printed(ours, old, decimals=step)), own)


def _with_sign(row: Row) -> str:
    """Return ours less the older figure: with one decimal more where the printed one would be nothing."""
    measure, decimals = MEASURES[str(row["measure"])], _decimals(row)
    value = cast("float", row["difference"])
    decimals += is_same_as_printed(value, 0.0, decimals=decimals)
    points = " points" if measure.unit == _PER_CENT else ""
    return f"{'+' if value > 0 else ''}{format_number(value, decimals=decimals)}{points}"


def _share(value: object) -> Cell:
    if not isinstance(value, float):
        return NO_PART
    if value > _MOST_PER_CENT:
        return Count(text=f"over {format_number(_MOST_PER_CENT, decimals=0)}%")
    text = format_number(value, decimals=_SHARE_DECIMALS)
    return Count(text=f"{'+' if value > 0 else ''}{text}%")


def _explanation(row: Row) -> str:
    """Return the explanation, with the figure here that gives the older one where it is of another measure or day."""
    words, other = str(row["explanation"]), row["other_value"]
    if not isinstance(other, float) or row["other_measure"] is None:
        return words
    measure, day = MEASURES[str(row["other_measure"])], row["other_period_end"]
    when = f" at {format_date(day)}" if isinstance(day, date) and day != row["period_end"] else ""
    return f"{words} That figure here: {printed(measure, other)}{when}."


def _why(row: Row) -> str:
    if row["why_not_found"] == WhyNotFound.NO_VALUE.value:
        return f"the figure here is {STATUS_WORDS[Status(str(row['our_status']))]}"
    return _WHY_WORDS[str(row["why_not_found"])]


def _nearest(row: Row) -> str:
    day = row["nearest_period_end"]
    return format_date(day) if isinstance(day, date) else NO_PART
