"""Doubts that only several extracts together raise: records of which newer ones no longer tell, or tell otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Rule, Severity
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.faults import AUTHORITY_DIFFERS, NO_FAULTS, all_faults, faults_of_rule, found_in
from csc_metrics.records.history import Part
from csc_metrics.records.keys import record_of
from csc_metrics.records.own_identifiers import NATURAL_KEYS

_CENSUS_YEAR: Final = timedelta(365)
_CENSUS_FILE: Final = r"\.xml(?: \[|$)"
_FOUND_HERE: Final = pl.lit(value=True)
NO_LONGER_TOLD: Final = "no_longer_told"
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
OPEN_WHILE: Final = {"meetings": ("decided_at", "status", "pending")}
"""First day, a column, and the word in it, of what an extract tells of for as long as the column bears the word."""
APART_BY: Final = {"plans": "plan_type"}
"""Column whose words are told by different sources, by table: Annex A has no plans in need, a census no care."""
EVENT_ON: Final = {
    "contacts": "contacted_on",
    "referrals": "referred_on",
    "section_47_enquiries": "strategy_discussion_on",
}
"""Day of what an extract that knows no end tells of if it lies within the time that the extract covers."""
TOLD_AGAIN: Final = frozenset({*OPEN_UNTIL, *OPEN_WHILE, *EVENT_ON})
"""Tables of which a newer extract should tell again of some records that an earlier one told of."""
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
SEVERAL_ARE_MEANT: Final = Rule(
    name="several_are_meant",
    says="The authority's own extract has other records of this child and day; which of them is meant is not told.",
    columns=("child_id",),
    is_broken=_FOUND_HERE,
    remedy="It stands beside them and would be counted once too often. Have one source tell of these records.",
    severity=Severity.WARNING,
    weakens="number of records",
)
"""Annex A or a census tells of a child and day for which there are several identifiers."""
NEWER_WORD_IS_ASIDE: Final = Rule(
    name="newer_word_is_aside",
    says="An extract tells of this record in a row that had to be kept aside, and none since tells it anew.",
    columns=("extracted_on",),
    is_broken=_FOUND_HERE,
    remedy="This word may be wrong. Correct the other row, which is in this list too, and draw the extract again.",
)
"""A word must not stand where another on the same record cannot be read."""

_GONE_BY_DAY: Final = (
    "If it has ended, have the extract show what ended too, with its last day. If it was deleted, or its day "
    "was corrected so that it stands twice, it must not be counted after the day on which it was last told."
)
_GONE_BY_WORD: Final = (
    "If it was held or cancelled, have the extract show that. If it was deleted, or bears another number now so that "
    "it stands twice, it must not be counted after the day on which it was last told."
)


def no_longer_told(name: str) -> Rule:
    """Return the rule that the newest extract tells of a table's record that it should hold. name: of the table."""
    is_by_word = name in OPEN_WHILE
    columns = OPEN_WHILE[name][:2] if is_by_word else OPEN_UNTIL.get(name) or (EVENT_ON[name],)
    return Rule(
        name=NO_LONGER_TOLD,
        says="An earlier extract tells of this; the newest of its kind, which should, does not.",
        columns=columns,
        is_broken=_FOUND_HERE,
        remedy=_GONE_BY_WORD if is_by_word else _GONE_BY_DAY,
        severity=Severity.WARNING,
        weakens=f"figures that count {name}",
    )


def records_gone(name: str, parts: Sequence[Part], rows: pl.DataFrame) -> pl.DataFrame:
    """Return a warning for each record that the newest extract of a kind should tell of and does not.

    A case that was open should be in every newer extract, open or ended, and a meeting that was pending, whatever came
    of it: without it the others look timely. So should an event of the time that a newer extract covers. One that is
    gone may have ended in an extract of current cases alone, or been deleted, or been given another day: which, nobody
    can tell from here, so that it stays, and what counts it is weakened.
    name: of the table. parts: of all extracts. Input: rows, one word on each record, schema of the table.
    Returns: schema Faults.
    """
    kinds: dict[tuple[str, ...], list[Part]] = {}
    for part in parts if name in TOLD_AGAIN else ():
        for kind, one in _by_kind(name, part):
            kinds.setdefault((*part.supplied, kind), []).append(one)
    gone = [_gone(name, of_a_kind, rows) for of_a_kind in kinds.values()]
    lost = pl.concat([rows.clear(), *gone]).unique(maintain_order=True)
    record = record_of(RECORD_TABLES[name])
    return found_in(lost, faults_of_rule(lost, no_longer_told(name), place={"table": name}), record=record)


