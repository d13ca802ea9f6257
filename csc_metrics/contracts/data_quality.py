"""Schemas of the tables on the quality of an authority's recording: one for each question that a team asks of it."""

from enum import StrEnum

import dataframely as dy
import polars as pl

from csc_metrics.contracts.records.rules import Severity
from csc_metrics.contracts.tables import one_of
from csc_metrics.contracts.vocabulary import Status

_IS_OK = pl.col("status") == Status.OK.value


class FoundIn(StrEnum):
    """Where a fault shows itself: in the rows of one extract, or only once all extracts up to it are put together."""

    EXTRACT = "extract"
    ALL_EXTRACTS = "all_extracts"


class Change(StrEnum):
    """What a newer extract did to a figure of an older one."""

    CHANGED = "changed"
    EMPTIED = "emptied"
    LATE = "late"


class ToFix(StrEnum):
    """What is to be put right: a rule that is broken, or a field that is empty."""

    FAULT = "fault"
    EMPTY = "empty"


class Completeness(dy.Schema):
    """Completeness of recording: one row per table, field and team; a row without a team is of the whole authority."""

    la_code = dy.String(description="The authority")
    table = dy.String(description="Clean table")
    field = dy.String(description="Column of it in which an empty cell means that something is not known")
    team = dy.String(nullable=True, description="Empty for the whole authority; a team only where records bear one")
    rows_expected = dy.Int64(
        nullable=True, min=0, description="Rows that should have the field and are told by an extract that has it"
    )
    rows_filled = dy.Int64(nullable=True, min=0, description="Rows among them that have it")
    rows_not_asked = dy.Int64(
        nullable=True, min=0, description="Rows left out: they should have it, and no extract that has it tells of them"
    )
    value = dy.Float64(nullable=True, min=0, max=100, description="Share that has it, per cent; null unless ok")
    status = one_of(Status, description="ok, or why there is no share: not_collected where no extract has the field")

    @dy.rule()
    def told_once(cls) -> pl.Expr:
        """Table, field and team name one row of an authority."""
        return pl.struct("la_code", "table", "field", "team").is_unique()

    @dy.rule()
    def value_only_when_ok(cls) -> pl.Expr:
        """A share is there exactly when the status is ok, and is that of the rows."""
        share = pl.when(_IS_OK).then(pl.col("rows_filled") / pl.col("rows_expected") * 100)
        return (pl.col("value").is_not_null() == _IS_OK) & pl.col("value").eq_missing(share)


class RecordingTimeliness(dy.Schema):
    """Timeliness of recording: one row per table, event and team; a row without a team is of the whole authority."""

    la_code = dy.String(description="The authority")
    table = dy.String(description="Clean table")
    field = dy.String(description="Column of it that says on which day something happened")
    team = dy.String(nullable=True, description="Empty for the whole authority; a team only where records bear one")
    judged = dy.Int64(nullable=True, min=0, description="Events of which it can be told whether they came in time")
    late = dy.Int64(nullable=True, min=0, description="Events among them that an extract should have held and did not")
    value = dy.Float64(nullable=True, min=0, max=100, description="Share that came late, per cent; null unless ok")
    days_at_least = dy.Float64(
        nullable=True, min=0, description="Of late events: median of days to the last extract that lacked them"
    )
    days_at_most = dy.Float64(
        nullable=True, min=0, description="Of late events: median of days to the first extract that held them"
    )
    status = one_of(Status, description="ok, or why there is no share: not_yet_known while two extracts are wanting")

    @dy.rule()
    def told_once(cls) -> pl.Expr:
        """Table, field and team name one row of an authority."""
        return pl.struct("la_code", "table", "field", "team").is_unique()

    @dy.rule()
    def value_only_when_ok(cls) -> pl.Expr:
        """A share is there exactly when the status is ok."""
        return pl.col("value").is_not_null() == _IS_OK


class ExtractAges(dy.Schema):
    """Age of what is held: one row per table."""

    la_code = dy.String(primary_key=True, description="The authority")
    table = dy.String(primary_key=True, description="Clean table")
    extracts = dy.Int64(min=0, description="Days on which an extract told of the table")
    first_extract = dy.Date(nullable=True, description="The first of them; null where there is none")
    newest_extract = dy.Date(nullable=True, description="The newest of them; null where there is none")
    days_behind = dy.Int64(nullable=True, min=0, description="Days before the newest extract of the authority")
    status = one_of(Status, description="ok, or not_collected where no extract tells of the table")


