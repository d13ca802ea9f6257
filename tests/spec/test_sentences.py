"""What each kind of sentence says, and when it keeps silent, on histories small enough to check by eye.

Every number in the small histories is made up. The real authorities at the end come from the package's own table and,
where they are, from DfE's files (marked `shared`).
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csc_metrics.comparison.published_data import CARRIED, load_published_data, prepared, save_prepared
from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.vocabulary import Note, Outcome, PeriodType, Polarity, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.narrative.changes import (
    change_on_the_year_before,
    parts_of_ratio,
    record_change,
    run_in_brief,
    run_of_changes,
    steady_run,
)
from csc_metrics.narrative.choose import OPENING_SENTENCES, distance_outside, opening_sentences
from csc_metrics.narrative.findings import chart_alternative, chart_caption, finding, summary
from csc_metrics.narrative.history import FEWEST_CHILDREN, FEWEST_COUNTED, FEWEST_WORKERS, History, Year, histories
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.sentences import (
    alone,
    between_bounds,
    edge_of_england,
    no_figure,
    outside_neighbours,
    standing_in_england,
    too_few_to_compare,
    top_and_bottom,
    within_neighbours,
)
from csc_metrics.narrative.whole import all_within, also_outside, joint_return, missing_together, reorganised
from csc_metrics.narrative.words import decimals_of_parts, ordinal
from csc_metrics.report.scrutiny import ScrutinyReport, open_report
from csc_metrics.settings.read import read_settings

CASELOAD = MEASURES["average_caseload"]  # low is good, at 30 September, with a sentence about its parts
AGENCY = MEASURES["agency_rate_pct"]  # low is good, per cent
ASSESSMENTS = MEASURES["assessments_within_45_working_days_pct"]  # high is good, year to 31 March
TURNOVER = MEASURES["turnover_rate_pct"]  # twelve months to 30 September
REFERRALS = MEASURES["referral_rate_per_10k"]  # no judgement, year to 31 March

TEN = ["301", "302", "303", "304", "305", "306", "307", "308", "309", "310"]
CLAIMS_A_CAUSE = re.compile(
    r"\b(because|due to|led to|leads to|caused|owing to|thanks to|as a result|results? from|so that|driven by|explains?"
    r"|therefore|reflects?)\b",
    flags=re.IGNORECASE,
)
DFES_OWN_REASON = "DfE hides it because the numbers are small"

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

SENTENCE_TYPES: tuple[Callable[[History], Sentence | None], ...] = (
    outside_neighbours,
    within_neighbours,
    edge_of_england,
    alone,
    too_few_to_compare,
    between_bounds,
    no_figure,
    standing_in_england,
    top_and_bottom,
    change_on_the_year_before,
    record_change,
    steady_run,
    run_in_brief,
    parts_of_ratio,
    finding,
)
TYPES_OF_THE_WHOLE = (reorganised, joint_return, missing_together, all_within, also_outside)
TELL_A_CHANGE = ("record_change", "parts_of_ratio", "steady_run")
"""The kinds that end, in the opening of a page, with where a value outside its neighbours' range lies."""
MAKES_A_COMPARISON = (
    outside_neighbours,
    within_neighbours,
    edge_of_england,
    alone,
    standing_in_england,
    record_change,
    steady_run,
    parts_of_ratio,
)
"""The types that keep silent of a ratio over a few workers or children."""


def a_year(period_end: date, value: float | None = None, **known: Any) -> Year:
    """Return a year with ten neighbours from 12.0 to 18.0 around a median of 15.0; what is known otherwise is given."""
    status = Status.OK if value is not None else Status.NOT_COLLECTED
    told: dict[str, Any] = {
        "status": status.value,
        "numerator": None,
        "denominator": None,
        "change": None,
        "neighbour_median": 15.0,
        "neighbour_min": 12.0,
        "neighbour_max": 18.0,
        "neighbours_with_value": 10,
        "neighbours": TEN,
        "region_value": None,
        "england_value": None,
        "england_rank": None,
        "england_ranked": None,
        "quartile": None,
        "outcome": (Outcome.NOT_COMPARED if value is None else Outcome.SIMILAR).value,
        "lower": None,
        "upper": None,
        "note": None,
    }
    return Year(period_end=period_end, value=value, **{**told, **known})


def last_day(measure: Measure, year: int) -> date:
    is_workforce = measure.tables[0] == "workforce"
    return date(year, 9, 30) if is_workforce else date(year, 3, 31)


def a_history(
    measure: Measure, values: Sequence[float | None], *, la_code: str = "357", last_year: int = 2025, **latest: Any
) -> History:
    """Return a history of one value a year up to `last_year`, changes worked out; `latest`: of the last year."""
    years: list[Year] = []
    for place, value in enumerate(values):
        before = values[place - 1] if place else None
        change = value - before if value is not None and before is not None else None
        years.append(a_year(last_day(measure, last_year - len(values) + 1 + place), value, change=change))
    years[-1] = replace(years[-1], **latest)
    return History(measure=measure, authority=authorities()[la_code], years=tuple(years))


def with_england(history: History, values: Sequence[float | None]) -> History:
    """Return the history with England's values beside its years."""
    years = [replace(year, england_value=value) for year, value in zip(history.years, values, strict=True)]
    return replace(history, years=tuple(years))


def words_of(sentence: Sentence | None) -> str:
    assert sentence is not None
    return sentence.plain


def figures_of(sentence: Sentence) -> list[Figure]:
    return [part for part in sentence.parts if isinstance(part, Figure)]


# Outside the neighbours' range


@pytest.mark.parametrize(
    ("measure", "value", "outcome", "told"),
    [
        (
            CASELOAD,
            18.9,
            Outcome.WORSE,
            "At 30 September 2025, social workers held 18.9 cases each on average, up from 15.0 a year before: "
            "worse than in all ten neighbours (12.0 to 18.0; England 16.1).",
        ),
        (
            CASELOAD,
            11.0,
            Outcome.BETTER,
            "At 30 September 2025, social workers held 11.0 cases each on average, down from 15.0 a year before: "
            "better than in all ten neighbours (12.0 to 18.0; England 16.1).",
        ),
        (
            ASSESSMENTS,
            18.9,
            Outcome.BETTER,
            "In the year to 31 March 2025, 18.9% of completed assessments took 45 working days or fewer, up from 15.0% "
            "a year before: better than in all ten neighbours (12.0% to 18.0%; England 16.1%).",
        ),
        (
            TURNOVER,
            11.0,
            Outcome.BETTER,
            "In the year to 30 September 2025, leavers were 11.0% of social workers in post, down from 15.0% a year "
            "before: better than in all ten neighbours (12.0% to 18.0%; England 16.1%).",
        ),
        (
            REFERRALS,
            18.9,
            Outcome.HIGHER,
            "In the year to 31 March 2025, there were 18.9 referrals for every 10,000 children, up from 15.0 a year "
            "before: higher than in all ten neighbours (12.0 to 18.0; England 16.1).",
        ),
        (
            REFERRALS,
            11.0,
            Outcome.LOWER,
            "In the year to 31 March 2025, there were 11.0 referrals for every 10,000 children, down from 15.0 a year "
            "before: lower than in all ten neighbours (12.0 to 18.0; England 16.1).",
        ),
    ],
)
def test_a_value_outside_the_range_is_told_with_its_date_direction_word_and_comparators(
    measure: Measure, value: float, outcome: Outcome, told: str
) -> None:
    sentence = outside_neighbours(a_history(measure, [15.0, value], outcome=outcome.value, england_value=16.1))
    assert words_of(sentence) == told
    assert [(figure.column, figure.period_end.year) for figure in figures_of(sentence)] == [
        ("value", 2025),
        ("value", 2024),
        ("neighbour_min", 2025),
        ("neighbour_max", 2025),
        ("england_value", 2025),
    ]


@pytest.mark.parametrize(
    ("values", "direction"),
    [([18.9], ""), ([None, 18.9], ""), ([18.9, 18.9], ""), ([18.91, 18.9], ""), ([19.4, 18.9], ", down from 19.4")],
)
def test_no_direction_is_told_without_a_year_before_or_where_both_print_alike(
    values: list[float | None], direction: str
) -> None:
    told = words_of(outside_neighbours(a_history(CASELOAD, values, outcome="worse")))
    assert (
        told == "At 30 September 2025, social workers held 18.9 cases each on average"
        f"{direction}{' a year before' if direction else ''}: worse than in all ten neighbours (12.0 to 18.0)."
    )


def test_neighbours_without_a_figure_are_counted_out_in_words() -> None:
    history = a_history(CASELOAD, [18.9], outcome="worse", neighbours_with_value=8)
    assert "worse than in the eight neighbours with a figure (" in words_of(outside_neighbours(history))
    joint = replace(history, years=(replace(history.latest, note=Note.JOINT_RETURN.value),))
    assert "worse than in the eight neighbours with a figure of their own (" in words_of(outside_neighbours(joint))


@pytest.mark.parametrize("outcome", ["similar", "not_compared"])
def test_a_value_inside_the_range_or_not_compared_is_not_called_outside(outcome: str) -> None:
    assert outside_neighbours(a_history(CASELOAD, [15.0], outcome=outcome)) is None


def test_a_hidden_value_is_not_called_outside() -> None:
    assert outside_neighbours(a_history(CASELOAD, [None], status="suppressed")) is None


