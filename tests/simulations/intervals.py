"""How often intervals hold the true figure: exact sums over every outcome, for a page of the docs."""

from typing import Final

import numpy as np
from scipy.stats import binom, poisson

from csc_metrics.comparison.intervals import byar_interval, count_interval, exact_poisson_interval, wilson_interval

SHARES: Final = (0.02, 0.1, 0.3, 0.5)
DENOMINATORS: Final = (10, 30, 100, 500)
MEANS: Final = (1.0, 5.0, 10.0, 20.0, 100.0)
CONFIDENCES: Final = (0.95, 0.998)
MOST: Final = 400
"""Counts above this are too rare to matter at these means."""


def coverage_of_shares() -> list[dict[str, float | str]]:
    """Return a row for each denominator, true share and confidence: how often the Wilson interval holds the share."""
    rows: list[dict[str, float | str]] = []
    for confidence in CONFIDENCES:
        for denominator in DENOMINATORS:
            counts = np.arange(denominator + 1)
            lower, upper = wilson_interval(counts, denominator, confidence=confidence)
            for share in SHARES:
                holds = (lower <= share) & (share <= upper)
                coverage = float(binom.pmf(counts, denominator, share)[holds].sum())
                rows.append(_row("Wilson", confidence, f"{share:.0%} of {denominator}", coverage))
    return rows


def coverage_of_counts() -> list[dict[str, float | str]]:
    """Return a row for each interval, true mean and confidence: how often the interval holds the mean."""
    kinds = {"Byar": byar_interval, "exact": exact_poisson_interval, "exact below 10, else Byar": count_interval}
    counts = np.arange(MOST)
    rows: list[dict[str, float | str]] = []
    for name, interval in kinds.items():
        for confidence in CONFIDENCES:
            lower, upper = interval(counts, confidence=confidence)
            for mean in MEANS:
                holds = (lower <= mean) & (mean <= upper)
                rows.append(_row(name, confidence, f"{mean:g}", float(poisson.pmf(counts, mean)[holds].sum())))
    return rows


def table() -> list[dict[str, float | str]]:
    """Return the rows of the page: interval, confidence, truth, and coverage (0 to 1)."""
    return coverage_of_shares() + coverage_of_counts()


def _row(interval: str, confidence: float, truth: str, coverage: float) -> dict[str, float | str]:
    return {"interval": interval, "confidence": confidence, "truth": truth, "coverage": coverage}
