"""Sentences and questions about own figures: worked by hand for each type, then held over the whole made-up region."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
import polars as pl
import pytest
import textstat
from golden.sql.region import as_clean, with_first_of_referral

from csc_metrics.change.impact import impacts
from csc_metrics.change.process_chart import process_charts
from csc_metrics.change.since import signals_since
from csc_metrics.change.verdict import verdicts
from csc_metrics.comparison.local_data import local_against_others
from csc_metrics.contracts.about_change import Run, Verdicts
from csc_metrics.contracts.about_comparison import AgainstOthers
from csc_metrics.contracts.made_up_region import made_up_authorities, made_up_population
from csc_metrics.contracts.tables import MeasureValues
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.counting.values import values_from_records
from csc_metrics.measures.registry import LOCAL_MEASURES, MEASURES
from csc_metrics.narrative import own_sentences, questions
from csc_metrics.narrative.impact import verdict_on_a_change
from csc_metrics.narrative.numbers import format_number
from csc_metrics.narrative.own_sentences import (
    Row,
    beside_a_year_before,
    beside_its_target,
    beside_neighbours,
    newest_and_usual,
    own_finding,
)
from csc_metrics.narrative.questions import MOST_QUESTIONS, action_is_late
from csc_metrics.narrative.sentence import Figure, Sentence
from csc_metrics.planning.actions import actions_now
from csc_metrics.published.neighbours import carried_neighbours
from csc_metrics.sample.authority import MadeUpAuthority
from csc_metrics.sample.day_numbers import number_of
from csc_metrics.sample.story import DRAWN_ON, FIRST_ON, story_of
from csc_metrics.settings.dated import DatedChange
from csc_metrics.settings.model import PartnerMeasure, RecordsSettings, Settings

QUORATE = "strategy_meeting_quorate_pct"
SHOULD_MOVE: Final = (QUORATE, "average_caseload", "strategy_meeting_wait_median_hours", "strategy_meetings_delayed")
SETTINGS: Final = Settings(
    records=RecordsSettings(covers_from=FIRST_ON),
    partner_measures=(PartnerMeasure(measure=QUORATE, owner="Board", target=95.0),),
    changes=(
        DatedChange(changed_on=date(2025, 1, 6), name="Safeguarding hub", measures=SHOULD_MOVE, expected_shape="level"),
    ),
)
SUMMARY: Final[dict[str, object]] = {
    "measure": QUORATE,
    "period_type": "month",
    "last_on": date(2026, 3, 31),
    "latest": 98.25,
    "centre": 73.13,
    "lower_limit": 61.0,
    "upper_limit": 85.34,
    "variation": "improving",
    "same_month_change": -1.26,
    "target": 95.0,
    "assurance": "by_chance",
    "target_periods": 12,
    "target_met": 5,
}
AGAINST: Final[dict[str, object]] = {
    "measure": "average_caseload",
    "period_type": "snapshot",
    "period_end": date(2026, 3, 31),
    "comparator_period_end": date(2026, 3, 31),
    "comparator_source": "local",
    "value": 16.06,
    "centre": 13.9,
    "neighbour_min": 11.04,
    "neighbour_max": 16.41,
    "neighbours_with_value": 10,
    "outcome": "similar",
    "is_flagged": False,
    "is_worth_a_look": False,
}


def said(sentence: Sentence | None) -> str:
    return sentence.plain if sentence else ""


def test_a_figure_outside_its_usual_variation_is_likely_a_real_change_with_its_month() -> None:
    assert said(newest_and_usual(SUMMARY, since=date(2025, 1, 31))) == (
        "In March 2026, 98.3% of strategy meetings were quorate: likely a real change for the better since January "
        "2025. The usual figure is 73.1%."
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "Quorate strategy meetings: 98.3%, likely improving"),
        ({"variation": "worsening", "latest": 50.0}, "Quorate strategy meetings: 50.0%, likely getting worse"),
        ({"variation": "none", "latest": 73.13}, "Quorate strategy meetings: 73.1%, within its usual variation"),
        ({"variation": "not_known"}, "Quorate strategy meetings: 98.3%, too few periods to tell"),
    ],
)
def test_the_title_of_a_chart_has_the_newest_figure_and_how_it_moves(changed: Row, expected: str) -> None:
    finding = own_finding(SUMMARY | changed)
    assert said(finding) == expected
    assert finding is not None
    (latest,) = (part for part in finding.parts if isinstance(part, Figure))
    assert (latest.column, latest.period_end) == ("latest", date(2026, 3, 31))
    assert own_finding(SUMMARY | {"latest": None}) is None


def test_the_title_of_an_old_figure_says_of_when_it_is_and_not_how_it_moves() -> None:
    quarter = SUMMARY | {"period_type": "quarter", "last_on": date(2021, 6, 30)}
    assert said(own_finding(quarter, is_old=True)) == "Quorate strategy meetings: 98.3% (quarter to 30 June 2021)"
    assert said(own_finding(SUMMARY | {"period_type": "snapshot"}, is_old=True)).endswith("98.3% (on 31 March 2026)")
    assert said(own_finding(SUMMARY, is_old=True)).endswith("98.3% (in March 2026)")


def test_since_when_is_not_said_of_what_began_in_that_month() -> None:
    assert said(newest_and_usual(SUMMARY, since=date(2026, 3, 31))) == (
        "In March 2026, 98.3% of strategy meetings were quorate: likely a real change for the better. The usual figure "
        "is 73.1%."
    )


@pytest.mark.parametrize(
    ("measure", "latest", "expected"),
    [
        ("strategy_meetings_delayed", 1.0, "In March 2026, 1 strategy meeting was delayed"),
        ("strategy_meetings_delayed", 2.0, "In March 2026, 2 strategy meetings were delayed"),
        ("strategy_meetings_delayed", 0.0, "In March 2026, 0 strategy meetings were delayed"),
        ("core_groups_held", 1.0, "In March 2026, 1 core group was held"),
        ("missing_episodes", 1.0, "In March 2026, children went missing 1 time"),
        ("referrals", 1.0, "In March 2026, there was 1 referral"),
        ("child_protection_plans_started", 1.0, "In March 2026, 1 child protection plan began"),
        ("children_looked_after", 1.0, "In March 2026, 1 child was looked after"),
        ("assessment_median_working_days", 1.0, "In March 2026, half of completed assessments took 1 working day"),
        (QUORATE, 1.0, "In March 2026, 1.0% of strategy meetings were quorate"),
    ],
)
def test_one_is_told_in_the_singular(measure: str, latest: float, expected: str) -> None:
    told = SUMMARY | {"measure": measure, "latest": latest, "variation": "none"}
    assert re.match(rf"{re.escape(expected)}\b", said(newest_and_usual(told)))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"variation": "none"}, "quorate, within its usual variation of 61.0% to 85.3%."),
        ({"variation": "none", "lower_limit": 85.31, "upper_limit": 85.34}, "quorate, as it usually is."),
        ({"variation": "not_known"}, "quorate: there are too few figures to tell whether that is usual."),
        ({"variation": "worsening"}, "quorate: likely a real change for the worse. The usual figure is 73.1%."),
        ({"latest": None}, ""),
    ],
)
def test_what_is_within_its_usual_variation_or_too_short_says_so(changed: Row, expected: str) -> None:
    assert said(newest_and_usual(SUMMARY | dict(changed))).endswith(expected)


def test_limits_of_a_count_do_not_go_below_nothing() -> None:
    of_few = {
        "measure": "police_protections",
        "latest": 2.0,
        "variation": "none",
        "lower_limit": -3.2,
        "upper_limit": 5.1,
    }

    assert said(newest_and_usual(SUMMARY | of_few)).endswith("within its usual variation of 0 to 5.")


def test_limits_of_a_percentage_do_not_go_above_all_and_those_of_hours_do() -> None:
    wide = {"measure": "agency_rate_pct", "variation": "none", "lower_limit": -0.2, "upper_limit": 170.6}
    assert said(newest_and_usual(SUMMARY | wide)).endswith("within its usual variation of 0.0% to 100.0%.")
    hours = wide | {"measure": "strategy_meeting_wait_median_hours"}
    assert said(newest_and_usual(SUMMARY | hours)).endswith("within its usual variation of 0.0 to 170.6 hours.")


def test_a_year_before_is_told_in_points_and_in_times() -> None:
    assert said(beside_a_year_before(SUMMARY)) == "That is 1.3 points below where it was a year before."
    days = {"measure": "assessment_median_working_days", "same_month_change": 1.0}
    assert said(beside_a_year_before(SUMMARY | days)) == "That is 1 working day above where it was a year before."
    assert said(beside_a_year_before(SUMMARY | {"same_month_change": 0.01})) == "That is as it was a year before."
    assert beside_a_year_before(SUMMARY | {"same_month_change": None}) is None


def test_a_target_is_told_as_things_are_and_never_as_a_promise() -> None:
    assert said(beside_its_target(SUMMARY)) == (
        "The target of 95.0% was met in five of the last twelve months; as things are it can go either way."
    )
    moved = {"assurance": "moved", "period_type": "quarter", "target_periods": 4, "target_met": 4}
    assert said(beside_its_target(SUMMARY | moved)) == "The target of 95.0% was met in each of the last four quarters."
    assert said(beside_its_target(SUMMARY | {"assurance": "never"})).endswith("is not likely to be met, as things are.")
    reliably = said(beside_its_target(SUMMARY | {"assurance": "reliably"}))
    assert reliably == "The target of 95.0% is likely to be met time after time, as things are."
    assert beside_its_target(SUMMARY | {"assurance": "no_target"}) is None


@pytest.mark.parametrize(
    ("periods", "met", "expected"),
    [
        (1, 0, "was not met in the newest month; as"),
        (1, 1, "was met in the newest month; as"),
        (12, 0, "was met in none of the last twelve months; as"),
        (3, 3, "was met in each of the last three months with a figure; as"),
    ],
)
def test_how_often_a_target_was_met_reads_as_a_sentence(periods: int, met: int, expected: str) -> None:
    told = said(beside_its_target(SUMMARY | {"target_periods": periods, "target_met": met}))
    assert told == f"The target of 95.0% {expected} things are it can go either way."


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "within what its ten neighbours have (11.0 to 16.4)."),
        (
            {"outcome": "worse", "value": 17.2},
            "worse than in all of its ten neighbours (11.0 to 16.4).",
        ),
        (
            {"value": 17.2},
            "outside what its ten neighbours have (11.0 to 16.4), by no more than chance may explain.",
        ),
        (
            {"is_worth_a_look": True},
            "above its ten neighbours together (13.9) by enough to be worth a look, but it may be chance.",
        ),
        (
            {"is_worth_a_look": True, "is_flagged": True, "outcome": "worse", "neighbours_with_value": 7},
            "above the seven neighbours with a figure together (13.9) by more than chance explains.",
        ),
        (
            {"is_worth_a_look": True, "is_flagged": True, "outcome": "better", "value": 10.24},
            "below its ten neighbours together (13.9) by more than chance explains.",
        ),
        (
            {"is_worth_a_look": True, "value": 11.24},
            "below its ten neighbours together (13.9) by enough to be worth a look, but it may be chance.",
        ),
        (
            {"comparator_period_end": date(2025, 9, 30), "comparator_source": "published"},
            "within what its ten neighbours have (11.0 to 16.4; DfE's figures of 30 September 2025).",
        ),
        ({"outcome": "not_compared"}, ""),
    ],
)
def test_neighbours_are_told_with_how_many_whose_and_how_sure(changed: Row, expected: str) -> None:
    told = said(beside_neighbours(AGAINST | dict(changed)))

    assert told.partition(" cases each on average: ")[2] == expected
    assert expected == "" or told.startswith("On 31 March 2026, social workers held 1")


def test_each_question_says_the_figure_and_asks_and_blames_nobody() -> None:
    flagged = AGAINST | {"is_flagged": True, "outcome": "worse"}
    assert said(questions.far_from_neighbours(flagged)).endswith(
        "16.1 cases each on average; its neighbours together stand at 13.9. What explains the difference?"
    )
    assert questions.far_from_neighbours(flagged | {"outcome": "better"}) is None
    assert said(questions.beyond_all_neighbours(AGAINST | {"outcome": "worse", "value": 18.9})) == (
        "On 31 March 2026, social workers held 18.9 cases each on average: worse than in all of its ten neighbours "
        "(11.0 to 16.4). Is it known why, and is that what was intended?"
    )
    assert questions.beyond_all_neighbours(flagged) is None
    assert questions.beyond_all_neighbours(AGAINST | {"outcome": "better"}) is None
    worse = SUMMARY | {"variation": "worsening", "latest": 50.0}
    assert said(questions.getting_worse(worse)) == (
        "In March 2026, 50.0% of strategy meetings were quorate; 73.1% is usual. What is being done, and by when will "
        "it show?"
    )
    assert questions.getting_worse(SUMMARY) is None
    assert "the target of 95.0% is not likely to be met" in said(
        questions.target_out_of_reach(SUMMARY | {"assurance": "never"})
    )
    changed = {"verdict": "no_clear_move", "changed_on": date(2025, 1, 6), "change_name": "Hub"}
    verdict = SUMMARY | changed
    assert said(questions.no_clear_move(verdict)) == (
        "In March 2026, 98.3% of strategy meetings were quorate; no clear move is seen since 6 January 2025 (Hub). How "
        "will it be known whether it works?"
    )
    assert questions.no_clear_move(verdict | {"latest": None, "last_on": None}) is None
    recorded = verdict | {"verdict": "recording_changed"}
    assert questions.no_clear_move(recorded) is None
    assert questions.recording_changed(verdict) is None
    assert said(questions.recording_changed(recorded)) == (
        "In March 2026, 98.3% of strategy meetings were quorate. Recording changed at about the same time as "
        "6 January 2025 (Hub), so that nothing can be said of what that moved. By when will figures be recorded alike?"
    )
    unknown = SUMMARY | {"measure": "strategy_meeting_not_recorded_pct", "latest": 12.0}
    assert said(questions.not_recorded(unknown)).endswith("By when will that be recorded?")
    assert questions.not_recorded(unknown | {"latest": 10.0}) is not None
    assert questions.not_recorded(unknown | {"latest": 9.99}) is None


ACTION: Final[dict[str, object]] = {
    "action_id": "1.2",
    "title": "Clear the backlog",
    "is_open": True,
    "is_overdue": True,
    "overdue_months": 3,
    "rag": "amber",
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "is overdue by three months."),
        ({"overdue_months": 1}, "is overdue by one month."),
        ({"overdue_months": 0}, "is overdue."),
        ({"is_overdue": False, "overdue_months": None, "rag": "red"}, "is rated red."),
        ({"is_overdue": False, "overdue_months": None}, ""),
        ({"is_open": False}, ""),
    ],
)
def test_of_an_action_that_is_overdue_or_red_it_is_asked_what_stops_it(changed: Row, expected: str) -> None:
    told = said(questions.action_is_late(ACTION | dict(changed)))

    assert told == (f"“Clear the backlog” {expected} What stops it, and who decides?" if expected else "")


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything that is said of one authority.

    pairs, asked: a sentence or question, and the row that it is of. verdicts: with the rows of Verdicts and of Impacts.
    late: what is asked about an action, and its row of Actions with the day as at which it is, as_at; "" for nothing.
    """

    la_code: str
    pairs: list[tuple[Sentence, Row]]
    asked: list[tuple[Sentence, Row]]
    verdicts: list[tuple[str, Row, Row]]
    late: list[tuple[str, Row]]
    identifiers: set[str]

    @property
    def questions(self) -> tuple[Sentence, ...]:
        return tuple(question for question, _ in self.asked)

    @property
    def text(self) -> str:
        told = [one.plain for one in (*(sentence for sentence, _ in self.pairs), *self.questions)]
        return " ".join([*told, *(verdict for verdict, *_ in self.verdicts)])


