"""Before and after a dated change: old limits carried on, both sides and both means named."""

from datetime import date
from typing import Final

import pandas as pd
import polars as pl
import pytest
from chart_words import boxes_of, faults_of_words
from lxml import html

from csc_metrics.change.impact import impacts
from csc_metrics.charts import before_after as chart
from csc_metrics.charts.before_after import draw_before_after
from csc_metrics.charts.drawing import Drawing
from csc_metrics.charts.style import BAND_COLOUR, DARK_BLUE, DARK_PINK, TEXT_COLOUR, chart_style
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.chart_words import before_after_words
from csc_metrics.settings.dated import DatedChange
from csc_metrics.settings.model import Settings

MEASURE: Final = LOCAL_MEASURES["strategy_meeting_quorate_pct"]
HELD: Final = LOCAL_MEASURES["strategy_meetings_held"]
BEFORE: Final = [40.0, 42.0] * 5
AFTER: Final = [60.0, 62.0, 41.0, 61.0]
"""Ten months from March 2024 with a mean of 41, moving by 2 each; then four with a mean of 56."""
CHANGED_ON: Final = date(2025, 1, 1)


def make_rows(values: list[float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": "001",
            "measure": MEASURE.code,
            "breakdown": "all",
            "source": "local",
            "period_type": "month",
            "period_end": pd.date_range("2024-03-31", periods=len(values), freq="ME"),
            "value": values,
            "status": ["too_few" if value is None else "ok" for value in values],
        }
    ).astype({"value": "float64"})


def impact_of(**changed: object) -> dict[str, object]:
    """Return what is worked out by hand: limits are 2.66 mean moving ranges of 2 about 41."""
    found: dict[str, object] = {
        "change_name": "Police rota",
        "changed_on": CHANGED_ON,
        "baseline_from": date(2024, 3, 31),
        "mean_before": 41.0,
        "mean_after": 56.0,
        "lower_limit": 41.0 - 2.66 * 2,
        "upper_limit": 41.0 + 2.66 * 2,
    }
    return found | changed


def draw(values: list[float | None] | None = None, **changed: object) -> str:
    rows = make_rows(values if values is not None else [*BEFORE, *AFTER])
    drawn = draw_before_after(rows, measure=MEASURE, impact=impact_of(**changed))
    assert drawn is not None
    return drawn


def written(svg: str) -> list[str]:
    return [str(text.text_content()) for text in html.fromstring(svg).xpath("//text")]


def lines(svg: str, colour: str) -> list[str]:
    return [str(path) for path in html.fromstring(svg).xpath(f"//path[@stroke='{colour.lower()}']/@d")]


def test_the_example_is_what_the_library_works_out() -> None:
    change = DatedChange(changed_on=CHANGED_ON, name="Police rota", measures=(MEASURE.code,), expected_shape="level")
    told = impacts(make_rows([*BEFORE, *AFTER]), settings=Settings(changes=(change,)))
    row = told.filter(run="all_months").row(0, named=True)
    wanted = impact_of()
    assert {name: row[name] for name in wanted} == {
        name: pytest.approx(value) if isinstance(value, float) else value for name, value in wanted.items()
    }


def test_both_means_both_sides_and_the_day_are_named() -> None:
    words = written(draw())
    assert {"Before", "After", "Police rota, 1 January 2025", "Before: 41.0%", "After: 56.0%"} <= set(words)
    assert {"Newest", "61.0%"} <= set(words)


def test_the_day_lies_between_the_month_before_it_and_its_own() -> None:
    svg = draw()
    (day,) = [float(path.split(" ")[1]) for path in lines(svg, TEXT_COLOUR)]
    values = [float(place.split(" ")[0]) for place in lines(svg, DARK_BLUE)[0].replace("L ", "M ").split("M ")[1:]]
    assert day == pytest.approx((values[9] + values[10]) / 2, abs=0.01)
    assert len(values) == 14


def test_months_after_outside_the_old_limits_are_ringed_and_those_before_are_not() -> None:
    svg = draw([90.0, *BEFORE[1:], *AFTER])
    rings = lines(svg, DARK_PINK)[-1]
    assert rings.count("M") == 3, "60, 62 and 61 lie above 46.32; 41 does not, and 90 came before"
    assert any("Rings" in words for words in written(svg))
    assert not any("Rings" in words for words in written(draw([*BEFORE, *BEFORE[:4]])))


def test_the_mean_of_after_is_drawn_over_the_months_after_alone() -> None:
    after, *_ = lines(draw(), DARK_PINK)
    assert after.count("M") + after.count("L") == len(AFTER)


