"""Who came to meetings of one kind, agency by agency: "not invited" and "not recorded" are never "absent"."""

from typing import Final

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.units.meetings import OfKind, held_meetings
from csc_metrics.settings.model import WhoMustCome

CAME: Final = ("attended", "deputised")
"""Words of attendance that say that a person of the agency was there."""
ATTENDED, REPORT_ONLY, ABSENT = "attended", "report_only", "absent"
NOT_INVITED, NOT_RECORDED = "not_invited", "not_recorded"
IS_CERTAINLY_NOT_THERE: Final = (REPORT_ONLY, ABSENT, NOT_INVITED)
"""Words of agency_attendance that say that nobody of the agency was there."""
_AGENCY: Final = pl.col("agency_attendance")


def agencies_told(records: AuthorityRecords) -> pl.DataFrame:
    """Return of each agency that a list of invitations names whether it came to the meeting.

    It attended if one of its people came, or somebody in their place. It was not invited if that is said of all of its
    people. Where nobody came and of one who was invited nothing is recorded, it is not recorded whether it came.
    Otherwise it sent a report alone, or was absent.
    Returns: meeting_id, agency, agency_attendance (attended, not_invited, not_recorded, report_only, absent), people
    (persons named); one row per meeting and agency.
    """
    said = pl.col("attendance")
    found = (
        records.table("invitations")
        .group_by("meeting_id", "agency")
        .agg(
            said.is_in(CAME).fill_null(value=False).any().alias("_came"),
            (said == NOT_INVITED).fill_null(value=False).all().alias("_not_invited"),
            (said == NOT_RECORDED).fill_null(value=True).any().alias("_silent"),
            (said == REPORT_ONLY).fill_null(value=False).any().alias("_report"),
            pl.len().alias("people"),
        )
    )
    word = (
        pl.when("_came")
        .then(pl.lit(ATTENDED))
        .when("_not_invited")
        .then(pl.lit(NOT_INVITED))
        .when("_silent")
        .then(pl.lit(NOT_RECORDED))
        .when("_report")
        .then(pl.lit(REPORT_ONLY))
        .otherwise(pl.lit(ABSENT))
    )
    return found.select("meeting_id", "agency", word.cast(pl.Categorical).alias("agency_attendance"), "people")


def who_must_come(records: AuthorityRecords, kind: str) -> WhoMustCome:
    """Return whom the settings expect at meetings of a kind, and without whom they are not quorate.

    kind: word of meeting_type; both kinds of conference have the same.
    """
    settings = records.settings
    return {"strategy": settings.strategy_meeting, "core_group": settings.core_group}.get(kind, settings.conference)


