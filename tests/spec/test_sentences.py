"""What each kind of sentence says, and when it keeps silent, on histories small enough to check by eye.

Every number in the small histories is made up. The real authorities at the end come from the package's own table and,
where they are, from DfE's files (marked `shared`).
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csc_metrics.comparison.published_data import CARRIED, load_published_data, prepared, save_prepared
from csc_metrics.contracts.authorities import authorities
from csc_metrics.contracts.vocabulary import Note, Outcome, PeriodType, Polarity, Status
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import MEASURES
from csc_metrics.narrative.choose import OPENING_SENTENCES, joint_return, opening_sentences, reorganised
from csc_metrics.narrative.findings import chart_alternative, chart_caption, finding, summary
from csc_metrics.narrative.history import History, Year, histories
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.narrative.sentences import (
    alone,
    between_bounds,
    change_on_a_year_before,
    edge_of_england,
    no_figure,
    outside_neighbours,
    parts_of_ratio,
    record_change,
    run_of_changes,
    standing_in_england,
    steady_run,
    top_and_bottom,
    within_neighbours,
)
from csc_metrics.narrative.words import ordinal
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

SENTENCE_TYPES: tuple[Callable[[History], Sentence | None], ...] = (
    outside_neighbours,
    edge_of_england,
    within_neighbours,
    alone,
    record_change,
    steady_run,
    parts_of_ratio,
    between_bounds,
    no_figure,
    change_on_a_year_before,
    standing_in_england,
    top_and_bottom,
    reorganised,
    joint_return,
    finding,
)


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


def words_of(sentence: Sentence | None) -> str:
    assert sentence is not None
    return sentence.plain


def figures_of(sentence: Sentence) -> list[Figure]:
    return [part for part in sentence.parts if isinstance(part, Figure)]


# Outside the neighbours' range


@pytest.mark.parametrize(
    ("measure", "value", "outcome", "when"),
    [
        (CASELOAD, 18.9, Outcome.WORSE, "At 30 September 2025, social workers held 18.9 cases"),
        (CASELOAD, 11.0, Outcome.BETTER, "At 30 September 2025, social workers held 11.0 cases"),
        (ASSESSMENTS, 18.9, Outcome.BETTER, "In the year to 31 March 2025, 18.9% of completed assessments"),
        (TURNOVER, 18.9, Outcome.WORSE, "In the year to 30 September 2025, leavers were 18.9%"),
        (REFERRALS, 18.9, Outcome.HIGHER, "In the year to 31 March 2025, there were 18.9 referrals"),
        (REFERRALS, 11.0, Outcome.LOWER, "In the year to 31 March 2025, there were 11.0 referrals"),
    ],
)
def test_a_value_outside_the_range_is_told_with_its_date_its_word_and_the_range(
    measure: Measure, value: float, outcome: Outcome, when: str
) -> None:
    sentence = outside_neighbours(a_history(measure, [15.0, value], outcome=outcome.value))
    told = words_of(sentence)
    assert told.startswith(when)
    assert f" {outcome.value} " in told
    assert "ten neighbours" in told
    assert [figure.column for figure in figures_of(sentence)] == ["value", "neighbour_min", "neighbour_max"]


def test_neighbours_without_a_figure_are_counted_out_in_words() -> None:
    history = a_history(CASELOAD, [18.9], outcome="worse", neighbours_with_value=8)
    assert "eight neighbours" in words_of(outside_neighbours(history))
    assert "ten" not in words_of(outside_neighbours(history))


@pytest.mark.parametrize("outcome", ["similar", "not_compared"])
def test_a_value_inside_the_range_or_not_compared_is_not_called_outside(outcome: str) -> None:
    assert outside_neighbours(a_history(CASELOAD, [15.0], outcome=outcome)) is None


def test_a_hidden_value_is_not_called_outside() -> None:
    assert outside_neighbours(a_history(CASELOAD, [None], status="suppressed")) is None


def test_a_value_outside_the_range_never_prints_as_the_edge_of_the_range() -> None:
    above = a_history(REFERRALS, [373.04], outcome="higher", neighbour_min=210.8, neighbour_max=372.96)
    printed = [figure.text for figure in figures_of(outside_neighbours(above) or finding(above))]
    assert printed.count("373.0") < 2  # "373.0: higher than in all ten neighbours (210.8 to 373.0)" contradicts itself


def test_a_title_says_every_neighbour_only_where_every_neighbour_has_a_figure() -> None:
    nine_of_ten = a_history(AGENCY, [31.3], outcome="worse", neighbours_with_value=9)
    assert (
        finding(a_history(AGENCY, [31.3], outcome="worse")).plain == "Agency social workers: worse than every neighbour"
    )
    assert not finding(nine_of_ten).plain.endswith("every neighbour")


# The edge of England


@pytest.mark.parametrize(("rank", "place"), [(1, "1st"), (15, "15th"), (137, "137th"), (142, "142nd"), (151, "151st")])
def test_the_best_and_the_worst_tenth_of_england_are_told(rank: int, place: str) -> None:
    told = words_of(edge_of_england(a_history(CASELOAD, [15.0], england_rank=rank, england_ranked=151)))
    assert told.startswith("At 30 September 2025, social workers held 15.0 cases each on average: ")
    assert f"{place} of 151 authorities in England" in told
    assert "1st is best" in told
    assert "within the range of its neighbours" in told


def test_a_place_beyond_the_neighbours_is_not_said_to_be_within_a_range_that_is_not_there() -> None:
    history = a_history(CASELOAD, [15.0], england_rank=1, england_ranked=151, outcome="not_compared", neighbours=[])
    assert "neighbours" not in words_of(edge_of_england(history))


@pytest.mark.parametrize("rank", [16, 76, 135])
def test_the_middle_of_england_is_not_an_edge(rank: int) -> None:
    assert edge_of_england(a_history(CASELOAD, [15.0], england_rank=rank, england_ranked=151)) is None


def test_without_a_rank_there_is_no_edge() -> None:
    assert edge_of_england(a_history(REFERRALS, [15.0])) is None


def test_a_value_outside_its_neighbours_is_told_as_that_and_not_as_an_edge() -> None:
    assert edge_of_england(a_history(CASELOAD, [19.0], outcome="worse", england_rank=150, england_ranked=151)) is None


# Within the range, or alone


def test_a_value_within_the_range_is_told_with_range_and_median() -> None:
    sentence = within_neighbours(a_history(AGENCY, [15.2]))
    assert words_of(sentence) == (
        "At 30 September 2025, 15.2% of social workers were from an agency, "
        "within the range of its neighbours (12.0% to 18.0%, median 15.0%)."
    )


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


def test_a_compared_value_or_a_missing_one_does_not_stand_alone() -> None:
    assert alone(a_history(CASELOAD, [15.0])) is None
    assert alone(a_history(CASELOAD, [None])) is None


# The largest change


@pytest.mark.parametrize(
    ("last", "direction", "size"), [(19.5, "up by 4.5", 4.5), (10.2, "down by 4.8", -4.8)], ids=["up", "down"]
)
def test_the_largest_change_is_told_with_size_direction_and_first_date(
    last: float, direction: str, size: float
) -> None:
    history = a_history(CASELOAD, [15.0, 14.0, 15.5, 16.0, 15.0, last])
    sentence = record_change(history)
    told = words_of(sentence)
    assert direction in told
    assert "largest change" in told
    assert "30 September 2020" in told  # the first of six years
    assert history.latest.change == pytest.approx(size)


def test_a_change_of_a_percentage_is_counted_in_points_and_of_a_rate_in_nothing() -> None:
    values = [15.0, 14.0, 15.5, 16.0, 15.0, 25.0]
    assert "up by 10.0 percentage points" in words_of(record_change(a_history(AGENCY, values)))
    assert "up by 10.0 on " in words_of(record_change(a_history(REFERRALS, values)))


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


def test_a_change_as_large_as_an_earlier_one_is_not_called_the_largest() -> None:
    told = record_change(a_history(MEASURES["looked_after_rate_per_10k"], [70.0, 65.0, 66.0, 67.0, 65.0, 60.0]))
    assert told is None or "the largest change" not in told.plain


# A run of years


@pytest.mark.parametrize(
    ("values", "told_as"),
    [
        ([20.0, 15.0, 16.0, 17.0, 18.0], "up for three years running, from 15.0"),
        ([10.0, 18.0, 17.0, 16.5, 16.0, 15.0], "down for four years running, from 18.0"),
        ([float(value) for value in range(1, 12)], "up for ten years running, from 1.0"),
        ([float(value) for value in range(1, 13)], "up for more than ten years running, from 1.0"),
    ],
)
def test_a_run_of_three_years_or_more_is_told_with_where_it_began(values: list[float], told_as: str) -> None:
    assert told_as in words_of(steady_run(a_history(CASELOAD, values)))


def test_a_run_names_the_day_it_set_out_from() -> None:
    told = words_of(steady_run(a_history(REFERRALS, [20.0, 15.0, 16.0, 17.0, 18.0])))
    assert told.startswith("In the year to 31 March 2025, ")
    assert told.endswith("from 15.0 in the year to 31 March 2022.")


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
    assert "30 September 2025" in words_of(sentence)


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


def test_only_a_measure_that_asks_for_it_has_its_parts_told() -> None:
    assert parts_of_ratio(a_ratio(before=(74, 144), latest=(80, 150), measure=AGENCY)) is None


# Hidden and missing figures


def test_a_figure_hidden_in_part_is_told_by_its_bounds() -> None:
    hidden = a_history(ASSESSMENTS, [80.0, None], status="incomplete", lower=88.175, upper=89.708)
    told = words_of(between_bounds(hidden))
    assert told.startswith("In the year to 31 March 2025, between 88.2% and 89.7% of completed assessments took 45")
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


def test_the_files_that_were_read_and_an_authority_that_did_not_exist_are_reasons_of_their_own() -> None:
    not_read = a_history(AGENCY, [None], note=Note.NOT_IN_FILES.value)
    not_there = a_history(
        AGENCY, [None], la_code="835", status="not_applicable", note=Note.AUTHORITY_DID_NOT_EXIST.value
    )
    assert "the files read hold none" in words_of(no_figure(not_read))
    assert "did not exist" in words_of(no_figure(not_there))


def test_a_rate_that_lacks_only_its_population_is_not_blamed_on_dfe() -> None:
    no_population = a_history(
        REFERRALS, [None], numerator=4686.0, denominator=None, note=Note.POPULATION_NOT_IN_FILES.value
    )
    assert "DfE prints it as not available" not in words_of(no_figure(no_population))


def test_a_figure_that_is_there_is_not_missed() -> None:
    assert no_figure(a_history(AGENCY, [13.5])) is None


# Change, standing, and what a figure is made of


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([14.3, 18.9], "Up by 4.6 percentage points on a year before (14.3%)."),
        ([18.9, 14.3], "Down by 4.6 percentage points on a year before (18.9%)."),
        ([14.3, 14.3], "Unchanged on a year before (14.3%)."),
    ],
)
def test_a_change_on_the_year_before_says_direction_size_and_what_it_was(values: list[float], told: str) -> None:
    assert words_of(change_on_a_year_before(a_history(AGENCY, values))) == told


@pytest.mark.parametrize("values", [[14.3], [14.3, None], [None, 14.3], [14.0, None, 14.3]])
def test_without_two_consecutive_values_no_change_is_told(values: list[float | None]) -> None:
    assert change_on_a_year_before(a_history(AGENCY, values)) is None


def test_a_change_too_small_to_print_is_not_told_as_up_or_down_by_nothing() -> None:
    assert not re.search(r"(Up|Down) by 0\.0\b", words_of(change_on_a_year_before(a_history(AGENCY, [90.41, 90.44]))))


def test_rank_and_quarter_are_told_with_how_many_are_ranked() -> None:
    told = words_of(standing_in_england(a_history(CASELOAD, [15.0], england_rank=3, england_ranked=151, quartile="A")))
    assert "3rd of 151 authorities in England" in told
    assert "1st is best" in told
    assert "quarter A" in told


def test_without_a_rank_nothing_is_said_of_a_standing() -> None:
    assert standing_in_england(a_history(REFERRALS, [500.0])) is None


def test_what_a_figure_is_made_of_is_told_in_the_measures_own_words() -> None:
    sentence = top_and_bottom(a_history(AGENCY, [31.3], numerator=74.0, denominator=236.5))
    told = words_of(sentence)
    assert [figure.text for figure in figures_of(sentence)] == ["74", "236.5"]
    assert AGENCY.numerator in told
    assert AGENCY.denominator in told


@pytest.mark.parametrize(
    "latest",
    [{"numerator": 74.0}, {"denominator": 236.5}, {"numerator": 1.0, "denominator": 2.0, "status": "suppressed"}],
)
def test_a_figure_whose_parts_are_not_known_is_not_taken_apart(latest: dict[str, Any]) -> None:
    assert top_and_bottom(a_history(AGENCY, [31.3], **latest)) is None


# New authorities and joint returns


def test_a_new_authority_says_since_when_it_exists_and_whose_the_earlier_figures_are() -> None:
    told = words_of(reorganised(a_history(CASELOAD, [15.0], la_code="942")))
    assert told.startswith("Cumberland has existed since 1 April 2023: earlier figures belong to Cumbria")


def test_an_authority_made_of_three_names_all_three() -> None:
    told = words_of(reorganised(a_history(CASELOAD, [15.0], la_code="839")))
    assert all(name in told for name in ("Dorset (before April 2019)", "Poole", "Bournemouth"))
    assert "1 April 2019" in told


def test_an_old_authority_says_nothing_of_its_beginning() -> None:
    assert reorganised(a_history(CASELOAD, [15.0])) is None


def test_a_joint_return_is_told() -> None:
    told = words_of(joint_return(a_history(CASELOAD, [15.0], la_code="314", note=Note.JOINT_RETURN.value)))
    assert "Kingston upon Thames" in told
    assert "joint return" in told


@pytest.mark.parametrize("note", [None, Note.FROM_LATE_BANDS.value])
def test_no_joint_return_is_told_where_there_is_none(note: str | None) -> None:
    assert joint_return(a_history(CASELOAD, [15.0], note=note)) is None


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
        a_history(measure, [*values, 17.0], la_code="314", note=Note.JOINT_RETURN.value),
        a_history(measure, [*values, 17.0], la_code="942"),
        a_history(measure, [*values, None], status="incomplete", lower=80.0, upper=90.0),
        a_history(measure, [None], note=Note.NOT_IN_FILES.value),
        a_history(measure, [None], la_code="835", status="not_applicable", note=Note.AUTHORITY_DID_NOT_EXIST.value),
    ]
    found += [a_history(measure, [*values, None], status=status.value) for status in Status if status is not Status.OK]
    if measure.parts_statement is not None:
        found.append(a_ratio(before=(2068, 144.3), latest=(2093, 110.8), measure=measure))
    return found


def said_of(history: History) -> list[Sentence]:
    return [sentence for make in SENTENCE_TYPES for sentence in [make(history)] if sentence is not None]


def test_the_situations_between_them_bring_out_every_kind_of_sentence() -> None:
    kinds = {sentence.kind for measure in MEASURES.values() for h in all_situations(measure) for sentence in said_of(h)}
    assert kinds == {make.__name__ for make in SENTENCE_TYPES}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_no_sentence_claims_a_cause_but_dfes_own_reason_for_hiding(measure: Measure) -> None:
    for history in all_situations(measure):
        told = [sentence.plain for sentence in (*said_of(history), *summary(history))]
        told += [chart_alternative(history), chart_caption(history)]
        for text in told:
            own_words = text.replace(DFES_OWN_REASON, "").replace("so it is not compared with them", "")
            assert not CLAIMS_A_CAUSE.search(own_words), text


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
    assert len(set(titles)) >= len(Status) + 3  # each state and each outcome has words of its own


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
                assert as_printed(measure, figure, number) == figure.text, sentence.plain
            plain_words = "".join(part for part in sentence.parts if isinstance(part, str))
            assert not re.search(r"\d", without_reasons_for_digits(plain_words, history)), sentence.plain


def as_printed(measure: Measure, figure: Figure, number: float) -> str:
    """Return how a row's number reads: a place as an ordinal, a change without its sign, a share with %."""
    column = figure.column
    if column == "england_rank":
        return ordinal(int(number))
    if column == "england_ranked":
        return str(number)
    if column in ("numerator", "denominator"):
        return format_number(number, decimals=0 if number == int(number) else 1)
    assert figure.decimals >= measure.decimals
    if column == "change":
        return format_number(abs(number), decimals=figure.decimals)
    return format_number(number, decimals=figure.decimals) + ("%" if measure.unit == "%" else "")


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


