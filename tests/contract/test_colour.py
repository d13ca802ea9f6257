"""Colour never means anything by itself: what it tells is told by form and by words too."""

import inspect
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Final

import pandas as pd
import pytest
from contract.source import PACKAGE
from lxml import html
from made_up_months import month_rows

from csc_metrics import charts
from csc_metrics.charts import style
from csc_metrics.charts.attendance import draw_attendance
from csc_metrics.charts.before_after import draw_before_after
from csc_metrics.charts.caseload_spread import draw_caseload_spread
from csc_metrics.charts.funnel import draw_funnel
from csc_metrics.charts.lines_by_day import draw_lines_by_day
from csc_metrics.charts.narrow_months import Level
from csc_metrics.charts.open_work import draw_open_work, draw_open_work_over_months
from csc_metrics.charts.over_months import draw_over_months
from csc_metrics.charts.process_chart import draw_process_chart
from csc_metrics.charts.trend_lines import draw_trend_lines
from csc_metrics.charts.waiting import HALF, NINE_IN_TEN, draw_waiting
from csc_metrics.charts.what_it_would_take import draw_what_it_would_take, draw_workers_it_would_take
from csc_metrics.charts.years_against_neighbours import draw_years_against_neighbours
from csc_metrics.measures.meeting_kinds import STRATEGY
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.narrative.findings import finding, summary
from csc_metrics.report.scrutiny import ScrutinyReport, open_report