@pytest.mark.parametrize(
    ("value", "outcome", "printed"),
    [
        (373.04, "higher", ["373.04", "210.84", "372.96"]),  # 373.0 and 373.0 with the measure's own decimals
        (373.004, "higher", ["373.00", "210.84", "372.96"]),
        (372.964, "higher", ["372.964", "210.838", "372.960"]),
        (210.8, "lower", ["210.80", "210.84", "372.96"]),
        (373.1, "higher", ["373.1", "210.8", "373.0"]),
    ],
)
def test_a_value_that_would_print_as_the_edge_of_the_range_gets_more_decimals_and_so_does_the_range(
    value: float, outcome: str, printed: list[str]
) -> None:
    history = a_history(REFERRALS, [value], outcome=outcome, neighbour_min=210.838, neighbour_max=372.96)
    sentence = outside_neighbours(history)
    assert sentence is not None
    assert [figure.text for figure in figures_of(sentence)] == printed
    assert {figure.decimals for figure in figures_of(sentence)} == {len(printed[0].partition(".")[2])}


def test_a_title_says_every_neighbour_only_where_every_neighbour_has_a_figure() -> None:
    nine_of_ten = a_history(AGENCY, [31.3], outcome="worse", neighbours_with_value=9)
    assert (
        finding(a_history(AGENCY, [31.3], outcome="worse")).plain == "Agency social workers: worse than every neighbour"
    )
    assert finding(nine_of_ten).plain == "Agency social workers: worse than every neighbour with a figure"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (18.29, "just outside its neighbours' range"),  # less than a twentieth of 12.0 to 18.0 beyond it
        (18.31, "worse than every neighbour"),
        (17.9, "within its neighbours' range"),
    ],
)
def test_a_title_tells_just_outside_from_outside(value: float, told: str) -> None:
    outcome = "worse" if value > 18 else "similar"
    assert finding(a_history(AGENCY, [value], outcome=outcome)).plain == f"Agency social workers: {told}"


@pytest.mark.parametrize(
    ("value", "distance"), [(21.0, 0.5), (9.0, 0.5), (18.0, 0.0), (15.0, 0.0), (12.0, 0.0), (None, 0.0)]
)
def test_a_distance_outside_is_counted_in_widths_of_the_range(value: float | None, distance: float) -> None:
    assert distance_outside(a_history(AGENCY, [value])) == pytest.approx(distance)


# Too few to compare


@pytest.mark.parametrize(
    ("measure", "fewest", "one_fewer", "told"),
    [
        (
            AGENCY,
            FEWEST_COUNTED,
            49.9,
            "At 30 September 2025, 19.0% of social workers were from an agency: 9.5 out of 49.9, too few to compare.",
        ),
        (ASSESSMENTS, FEWEST_COUNTED, 49.0, ": 9.5 out of 49, too few to compare."),
        (
            CASELOAD,
            FEWEST_WORKERS,
            9.9,
            "At 30 September 2025, social workers held 19.0 cases each on average: this rests on 9.9 full-time "
            "equivalent social workers, too few to compare.",
        ),
        (REFERRALS, FEWEST_CHILDREN, 999.0, ": this rests on 999 children, too few to compare."),
    ],
)
def test_a_ratio_over_fewer_than_the_threshold_is_told_with_what_it_rests_on_and_not_compared(
    measure: Measure, fewest: float, one_fewer: float, told: str
) -> None:
    for outcome in ("worse", "similar", "not_compared"):
        known = {"outcome": outcome, "numerator": 9.5, "england_rank": 150, "england_ranked": 151, "quartile": "D"}
        values = [10.0, 11.0, 12.0, 13.0, 14.0, 19.0]
        few = a_history(measure, values, denominator=one_fewer, **known)
        enough = a_history(measure, values, denominator=float(fewest), **known)
        assert told in words_of(too_few_to_compare(few))
        assert [make.__name__ for make in MAKES_A_COMPARISON if make(few) is not None] == []
        assert finding(few).plain == f"{measure.short_title}: too few to compare"
        assert not few.is_told_outside
        assert summary(few) == (too_few_to_compare(few),)
        assert len(summary(enough)) > 1
        assert too_few_to_compare(enough) is None
        assert any(make(enough) is not None for make in (outside_neighbours, within_neighbours, alone))


@pytest.mark.parametrize(
    ("measure", "bottom", "told"),
    [
        (AGENCY, 12.0, "19.0% of social workers were from an agency: out of 12 in all, too few to compare."),
        (CASELOAD, 9.9, ": this rests on 9.9 full-time equivalent social workers, too few to compare."),
    ],
)
def test_a_figure_of_few_is_told_also_where_its_top_is_not_known(measure: Measure, bottom: float, told: str) -> None:
    history = a_history(measure, [18.0, 19.0], outcome="worse", denominator=bottom)
    (only,) = summary(history)
    assert only.plain.endswith(told)


def test_a_figure_whose_bottom_is_not_known_is_not_called_too_few() -> None:
    assert too_few_to_compare(a_history(AGENCY, [19.0])) is None
    assert too_few_to_compare(a_history(AGENCY, [None], status="suppressed", denominator=12.0)) is None


# The edge of England


@pytest.mark.parametrize(
    ("rank", "place", "end"),
    [
        (1, "1st", "best"),
        (15, "15th", "best"),
        (136, "136th", "worst"),
        (142, "142nd", "worst"),
        (151, "151st", "worst"),
    ],
)
def test_the_best_and_the_worst_tenth_of_england_are_told(rank: int, place: str, end: str) -> None:
    assert words_of(edge_of_england(a_history(CASELOAD, [15.0], england_rank=rank, england_ranked=151))) == (
        f"At 30 September 2025, social workers held 15.0 cases each on average: {place} of the 151 authorities in "
        f"England with a figure, in the {end} tenth; its neighbours range from 12.0 to 18.0."
    )


def test_a_place_is_told_without_a_range_where_there_is_no_range() -> None:
    history = a_history(CASELOAD, [15.0], england_rank=1, england_ranked=151, outcome="not_compared", neighbours=[])
    assert words_of(edge_of_england(history)).endswith(
        ": 1st of the 151 authorities in England with a figure, in the best tenth."
    )


@pytest.mark.parametrize(("rank", "ranked"), [(16, 151), (76, 151), (135, 151), (16, 150), (135, 150)])
def test_the_middle_of_england_is_not_an_edge(rank: int, ranked: int) -> None:
    assert edge_of_england(a_history(CASELOAD, [15.0], england_rank=rank, england_ranked=ranked)) is None


@pytest.mark.parametrize("rank", [15, 136])
def test_the_edge_is_fifteen_of_150_at_either_end(rank: int) -> None:
    assert edge_of_england(a_history(CASELOAD, [15.0], england_rank=rank, england_ranked=150)) is not None


def test_without_a_rank_there_is_no_edge() -> None:
    assert edge_of_england(a_history(REFERRALS, [15.0])) is None


def test_a_value_outside_its_neighbours_is_told_as_that_and_not_as_an_edge() -> None:
    assert edge_of_england(a_history(CASELOAD, [19.0], outcome="worse", england_rank=150, england_ranked=151)) is None


# Within the range, or alone


def test_a_value_within_the_range_is_told_with_range_median_and_england() -> None:
    told = "At 30 September 2025, 15.2% of social workers were from an agency, within the range of its neighbours "
    sentence = within_neighbours(a_history(AGENCY, [15.2]))
    assert words_of(sentence) == f"{told}(12.0% to 18.0%, median 15.0%)."
    sentence = within_neighbours(a_history(AGENCY, [15.2], england_value=14.1))
    assert words_of(sentence) == f"{told}(12.0% to 18.0%, median 15.0%; England 14.1%)."


@pytest.mark.parametrize("outcome", ["better", "worse", "higher", "lower", "not_compared"])
def test_a_value_outside_or_not_compared_is_not_called_within(outcome: str) -> None:
    assert within_neighbours(a_history(AGENCY, [15.2], outcome=outcome)) is None


def test_with_too_few_neighbours_the_value_stands_alone_and_says_how_many_there_were() -> None:
    told = words_of(alone(a_history(CASELOAD, [15.0], outcome="not_compared", neighbours_with_value=4)))
    assert "15.0 cases" in told
    assert "four of its neighbours" in told
    assert "not compared" in told


def test_without_neighbours_in_the_model_the_value_stands_alone_and_says_so() -> None:
    history = a_history(CASELOAD, [15.0], outcome="not_compared", neighbours=[], neighbours_with_value=0)
    assert "no neighbours in this model" in words_of(alone(history))


def test_where_the_files_read_do_not_hold_all_neighbours_the_value_stands_alone_and_says_so() -> None:
    history = a_history(CASELOAD, [15.0], outcome="not_compared", neighbours_with_value=None)
    told = words_of(alone(history))
    assert told.endswith("; the figures read do not hold all of its neighbours, so it is not compared with them.")
    assert finding(history).plain == "Average caseload: no neighbours held"


def test_a_compared_value_or_a_missing_one_does_not_stand_alone() -> None:
    assert alone(a_history(CASELOAD, [15.0])) is None
    assert alone(a_history(CASELOAD, [None])) is None


# The largest change


@pytest.mark.parametrize(("last", "direction"), [(19.5, "up"), (10.2, "down")])
def test_the_largest_change_is_told_with_direction_both_values_and_how_many_changes_there_were(
    last: float, direction: str
) -> None:
    sentence = record_change(a_history(CASELOAD, [15.0, 14.0, 15.5, 16.0, 15.0, last]))
    assert words_of(sentence) == (
        f"At 30 September 2025, social workers held {last} cases each on average, {direction} from 15.0 a year before: "
        "the largest of the five yearly changes in these figures."
    )
    assert [(figure.column, figure.period_end.year) for figure in figures_of(sentence)] == [
        ("value", 2025),
        ("value", 2024),
    ]


