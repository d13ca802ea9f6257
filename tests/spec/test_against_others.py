"""How far a value is from its neighbours, worked out a second time in plain Python from the definition."""

import math
from datetime import date
from statistics import fmean, quantiles
from typing import Any

import polars as pl
import pytest
from scipy.stats import norm

from csc_metrics.comparison.against_others import against_others
from csc_metrics.contracts.about_comparison import JudgedBy
from csc_metrics.contracts.tables import MeasureValues, Neighbours
from csc_metrics.measures.compute import published_measure_values
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.published.carry import carried_published
from csc_metrics.published.neighbours import carried_neighbours

CODES = ("350", "351", "352", "353", "354", "355", "356", "357", "358", "359", "330")
SCALE = {"re_referral_pct": 100.0, "referral_rate_per_10k": 10_000.0}
DAY = date(2025, 3, 31)


def values_of(measure: str, parts: dict[str, tuple[float, float] | None]) -> pl.DataFrame:
    """One row for each authority, whose value is its numerator over its denominator; None has no value."""
    scale = SCALE.get(measure, 1.0)
    rows = [
        {
            "area_code": code,
            "area_type": "authority",
            "measure": measure,
            "breakdown": "all",
            "period_type": "year",
            "period_start": date(2024, 4, 1),
            "period_end": DAY,
            "source": "published",
            "numerator": held and held[0],
            "denominator": held and held[1],
            "value": held and scale * held[0] / held[1],
            "status": "ok" if held else "suppressed",
            "rows_aside": 0,
        }
        for code, held in parts.items()
    ]
    return MeasureValues.validate(pl.DataFrame(rows, schema=MeasureValues.create_empty().schema))


def everybody_else() -> pl.DataFrame:
    rows = [
        {"neighbour_model": model, "la_code": code, "place": place, "neighbour_code": other}
        for model in ("2021", "2025")
        for code in CODES
        for place, other in enumerate([one for one in CODES if one != code], start=1)
    ]
    return Neighbours.validate(pl.DataFrame(rows, schema=Neighbours.create_empty().schema))


def judged(measure: str, parts: dict[str, tuple[float, float] | None], *, la_code: str = "350") -> dict[str, Any]:
    values = values_of(measure, parts)
    found = against_others(values, completed=values, neighbours=everybody_else(), neighbour_models=["2025"])
    return found.filter(la_code=la_code).row(0, named=True)


def even(share: float, many: float = 1_000.0) -> dict[str, tuple[float, float] | None]:
    """Authorities about a share, some a little over it and some a little under."""
    return {code: (many * share + (place - 5), many) for place, code in enumerate(CODES)}


def second_opinion(measure: str, parts: dict[str, tuple[float, float]]) -> dict[str, float]:
    """Centre, overdispersion, distance and limits of the first authority, from the definition."""
    scale = SCALE[measure]
    distances, variances, centres = [], [], []
    for code, (top, bottom) in parts.items():
        others = [held for other, held in parts.items() if other != code]
        centre = scale * sum(held[0] for held in others) / sum(held[1] for held in others)
        centres.append(centre)
        distances.append(scale * top / bottom - centre)
        variances.append(centre * (100 - centre) / bottom if scale == 100 else centre * scale / bottom)
    scores = [one / math.sqrt(spread) for one, spread in zip(distances, variances, strict=True)]
    cuts = quantiles(scores, n=10, method="inclusive")
    pulled = [min(max(score, cuts[0]), cuts[-1]) for score in scores]
    left = norm.expect(lambda score: min(abs(score), norm.ppf(0.9)) ** 2)  # of normal scores, once pulled in
    weights = [1 / spread for spread in variances]
    bottom = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    squared = max(0.0, (sum(score**2 for score in pulled) / left - (len(scores) - 1)) / bottom)
    spread = math.sqrt(variances[0] + squared)
    return {
        "centre": centres[0],
        "overdispersion": math.sqrt(squared),
        "distance": distances[0] / spread,
        "chance": 2 * norm.sf(abs(distances[0] / spread)),
        "lower_95": max(0.0, centres[0] - norm.ppf(0.975) * spread),
        "upper_998": centres[0] + norm.ppf(0.999) * spread,
    }


@pytest.mark.parametrize("measure", list(SCALE))
def test_funnel_figures_are_those_of_a_plain_computation(measure: str) -> None:
    tops = (230, 400, 260, 310, 120, 290, 350, 180, 240, 270, 330)
    parts: dict[str, Any] = {
        code: (float(top), 1_000.0 + 90 * place) for place, (code, top) in enumerate(zip(CODES, tops, strict=True))
    }
    found, expected = judged(measure, parts), second_opinion(measure, parts)

    assert expected["overdispersion"] > 0
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-9)