def test_months_before_the_baseline_have_no_limits() -> None:
    svg, late = draw(), draw(baseline_from=date(2024, 8, 31))
    edges = [sum(path.count("L") + path.count("M") for path in lines(one, "#7d868e")) for one in (svg, late)]
    assert edges == [2 * 14, 2 * 9], "five of fourteen months lie before the end of August"
    assert BAND_COLOUR in late


def test_a_change_outside_the_months_is_not_marked() -> None:
    for day in (date(2024, 3, 1), date(2026, 1, 1)):
        words = written(draw(changed_on=day, mean_after=None))
        assert "Police rota, " not in " ".join(words)
        assert "After" not in words


def test_an_upper_limit_of_a_share_is_drawn_no_higher_than_all() -> None:
    assert draw(upper_limit=130.0) == draw(upper_limit=100.0)
    assert "125%" not in written(draw(upper_limit=130.0))


def test_without_limits_it_says_that_there_are_too_few_months() -> None:
    svg = draw(lower_limit=None, upper_limit=None, mean_before=None)
    assert "No limits: too few months before." in written(svg)


def test_a_month_without_a_value_breaks_the_line() -> None:
    (path,) = lines(draw([*BEFORE[:4], None, *BEFORE[5:], *AFTER]), DARK_BLUE)
    assert path.count("M") == 2


def test_without_a_value_there_is_no_chart_and_two_series_are_refused() -> None:
    assert draw_before_after(make_rows([None, None]), measure=MEASURE, impact=impact_of()) is None
    rows = make_rows([*BEFORE, *AFTER])
    with pytest.raises(ValueError, match="one series"):
        draw_before_after(pd.concat([rows, rows.assign(breakdown="team=North")]), measure=MEASURE, impact=impact_of())


def test_the_same_rows_in_any_order_give_the_same_bytes_and_are_left_alone() -> None:
    rows = make_rows([*BEFORE, *AFTER])
    before = rows.copy(deep=True)
    one, other = (draw_before_after(told, measure=MEASURE, impact=impact_of()) for told in (rows, rows.iloc[::-1]))
    assert one == other
    pd.testing.assert_frame_equal(rows, before)


def drawing_of(values: list[float | None], *, measure: str, **changed: object) -> Drawing:
    about = LOCAL_MEASURES[measure]
    with chart_style():
        return chart._draw(chart._read(make_rows(values), measure=about, impact=impact_of(**changed)), measure=about)


@pytest.mark.parametrize("measure", [MEASURE.code, HELD.code])
@pytest.mark.parametrize("many", [2, 14, 60])
@pytest.mark.parametrize(
    "name", ["Rota", "Police rota moved to the multi-agency hub, with a second shift on Saturdays"]
)
@pytest.mark.parametrize("level", [0.0, 41.0, 100.0])
def test_words_are_inside_the_chart_and_never_over_one_another(
    measure: str, many: int, name: str, level: float
) -> None:
    ends = [day.date() for day in pd.date_range("2024-03-31", periods=many, freq="ME")]
    for day in {ends[1], ends[many // 2], ends[-1]}:
        drawing = drawing_of(
            [level] * many, measure=measure, change_name=name, changed_on=day, mean_before=level, mean_after=level
        )
        assert faults_of_words(drawing) == []
        assert "After" in [box.words for box in boxes_of(drawing)]


def say(rows: pd.DataFrame, **changed: object) -> str:
    return " ".join(before_after_words(pl.from_pandas(rows), measure=MEASURE, impact=impact_of(**changed)))


def test_the_words_give_both_means_and_how_the_newest_lies_beside_what_was_usual() -> None:
    words = say(make_rows([*BEFORE, *AFTER]))
    assert words == (
        "Line chart: strategy meetings that were quorate, with a change marked (Police rota, 1 January 2025). On "
        "average it was 41.0% before and 56.0% after. The newest figure, in April 2025, is 61.0%, above what was "
        "usual before (35.7% to 46.3%)."
    )


@pytest.mark.parametrize(("newest", "side"), [(30.0, "below"), (41.0, "within"), (46.33, "above")])
def test_the_newest_is_below_within_or_above_what_was_usual(newest: float, side: str) -> None:
    words = say(make_rows([*BEFORE, newest]))
    assert f"{side} what was usual before" in words


def test_the_words_tell_what_is_not_known_and_hold_shares_within_all() -> None:
    rows = make_rows(list(BEFORE))
    words = say(rows, mean_after=None, upper_limit=130.0)
    assert "41.0% before and not known after" in words
    assert words.endswith("(35.7% to 100.0%).")
    assert say(rows, lower_limit=-3.0, upper_limit=170.6).endswith("(0.0% to 100.0%).")
    none = say(rows, lower_limit=None, upper_limit=None)
    assert "usual" not in none