def test_years_without_a_change_are_not_counted_among_the_changes() -> None:
    told = words_of(record_change(a_history(AGENCY, [15.0, None, 15.0, 14.0, 15.5, 16.0, 15.0, 25.0])))
    assert told.endswith(", up from 15.0% a year before: the largest of the five yearly changes in these figures.")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([15.0, 20.0, 15.5, 16.0, 15.0, 19.5], id="a larger one before, in the same direction"),
        pytest.param([20.0, 15.0, 15.5, 16.0, 15.0, 19.5], id="a larger one before, in the other direction"),
        pytest.param([15.0, 14.0, 15.5, 19.0], id="three changes only"),
        pytest.param([15.0, 15.0, 15.0, 15.0, 15.0], id="no change"),
        pytest.param([15.0, 14.0, 15.5, 16.0, 15.0, None], id="no value"),
        pytest.param([15.0, 14.0, 15.5, 16.0, None, 30.0], id="no value the year before"),
    ],
)
def test_what_is_not_the_largest_change_is_no_record(values: list[float | None]) -> None:
    assert record_change(a_history(CASELOAD, values)) is None


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([40.0, 35.0, 36.0, 37.0, 35.0, 30.0], id="in the same direction"),
        pytest.param([30.0, 35.0, 36.0, 37.0, 35.0, 30.0], id="in the other direction"),
        pytest.param([5.4, 11.7, 8.0, 6.0, 5.0, 11.3], id="6.299999999999999 and 6.300000000000001 are both 6.3"),
    ],
)
def test_a_change_as_large_as_an_earlier_one_is_no_record(values: list[float]) -> None:
    assert record_change(a_history(MEASURES["turnover_rate_pct"], values)) is None


def test_a_change_larger_than_an_earlier_one_by_more_than_binary_noise_is_a_record() -> None:
    assert record_change(a_history(TURNOVER, [5.0, 11.3, 8.0, 6.0, 5.0, 11.3])) is None
    assert record_change(a_history(TURNOVER, [5.0, 11.3, 8.0, 6.0, 5.0, 11.3001])) is not None


@pytest.mark.parametrize(("last", "is_told"), [(109.9, False), (110.1, True), (90.1, False), (89.9, True)])
def test_the_largest_of_small_changes_is_no_record(last: float, *, is_told: bool) -> None:
    sentence = record_change(a_history(REFERRALS, [99.0, 98.0, 99.0, 101.0, 100.0, last]))
    assert (sentence is not None) == is_told


# A run of years


@pytest.mark.parametrize(
    ("values", "told_as"),
    [
        ([20.0, 15.0, 16.0, 17.0, 18.0], "up for three years running, from 15.0 at 30 September 2022"),
        ([10.0, 18.0, 17.0, 16.5, 16.0, 15.0], "down for four years running, from 18.0 at 30 September 2021"),
        ([float(value) for value in range(1, 14)], "up for twelve years running, from 1.0 at 30 September 2013"),
    ],
)
def test_a_run_of_three_years_or_more_is_told_with_where_it_began(values: list[float], told_as: str) -> None:
    history = a_history(CASELOAD, values)
    start = f"At 30 September 2025, social workers held {values[-1]:.1f} cases each on average"
    assert words_of(steady_run(history)) == f"{start}: {told_as}."
    assert words_of(run_in_brief(history)) == f"{told_as[0].upper()}{told_as[1:]}."


def test_a_run_names_the_year_it_set_out_from_and_what_england_did_meanwhile() -> None:
    history = with_england(a_history(REFERRALS, [20.0, 15.0, 16.0, 17.0, 18.0]), [9.0, 8.0, 7.5, 8.5, 7.0])
    told = "for three years running, from 15.0 in the year to 31 March 2022; England went from 8.0 to 7.0."
    assert words_of(steady_run(history)) == (
        f"In the year to 31 March 2025, there were 18.0 referrals for every 10,000 children: up {told}"
    )
    assert words_of(run_in_brief(history)) == f"Up {told}"
    assert [
        (figure.column, figure.period_end.year) for figure in figures_of(run_in_brief(history) or finding(history))
    ] == [
        ("value", 2022),
        ("england_value", 2022),
        ("england_value", 2025),
    ]


@pytest.mark.parametrize(("then", "now"), [(15.0, 15.0), (15.04, 14.96)])
def test_england_that_prints_alike_at_both_ends_of_a_run_is_said_to_have_stayed(then: float, now: float) -> None:
    history = with_england(a_history(AGENCY, [20.0, 15.0, 16.0, 17.0, 18.0]), [9.0, then, 7.5, 8.5, now])
    assert words_of(run_in_brief(history)).endswith("from 15.0% at 30 September 2022; England stayed at 15.0%.")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([14.96, 14.97, 14.98, 14.99, 15.01], id="nothing in all"),
        pytest.param([12.0, 13.0, 14.0, 15.0, 15.02], id="nothing this year"),
        pytest.param([14.951, 14.952, 14.953, 15.049], id="from 15.0 to 15.0"),
    ],
)
def test_a_run_that_printed_figures_do_not_show_is_not_told(values: list[float]) -> None:
    history = a_history(AGENCY, values)
    assert abs(run_of_changes(history)) >= 3
    assert (steady_run(history), run_in_brief(history)) == (None, None)
    assert [one.kind for one in summary(history)] == ["within_neighbours", "change_on_the_year_before"]


@pytest.mark.parametrize("england", [[9.0, None, 7.5, 8.5, 7.0], [9.0, 8.0, 7.5, 8.5, None]])
def test_england_is_left_out_of_a_run_where_it_has_no_figure_at_either_end(england: list[float | None]) -> None:
    history = with_england(a_history(REFERRALS, [20.0, 15.0, 16.0, 17.0, 18.0]), england)
    assert "England" not in words_of(steady_run(history))


@pytest.mark.parametrize(
    ("values", "run"),
    [
        ([15.0, 14.0, 15.0, 16.0], 2),
        ([15.0, 16.0, 17.0, 17.0], 0),
        ([15.0, 16.0, None, 17.0, 18.0], 1),
        ([17.0, 16.0, 15.0, None], 0),
        ([15.0], 0),
    ],
)
def test_a_turn_a_pause_or_a_gap_ends_a_run(values: list[float | None], run: int) -> None:
    history = a_history(CASELOAD, values)
    assert run_of_changes(history) == run
    assert steady_run(history) is None
    assert run_in_brief(history) is None


# The parts of a ratio


def a_ratio(*, before: Sequence[float | None], latest: Sequence[float | None], measure: Measure = CASELOAD) -> History:
    history = a_history(measure, [14.3, 18.9], numerator=latest[0], denominator=latest[1])
    first = replace(history.years[0], numerator=before[0], denominator=before[1])
    return replace(history, years=(first, history.years[1]))


def test_top_and_bottom_of_a_caseload_are_set_beside_those_of_the_year_before() -> None:
    sentence = parts_of_ratio(a_ratio(before=(2068, 144.3), latest=(2093, 110.8)))
    told = [(figure.text, figure.column, figure.period_end.year) for figure in figures_of(sentence)]
    assert {
        ("18.9", "value", 2025),
        ("2,093", "numerator", 2025),
        ("2,068", "numerator", 2024),
        ("110.8", "denominator", 2025),
        ("144.3", "denominator", 2024),
    } <= set(told)
    assert words_of(sentence) == (
        "In the year to 30 September 2025, the average caseload went from 14.3 to 18.9: cases from 2,068 to 2,093, and "
        "full-time equivalent social workers who hold them from 144.3 to 110.8."
    )


@pytest.mark.parametrize(
    ("before", "latest", "printed"),
    [
        ((2068.0, 113.0), (2093.0, 117.5), "cases from 2,068 to 2,093, {workers} from 113.0 to 117.5."),
        ((2068.0, 117.5), (2093.0, 113.0), "cases from 2,068 to 2,093, {workers} from 117.5 to 113.0."),
        ((2068.0, 113.0), (2093.0, 117.0), "cases from 2,068 to 2,093, {workers} from 113 to 117."),
        ((2068.5, 113.0), (2093.0, 117.0), "cases from 2,068.5 to 2,093.0, {workers} from 113 to 117."),
    ],
)
def test_a_part_prints_with_as_many_decimals_as_the_part_that_it_is_set_beside(
    before: tuple[float, float], latest: tuple[float, float], printed: str
) -> None:
    told = words_of(parts_of_ratio(a_ratio(before=before, latest=latest)))
    assert told.endswith(printed.format(workers="and full-time equivalent social workers who hold them"))


@pytest.mark.parametrize(
    ("numbers", "decimals"), [((2093.0,), 0), ((110.8,), 1), ((113.0, 117.5), 1), ((113.0, 117.0), 0), ((), 0)]
)
def test_parts_that_stand_together_print_without_decimals_only_where_all_are_whole(
    numbers: tuple[float, ...], decimals: int
) -> None:
    assert decimals_of_parts(*numbers) == decimals


@pytest.mark.parametrize(
    ("before", "moved"),
    [(18.9, "stayed at 18.9"), (18.94, "stayed at 18.9"), (18.95, "went from 19.0 to 18.9")],
)
def test_an_average_that_prints_alike_in_both_years_is_said_to_have_stayed(before: float, moved: str) -> None:
    history = a_history(CASELOAD, [before, 18.9], numerator=2093.0, denominator=110.8)
    first = replace(history.years[0], numerator=2068.0, denominator=109.4)
    sentence = parts_of_ratio(replace(history, years=(first, history.years[1])))
    assert words_of(sentence) == (
        f"In the year to 30 September 2025, the average caseload {moved}: cases from 2,068 to 2,093, and full-time "
        "equivalent social workers who hold them from 109.4 to 110.8."
    )


