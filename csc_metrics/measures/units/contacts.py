"""Contacts as they are counted: by the day on which each was made, waiting at month ends, and on to the assessment."""

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import at_month_ends, with_child
from csc_metrics.measures.units.decisions import with_decision_in_time


def contacts_made(records: AuthorityRecords) -> pl.DataFrame:
    """Return contacts by the day on which they were made: one about several children is one for each of them.

    Returns: one row per contact; on (day of the contact), top (true), source, outcome, out_of_hours (yes or no; null:
    not recorded), age_band, ethnicity, and the columns by which it is found again.
    """
    is_out = pl.col("is_out_of_hours")
    out_of_hours = pl.when(is_out).then(pl.lit("yes")).when(~is_out).then(pl.lit("no"))
    rows = records.table("contacts").with_columns(
        pl.col("contacted_on").alias("on"),
        pl.lit(value=True).alias("top"),
        out_of_hours.cast(pl.Categorical).alias("out_of_hours"),
    )
    return with_child(records, rows)


def contacts_that_became_referrals(records: AuthorityRecords) -> pl.DataFrame:
    """Return the contacts that were decided on, and whether each became a referral (a share in per cent).

    One that is still waiting is left out. One that was decided on, and bears no outcome, is aside.
    Returns: one row per contact decided on; top (became a referral), bottom, is_aside, and as `contacts_made`.
    """
    outcome = pl.col("outcome")
    rows = records.made(contacts_made).filter(outcome.is_not_null() | pl.col("decided_on").is_not_null())
    return rows.with_columns(
        (outcome == "referral").fill_null(value=False).alias("top"),
        outcome.is_not_null().alias("bottom"),
        outcome.is_null().alias("is_aside"),
    )


def contacts_decided_in_time(records: AuthorityRecords) -> pl.DataFrame:
    """Return contacts, and whether each was decided on within one working day (a share in per cent).

    One that bears an outcome and no day of decision is aside; one without either is late.
    Returns: one row per contact; took_working_days, top (in time), bottom, is_aside, and as `contacts_made`.
    Source: Working Together to Safeguard Children.
    """
    rows = records.made(contacts_made)
    return with_decision_in_time(records, rows, was_decided=pl.col("outcome").is_not_null())


def contacts_waiting(records: AuthorityRecords) -> pl.DataFrame:
    """Return the contacts that no decision had been made on at each month end.

    One that bears an outcome and no day of decision is left out: it waits no longer, and nobody knows since when.
    Returns: one row per contact and month end; on, top (true), and as `contacts_made`.
    """
    is_told = pl.col("decided_on").is_not_null() | pl.col("outcome").is_null()
    rows = records.made(contacts_made).filter(is_told).drop("on")
    return at_month_ends(rows, records.months(["contacts"]), since="contacted_on", gone="decided_on")


def contacts_to_assessments(records: AuthorityRecords) -> pl.DataFrame:
    """Return first assessments of referrals by the day on which they started, and the days since the contact.

    Each row is an assessment; the contact is the one that its referral names. Reassessments are left out. An assessment
    without a known referral or contact, or dated before its contact, is aside.
    Returns: one row per first assessment; on (its start), contact_id, contacted_on, source (of the contact), amount
    (calendar days), is_aside, team, age_band, ethnicity, and the columns by which it is found again.
    """
    is_first = pl.col("is_first_of_referral").fill_null(value=True)
    contacts = records.table("contacts").select("contact_id", "contacted_on", "source")
    named = records.table("referrals").select("referral_id", "contact_id")
    of_referral = named.join(contacts, on="contact_id", how="left", validate="m:1")
    rows = records.table("assessments").filter(is_first).with_columns(pl.col("started_on").alias("on"))
    found = rows.join(of_referral, on="referral_id", how="left", validate="m:1", maintain_order="left")
    waited = (pl.col("on") - pl.col("contacted_on")).dt.total_days().cast(pl.Float64)
    told = found.with_columns(waited.alias("amount"), (waited.is_null() | (waited < 0)).alias("is_aside"))
    return with_child(records, told)
