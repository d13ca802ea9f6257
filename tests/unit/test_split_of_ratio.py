"""What moved a ratio: top and bottom add up to the change, in the measure's unit, whatever the order."""

from datetime import date

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csc_metrics.change.split_of_ratio import split_of_ratio
from csc_metrics.contracts.about_change import RatioSplits


def make_values(
    rows: list[tuple[date, float | None, float | None]], *, measure: str = "average_caseload", **told: str
) -> pl.DataFrame:
    same = {"area_code": "357", "measure": measure, "breakdown": "all", "source": "local", "period_type": "snapshot"}
    ends, tops, bottoms = zip(*rows, strict=True)
    status = ["ok" if top is not None else "suppressed" for top in tops]
    frame = pl.DataFrame(
        {"period_end": ends, "numerator": tops, "denominator": bottoms, "status": status},
        schema_overrides={"numerator": pl.Float64, "denominator": pl.Float64},
    )
    return frame.with_columns(**{name: pl.lit(word) for name, word in (same | told).items()})


def test_tamesides_caseload_rose_more_by_fewer_workers_than_by_more_cases() -> None:
    """DfE, children's social work workforce: 2,068 cases of 144.3 FTE in 2024, 2,093 of 110.8 in 2025."""
    values = make_values([(date(2024, 9, 30), 2068.0, 144.3), (date(2025, 9, 30), 2093.0, 110.8)])
    (row,) = split_of_ratio(values).to_dicts()

    assert row["compared_with"] == "year_before"
    assert (round(row["value_before"], 1), round(row["value"], 1)) == (14.3, 18.9)
    assert (row["numerator_change"], round(row["denominator_change"], 1)) == (25.0, -33.5)
    assert row["from_numerator"] == pytest.approx(25 * (1 / 110.8 + 1 / 144.3) / 2)
    assert row["from_denominator"] == pytest.approx((1 / 110.8 - 1 / 144.3) * (2068 + 2093) / 2)
    assert row["from_denominator"] > 10 * row["from_numerator"]


@pytest.mark.parametrize(
    ("measure", "scale"),
    [
        ("average_caseload", 1),
        ("agency_rate_pct", 100),
        ("re_referral_pct", 100),
        ("looked_after_rate_per_10k", 10_000),
    ],
)
def test_the_parts_are_in_the_unit_of_the_measure(measure: str, scale: float) -> None:
    values = make_values([(date(2025, 1, 31), 10.0, 50.0), (date(2025, 2, 28), 15.0, 50.0)], measure=measure)
    (row,) = split_of_ratio(values).to_dicts()

    assert row["change"] == pytest.approx(0.1 * scale)
    assert (row["from_numerator"], row["from_denominator"]) == pytest.approx((0.1 * scale, 0.0))


@pytest.mark.parametrize(
    ("period_type", "older", "expected"),
    [
        ("month", date(2025, 2, 28), ["period_before"]),
        ("month", date(2024, 3, 31), ["year_before"]),
        ("quarter", date(2024, 12, 31), ["period_before"]),
        ("year", date(2024, 3, 31), ["year_before"]),
        ("rolling_12_months", date(2025, 2, 28), []),
        ("month", date(2025, 1, 31), []),
    ],
)
def test_only_the_period_before_and_the_same_one_a_year_before_are_compared(
    period_type: str, older: date, expected: list[str]
) -> None:
    """Rolling years that overlap are compared with the year before alone."""
    values = make_values([(older, 10.0, 50.0), (date(2025, 3, 31), 15.0, 50.0)], period_type=period_type)

    assert split_of_ratio(values)["compared_with"].to_list() == expected


def test_a_period_without_a_figure_or_a_bottom_of_0_is_left_out_and_a_count_is_no_ratio() -> None:
    days = (date(2025, 1, 31), date(2025, 2, 28))

    assert split_of_ratio(make_values([(days[0], None, None), (days[1], 15.0, 50.0)])).is_empty()
    assert split_of_ratio(make_values([(days[0], 0.0, 0.0), (days[1], 15.0, 50.0)])).is_empty()
    assert split_of_ratio(make_values([(day, 15.0, 50.0) for day in days], measure="referrals")).is_empty()


def test_series_are_not_mixed_and_pandas_gives_the_same() -> None:
    rows = [(date(2025, 1, 31), 10.0, 50.0), (date(2025, 2, 28), 15.0, 50.0)]
    two = pl.concat(
        [make_values(rows), make_values([(day, 2 * top, 10.0) for day, top, _ in rows], breakdown="team=N")]
    )
    split = split_of_ratio(two)

    assert split.select("breakdown", "change").rows() == [("all", pytest.approx(0.1)), ("team=N", pytest.approx(1.0))]
    assert split_of_ratio(pd.DataFrame(two.to_dict(as_series=False))).equals(split)
    assert split.columns == list(RatioSplits.create_empty().schema)


amounts = st.floats(min_value=0.5, max_value=5_000)


@given(tops=st.tuples(amounts, amounts), bottoms=st.tuples(amounts, amounts))
def test_back_and_forth_the_parts_are_the_same_with_the_other_sign(
    tops: tuple[float, float], bottoms: tuple[float, float]
) -> None:
    days = (date(2025, 1, 31), date(2025, 2, 28))
    forth, back = (
        split_of_ratio(make_values(list(zip(days, order(tops), order(bottoms), strict=True)))).row(0, named=True)
        for order in (tuple, lambda pair: pair[::-1])
    )
    for part in ("change", "from_numerator", "from_denominator"):
        assert forth[part] == pytest.approx(-back[part], rel=1e-9, abs=1e-9)
