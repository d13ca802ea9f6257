"""What is missing and what came late: completeness and timeliness of recording, as blocks of a page."""

from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.expected import expected_of
from csc_metrics.data_quality.teams import THROUGH
from csc_metrics.data_quality.whole import DataQuality
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable
from csc_metrics.report.page.quality_words import (
    FULL,
    WHY_NONE,
    Row,
    are,
    count_cell,
    counted,
    day_words,
    days_cell,
    field_of,
    listed,
    name_of,
    share,
    share_cell,
)

_IS_OK: Final = pl.col("status") == Status.OK.value
_IS_WHOLE: Final = pl.col("team").is_null()
_HOW_TEAMS: Final = (
    "A record belongs to the team that it names. Where it names none it belongs to the team of its assessment or "
    "meeting, of the worker who made the visit, or of the worker who holds the child's case, or last did."
)


def completeness_block(quality: DataQuality) -> Block:
    """Return what is missing: fields with gaps, then every field, then every team. quality: of one authority."""
    whole = quality.completeness.filter(_IS_WHOLE)
    gaps = whole.filter(_IS_OK & (pl.col("value") < FULL)).sort("value", "table", "field")
    tables = (_gaps(quality, gaps),) if not gaps.is_empty() else ()
    by_team = _tables_by_team(quality)
    of_teams = (("Completeness: by team", by_team),) if by_team else ()
    return Block(
        code="completeness",
        title="What is missing",
        words=(*completeness_words(quality), *_left_out(whole), *([_HOW_TEAMS] if by_team else [])),
        tables=tables,
        folded=(("Completeness: every field", (_every_field(whole),)), *of_teams),
    )


def completeness_words(quality: DataQuality) -> tuple[str, ...]:
    """Say how many fields are complete and which lack most. quality: of one authority."""
    whole = quality.completeness.filter(_IS_WHOLE)
    told = whole.filter(_IS_OK).sort("value", "table", "field")
    if told.is_empty():
        return ("No field can be judged yet: no extract holds a row that should have one.",)
    full = told.filter(pl.col("value") == FULL).height
    sentence = f"Of {counted(told.height, 'field')} that can be judged, {full:,} {are(full)} complete."
    least = told.to_dicts()[0]
    absent = whole.filter(pl.col("status") == Status.NOT_COLLECTED.value).height
    more = f"{counted(absent, 'further field')} {are(absent)} in no extract." if absent else ""
    if least["value"] == FULL:
        return tuple(filter(None, (sentence, more)))
    of_rows = f"in {least['rows_filled']:,} of {least['rows_expected']:,} ({share(least['value'])})"
    lack = f"Filled least: {field_of(least)}, {of_rows}."
    return tuple(filter(None, (sentence, lack, more)))


def _left_out(whole: pl.DataFrame) -> tuple[str, ...]:
    """Say of how many fields records are left out, and of which the most. Input: schema Completeness, without teams."""
    left_out = whole.filter(pl.col("rows_not_asked") > 0).sort("rows_not_asked", descending=True, maintain_order=True)
    if left_out.is_empty():
        return ()
    most = left_out.to_dicts()[0]
    return (
        "A record that only extracts without a field tell of (a census has no teams) lacks nothing there and is left "
        f"out, in {counted(left_out.height, 'field')}; most of all in {field_of(most)} "
        f"({counted(most['rows_not_asked'], 'record')}).",
    )


def _gaps(quality: DataQuality, gaps: pl.DataFrame) -> DisplayTable:
    """Return the fields with gaps, the emptiest first. Input: gaps, schema Completeness."""
    return DisplayTable(
        caption=f"Fields with gaps, {quality.authority.name}, the emptiest first",
        headings=("Field", "Should have it", "Have it", "Lack it", "Filled", "Team that fills it least"),
        rows=tuple((field_of(row), (*_counts(row), _least_team(quality, row))) for row in gaps.to_dicts()),
    )


def _counts(row: Row) -> tuple[Cell, ...]:
    expected, filled = row["rows_expected"], row["rows_filled"]
    lack = expected - filled if isinstance(expected, int) and isinstance(filled, int) else None
    return (count_cell(expected), count_cell(filled), count_cell(lack), share_cell(row))


def _least_team(quality: DataQuality, row: Row) -> Cell:
    """Return the team that fills a field least, with its share; the first by name where several do."""
    is_field = (pl.col("table") == row["table"]) & (pl.col("field") == row["field"])
    teams = quality.completeness.filter(is_field & ~_IS_WHOLE & _IS_OK).sort("value", "team")
    if teams.is_empty():
        return "not told by team"
    least = teams.to_dicts()[0]
    return f"{least['team']} ({share(least['value'])} of {least['rows_expected']:,})"


def _every_field(whole: pl.DataFrame) -> DisplayTable:
    """Return every field, those that cannot be judged among them. Input: schema Completeness, without teams."""
    return DisplayTable(
        caption="Completeness of every field in which empty means not known",
        headings=(
            "Field",
            "Counted",
            "Should have it",
            "Have it",
            "Lack it",
            "Filled",
            "Left out: not in their extracts",
        ),
        rows=tuple(
            (
                field_of(row),
                (expected_of(row["table"], row["field"]).words, *_counts(row), count_cell(row["rows_not_asked"])),
            )
            for row in whole.to_dicts()
        ),
    )


