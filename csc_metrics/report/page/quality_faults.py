"""What is wrong, what it costs and what to fix first: faults by rule, as blocks of a page."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import FoundIn, ToFix
from csc_metrics.contracts.records.rules import Severity
from csc_metrics.data_quality.expected import expected_of
from csc_metrics.data_quality.fix_first import BY_COST
from csc_metrics.data_quality.rule_words import words_of_rule
from csc_metrics.data_quality.whole import DataQuality
from csc_metrics.measures.weakened_measures import weakened_measures
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable
from csc_metrics.report.page.quality_trend import trend_picture
from csc_metrics.report.page.quality_words import (
    Row,
    change_cell,
    count_cell,
    counted,
    day_words,
    name_of,
    name_of_table,
    number_cell,
    share,
)

COSTS: Final = {
    Severity.ERROR.value: "kept aside, counts nowhere",
    Severity.WARNING.value: "weakens a figure",
    Severity.NOTICE.value: "nothing: to know",
    None: "empty where it should be filled",
}
"""What a fault costs, by severity; none: an empty field."""
_KIND: Final = ("rule", "table", "severity", "found_in")
_ROWS_OF: Final = {FoundIn.EXTRACT.value: "the extract alone", FoundIn.ALL_EXTRACTS.value: "all extracts up to it"}
_IS_NOTICE: Final = pl.col("severity") == Severity.NOTICE.value
_IS_UNLIKE: Final = pl.col("change").is_null() & pl.col("rows").is_not_null() & (pl.col("days") > 1)
MOST_EXTRACTS_BESIDE: Final = 6
"""Extracts that stand side by side, as many as paper has room for; the table beside the page has all."""
MOST_MEASURES: Final = 4
"""Measures that are named beside a fault; the table beside the page has all."""
MOST_TO_FIX: Final = 10
"""Things to fix that are shown for the whole authority; and half as many for each team."""


def faults_words(quality: DataQuality) -> tuple[str, ...]:
    """Say how many faults stand, and how many rules are broken more often than before. quality: of one authority."""
    found = dict(quality.weakened.group_by("severity").agg(pl.col("faults").sum()).iter_rows())
    errors, warnings, notices = (found.get(severity.value, 0) for severity in Severity)
    noticed = f" {counted(notices, 'notice')} {'costs' if notices == 1 else 'cost'} nothing." if notices else ""
    return (f"{_costly_words(errors, warnings)}{noticed}", *_trend_words(quality))


def _costly_words(errors: int, warnings: int) -> str:
    """Say how many faults stand that cost something."""
    if not errors + warnings:
        return "No fault is open that leaves a row out or weakens a figure."
    verb = "is" if errors + warnings == 1 else "are"
    return (
        f"{counted(errors + warnings, 'fault')} {verb} open: {errors:,} {'leaves' if errors == 1 else 'leave'} a row "
        f"or file out of all figures, and {warnings:,} {'weakens' if warnings == 1 else 'weaken'} a figure."
    )


def _trend_words(quality: DataQuality) -> tuple[str, ...]:
    """Say whether rules are broken more often; nothing where none was broken in the extracts that were looked at."""
    costly = _newest(quality).filter(~_IS_NOTICE)
    newest = costly.filter(pl.col("change").is_not_null())
    unlike = costly.filter(_IS_UNLIKE).height
    apart = f"{counted(unlike, 'rule')} cannot be compared: the table's earlier extracts are of other kinds."
    if newest.is_empty():
        none = "There is no trend yet: no table with a fault stands in two extracts of the same kinds."
        return (none, *([apart] if unlike else [])) if costly.height else ()
    more, fewer = (newest.filter(is_so).height for is_so in (pl.col("change") > 0, pl.col("change") < 0))
    told = (
        f"Of {counted(newest.height, 'rule')} broken in a table and counted in two extracts or more of the same "
        f"kinds, {more:,} {'is' if more == 1 else 'are'} broken more often per 1,000 rows than in the last such "
        f"extract, {fewer:,} less often, and {newest.height - more - fewer:,} as often."
    )
    return (told, *([apart] if unlike else []))


def faults_block(quality: DataQuality, *, fault_list: str) -> Block:
    """Return faults by rule with their trend. quality: of one authority. fault_list: where each fault is named."""
    where = f"Each fault, with the record and what to do, is in {fault_list}; this page names no child and no worker."
    if quality.weakened.is_empty() and quality.faults.is_empty():
        return Block(code="faults", title="What is wrong", words=faults_words(quality))
    folded: list[tuple[str, tuple[DisplayTable, ...]]] = [
        ("Faults: what each rule says and what to do", (_rules(quality),))
    ]
    if not quality.faults.is_empty():
        folded.insert(0, ("Faults: extract by extract", (_every_day(quality),)))
    trend = (_trend(quality),) if not quality.faults.is_empty() else ()
    pictures, drawn_from = trend_picture(quality)
    if drawn_from:
        folded.insert(0, ("Faults per 1,000 rows: what the chart is drawn from", drawn_from))
    return Block(
        code="faults",
        title="What is wrong",
        words=(*faults_words(quality), where),
        pictures=pictures,
        tables=(_standing(quality), *trend),
        folded=tuple(folded),
    )


def _standing(quality: DataQuality) -> DisplayTable:
    """Return the faults that stand in the list to fix, by rule and table; the most costly first."""
    by_rule = quality.weakened.group_by("rule", "table", "severity", maintain_order=True).agg(pl.col("faults").sum())
    return DisplayTable(
        caption=f"Faults that stand, by rule, {quality.authority.name}",
        headings=("Rule", "Table", "Costs", "Faults"),
        rows=tuple(
            (name_of(row["rule"]), (name_of_table(row["table"]), COSTS[row["severity"]], count_cell(row["faults"])))
            for row in by_rule.to_dicts()
        ),
    )


def _newest(quality: DataQuality) -> pl.DataFrame:
    """Return for each rule the newest extract in which it can show.

    Returns: schema FaultsByExtract, one row per rule; and `days`, on how many it could.
    """
    by_day = quality.faults.sort("extracted_on").with_columns(pl.len().over(_KIND).alias("days"))
    return by_day.group_by(_KIND, maintain_order=True).last().sort(_KIND)


def _trend(quality: DataQuality) -> DisplayTable:
    return DisplayTable(
        caption="Faults in the newest extract, and whether there are more than in the last one of the same kinds",
        headings=(
            *("Rule", "Table", "Seen in", "Extract of", "Faults", "Rows", "Per 1,000 rows"),
            *("Change on the last of the same kinds", "Put right since"),
        ),
        rows=tuple((name_of(row["rule"]), _trend_cells(row)) for row in _newest(quality).to_dicts()),
    )


def _trend_cells(row: Row) -> tuple[Cell, ...]:
    place = (name_of_table(row["table"]), _ROWS_OF[str(row["found_in"])], day_words(row["extracted_on"]))
    rows: tuple[Cell, ...] = ("of files", "of files", "of files")
    if row["rows"] is not None:
        change = change_cell(row["change"], absent="none before" if row["days"] == 1 else "not comparable")
        rows = (count_cell(row["rows"]), number_cell(row["faults_per_1000_rows"]), change)
    return (*place, count_cell(row["faults"]), *rows, count_cell(row["mended"]))


def _every_day(quality: DataQuality) -> DisplayTable:
    """Return the faults of the newest extracts, one column for each."""
    days = sorted(quality.faults["extracted_on"].unique())[-MOST_EXTRACTS_BESIDE:]
    found = {(*(row[name] for name in _KIND), row["extracted_on"]): row["faults"] for row in quality.faults.to_dicts()}
    kinds = _newest(quality).select(_KIND).rows()
    return DisplayTable(
        caption=f"Faults by rule and day of extract, the newest {counted(len(days), 'day')}",
        headings=("Rule", "Table", "Seen in", *map(day_words, days)),
        rows=tuple(
            (
                name_of(kind[0]),
                (name_of_table(kind[1]), _ROWS_OF[kind[3]], *(_of_day(found.get((*kind, day))) for day in days)),
            )
            for kind in kinds
        ),
    )


def _of_day(faults: int | None) -> Cell:
    return "not read" if faults is None else count_cell(faults)


def _rules(quality: DataQuality) -> DisplayTable:
    """Return every rule that was broken, in words."""
    names = ["rule", "table"]
    broken = pl.concat([quality.weakened.select(names), quality.faults.select(names)]).unique().sort(names)
    said = [(rule, table, words_of_rule(rule, table)) for rule, table in broken.iter_rows()]
    return DisplayTable(
        caption="Rules that were broken",
        headings=("Rule", "Table", "What it says", "What to do at the source"),
        rows=tuple((name_of(rule), (name_of_table(table), words.says, words.remedy)) for rule, table, words in said),
        is_wordy=True,
    )


def weakened_block(quality: DataQuality) -> Block:
    """Return which figures each fault weakens. quality: of one authority."""
    costly = quality.weakened.filter(~_IS_NOTICE)
    if costly.is_empty():
        return Block(code="weakened", title="What it costs", words=("No fault that stands weakens a figure.",))
    words = (
        "A row that is kept aside is missing from every figure that counts its table. Other faults weaken only the "
        "figures named beside them. A record with several faults is counted under each.",
    )
    table = DisplayTable(
        caption=f"Figures that faults weaken, {quality.authority.name}",
        headings=("Figure", "Rule", "Table", "Records with the fault", "Records", "Share"),
        rows=tuple((_capital(row["weakens"].replace("_", " ")), _weak_cells(row)) for row in costly.to_dicts()),
        is_wordy=True,
    )
    folded = (("Measures that each fault weakens", (_measures(quality),)),)
    return Block(code="weakened", title="What it costs", words=words, tables=(table,), folded=folded)


def _measures(quality: DataQuality) -> DisplayTable:
    """Return the measures that each fault weakens, by title; all of them with their codes stand in a table beside."""
    found = weakened_measures(quality.weakened).group_by("rule", "table", maintain_order=True).agg("title")
    return DisplayTable(
        caption=f"Measures that faults weaken, {quality.authority.name}",
        headings=("Rule", "Table", "Measures", "Which"),
        rows=tuple(
            (name_of(rule), (name_of_table(table), count_cell(len(titles)), _some_of(titles)))
            for rule, table, titles in found.iter_rows()
        ),
        is_wordy=True,
    )


def _some_of(titles: Sequence[str]) -> str:
    """Return the first of some titles, and how many more there are."""
    told = "; ".join(titles[:MOST_MEASURES])
    more = len(titles) - MOST_MEASURES
    return f"{told}; and {more:,} more" if more > 0 else told


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _weak_cells(row: Row) -> tuple[Cell, ...]:
    value = row["value"]
    part: Cell = Count(text=share(value)) if isinstance(value, float) else "not known"
    total: Cell = "not known" if row["records_of_table"] is None else count_cell(row["records_of_table"])
    return (name_of(row["rule"]), name_of_table(row["table"]), count_cell(row["records"]), total, part)


def to_fix_words(quality: DataQuality) -> tuple[str, ...]:
    """Say what is to be fixed first. quality: of one authority."""
    first = _of_authority(quality).head(1).to_dicts()
    if not first:
        return ("There is nothing to fix.",)
    (row,) = first
    return (f"To fix first: {_thing(row)} ({name_of_table(row['table']).lower()}), {_records(row)}.",)


def to_fix_block(quality: DataQuality) -> Block:
    """Return what to fix first, for the authority and for each team. quality: of one authority."""
    whole = _of_authority(quality)
    if whole.is_empty():
        return Block(code="to-fix", title="What to fix first", words=to_fix_words(quality))
    words = (
        *to_fix_words(quality),
        "First come rows that count nowhere, then faults that weaken a figure, then fields that are empty; within "
        "each, what concerns the most records.",
    )
    shown = min(whole.height, MOST_TO_FIX)
    table = _to_fix(f"The first {shown:,} of {counted(whole.height, 'thing')} to fix", whole.head(shown))
    teams = quality.to_fix.filter(pl.col("team").is_not_null())
    by_team = tuple(
        _to_fix(f"{_capital(str(team))}: what to fix first", rows.head(MOST_TO_FIX // 2))
        for (team,), rows in teams.group_by(["team"], maintain_order=True)
    )
    folded = (("What to fix first: by team", by_team),) if by_team else ()
    return Block(code="to-fix", title="What to fix first", words=words, tables=(table,), folded=folded)


def _of_authority(quality: DataQuality) -> pl.DataFrame:
    """Return what to fix in the whole authority, in order. Returns: to_fix, what, table, severity, records."""
    whole = quality.to_fix.group_by("to_fix", "what", "table", "severity").agg(pl.col("records").sum())
    return whole.sort(BY_COST)


def _to_fix(caption: str, rows: pl.DataFrame) -> DisplayTable:
    """Return things to fix, in the order given. Input: rows; to_fix, what, table, severity, records."""
    return DisplayTable(
        caption=caption,
        headings=("To fix", "Table", "Costs", "Records", "What to do"),
        rows=tuple((_thing(row), _fix_cells(row)) for row in rows.to_dicts()),
        is_wordy=True,
    )


def _thing(row: Row) -> str:
    return name_of(row["what"]) if row["to_fix"] == ToFix.FAULT.value else f"{name_of(row['what'])} is empty"


def _records(row: Row) -> str:
    is_file = name_of_table(row["table"]) == name_of_table("whole_file")
    count = row["records"]
    return counted(count if isinstance(count, int) else 0, "file" if is_file else "record")


def _fix_cells(row: Row) -> tuple[Cell, ...]:
    severity = row["severity"]
    costs = COSTS[None if severity is None else str(severity)]
    return (name_of_table(row["table"]), costs, count_cell(row["records"]), _remedy(row))


def _remedy(row: Row) -> str:
    """Return what to do about a thing to fix."""
    what, table = str(row["what"]), str(row["table"])
    if row["to_fix"] == ToFix.FAULT.value:
        return words_of_rule(what, table).remedy
    return f"Fill it in the case system. Counted: {expected_of(table, what).words}."
