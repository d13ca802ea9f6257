"""A chart's text alternative says in plain sentences what its rows say: newest figure, limit or levels, direction."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
import textstat
from made_up_months import month_rows

from csc_metrics.comparison.published_data import load_published_data
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.narrative.picture_words import (
    caseload_spread_words,
    open_work_words,
    trend_line_words,
    what_it_would_take_words,
    workers_it_would_take_words,
)
from csc_metrics.planning.what_it_would_take import what_it_would_take
from csc_metrics.settings.model import Settings

QUORATE, CASELOAD = "strategy_meeting_quorate_pct", "average_caseload"


def spread(*, highest: float | None = 43.0, above: float | None = 37.28) -> pd.DataFrame:
    """Thirteen month ends from 31 March 2025: the middle falls from 20 to 16, the highest tenth rises from 25 to 26."""
    last = [None] * 12
    told = {
        "caseload_median": [20.0, *[18.0] * 11, 16.0],
        "caseload_90th_percentile": [25.0, *[30.0] * 11, 26.0],
        "caseload_10th_percentile": [6.0] * 13,
        "average_caseload": [16.5] * 13,
        "caseload_highest": [*last, highest],
        "caseload_above_limit_pct": [*last, above],
    }
    return pd.concat([month_rows(code, values, first=date(2025, 3, 31)) for code, values in told.items()])


def test_a_spread_of_caseloads_is_told_with_its_ends_its_limit_and_the_year_before() -> None:
    assert caseload_spread_words(spread(), limit=18.0) == (
        "At 31 March 2026, half of workers held 16.0 cases or more, a tenth 26.0 or more and a tenth 6.0 or fewer; "
        "the average was 16.5 and the highest was 43.0.",
        "The authority's limit is 18; 37.3% of workers were above it.",
        "At 31 March 2025, half held 20.0 or more and a tenth 25.0 or more: now the first is lower and the second "
        "higher.",
    )


def test_nothing_is_said_of_what_a_public_edition_does_not_hold() -> None:
    first, limit, _ = caseload_spread_words(spread(highest=None, above=None), limit=18.5)

    assert "highest" not in first
    assert first.endswith("; the average was 16.5.")
    assert limit == "The authority's limit is 18.5."
    assert len(caseload_spread_words(spread())) == 2


def test_without_a_year_before_it_is_the_first_month_end_and_without_another_nothing() -> None:
    middle = month_rows("caseload_median", [16.04, None, 16.0], first=date(2025, 3, 31))

    assert caseload_spread_words(middle) == (
        "At 31 May 2025, half of workers held 16.0 cases or more.",
        "At 31 March 2025, half held 16.0 or more: now it is the same.",
    )
    assert caseload_spread_words(middle[:1]) == ("At 31 March 2025, half of workers held 16.0 cases or more.",)
    assert caseload_spread_words(middle[1:2]) == ()


def open_rows(*, overdue: float | None = 14.0, soon: float | None = 12.0, whole: float = 158.0) -> pd.DataFrame:
    whole_year: list[float | None] = [200.0] * 11
    told: dict[tuple[str, str], list[float | None]] = {
        ("assessments_open", "all"): [223.0, *whole_year, whole],
        ("assessments_overdue", "all"): [21.0, *whole_year, overdue],
        ("assessments_due_soon", "all"): [24.0, *whole_year, soon],
        ("assessments_open", "open_for=1_to_10"): [10.0, *whole_year, 53.0],
        ("assessments_open", "open_for=61_or_more"): [90.0, *whole_year, 7.0],
    }
    return pd.concat(
        [month_rows(code, values, part=part, first=date(2025, 3, 31)) for (code, part), values in told.items()]
    )


def test_open_work_is_told_with_what_is_overdue_for_how_long_and_the_year_before() -> None:
    assert open_work_words(open_rows()) == (
        "At 31 March 2026, 158 assessments were open: 14 were overdue (beyond 45 working days) and 12 were due within "
        "10 working days.",
        "The largest group, 53, had been open for 1 to 10 working days.",
        "At 31 March 2025, 223 were open and 21 overdue: both are lower now.",
    )


def test_what_is_hidden_of_open_work_is_left_out_and_one_is_singular() -> None:
    first, _, before = open_work_words(open_rows(overdue=None, soon=None, whole=1.0))

    assert first == "At 31 March 2026, 1 assessment was open."
    assert before == "At 31 March 2025, 223 were open: the number is lower now."
    assert ": 1 was overdue" in open_work_words(open_rows(overdue=1.0))[0]
    assert open_work_words(open_rows()[:0]) == ()
    one_before = open_rows().replace({"value": {223.0: 1.0, 21.0: 1.0}})
    assert open_work_words(one_before)[2] == ("At 31 March 2025, 1 was open and 1 overdue: both are higher now.")


def test_groups_of_as_many_are_all_named_as_the_largest() -> None:
    tied = open_rows().replace({"value": {7.0: 53.0}})
    assert open_work_words(tied)[1] == (
        "The largest groups, 53 each, had been open for 1 to 10 working days and for 61 or more working days."
    )
    same_day = month_rows("assessments_open", [53.0], part="open_for=same_day", first=date(2026, 3, 31))
    assert open_work_words(pd.concat([open_rows(), same_day]))[1] == (
        "The largest groups, 53 each, had been open since the same day and for 1 to 10 working days."
    )


def scores(*figures: tuple[str, str, float | None]) -> pd.DataFrame:
    rows = [{"area_code": "001", "measure": code, "breakdown": part, "target": aim} for code, part, aim in figures]
    return pd.DataFrame(rows).astype({"target": "float64"})


def test_a_trend_line_is_told_by_its_ends_its_direction_and_its_target() -> None:
    values = pd.concat(
        [
            month_rows(QUORATE, [*[1.0] * 2, 62.14, *[70.0] * 22, 88.0], first=date(2024, 2, 29), period_type="month"),
            month_rows(CASELOAD, [16.04, 15.96], first=date(2026, 2, 28)),
        ]
    )
    told = trend_line_words(values, scores=scores((QUORATE, "all", 95.0), (CASELOAD, "all", None)))

    assert told == {
        (QUORATE, "all"): "From 62.1% in April 2024 to 88.0% in March 2026: higher. Target: 95.0%.",
        (CASELOAD, "all"): "From 16.0 cases per social worker at 28 February 2026 to 16.0 cases per social worker at "
        "31 March 2026: the same.",
    }


def test_of_a_trend_line_with_one_month_that_is_said_and_of_one_without_a_value_nothing() -> None:
    values = pd.concat([month_rows(QUORATE, [None, 88.0], period_type="month"), month_rows(CASELOAD, [None])])
    wanted = scores((QUORATE, "all", None), (CASELOAD, "all", None))

    assert trend_line_words(values, scores=wanted) == {(QUORATE, "all"): "88.0% in December 2024, and no other month."}
    held = month_rows("strategy_meetings_held", [1.0, 2.0], first=date(2026, 2, 28), period_type="month")
    told = trend_line_words(held, scores=scores(("strategy_meetings_held", "all", 1.0)))
    assert told == {
        ("strategy_meetings_held", "all"): "From 1 meeting in February 2026 to 2 meetings in March 2026: higher. "
        "Target: 1 meeting."
    }
    assert trend_line_words(values[:0], scores=wanted) == {}


LEVELS = {"lower_quartile": (2000.0, 2500.0), "median": (3000.0, 3200.0), "upper_quartile": (3900.0, 4100.0)}


def would_take(lever: str, *, now: float = 5000.0, **told: Any) -> pd.DataFrame:
    rows = [
        {
            "la_code": "357",
            "lever": lever,
            "level": level,
            "status": "ok",
            "period_end": date(2025, 3, 31),
            "workforce_on": date(2025, 9, 30),
            "count_now": now,
            "count_then_lower": least,
            "count_then_upper": most,
            "fte_now": now / 100,
            "fte_then_lower": least / 100,
            "fte_then_upper": most / 100,
        }
        for level, (least, most) in LEVELS.items()
    ]
    return pd.DataFrame(rows).assign(**told)


def test_what_it_would_take_is_told_as_ranges_and_whether_that_is_more_or_fewer() -> None:
    assert what_it_would_take_words(would_take("referral_rate_per_10k")) == (
        "Referrals: 5,000 in the year to 31 March 2025. If the rate were as neighbours have it, there would be between "
        "2,000 and 2,500 at their lower quartile, between 3,000 and 3,200 at their median and between 3,900 and 4,100 "
        "at their upper quartile: fewer at each.",
    )
    assert what_it_would_take_words(would_take("referral_rate_per_10k", now=10.0))[0].endswith(": more at each.")


@pytest.mark.parametrize(
    ("now", "ending"),
    [
        (4000.0, ": fewer at their lower quartile and median; about as many at their upper quartile."),
        (3100.0, ": fewer at their lower quartile; about as many at their median; more at their upper quartile."),
        (2000.0, ": about as many at their lower quartile; more at their median and upper quartile."),
    ],
)
def test_where_the_authority_lies_among_its_neighbours_each_level_is_told_apart(now: float, ending: str) -> None:
    (told,) = what_it_would_take_words(would_take("children_in_need_rate_per_10k", now=now))

    assert told.endswith(ending)


def test_workers_are_told_for_children_in_need_and_the_caseload() -> None:
    rows = pd.concat(
        [would_take(lever) for lever in (CASELOAD, "children_in_need_rate_per_10k", "referral_rate_per_10k")]
    )
    by_children, by_caseload = workers_it_would_take_words(rows)

    start = (
        "At 30 September 2025, 50.0 full-time equivalent social workers held cases. If the {} were as neighbours have "
        "it, there"
    )
    assert by_children.startswith(start.format("rate of children in need"))
    assert by_caseload.startswith(start.format("average caseload"))
    assert "would be between 20.0 and 25.0 at their lower quartile" in by_caseload


def test_nothing_is_said_of_a_lever_without_a_figure() -> None:
    rows = would_take("referral_rate_per_10k", status="suppressed")

    assert what_it_would_take_words(rows) == ()
    assert workers_it_would_take_words(would_take(CASELOAD, fte_now=None)) == ()


def test_polars_and_pandas_are_told_alike() -> None:
    rows = spread()
    typed = pl.from_pandas(rows)

    assert caseload_spread_words(typed, limit=18.0) == caseload_spread_words(rows, limit=18.0)
    dated = rows.assign(period_end=pd.to_datetime(rows["period_end"]))
    assert caseload_spread_words(dated, limit=18.0) == caseload_spread_words(rows, limit=18.0)


def test_they_are_read_by_a_fourteen_year_old() -> None:
    """Flesch and Kincaid's grade and five years, over all that these charts say."""
    told = " ".join((*caseload_spread_words(spread(), limit=18.0), *open_work_words(open_rows())))

    assert textstat.textstat.flesch_kincaid_grade(told) + 5 <= 14


@pytest.mark.shared
def test_no_authority_is_given_one_number_and_each_is_told_by_its_own_rows(shared_dfe: Path) -> None:
    """Every range printed holds both ends of its row, and Tameside's referrals are those that DfE prints."""
    data = load_published_data(shared_dfe, measures=list(PUBLISHED_MEASURES.values()), settings=Settings())
    would = what_it_would_take(data.values, neighbours=data.neighbours, neighbour_model="2025")
    tameside = would.filter(la_code="357")
    said = what_it_would_take_words(tameside)

    assert said[0].startswith("Referrals: 4,943 in the year to 31 March 2025.")
    assert all(sentence.count("between ") == 3 for sentence in (*said, *workers_it_would_take_words(tameside)))