def test_an_alternative_counts_one_year_in_the_singular() -> None:
    assert "1 years" not in chart_alternative(a_history(AGENCY, [15.0]))


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


def test_a_page_opens_with_five_sentences_no_two_alike() -> None:
    chosen = opening_sentences(a_whole_authority(19.0))
    assert len(chosen) == OPENING_SENTENCES == 5
    assert len({sentence.plain for sentence in chosen}) == 5


def test_the_same_histories_open_a_page_in_the_same_way() -> None:
    assert opening_sentences(a_whole_authority(19.0)) == opening_sentences(a_whole_authority(19.0))


def test_a_page_with_little_to_say_opens_with_less() -> None:
    assert opening_sentences([]) == ()
    (only,) = opening_sentences([a_history(REFERRALS, [500.0])])
    assert only.kind == "within_neighbours"


def test_what_lies_farther_outside_is_told_first() -> None:
    near = a_history(CASELOAD, [18.5], outcome="worse")
    far = a_history(AGENCY, [27.0], outcome="worse")
    assert opening_sentences([near, far])[0].measure == AGENCY.code


def test_a_ratio_over_fewer_than_ten_does_not_open_a_page_where_there_is_more_to_say() -> None:
    tiny = a_history(CASELOAD, [40.0], outcome="worse", numerator=40.0, denominator=1.0)
    solid = a_history(AGENCY, [18.5], outcome="worse", numerator=74.0, denominator=400.0)
    assert opening_sentences([tiny, solid])[0].measure == AGENCY.code


