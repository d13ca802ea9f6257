"""An older scorecard beside ours, as a block of a page: what differs first and why, what is not found, what is same."""

from dataclasses import replace
from datetime import date
from typing import Final, cast

import polars as pl

from csc_metrics.charts.years_against_neighbours import STATUS_WORDS
from csc_metrics.comparison.written_numbers import is_same_as_printed
from csc_metrics.contracts.about_reconciliation import VALUE, Explained, Reconciled, WhyNotFound
from csc_metrics.contracts.vocabulary import Source, Status
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date, format_number, format_with_unit
from csc_metrics.narrative.words import decimals_of_parts
from csc_metrics.report.page.figure_cells import NO_FIGURE, NO_PART, Row, figure_in, period_words, printed
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable, Told
from csc_metrics.report.page.parts_of_figures import name_of_figure
from csc_metrics.report.page.quality_words import counted, listed

TITLE: Final = "The older scorecard beside this one"
RECONCILIATION: Final = "reconciliation"
"""The table beside the page in which every older figure stands, without its file's ending."""
MOST_ROWS: Final = 50
"""Of a table on a page, which must stay small enough to send."""
_PER_CENT: Final = "%"
_WHOLE: Final = "all"
_WHY_WORDS: Final = {
    WhyNotFound.NOT_MEASURED.value: "this suite has no such measure",
    WhyNotFound.NOT_HELD.value: "no figure of this measure is held",
    WhyNotFound.NO_SUCH_PART.value: "the measure has no such part",
    WhyNotFound.NO_SUCH_PERIOD.value: "no figure of that period is held",
}
_BY_DFE: Final = " (DfE)"
_MARKED: Final = "Figures here are counted from the authority's own records, but for those that are marked as DfE's."
_EXPLAINED_WORDS: Final = {
    Explained.SHOWN.value: "explained by figures",
    Explained.POSSIBLE.value: "possibly explained by a definition",
    Explained.NOT_EXPLAINED.value: "not explained",
}
_ORDER: Final = {how.value: place for place, how in enumerate(reversed(Explained))}
"""How far a difference is explained → its place in a table: what nobody can explain is to be looked at first."""
_MOST_DECIMALS: Final = 9
_PLACES_OF_A_SHARE: Final = 3
"""An older figure may be 0.313 for 31.3%, and is shown so, without a sign that it does not have there."""
_OLD, _OURS = "old", "our"
_PARTS: Final = tuple((part, whose) for part in ("numerator", "denominator") for whose in (_OLD, _OURS))
_DIFFERENCES_OF_PARTS: Final = ("numerator_difference", "denominator_difference")