@pytest.mark.parametrize(
    ("before", "latest"),
    [
        ((None, 144.3), (2093, 110.8)),
        ((2068, None), (2093, 110.8)),
        ((2068, 144.3), (None, 110.8)),
        ((2068, 144.3), (2093, None)),
    ],
)
def test_with_a_part_missing_nothing_is_said_of_the_parts(
    before: tuple[float | None, float | None], latest: tuple[float | None, float | None]
) -> None:
    assert parts_of_ratio(a_ratio(before=before, latest=latest)) is None


def test_parts_are_set_beside_those_of_the_year_before_and_of_no_other() -> None:
    history = a_history(CASELOAD, [14.3, None, 18.9], numerator=2093.0, denominator=110.8)
    first = replace(history.years[0], numerator=2068.0, denominator=144.3)
    assert parts_of_ratio(replace(history, years=(first, *history.years[1:]))) is None


@pytest.mark.parametrize(("latest_fte", "is_told"), [(9.9, False), (10.0, True)])
def test_parts_of_a_ratio_that_rests_on_few_are_not_set_beside_those_of_the_year_before(
    latest_fte: float, *, is_told: bool
) -> None:
    assert (parts_of_ratio(a_ratio(before=(150, 10.5), latest=(187, latest_fte))) is not None) == is_told


def test_only_a_measure_that_asks_for_it_has_its_parts_told() -> None:
    assert parts_of_ratio(a_ratio(before=(74, 144), latest=(80, 150), measure=AGENCY)) is None


# Hidden and missing figures


def test_a_figure_hidden_in_part_is_told_by_its_bounds() -> None:
    hidden = a_history(ASSESSMENTS, [80.0, None], status="incomplete", lower=88.175, upper=89.708)
    told = words_of(between_bounds(hidden))
    assert told.startswith("In the year to 31 March 2025, between 88.1% and 89.8% of completed assessments took 45")
    assert "the exact figure is not known" in told
    assert no_figure(hidden) is None


@pytest.mark.parametrize(
    ("status", "lower", "upper"),
    [("ok", 80.0, 90.0), ("incomplete", None, None), ("incomplete", 0.0, 100.0), ("suppressed", None, None)],
)
def test_bounds_from_none_to_all_or_no_bounds_are_not_told(
    status: str, lower: float | None, upper: float | None
) -> None:
    value = 85.0 if status == "ok" else None
    assert between_bounds(a_history(ASSESSMENTS, [value], status=status, lower=lower, upper=upper)) is None


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OK])
def test_each_reason_for_no_figure_has_its_own_words_and_the_last_figure_follows_with_its_date(status: Status) -> None:
    told = words_of(no_figure(a_history(AGENCY, [12.0, 13.5, None], status=status.value)))
    assert told.startswith("There is no figure for agency social workers at 30 September 2025: ")
    assert told.endswith(" At 30 September 2024, 13.5% of social workers were from an agency.")
    others = {
        words_of(no_figure(a_history(AGENCY, [None], status=other.value))) for other in Status if other is not Status.OK
    }
    assert len(others) == len(Status) - 1


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ([13.5, None, None], " At 30 September 2023, 13.5% of social workers were from an agency."),
        ([13.5, None, None, None], ""),
        ([None], ""),
    ],
)
def test_an_earlier_figure_is_told_only_while_it_is_at_most_two_years_older(
    values: list[float | None], last: str
) -> None:
    assert words_of(no_figure(a_history(AGENCY, values))) == (
        f"There is no figure for agency social workers at 30 September 2025: DfE prints it as not available.{last}"
    )


def test_the_files_that_were_read_and_an_authority_that_did_not_exist_are_reasons_of_their_own() -> None:
    not_read = a_history(AGENCY, [None], note=Note.NOT_IN_FILES.value)
    not_there = a_history(
        AGENCY, [None], la_code="835", status="not_applicable", note=Note.AUTHORITY_DID_NOT_EXIST.value
    )
    assert "the files read hold none" in words_of(no_figure(not_read))
    assert "Dorset (before April 2019) no longer existed" in words_of(no_figure(not_there))
    not_yet = replace(not_there, authority=authorities()["942"])
    too_early = replace(not_yet, years=(replace(not_yet.latest, period_end=date(2022, 9, 30)),))
    assert "Cumberland did not exist yet" in words_of(no_figure(too_early))


def test_a_rate_that_lacks_only_its_population_is_not_blamed_on_dfe() -> None:
    no_population = a_history(
        REFERRALS, [None], numerator=4686.0, denominator=None, note=Note.POPULATION_NOT_IN_FILES.value
    )
    assert words_of(no_figure(no_population)).endswith(": there is no population estimate to set the count against.")


def test_a_figure_that_is_there_is_not_missed() -> None:
    assert no_figure(a_history(AGENCY, [13.5])) is None


# Change, standing, and what a figure is made of


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([14.3, 18.9], "Up by 4.6 percentage points on the year before (14.3%)."),
        ([18.9, 14.3], "Down by 4.6 percentage points on the year before (18.9%)."),
        ([14.3, 14.3], "Unchanged on the year before (14.3%)."),
        ([14.3, 14.36], "Up by 0.1 percentage points on the year before (14.3%)."),
    ],
)
def test_a_change_on_the_year_before_says_direction_size_and_what_it_was(values: list[float], told: str) -> None:
    assert words_of(change_on_the_year_before(a_history(AGENCY, values))) == told


def test_a_change_of_a_rate_is_not_counted_in_points() -> None:
    assert words_of(change_on_the_year_before(a_history(REFERRALS, [1500.2, 468.1]))) == (
        "Down by 1,032.1 on the year before (1,500.2)."
    )


@pytest.mark.parametrize("values", [[14.3], [14.3, None], [None, 14.3], [14.0, None, 14.3]])
def test_without_two_consecutive_values_no_change_is_told(values: list[float | None]) -> None:
    assert change_on_the_year_before(a_history(AGENCY, values)) is None


def test_a_change_too_small_to_print_is_not_told_as_up_or_down_by_nothing() -> None:
    told = words_of(change_on_the_year_before(a_history(AGENCY, [90.41, 90.44])))
    assert told == "Almost unchanged on the year before (90.4%)."


@pytest.mark.parametrize(
    ("quartile", "told"),
    [("A", "best"), ("B", "second-best"), ("C", "third-best"), ("D", "bottom")],
)
def test_rank_and_quarter_are_told_with_how_many_are_ranked(quartile: str, told: str) -> None:
    history = a_history(CASELOAD, [15.0], england_rank=3, england_ranked=151, quartile=quartile)
    assert words_of(standing_in_england(history)) == (
        f"Ranked 3rd of the 151 authorities in England with a figure, where 1st is best: in the {told} quarter."
    )


def test_without_a_rank_nothing_is_said_of_a_standing() -> None:
    assert standing_in_england(a_history(REFERRALS, [500.0])) is None


def test_what_a_figure_is_made_of_is_told_in_the_measures_own_words() -> None:
    sentence = top_and_bottom(a_history(AGENCY, [31.3], numerator=74.0, denominator=236.5))
    told = words_of(sentence)
    assert [figure.text for figure in figures_of(sentence)] == ["74", "236.5"]
    assert told == f"That is 74 {AGENCY.numerator}, out of 236.5 {AGENCY.denominator}."
    per_child = words_of(top_and_bottom(a_history(REFERRALS, [934.4], numerator=4943.0, denominator=52901.0)))
    assert per_child == f"That is 4,943 {REFERRALS.numerator}, for 52,901 {REFERRALS.denominator}."


@pytest.mark.parametrize(
    "latest",
    [{"numerator": 74.0}, {"denominator": 236.5}, {"numerator": 1.0, "denominator": 2.0, "status": "suppressed"}],
)
def test_a_figure_whose_parts_are_not_known_is_not_taken_apart(latest: dict[str, Any]) -> None:
    assert top_and_bottom(a_history(AGENCY, [31.3], **latest)) is None


# The authority as a whole


def test_a_new_authority_says_since_when_it_exists_and_whose_the_earlier_figures_are() -> None:
    assert words_of(reorganised(authorities()["942"])) == (
        "Cumberland has existed since 1 April 2023: earlier figures belong to Cumbria and are not joined to these."
    )


def test_an_authority_made_of_three_names_all_three() -> None:
    told = words_of(reorganised(authorities()["839"]))
    assert all(name in told for name in ("Dorset (before April 2019)", "Poole", "Bournemouth"))
    assert "1 April 2019" in told


def test_an_old_authority_says_nothing_of_its_beginning() -> None:
    assert reorganised(authorities()["357"]) is None


def test_a_joint_return_is_told_with_both_names() -> None:
    own = a_history(REFERRALS, [15.0], la_code="314")
    shared = a_history(CASELOAD, [15.0], la_code="314", note=Note.JOINT_RETURN.value)
    assert words_of(joint_return([own, shared])) == (
        "The workforce figures are a joint return of Kingston upon Thames and Richmond upon Thames: "
        "both show the same figures."
    )


@pytest.mark.parametrize("note", [None, Note.FROM_LATE_BANDS.value])
def test_no_joint_return_is_told_where_there_is_none(note: str | None) -> None:
    assert joint_return([a_history(CASELOAD, [15.0], note=note)]) is None


