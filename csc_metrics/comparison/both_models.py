"""How each result differs between the two models of statistical neighbours."""

from typing import Final

import polars as pl

from csc_metrics.contracts.about_comparison import AgainstOthers, BothModels
from csc_metrics.contracts.vocabulary import NEIGHBOUR_MODELS

_TOLD: Final = ("neighbour_mean", "neighbour_median", "distance", "outcome", "is_flagged")


def both_models(against: pl.DataFrame) -> pl.DataFrame:
    """Return each figure by both models of neighbours, side by side, and whether list, outcome or flag differ.

    against: schema AgainstOthers, with rows of both models.
    Returns: schema BothModels, a row for each figure that both models have.
    Source: DfE's models of statistical neighbours, 2021 and 2025.
    """
    key = [name for name in AgainstOthers.primary_key() if name != "neighbour_model"]
    earlier, later = (
        against.filter(pl.col("neighbour_model") == model).select(
            *key, "neighbours", *(pl.col(name).alias(f"{name}_{model}") for name in _TOLD)
        )
        for model in NEIGHBOUR_MODELS
    )
    joined = earlier.join(later, on=key, how="inner", validate="1:1", suffix="_later")
    first, last = NEIGHBOUR_MODELS
    found = joined.with_columns(
        shared_neighbours=pl.col("neighbours").list.set_intersection("neighbours_later").list.len().cast(pl.Int64),
        is_outcome_different=pl.col(f"outcome_{first}") != pl.col(f"outcome_{last}"),
        is_flag_different=pl.col(f"is_flagged_{first}") != pl.col(f"is_flagged_{last}"),
    )
    return BothModels.validate(found.select(list(BothModels.create_empty().schema)).sort(key))