def test_that_an_authority_is_new_is_said_once_and_only_while_its_years_are_few() -> None:
    new = [sentence.kind for sentence in opening_sentences(a_whole_authority(19.0, la_code="942"))]
    assert new.count("reorganised") == 1
    settled = [sentence.kind for sentence in opening_sentences(a_whole_authority(19.0, la_code="839"))]
    assert "reorganised" not in settled  # since 2019


# Real authorities


def check_against_rows(sentence: Sentence, rows: dict[tuple[str, date], dict[str, Any]]) -> None:
    """Check a sentence's figures, its words of direction and outcome, its date and its count against the rows."""
    text, days = sentence.plain, []
    for figure in figures_of(sentence):
        row = rows[figure.measure, figure.period_end]
        days.append(figure.period_end)
        assert as_printed(MEASURES[figure.measure], figure, row[figure.column]) == figure.text, text
        if figure.column == "change":
            assert (" up by " in text) == (row["change"] > 0), text
    if not days:
        return
    latest = rows[sentence.measure, max(days)]
    assert f"{latest['period_end'].day} {latest['period_end']:%B %Y}" in text
    for word in ("better", "worse", "higher", "lower"):
        is_told = sentence.kind == "outside_neighbours" and latest["outcome"] == word
        assert (f"{word} than" in text) == is_told, text
    counted = re.search(r"\b(five|six|seven|eight|nine|ten) neighbours\b", text)
    if counted:
        words = ["five", "six", "seven", "eight", "nine", "ten"]
        assert words.index(counted[1]) + 5 == latest["neighbours_with_value"], text