LONGEST_TITLE: Final = 10
"""Words of a chart's title, at most."""
OF_OTHERS: Final = frozenset({"far_from_neighbours", "beyond_all_neighbours"})
"""Questions whose figures are of AgainstOthers; others are of ProcessSummaries."""


AS_AT: Final = (DRAWN_ON, date(2026, 5, 15), date(2026, 7, 15), date(2026, 7, 30))
"""Days on which actions are red, overdue by less than a month, and by two months and three."""


def figures(la_code: str) -> tuple[pl.DataFrame, set[str], pl.DataFrame]:
    """Return an authority's figures by month, all identifiers in its tables, and the updates of its actions."""
    told = MadeUpAuthority(story_of(la_code, size=0.2)).tables(on=number_of(DRAWN_ON))
    told["assessments"] = with_first_of_referral(told["assessments"])
    tables = {name: as_clean(rows, name, la_code) for name, rows in told.items()}
    records = AuthorityRecords(la_code, tables, settings=SETTINGS, population=made_up_population(la_code))
    whole = [measure.without_breakdowns() for measure in LOCAL_MEASURES.values()]
    names = {
        str(value)
        for rows in tables.values()
        for column in rows.columns
        if column.endswith("_id")
        for value in rows[column].drop_nulls().unique()
    }
    values = values_from_records(records, whole)
    return values.filter(pl.col("period_type").is_in(["month", "snapshot"])), names, tables["action_updates"]


