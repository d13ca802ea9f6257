"""What is furthest out of step with neighbours, by strength of evidence, and how many flags chance would raise."""

from typing import Final

import polars as pl

from csc_metrics.comparison.funnel import FLAG, WORTH_A_LOOK
from csc_metrics.contracts.about_comparison import AgainstOthers, FalseFlags, JudgedBy
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import MEASURES

_COUNTS: Final = frozenset({How.COUNT, How.DISTINCT})
_OF_ONE: Final = ("la_code", "source", "neighbour_model", "breakdown", "measure")


def furthest_out_of_step(against: pl.DataFrame) -> pl.DataFrame:
    """Return the newest figure of each measure, furthest from the neighbours first.

    The order is by distance in standard deviations, not by rank; ties by measure. Plain counts are left out, since
    they tell how large an authority is; so is what is not compared.
    against: schema AgainstOthers.
    Returns: schema AgainstOthers, a row for each authority, source, model, part and measure, in that order of evidence.
    Source: Spiegelhalter 2005.
    """
    counts = [code for code, one in MEASURES.items() if one.from_records and one.from_records.how in _COUNTS]
    told = against.filter(pl.col("distance").is_not_null() & ~pl.col("measure").is_in(counts))
    newest = told.filter(pl.col("period_end") == pl.col("period_end").max().over(_OF_ONE))
    nearest = newest.sort("period_type").unique(_OF_ONE, keep="first", maintain_order=True)
    found = nearest.sort(pl.col("distance").abs(), "measure", descending=[True, False])
    return AgainstOthers.validate(found)


def false_flags_expected(against: pl.DataFrame) -> pl.DataFrame:
    """Return how many figures chance alone would put outside the limits, were every authority like its neighbours.

    Figures judged by a funnel count; they are taken to be independent, which measures of the same children are not.
    against: schema AgainstOthers.
    Returns: schema FalseFlags, a row for each width of limits: confidence (0 to 1), compared, expected (figures), and
    chance_of_any (0 to 1).
    Source: methods of the suite, section 3 (multiple comparisons).
    """
    is_funnel = pl.col("judged_by").is_in([JudgedBy.FUNNEL_OF_PROPORTIONS.value, JudgedBy.FUNNEL_OF_COUNTS.value])
    compared = against.filter(is_funnel).height
    rows = [
        {
            "confidence": confidence,
            "compared": compared,
            "expected": compared * (1 - confidence),
            "chance_of_any": 1 - confidence**compared,
        }
        for confidence in (WORTH_A_LOOK, FLAG)
    ]
    return FalseFlags.validate(pl.DataFrame(rows, schema=FalseFlags.create_empty().schema))