def reconciliation_words(rows: pl.DataFrame) -> tuple[str, ...]:
    """Say how many older figures are as ours, differ, are not found here or were none, and how many are explained.

    Input: rows, schema Reconciliation, of one authority.
    """
    if rows.is_empty():
        return ("The older scorecard has no figure of this authority.",)
    differing = _of(rows, Reconciled.DIFFERS)
    told = {
        "{} as here, rounded as {} printed": _of(rows, Reconciled.SAME).height,
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


def reconciliation_block(rows: pl.DataFrame, *, most: int = MOST_ROWS) -> Block:
    """Return an older scorecard beside ours: differing figures first, then those not found; the same ones folded.

    Ours are tied to measures.csv, older figures and differences to reconciliation.csv.
    Input: rows, schema Reconciliation, of one authority. most: rows of a table; where one has more, that is said.
    """
    of_all = {outcome: _of(rows, outcome) for outcome in Reconciled}
    of_each = {outcome: told.head(most) for outcome, told in of_all.items()}
    differing = of_each[Reconciled.DIFFERS]
    tables = [_differing_table(differing), _parts_table(_with_parts(differing))]
    tables += [_missing_table(of_each[Reconciled.NOT_FOUND])]
    folded = {
        "Figures that are the same": _beside("Older figures that are as here", of_each[Reconciled.SAME]),
        "Without an older figure": _beside("Rows without an older figure", of_each[Reconciled.NO_OLD_FIGURE]),
    }
    is_marked = bool((rows["source"] == Source.PUBLISHED.value).any())
    is_cut = any(told.height > most for told in of_all.values())
    cut = f"Of each table the first {most:,} rows are shown; {RECONCILIATION}.csv beside this page has every row."
    return Block(
        code=RECONCILIATION,
        title=TITLE,
        words=(*reconciliation_words(rows), *([_MARKED] if is_marked else []), *([cut] if is_cut else [])),
        tables=tuple(table for table in tables if table.rows),
        folded=tuple((title, (table,)) for title, table in folded.items() if table.rows),
    )


def _of(rows: pl.DataFrame, outcome: Reconciled) -> pl.DataFrame:
    """Return the rows of an outcome in the older scorecard's order; differences without an explanation come first."""
    unexplained_first = pl.col("explained").replace_strict(_ORDER, return_dtype=pl.Int64)
    return rows.filter(pl.col("outcome") == outcome.value).sort(unexplained_first, "row")


def _with_parts(differing: pl.DataFrame) -> pl.DataFrame:
    return differing.filter(pl.any_horizontal(pl.col(_DIFFERENCES_OF_PARTS).is_not_null()))


def _differing_table(rows: pl.DataFrame) -> DisplayTable:
    return DisplayTable(
        caption="Older figures that differ from those here",
        headings=("Measure", "Older", "Here", "Difference", "Period", "Explanation"),
        rows=tuple((_name(row), _differing_cells(row)) for row in rows.to_dicts()),
        is_wordy=True,
    )


def _differing_cells(row: Row) -> tuple[Cell, ...]:
    return (_older(row), _here(row), _difference(row), _period(row), _explanation(row))


def _parts_table(rows: pl.DataFrame) -> DisplayTable:
    cells = [
        (_name(row), (*(_part(row, part, whose=whose) for part, whose in _PARTS), _period(row)))
        for row in rows.to_dicts()
    ]
    headings = ("Measure", "Older top", "Top here", "Older bottom", "Bottom here", "Period")
    caption = "Numerators and denominators of figures that differ"
    return DisplayTable(caption=caption, headings=headings, rows=tuple(cells), is_wordy=True)


def _part(row: Row, part: str, *, whose: str) -> Cell:
    value = row[f"{whose}_{part}"]
    if not isinstance(value, float):
        return NO_PART
    decimals = decimals_of_parts(value)
    text = format_number(value, decimals=decimals)
    if whose == _OURS:
        return figure_in(row, part, text, decimals=decimals)
    return _in_reconciliation(row, f"{whose}_{part}", text, decimals=decimals)


def _missing_table(rows: pl.DataFrame) -> DisplayTable:
    return DisplayTable(
        caption="Older figures that are not found here",
        headings=("Measure", "Older", "Period there", "Why it is not found", "Nearest period with a figure"),
        rows=tuple((_name(row), (_older(row), _written(row), _why(row), _nearest(row))) for row in rows.to_dicts()),
        is_wordy=True,
    )


def _beside(caption: str, rows: pl.DataFrame) -> DisplayTable:
    return DisplayTable(
        caption=caption,
        headings=("Measure", "Older", "Here", "Period"),
        rows=tuple((_name(row), (_older(row), _here(row), _period(row))) for row in rows.to_dicts()),
        is_wordy=True,
    )


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
    """Return the period of the figure here, and that it is DfE's where it is; else the period as it is written."""
    if row["period_end"] is None:
        return _written(row)
    whose = _BY_DFE if row["source"] == Source.PUBLISHED.value else ""
    return f"{period_words(row['period_type'], row['period_end'])}{whose}"


def _older(row: Row) -> Cell:
    """Return the older figure with the decimals that it has there, or what stands in its place."""
    value, decimals = row["old_value"], row["old_decimals"]
    if row["measure"] is None or not isinstance(value, float) or not isinstance(decimals, int):
        return str(row["old_written"]) or "left empty"
    decimals = min(decimals, max(_decimals(row), _PLACES_OF_A_SHARE))
    plain = _is_without_a_sign(row)
    text = format_number(value, decimals=decimals) if plain else _value(row, value, decimals=decimals)
    return _in_reconciliation(row, "old_value", text, decimals=decimals)


def _is_without_a_sign(row: Row) -> bool:
    """Whether an older figure may be a share of one."""
    value = row["old_value"]
    return isinstance(value, float) and value <= 1 and _PER_CENT not in str(row["old_written"])


def _in_reconciliation(row: Row, column: str, text: str, *, decimals: int) -> Cell:
    """Return a number that is tied to its row of reconciliation.csv; a plain one where no figure of ours is beside."""
    if row["period_end"] is None:
        return Count(text=text)
    return replace(figure_in(row, column, text, decimals=decimals), table=RECONCILIATION)


def _here(row: Row) -> Cell:
    if isinstance(row["our_value"], float):
        decimals = _decimals(row)
        return figure_in(row, "value", _value(row, row["our_value"], decimals=decimals), decimals=decimals)
    return NO_FIGURE if row["our_status"] is None else STATUS_WORDS[Status(str(row["our_status"]))]


def _value(row: Row, value: float, *, decimals: int) -> str:
    measure = MEASURES.get(str(row["measure"]))
    if measure is not None and measure.unit == _PER_CENT:
        return format_with_unit(value, decimals=decimals, unit=_PER_CENT)
    return format_number(value, decimals=decimals)


def _decimals(row: Row) -> int:
    """Return with how many decimals a figure prints: the measure's own, or the older one's where a person wrote it.

    That may have all the places that a machine writes, too: then as many as show the difference.
    """
    measure, written = MEASURES.get(str(row["measure"])), row["old_decimals"]
    own = measure.decimals if measure is not None else 1
    old, ours = row["old_value"], row["our_value"]
    if not isinstance(written, int) or not isinstance(old, float) or not isinstance(ours, float):
        return own
    is_by_hand = own < written <= _PLACES_OF_A_SHARE and not _is_without_a_sign(row)
    steps = range(written if is_by_hand else own, min(written, _MOST_DECIMALS) + 1)
    return next((step for step in steps if not is_same_as_printed(ours, old, decimals=step)), own)


def _difference(row: Row) -> Cell:
    """Return ours less the older figure: with one decimal more where the printed one would be nothing."""
    measure, decimals = MEASURES[str(row["measure"])], _decimals(row)
    value = cast("float", row["difference"])
    decimals += is_same_as_printed(value, 0.0, decimals=decimals)
    points = " points" if measure.unit == _PER_CENT else ""
    text = f"{'+' if value > 0 else ''}{format_number(value, decimals=decimals)}{points}"
    return _in_reconciliation(row, "difference", text, decimals=decimals)


def _explanation(row: Row) -> Cell:
    """Return the explanation, with the figure here that gives the older one where it is of another measure or day."""
    words, other = str(row["explanation"]), row["other_value"]
    if not isinstance(other, float) or row["other_measure"] is None:
        return words
    measure, day, column = MEASURES[str(row["other_measure"])], row["other_period_end"], row["other_column"]
    if column is None:
        return f"{words} Worked out so, the figure here is {printed(measure, other)}."
    decimals = measure.decimals if column == VALUE else decimals_of_parts(other)
    text = printed(measure, other) if column == VALUE else format_number(other, decimals=decimals)
    when = f" at {format_date(day)}" if isinstance(day, date) and day != row["period_end"] else ""
    told = {name: row[f"other_{name}"] for name in ("measure", "breakdown", "period_type", "period_end", "source")}
    figure = figure_in(told, str(column), text, decimals=decimals)
    return Told(parts=(f"{words} That figure here: ", figure, f"{when}."))


def _why(row: Row) -> str:
    if row["why_not_found"] == WhyNotFound.NO_VALUE.value:
        return f"the figure here is {STATUS_WORDS[Status(str(row['our_status']))]}"
    return _WHY_WORDS[str(row["why_not_found"])]


def _nearest(row: Row) -> str:
    day = row["nearest_period_end"]
    return format_date(day) if isinstance(day, date) else NO_PART