def test_that_all_is_within_is_said_of_six_measures_or_more_none_of_them_outside() -> None:
    within = [a_history(measure, [15.0]) for measure in MEASURES.values()]
    alone_ = a_history(CASELOAD, [15.0], outcome="not_compared")
    outside = a_history(CASELOAD, [18.9], outcome="worse")
    assert words_of(all_within([alone_, *within[:6]])) == (
        "Every measure that can be compared lies within the range of the statistical neighbours."
    )
    assert all_within([alone_, *within[:5]]) is None
    assert all_within([*within, outside]) is None


def test_that_all_is_within_is_not_said_over_an_outside_value_that_rests_on_few() -> None:
    few = a_history(CASELOAD, [18.9], outcome="worse", numerator=151.2, denominator=8.0)
    assert all_within([few, *(a_history(measure, [15.0]) for measure in MEASURES.values())]) is None


def test_measures_outside_that_were_not_told_are_named_under_their_outcomes() -> None:
    found = [
        a_history(CASELOAD, [18.9], outcome="worse"),
        a_history(AGENCY, [18.9], outcome="worse"),
        a_history(MEASURES["vacancy_rate_pct"], [18.9], outcome="worse"),
        a_history(TURNOVER, [15.0]),
        a_history(REFERRALS, [18.9], outcome="higher"),
        a_history(ASSESSMENTS, [None], status="suppressed"),
    ]
    rest = [history for history in found if history.is_told_outside and history.measure is not AGENCY]
    assert words_of(also_outside(rest)) == (
        "Also outside its neighbours' range: average caseload and vacancies (worse); referrals (higher)."
    )


WORKFORCE = [CASELOAD, AGENCY, MEASURES["vacancy_rate_pct"], TURNOVER]


@pytest.mark.parametrize(
    ("status", "reason"),
    [("not_collected", "DfE prints it as not available"), ("suppressed", "DfE hides it because the numbers are small")],
)
def test_three_measures_or_more_of_one_topic_without_a_figure_for_one_reason_are_told_together(
    status: str, reason: str
) -> None:
    four = [a_history(measure, [15.0, None], status=status) for measure in WORKFORCE]
    sentence, codes = missing_together([a_history(REFERRALS, [15.0]), *four])
    assert words_of(sentence) == (
        "There are no figures of 30 September 2025 for average caseload, agency social workers, social worker "
        f"vacancies and social worker turnover: of each, {reason}."
    )
    assert codes == tuple(measure.code for measure in WORKFORCE)
    assert len(missing_together(four[:3])[1]) == 3


def test_missing_figures_that_are_told_together_have_the_days_of_all() -> None:
    missing = [a_history(measure, [None], last_year=2025 - (measure is AGENCY)) for measure in WORKFORCE]
    sentence, _ = missing_together(missing)
    assert words_of(sentence).startswith("There are no figures of 30 September 2024 and 30 September 2025 for ")


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([a_history(m, [None]) for m in WORKFORCE[:2]], id="two of a topic"),
        pytest.param([a_history(m, [15.0]) for m in WORKFORCE], id="none missing"),
        pytest.param([a_history(m, [None]) for m in (CASELOAD, AGENCY, REFERRALS)], id="two topics"),
        pytest.param(
            [
                *(a_history(m, [None]) for m in WORKFORCE[:2]),
                *(a_history(m, [None], status="suppressed") for m in WORKFORCE[2:]),
            ],
            id="two reasons",
        ),
        pytest.param(
            [a_history(m, [None], note=Note.NOT_IN_FILES.value) for m in WORKFORCE], id="files that were read"
        ),
        pytest.param(
            [a_history(m, [None], status="incomplete", lower=10.0, upper=20.0) for m in WORKFORCE], id="known by bounds"
        ),
        pytest.param([], id="nothing"),
    ],
)
def test_fewer_than_three_or_not_of_one_topic_and_reason_are_not_told_together(found: list[History]) -> None:
    assert missing_together(found) == (None, ())


# What holds for every sentence


def all_situations(measure: Measure) -> list[History]:
    """Return histories of a measure in every state that a year can be in, and in every outcome its polarity allows."""
    above, below = {
        Polarity.HIGH_IS_GOOD: ("better", "worse"),
        Polarity.LOW_IS_GOOD: ("worse", "better"),
        Polarity.NO_JUDGEMENT: ("higher", "lower"),
    }[measure.polarity]
    parts = {"numerator": 190.0, "denominator": 1000.0}
    ranked = {} if measure.polarity is Polarity.NO_JUDGEMENT else {"england_ranked": 151, "quartile": "D"}
    rank = {"england_rank": 150} if ranked else {}
    values = [14.0, 15.0, 14.5, 15.5, 16.5]
    found = [
        a_history(measure, [*values, 19.0], outcome=above, **parts, **ranked, **rank),
        a_history(measure, [*values, 11.0], outcome=below, **parts, **ranked, **rank),
        a_history(measure, [*values, 16.5], **parts, **ranked, **rank),
        a_history(measure, [*values, 16.0], outcome="not_compared", neighbours_with_value=3, **parts),
        a_history(measure, [*values, 16.0], outcome="not_compared", neighbours=[], neighbours_with_value=0, **parts),
        a_history(measure, [*values, 16.0], outcome="not_compared", neighbours_with_value=None, **parts),
        a_history(measure, [*values, 17.0], la_code="314", note=Note.JOINT_RETURN.value),
        a_history(measure, [*values, 17.0], la_code="942"),
        a_history(measure, [*values, 19.0], outcome=above, neighbours_with_value=9, england_value=15.2),
        a_history(measure, [*values, 18.01], outcome=above, england_value=15.2),  # just outside
        a_history(measure, [*values, 19.0], outcome=above, numerator=2.0, denominator=8.0),  # rests on few
        with_england(a_history(measure, [20.0, 14.0, 15.0, 16.0, 16.5]), [15.0, 14.5, 15.0, 15.5, 14.0]),  # a run
        a_history(measure, [*values, None], status="incomplete", lower=80.0, upper=90.0),
        a_history(measure, [10.0, 9.0, 10.0, 9.0, 10.0, 18.2], outcome=above, **parts),  # a leap to just outside
        a_history(measure, [13.0, 14.0, 15.0, 16.0, 17.0, 18.05], outcome=above),  # a run to just outside
        a_history(measure, [None], note=Note.NOT_IN_FILES.value),
        a_history(measure, [None], la_code="835", status="not_applicable", note=Note.AUTHORITY_DID_NOT_EXIST.value),
    ]
    found += [a_history(measure, [*values, None], status=status.value) for status in Status if status is not Status.OK]
    if measure.parts_statement is not None:
        found.append(a_ratio(before=(2068, 144.3), latest=(2093, 110.8), measure=measure))
        found.append(a_ratio(before=(2068, 113), latest=(2093, 117.5), measure=measure))
    return found


def said_of(history: History) -> list[Sentence]:
    whole = (
        reorganised(history.authority),
        joint_return([history]),
        all_within([history] * 6),
        missing_together([history] * 3)[0],
        also_outside([history]) if history.is_told_outside else None,
    )
    told = (*(make(history) for make in SENTENCE_TYPES), *whole, *opening_sentences([history]))
    return [sentence for sentence in told if sentence is not None]


def test_the_situations_between_them_bring_out_every_kind_of_sentence() -> None:
    kinds = {sentence.kind for measure in MEASURES.values() for h in all_situations(measure) for sentence in said_of(h)}
    assert kinds == {make.__name__ for make in (*SENTENCE_TYPES, *TYPES_OF_THE_WHOLE)}


def claims_a_cause(text: str) -> bool:
    return CLAIMS_A_CAUSE.search(text.replace(DFES_OWN_REASON, "")) is not None


def test_a_cause_is_found_where_one_is_claimed() -> None:
    assert claims_a_cause("Up by 4.6 due to vacancies.")
    assert claims_a_cause("This led to delays, because there were fewer workers.")
    assert not claims_a_cause(f"There is no figure for turnover: {DFES_OWN_REASON}.")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_no_sentence_claims_a_cause_but_dfes_own_reason_for_hiding(measure: Measure) -> None:
    for history in all_situations(measure):
        told = [sentence.plain for sentence in (*said_of(history), *summary(history))]
        told += [chart_alternative(history), chart_caption(history)]
        assert not [text for text in told if claims_a_cause(text)]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_every_sentence_is_one_that_a_person_would_print(measure: Measure) -> None:
    for history in all_situations(measure):
        for sentence in (*said_of(history), *summary(history)):
            text = sentence.plain
            assert text[0].isupper() or text[0].isdigit(), text
            assert text.endswith(".") == (sentence.kind != "finding"), text
            assert not re.search(r"\s\s|\s[.,:;)]|\(\s|\.\.|[{}]|\bNone\b|\bnan\b|^\s|\s$", text), text
            assert text.isascii() or "\N{MINUS SIGN}" in text, text


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_finding_is_a_title_of_ten_words_or_fewer_in_every_state(measure: Measure) -> None:
    titles = [finding(history).plain for history in all_situations(measure)]
    assert max(len(title.split()) for title in titles) <= 10
    assert all(title.startswith(f"{measure.short_title}: ") for title in titles)
    by_status = {
        finding(a_history(measure, [None], status=status.value, lower=80.0, upper=90.0)).plain
        for status in Status
        if status is not Status.OK
    }
    assert len(by_status) == len(Status) - 1  # each has words of its own
    # above, below, nine of ten, just outside, within, not compared, neighbours not held, too few
    assert len(set(titles) - by_status) == 8


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_without_a_judgement_nothing_is_ever_better_or_worse_and_with_one_nothing_is_higher_or_lower(
    measure: Measure,
) -> None:
    told = " ".join(sentence.plain for history in all_situations(measure) for sentence in said_of(history))
    wrong = (
        r"\b(better|worse|best|worst|good|bad)\b"
        if measure.polarity is Polarity.NO_JUDGEMENT
        else r"\b(higher|lower)\b"
    )
    assert not re.search(wrong, told)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_every_number_in_a_sentence_is_a_figure_of_its_row(measure: Measure) -> None:
    for history in all_situations(measure):
        by_day = {year.period_end: year for year in history.years}
        for sentence in (*said_of(history), *summary(history)):
            for figure in figures_of(sentence):
                number = getattr(by_day[figure.period_end], figure.column)
                beside = [getattr(by_day[one.period_end], one.column) for one in parts_beside(sentence, figure)]
                assert as_printed(measure, figure, number, beside=beside) == figure.text, sentence.plain
            plain_words = "".join(part for part in sentence.parts if isinstance(part, str))
            assert not re.search(r"\d", without_reasons_for_digits(plain_words, history)), sentence.plain