@pytest.fixture(scope="module")
def region() -> list[Told]:
    """What is said of each authority of the region."""
    found = {code: figures(code) for code in made_up_authorities()}
    values = pl.concat([own for own, *_ in found.values()])
    return [told_of(code, values, names, updates) for code, (_, names, updates) in found.items()]


def told_of(la_code: str, values: pl.DataFrame, identifiers: set[str], updates: pl.DataFrame) -> Told:
    own = values.filter(area_code=la_code)
    charts = process_charts(own, settings=SETTINGS)
    newest = own.filter(pl.col("period_end") == DRAWN_ON)
    against = local_against_others(
        values,
        completed=newest,
        published=MeasureValues.create_empty(),
        neighbours=carried_neighbours(),
        neighbour_models=["2025"],
    )
    since = {row["measure"]: row["since"] for row in signals_since(charts.points).to_dicts()}
    pairs = [
        (sentence, row)
        for row in charts.summaries.to_dicts()
        for sentence in (
            own_finding(row),
            newest_and_usual(row, since=since.get(row["measure"])),
            beside_a_year_before(row),
            beside_its_target(row),
        )
        if sentence is not None
    ]
    pairs += [(sentence, row) for row in against.to_dicts() if (sentence := beside_neighbours(row)) is not None]
    found = verdicts(own, settings=SETTINGS)
    asked = [
        (question, row_of(question, against if question.kind in OF_OTHERS else charts.summaries))
        for question in questions.questions(against=against, summaries=charts.summaries, verdicts=found)
    ]
    impact = impacts(own, settings=SETTINGS).filter(run=Run.ALL_MONTHS.value)
    both = zip(found.sort("measure").to_dicts(), impact.sort("measure").to_dicts(), strict=True)
    said_of = [(verdict_on_a_change(verdict, impact=row).plain, verdict, row) for verdict, row in both]
    late = [
        (said(action_is_late(row)), row | {"as_at": day})
        for day in AS_AT
        for row in actions_now(updates, as_at=day, values=own, settings=SETTINGS).to_dicts()
    ]
    return Told(la_code=la_code, pairs=pairs, asked=asked, verdicts=said_of, late=late, identifiers=identifiers)


