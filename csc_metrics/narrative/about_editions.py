"""What somebody who is about to publish has to know of earlier editions, in words."""

from pathlib import Path
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.disclosure.counts_of_figures import FIGURE
from csc_metrics.disclosure.ledger import FOLDER
from csc_metrics.narrative.numbers import format_date

_MOST_NAMED: Final = 5
_TO: Final = {
    PeriodType.MONTH.value: "month to ",
    PeriodType.QUARTER.value: "quarter to ",
    PeriodType.SNAPSHOT.value: "",
}
"""How the day on which a period ends is led in; a period of twelve months is the year to it."""


def said_of_first_edition(clean: Path, la_code: str) -> str:
    """Say that no earlier edition of an authority is recorded. clean: folder of clean tables."""
    return (
        f"{la_code}: no earlier edition is recorded. If one was published, put the folder {FOLDER} back "
        f"from its copy into {clean} before this one leaves the house."
    )


def said_of_known_counts(told: pl.DataFrame, la_code: str) -> str:
    """Say which figures are hidden though earlier editions, or DfE, told them, or may have; nothing if there is none.

    Input: told, schema PublishedCounts, of `Disclosed`.
    """
    figures = told.select(FIGURE).unique(maintain_order=True).rows()
    if not figures:
        return ""
    named = [
        f"{measure} ({part}, {_TO.get(kind, 'year to ')}{format_date(end)})"
        for measure, part, kind, end in figures[:_MOST_NAMED]
    ]
    more = f" and {len(figures) - _MOST_NAMED:,} more" if len(figures) > _MOST_NAMED else ""
    return (
        f"{la_code}: hidden here, though readers of earlier editions, of DfE's tables or of the sums around them know "
        "them or may work them out: "
        f"{', '.join(named)}{more}."
    )