FURNITURE: Final = {
    colour.lower()
    for colour in (style.PANEL_COLOUR, style.GRID_COLOUR, style.LEADER_COLOUR, style.TEXT_COLOUR, "none", "")
}
"""Paper, grid, leaders and words: they are not the figures of a chart."""
OUTCOMES: Final = re.compile(
    r"better|worse|higher|lower|similar|outcome|status|quartile|polarity|\brag\b|red\b|amber|green|good|bad\b|"
    r"positive|negative|warning|danger|success|\bup\b|\bdown\b|fail|overdue|late\b",
    re.IGNORECASE,
)
COLOUR_ALONE: Final = re.compile(r"(?:--.*|.*color|background|fill|stroke|box-shadow)$")
PAGE: Final = PACKAGE / "report" / "page"
TEMPLATES: Final = sorted(PAGE.glob("*.jinja"))
STYLE_SHEET: Final = (PAGE / "style.css").read_text(encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A chart of a kind with every series that it can have, and the words that name each."""

    svg: str
    words: tuple[str, ...]


def years_against_neighbours() -> Drawn:
    years = range(2021, 2026)
    rows = pd.DataFrame(
        {
            "la_code": "357",
            "measure": "agency_rate_pct",
            "breakdown": "all",
            "source": "published",
            "period_end": [date(year, 9, 30) for year in years],
            "status": "ok",
            "value": [20.0, 22.0, 25.0, 27.5, 31.3],
            "neighbour_median": [12.0, 12.5, 13.0, 12.0, 11.0],
            "neighbour_min": 5.0,
            "neighbour_max": 25.0,
            "england_value": 15.0,
        }
    )
    svg = draw_years_against_neighbours(rows, measure=MEASURES["agency_rate_pct"], authority_name="Tameside")
    assert svg is not None
    return Drawn(svg=svg, words=("Tameside", "England", "Median of neighbours", "Range of neighbours"))


def over_months() -> Drawn:
    parts = ("police", "health", "education", "social_worker")
    ends = pd.date_range("2025-01-31", periods=14, freq="ME")
    rows = pd.DataFrame(
        [
            {"breakdown": f"agency={part}", "period_end": end.date(), "value": 40.0 + 12 * place + number}
            for place, part in enumerate(parts)
            for number, end in enumerate(ends)
        ]
    ).assign(area_code="001", measure="strategy_meeting_attended_pct", period_type="month", status="ok")
    names = {f"agency={part}": part.replace("_", " ").capitalize() for part in parts}
    measure = LOCAL_MEASURES["strategy_meeting_attended_pct"]
    svg = draw_over_months(rows, measure=measure, names=names)
    assert svg is not None
    return Drawn(svg=svg, words=tuple(names.values()))


def lines_by_day() -> Drawn:
    days = (date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30))
    rates = {"Missing": (9.0, 8.0, 7.5), "Not a date": (1.0, 4.0, 5.0), "Key twice": (3.0, 2.0, 2.5), "Odd": (6.0,) * 3}
    series = {name: dict(zip(days, values, strict=True)) for name, values in rates.items()}
    return Drawn(svg=draw_lines_by_day(series, unit="Faults per 1,000 rows", code="faults"), words=tuple(rates))


def process_chart() -> Drawn:
    ends = pd.date_range("2025-01-31", periods=8, freq="ME")
    points = pd.DataFrame({"period_end": [end.date() for end in ends], "value": [40.0, 44.0, 41.0, 70.0] * 2})
    same = {"area_code": "001", "measure": "any", "breakdown": "all", "source": "local", "period_type": "month"}
    signs = {"is_outside": points["value"] > 60, "is_in_run": False, "is_in_trend": False, "is_near_limit": False}
    points = points.assign(**same, **signs, centre=42.0, lower_limit=30.0, upper_limit=60.0)
    svg = draw_process_chart(points, measure=LOCAL_MEASURES["strategy_meeting_attended_pct"])
    assert svg is not None
    return Drawn(svg=svg, words=("Newest", "Rings: signals"))


def attendance() -> Drawn:
    tops_and_bottoms = {"invited": (80, 100), "attended": (60, 94), "report_only": (5, 74), "not_recorded": (6, 80)}
    rows = pd.DataFrame(
        [
            {"measure": f"strategy_meeting_{name}_pct", "numerator": float(top), "denominator": float(bottom)}
            for name, (top, bottom) in tops_and_bottoms.items()
        ]
    ).assign(breakdown="agency=police", area_code="001", source="local", period_type="year", status="ok")
    rows = rows.assign(period_end=pd.Timestamp("2026-03-31"))
    svg = draw_attendance(rows, kind=STRATEGY, names={"agency=police": "Police"})
    assert svg is not None
    return Drawn(svg=svg, words=("Came", "Report", "Absent", "Unrecorded", "Not invited"))


def before_after() -> Drawn:
    ends = pd.date_range("2025-01-31", periods=8, freq="ME")
    values = pd.DataFrame({"period_end": [end.date() for end in ends], "value": [40.0, 44.0, 41.0, 43.0, *[70.0] * 4]})
    same = {"area_code": "001", "measure": "any", "breakdown": "all", "source": "local", "period_type": "month"}
    impact = {"change_name": "Police rota", "changed_on": date(2025, 5, 1), "baseline_from": date(2025, 1, 31)}
    limits = {"mean_before": 42.0, "mean_after": 70.0, "lower_limit": 30.0, "upper_limit": 60.0}
    measure = LOCAL_MEASURES["strategy_meeting_attended_pct"]
    svg = draw_before_after(values.assign(**same), measure=measure, impact=impact | limits)
    assert svg is not None
    return Drawn(svg=svg, words=("Newest", "Before: 42.0%", "After: 70.0%", "Band"))


def funnel() -> Drawn:
    day = pd.Timestamp("2025-03-31")
    rows = pd.DataFrame({"la_code": ["357", "351"], "value": [30.0, 20.0], "denominator": [900.0, 1500.0]})
    rows = rows.assign(
        measure="re_referral_pct",
        breakdown="all",
        source="published",
        period_end=day,
        neighbour_model="2025",
        status="ok",
        judged_by="funnel_of_proportions",
        centre=20.0,
        overdispersion=2.0,
        comparator_source="published",
        comparator_period_end=day,
        neighbours=[["351"], ["357"]],
    )
    names = {"357": "Tameside", "351": "Bury"}
    svg = draw_funnel(rows, measure=MEASURES["re_referral_pct"], la_code="357", names=names)
    assert svg is not None
    return Drawn(svg=svg, words=("Tameside", "Neighbours together", "95% limits", "99.8% limits"))


def waiting() -> Drawn:
    ends = pd.date_range("2025-01-31", periods=14, freq="ME")
    median, ninetieth = (
        LOCAL_MEASURES[f"strategy_meeting_wait_{which}_hours"] for which in ("median", "90th_percentile")
    )
    rows = pd.DataFrame(
        [
            {"measure": measure.code, "period_end": end.date(), "value": level + number}
            for measure, level in ((median, 8.0), (ninetieth, 26.0))
            for number, end in enumerate(ends)
        ]
    ).assign(area_code="001", breakdown="all", source="local", period_type="month", status="ok")
    target = Level(name="Target", value=24.0)
    svg = draw_waiting(rows, median=median, ninetieth=ninetieth, target=target)
    assert svg is not None
    return Drawn(svg=svg, words=(HALF, NINE_IN_TEN.replace("\n", " "), "Target: 24"))


def caseload_spread() -> Drawn:
    held = {"median": 16.0, "10th_percentile": 6.0, "90th_percentile": 26.0, "highest": 43.0}
    rows = [month_rows(f"caseload_{name}", [value, value + 1]) for name, value in held.items()]
    svg = draw_caseload_spread(pd.concat([*rows, month_rows("average_caseload", [17.0, 16.0])]), limit=18.0)
    assert svg is not None
    return Drawn(svg=svg, words=("Middle", "Average", "Highest tenth", "Lowest tenth", "Highest: 44.0", "Limit: 18"))


def open_work() -> Drawn:
    bands = {"1_to_10": 50.0, "61_or_more": 30.0}
    svg = draw_open_work(
        pd.concat(month_rows("assessments_open", [n], part=f"open_for={band}") for band, n in bands.items())
    )
    assert svg is not None
    return Drawn(svg=svg, words=("Within 45 working days", "Overdue"))


def open_work_over_months() -> Drawn:
    told = {"open": 158.0, "overdue": 14.0, "due_soon": 12.0}
    svg = draw_open_work_over_months(pd.concat(month_rows(f"assessments_{name}", [n] * 9) for name, n in told.items()))
    assert svg is not None
    return Drawn(svg=svg, words=("Open", "Overdue", "Due within 10"))


def trend_lines() -> Drawn:
    """Of the target the table has a column; the picture names both ends."""
    code = "strategy_meeting_quorate_pct"
    scores = pd.DataFrame([{"area_code": "001", "measure": code, "breakdown": "all", "target": 95.0}])
    (svg,) = draw_trend_lines(month_rows(code, [62.0, None, 70.0, 88.0]), scores=scores).values()
    return Drawn(svg=svg, words=("62.0%", "88.0%"))


def would_take_rows() -> pd.DataFrame:
    told = {"la_code": "357", "lever": "children_in_need_rate_per_10k", "level": "median", "status": "ok"}
    told |= {"period_end": date(2025, 3, 31), "workforce_on": date(2025, 9, 30)}
    counts = {"count_now": 2926.0, "count_then_lower": 2000.0, "count_then_upper": 2400.0}
    return pd.DataFrame([told | counts | {"fte_now": 110.8, "fte_then_lower": 70.0, "fte_then_upper": 90.0}])


def what_it_would_take() -> Drawn:
    svg = draw_what_it_would_take(would_take_rows())
    assert svg is not None
    return Drawn(svg=svg, words=("Now (upright line)", "Neighbours' median"))


def workers_it_would_take() -> Drawn:
    svg = draw_workers_it_would_take(would_take_rows())
    assert svg is not None
    return Drawn(svg=svg, words=("Now (upright line)", "Neighbours' median"))


EXAMPLES: Final[dict[str, Callable[[], Drawn]]] = {
    "draw_attendance": attendance,
    "draw_before_after": before_after,
    "draw_funnel": funnel,
    "draw_caseload_spread": caseload_spread,
    "draw_lines_by_day": lines_by_day,
    "draw_open_work": open_work,
    "draw_open_work_over_months": open_work_over_months,
    "draw_over_months": over_months,
    "draw_process_chart": process_chart,
    "draw_trend_lines": trend_lines,
    "draw_waiting": waiting,
    "draw_what_it_would_take": what_it_would_take,
    "draw_workers_it_would_take": workers_it_would_take,
    "draw_years_against_neighbours": years_against_neighbours,
}
"""By the function that draws it: a chart of each kind."""


def kinds_of_chart() -> set[str]:
    """Return the functions of csc_metrics.charts that draw a chart, as each says in its docstring or by its name."""
    modules = [import_module(f"{charts.__name__}.{found.name}") for found in pkgutil.iter_modules(charts.__path__)]
    return {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if name.startswith("draw") or "Returns: an <svg>" in (inspect.getdoc(function) or "")
    }


def forms_by_colour(svg: str) -> dict[str, set[tuple[str, ...]]]:
    """Return, for each colour of a mark, the forms in which it is drawn: line with dash and width, area, or marker."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for mark in html.fragment_fromstring(svg).xpath("//path|//use|//rect|//circle|//polygon|//line"):
        fill, stroke = mark.get("fill", ""), mark.get("stroke", "")
        is_axis = mark.get("stroke-linecap") == "square"
        if mark.tag == "use" or stroke.lower() in FURNITURE:
            colour, form = fill.lower(), ("marker" if stroke else "area",)
        else:
            colour, form = stroke.lower(), ("line", mark.get("stroke-dasharray", ""), mark.get("stroke-width", ""))
        if colour not in FURNITURE and not is_axis:
            found.setdefault(colour, set()).add(form)
    return found


def told_apart_by_colour_alone(svg: str) -> list[tuple[str, str]]:
    """Return the pairs of colours that share a form, so that without colour one would pass for the other."""
    forms = forms_by_colour(svg)
    return [(one, other) for one in forms for other in forms if one < other and forms[one] & forms[other]]


def words_of(svg: str) -> str:
    return " ".join(text.text_content() for text in html.fragment_fromstring(svg).xpath("//text"))


def test_every_kind_of_chart_is_tried() -> None:
    assert kinds_of_chart() == set(EXAMPLES), "a new kind of chart needs an example here, with all its series"


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_series_of_a_chart_differ_by_more_than_colour(example: Callable[[], Drawn]) -> None:
    drawn = example()
    forms = forms_by_colour(drawn.svg)
    assert len(forms) >= len(drawn.words), "the example draws every series"
    assert told_apart_by_colour_alone(drawn.svg) == []


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_every_series_of_a_chart_is_named_in_words_on_it(example: Callable[[], Drawn]) -> None:
    drawn = example()
    assert [words for words in drawn.words if words not in words_of(drawn.svg)] == []
    assert "legend" not in drawn.svg


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_a_chart_whose_lines_lose_their_dash_and_width_is_seen(example: Callable[[], Drawn]) -> None:
    solid = re.sub(r' stroke-dasharray="[^"]*"', "", example().svg)
    assert told_apart_by_colour_alone(re.sub(r'stroke-width="[^"]*"', 'stroke-width="1"', solid))


def test_two_lines_of_one_dash_and_width_are_seen() -> None:
    line = '<path d="" fill="none" stroke-dasharray="9,4.5" stroke="{}" stroke-width="1.8"/>'
    spoilt = f"<svg>{line.format('#801650')}{line.format('#3d3d3d')}{line.format(style.GRID_COLOUR)}</svg>"
    assert told_apart_by_colour_alone(spoilt) == [("#3d3d3d", "#801650")]
    bars = '<svg><path d="" fill="#801650"/><path d="" fill="#12436d"/></svg>'
    assert told_apart_by_colour_alone(bars) == [("#12436d", "#801650")]
    assert told_apart_by_colour_alone(spoilt.replace("9,4.5", "", 1)) == []


def rules_of(css: str) -> list[tuple[str, dict[str, str]]]:
    """Return each rule of a style sheet: its selector, and its properties with their values."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = re.findall(r"([^{};]+)\{([^{}]*)\}", bare)
    pairs = [
        (selector.strip(), [one.split(":", 1) for one in body.split(";") if ":" in one]) for selector, body in found
    ]
    return [(selector, {name.strip(): value.strip() for name, value in body}) for selector, body in pairs]


def outcomes_by_colour(css: str) -> list[str]:
    """Return the selectors that name an outcome or a status and set nothing but colour."""
    return [
        selector
        for selector, properties in rules_of(css)
        if OUTCOMES.search(selector) and all(COLOUR_ALONE.match(name) for name in properties)
    ]


def outcomes_as_attributes(template: str) -> list[str]:
    """Return the classes and attributes of a template that carry an outcome or a status, where a word should stand."""
    attributes = re.findall(r"\b(class|style|data-[\w-]+)=\"([^\"]*)\"", template)
    return [
        f'{name}="{value}"' for name, value in attributes if OUTCOMES.search(value) and name in ("class", "style")
    ] + [f'{name}="{value}"' for name, value in attributes if OUTCOMES.search(name)]


def on_screen(css: str) -> str:
    """Return a style sheet without what is for paper alone, where no link can be followed."""
    return re.sub(r"@media print \{(?:[^{}]*\{[^{}]*\})*\s*\}", "", css)


def links_without_underline(css: str) -> list[str]:
    return [
        selector
        for selector, properties in rules_of(on_screen(css))
        for name in ("text-decoration", "text-decoration-line")
        if "none" in properties.get(name, "").split()
    ]


def test_the_style_sheet_gives_no_outcome_a_colour_alone() -> None:
    assert len(rules_of(STYLE_SHEET)) > 40
    assert outcomes_by_colour(STYLE_SHEET) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_class_or_attribute_of_a_template_carries_an_outcome(path) -> None:
    assert outcomes_as_attributes(path.read_text(encoding="utf-8")) == []


def test_links_are_underlined() -> None:
    assert links_without_underline(STYLE_SHEET) == []


def test_an_outcome_in_colour_alone_is_seen() -> None:
    css = "td.worse { color: red; } .better::before { content: 'better'; color: green }"
    assert outcomes_by_colour(css) == ["td.worse"]
    assert outcomes_by_colour("[data-status=late] { background: #f00 } .wide { color: #000 }") == ["[data-status=late]"]
    css = (
        "a.more { text-decoration: none } @media print { p { margin: 0 } a { text-decoration: none } } a { color: red }"
    )
    assert links_without_underline(css) == ["a.more"]
    template = '<td class="{{ year.outcome }}"><td class="number"><p style="color: red"><i data-quartile="A">'
    assert outcomes_as_attributes(template) == [
        'class="{{ year.outcome }}"',
        'style="color: red"',
        'data-quartile="A"',
    ]


@pytest.fixture(scope="module")
def tameside() -> ScrutinyReport:
    return open_report(authority="Tameside", published="carried", settings="defaults")


def test_an_outcome_stands_as_a_word_under_the_chart(tameside: ScrutinyReport) -> None:
    outside = [history for history in tameside.found if history.is_told_outside]
    assert outside
    for history in outside:
        told = " ".join(sentence.plain for sentence in summary(history))
        assert f"{history.latest.outcome} than in" in told
        assert re.search(rf"{history.latest.outcome} than|just outside", finding(history).plain)


def test_a_quarter_stands_as_words_under_the_chart(tameside: ScrutinyReport) -> None:
    ranked = [history for history in tameside.found if history.latest.quartile and not history.rests_on_few]
    assert ranked
    for history in ranked:
        told = " ".join(sentence.plain for sentence in summary(history))
        assert re.search(r"in the (best|second-best|third-best|bottom) quarter", told)
