"""Doubts that only several extracts together raise: records of which newer ones no longer tell, or tell otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.faults import all_faults, faults_of_rule, file_fault, found_in
from csc_metrics.records.history import RESTATED_SCHEMA, Part
from csc_metrics.records.keys import record_of

_FOUND_HERE: Final = pl.lit(value=True)
EXTRACT_NOT_WHOLE: Final = "extract_not_whole"
MOST_WITHDRAWN: Final = 0.2
"""Share of the records that a newer extract should hold; beyond it, the extract is in doubt and not the records."""
FEW_WITHDRAWN: Final = 5
"""So many records may be withdrawn whatever their share."""
OPEN_UNTIL: Final = {
    "contacts": ("contacted_on", "decided_on"),
    "early_help": ("started_on", "completed_on"),
    "referrals": ("referred_on", "closed_on"),
    "assessments": ("started_on", "authorised_on"),
    "workers": ("started_on", "left_on"),
    "vacancies": ("vacant_from_on", "filled_on"),
    "allocations": ("started_on", "ended_on"),
    "plans": ("started_on", "ended_on"),
}
"""First and last day of what an extract tells of for as long as it is open."""
EVENT_ON: Final = {
    "contacts": "contacted_on",
    "referrals": "referred_on",
    "section_47_enquiries": "strategy_discussion_on",
}
"""Day of what an extract that knows no end tells of if it lies within the time that the extract covers."""
EPISODE_WITHOUT_REFERRAL: Final = Rule(
    name="episode_without_referral",
    says="An episode of need begins on the day of its referral; this one began on a day without one.",
    columns=("referred_on",),
    is_broken=_FOUND_HERE,
    remedy="Have list 3 and list 6 of Annex A bear the same day, or give an extract of referrals.",
    severity=Severity.WARNING,
    weakens="number of referrals",
)
"""List 6 of Annex A begins an episode on a day for which list 3 has no referral."""
NEWER_WORD_IS_ASIDE: Final = Rule(
    name="newer_word_is_aside",
    says="An extract tells of this record in a row that had to be kept aside, and none since tells it anew.",
    columns=("extracted_on",),
    is_broken=_FOUND_HERE,
    remedy="This word may be wrong. Correct the other row, which is in this list too, and draw the extract again.",
)
"""A word must not stand where another on the same record cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What newer extracts no longer tell of, and should.

    rows: records that are withdrawn, schema of the table. restated: the same, schema RESTATED_SCHEMA, change
    `withdrawn`. faults: schema Faults, where so many are gone that the newest extract itself is in doubt; those stay.
    """

    rows: pl.DataFrame
    restated: pl.DataFrame
    faults: pl.DataFrame


def withdrawn(name: str, parts: Sequence[Part], rows: pl.DataFrame) -> Withdrawn:
    """Return the records that the newest extract of a kind should tell of and does not.

    A case that was open must be in every newer extract; so must an event of the time that a newer extract covers. One
    that is gone was deleted, or its day was corrected and it stands there a second time: it is withdrawn. Where more
    than a fifth is gone, the extract is likelier not whole: then nothing is withdrawn, and that is said.
    name: of the table. parts: of all extracts. Input: rows, one word on each record, schema of the table.
    """
    kinds: dict[tuple[str, ...], list[Part]] = {}
    for part in parts if name in {*OPEN_UNTIL, *EVENT_ON} else ():
        kinds.setdefault(part.supplied, []).append(part)
    gone, restated = [rows.clear()], [pl.DataFrame(schema=RESTATED_SCHEMA)]
    faults: list[pl.DataFrame] = []
    for of_a_kind in kinds.values():
        lost, should_be_told = _gone(name, of_a_kind, rows)
        newest = max(part.extracted_on for part in of_a_kind)
        if lost.height > max(should_be_told * MOST_WITHDRAWN, FEW_WITHDRAWN):
            faults.append(_not_whole(lost, newest, should_be_told, name=name))
        else:
            gone.append(lost)
            restated.append(_as_restated(lost, newest, name=name))
    return Withdrawn(rows=pl.concat(gone).unique(), restated=pl.concat(restated), faults=all_faults(faults))


def _gone(name: str, parts: Sequence[Part], rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return the records that are gone, and how many earlier records the newest extract should tell of."""
    newest = max(part.extracted_on for part in parts)
    key = list(RECORD_TABLES[name].key)
    told = pl.concat([part.rows.select(key) for part in parts if part.extracted_on == newest])
    before = [part.rows.select(key) for part in parts if part.extracted_on < newest]
    if not before or told.is_empty():
        return rows.clear(), 0
    earlier = rows.join(pl.concat(before).unique(), on=key, how="semi", nulls_equal=True, maintain_order="left")
    expected = earlier.filter(_must_be_told(name, parts, newest))
    older = expected.filter(pl.col("extracted_on") < newest)
    return older.join(told, on=key, how="anti", nulls_equal=True, maintain_order="left"), expected.height


