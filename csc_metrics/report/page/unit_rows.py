"""The rows behind a figure, and lists of work, as tables: what names the record first, what says nothing left out."""

from datetime import date, datetime
from typing import Final

import polars as pl

from csc_metrics.measures.counting.behind import ASIDE, COUNTED
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date
from csc_metrics.report.page.model import Cell, Count, DisplayTable
from csc_metrics.report.page.parts_of_figures import in_order, name_of_value
from csc_metrics.report.page.quality_words import name_of

_HEADINGS: Final = {
    COUNTED: "Counted",
    ASIDE: "Set aside",
    "top": "Counted",
    "bottom": "Out of",
    "on": "Day",
    "is_asye": "Newly qualified (ASYE)",
}
_MEASURE: Final = "measure"
_TEAM: Final = "team"
_IDENTIFIER: Final = "_id"
_SUMS: Final[tuple[str, ...]] = ("top", "bottom")
_DECIMALS: Final = 2
_NOT_RECORDED: Final = "not recorded"


def rows_table(caption: str, rows: pl.DataFrame) -> DisplayTable:
    """Return unit rows as a table: team and identifiers first; columns that say the same in each row only if they tell.

    Left out are columns without any cell, and day, measure and flags that are the same in every row.
    caption: of the table. Input: rows, those of `rows_behind` or `worklist`, one or more.
    """
    names = _columns(rows)
    heading, *others = names
    return DisplayTable(
        caption=caption,
        headings=tuple(_HEADINGS.get(name) or name_of(name) for name in names),
        rows=tuple(
            (_text(heading, row[heading]), tuple(_cell(name, row[name]) for name in others))
            for row in rows.select(names).iter_rows(named=True)
        ),
    )


def teams_words(rows: pl.DataFrame) -> str:
    """Return how many rows each team has, the teams in order; nothing where rows have no team, or one alone.

    Input: rows, any, with or without team.
    """
    if _TEAM not in rows.columns:
        return ""
    many = dict(rows.group_by(pl.col(_TEAM).cast(pl.String).fill_null("not_recorded")).len().iter_rows())
    told = [f"{name_of_value(_TEAM, team)} ({many[team]:,})" for team in in_order(many)]
    return f"By team: {', '.join(told)}." if len(told) > 1 else ""


def _columns(rows: pl.DataFrame) -> list[str]:
    """Return the columns that are shown, in order."""
    is_same = {name for name in (_MEASURE, "on", COUNTED, ASIDE) if name in rows.columns and rows[name].n_unique() == 1}
    is_told = {name for name in _SUMS if name in rows.columns and _is_repeated(rows, name)}
    is_told |= {COUNTED} if "top" in rows.columns else set()
    held = [name for name in rows.columns if name not in is_same | is_told and rows[name].is_not_null().any()]
    first = [name for name in (_MEASURE, _TEAM) if name in held]
    identifiers = [name for name in held if name.endswith(_IDENTIFIER)]
    return [*first, *identifiers, *(name for name in held if name not in {*first, *identifiers})]


def _is_repeated(rows: pl.DataFrame, name: str) -> bool:
    """Whether another column of numbers holds the same, as cases do beside the top of a caseload."""
    others = rows.select(pl.selectors.numeric()).drop(*_SUMS, strict=False)
    return any(rows[name].cast(pl.Float64).equals(other.cast(pl.Float64), null_equal=True) for other in others)


def _cell(name: str, value: object) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Count(text=_number(float(value)))
    return _text(name, value)


def _number(value: float) -> str:
    """Return a number with two decimals at most, and none that are noughts."""
    printed = f"{value:,.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return printed.replace("-", "\N{MINUS SIGN}")


def _text(name: str, value: object) -> str:
    if value is None:
        return _NOT_RECORDED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{format_date(value.date())}, {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    if name == _MEASURE and value in MEASURES:
        return MEASURES[str(value)].short_title
    return str(value) if name.endswith(_IDENTIFIER) else name_of_value(name, str(value))
