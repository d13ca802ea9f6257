"""Faults that only two extracts together show: planted in the newer one, and found in what the older one says."""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.sample.chance import Chance

_TABLE = "allocations"
_EARLIER = timedelta(3)
Placed = tuple[int, str]
"""Row, from 0, and the rule that it breaks."""


@dataclass(frozen=True, kw_only=True)
class AtOdds:
    """Newest rows that are at odds with older ones.

    rows: columns of the clean table `allocations`. older, newest: faults of either.
    """

    rows: pl.DataFrame
    older: tuple[Placed, ...]
    newest: tuple[Placed, ...]


def made_at_odds(older: pl.DataFrame, newest: pl.DataFrame, *, chance: Chance, each: int) -> AtOdds:
    """Return allocations of which some that were open are gone, and some ended before they started.

    Of either kind there are so many. What an older extract says of them stands no longer, or not without doubt.
    Input: older, newest; columns of the clean table `allocations`. chance: which of them.
    """
    key = list(RECORD_TABLES[_TABLE].key)
    numbered = newest.with_row_index("place")
    is_open = pl.col("ended_on").is_null() & pl.col("worker_id").is_not_null()
    both = older.with_row_index("older").filter(is_open).join(numbered.filter(is_open), on=key, maintain_order="left")
    picked = both[chance.order(both.height)[: 2 * each].tolist()]
    gone, wrong = picked[:each], picked[each:]
    is_wrong = pl.col("place").is_in(wrong["place"].implode())
    ended = pl.when(is_wrong).then(pl.col("started_on") - _EARLIER).otherwise("ended_on")
    left = numbered.filter(~pl.col("place").is_in(gone["place"].implode())).with_columns(ended.alias("ended_on"))
    at = left.with_row_index("row").filter(is_wrong)["row"]
    return AtOdds(
        rows=left.drop("place"),
        older=(
            *((row, "no_longer_told") for row in gone["older"]),
            *((row, "newer_word_is_aside") for row in wrong["older"]),
        ),
        newest=tuple((row, "ended_before_started") for row in at),
    )