def rows_of(report: ScrutinyReport) -> dict[tuple[str, date], dict[str, Any]]:
    return {(row["measure"], row["period_end"]): row for row in report.rows.iter_rows(named=True)}


def check_opening(report: ScrutinyReport) -> set[str]:
    """Check an authority's opening sentences against its rows; return their kinds."""
    chosen = opening_sentences(report.found)
    assert 1 <= len(chosen) <= OPENING_SENTENCES
    assert len({sentence.plain for sentence in chosen}) == len(chosen)
    for sentence in chosen:
        check_against_rows(sentence, rows_of(report))
    return {sentence.kind for sentence in chosen}


@pytest.fixture(scope="module")
def tameside() -> ScrutinyReport:
    return open_report(authority="Tameside", published=CARRIED)


def test_tamesides_page_opens_with_its_workforce_its_enquiries_and_its_conferences(tameside: ScrutinyReport) -> None:
    kinds = check_opening(tameside)
    assert "outside_neighbours" in kinds
    told = " ".join(sentence.plain for sentence in opening_sentences(tameside.found))
    assert "31.3% of social workers were from an agency" in told
    assert "2,093 cases" in told
    assert "110.8 full-time equivalent social workers" in told


def test_the_order_of_rows_does_not_change_what_is_said(tameside: ScrutinyReport) -> None:
    ends = {history.measure.code: history.latest.period_end for history in tameside.found}
    places = list(range(tameside.rows.height))
    random.Random(20260930).shuffle(places)
    shuffled = histories(
        tameside.rows[places], authority=tameside.authority, measures=list(MEASURES.values()), period_ends=ends
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
    assert "no_figure" in kinds["207"]  # Kensington and Chelsea: no workforce figures in 2025
    assert "reorganised" in kinds["942"]  # Cumberland
    assert not {"no_figure", "reorganised"} & (kinds["357"] | kinds["314"])
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