def _tables_by_team(quality: DataQuality) -> tuple[DisplayTable, ...]:
    """Return a table for each clean table whose records have teams: one row per team, one column per field."""
    teams = quality.completeness.filter(~_IS_WHOLE)
    return tuple(_by_team(table, rows) for (table,), rows in teams.group_by(["table"], maintain_order=True))


def _by_team(table: object, rows: pl.DataFrame) -> DisplayTable:
    """Return the completeness of one table by team. Input: rows, schema Completeness, of the table and its teams."""
    fields = rows["field"].unique(maintain_order=True).to_list()
    by_place = {(row["team"], row["field"]): row for row in rows.to_dicts()}
    how = f", by {THROUGH[str(table)].words}" if str(table) in THROUGH else ""
    return DisplayTable(
        caption=f"{name_of(table)}: share filled, by team{how}",
        headings=("Team", *(name_of(field) for field in fields)),
        rows=tuple(
            (team, tuple(_share_of_rows(by_place.get((team, field))) for field in fields))
            for team in sorted(rows["team"].unique())
        ),
    )


def _share_of_rows(row: Row | None) -> Cell:
    if row is None or not isinstance(row["value"], float):
        return WHY_NONE[Status.ZERO_DENOMINATOR.value]
    return Count(text=f"{share(row['value'])} of {row['rows_expected']:,}")


def timeliness_block(quality: DataQuality) -> Block:
    """Return what came late, by event and team, and how old the extracts are. quality: of one authority."""
    told = quality.timeliness.filter(_IS_OK)
    whole, teams = told.filter(_IS_WHOLE), told.filter(~_IS_WHOLE)
    folded = [("Extracts of each table", (_ages(quality),))]
    if not teams.is_empty():
        folded.insert(0, ("Timeliness: by team", (_events("Events that came late, by team", teams),)))
    return Block(
        code="timeliness",
        title="What came late",
        words=timeliness_words(quality) + _behind(quality),
        tables=(_events(f"Events that came late, {quality.authority.name}", whole),) if not whole.is_empty() else (),
        folded=tuple(folded),
    )


def timeliness_words(quality: DataQuality) -> tuple[str, ...]:
    """Say how many events an extract should have held and did not. quality: of one authority."""
    told = quality.timeliness.filter(_IS_OK & _IS_WHOLE)
    how = (
        "An event is late where an extract of the same kind, drawn on that day or later, should have held it and did "
        "not; what came with the first extract of a kind is not judged."
    )
    if told.is_empty():
        return (f"How soon things are recorded cannot be told yet. {how}",)
    judged, late = int(told["judged"].sum()), int(told["late"].sum())
    part = share(late / judged * FULL)
    sentence = f"Of {counted(judged, 'event')} whose recording can be judged, {late:,} came late ({part})."
    if not late:
        return (sentence, how)
    worst = told.sort("late", "value", "table", "field", descending=[True, True, False, False]).to_dicts()[0]
    most = f"Most of them: {field_of(worst)}, {worst['late']:,} of {worst['judged']:,}."
    return (sentence, most, how)


def _events(caption: str, rows: pl.DataFrame) -> DisplayTable:
    """Return a row for each event, or event and team. Input: rows, schema RecordingTimeliness, status ok."""
    has_team = rows["team"].is_not_null().any()
    return DisplayTable(
        caption=caption,
        headings=(
            "Event",
            *(["Team"] if has_team else []),
            "Judged",
            "Late",
            "Share late",
            "Recorded after days (median)",
        ),
        rows=tuple((field_of(row), _event_cells(row, has_team=has_team)) for row in rows.to_dicts()),
    )


def _event_cells(row: Row, *, has_team: bool) -> tuple[Cell, ...]:
    team: tuple[Cell, ...] = (str(row["team"]),) if has_team else ()
    counts = (count_cell(row["judged"]), count_cell(row["late"]), share_cell(row))
    return (*team, *counts, days_cell(row["days_at_least"], row["days_at_most"]))


def _behind(quality: DataQuality) -> tuple[str, ...]:
    """Say of which tables the newest extract is older than that of others."""
    behind = quality.ages.filter(pl.col("days_behind") > 0).to_dicts()
    if not behind:
        return ()
    told = [f"{name_of(row['table']).lower()} ({counted(row['days_behind'], 'day')})" for row in behind]
    return (f"Not in the newest extract, so that what is told of them is older: {listed(told)}.",)


def _ages(quality: DataQuality) -> DisplayTable:
    return DisplayTable(
        caption="Extracts of each table",
        headings=("Table", "Days with an extract", "First", "Newest", "Days behind the newest of any table"),
        rows=tuple((name_of(row["table"]), _age_cells(row)) for row in quality.ages.to_dicts()),
    )


def _age_cells(row: Row) -> tuple[Cell, ...]:
    days = (day_words(row["first_extract"]), day_words(row["newest_extract"]))
    return (count_cell(row["extracts"]), *days, count_cell(row["days_behind"], absent="no extract"))
