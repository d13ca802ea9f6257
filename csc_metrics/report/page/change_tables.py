"""Figures against their own past as tables and words: process charts, times past, what moved a ratio, dated changes."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.about_change import Assurance, Run
from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.numbers import format_date, format_number
from csc_metrics.narrative.own_sentences import VARIATION_WORDS
from csc_metrics.narrative.usual_limits import told_limit
from csc_metrics.report.page.figure_cells import NO_FIGURE, NO_PART, period_words, printed
from csc_metrics.report.page.model import Cell, Count, DisplayTable
from csc_metrics.report.page.parts_of_figures import name_of_figure

Row = dict[str, object]
"""A row of one of the tables of `csc_metrics.contracts.about_change`, by column."""
ASSURANCE_WORDS: Final = {
    Assurance.RELIABLY.value: "met reliably",
    Assurance.NEVER.value: "out of reach as things are",
    Assurance.BY_CHANCE.value: "can go either way",
    Assurance.MOVED.value: "the figure moved: too soon to judge",
    Assurance.NO_TARGET.value: "no target",
    Assurance.NOT_KNOWN.value: "too few periods to tell",
}
"""What a reader is told of a target."""
_PERIODS: Final = {PeriodType.MONTH.value: "months", PeriodType.QUARTER.value: "quarters"}
_NOT_COUNTED: Final = (Assurance.NO_TARGET.value, Assurance.RELIABLY.value, Assurance.NEVER.value)
RUN_WORDS: Final = {
    Run.ALL_MONTHS.value: "All months",
    Run.WITHOUT_TRANSITION.value: "Without the months in which it was coming in",
    Run.WITHOUT_MONTHS_BEFORE.value: "Without the months just before it",
}
"""Which months a before and after is worked out from."""
CHECK_WORDS: Final = {
    "denominator": "What is counted in all",
    "unknowns": "Share not recorded",
    "aside": "Rows set aside",
    "definition": "Definitions, by the settings",
    "attended_by_default": "The same figure month after month",
}
"""What is looked at to see whether recording changed."""
_COMPARED_WORDS: Final = {"period_before": "the period before", "year_before": "a year before"}


def process_table(caption: str, summaries: pl.DataFrame) -> DisplayTable:
    """Return a row for each series: newest figure, what is usual, whether it moved, and its target.

    caption: of the table. Input: summaries, schema ProcessSummaries, of one authority.
    """
    return DisplayTable(
        caption=caption,
        headings=(
            "Measure",
            "Newest",
            "Figure",
            "Usual",
            "Usual variation",
            "Now",
            "Since a year before",
            "Target",
            "Is the target met",
        ),
        rows=tuple(
            (name_of_figure(MEASURES[str(row["measure"])], str(row["breakdown"])), _process_cells(row))
            for row in summaries.to_dicts()
        ),
        is_wordy=True,
    )


def target_words(row: Row, *, periods: str, period_type: object) -> str:
    """Return in how many periods of the last year a target was met, and what is to be expected of it.

    row: of ProcessSummaries or of Scorecard. periods: name of its column that says how many have a figure.
    period_type: of them.
    """
    said = ASSURANCE_WORDS[str(row["assurance"])]
    if row["assurance"] in _NOT_COUNTED or not row[periods]:
        return said
    many = _PERIODS.get(str(period_type), "times")
    if row["assurance"] == Assurance.BY_CHANCE.value and row["target_met"] in {0, row[periods]}:
        said = f"others may {'miss' if row['target_met'] else 'meet'} it"
    return f"met {row['target_met']} of {row[periods]} {many}; {said}"


def process_words(row: Row) -> str:
    """Return what a process chart says, in sentences. row: of ProcessSummaries."""
    measure, said = MEASURES[str(row["measure"])], VARIATION_WORDS[str(row["variation"])]
    when = period_words(row["period_type"], row["last_on"])
    limits = "What is usual cannot be told from so few."
    if isinstance(row["centre"], float):
        usual = _figure(measure, row["centre"])
        limits = f"Its usual figure is {usual}; its usual variation is {_range(measure, row)}."
    told = [f"In its newest period, {when}: {_figure(measure, row['latest'])}, {said}.", limits]
    if row["is_trial"] and isinstance(row["centre"], float):
        told.append("The limits are provisional: they rest on fewer than 12 periods.")
    if row["is_season_adjusted"]:
        told.append("What each month of the year usually adds was taken off before signals were looked for.")
    if row["is_correlated"]:
        told.append(
            "This figure changes slowly from one period to the next, so that a signal is more often false than usual."
        )
    if isinstance(row["signal_chance"], float):
        told.append(f"By chance alone the newest point would signal in {_percent(row['signal_chance'])} of cases.")
    return " ".join(told)


def reference_table(caption: str, references: pl.DataFrame) -> DisplayTable:
    """Return a row for each time past: what was usual then, and how the newest figure lies beside it.

    caption: of the table. Input: references, schema ReferenceComparisons, of one authority.
    """
    rows = []
    for row in references.to_dicts():
        measure = MEASURES[str(row["measure"])]
        lasted = f"{row['reference']}, {_day(row['reference_from'])} to {_day(row['reference_to'])}"
        newest = period_words(row["period_type"], row["latest_on"])
        said = VARIATION_WORDS[str(row["variation"])]
        cells: tuple[Cell, ...] = (lasted, _cell(measure, row["centre"]), _range(measure, row), newest)
        rows.append(
            (
                name_of_figure(MEASURES[str(row["measure"])], str(row["breakdown"])),
                (*cells, _cell(measure, row["latest"]), said),
            )
        )
    headings = ("Measure", "Beside", "Usual then", "Usual variation then", "Newest", "Figure", "Since then")
    return DisplayTable(caption=caption, headings=headings, rows=tuple(rows), is_wordy=True)


def split_table(caption: str, splits: pl.DataFrame) -> DisplayTable:
    """Return a row for each comparison: the change, and what top and bottom of the ratio did to it.

    caption: of the table. Input: splits, schema RatioSplits, of one measure of one authority.
    """
    rows = []
    for row in splits.to_dicts():
        measure = MEASURES[str(row["measure"])]
        beside = _COMPARED_WORDS[str(row["compared_with"])]
        named = f"{period_words(row['period_type'], row['period_end'])}, beside {beside}"
        parts = tuple(_signed(row[column], measure.decimals + 1) for column in _PARTS)
        moves = tuple(_signed(row[column], 1) for column in ("numerator_change", "denominator_change"))
        rows.append((named, (_cell(measure, row["value_before"]), _cell(measure, row["value"]), *parts, *moves)))
    headings = ("Period", "Before", "Figure", "Change", "From the top", "From the bottom", "Top by", "Bottom by")
    return DisplayTable(caption=caption, headings=headings, rows=tuple(rows))


_PARTS: Final = ("change", "from_numerator", "from_denominator")


def runs_table(caption: str, impacts: pl.DataFrame) -> DisplayTable:
    """Return a row for each run of a before and after: means, step and change of direction with their intervals.

    caption: of the table. Input: impacts, schema Impacts, of one series and dated change.
    """
    rows = []
    for row in impacts.to_dicts():
        measure = MEASURES[str(row["measure"])]
        means = (_cell(measure, row["mean_before"]), _cell(measure, row["mean_after"]))
        many = (Count(text=str(row["points_before"])), Count(text=str(row["points_after"])))
        outside = Count(text=str(row["outside_after"]))
        steps = (_with_interval(row, "level", measure.decimals), _with_interval(row, "slope", measure.decimals + 1))
        rows.append((RUN_WORDS[str(row["run"])], (*many, *means, outside, *steps)))
    headings = (
        *("Worked out from", "Periods before", "Periods after", "Mean before", "Mean after"),
        *("Outside the old limits", "Step (95% interval)", "Change of movement a month (95% interval)"),
    )
    return DisplayTable(caption=caption, headings=headings, rows=tuple(rows), is_wordy=True)


def checks_table(caption: str, checks: pl.DataFrame) -> DisplayTable:
    """Return a row for each check of recording: before, after, and whether it changed.

    caption: of the table. Input: checks, schema RecordingChecks, of one series and dated change.
    """
    rows = []
    for row in checks.to_dicts():
        said = "not looked at: nothing is recorded of it" if not row["is_checked"] else ""
        said = said or ("changed" if row["is_changed"] else "no change seen")
        cells: tuple[Cell, ...] = (_plain(row["before"]), _plain(row["after"]), said)
        rows.append((CHECK_WORDS[str(row["check"])], cells))
    headings = ("Part of recording", "Before", "After", "Finding")
    return DisplayTable(caption=caption, headings=headings, rows=tuple(rows), is_wordy=True)


def _process_cells(row: Row) -> tuple[Cell, ...]:
    measure = MEASURES[str(row["measure"])]
    trial = " (provisional)" if row["is_trial"] else ""
    return (
        period_words(row["period_type"], row["last_on"]),
        _cell(measure, row["latest"]),
        _cell(measure, row["centre"]),
        f"{_range(measure, row)}{trial}",
        VARIATION_WORDS[str(row["variation"])],
        _signed(row["same_month_change"], measure.decimals),
        _cell(measure, row["target"], otherwise=NO_PART),
        target_words(row, periods="target_periods", period_type=row["period_type"]),
    )


def _figure(measure: Measure, value: object) -> str:
    return printed(measure, value) if isinstance(value, float) else NO_FIGURE


def _cell(measure: Measure, value: object, *, otherwise: str = NO_FIGURE) -> Cell:
    return Count(text=printed(measure, value)) if isinstance(value, float) else otherwise


def _range(measure: Measure, row: Row) -> str:
    lower, upper = row["lower_limit"], row["upper_limit"]
    if not isinstance(lower, float) or not isinstance(upper, float):
        return "not known"
    low, high = (printed(measure, told_limit(limit, unit=measure.unit)) for limit in (lower, upper))
    return f"{low} to {high}"


def _signed(value: object, decimals: int) -> Cell:
    if not isinstance(value, int | float):
        return NO_PART
    text = format_number(float(value), decimals=decimals)
    return Count(text=f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text)


def _with_interval(row: Row, column: str, decimals: int) -> Cell:
    ends = [row[name] for name in (column, f"{column}_lower", f"{column}_upper")]
    if not all(isinstance(end, float) for end in ends):
        return "not worked out: fewer than 8 periods on one side"
    told = [format_number(float(str(end)), decimals=decimals) for end in ends]
    return Count(text=f"{told[0]} ({told[1]} to {told[2]})")


def _plain(value: object) -> Cell:
    return Count(text=format_number(value, decimals=1)) if isinstance(value, float) else NO_PART


def _percent(share: float) -> str:
    return f"{format_number(100 * share, decimals=1)}%"


def _day(day: object) -> str:
    return format_date(day) if isinstance(day, date) else NO_FIGURE
