"""Which counts stand behind figures, and which of them can be worked out from each other.

A figure has a count above the line, one below it, and what is left between the two. Counts are one where measures say
so or where they are equal throughout (`csc_metrics.disclosure.same_counts`). They hang together by what is left, by
parts, months, quarters and years, by stocks and flows (`csc_metrics.disclosure.sums_of_figures`), and by whatever sum
of two others the figures themselves keep to (`csc_metrics.disclosure.found_sums`).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from csc_metrics.contracts.vocabulary import Status
from csc_metrics.disclosure.left_over import left_over
from csc_metrics.disclosure.linked_counts import Flags, LinkedCounts, linked_counts
from csc_metrics.disclosure.printed_by_dfe import printed_by_dfe
from csc_metrics.disclosure.publishable import WITHOUT_COUNTS, counted_how, has_rest
from csc_metrics.disclosure.same_counts import COUNT, numbered
from csc_metrics.disclosure.sums_of_figures import ALL, BOTTOM, REST, TOP, all_sums, held_by, places_of
from csc_metrics.measures.counting.how import How
from csc_metrics.settings.model import PublicationSettings

FIGURE: Final = ["measure", "breakdown", "period_type", "period_end"]
"""What tells one figure of an authority from another."""
_OVERLAPPING: Final = (How.DISTINCT, How.DISTINCT_SHARE)
_NOTHING: Final = 1e-9
_DEFAULTS: Final = PublicationSettings()


@dataclass(frozen=True, kw_only=True)
class FigureCounts:
    """Counts behind figures, and their sums.

    roles: measure, breakdown, period_type, period_end, role, amount and count, its number; one row per figure and role.
    linked: the counts by number, with their sums; after those of figures what is left of one without another, and is
    too small to be told (`csc_metrics.disclosure.left_over`). is_left: by number, whether it is such a one. is_known:
    whether DfE prints it.
    """

    roles: pl.DataFrame
    linked: LinkedCounts
    is_left: Flags
    is_known: Flags


def counts_of_figures(
    values: pl.DataFrame, *, publication: PublicationSettings = _DEFAULTS, printed: pl.DataFrame | None = None
) -> FigureCounts:
    """Return the counts behind the figures of one authority, and their sums.

    Input: values, schema MeasureValues, local, of one authority; rows without a figure have no counts. publication:
    what is small, and what is exempt. printed: of `roles_told`, what DfE has printed of the same; None: nothing.
    """
    placed = numbered(roles_told(values))
    counts = _by_number(placed)
    amounts = counts["amount"].to_numpy()
    is_known = np.isin(np.arange(amounts.size), printed_by_dfe(placed, printed=printed)[COUNT].to_numpy())
    left = left_over(
        places_of(placed),
        amounts,
        is_known=is_known,
        threshold=publication.threshold,
        is_process_exempt=publication.is_process_exempt,
    )
    nothing = np.zeros(len(left.amounts), dtype=np.bool_)
    linked = linked_counts(
        [*amounts, *left.amounts],
        dict.fromkeys([*all_sums(placed, amounts), *left.sums]),
        held_by=dict.fromkeys(held_by(placed)),
        is_part=np.append(counts["is_part"].to_numpy(), nothing),
        usual=np.append(counts["usual"].to_numpy(), nothing),
    )
    return FigureCounts(
        roles=placed.select(*FIGURE, "role", "amount", COUNT),
        linked=linked,
        is_left=np.append(np.zeros_like(is_known), ~nothing),
        is_known=np.append(is_known, nothing),
    )


def _by_number(placed: pl.DataFrame) -> pl.DataFrame:
    """Return amount, is_part and usual of each count, by its number.

    How large a count usually is, is that of all parts together: between parts that are nearly alike a hidden one must
    not decide which is hidden first.
    """
    is_part = (pl.col("breakdown") != ALL).all().alias("is_part")
    usual = pl.col("amount").median().over("measure", "role", "column", "period_type")
    told = placed.with_columns(usual.alias("usual")).group_by(COUNT)
    return told.agg(pl.col("amount").first(), is_part, pl.col("usual").min()).sort(COUNT)


def roles_told(values: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each figure and role: its amount. What is told without its counts has none.

    Input: values, schema MeasureValues, of measures that are counted from records. Returns: measure, breakdown,
    period_type, period_end, period_start, column (of the breakdown), overlaps, role and amount.
    """
    values = values.filter(~pl.col("measure").is_in(WITHOUT_COUNTS))
    hows = {code: counted_how(code) for code in values["measure"].unique()}
    with_rest = [code for code in hows if has_rest(code)]
    of_people = [code for code, how in hows.items() if how is How.RATE]
    overlapping = [code for code, how in hows.items() if how in _OVERLAPPING]
    is_told = pl.col("status").is_in([Status.OK.value, Status.ZERO_DENOMINATOR.value])
    measure, amount = pl.col("measure"), pl.col("amount")
    of_figure = [*FIGURE, "period_start", "column", "overlaps"]
    wide = values.filter(is_told).select(
        *FIGURE,
        "period_start",
        pl.col("breakdown").str.split("=").list.first().alias("column"),
        measure.is_in(overlapping).alias("overlaps"),
        pl.col("numerator").alias(TOP),
        pl.when(~measure.is_in(of_people)).then("denominator").alias(BOTTOM),
        pl.when(measure.is_in(with_rest)).then(pl.col("denominator") - pl.col("numerator")).alias(REST),
    )
    told = wide.unpivot([TOP, BOTTOM, REST], index=of_figure, variable_name="role", value_name="amount")
    is_nothing = amount.abs() < _NOTHING
    with_zero = told.drop_nulls("amount").with_columns(pl.when(is_nothing).then(0.0).otherwise(amount).alias("amount"))
    return with_zero.sort(*FIGURE, "role")
