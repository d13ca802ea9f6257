"""What the newest extract said otherwise than those before it, as a block of a page."""

from typing import Final

import polars as pl

from csc_metrics.contracts.data_quality import Change
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.data_quality.whole import DataQuality
from csc_metrics.report.page.model import Block, Cell, Count, DisplayTable
from csc_metrics.report.page.quality_words import FULL, counted, day_words, field_of, share

_CHANGES: Final = tuple(change.value for change in Change)


def restated_words(quality: DataQuality) -> tuple[str, ...]:
    """Say how many figures the newest extract changed, emptied or told late. quality: of one authority."""
    known = quality.restated.filter(pl.col("status") == Status.OK.value)
    if known.is_empty():
        return ("Nothing can have been restated yet: no record stands in two extracts with the same field.",)
    found = dict(known.group_by("change").agg(pl.col("records").sum()).iter_rows())
    changed, emptied, late = (found.get(change, 0) for change in _CHANGES)
    if not changed + emptied + late:
        return ("No figure differs from what the last extract that told of it said.",)
    return (
        f"The newest extract restated {counted(changed + emptied + late, 'figure')} of the last extract that told of "
        f"them: {changed:,} changed, {emptied:,} emptied, and {late:,} filled late, though that extract should have "
        "had them.",
    )


def restated_block(quality: DataQuality, *, restated_list: str) -> Block:
    """Return what was restated, by field. quality: of one authority. restated_list: where each figure is named."""
    words = restated_words(quality)
    rows = _by_field(quality)
    if rows.is_empty():
        return Block(code="restated", title="What was restated", words=words)
    where = f"Each of them, with what was said before and what is said now, is in {restated_list}."
    table = DisplayTable(
        caption=f"Figures that the newest extract restated, {quality.authority.name}",
        headings=(
            *("Field", "Newest extract", "Records compared", "Changed", "Emptied", "Late", "Share restated"),
            "Said before by the extract of",
        ),
        rows=tuple((field_of(row), _cells(row)) for row in rows.to_dicts()),
    )
    return Block(code="restated", title="What was restated", words=(*words, where), tables=(table,))


def _by_field(quality: DataQuality) -> pl.DataFrame:
    """Return the fields of which any figure was restated, one row each, in the order of the tables.

    Returns: table, field, extracted_on, records_compared, last_said_on, and a column for each change (null where the
    field cannot change so).
    """
    key = ["table", "field", "extracted_on", "records_compared"]
    counts = [pl.col("records").filter(pl.col("change") == change).first().alias(change) for change in _CHANGES]
    known = quality.restated.filter(pl.col("status") == Status.OK.value)
    fields = known.group_by(key, maintain_order=True).agg(*counts, pl.col("last_said_on").max())
    return fields.filter(pl.sum_horizontal(_CHANGES) > 0)


def _cells(row: dict[str, object]) -> tuple[Cell, ...]:
    counts = [row[change] for change in _CHANGES]
    restated = sum(count for count in counts if isinstance(count, int))
    compared = row["records_compared"]
    part = share(restated / compared * FULL) if isinstance(compared, int) and compared else "none"
    told = (Count(text=f"{compared:,}"), *(_count(count) for count in counts), Count(text=part))
    return (day_words(row["extracted_on"]), *told, day_words(row["last_said_on"]))


def _count(value: object) -> Cell:
    return "does not apply" if value is None else Count(text=f"{value:,}")
