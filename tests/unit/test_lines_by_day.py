"""A chart by day says what its values say: days as far apart as they are, no gap joined, words apart."""

import re
from datetime import date, timedelta

import pytest
from chart_words import faults_of_words
from lxml import html

from csc_metrics.charts import lines_by_day as chart
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.frame import wrap_name
from csc_metrics.charts.lines_by_day import MOST_LINES, draw_lines_by_day
from csc_metrics.charts.style import DARK_BLUE, LABEL_SIZE, chart_style
from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.records.across import RULES_ACROSS
from csc_metrics.records.faults import FAULT_KINDS
from csc_metrics.report.page.quality_words import name_of

JULY, AUGUST, SEPTEMBER = date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)
UNIT = "Faults per 1,000 rows"
Series = dict[str, dict[date, float]]


def draw(series: Series) -> str:
    return draw_lines_by_day(series, unit=UNIT, code="faults")


def path_of_first(svg: str) -> str:
    (path,) = html.fragment_fromstring(svg).xpath(f"//path[@stroke='{DARK_BLUE.lower()}' and @stroke-width='3']/@d")
    return str(path)


def written(svg: str) -> list[str]:
    return [text.text_content() for text in html.fragment_fromstring(svg).xpath("//text")]


def words_at_fault(series: Series) -> list[str]:
    with chart_style():
        return faults_of_words(chart._draw(series, unit=UNIT))


def names_of_rules() -> list[str]:
    """Return every rule of every table as a page names it, the longest first."""
    names = {
        f"{name_of(rule)} ({name_of(table).lower()})"
        for table, about in RECORD_TABLES.items()
        for rule in (*FAULT_KINDS, *(one.name for one in (*about.rules, *about.warnings, *RULES_ACROSS.get(table, ()))))
    }
    return sorted(names, key=lambda name: (-len(name), name))


def test_days_stand_as_far_apart_as_they_are_and_values_from_0() -> None:
    svg = draw({"Missing": {JULY: 10.0, JULY + timedelta(10): 5.0, JULY + timedelta(40): 0.0}})

    points = [tuple(map(float, pair)) for pair in re.findall(r"[ML] (\S+) (\S+)", path_of_first(svg))]
    (x0, y0), (x1, y1), (x2, y2) = points
    assert (x1 - x0) / (x2 - x0) == pytest.approx(10 / 40)
    assert (y1 - y2) / (y0 - y2) == pytest.approx(0.5)


def test_a_day_without_a_value_breaks_the_line() -> None:
    both = {"Missing": {JULY: 1.0, SEPTEMBER: 2.0}, "Key twice": {JULY: 1.0, AUGUST: 1.0, SEPTEMBER: 1.0}}

    assert path_of_first(draw(both)).count("M") == 2
    assert path_of_first(draw({"Missing": both["Missing"]})).count("M") == 1


def test_each_line_is_named_with_its_last_value_and_the_days_below() -> None:
    words = written(draw({"Missing": {JULY: 1.0, AUGUST: 2.25, SEPTEMBER: 12.35}}))

    assert {UNIT, "Missing 12.4", "31 Jul", "31 Aug", "30 Sep", "2026"} <= set(words)


def test_a_series_of_zeros_lies_on_the_axis() -> None:
    assert "Missing 0.0" in written(draw({"Missing": {JULY: 0.0, AUGUST: 0.0, SEPTEMBER: 0.0}}))


@pytest.mark.parametrize("rate", [0.0, 12.3, 1000.0], ids=str)
@pytest.mark.parametrize("days", [3, 13])
@pytest.mark.parametrize("lines", range(1, MOST_LINES + 1))
def test_the_longest_names_of_rules_are_inside_the_chart_and_apart(lines: int, days: int, rate: float) -> None:
    values = {JULY + timedelta(30 * place): rate for place in range(days)}

    assert words_at_fault(dict.fromkeys(names_of_rules()[:lines], values)) == []


@pytest.mark.parametrize("apart", [(0, 1, 2), (0, 1, 300), (0, 299, 300), (0, 3000)], ids=str)
def test_days_that_lie_close_together_are_not_written_over_one_another(apart: tuple[int, ...]) -> None:
    assert words_at_fault({"Missing": {JULY + timedelta(days): 1.0 for days in apart}}) == []


def test_every_rule_has_lines_that_fit_at_the_right() -> None:
    lines = sorted(
        {
            line
            for name in names_of_rules()
            for line in wrap_name(f"{name} 1,000.0", characters=chart._NAME_CHARACTERS).split("\n")
        }
    )
    with chart_style():
        drawing = Drawing(width=chart._WIDTH, height=20.0 * len(lines))
        for place, line in enumerate(lines):
            drawing.write(line, at=(chart._WIDTH - chart._RIGHT + 12.0, 20.0 * (place + 1)), size=LABEL_SIZE)

    assert len(lines) > 100
    assert faults_of_words(drawing) == []


def test_more_lines_than_can_be_told_apart_and_a_day_alone_are_refused() -> None:
    values = {JULY: 1.0, AUGUST: 1.0}
    with pytest.raises(ValueError, match="one to 4 lines"):
        draw({str(place): values for place in range(MOST_LINES + 1)})
    with pytest.raises(ValueError, match="one to 4 lines"):
        draw({})
    with pytest.raises(ValueError, match="two days"):
        draw({"Missing": {JULY: 1.0}})