def row_of(question: Sentence, rows: pl.DataFrame) -> dict[str, object]:
    """Return the row that a question's figures say they are of."""
    (key,) = {(part.breakdown, part.period_type, part.source) for part in question.parts if isinstance(part, Figure)}
    breakdown, period_type, source = key
    found = rows.filter(measure=question.measure, breakdown=breakdown, period_type=period_type, source=source)
    return found.row(0, named=True)


def all_pairs(region: list[Told]) -> Iterator[tuple[Sentence, dict[str, object]]]:
    return ((sentence, dict(row)) for told in region for sentence, row in told.pairs)


def test_every_type_of_sentence_is_met_in_the_region(region: list[Told]) -> None:
    assert {sentence.kind for sentence, _ in all_pairs(region)} == set(own_sentences.TYPES)
    assert sum(len(told.pairs) for told in region) > 3_000
    asked = {question.kind for told in region for question in told.questions}
    assert {"far_from_neighbours", "getting_worse", "no_clear_move", "not_recorded"} <= asked
    assert all(told.verdicts for told in region)


def test_no_target_that_is_met_is_said_to_be_out_of_reach_nor_the_other_way_round(region: list[Told]) -> None:
    judged = {
        (sentence.measure, row["last_on"], row["area_code"]): row
        for sentence, row in all_pairs(region)
        if sentence.kind == "beside_its_target"
    }
    assert {row["assurance"] for row in judged.values()} >= {"moved", "by_chance"}
    for row in judged.values():
        sign = 1 if MEASURES[str(row["measure"])].polarity == "high_is_good" else -1
        is_met = sign * (float(str(row["latest"])) - float(str(row["target"]))) >= 0
        expected = {"never": False, "reliably": True}.get(str(row["assurance"]), is_met)
        assert is_met == expected, row
        is_moved = row["variation"] in {"improving", "worsening"}
        assert is_moved or row["assurance"] != "moved", row


