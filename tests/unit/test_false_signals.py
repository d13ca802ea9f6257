"""How often points are signals by chance: what is stated is what the simulation finds."""

import polars as pl
import pytest
from simulations import signals as simulated

from csc_metrics.change.chances import BY_CHANCE, BY_CHANCE_WHERE_CORRELATED, POINTS
from csc_metrics.change.false_signals import signals_by_chance
from csc_metrics.contracts.about_change import SignalRule

COUNT = 10_000
STATED = {"independent": BY_CHANCE, "correlated, 0.3": BY_CHANCE_WHERE_CORRELATED}


@pytest.mark.parametrize("kind", STATED)
def test_a_smaller_simulation_finds_the_stated_chances(kind: str) -> None:
    """Within four standard errors: of 50 shares one would miss by chance in some 300 tries."""
    found = simulated.newest_by_chance(kind, count=COUNT)
    for at, shares in enumerate(found):
        for rule in SignalRule:
            stated = STATED[kind][rule][at]
            error = 4 * (max(stated, 1e-4) / COUNT) ** 0.5
            share = shares["near" if rule is SignalRule.NEAR_LIMIT else rule.value]
            assert share == pytest.approx(stated, abs=error), (rule, POINTS[at])


def test_seasons_make_signals_and_adjusting_takes_most_of_them_away() -> None:
    rows = {(row.kind, row.points): row.newest["any"] for row in simulated.table(count=2_000)}
    for points in simulated.LENGTHS:
        assert rows["seasonal", points] > 3 * rows["independent", points]
        assert rows["seasonal, adjusted", points] < 0.7 * rows["seasonal", points]
        assert rows["correlated, 0.6", points] > 2 * rows["correlated, 0.3", points] > 4 * rows["independent", points]


def test_a_page_states_how_many_of_its_series_would_signal_by_chance() -> None:
    told = {"points": [60] * 100 + [5], "is_correlated": [False] * 50 + [True] * 51}
    page = pl.DataFrame(told).with_columns(
        signal_chance=pl.when(pl.col("points") > 6).then(0.02), variation=pl.lit("worsening")
    )
    found = signals_by_chance(page)
    for rule in SignalRule:
        row = found.row(by_predicate=pl.col("rule") == rule.value, named=True)
        alone, alike = BY_CHANCE[rule][-1], BY_CHANCE_WHERE_CORRELATED[rule][-1]
        assert row["series"] == 100
        assert row["by_chance"] == pytest.approx(100 * alone)
        assert row["by_chance_where_correlated"] == pytest.approx(50 * alone + 50 * alike)
        assert row["found"] == (100 if rule is SignalRule.ANY else None)
    assert signals_by_chance(page.to_pandas()).equals(found)
