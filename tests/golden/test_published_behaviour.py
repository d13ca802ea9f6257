"""What PHEindicatormethods and NHSRplotthedots say they do, ours does: facts from their test data, not their code.

Sources: PHEindicatormethods (UK Health Security Agency, GPL-3), funnel plot of proportions; NHSRplotthedots (NHS-R
Community, MIT), special cause rules and assurance. Figures below are facts told by them, chosen over their whole range.
"""

from datetime import date
from typing import Final

import numpy as np
import polars as pl
import pytest

from csc_metrics.change.process_chart import process_summaries
from csc_metrics.change.rules import in_a_row, trends, two_of_three
from csc_metrics.comparison.funnel import FLAG, WORTH_A_LOOK, funnel_of_proportions
from csc_metrics.settings.model import Settings
from csc_metrics.settings.partner import PartnerMeasure

ENGLAND_PCT: Final = 80.642448
FUNNEL: Final = (
    (1, 3.204264, 100, 0, 100),
    (3, 35.933491, 100, 10.150815, 100),
    (10, 56.154344, 100, 42.03259, 100),
    (18, 62.390093, 98.894803, 51.864359, 100),
    (41, 68.548635, 92.73626, 61.574398, 99.710497),
    (125, 73.716166, 87.56873, 69.721931, 91.562965),
    (1_008, 78.203374, 83.081521, 76.796814, 84.488082),
    (9_998, 79.867989, 81.416907, 79.421375, 81.863521),
    (110_000, 80.408963, 80.875933, 80.274317, 81.010578),
)
"""Denominator, then lower and upper limit at 95%, then at 99.8%, in percent."""
PLACES: Final = (
    ("Tameside and Glossop", 46_932.2676, 56_929, "flag above"),
    ("Bexhill and Rother", 15_371.4413, 17_951, "flag above"),
    ("West Norfolk", 26_789.2380, 33_012, "worth a look above"),
    ("Mid-Hampshire", 34_502.0685, 42_485, "worth a look above"),
    ("Rotherham", 48_590.8983, 60_459, "within"),
    ("Heywood and Middleton", 14_493.3552, 17_964, "within"),
    ("North Devon", 30_277.5312, 37_828, "worth a look below"),
    ("Bradford City", 18_365.4621, 29_277, "flag below"),
)
"""Area, numerator, denominator, and on which side of which limits PHEindicatormethods puts it."""


@pytest.mark.parametrize(("denominator", "lower_95", "upper_95", "lower_998", "upper_998"), FUNNEL)
def test_funnels_are_those_of_pheindicatormethods(
    denominator: int, lower_95: float, upper_95: float, lower_998: float, upper_998: float
) -> None:
    for confidence, expected in ((WORTH_A_LOOK, (lower_95, upper_95)), (FLAG, (lower_998, upper_998))):
        found = funnel_of_proportions(denominator, centre_pct=ENGLAND_PCT, confidence=confidence)
        assert [float(end) for end in found] == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize(("area", "top", "bottom", "expected"), PLACES)
def test_areas_lie_on_the_side_that_pheindicatormethods_puts_them(
    area: str, top: float, bottom: float, expected: str
) -> None:
    said = "within"
    for words, confidence in (("worth a look", WORTH_A_LOOK), ("flag", FLAG)):
        lower, upper = funnel_of_proportions(bottom, centre_pct=ENGLAND_PCT, confidence=confidence)
        value = 100 * top / bottom
        if not lower <= value <= upper:
            said = f"{words} {'above' if value > upper else 'below'}"
    assert (area, said) == (area, expected)


def flags(*told: int) -> np.ndarray:
    return np.array([told], dtype=np.bool_)


def marks(found: np.ndarray) -> list[int]:
    return found[0].astype(int).tolist()


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 6 + [0], [0] * 7),
        ([1] * 8 + [0], [1] * 8 + [0]),
        ([0] + [1] * 8 + [0], [0] + [1] * 8 + [0]),
    ],
)
def test_runs_are_those_of_nhsrplotthedots(side: list[int], expected: list[int]) -> None:
    assert marks(in_a_row(flags(*side), 7)) == expected


@pytest.mark.parametrize(
    ("told", "rising", "falling"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6, [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7, [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7, [0] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 1, 1, 1, 1, 1, 1, 1, 0], [0] * 9),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] * 9, [0, 1, 1, 1, 1, 1, 1, 1, 0]),
    ],
)
def test_trends_are_those_of_nhsrplotthedots(told: list[float], rising: list[int], falling: list[int]) -> None:
    found = trends(np.array([told], dtype=np.float64), slack=np.zeros((1, 1)))

    assert (marks(found.high), marks(found.low)) == (rising, falling)


@pytest.mark.parametrize(
    ("close", "marked", "signals"),
    [
        ([0, 0, 0], [0, 0, 0], [0, 0, 0]),
        ([1, 0, 1], [1, 1, 1], [1, 0, 1]),
        ([0, 1, 1], [1, 1, 1], [0, 1, 1]),
        ([1, 1, 0], [1, 1, 1], [1, 1, 0]),
        ([0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 1, 1, 0, 0], [0, 0, 1, 0, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [0, 1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0, 0]),
        ([1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]),
        ([1, 0, 0, 1, 1], [0, 0, 1, 1, 1], [0, 0, 0, 1, 1]),
    ],
)
def test_two_of_three_are_those_of_nhsrplotthedots(close: list[int], marked: list[int], signals: list[int]) -> None:
    """Points are all on one side of the centre; the last list is what NHSRplotthedots calls special cause."""
    found = two_of_three(flags(*close), side=flags(*[1] * len(close)))

    assert marks(found) == marked
    assert marks(found & flags(*close)) == signals


@pytest.mark.parametrize(
    ("middle", "high_is_good", "low_is_good"),
    [(2.0, "never", "reliably"), (6.0, "reliably", "never"), (3.0, "by_chance", "by_chance")],
)
def test_assurance_is_that_of_nhsrplotthedots(middle: float, high_is_good: str, low_is_good: str) -> None:
    """Limits 1 to 3 beside a target of 4 fail where high is good, 5 to 7 pass, and 2 to 5 do either."""
    reach = 1.5 if middle == 3.0 else 1.0
    told = [middle + step * reach / 2.66 / 2 for step in (-1, 1) * 10]
    found = {}
    for measure in ("strategy_meeting_quorate_pct", "average_caseload"):
        values = pl.DataFrame(
            {
                "measure": measure,
                "period_end": pl.date_range(date(2024, 1, 1), date(2025, 8, 1), "1mo", eager=True).dt.month_end(),
                "value": told,
            }
        )
        settings = Settings(partner_measures=(PartnerMeasure(measure=measure, owner="Board", target=4.0),))
        found[measure] = process_summaries(values, settings=settings)["assurance"].item()

    assert list(found.values()) == [high_is_good, low_is_good]
