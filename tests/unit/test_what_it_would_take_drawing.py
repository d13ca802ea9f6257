"""What it would take is drawn as ranges beside where the authority is: never one place to read as a target."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from chart_words import faults_of_words
from made_up_months import areas, lines, written

from csc_metrics.charts import what_it_would_take as chart
from csc_metrics.charts.style import DARK_BLUE, DARK_PINK, chart_style
from csc_metrics.charts.what_it_would_take import draw_what_it_would_take, draw_workers_it_would_take
from csc_metrics.comparison.published_data import load_published_data
from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.planning.what_it_would_take import OF_CHILDREN, OF_WORKERS, what_it_would_take
from csc_metrics.settings.model import Settings

REFERRALS, IN_NEED, CASELOAD = "referral_rate_per_10k", "children_in_need_rate_per_10k", "average_caseload"
RANGES = {"lower_quartile": (2000.0, 2500.0), "median": (3000.0, 3200.0), "upper_quartile": (3900.0, 4100.0)}
KINDS = ((OF_CHILDREN, "count", 0), (OF_WORKERS, "fte", 1))


def make_rows(lever: str = REFERRALS, *, now: float = 4000.0, times: float = 1.0, **told: Any) -> pd.DataFrame:
    """Three levels of one lever: as many children, and a hundredth as many workers."""
    rows = [
        {
            "la_code": "357",
            "lever": lever,
            "level": level,
            "period_end": date(2025, 3, 31),
            "status": "ok",
            "count_now": now * times,
            "count_then_lower": least * times,
            "count_then_upper": most * times,
            "workforce_on": date(2025, 9, 30),
            "fte_now": now * times / 100,
            "fte_then_lower": least * times / 100,
            "fte_then_upper": most * times / 100,
        }
        for level, (least, most) in RANGES.items()
    ]
    return pd.DataFrame(rows).assign(**told)


def draw(rows: pd.DataFrame) -> str:
    drawn = draw_what_it_would_take(rows)
    assert drawn is not None
    return drawn


def ends(piece: list[tuple[float, float]]) -> tuple[float, float]:
    return min(x for x, _ in piece), max(x for x, _ in piece)


def test_each_level_is_a_bar_from_the_least_to_the_most_beside_a_line_where_the_authority_is() -> None:
    """The axis ends at 5,000 where 4,100 is the most; so the bars are 500, 200 and 200 long, the line at 4,000."""
    svg = draw(make_rows())
    bars = sorted((ends(piece) for piece in areas(svg, DARK_BLUE)), key=lambda bar: bar[0])
    now = {x for piece in lines(svg, DARK_PINK) for x, _ in piece}
    zero, thousand = 20.0, (370.0 - 20.0) / 5

    assert [(end - zero) / thousand for bar in bars for end in bar] == pytest.approx([2.0, 2.5, 3.0, 3.2, 3.9, 4.1])
    assert [(x - zero) / thousand for x in now] == pytest.approx([4.0])


def test_the_words_are_ranges_and_what_is_now() -> None:
    words = written(draw(make_rows()))

    assert words[:5] == [
        "Referrals",
        "Now (upright line): 4,000 in the year to 31 March 2025",
        "Neighbours' lower quartile: between 2,000 and 2,500",
        "Neighbours' median: between 3,000 and 3,200",
        "Neighbours' upper quartile: between 3,900 and 4,100",
    ]
    assert words[-1] == "Bars: the range with each neighbour left out in turn."


def test_workers_are_drawn_for_children_in_need_and_the_caseload_and_dated_by_the_workforce() -> None:
    rows = pd.concat([make_rows(lever) for lever in (CASELOAD, IN_NEED, REFERRALS)])
    svg = draw_workers_it_would_take(rows)

    assert svg is not None
    assert [words for words in written(svg) if words.startswith("Social workers")] == [
        "Social workers (FTE), by children in need",
        "Social workers (FTE), by average caseload",
    ]
    assert written(svg).count("Now (upright line): 40.0 at 30 September 2025") == 2
    assert "Neighbours' lower quartile: between 20.0 and 25.0" in written(svg)


def test_children_are_drawn_for_every_rate_and_not_for_the_caseload() -> None:
    rows = pd.concat([make_rows(lever) for lever in (CASELOAD, IN_NEED, REFERRALS)])
    titles = {"Referrals", "Children in need", "Average caseload"}

    assert [words for words in written(draw(rows)) if words in titles] == ["Referrals", "Children in need"]


def test_a_range_that_is_almost_nothing_is_a_bar_still_with_both_its_ends_in_words() -> None:
    rows = make_rows(count_then_lower=2058.2, count_then_upper=2058.4)
    svg = draw(rows)

    for bar in areas(svg, DARK_BLUE):
        left, right = ends(bar)
        assert right - left == pytest.approx(4.0)
        assert (left + right) / 2 == pytest.approx(20.0 + 2058.3 / 4000 * 350.0, abs=0.01)
    assert "Neighbours' median: between 2,058 and 2,059" in written(svg)


def test_a_lever_without_a_figure_is_named_with_its_reason_and_one_that_is_not_given_is_not() -> None:
    rows = pd.concat([make_rows(), make_rows(IN_NEED, status=str(Status.SUPPRESSED), count_now=None)])

    assert "No figure: Children in need (hidden)" in " ".join(written(draw(rows)))
    assert not [words for words in written(draw(make_rows())) if "No figure" in words]
    without_workers = pd.concat([make_rows(CASELOAD), make_rows(IN_NEED, fte_now=None)])
    svg = draw_workers_it_would_take(without_workers)
    assert svg is not None
    assert "No figure: Children in need (not available)" in written(svg)


def test_where_no_lever_has_a_figure_there_is_no_chart() -> None:
    assert draw_what_it_would_take(make_rows(CASELOAD)) is None
    assert draw_what_it_would_take(make_rows(status="suppressed")) is None
    assert draw_workers_it_would_take(make_rows(REFERRALS)) is None
    assert draw_what_it_would_take(make_rows()[:0]) is None


def test_numbers_of_the_axis_are_as_exact_as_its_steps() -> None:
    svg = draw_workers_it_would_take(make_rows(IN_NEED, fte_now=1.0, fte_then_lower=0.4, fte_then_upper=0.6))

    assert svg is not None
    assert {"0.00", "0.25", "0.50", "0.75", "1.00"} <= set(written(svg))


@pytest.mark.parametrize("times", [0.0, 0.003, 1.0, 24.0])
@pytest.mark.parametrize("now", [0.0, 4000.0, 4999.0])
def test_words_are_inside_the_chart_and_apart(times: float, now: float) -> None:
    rows = pd.concat([make_rows(lever, now=now, times=times) for lever in (*OF_CHILDREN, CASELOAD)])
    hidden = pd.concat([rows, make_rows("looked_after_rate_per_10k", status="incomplete", la_code="357")])
    with chart_style():
        for levers, counted, decimals in KINDS:
            for told in (rows, hidden.drop_duplicates(["lever", "level"], keep="last")):
                drawing = chart._draw(told, levers=levers, counted=counted, decimals=decimals)
                assert drawing is not None
                assert faults_of_words(drawing) == []


def test_the_same_rows_in_any_order_give_the_same_bytes_and_are_left_alone() -> None:
    rows = pd.concat([make_rows(), make_rows(IN_NEED)])
    before = rows.copy(deep=True)

    assert draw(rows) == draw(rows.iloc[::-1])
    pd.testing.assert_frame_equal(rows, before)


def test_rows_of_two_authorities_are_refused() -> None:
    rows = make_rows()
    for drawn in (draw_what_it_would_take, draw_workers_it_would_take):
        with pytest.raises(ValueError, match="one authority"):
            drawn(pd.concat([rows, rows.assign(la_code="839")]))


@pytest.mark.shared
def test_words_are_inside_and_apart_and_bars_in_order_for_every_authority(shared_dfe: Path) -> None:
    data = load_published_data(shared_dfe, measures=list(PUBLISHED_MEASURES.values()), settings=Settings())
    would = what_it_would_take(data.values, neighbours=data.neighbours, neighbour_model="2025")
    drawn = 0
    with chart_style():
        for (la_code,), told in would.group_by("la_code", maintain_order=True):
            for levers, counted, decimals in KINDS:
                drawing = chart._draw(told.to_pandas(), levers=levers, counted=counted, decimals=decimals)
                drawn += drawing is not None
                assert drawing is None or faults_of_words(drawing) == [], la_code
    assert drawn > 280
    tameside = would.filter(pl.col("la_code") == "357", lever=REFERRALS).to_pandas()
    bars = sorted((ends(piece) for piece in areas(draw(tameside), DARK_BLUE)), key=lambda bar: bar[0])
    assert all(one[1] <= other[0] for one, other in pairwise(bars))
    assert "Now (upright line): 4,943 in the year to 31 March 2025" in written(draw(tameside))