def agencies_at_meetings(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the agencies of held meetings of one kind: those that the settings expect, and others that a list names.

    An expected agency that the list of a meeting does not name was not invited. Of a meeting without any list of
    invitations nothing is known.
    kind: word of meeting_type.
    Returns: one row per meeting and agency; is_expected, agency_attendance (as `agencies_told`; null without a list),
    people, bottom (true), and as `held_meetings`.
    """
    held = records.made(OfKind(func=held_meetings, kind=kind))
    told = records.made(agencies_told).join(held.select("meeting_id"), on="meeting_id", how="semi")
    agencies = pl.Series("agency", who_must_come(records, kind).expected_agencies, dtype=pl.Categorical)
    expected = held.select("meeting_id").join(agencies.to_frame(), how="cross")
    pairs = expected.with_columns(pl.lit(value=True).alias("is_expected")).join(
        told, on=["meeting_id", "agency"], how="full", coalesce=True, validate="1:1"
    )
    listed = told.select("meeting_id", pl.lit(NOT_INVITED).cast(pl.Categorical).alias("_without")).unique()
    known = pairs.join(listed, on="meeting_id", how="left", validate="m:1").with_columns(
        pl.coalesce("agency_attendance", "_without").alias("agency_attendance"),
        pl.col("is_expected").fill_null(value=False),
    )
    return known.drop("_without").join(held, on="meeting_id", how="left", validate="m:1")


def agencies_invited(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the agencies expected at held meetings of one kind, and whether each was invited.

    kind: word of meeting_type.
    Returns: one row per meeting and expected agency; top (invited), bottom (true), is_aside (the meeting has no list of
    invitations), and as `agencies_at_meetings`.
    """
    rows = records.made(OfKind(func=agencies_at_meetings, kind=kind)).filter(pl.col("is_expected"))
    return rows.with_columns((_AGENCY != NOT_INVITED).alias("top"), _AGENCY.is_null().alias("is_aside"))


def invited_that_came(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the agencies invited to held meetings of one kind, whether expected or not, and whether each came.

    kind: word of meeting_type.
    Returns: one row per meeting and agency invited; top (attended), bottom (true), is_aside (not recorded, or the
    meeting has no list of invitations), and as `agencies_at_meetings`.
    """
    rows = _invited(records, kind=kind)
    return rows.with_columns((_AGENCY == ATTENDED).alias("top"), _is_not_recorded().alias("is_aside"))


def expected_that_came(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the agencies expected at held meetings of one kind, and whether each came; not invited is not there.

    kind: word of meeting_type.
    Returns: one row per meeting and expected agency; top (attended), bottom (true), is_aside (not recorded, or the
    meeting has no list of invitations), and as `agencies_at_meetings`.
    """
    rows = records.made(OfKind(func=agencies_at_meetings, kind=kind)).filter(pl.col("is_expected"))
    return rows.with_columns((_AGENCY == ATTENDED).alias("top"), _is_not_recorded().alias("is_aside"))


def reports_only(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the agencies invited to held meetings of one kind, and whether each sent a report and nobody.

    kind: word of meeting_type.
    Returns: one row per meeting and agency invited; top (a report alone), and as `invited_that_came`.
    """
    rows = _invited(records, kind=kind)
    return rows.with_columns((_AGENCY == REPORT_ONLY).alias("top"), _is_not_recorded().alias("is_aside"))


def attendance_unrecorded(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the agencies invited to held meetings of one kind, and of which it is not recorded whether they came.

    kind: word of meeting_type.
    Returns: one row per meeting and agency invited; top (not recorded), bottom (true), is_aside (the meeting has no
    list of invitations), and as `agencies_at_meetings`.
    """
    rows = _invited(records, kind=kind)
    return rows.with_columns((_AGENCY == NOT_RECORDED).alias("top"), _AGENCY.is_null().alias("is_aside"))


def quorate_meetings(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the held meetings of one kind, and whether every agency of the quorum came.

    If one of them was certainly not there, it is not quorate, whatever is recorded of the others. If none was, and of
    one it is not recorded, the meeting is aside.
    kind: word of meeting_type.
    Returns: one row per meeting; top (quorate), bottom (true), is_aside, without (agencies of the quorum that were not
    there), and as `held_meetings`.
    Source: Working Together to Safeguard Children (who a strategy meeting needs); the setting quorum of the kind.
    """
    pairs = records.made(OfKind(func=agencies_at_meetings, kind=kind))
    is_short = _AGENCY.is_in(IS_CERTAINLY_NOT_THERE).fill_null(value=False)
    quorum = pairs.filter(pl.col("agency").is_in(who_must_come(records, kind).quorum)).group_by("meeting_id")
    found = quorum.agg(
        (_AGENCY == ATTENDED).fill_null(value=False).all().alias("top"),
        is_short.any().alias("_is_short"),
        pl.col("agency").filter(is_short).cast(pl.String).sort().str.join(", ").alias("without"),
    )
    held = records.made(OfKind(func=held_meetings, kind=kind)).drop("top")
    rows = held.join(found, on="meeting_id", how="left", validate="1:1")
    return rows.with_columns((~pl.col("top") & ~pl.col("_is_short")).alias("is_aside")).drop("_is_short")


def _invited(records: AuthorityRecords, *, kind: str) -> pl.DataFrame:
    """Return the pairs of meeting and agency invited, and the expected ones of meetings without a list."""
    rows = records.made(OfKind(func=agencies_at_meetings, kind=kind))
    return rows.filter(_AGENCY.ne_missing(pl.lit(NOT_INVITED)))


def _is_not_recorded() -> pl.Expr:
    return (_AGENCY == NOT_RECORDED).fill_null(value=True)
