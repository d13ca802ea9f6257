"""A process chart shows its points as they are: limits, rings round signals, a marked day, gaps."""

from datetime import date

import pandas as pd
import pytest
from chart_words import faults_of_words
from lxml import html

from csc_metrics.charts import process_chart as chart
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.process_chart import draw_process_chart
from csc_metrics.charts.process_parts import read_points
from csc_metrics.charts.style import DARK_BLUE, DARK_PINK, chart_style
from csc_metrics.measures.registry import LOCAL_MEASURES

MEASURE = LOCAL_MEASURES["strategy_meeting_quorate_pct"]


def make_points(
    values: list[float | None], *, signals: tuple[int, ...] = (), lower: float | None = 20.0
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": "001",
            "measure": MEASURE.code,
            "breakdown": "all",
            "source": "local",
            "period_type": "month",
            "period_end": [day.date() for day in pd.date_range("2024-11-30", periods=len(values), freq="ME")],
            "value": values,
            "centre": 40.0 if lower is not None else None,
            "lower_limit": lower,
            "upper_limit": 60.0 if lower is not None else None,
            "is_outside": [place in signals for place in range(len(values))],
            "is_in_run": False,
            "is_in_trend": False,
            "is_near_limit": False,
        }
    )


def drawing_of(points: pd.DataFrame) -> Drawing:
    with chart_style():
        return chart._draw(read_points(points, measure=MEASURE, width=chart._WIDTH), measure=MEASURE)


def draw(points: pd.DataFrame) -> str:
    drawn = draw_process_chart(points, measure=MEASURE)
    assert drawn is not None
    return drawn


def written(svg: str) -> list[str]:
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def pieces(svg: str, colour: str) -> int:
    return sum(str(path).count("M") for path in html.fromstring(svg).xpath(f"//path[@stroke='{colour.lower()}']/@d"))


def test_each_signal_has_a_ring_and_the_key_says_so() -> None:
    svg = draw(make_points([40.0, 70.0, 41.0, 10.0], signals=(1, 3)))

    assert pieces(svg, DARK_PINK) == 2
    assert any("Rings: signals." in words for words in written(svg))
    without = draw(make_points([40.0, 41.0, 39.0]))
    assert pieces(without, DARK_PINK) == 0
    assert not any("Rings" in words for words in written(without))


def test_where_most_are_signals_only_those_outside_the_limits_and_the_newest_are_ringed() -> None:
    points = make_points([40.0, 41.0, 70.0, 42.0, 43.0], signals=(1, 2, 3, 4))
    points = points.assign(is_outside=[False, False, True, False, False], is_in_run=points["is_outside"])
    svg = draw(points)

    assert pieces(svg, DARK_PINK) == 2
    assert any("Rings: outside it, and the newest signal." in words for words in written(svg))


def test_a_signal_without_a_value_has_no_ring() -> None:
    assert pieces(draw(make_points([40.0, None, 41.0], signals=(1,))), DARK_PINK) == 0


def test_a_month_without_a_value_or_a_row_breaks_the_line() -> None:
    points = make_points([40.0, 41.0, 42.0, 43.0, 44.0])

    assert pieces(draw(points), DARK_BLUE) == 1
    assert pieces(draw(make_points([40.0, 41.0, None, 43.0, 44.0])), DARK_BLUE) == 2
    assert pieces(draw(points[points["period_end"] != date(2025, 1, 31)]), DARK_BLUE) == 2


def test_without_limits_it_says_that_there_are_too_few_months() -> None:
    assert any("No limits: too few figures." in words for words in written(draw(make_points([40.0, 41.0], lower=None))))


def test_a_lower_limit_below_0_is_drawn_at_0() -> None:
    assert draw(make_points([40.0, 41.0], lower=-15.0)) == draw(make_points([40.0, 41.0], lower=0.0))


def test_no_words_meet_or_leave_the_chart() -> None:
    for values in ([98.0] * 60, [0.0, 100.0] * 12, [40.0, 41.0, 39.5]):
        assert faults_of_words(drawing_of(make_points(list(values), signals=(1,)))) == []


def test_nothing_is_drawn_without_a_value_and_two_series_are_refused() -> None:
    assert draw_process_chart(make_points([None, None]), measure=MEASURE) is None
    both = pd.concat([make_points([40.0]), make_points([40.0]).assign(breakdown="agency=police")])
    with pytest.raises(ValueError, match="one series"):
        draw_process_chart(both, measure=MEASURE)


def test_the_same_points_give_the_same_bytes() -> None:
    points = make_points([40.0, 70.0, 41.0], signals=(1,))

    assert draw(points) == draw(points.iloc[::-1])


def test_figures_of_one_day_a_year_are_joined_and_a_year_without_one_breaks_the_line() -> None:
    ends = [date(year, 9, 30) for year in range(2018, 2026)]
    points = make_points([40.0] * 8).assign(period_end=ends)

    assert pieces(draw(points), DARK_BLUE) == 1
    assert pieces(draw(points[points["period_end"] != date(2021, 9, 30)]), DARK_BLUE) == 2
    assert {"Sep 2018", "Sep 2025"} <= set(written(draw(points)))