def test_every_number_is_the_rows_own_printed_as_in_its_table(region: list[Told]) -> None:
    asked = [pair for told in region for pair in told.asked]
    assert len(asked) > 30
    for sentence, row in (*all_pairs(region), *asked):
        measure = MEASURES[sentence.measure]
        for part in sentence.parts:
            if not isinstance(part, Figure):
                assert not re.search(r"\d+\.\d", part), "a number that is tied to nothing"
                continue
            amount = float(str(row[part.column]))
            amount = max(amount, 0.0) if part.column == "lower_limit" else amount
            is_cut = part.column == "upper_limit" and measure.unit == "%"
            amount = min(amount, 100.0) if is_cut else amount
            amount = abs(amount) if part.column == "same_month_change" else amount
            printed = format_number(amount, decimals=measure.decimals)
            is_per_cent = measure.unit == "%" and part.column != "same_month_change"
            assert part.text == (f"{printed}%" if is_per_cent else printed)
            assert part.period_end == row.get("last_on", row.get("period_end"))


def test_direction_date_and_certainty_are_those_of_the_row(region: list[Told]) -> None:
    certain = {
        "improving": "likely a real change for the better",
        "worsening": "likely a real change for the worse",
        "rising": "likely a real rise",
        "falling": "likely a real fall",
    }
    for sentence, row in all_pairs(region):
        text = sentence.plain
        if sentence.kind == "own_finding":
            assert ("likely" in text) == (row["variation"] in certain)
            assert len(text.split()) <= LONGEST_TITLE
        if sentence.kind == "newest_and_usual":
            words = certain.get(str(row["variation"]))
            assert ("likely" in text) == (words is not None)
            assert words is None or words in text
            day = row["last_on"]
            assert isinstance(day, date)
            assert f"{day:%B} {day.year}" in text.split(",")[0]
        if sentence.kind == "beside_a_year_before" and " where " in text:
            assert ("above" in text) == (float(str(row["same_month_change"])) > 0)
        if sentence.kind == "beside_neighbours":
            assert ("more than chance" in text) == bool(row["is_flagged"] or "no more than chance" in text)
            if row["is_flagged"] or row["is_worth_a_look"]:
                side = "above" if float(str(row["value"])) > float(str(row["centre"])) else "below"
                assert re.findall(r": (\w+) .* together \(", text) == [side], text
            outcome = str(row["outcome"])
            if not row["is_flagged"] and outcome in {"better", "worse", "higher", "lower"}:
                assert f"{outcome} than in all" in text or row["is_worth_a_look"]


NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
WORDS_OF_VERDICTS: Final = {
    "moved_as_expected": "it moved as expected, by more than chance",
    "moved_the_other_way": "it moved the other way, by more than chance",
    "moved_otherwise": "it moved by more than chance, whichever months are counted; whether that is good cannot",
    "no_clear_move": "that is no clear move",
    "recording_changed": "recording changed at about the same time",
    "not_enough_data": "there is not enough data",
}


def test_every_number_of_a_verdict_is_that_of_its_row_of_impacts(region: list[Told]) -> None:
    told = [one for of_one in region for one in of_one.verdicts]
    assert len(told) > 30
    for text, verdict, impact in told:
        measure, day = MEASURES[str(impact["measure"])], impact["changed_on"]
        means = [format_number(float(str(impact[name])), decimals=measure.decimals)
                 for name in ("mean_before", "mean_after")]  # fmt: skip
        points = [str(impact[name]) for name in ("points_before", "points_after")]
        is_short = verdict["verdict"] == "not_enough_data"
        beyond = [*(["8"] if is_short else []), *(["12"] if verdict["is_baseline_short"] else [])]
        signed = [f"{mean}%" if measure.unit == "%" else mean for mean in means]
        assert NUMBER.findall(text) == [*signed, "6", "2025", *points, *beyond], text
        assert day == date(2025, 1, 6)
        before, after = (with_unit(mean, measure.unit) for mean in means)
        assert f": {before} before and {after} after 6 January 2025 (Safeguarding hub), on average over " in text