class FaultsByExtract(dy.Schema):
    """Faults by rule with their trend: one row per rule, table, severity and day of extract on which it could show.

    A day on which no extract of the table has the columns at fault has no row. Days are held against one another only
    where the extracts of the table are of the same kinds (lists of Annex A, elements of a census, own extracts) and
    have the same columns.
    """

    la_code = dy.String(primary_key=True, description="The authority")
    rule = dy.String(primary_key=True, description="Short name of what is wrong")
    table = dy.String(primary_key=True, description='Clean table; "whole_file" for a fault of a file')
    severity = dy.String(
        primary_key=True,
        regex="^(" + "|".join(Severity) + ")$",
        description="error: rows are kept aside; warning: a figure is weakened; notice",
    )
    found_in = dy.String(
        primary_key=True,
        regex="^(" + "|".join(FoundIn) + ")$",
        description="extract: in rows of that day; all_extracts: in what all extracts up to that day tell together",
    )
    extracted_on = dy.Date(primary_key=True, description="Day of the extract")
    faults = dy.Int64(min=0, description="How many were found")
    rows = dy.Int64(nullable=True, min=0, description="Rows read that day, or held by then; null for a whole file")
    faults_per_1000_rows = dy.Float64(nullable=True, min=0, description="Null where there is no row")
    change = dy.Float64(
        nullable=True,
        description="Faults per 1,000 rows less those of the last day alike; null where there is none",
    )
    compared_with = dy.Date(
        nullable=True, description="That day: the newest before whose extracts are of the same kinds"
    )
    standing = dy.Int64(min=0, description="How many of them stand in the list to fix at source, or do so anew")
    mended = dy.Int64(min=0, description="How many of them no longer stand of the record: a newer extract is right")

    @dy.rule()
    def stands_or_is_mended(cls) -> pl.Expr:
        """A fault either still stands or was mended."""
        return pl.col("standing") + pl.col("mended") == pl.col("faults")

    @dy.rule()
    def compared_with_a_day_before(cls) -> pl.Expr:
        """A change names the earlier day that it is told against."""
        is_before = (pl.col("compared_with") < pl.col("extracted_on")).fill_null(value=False)
        return pl.col("change").is_not_null() == is_before


class RestatedSinceLast(dy.Schema):
    """What the newest extract said otherwise than those before: one row per table, field and kind of change."""

    la_code = dy.String(primary_key=True, description="The authority")
    table = dy.String(primary_key=True, description="Clean table")
    field = dy.String(primary_key=True, description="Column of it, outside the key")
    change = dy.String(
        primary_key=True,
        regex="^(" + "|".join(Change) + ")$",
        description="changed: another value; emptied: none any more; late: it had happened by the extract before",
    )
    extracted_on = dy.Date(description="Day of the newest extract of the table")
    records = dy.Int64(nullable=True, min=0, description="How many records; null unless ok")
    records_compared = dy.Int64(nullable=True, min=0, description="Records that it and an earlier one tell of")
    first_said_on = dy.Date(nullable=True, description="Oldest extract whose word was changed")
    last_said_on = dy.Date(nullable=True, description="Newest extract whose word was changed")
    status = one_of(Status, description="ok, or not_yet_known where no earlier extract has the field")

    @dy.rule()
    def records_only_when_ok(cls) -> pl.Expr:
        """A count is there exactly when the status is ok."""
        return pl.col("records").is_not_null() == _IS_OK


class WeakenedFigures(dy.Schema):
    """What each fault that stands weakens: one row per rule, table, severity and figure weakened."""

    la_code = dy.String(primary_key=True, description="The authority")
    rule = dy.String(primary_key=True, description="Short name of what is wrong")
    table = dy.String(primary_key=True, description='Clean table; "whole_file" for a fault of a file')
    severity = dy.String(
        primary_key=True, regex="^(" + "|".join(Severity) + ")$", description="error, warning or notice"
    )
    weakens = dy.String(primary_key=True, description="The figures, in words")
    fields = dy.String(nullable=True, description="Columns at fault, with spaces between: a measure that reads one")
    faults = dy.Int64(min=1, description="Faults that stand")
    records = dy.Int64(min=1, description="Records that have them; of a whole file: files")
    records_of_table = dy.Int64(nullable=True, min=0, description="Clean records of the table and those kept aside")
    value = dy.Float64(nullable=True, min=0, max=100, description="Share of records that have one, per cent")


class FixFirst(dy.Schema):
    """What each team should put right first: one row per team and thing to fix; without a team: nobody's or all's."""

    la_code = dy.String(description="The authority")
    team = dy.String(nullable=True, description="The team; empty for what no team can be named for")
    place = dy.Int64(min=1, description="1 is to be fixed first: rows not counted, then weak ones, then empty fields")
    to_fix = one_of(ToFix, description="fault: a rule is broken; empty: a field is not filled")
    what = dy.String(description="Name of the rule, or of the field")
    table = dy.String(description='Clean table; "whole_file" for a fault of a file')
    severity = one_of(Severity, nullable=True, description="Of a fault; null for an empty field")
    records = dy.Int64(min=1, description="How many records; of a whole file: files")

    @dy.rule()
    def told_once(cls) -> pl.Expr:
        """Team, rule or field, table and severity name one row of an authority."""
        return pl.struct("la_code", "team", "to_fix", "what", "table", "severity").is_unique()