def test_a_share_far_above_its_neighbours_is_flagged_and_is_worse_where_low_is_good() -> None:
    found = judged("re_referral_pct", even(0.2) | {"350": (600.0, 1_000.0)})

    assert found["judged_by"] == JudgedBy.FUNNEL_OF_PROPORTIONS
    assert (found["outcome"], found["is_worth_a_look"], found["is_flagged"]) == ("worse", True, True)
    assert found["value"] > found["upper_998"] > found["upper_95"]


def test_a_share_between_the_limits_is_worth_a_look_and_no_flag() -> None:
    found = judged("re_referral_pct", even(0.2) | {"350": (232.0, 1_000.0)})

    assert found["upper_95"] < found["value"] < found["upper_998"]
    assert (found["outcome"], found["is_worth_a_look"], found["is_flagged"]) == ("similar", True, False)


def test_a_rate_without_a_judgement_is_higher_and_never_worse() -> None:
    found = judged("referral_rate_per_10k", even(0.05, 20_000.0) | {"350": (1_900.0, 20_000.0)})

    assert found["judged_by"] == JudgedBy.FUNNEL_OF_COUNTS
    assert (found["outcome"], found["is_flagged"]) == ("higher", True)


def test_a_ratio_of_fte_is_judged_by_its_neighbours_range_without_limits_or_a_flag() -> None:
    parts: dict[str, Any] = {code: (100.0 + 5 * place, 10.0) for place, code in enumerate(CODES)}
    found = judged("average_caseload", parts | {"350": (900.0, 10.0)})

    assert found["judged_by"] == JudgedBy.NEIGHBOURS_RANGE
    assert found["outcome"] == "worse"
    assert (found["is_worth_a_look"], found["is_flagged"], found["upper_998"], found["chance"]) == (
        *(False, False),
        *(None, None),
    )
    assert found["distance"] > 0
    assert (
        found["centre"] == found["neighbour_mean"] == pytest.approx(fmean(10 + 0.5 * place for place in range(1, 11)))
    )


def test_with_four_neighbours_nothing_is_compared() -> None:
    nobody: dict[str, Any] = dict.fromkeys(CODES[5:])
    found = judged("re_referral_pct", even(0.2) | nobody)

    assert found["neighbours_with_value"] == 4
    assert (found["judged_by"], found["outcome"], found["distance"]) == ("nothing", "not_compared", None)


def test_five_neighbours_are_enough() -> None:
    nobody: dict[str, Any] = dict.fromkeys(CODES[6:])
    found = judged("re_referral_pct", even(0.2) | nobody)

    assert (found["neighbours_with_value"], found["outcome"]) == (5, "similar")


def test_where_a_neighbours_parts_are_not_known_the_centre_is_their_mean() -> None:
    values = values_of("re_referral_pct", even(0.2)).with_columns(
        numerator=pl.when(pl.col("area_code") != "351").then("numerator")
    )
    found = against_others(values, completed=values, neighbours=everybody_else()).filter(la_code="350")

    assert found["centre"].to_list() == pytest.approx(found["neighbour_mean"].to_list())


def test_both_models_are_told_and_pandas_frames_do() -> None:
    values = values_of("re_referral_pct", even(0.2))
    found = against_others(values.to_pandas(), completed=values, neighbours=everybody_else())

    assert found["neighbour_model"].value_counts().sort("neighbour_model").rows() == [("2021", 11), ("2025", 11)]
    assert found.equals(against_others(values, completed=values, neighbours=everybody_else()))


def test_tamesides_caseload_has_the_neighbours_figures_of_the_methods() -> None:
    measures = [PUBLISHED_MEASURES["average_caseload"]]
    values = published_measure_values(carried_published().figures, measures=measures)
    asked = values.filter((pl.col("area_code") == "357") & (pl.col("period_end") == date(2025, 9, 30)))
    found = against_others(values, completed=asked, neighbours=carried_neighbours(), neighbour_models=["2025"])
    row = found.row(0, named=True)

    assert (row["neighbour_mean"], row["neighbour_median"]) == pytest.approx((16.63, 16.45), abs=1e-9)
    assert (row["neighbours_with_value"], row["comparator_period_end"]) == (10, date(2025, 9, 30))
