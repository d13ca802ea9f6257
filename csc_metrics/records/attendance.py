"""Who came, told for each agency in one extract and for each person in another: each invitation is counted once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from csc_metrics.contracts.records.rules import Rule
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.faults import NO_FAULTS, fault_rows, found_in
from csc_metrics.records.history import RESTATED_SCHEMA, Part
from csc_metrics.records.keys import record_of

ATTENDANCE_TOLD_OTHERWISE: Final = Rule(
    name="attendance_told_otherwise",
    says="Where one extract tells each agency's attendance and another each person's, one of the persons bears it out.",
    columns=("attendance",),
    is_broken=pl.lit(value=True),  # which rows do takes another extract to tell
    remedy=(
        "Correct whichever of the two is wrong, draw both on one day, or give one of them alone; where several persons "
        "were invited, record of each whether they came."
    ),
)
"""Extracts tell attendance for each agency and for each person, and contradict one another."""
_INVITATIONS: Final = "invitations"
_AGENCY: Final = ("meeting_id", "agency")
_SILENT: Final = "not_recorded"
_AGAIN, _THEIRS, _OUTDATED, _NEWER, _AT_ODDS = "again", "theirs", "outdated", "newer", "at odds"


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Invitations of which none is told twice.

    rows: those that stand; aside: those that must be kept aside; both schema Invitations. again: file → how many of its
    rows add nothing. faults: schema Faults, one for each row aside. restated: schema RESTATED_SCHEMA.
    """

    rows: pl.DataFrame
    aside: pl.DataFrame
    again: Mapping[str, int]
    faults: pl.DataFrame
    restated: pl.DataFrame


def settled_attendance(rows: pl.DataFrame, parts: Sequence[Part]) -> Settled | None:
    """Return the invitations with each agency's attendance told once; None where no extract tells it a second time.

    A file without a column of persons tells of an agency; where another names persons of that agency at the same
    meeting, the word on the agency is no invitation beside theirs. What one does not record contradicts nothing:

    * a word that one of the persons bears out, or none at all, adds nothing;
    * where nothing is recorded of the only person named, the word is theirs. Of several it is not guessed who came:
      the word is kept aside;
    * a word that contradicts all that is recorded of the persons is kept aside, if it was drawn on the day of the
      newest of them;
    * if it is older, the persons' words stand as the newer ones, and what they changed is listed as restated;
    * if it is newer, it stands, and the persons' rows, which can no longer be trusted, are kept aside.

    Input: rows, one word on each record, schema Invitations; parts, of all extracts.
    """
    by_agency = [part.rows for part in parts if "person_id" not in part.supplied]
    by_person = [part.rows for part in parts if "person_id" in part.supplied]
    if not by_agency or not by_person:
        return None
    met = _met(rows, unnamed=pl.concat(by_person).filter(pl.col("person_id").is_null()))
    if met.is_empty():
        return None
    leaving = met.filter(pl.col("_what") != _NEWER)
    aside = _aside(rows, met)
    return Settled(
        rows=_standing(rows, leaving, aside),
        aside=aside.select(rows.columns),
        again=_counted_again(pl.concat(by_agency), leaving, aside),
        faults=_faults(aside),
        restated=_restated(met.filter(pl.col("_what") == _OUTDATED)),
    )


def _met(rows: pl.DataFrame, *, unnamed: pl.DataFrame) -> pl.DataFrame:
    """Return each word on an agency that meets named persons, with what they say and what is to become of it.

    unnamed: invitations of persons whom a file of persons does not name; they are no words on an agency.
    """
    recorded = pl.col("attendance").filter(pl.col("attendance") != _SILENT)
    newest = pl.col("source_file", "source_row").sort_by("extracted_on").last().name.prefix("_")
    persons = (
        rows.filter(pl.col("person_id").is_not_null())
        .group_by(_AGENCY)
        .agg(
            pl.len().alias("_persons"),
            recorded.unique().sort().alias("_words"),
            pl.col("extracted_on").max().alias("_told_on"),
            newest,
        )
    )
    words = rows.filter(pl.col("person_id").is_null()).join(unnamed, on=_AGENCY, how="anti", maintain_order="left")
    met = words.join(persons, on=_AGENCY, how="inner", validate="1:1", maintain_order="left")
    said = pl.coalesce(pl.col("_words").list.join(" ").replace("", None), pl.lit(_SILENT))
    both = pl.concat_str(pl.lit("agency "), "attendance", pl.lit(", persons "), said)
    return met.with_columns(_what_becomes_of_it().alias("_what"), said.alias("_said"), both.alias("_both"))