def with_unit(number: str, unit: str) -> str:
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def test_a_verdict_moves_the_way_that_its_row_says(region: list[Told]) -> None:
    told = [one for of_one in region for one in of_one.verdicts]
    assert {verdict["verdict"] for _, verdict, _ in told} >= {"moved_as_expected", "no_clear_move", "recording_changed"}
    for text, verdict, impact in told:
        said_by = [word for word, words in WORDS_OF_VERDICTS.items() if f"; {words}" in text]
        assert said_by == [verdict["verdict"]], text
        sign = {"high_is_good": 1, "low_is_good": -1}.get(MEASURES[str(impact["measure"])].polarity.value, 0)
        if said_by == ["moved_as_expected"]:
            assert sign * float(str(impact["level"])) > 0, text
        if said_by == ["moved_the_other_way"]:
            assert sign * float(str(impact["level"])) < 0, text
        assert ("unusually bad" in text) == verdict["is_baseline_bad"], text


LATE_BY: Final = ("is overdue", "is overdue by one month", "is overdue by two months", "is overdue by three months")


def test_an_action_is_late_by_the_months_since_it_was_due(region: list[Told]) -> None:
    late = [one for told in region for one in told.late]
    assert {text for text, row in late if not row["is_open"]} == {""}
    states = set()
    for text, row in ((text, row) for text, row in late if row["is_open"]):
        due, day = row["due_on"], row["as_at"]
        assert isinstance(due, date)
        assert isinstance(day, date)
        months = sum(pd.Timestamp(due) + pd.DateOffset(months=many) <= pd.Timestamp(day) for many in range(1, 4))
        state = LATE_BY[months] if due < day else "is rated red" if row["rag"] == "red" else ""
        assert text == (f"“{row['title']}” {state}. What stops it, and who decides?" if state else ""), row
        states.add(state)
    assert states == {"is rated red", "is overdue", "is overdue by two months", "is overdue by three months"}


def test_nothing_is_told_of_one_in_the_plural_and_no_sentence_has_two_colons(region: list[Told]) -> None:
    of_one = 0
    for sentence, row in all_pairs(region):
        assert sentence.plain.split(". ")[0].count(":") <= 1, sentence.plain
        figures = [part.text for part in sentence.parts if isinstance(part, Figure)]
        counts = MEASURES[sentence.measure].unit != "%" and MEASURES[sentence.measure].decimals == 0
        if sentence.kind == "newest_and_usual" and counts and figures[0] == "1" and row["latest"] == 1.0:
            of_one += 1
            assert not re.search(r"\b1 \w+s (?!case)", sentence.plain.split(",", 1)[1]), sentence.plain
    assert of_one > 20
    others = [question.plain for told in region for question in told.questions]
    others += [verdict for told in region for verdict, *_ in told.verdicts]
    assert [words for words in others if words.count(": ") > 1] == []


