"""What may be published of an authority's own figures: worked by hand."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from figures_to_publish import EXEMPT, YEAR_END, cells, figure, shown, values_of

from csc_metrics.disclosure.disclose import disclose
from csc_metrics.disclosure.hiding import hidden_counts
from csc_metrics.disclosure.linked_counts import linked_counts
from csc_metrics.disclosure.publishable import BY_AGENCY, of_one_person, of_whom, publishable
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import PublicationSettings, Settings


def test_a_count_from_1_to_5_is_hidden_and_0_and_6_are_shown() -> None:
    for many, expected in (
        (0.0, (0.0, None, 0.0, "ok")),
        (5.0, (None, None, None, "suppressed")),
        (6.0, (6.0, None, 6.0, "ok")),
    ):
        (row,) = shown(figure("police_protections", many)).values()
        assert cells(row) == expected


def test_the_threshold_is_a_setting() -> None:
    settings = Settings(publication=PublicationSettings(threshold=10))
    (row,) = shown(figure("police_protections", 8.0), settings=settings).values()

    assert row["status"] == "suppressed"


@pytest.mark.parametrize("top", [3.0, 97.0])
def test_a_percentage_is_hidden_where_its_top_or_what_is_left_is_small(top: float) -> None:
    (row,) = shown(figure("re_referral_pct", top, 100.0)).values()

    assert (row["value"], row["status"]) == (None, "suppressed")
    assert row["numerator"] is None or row["denominator"] is None, "one would give the other away"


def test_of_a_percentage_of_fewer_than_ten_it_is_told_of_how_few_and_nothing_more() -> None:
    (row,) = shown(figure("re_referral_pct", 9.0, 9.0)).values()

    assert cells(row) == (None, 9.0, None, "too_few"), "9 of 9 are 100%"


def test_of_an_average_of_fewer_than_ten_only_how_few_is_told() -> None:
    """13 changes of worker of 7 children."""
    (row,) = shown(figure("worker_changes_per_child", 13.0, 7.0, value=13 / 7)).values()

    assert cells(row) == (None, 7.0, None, "too_few")


@pytest.mark.parametrize(
    ("code", "value", "printed"),
    [
        ("caseload_median", 14.5, 15.0),
        ("caseload_median", 15.5, 16.0),
        ("caseload_median", 15.49, 15.0),
        ("average_caseload", 12.25, 12.3),
        ("average_caseload", 16.449999999999996, 16.5),
        ("average_caseload", 12.24, 12.2),
    ],
)
def test_what_is_printed_with_fewer_decimals_is_rounded_half_up(code: str, value: float, printed: float) -> None:
    how = (None, 80.0) if code == "caseload_median" else (value * 40.0, 40.0)
    (found,) = shown(figure(code, *how, period_type="snapshot", value=value)).values()
    assert cells(found)[2] == printed


def test_an_average_caseload_is_told_without_its_cases_and_fte_and_with_no_more_decimals_than_it_has() -> None:
    """404 of 406 children in need have a worker: 404 cases would tell of the other two, and so would 404 / 24.6."""
    cases = figure("average_caseload", 404.0, 24.6, period_type="snapshot", value=404 / 24.6)
    found = shown(cases, figure("children_in_need", 406.0, period_type="snapshot"))

    assert cells(found["average_caseload all"]) == (None, None, 16.4, "ok")
    assert cells(found["children_in_need all"]) == (406.0, None, 406.0, "ok")
    (of_few,) = shown(figure("average_caseload", 5.0, 12.0, period_type="snapshot", value=5 / 12)).values()
    assert cells(of_few) == (None, None, None, "suppressed")


def test_the_caseload_of_a_few_workers_is_told_nowhere() -> None:
    """28 cases of 1 worker: who knows that the 28 are one person's knows what that person holds."""
    found = shown(
        figure("average_caseload", 28.0, 1.0, period_type="snapshot", value=28.0),
        figure("cases_held", 28.0, period_type="snapshot"),
        figure("case_holders", 1.0, period_type="snapshot"),
    )

    assert {code.split()[0]: row["status"] for code, row in found.items()} == {
        "average_caseload": "too_few",
        "cases_held": "suppressed",
        "case_holders": "suppressed",
    }
    assert {row["numerator"] for row in found.values()} == {None}


def test_nothing_is_told_above_a_line_below_which_a_count_is_hidden() -> None:
    """No one of 4: the 4 is hidden, and 0 of a number that is not told is not told."""
    (row,) = shown(figure("re_referral_pct", 0.0, 4.0)).values()

    assert cells(row) == (None, None, None, "suppressed")


def test_a_lone_hidden_part_takes_another_with_it_whichever_is_the_smaller() -> None:
    """20 = 3 + 8 + 9: with 3 alone hidden, 20 - 8 - 9 tells it."""
    parts = {"delay_agency=police": 3.0, "delay_agency=health": 8.0, "delay_agency=education": 9.0}
    found = shown(
        figure("strategy_meetings_delayed", 20.0),
        *(figure("strategy_meetings_delayed", many, breakdown=part) for part, many in parts.items()),
    )

    assert {part: found[f"strategy_meetings_delayed {part}"]["value"] for part in parts} == {
        "delay_agency=police": None,
        "delay_agency=health": 8.0,
        "delay_agency=education": None,
    }
    assert found["strategy_meetings_delayed all"]["value"] == 20.0