def _what_becomes_of_it() -> pl.Expr:
    word, words, is_silent = pl.col("attendance"), pl.col("_words"), pl.col("_words").list.len() == 0
    return (
        pl.when((word == _SILENT) | words.list.contains(word))
        .then(pl.lit(_AGAIN))
        .when(is_silent & (pl.col("_persons") == 1))
        .then(pl.lit(_THEIRS))
        .when(~is_silent & (pl.col("_told_on") > pl.col("extracted_on")))
        .then(pl.lit(_OUTDATED))
        .when(~is_silent & (pl.col("_told_on") < pl.col("extracted_on")))
        .then(pl.lit(_NEWER))
        .otherwise(pl.lit(_AT_ODDS))
    )


def _aside(rows: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """Return the rows to be kept aside, each with both words: of agencies, and of persons told of anew."""
    newer = met.filter(pl.col("_what") == _NEWER).select(*_AGENCY, "_both")
    named = rows.filter(pl.col("person_id").is_not_null())
    persons = named.join(newer, on=_AGENCY, how="inner", validate="m:1", maintain_order="left")
    return pl.concat([met.filter(pl.col("_what") == _AT_ODDS).select(*rows.columns, "_both"), persons])


def _standing(rows: pl.DataFrame, leaving: pl.DataFrame, aside: pl.DataFrame) -> pl.DataFrame:
    """Return the rows without those that leave; a person of whom nothing is recorded has the word on the agency.

    Such a row still bears its own file and line, since it is that file's row.
    """
    key = [*_AGENCY, "person_id"]
    gone = pl.concat([leaving.select(key), aside.select(key)]).unique()
    left = rows.join(gone, on=key, how="anti", nulls_equal=True, maintain_order="left")
    theirs = leaving.filter(pl.col("_what") == _THEIRS).select(*_AGENCY, pl.col("attendance").alias("_word"))
    told = left.join(theirs, on=_AGENCY, how="left", validate="m:1", maintain_order="left")
    return told.with_columns(pl.coalesce("_word", "attendance").alias("attendance")).drop("_word")


def _counted_again(by_agency: pl.DataFrame, leaving: pl.DataFrame, aside: pl.DataFrame) -> dict[str, int]:
    """Return by file the rows on an agency that leave and are not kept aside, of every extract that tells of it."""
    told = by_agency.join(leaving, on=_AGENCY, how="semi")
    again = told.join(aside, on=["source_file", "source_row", *_AGENCY], how="anti")
    return dict(again.group_by("source_file").len().iter_rows())


def _faults(aside: pl.DataFrame) -> pl.DataFrame:
    if aside.is_empty():
        return NO_FAULTS
    rule = ATTENDANCE_TOLD_OTHERWISE
    found = fault_rows(
        aside,
        rule=rule.name,
        remedy=f"{rule.says} {rule.remedy}",
        severity=rule.severity,
        place={"table": _INVITATIONS, "field": "attendance"},
        value=pl.col("_both"),
    )
    return found_in(aside, found, record=record_of(RECORD_TABLES[_INVITATIONS]))


def _restated(outdated: pl.DataFrame) -> pl.DataFrame:
    """Return what newer words on persons said otherwise than an older one on their agency."""
    told = outdated.select(
        "la_code",
        pl.lit(_INVITATIONS).alias("table"),
        record_of(RECORD_TABLES[_INVITATIONS]).alias("record"),
        pl.lit("attendance").alias("column"),
        pl.lit("changed").alias("change"),
        pl.col("attendance").alias("was"),
        pl.col("_said").alias("became"),
        pl.col("extracted_on").alias("was_extracted_on"),
        pl.col("_told_on").alias("extracted_on"),
        pl.col("_source_file").alias("file"),
        pl.col("_source_row").alias("row"),
    )
    return told.match_to_schema(RESTATED_SCHEMA)