def parts_beside(sentence: Sentence, figure: Figure) -> list[Figure]:
    """Return the figures of a sentence that stand in one column with this one, itself among them."""
    return [one for one in figures_of(sentence) if one.column == figure.column]


def as_printed(measure: Measure, figure: Figure, number: float, *, beside: Sequence[float]) -> str:
    """Return how a row's number reads: a place as an ordinal, a change without its sign, a share with %, bounds wide.

    beside: the numbers of its column in the sentence; tops and bottoms have no decimals where all of them are whole.
    """
    column = figure.column
    if column == "england_rank":
        return ordinal(int(number))
    if column == "england_ranked":
        return str(number)
    if column in ("numerator", "denominator"):
        decimals = 0 if all(part == int(part) for part in beside) else 1
        assert figure.decimals == decimals
        return format_number(number, decimals=decimals)
    assert measure.decimals <= figure.decimals <= measure.decimals + 3
    if column == "change":
        return format_number(abs(number), decimals=figure.decimals)
    printed = format_number(number, decimals=figure.decimals)
    if column == "lower":
        printed = format_number(number, decimals=figure.decimals, rounding="down")
    elif column == "upper":
        printed = format_number(number, decimals=figure.decimals, rounding="up")
    return printed + ("%" if measure.unit == "%" else "")


def without_reasons_for_digits(text: str, history: History) -> str:
    """Take out dates, the measure's own words, "1st is best", and what "rounds to 0" means."""
    measure = history.measure
    text = re.sub(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b", "", text)
    own = [measure.title, f"{measure.title[0].lower()}{measure.title[1:]}", measure.short_title]
    own += [measure.numerator, measure.denominator, *measure.statement.split("{value}"), history.authority.name]
    own += [authorities()[code].name for code in history.authority.predecessors]
    for phrase in sorted([*own, "1st is best", "rounds to 0 but is not 0"], key=len, reverse=True):
        if re.search(r"\d", phrase):
            text = text.replace(phrase, "")
    return text


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_a_snapshot_is_told_at_a_day_and_a_year_in_the_year_to_a_day(measure: Measure) -> None:
    told = words_of(within_neighbours(a_history(measure, [15.0])))
    start = "At " if measure.period_type is PeriodType.SNAPSHOT else "In the year to "
    month = "30 September 2025" if measure.tables[0] == "workforce" else "31 March 2025"
    assert told.startswith(f"{start}{month}, ")


@pytest.mark.parametrize(
    ("value", "outcome", "told"),
    [
        (
            373.04,
            "higher",
            "373.04 per 10,000 children; the median of all ten neighbours was 300.00, "
            "their range 210.84 to 372.96; England 330.30.",
        ),
        (
            373.1,
            "higher",
            "373.1 per 10,000 children; the median of all ten neighbours was 300.0, "
            "their range 210.8 to 373.0; England 330.3.",
        ),
        (
            372.95,
            "similar",
            "373.0 per 10,000 children; the median of all ten neighbours was 300.0, "
            "their range 210.8 to 373.0; England 330.3.",
        ),
    ],
)
def test_an_alternative_has_the_decimals_that_tell_the_value_from_the_edge(
    value: float, outcome: str, told: str
) -> None:
    known = {"neighbour_min": 210.838, "neighbour_max": 372.96, "neighbour_median": 300.0, "england_value": 330.3}
    assert f": {told}" in chart_alternative(a_history(REFERRALS, [value], outcome=outcome, **known))


def test_an_alternative_counts_one_year_in_the_singular() -> None:
    assert "1 years" not in chart_alternative(a_history(AGENCY, [15.0]))


@pytest.mark.parametrize(
    ("measure", "values", "told"),
    [
        (CASELOAD, [15.0, None, 18.0], "up on 30 September 2023"),
        (REFERRALS, [500.0, None, None, 480.5], "down on the year to 31 March 2022"),
        (REFERRALS, [500.0, None, 500.0, None], "unchanged on the year to 31 March 2022"),
    ],
)
def test_an_alternative_tells_the_direction_over_a_gap_and_since_when(
    measure: Measure, values: list[float | None], told: str
) -> None:
    assert f". The year before has no figure; {told}." in chart_alternative(a_history(measure, values))


# Opening sentences


def a_whole_authority(last: float, *, la_code: str = "357") -> list[History]:
    """Return a history of each measure whose last value stands out."""
    outcomes = {Polarity.HIGH_IS_GOOD: "better", Polarity.LOW_IS_GOOD: "worse", Polarity.NO_JUDGEMENT: "higher"}
    return [
        a_history(
            measure, [14.0, 15.0, 14.5, 15.5, 16.5, last + place], la_code=la_code, outcome=outcomes[measure.polarity]
        )
        for place, measure in enumerate(MEASURES.values())
    ]


def an_authority_within(values: Sequence[float | None] = (15.0,), **latest: Any) -> list[History]:
    """Return a history of each measure that lies within its neighbours' range."""
    return [a_history(measure, values, **latest) for measure in MEASURES.values()]


def faults_of_opening(chosen: Sequence[Sentence], found: Sequence[History]) -> Iterator[str]:
    """Yield what breaks a rule that holds for the opening of every page."""
    told = [sentence.measure for sentence in chosen if sentence.measure]
    own = {sentence.measure for sentence in chosen if sentence.kind == "outside_neighbours"}
    outside = {history.measure.code: history for history in found if history.is_told_outside}
    if not 1 <= len(chosen) <= OPENING_SENTENCES:
        yield f"{len(chosen)} sentences"
    if len(told) != len(set(told)):
        yield f"a measure is told twice: {told}"
    if any(sentence.kind == "all_within" for sentence in chosen) and any(history.is_outside for history in found):
        yield "all are said to be within, and one is outside"
    for sentence in chosen:
        side = f"{outside[sentence.measure].latest.outcome} than in " if sentence.measure in outside else None
        if (" than in " in sentence.plain) != (side is not None) or (side or "") not in sentence.plain:
            yield f"where the value lies is not told, or told and not so: {sentence.plain}"
    kinds = [sentence.kind for sentence in chosen]
    before_any_figure = [kind in ("reorganised", "joint_return") for kind in kinds]
    if before_any_figure != sorted(before_any_figure, reverse=True):
        yield f"what a reader must know before any figure does not come first: {kinds}"
    missing = set(missing_together(found)[1])
    if missing & set(told):
        yield f"told together as missing and told again: {missing & set(told)}"
    if "also_outside" in kinds[:-1]:
        yield "what else is outside is not the last"
    named = names_also_outside(chosen)
    if len(named) == 1:
        yield f"a single one is named without its figure: {named}"
    if named != {MEASURES[code].short_title.lower() for code in outside if code not in told}:
        yield f"outside are {sorted(outside)}, told {told}, named {named}"
    for judged in (True, False):
        weights = [min(distance_outside(outside[c]), 1.5) for c in told if c in own and outside[c].is_judged == judged]
        if weights != sorted(weights, reverse=True):
            yield f"the weightiest does not come first: {weights}"


def names_also_outside(chosen: Sequence[Sentence]) -> set[str]:
    """Return the short titles in the sentence that names what else is outside."""
    texts = [sentence.plain for sentence in chosen if sentence.kind == "also_outside"]
    words = re.sub(r" \(\w+\)[;.]", ",", texts[0].partition(": ")[2]) if texts else ""
    return {name.strip() for name in re.split(r", | and |,$", words) if name.strip()}


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(a_whole_authority(19.0), id="all outside"),
        pytest.param(a_whole_authority(19.0, la_code="942"), id="all outside, new"),
        pytest.param(an_authority_within(), id="all within"),
        pytest.param(an_authority_within([15.0, None], status="suppressed"), id="all hidden"),
        pytest.param(an_authority_within([12.0, 13.0, 14.0, 15.0]), id="all rising"),
        pytest.param([*a_whole_authority(19.0)[:3], *an_authority_within()[3:]], id="three outside"),
        pytest.param([a_whole_authority(19.0)[0], *an_authority_within()[1:]], id="one outside"),
        pytest.param(a_whole_authority(18.01), id="all just outside"),
        pytest.param(an_authority_within(la_code="314", note=Note.JOINT_RETURN.value), id="a joint return"),
        pytest.param(
            [
                a_history(m, [14.0, 15.0, 14.5, 15.5, 16.5, None] if m in WORKFORCE else [15.0])
                for m in MEASURES.values()
            ],
            id="a topic missing",
        ),
        pytest.param([*an_authority_within()[:-1], a_whole_authority(19.0)[-1]], id="the last one outside"),
    ],
)
def test_a_page_opens_with_five_sentences_no_measure_twice_nothing_outside_untold_the_weightiest_first(
    found: list[History],
) -> None:
    chosen = opening_sentences(found)
    assert len(chosen) == OPENING_SENTENCES == 5
    assert list(faults_of_opening(chosen, found)) == []


