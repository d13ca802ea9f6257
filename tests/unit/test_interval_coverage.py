"""Intervals hold the true figure about as often as they say."""

import pytest
from simulations.intervals import table


def test_exact_intervals_hold_the_true_figure_at_least_as_often_as_they_say() -> None:
    rows = [row for row in table() if row["interval"] == "exact"]
    assert len(rows) == 10
    assert [row for row in rows if float(row["coverage"]) < float(row["confidence"])] == []


@pytest.mark.parametrize("interval", ["Wilson", "Byar", "exact below 10, else Byar"])
def test_other_intervals_hold_it_nearly_so_often(interval: str) -> None:
    rows = [row for row in table() if row["interval"] == interval]
    assert rows
    assert [row for row in rows if float(row["coverage"]) < float(row["confidence"]) - 0.06] == []