IN_TIME = "icpc_within_15_working_days_pct"
QUARTERS = (date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), YEAR_END)


def late_in_quarters(*late: int) -> str:
    """Return what is published of conferences in time in four quarters and the year, the late ones in each given."""
    bottoms = (40, 36, 44, 52)
    told = zip(late, bottoms, QUARTERS, strict=True)
    rows = [
        figure(IN_TIME, float(bottom - few), float(bottom), period_type="quarter", end=end) for few, bottom, end in told
    ]
    values = disclose(values_of(*rows, figure(IN_TIME, float(sum(bottoms) - sum(late)), float(sum(bottoms))))).values
    return values.select("period_end", "numerator", "denominator", "status").write_csv()


@pytest.mark.parametrize("late", [(16, 6, 5, 6), (6, 16, 5, 6), (16, 6, 6, 5), (5, 5, 16, 8)], ids=str)
def test_which_second_count_is_hidden_does_not_tell_how_small_it_is(late: tuple[int, ...]) -> None:
    """A reader who knows the rules tries all that the two hidden quarters can be: three or more must look the same."""
    seen = late_in_quarters(*late)
    rows = seen.splitlines()[1:]
    hidden = [place for place in range(len(late)) if ",suppressed" in rows[place]]
    assert 2 <= len(hidden) < len(late)
    shown = sum(late) - sum(late[place] for place in hidden)
    tried = product(range(1, sum(late) - shown), repeat=len(hidden))
    worlds = [dict(zip(hidden, few, strict=True)) for few in tried if sum(few) == sum(late) - shown]
    alike = [
        world
        for world in worlds
        if late_in_quarters(*(world.get(place, late[place]) for place in range(len(late)))) == seen
    ]

    assert {place: late[place] for place in hidden} in alike
    for place in hidden:
        assert len({world[place] for world in alike}) >= 3


def test_two_hidden_parts_that_add_up_to_3_take_another_with_them() -> None:
    """1 + 2 = 3 can only be 1 and 2, whichever is which: fewer than three values are left for either."""
    hidden = hidden_counts(linked_counts([23, 1, 2, 20], [((1, 2, 3), (0,), True)]), threshold=5).is_hidden

    assert hidden.tolist() == [False, True, True, True]


def test_more_may_leave_in_a_year_than_are_there_at_its_end() -> None:
    """Leavers are no part of those in post: nothing is left between the two that could be small or below 0."""
    turnover = figure("turnover_rate_pct", 14.0, 11.0, period_type="rolling_12_months")
    (row,) = shown(turnover).values()

    assert cells(row) == (14.0, 11.0, 100 * 14 / 11, "ok")


def test_the_same_count_is_hidden_in_every_figure_that_has_it() -> None:
    """36 referrals, of which 33 are again: the 36 stands in both figures, and is hidden, or shown, in both."""
    both = [figure("referrals", 36.0), figure("re_referral_pct", 33.0, 36.0)]
    found = shown(*both)

    is_hidden = {
        name: row["numerator" if name.startswith("referrals") else "denominator"] is None for name, row in found.items()
    }
    assert is_hidden["referrals all"] == is_hidden["re_referral_pct all"]


PARTS = (
    *("team=North", "age_band=under_1", "ethnicity=white", "primary_need=abuse_or_neglect", "source=police"),
    *("role=Social worker", "role_group=manager", "employment=agency", "duration=same_day", "band=16_or_fewer"),
)


@pytest.mark.parametrize("part", PARTS)
def test_of_an_authoritys_own_figures_only_the_whole_is_published(part: str) -> None:
    rows = [figure("referrals", 40.0), figure("referrals", 40.0, breakdown=part)]
    meetings = figure("strategy_meeting_attended_pct", 40.0, 80.0, breakdown=part)

    assert shown(*rows, meetings).keys() == {"referrals all"}
    assert shown(*rows, meetings, settings=EXEMPT).keys() == {"referrals all"}


def test_who_came_who_was_invited_and_for_whom_meetings_waited_is_told_by_agency_of_years_alone() -> None:
    rows = [
        figure("strategy_meeting_attended_pct", 40.0, 80.0, breakdown="agency=police"),
        figure("core_group_invited_pct", 40.0, 80.0, breakdown="agency=health"),
        figure("core_group_attended_pct", 40.0, 80.0, breakdown="agency=health", period_type="quarter"),
        figure("review_conferences_delayed", 40.0, breakdown="delay_agency=education"),
        figure("strategy_meeting_not_recorded_pct", 40.0, 80.0, breakdown="agency=police"),
        figure("strategy_meetings_held", 40.0, breakdown="agency=police"),
    ]

    assert shown(*rows).keys() == {
        "strategy_meeting_attended_pct agency=police",
        "core_group_invited_pct agency=health",
        "review_conferences_delayed delay_agency=education",
    }
    assert {*BY_AGENCY} <= {*LOCAL_MEASURES}
    assert {of_whom(LOCAL_MEASURES[code]).value for code in BY_AGENCY} == {"process"}