def test_the_rules_of_the_opening_see_what_they_are_there_to_see() -> None:
    found = a_whole_authority(19.0)
    chosen = opening_sentences(found)
    for spoilt in (
        (),
        (*chosen, chosen[0]),
        (chosen[0], *chosen),
        chosen[:-1],
        (*reversed(chosen[:-1]), chosen[-1]),
        (*chosen[:3], replace(chosen[3], kind="all_within")),
        (replace(chosen[0], parts=("It is 19.0.",)), *chosen[1:]),
        (*chosen[:3], Sentence(kind="joint_return", measure="", parts=("Shared.",)), chosen[4]),
    ):
        assert list(faults_of_opening(spoilt, found))
    alone_ = [a_history(AGENCY, [19.0], outcome="worse")]
    assert list(faults_of_opening([also_outside(alone_)], alone_)) == [
        "a single one is named without its figure: {'agency social workers'}"
    ]
    missing = [a_history(measure, [None]) for measure in WORKFORCE]
    told_again = [sentence for history in missing[:1] for sentence in [no_figure(history)] if sentence is not None]
    assert list(faults_of_opening(told_again, missing)) == [
        "told together as missing and told again: {'average_caseload'}"
    ]
    within = [a_history(AGENCY, [15.0])]
    said = replace(opening_sentences(within)[0], parts=("15.0%: worse than in all ten neighbours.",))
    assert len(list(faults_of_opening([said], within))) == 1


JUST_OUTSIDE_AFTER_A_LEAP = [10.0, 9.0, 10.0, 9.0, 10.0, 18.2]
JUST_OUTSIDE_AFTER_A_RUN = [13.0, 14.0, 15.0, 16.0, 17.0, 18.05]


def leapt_with_parts() -> History:
    history = a_history(CASELOAD, JUST_OUTSIDE_AFTER_A_LEAP, outcome="worse", numerator=2093.0, denominator=115.0)
    before = replace(history.years[-2], numerator=2068.0, denominator=206.8)
    return replace(history, years=(*history.years[:-2], before, history.years[-1]))


@pytest.mark.parametrize(
    ("history", "make", "ending"),
    [
        (
            a_history(AGENCY, JUST_OUTSIDE_AFTER_A_LEAP, outcome="worse"),
            record_change,
            "; worse than in all ten neighbours (12.0% to 18.0%).",
        ),
        (
            a_history(REFERRALS, JUST_OUTSIDE_AFTER_A_LEAP, outcome="higher", neighbours_with_value=9),
            record_change,
            "; higher than in the nine neighbours with a figure (12.0 to 18.0).",
        ),
        (leapt_with_parts(), parts_of_ratio, "; worse than in all ten neighbours (12.0 to 18.0)."),
        (
            a_history(REFERRALS, JUST_OUTSIDE_AFTER_A_RUN, outcome="higher"),
            steady_run,
            "; higher than in all ten neighbours (12.0 to 18.0).",
        ),
        (
            with_england(a_history(REFERRALS, JUST_OUTSIDE_AFTER_A_RUN, outcome="higher"), [16.0, 15, 14, 13, 12, 11]),
            steady_run,
            "; higher than in all ten neighbours (12.0 to 18.0).",
        ),
    ],
)
def test_a_change_of_a_value_outside_opens_a_page_with_where_the_value_lies(
    history: History, make: Callable[[History], Sentence | None], ending: str
) -> None:
    (only,) = opening_sentences([history])
    assert only.kind == make.__name__
    assert only.plain == f"{words_of(make(history)).removesuffix('.')}{ending}"
    assert [(figure.column, figure.period_end) for figure in figures_of(only)[-2:]] == [
        ("neighbour_min", history.latest.period_end),
        ("neighbour_max", history.latest.period_end),
    ]
    assert " than in " not in words_of(make(history))


@pytest.mark.parametrize(
    "history",
    [
        pytest.param(a_history(AGENCY, [10.0, 9.0, 10.0, 9.0, 10.0, 17.0]), id="a record within"),
        pytest.param(a_history(AGENCY, JUST_OUTSIDE_AFTER_A_LEAP, outcome="not_compared"), id="a record, not compared"),
        pytest.param(a_history(REFERRALS, [13.0, 14.0, 15.0, 16.0, 17.0, 17.5]), id="a run within"),
        pytest.param(a_ratio(before=(2068, 144.3), latest=(2093, 110.8)), id="parts within"),
    ],
)
def test_a_change_of_a_value_within_or_not_compared_ends_as_it_does_elsewhere(history: History) -> None:
    (only,) = opening_sentences([history])
    assert only.kind in TELL_A_CHANGE
    assert only in [make(history) for make in (record_change, parts_of_ratio, steady_run)]


@pytest.mark.parametrize(
    ("values", "make"),
    [([200.0, 201.0, 200.0, 201.0, 200.0, 373.04], record_change), ([323.0, 333, 343, 353, 363, 373.04], steady_run)],
)
def test_a_change_of_a_value_just_outside_does_not_print_the_value_as_the_edge(
    values: list[float], make: Callable[[History], Sentence | None]
) -> None:
    history = a_history(REFERRALS, values, outcome="higher", neighbour_min=210.838, neighbour_max=372.96)
    assert make(history) is not None  # it has something to say, but would say "373.0 … (210.8 to 373.0)"
    (only,) = opening_sentences([history])
    assert only.kind == "outside_neighbours"
    (value, *_), (high,) = ([one for one in figures_of(only) if one.column == c] for c in ("value", "neighbour_max"))
    assert value.text != high.text, only.plain


def test_missing_figures_told_together_open_a_page_once_and_leave_room_for_others() -> None:
    found = [
        a_history(
            m, [15.0, None] if m in WORKFORCE else [15.0], outcome="not_compared" if m in WORKFORCE else "similar"
        )
        for m in MEASURES.values()
    ]
    kinds = [sentence.kind for sentence in opening_sentences(found)]
    assert kinds == ["all_within", "missing_together", *["within_neighbours"] * 3]
    two = [a_history(CASELOAD, [15.0, None]), a_history(AGENCY, [15.0, None]), a_history(REFERRALS, [15.0])]
    assert [sentence.kind for sentence in opening_sentences(two)] == ["no_figure", "no_figure", "within_neighbours"]


def a_crowded_authority(*outside: Measure) -> list[History]:
    """Return an authority whose leaps within the range leave no place for measures that are just outside it."""
    crowd = [measure for measure in MEASURES.values() if measure not in WORKFORCE]
    leap = [3.0, 3.5, 3.0, 3.5, 3.0, 15.0]
    parts = a_history(CASELOAD, [5.0, 15.0], numerator=2000.0, denominator=133.0)
    before = replace(parts.years[0], numerator=1000.0, denominator=200.0)
    return [
        replace(parts, years=(before, parts.years[1])),
        *(a_history(measure, leap) for measure in crowd),
        *(a_history(measure, [18.05], outcome="worse") for measure in outside),
    ]


def test_a_single_one_outside_that_finds_no_place_is_told_last_by_its_own_sentence() -> None:
    found = a_crowded_authority(AGENCY)
    chosen = opening_sentences(found)
    assert [sentence.kind for sentence in chosen[:-1]] == ["parts_of_ratio", *["record_change"] * 3]
    assert chosen[-1] == outside_neighbours(found[-1])
    assert list(faults_of_opening(chosen, found)) == []


def test_two_outside_that_find_no_place_are_named_together() -> None:
    found = a_crowded_authority(AGENCY, TURNOVER)
    chosen = opening_sentences(found)
    assert words_of(chosen[-1]) == ("Also outside its neighbours' range: agency social workers and turnover (worse).")
    assert list(faults_of_opening(chosen, found)) == []


def test_a_joint_return_is_told_before_what_lies_farthest_outside() -> None:
    far = a_history(CASELOAD, [60.0], outcome="worse", la_code="314", note=Note.JOINT_RETURN.value)
    kinds = [sentence.kind for sentence in opening_sentences([far])]
    assert kinds == ["joint_return", "outside_neighbours"]


def test_the_same_histories_open_a_page_in_the_same_way() -> None:
    assert opening_sentences(a_whole_authority(19.0)) == opening_sentences(a_whole_authority(19.0))


def test_a_page_with_little_to_say_opens_with_less() -> None:
    (only,) = opening_sentences([a_history(REFERRALS, [500.0])])
    assert only.kind == "within_neighbours"


def test_all_within_opens_a_page_where_nothing_is_outside_and_not_where_something_is() -> None:
    within = opening_sentences(an_authority_within())
    assert [sentence.kind for sentence in within] == ["all_within", *["within_neighbours"] * 4]
    but_one = [a_history(CASELOAD, [18.9], outcome="worse"), *an_authority_within()[1:]]
    assert "all_within" not in [sentence.kind for sentence in opening_sentences(but_one)]


def test_what_is_within_its_range_is_told_only_where_nothing_more_is_to_say() -> None:
    found = [a_history(CASELOAD, [18.9], outcome="worse"), a_history(AGENCY, [15.0]), a_history(REFERRALS, [15.0])]
    kinds = [sentence.kind for sentence in opening_sentences(found)]
    assert kinds == ["outside_neighbours", "within_neighbours", "within_neighbours"]


