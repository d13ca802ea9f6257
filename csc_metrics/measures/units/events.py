"""What happens in children's lives, as it is counted: going missing, police protection, emergency protection."""

import polars as pl

from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.units import with_child


def missing_episodes(records: AuthorityRecords) -> pl.DataFrame:
    """Return episodes of children going missing by the day on which each began.

    Returns: one row per episode; on, top (true), key (the child), age_band, ethnicity, ended_on.
    """
    return _of_kind(records, "missing")


def police_protections(records: AuthorityRecords) -> pl.DataFrame:
    """Return times at which children were taken into police protection, by the day.

    Returns: one row per child and time; as `missing_episodes`.
    """
    return _of_kind(records, "police_protection")


def emergency_protection_orders(records: AuthorityRecords) -> pl.DataFrame:
    """Return emergency protection orders by the day on which each was made.

    Returns: one row per order; as `missing_episodes`.
    """
    return _of_kind(records, "emergency_protection_order")


def _of_kind(records: AuthorityRecords, kind: str) -> pl.DataFrame:
    rows = records.table("events").filter(pl.col("event_type") == kind)
    told = rows.with_columns(
        pl.col("occurred_on").alias("on"), pl.lit(value=True).alias("top"), pl.col("child_id").alias("key")
    )
    return with_child(records, told)