def test_single_persons_months_and_rolling_years_are_not_published() -> None:
    rows = [
        figure("referrals", 40.0),
        figure("referrals", 40.0, period_type="month"),
        figure("referrals", 40.0, period_type="rolling_12_months"),
        figure("caseload_highest", None, 20.0, period_type="snapshot", value=41.0),
        figure("cases_without_worker_longest_days", None, 20.0, period_type="snapshot", value=60.0),
        figure("caseload_median", None, 20.0, period_type="snapshot", value=17.0),
    ]
    found = [(row["measure"], row["period_type"]) for row in shown(*rows).values()]

    assert found == [("caseload_median", "snapshot"), ("referrals", "year")]


def test_measures_of_one_person_are_known_by_how_they_are_counted() -> None:
    found = {code for code, measure in LOCAL_MEASURES.items() if of_one_person(measure)}

    assert found == {"caseload_highest", "cases_without_worker_longest_days"}
    assert found == {code for code in LOCAL_MEASURES if "highest" in code or "longest" in code}


def test_an_exempt_share_of_a_process_is_shown_though_few_were_missed() -> None:
    """98 of 100 meetings: no child is described, which information governance must have signed."""
    meetings = figure("strategy_meeting_quorate_pct", 98.0, 100.0)
    children = figure("re_referral_pct", 98.0, 100.0, end=date(2025, 3, 31))

    assert shown(meetings)["strategy_meeting_quorate_pct all"]["status"] == "suppressed"
    found = shown(meetings, children, settings=EXEMPT)
    assert cells(found["strategy_meeting_quorate_pct all"]) == (98.0, 100.0, 98.0, "ok")
    assert found["re_referral_pct all"]["status"] == "suppressed"


def test_an_exemption_shows_no_small_number_above_or_below_a_line_and_no_small_count() -> None:
    found = shown(
        figure("strategy_meeting_quorate_pct", 3.0, 100.0),
        figure("supervision_on_time_pct", 4.0, 4.0),
        figure("strategy_meetings_waiting", 2.0, period_type="snapshot"),
        figure("core_group_quorate_pct", 60.0, 62.0, period_type="month"),
        settings=EXEMPT,
    )

    assert {name: row["status"] for name, row in found.items()} == dict.fromkeys(
        ["strategy_meeting_quorate_pct all", "supervision_on_time_pct all", "strategy_meetings_waiting all"],
        "suppressed",
    ), "and no month is there"
    assert {row["numerator"] for row in found.values()} == {None}


def test_what_is_left_of_an_exempt_share_is_hidden_where_it_is_a_count_of_its_own() -> None:
    """Of 100 meetings 97 were within the target: the 3 that were not are those delayed, which is a count."""
    found = shown(
        figure("strategy_meeting_within_target_pct", 97.0, 100.0),
        figure("strategy_meetings_delayed", 3.0),
        settings=EXEMPT,
    )

    assert {row["status"] for row in found.values()} == {"suppressed"}


def test_hidden_missing_too_few_and_not_applicable_look_different() -> None:
    missing = figure("contacts", 0.0, numerator=None, value=None, status="not_collected", note="not_in_records")
    none = figure("re_referral_pct", 0.0, 0.0, value=None, status="zero_denominator")
    found = shown(missing, none, figure("referrals", 4.0), figure("police_protections", 0.0))

    assert [
        found[f"{name} all"]["status"] for name in ("contacts", "re_referral_pct", "referrals", "police_protections")
    ] == [
        *("not_collected", "zero_denominator", "suppressed", "ok"),
    ]


def test_how_many_rows_were_set_aside_is_not_told() -> None:
    (row,) = shown(figure("referrals", 40.0, rows_aside=2)).values()

    assert row["rows_aside"] is None


def test_what_dfe_published_stays_as_dfe_hid_it() -> None:
    (row,) = shown(figure("re_referral_pct", 3.0, 100.0, source="published")).values()

    assert cells(row) == (3.0, 100.0, 3.0, "ok")


def test_every_measure_of_records_is_classed_by_whom_it_tells_of() -> None:
    assert {of_whom(measure).value for measure in LOCAL_MEASURES.values()} == {"children", "workers", "process"}
    with pytest.raises(ValueError, match="of whom"):
        of_whom(replace(LOCAL_MEASURES["re_referral_pct"], from_records=None))


def test_pandas_comes_to_the_same() -> None:
    values = values_of(figure("referrals", 4.0), figure("contacts", 40.0))

    assert disclose(values.to_pandas()).values.equals(disclose(values).values)
    assert publishable(values).height == 2
