"""Timeliness of recording: how soon what happened stands in the extracts, as far as dated extracts can tell."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import ExtractAges, RecordingTimeliness
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.held import HeldRecords, held_records
from csc_metrics.data_quality.kinds import source_of
from csc_metrics.data_quality.teams import TEAM, TEAM_OF, has_team, with_team
from csc_metrics.records.history import Part
from csc_metrics.records.keys import record_of

_FULL: Final = 100
_DAY: Final = "extracted_on"
_OF_ANOTHER_RECORD: Final = {("assessments", "referred_on")}
"""The day of a referral is older than the assessment that names it: that it was not told before says nothing."""


def timeliness(clean: Path, la_code: str) -> pl.DataFrame:
    """Count the events that came late: the extract that should have held them did not, a newer one does.

    No extract says on which day something was recorded. So an event is judged only where an extract of the same kind
    (the same columns, and read as the same list, element or own extract) was drawn before the first one that tells of
    it: it came in time if it happened on the day of that earlier extract or after it, and late if it had happened
    before. Of a late event it is known that it was recorded after the last extract that lacks it and by the first that
    holds it: days are counted to both. What came with the first extract of its kind, or lies before what the earlier
    one covers, is not judged. With one extract nothing is known.

    A record that was given another identifier, or taken over from another authority, looks late here.

    clean: folder of clean tables. Returns: schema RecordingTimeliness; value in per cent.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    return timeliness_of(held_records(clean, la_code))


def timeliness_of(held: HeldRecords) -> pl.DataFrame:
    """Count as `timeliness` does, of records that are open already.

    Returns: schema RecordingTimeliness, in order of table, field and team.
    """
    names = [(table, field) for table in RECORD_TABLES for field in events_of(table)]
    rows = pl.concat([_of_field(held, table, field) for table, field in names])
    value = pl.when(pl.col("status") == Status.OK.value).then(pl.col("late") / pl.col("judged") * _FULL)
    whole = rows.with_columns(pl.lit(held.la_code).alias("la_code"), value.alias("value"))
    return RecordingTimeliness.validate(whole.select(list(RecordingTimeliness.columns())))


def extract_ages(clean: Path, la_code: str) -> pl.DataFrame:
    """Return how old what is held of each table is, beside the newest extract of the authority.

    clean: folder of clean tables. Returns: schema ExtractAges.
    Raises: NoCleanRecords; CleanFolderFault; UnknownAuthority.
    """
    return extract_ages_of(held_records(clean, la_code))


def extract_ages_of(held: HeldRecords) -> pl.DataFrame:
    """Return ages as `extract_ages` does, of records that are open already. Returns: schema ExtractAges."""
    newest = held.days[-1] if held.days else None
    rows = []
    for table in RECORD_TABLES:
        days = sorted({part.extracted_on for part in held.parts.get(table, [])})
        rows.append(
            {
                "la_code": held.la_code,
                "table": table,
                "extracts": len(days),
                "first_extract": days[0] if days else None,
                "newest_extract": days[-1] if days else None,
                "days_behind": (newest - days[-1]).days if days and newest else None,
                "status": Status.OK.value if days else Status.NOT_COLLECTED.value,
            }
        )
    schema = {name: column.dtype for name, column in ExtractAges.columns().items()}
    return ExtractAges.validate(pl.DataFrame(rows, schema=schema))