def _by_kind(name: str, part: Part) -> list[tuple[str, Part]]:
    """Return the rows of a part by what one source tells of and another does not.

    A census knows plans in need and what ended in its year, Annex A neither.
    """
    if name not in APART_BY:
        return [("", part)]
    apart = [APART_BY[name], "_is_census"]
    marked = part.rows.with_columns(pl.col("source_file").str.contains(_CENSUS_FILE).alias("_is_census"))
    told = marked.partition_by(apart, as_dict=True, maintain_order=True)
    return [
        (f"{kind} {is_census}", replace(part, rows=rows.drop("_is_census"))) for (kind, is_census), rows in told.items()
    ]


def _gone(name: str, parts: Sequence[Part], rows: pl.DataFrame) -> pl.DataFrame:
    """Return the records that the newest extract of one kind should tell of and does not."""
    newest = max(part.extracted_on for part in parts)
    key = list(RECORD_TABLES[name].key)
    told = pl.concat([part.rows.select(key) for part in parts if part.extracted_on == newest])
    before = [part.rows.select(key) for part in parts if part.extracted_on < newest]
    if not before or told.is_empty():
        return rows.clear()
    older = rows.filter(pl.col("extracted_on") < newest).filter(_must_be_told(name, parts, newest))
    known = older.join(pl.concat(before).unique(), on=key, how="semi", nulls_equal=True, maintain_order="left")
    return known.join(told, on=key, how="anti", nulls_equal=True, maintain_order="left")


def _must_be_told(name: str, parts: Sequence[Part], newest: date) -> pl.Expr:
    """Return whether a record must be in the newest extract of its kind."""
    supplied = parts[0].supplied
    if name in OPEN_WHILE:
        _, column, word = OPEN_WHILE[name]
        return pl.col(column) == word
    if name in OPEN_UNTIL and OPEN_UNTIL[name][1] in supplied:
        return pl.col(OPEN_UNTIL[name][1]).is_null()
    if name not in EVENT_ON:
        return pl.lit(value=False)
    day = EVENT_ON[name]
    since = pl.concat([part.rows[day] for part in parts if part.extracted_on == newest]).min()
    is_told = pl.col(day) >= pl.lit(since, dtype=pl.Date)
    if _is_of_census(parts[0]):
        return is_told & (pl.col(day) > pl.lit(newest - _CENSUS_YEAR))
    return is_told


def _is_of_census(part: Part) -> bool:
    """Whether a part is of a CIN census: what it tells of earlier than its year are cases open in it alone."""
    return bool(part.made) and "referral_id" in part.supplied


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


def several_are_meant(name: str, parts: Sequence[Part]) -> pl.DataFrame:
    """Return a warning for each record of a return for whose child and day the authority has others of its own.

    Which of them the return means cannot be told, so that it stands beside them and is counted once too often.
    name: of the table. parts: of all extracts, own identifiers taken over. Returns: schema Faults.
    """
    own, key = RECORD_TABLES[name].key[0], list(NATURAL_KEYS[name])
    told = [part.rows.select(own, *key) for part in parts if own not in part.made]
    made = [part.rows for part in parts if own in part.made]
    if not told or not made:
        return NO_FAULTS
    known = pl.concat(told).unique()
    unnamed = pl.concat(made).join(known, on=own, how="anti", maintain_order="left")
    doubled = unnamed.join(known, on=key, how="semi", maintain_order="left")
    rule = replace(SEVERAL_ARE_MEANT, columns=tuple(key), weakens=f"number of {name.replace('_', ' ')}")
    return found_in(
        doubled, faults_of_rule(doubled, rule, place={"table": name}), record=record_of(RECORD_TABLES[name])
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

    A row that says another authority than its folder casts no doubt: numbers of two case systems coincide.
    name: of the table. Input: rows, schema of the table; standing, schema Faults. Returns: rows of them.
    """
    errors = standing.filter((pl.col("severity") == Severity.ERROR.value) & pl.col("record").is_not_null())
    if errors.is_empty():
        return rows.clear()
    row = ["file", "row", "extracted_on"]
    of_others = errors.filter(pl.col("rule") == AUTHORITY_DIFFERS).select(row)
    if not of_others.is_empty():
        errors = errors.join(of_others, on=row, how="anti")
    found = rows.with_columns(record_of(RECORD_TABLES[name]).alias("record"))
    return found.join(errors.select("record"), on="record", how="semi", maintain_order="left").select(rows.columns)