def _not_whole(lost: pl.DataFrame, newest: date, should_be_told: int, *, name: str) -> pl.DataFrame:
    """Return the warning that an extract is likely not whole. Returns: schema Faults, one row."""
    said = (
        f"The extract of {newest} tells nothing of {lost.height:,} of {should_be_told:,} records of {name} that "
        "earlier extracts hold and that it should hold too. They stay as they were. Draw it again if it is not whole."
    )
    told = file_fault(
        la_code=lost["la_code"][0],
        file=lost["source_file"][0],
        rule=EXTRACT_NOT_WHOLE,
        remedy=said,
        severity=Severity.WARNING,
        value=f"{lost.height} of {should_be_told}",
    )
    about = {"table": name, "weakens": f"figures that count {name}", "field": " ".join(OPEN_UNTIL.get(name, ()))}
    return told.with_columns(
        *(pl.lit(text).alias(column) for column, text in about.items()), pl.lit(newest).alias("extracted_on")
    )


def _as_restated(lost: pl.DataFrame, newest: date, *, name: str) -> pl.DataFrame:
    told = lost.select(
        "la_code",
        pl.lit(name).alias("table"),
        record_of(RECORD_TABLES[name]).alias("record"),
        pl.lit("record").alias("column"),
        pl.lit("withdrawn").alias("change"),
        record_of(RECORD_TABLES[name]).alias("was"),
        pl.lit(None, dtype=pl.String).alias("became"),
        pl.col("extracted_on").alias("was_extracted_on"),
        pl.lit(newest).alias("extracted_on"),
        pl.col("source_file").alias("file"),
        pl.col("source_row").alias("row"),
    )
    return told.select(list(RESTATED_SCHEMA))


def _must_be_told(name: str, parts: Sequence[Part], newest: date) -> pl.Expr:
    """Return whether a record must be in the newest extract of its kind."""
    supplied = parts[0].supplied
    if name in OPEN_UNTIL and OPEN_UNTIL[name][1] in supplied:
        return pl.col(OPEN_UNTIL[name][1]).is_null()
    if name not in EVENT_ON:
        return pl.lit(value=False)
    day = EVENT_ON[name]
    since = pl.concat([part.rows[day] for part in parts if part.extracted_on == newest]).min()
    return pl.col(day) >= pl.lit(since, dtype=pl.Date)


def episodes_without_referral(parts: Sequence[Part]) -> pl.DataFrame:
    """Return a warning for each episode of need that begins where its own extract has no referral.

    parts: of the table `referrals`; list 6 of Annex A knows ends and no sources, list 3 sources and no ends.
    Returns: schema Faults.
    """
    found = []
    for day in sorted({part.extracted_on for part in parts}):
        of_day = [part for part in parts if part.extracted_on == day]
        referrals = [part.rows for part in of_day if _is_list_3(part)]
        if referrals:
            told = pl.concat(referrals)
            found += [_unmatched(part.rows, told) for part in of_day if _is_list_6(part)]
    record = record_of(RECORD_TABLES["referrals"])
    place = {"table": "referrals"}
    return all_faults(
        [found_in(rows, faults_of_rule(rows, EPISODE_WITHOUT_REFERRAL, place=place), record=record) for rows in found]
    )


def _is_list_3(part: Part) -> bool:
    return bool(part.made) and "source" in part.supplied and "closed_on" not in part.supplied


def _is_list_6(part: Part) -> bool:
    return bool(part.made) and "closed_on" in part.supplied and "source" not in part.supplied


def _unmatched(episodes: pl.DataFrame, referrals: pl.DataFrame) -> pl.DataFrame:
    """Return the episodes that began within the time that the referrals cover, on a day without one of the child."""
    covered = episodes.filter(pl.col("referred_on") >= pl.lit(referrals["referred_on"].min(), dtype=pl.Date))
    return covered.join(referrals, on=["child_id", "referred_on"], how="anti", maintain_order="left")


def standing_faults(name: str, faults: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """Return the faults of a table that no newer extract has mended.

    A fault is mended where a newer extract that has all the columns at fault tells of the same record in a row that is
    clean. One without those columns says nothing of them.
    name: of the table. parts: of all extracts. Input and output: schema Faults.
    """
    if len({part.extracted_on for part in parts}) == 1:
        return faults
    return all_faults(_standing(name, of_field, parts) for of_field in faults.partition_by("field"))


def _standing(name: str, faults: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """Return the faults of the same columns that stand."""
    columns = (faults["field"][0] or "").split()
    record = record_of(RECORD_TABLES[name]).alias("record")
    words = [
        part.rows.select(record, pl.col("extracted_on").alias("_told_on"))
        for part in parts
        if set(columns) <= set(part.supplied)
    ]
    if not words:
        return faults
    newest = pl.concat(words).group_by("record").agg(pl.col("_told_on").max())
    found = faults.join(newest, on="record", how="left", validate="m:1", maintain_order="left")
    is_mended = (pl.col("_told_on") > pl.col("extracted_on")).fill_null(value=False)
    return found.filter(~is_mended).drop("_told_on")


def in_doubt(name: str, rows: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return the records of which an extract tells in a row that was kept aside for a fault that still stands.

    name: of the table. Input: rows, schema of the table; standing, schema Faults. Returns: rows of them.
    """
    errors = standing.filter((pl.col("severity") == Severity.ERROR.value) & pl.col("record").is_not_null())
    if errors.is_empty():
        return rows.clear()
    found = rows.with_columns(record_of(RECORD_TABLES[name]).alias("record"))
    return found.join(errors.select("record"), on="record", how="semi", maintain_order="left").select(rows.columns)