def test_no_cause_is_claimed(region: list[Told]) -> None:
    cause = re.compile(r"\b(because|due to|caused?|led to|thanks to|as a result|result of|owing to)\b", re.IGNORECASE)

    assert [told.la_code for told in region if cause.search(told.text)] == []


def test_a_reader_of_fourteen_can_read_it(region: list[Told]) -> None:
    """Flesch and Kincaid's grade and five years."""
    ages = {told.la_code: textstat.textstat.flesch_kincaid_grade(told.text) + 5 for told in region}

    assert all(age <= 14 for age in ages.values()), ages


def test_no_identifier_is_in_a_sentence(region: list[Told]) -> None:
    for told in region:
        words = set(re.findall(r"[\w-]+", told.text))
        assert len(told.identifiers) > 1_000
        assert not {name for name in told.identifiers & words if not name.isdigit() or len(name) > 2}


def test_a_panel_has_six_questions_at_most_each_of_a_figure_of_its_own(region: list[Told]) -> None:
    for told in region:
        assert 0 < len(told.questions) <= MOST_QUESTIONS
        assert len({question.measure for question in told.questions}) == len(told.questions)
        assert all(question.plain.endswith("?") for question in told.questions)


def test_a_service_with_nothing_to_ask_about_has_no_question() -> None:
    series = {"area_code": "357", "breakdown": "all", "source": "local"}
    summaries = pl.DataFrame([SUMMARY | series | {"assurance": "no_target"}])
    against, found = AgainstOthers.create_empty(), Verdicts.create_empty()

    assert questions.questions(against=against, summaries=summaries, verdicts=found) == ()


def test_a_question_that_is_not_taken_leaves_its_measure_to_the_next_kind() -> None:
    """Three figures got worse, and two are asked about for that: the third is, too, of much that is not recorded."""
    series = {"area_code": "357", "breakdown": "all", "source": "local", "variation": "worsening"}
    limits = {"lower_limit": 10.0, "centre": 15.0, "upper_limit": 20.0, "assurance": "no_target"}
    away = {"average_caseload": 60.0, "re_referral_pct": 50.0, "strategy_meeting_not_recorded_pct": 40.0}
    rows = [SUMMARY | series | limits | {"measure": code, "latest": latest} for code, latest in away.items()]
    asked = questions.questions(
        against=AgainstOthers.create_empty(), summaries=pl.DataFrame(rows), verdicts=Verdicts.create_empty()
    )

    assert {(one.kind, one.measure) for one in asked} == {
        ("getting_worse", "average_caseload"),
        ("getting_worse", "re_referral_pct"),
        ("not_recorded", "strategy_meeting_not_recorded_pct"),
    }


def test_a_question_of_a_dated_change_is_tied_to_the_newest_figure_of_its_own_series() -> None:
    series = {"area_code": "357", "breakdown": "all", "source": "local"}
    part = series | {"breakdown": "agency=police", "latest": 11.0}
    summaries = pl.DataFrame([SUMMARY | part, SUMMARY | series | {"variation": "none"}])
    change = {"verdict": "no_clear_move", "changed_on": date(2025, 1, 6), "change_name": "Hub"}
    found = pl.DataFrame([{"measure": QUORATE, "period_type": "month"} | series | change])

    asked = questions.questions(against=AgainstOthers.create_empty(), summaries=summaries, verdicts=found)

    (question,) = (one for one in asked if one.kind == "no_clear_move")
    (figure,) = (one for one in question.parts if isinstance(one, Figure))
    assert (figure.text, figure.column, figure.breakdown) == ("98.3%", "latest", "all")
    assert figure.period_end == date(2026, 3, 31)