def test_what_lies_farther_outside_is_told_first() -> None:
    near = a_history(CASELOAD, [18.5], outcome="worse")
    far = a_history(AGENCY, [27.0], outcome="worse")
    assert [sentence.measure for sentence in opening_sentences([near, far])] == [AGENCY.code, CASELOAD.code]


def test_a_judged_measure_is_told_before_one_without_a_judgement_as_far_outside() -> None:
    found = [a_history(REFERRALS, [21.0], outcome="higher"), a_history(CASELOAD, [21.0], outcome="worse")]
    assert [sentence.measure for sentence in opening_sentences(found)] == [CASELOAD.code, REFERRALS.code]


def test_a_ratio_that_rests_on_few_does_not_open_a_page_where_there_is_more_to_say() -> None:
    tiny = a_history(CASELOAD, [40.0], outcome="worse", numerator=40.0, denominator=1.0)
    solid = a_history(AGENCY, [18.5], outcome="worse", numerator=74.0, denominator=400.0)
    kinds = [sentence.kind for sentence in opening_sentences([tiny, solid])]
    assert kinds == ["outside_neighbours", "too_few_to_compare"]


def test_that_an_authority_is_new_is_said_once_and_only_while_its_years_are_few() -> None:
    new = [sentence.kind for sentence in opening_sentences(a_whole_authority(19.0, la_code="942"))]
    assert new.count("reorganised") == 1
    assert new[0] == "reorganised"
    settled = [sentence.kind for sentence in opening_sentences(a_whole_authority(19.0, la_code="839"))]
    assert "reorganised" not in settled  # since 2019


# Real authorities


Rows = dict[tuple[str, date], dict[str, Any]]


def check_against_rows(sentence: Sentence, rows: Rows) -> None:
    """Check a sentence's figures, its words of direction and outcome, its date and its count against the rows."""
    text, days = sentence.plain, []
    for figure in figures_of(sentence):
        row = rows[figure.measure, figure.period_end]
        days.append(figure.period_end)
        beside = [rows[one.measure, one.period_end][one.column] for one in parts_beside(sentence, figure)]
        assert as_printed(MEASURES[figure.measure], figure, row[figure.column], beside=beside) == figure.text, text
    if not days:
        return
    latest = rows[sentence.measure, max(days)]
    assert f"{latest['period_end'].day} {latest['period_end']:%B %Y}" in text
    for word in ("better", "worse", "higher", "lower"):
        is_told = sentence.kind in ("outside_neighbours", *TELL_A_CHANGE) and latest["outcome"] == word
        assert (f"{word} than" in text) == is_told, text
    assert ("within the range" in text) == (sentence.kind == "within_neighbours"), text
    assert sentence.kind != "within_neighbours" or latest["outcome"] == "similar", text
    check_count_of_neighbours(text, latest)
    check_direction(sentence, latest, rows)


def check_count_of_neighbours(text: str, latest: dict[str, Any]) -> None:
    counted = re.search(r"\bin (all|the) (\w+) neighbours( with a figure)?", text)
    if counted:
        assert NUMBERS.index(counted[2]) == latest["neighbours_with_value"], text
        is_whole = latest["neighbours_with_value"] == len(latest["neighbours"])
        assert (counted[1], bool(counted[3])) == (("all", False) if is_whole else ("the", True)), text


def check_direction(sentence: Sentence, latest: dict[str, Any], rows: Rows) -> None:
    """Check "up from 15.0 a year before", "up for three years running, from 15.0" and "the largest of five"."""
    text = sentence.plain
    years = sorted((row for row in rows.values() if row["measure"] == sentence.measure), key=lambda r: r["period_end"])
    changes = [row["change"] for row in years if row["period_end"] <= latest["period_end"]]
    word = re.search(r"\b(up|down) (from|for (\w+) years running)", text)
    if word:
        assert (word[1] == "up") == (latest["change"] > 0), text
    if word and word[3]:
        length = NUMBERS.index(word[3])
        assert all(change and (change > 0) == (word[1] == "up") for change in changes[-length:]), text
        before = changes[-length - 1]
        assert not before or (before > 0) != (word[1] == "up"), text
        of_the_run = [one for one in figures_of(sentence) if one.column in ("value", "england_value")]
        ends = [figure.period_end.year for figure in of_the_run]
        start = latest["period_end"].year - length
        assert ends in ([start + length, start], [start + length, start, start, start + length]), text
    largest = re.search(r"the largest of the (\w+) yearly changes", text)
    if largest:
        held = [abs(change) for change in changes if change is not None]
        assert len(held) == NUMBERS.index(largest[1]), text
        assert sum(change >= held[-1] - 1e-6 for change in held) == 1, text


def rows_of(report: ScrutinyReport) -> dict[tuple[str, date], dict[str, Any]]:
    return {(row["measure"], row["period_end"]): row for row in report.rows.iter_rows(named=True)}


def check_opening(report: ScrutinyReport) -> set[str]:
    """Check an authority's opening sentences against its rows; return their kinds."""
    chosen = opening_sentences(report.found)
    assert list(faults_of_opening(chosen, report.found)) == []
    assert not [sentence.plain for sentence in chosen if claims_a_cause(sentence.plain)]
    for sentence in chosen:
        check_against_rows(sentence, rows_of(report))
    return {sentence.kind for sentence in chosen}


@pytest.fixture(scope="module")
def tameside() -> ScrutinyReport:
    return open_report(authority="Tameside", published=CARRIED)


def test_tamesides_page_opens_with_its_workforce_its_enquiries_and_its_conferences(tameside: ScrutinyReport) -> None:
    assert {"outside_neighbours", "parts_of_ratio", "record_change", "also_outside"} <= check_opening(tameside)
    told = [sentence.plain for sentence in opening_sentences(tameside.found)]
    assert told[0] == (
        "At 30 September 2025, 31.3% of social workers were from an agency, down from 44.2% a year before: worse than "
        "in the nine neighbours with a figure (1.9% to 15.7%; England 13.0%)."
    )
    assert "cases from 2,068 to 2,093" in told[1]
    assert "from 144.3 to 110.8." in told[1]
    assert "420.6 child protection enquiries" in " ".join(told)
    assert "53.8% of initial child protection conferences" in " ".join(told)


def test_contrasting_authorities_open_with_different_kinds_of_sentence(tameside: ScrutinyReport) -> None:
    kinds = {code: check_opening(open_report(authority=code, published=CARRIED)) for code in ("207", "942")}
    kinds["357"] = check_opening(tameside)
    assert "missing_together" in kinds["207"]  # Kensington and Chelsea: no workforce figures in 2025
    assert "no_figure" not in kinds["207"]
    assert "reorganised" in kinds["942"]  # Cumberland
    assert len({frozenset(kind) for kind in kinds.values()}) == 3


def test_the_order_of_rows_does_not_change_what_is_said(tameside: ScrutinyReport) -> None:
    ends = {history.measure.code: history.latest.period_end for history in tameside.found}
    places = list(range(tameside.rows.height))
    random.Random(20260930).shuffle(places)
    shuffled = histories(
        tameside.rows[places],
        authority=tameside.authority,
        measures=list(MEASURES.values()),
        period_ends=ends,
    )
    assert opening_sentences(shuffled) == opening_sentences(tameside.found)
    assert [summary(history) for history in shuffled] == [summary(history) for history in tameside.found]


def test_the_years_before_an_authority_existed_are_not_in_its_history() -> None:
    first_days = {
        "942": date(2023, 4, 1),  # Cumberland
        "839": date(2019, 4, 1),  # Bournemouth, Christchurch and Poole
    }
    for la_code, first_day in first_days.items():
        found = open_report(authority=la_code, published=CARRIED).found
        assert len(found) == len(MEASURES)
        assert all(year.period_end > first_day for history in found for year in history.years)


@pytest.fixture(scope="module")
def reports(shared_dfe: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ScrutinyReport]:
    """Authorities that contrast, from DfE's files, which are read once."""
    saved = tmp_path_factory.mktemp("saved")
    data = load_published_data(shared_dfe, measures=list(MEASURES.values()), settings=read_settings(None))
    save_prepared(data, saved)
    with prepared(shared_dfe, saved):
        return {code: open_report(authority=code, published=str(shared_dfe)) for code in ("314", "392", "207", "942")}


@pytest.mark.shared
def test_contrasting_authorities_are_spoken_of_in_different_ways(
    reports: dict[str, ScrutinyReport], tameside: ScrutinyReport
) -> None:
    kinds = {code: check_opening(report) for code, report in reports.items()}
    kinds["357"] = check_opening(tameside)
    assert "missing_together" in kinds["207"]  # Kensington and Chelsea: no workforce figures in 2025
    assert "no_figure" not in kinds["207"]
    assert "reorganised" in kinds["942"]  # Cumberland
    assert "joint_return" in kinds["314"]  # Kingston upon Thames
    assert not {"no_figure", "missing_together", "reorganised"} & (kinds["357"] | kinds["314"])
    assert len({frozenset(kind) for kind in kinds.values()}) >= 4


@pytest.mark.shared
def test_a_strong_service_is_told_what_is_better_and_tameside_what_is_worse(
    reports: dict[str, ScrutinyReport], tameside: ScrutinyReport
) -> None:
    told = {
        report.authority.name: " ".join(sentence.plain for sentence in opening_sentences(report.found))
        for report in (tameside, reports["314"])
    }
    assert "better than" in told["Kingston upon Thames"]
    assert "worse than" not in told["Kingston upon Thames"]
    assert "worse than" in told["Tameside"]
    assert "better than" not in told["Tameside"]