def events_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table that say on which day something happened.

    >>> events_of("early_help")
    ('started_on', 'completed_on')
    """
    events = [name for name, column in RECORD_TABLES[table].columns.items() if column.is_event]
    return tuple(name for name in events if (table, name) not in _OF_ANOTHER_RECORD)


def _of_field(held: HeldRecords, table: str, field: str) -> pl.DataFrame:
    """Return the counts of an event, of the whole authority and then of each team; or the row that says why not."""
    parts = [part for part in held.parts.get(table, []) if field in part.supplied]
    if not parts:
        return _without_count(table, field, Status.NOT_COLLECTED)
    if not _have_a_kind_twice(parts):
        return _without_count(table, field, Status.NOT_YET_KNOWN)
    judged = judged_events(table, field, parts)
    whole = _counted(judged.with_columns(pl.lit(None, dtype=pl.String).alias(TEAM_OF)), table, field)
    if whole.is_empty():
        return _without_count(table, field, Status.ZERO_DENOMINATOR)
    if not has_team(held, table):
        return whole
    rows = with_team(held, table, held.tables[table])
    record = record_of(RECORD_TABLES[table]).alias("record")
    teams = rows.select(record, TEAM_OF).unique("record", keep="first", maintain_order=True)
    of_teams = judged.join(teams, on="record", how="inner", validate="1:1")
    return pl.concat([whole, _counted(of_teams, table, field).sort(TEAM)])


def _have_a_kind_twice(parts: Sequence[Part]) -> bool:
    """Whether two days have an extract of the same kind."""
    days: dict[int, set[object]] = {}
    for kind, part in _with_kinds(parts):
        days.setdefault(kind, set()).add(part.extracted_on)
    return any(len(told) > 1 for told in days.values())


def judged_events(table: str, field: str, parts: Sequence[Part]) -> pl.DataFrame:
    """Return the events of a field of which it can be told whether they came in time.

    table: its name. field: the column. parts: of the table, all of which have the field.
    Returns: one row per record; record, event_on, told_on (the first extract with it), before_on (the last one of the
    same kind without it), is_late.
    """
    said = pl.concat([_said(table, field, part, kind) for kind, part in _with_kinds(parts)])
    first = (
        said.filter(pl.col("event_on").is_not_null())
        .sort(_DAY, "kind", "event_on")
        .group_by("record", maintain_order=True)
        .agg(pl.col(_DAY).first().alias("told_on"), pl.col("event_on").first())
    )
    found = first.join(_days_before(said), left_on="told_on", right_on=_DAY, how="inner", validate="m:m")
    is_told = said.filter(pl.col("event_on").is_not_null()).select("record", "kind", pl.col(_DAY).alias("told_on"))
    of_kind = found.join(is_told.unique(), on=["record", "kind", "told_on"], how="semi")
    was_there = said.select("record", "kind", pl.col(_DAY).alias("before_on"), pl.lit(value=True).alias("was_listed"))
    told = of_kind.join(was_there.unique(), on=["record", "kind", "before_on"], how="left", validate="m:1")
    by_then = pl.col("event_on") < pl.col("before_on")
    covered = pl.col("was_listed").fill_null(value=False) | (pl.col("event_on") >= pl.col("covers_from"))
    judged = told.filter(~by_then | covered.fill_null(value=False)).with_columns(by_then.alias("is_late"))
    latest = judged.sort("before_on", "kind").group_by("record", maintain_order=True).last()
    return latest.select("record", "event_on", "told_on", "before_on", "is_late")


def _with_kinds(parts: Sequence[Part]) -> list[tuple[int, Part]]:
    """Return each part with the number of its kind: parts with the same columns that were read as the same.

    What a plan is belongs to its kind: Annex A has no plans in need, a census no care.
    """
    apart = [(_kind_of(one), one) for part in parts for one in _apart(part)]
    kinds = {kind: number for number, kind in enumerate(sorted({kind for kind, _ in apart}))}
    return [(kinds[kind], part) for kind, part in apart]


def _apart(part: Part) -> list[Part]:
    """Return a part of plans by their type; any other as it is."""
    if not _is_of_plans(part):
        return [part]
    return [replace(part, rows=rows) for rows in part.rows.partition_by(_PLAN_TYPE, maintain_order=True)]


def _is_of_plans(part: Part) -> bool:
    return _PLAN_TYPE in part.rows.columns and "worker_id" not in part.rows.columns


def _kind_of(part: Part) -> tuple[str, ...]:
    """Return what parts of one kind share: their columns, what they were read as, the type of plans."""
    if part.rows.is_empty():
        return part.supplied
    plans = [str(part.rows[_PLAN_TYPE][0])] if _is_of_plans(part) else []
    return (*part.supplied, source_of(part.source, file=str(part.rows["source_file"][0])), *plans)


_PLAN_TYPE: Final = "plan_type"


def _said(table: str, field: str, part: Part, kind: int) -> pl.DataFrame:
    """Return what a part says of an event: record, event_on, extracted_on, kind."""
    return part.rows.select(
        record_of(RECORD_TABLES[table]).alias("record"),
        pl.col(field).cast(pl.Date).alias("event_on"),
        pl.lit(part.extracted_on, dtype=pl.Date).alias(_DAY),
        pl.lit(kind).alias("kind"),
    )


def _days_before(said: pl.DataFrame) -> pl.DataFrame:
    """Return for each kind and day of extract the day before it of the kind, and the first event that one tells of."""
    days = said.group_by("kind", _DAY).agg(pl.col("event_on").min().alias("covers_from")).sort("kind", _DAY)
    before = [pl.col(_DAY).shift(1).alias("before_on"), pl.col("covers_from").shift(1)]
    return days.select("kind", _DAY, *(one.over("kind") for one in before)).filter(pl.col("before_on").is_not_null())


def _counted(judged: pl.DataFrame, table: str, field: str) -> pl.DataFrame:
    """Return the counts of judged events, one row per team. Input: rows of `judged_events`, with TEAM_OF."""
    late = pl.col("is_late")
    at_least = (pl.col("before_on") - pl.col("event_on")).dt.total_days().filter(late)
    at_most = (pl.col("told_on") - pl.col("event_on")).dt.total_days().filter(late)
    counted = judged.group_by(TEAM_OF).agg(
        pl.len().cast(pl.Int64).alias("judged"),
        late.sum().cast(pl.Int64).alias("late"),
        at_least.median().cast(pl.Float64).alias("days_at_least"),
        at_most.median().cast(pl.Float64).alias("days_at_most"),
    )
    names = [pl.lit(table).alias("table"), pl.lit(field).alias("field"), pl.col(TEAM_OF).alias(TEAM)]
    return counted.select(*names, *_COUNTS, pl.lit(Status.OK.value).alias("status"))


_COUNTS: Final = ("judged", "late", "days_at_least", "days_at_most")


def _without_count(table: str, field: str, status: Status) -> pl.DataFrame:
    """Return the row of an event of which nothing can be told."""
    row = {"table": table, "field": field, TEAM: None} | dict.fromkeys(_COUNTS) | {"status": status.value}
    kinds = [*[pl.String] * 3, *[pl.Int64] * 2, *[pl.Float64] * 2, pl.String]
    return pl.DataFrame([row], schema=dict(zip(row, kinds, strict=True)))
