"""Figures beside neighbours as tables: both dates, how many had a figure, limits, and how strong the evidence is."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from csc_metrics.contracts.about_comparison import JudgedBy
from csc_metrics.contracts.vocabulary import NEIGHBOURS_IN_A_LIST, Outcome
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_number
from csc_metrics.report.page.figure_cells import NO_FIGURE, NO_PART, Row, period_words, printed
from csc_metrics.report.page.model import Cell, Count, DisplayTable
from csc_metrics.report.page.parts_of_figures import name_of_figure

_OUTCOME_WORDS: Final = {
    Outcome.BETTER.value: "better",
    Outcome.WORSE.value: "worse",
    Outcome.HIGHER.value: "higher",
    Outcome.LOWER.value: "lower",
    Outcome.NOT_COMPARED.value: "not compared",
}
_MODEL: Final = "neighbour_model"
_LIMITS: Final = (JudgedBy.FUNNEL_OF_PROPORTIONS.value, JudgedBy.FUNNEL_OF_COUNTS.value)


def beside_neighbours_table(caption: str, against: pl.DataFrame) -> DisplayTable:
    """Return a row for each figure: its date and the neighbours', their lowest to highest, and limits where it has any.

    caption: of the table. Input: against, schema AgainstOthers, of one authority. Where both models tell the same, one
    row tells it.
    """
    headings = (
        *("Measure", "Of", "Figure", "Beside them", "Neighbours' median", "Lowest to highest", "With a figure"),
        *("Neighbours' of", "Mean", "95% limits", "99.8% limits", "By the model of"),
    )
    rows = tuple(
        (name_of_figure(MEASURES[str(row["measure"])], str(row["breakdown"])), _beside_cells(row, models))
        for row, models in _told_once(against.to_dicts())
    )
    return DisplayTable(caption=caption, headings=headings, rows=rows)


def _told_once(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Return rows with the models that they hold by: one row for two that differ in the model alone."""
    found: list[tuple[Row, str]] = []
    for row in rows:
        same = {name: told for name, told in row.items() if name != _MODEL}
        if found and {name: told for name, told in found[-1][0].items() if name != _MODEL} == same:
            found[-1] = (row, f"{found[-1][1]} and {row[_MODEL]}")
        else:
            found.append((row, str(row[_MODEL])))
    return found


def out_of_step_table(caption: str, ordered: pl.DataFrame) -> DisplayTable:
    """Return a row for each figure, the strongest evidence of a difference first.

    caption: of the table. Input: ordered, columns of AgainstOthers, of one authority, in that order.
    """
    headings = ("Measure", "Of", "Figure", "Neighbours together", "Standard deviations away", "By chance", "Evidence")
    rows = []
    for row in ordered.to_dicts():
        measure = MEASURES[str(row["measure"])]
        centre = row["centre"] if isinstance(row["centre"], float) else row["neighbour_mean"]
        when = period_words(row["period_type"], row["period_end"])
        numbers = (_number(measure, row["value"]), _number(measure, centre), _plain(row["distance"]))
        rows.append(
            (
                name_of_figure(MEASURES[str(row["measure"])], str(row["breakdown"])),
                (when, *numbers, _chance(row["chance"]), evidence_words(row)),
            )
        )
    return DisplayTable(caption=caption, headings=headings, rows=tuple(rows), is_wordy=True)


def evidence_words(row: Row) -> str:
    """Return how strong the evidence of a difference is, in words. row: with columns of AgainstOthers.

    >>> evidence_words({"is_flagged": False, "is_worth_a_look": True, "judged_by": "funnel_of_counts"})
    'outside the 95% limits: worth a look'
    """
    if row["is_flagged"]:
        return "outside the 99.8% limits: different"
    if row["is_worth_a_look"]:
        return "outside the 95% limits: worth a look"
    if row["outcome"] == Outcome.NOT_COMPARED.value:
        return "not compared"
    if row["judged_by"] in _LIMITS:
        return "within the limits"
    return (
        "within the neighbours' range" if row["outcome"] == Outcome.SIMILAR.value else "outside the neighbours' range"
    )


def models_words(against: pl.DataFrame, names: dict[str, str]) -> Sequence[str]:
    """Return the neighbours by each model, one sentence each. names: code → authority.

    Input: against, schema AgainstOthers, of one authority.
    """
    lists = against.select(_MODEL, "neighbours").unique(_MODEL).sort(_MODEL).filter(pl.col("neighbours").list.len() > 0)
    told = [(model, ", ".join(names.get(code, code) for code in codes)) for model, codes in lists.iter_rows()]
    if len({near_to for _, near_to in told}) == 1:
        return [f"Neighbours by the model of {' and of '.join(model for model, _ in told)}: {told[0][1]}."]
    return [f"Neighbours by the model of {model}: {near_to}." for model, near_to in told]


def _beside_cells(row: Row, models: str) -> tuple[Cell, ...]:
    measure = MEASURES[str(row["measure"])]
    held = row["neighbours_with_value"]
    is_same_day = row["comparator_period_end"] == row["period_end"]
    return (
        period_words(row["period_type"], row["period_end"]),
        _number(measure, row["value"]),
        _outcome_words(row),
        _number(measure, row["neighbour_median"]),
        _pair(measure, row["neighbour_min"], row["neighbour_max"]),
        f"{held} of {NEIGHBOURS_IN_A_LIST}" if held is not None else NO_FIGURE,
        "the same" if is_same_day else period_words("snapshot", row["comparator_period_end"]),
        _number(measure, row["neighbour_mean"]),
        _pair(measure, row["lower_95"], row["upper_95"]),
        _pair(measure, row["lower_998"], row["upper_998"]),
        models,
    )


def _outcome_words(row: Row) -> str:
    """Return how a figure lies beside the neighbours'; of one that is like theirs, by what: chance, or their range."""
    if row["outcome"] == Outcome.SIMILAR.value:
        return "within the limits" if row["judged_by"] in _LIMITS else "within their range"
    return _OUTCOME_WORDS[str(row["outcome"])]


def _number(measure: Measure, value: object) -> Cell:
    return Count(text=printed(measure, value)) if isinstance(value, float) else NO_FIGURE


def _pair(measure: Measure, lower: object, upper: object) -> Cell:
    if not isinstance(lower, float) or not isinstance(upper, float):
        return NO_PART
    return Count(text=f"{printed(measure, lower)} to {printed(measure, upper)}")


def _plain(value: object) -> Cell:
    if not isinstance(value, float):
        return NO_PART
    text = format_number(value, decimals=1)
    return Count(text=f"+{text}" if value > 0 else text)


def _chance(value: object) -> Cell:
    """Return a chance as printed: never as 0, which it is not."""
    if not isinstance(value, float):
        return NO_PART
    return Count(text="under 0.1%" if value < 0.001 else f"{format_number(100 * value, decimals=1)}%")
