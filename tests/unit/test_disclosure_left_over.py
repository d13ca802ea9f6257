"""What two figures tell together of what neither shows: what is left of one without the other, and what DfE prints."""

from datetime import date

import pytest
from figures_to_publish import EXEMPT, Row, cells, figure, shown, values_of

from csc_metrics.disclosure.disclose import disclose
from csc_metrics.disclosure.printed_by_dfe import PRINTED_BESIDES
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.settings.model import Settings

NEWEST, JUNE = date(2026, 3, 31), date(2026, 6, 30)


def amount(rows: dict[str, Row], measure: str, role: str) -> object:
    return rows[f"{measure} all"]["numerator" if role == "top" else "denominator"]


def test_contacts_that_wait_are_not_told_by_those_made_and_those_decided() -> None:
    """428 were made and 425 decided on: 3 wait."""
    found = shown(
        figure("contacts", 428.0, period_type="quarter"),
        figure("contacts_became_referrals_pct", 200.0, 425.0, period_type="quarter"),
        figure("contacts_waiting", 3.0, period_type="snapshot"),
    )

    assert amount(found, "contacts_waiting", "top") is None
    assert None in (amount(found, "contacts", "top"), amount(found, "contacts_became_referrals_pct", "bottom"))


def test_contacts_of_several_quarters_that_wait_are_told_by_no_sum_of_them() -> None:
    """Of each quarter 6 wait, which is told; of 14 in all the other 2 are those of the quarter whose 2 is hidden."""
    quarters = [date(2025, 9, 30), date(2025, 12, 31), NEWEST]
    rows = [
        row
        for end, decided in zip(quarters, (94.0, 94.0, 98.0), strict=True)
        for row in (
            figure("contacts", 100.0, end=end, period_type="quarter"),
            figure("contacts_became_referrals_pct", 50.0, decided, end=end, period_type="quarter"),
        )
    ]
    told = disclose(values_of(*rows, figure("contacts_waiting", 14.0, period_type="snapshot"))).values
    newest = told.filter(period_end=NEWEST).select("measure", "numerator", "denominator").rows()

    assert sum(None in (top, bottom if measure.endswith("pct") else 0) for measure, top, bottom in newest) >= 2
    assert told.filter(period_type="quarter")["value"].count() >= 4


@pytest.mark.parametrize("of_known", [437.0, 409.0])
def test_the_cases_of_workers_whose_posts_are_not_known_are_not_told(of_known: float) -> None:
    """439 are held, 437 of them by workers whose post is known: 2 are one worker's, as 30 may be."""
    found = shown(
        figure("cases_held", 439.0, period_type="snapshot"),
        figure("cases_of_agency_workers_pct", 60.0, of_known, period_type="snapshot"),
    )

    assert None in (amount(found, "cases_held", "top"), amount(found, "cases_of_agency_workers_pct", "bottom"))


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (figure("referrals", 30.0), figure("referred_children", 28.0)),
        (figure("icpc_within_15_working_days_pct", 20.0, 40.0), figure("child_protection_plans_started", 37.0)),
        (figure("returned_within_six_months_pct", 10.0, 60.0), figure("returned_for_same_need_pct", 10.0, 58.0)),
    ],
)
def test_a_few_that_one_figure_has_more_than_another_are_not_told(whole: Row, part: Row) -> None:
    found = shown(*(row | {"period_type": "quarter", "period_start": date(2026, 1, 1)} for row in (whole, part)))

    assert "suppressed" in {row["status"] for row in found.values()}


@pytest.mark.parametrize(
    ("referrals", "completed", "is_told"),
    [(45.0, 30.0, False), (43.0, 36.0, False), (52.0, 30.0, True), (50.0, 40.0, True)],
)
def test_referrals_that_led_to_no_assessment_are_not_told_by_those_that_did(
    referrals: float, completed: float, *, is_told: bool
) -> None:
    """Of 45 referrals 30 assessments were completed and 10 more are open than three months before: 5 led to none."""
    found = disclose(
        values_of(
            figure("referrals", referrals, period_type="quarter", end=JUNE),
            figure(
                "assessments_within_45_working_days_pct", completed - 15, completed, period_type="quarter", end=JUNE
            ),
            figure("assessments_open", 15.0, period_type="snapshot", end=NEWEST),
            figure("assessments_open", 25.0, period_type="snapshot", end=JUNE),
        )
    )
    told = found.values.select("numerator", "denominator", "measure").rows()
    shown_counts = [bottom if measure.endswith("pct") else top for top, bottom, measure in told]

    assert (None not in shown_counts) is is_told
    assert found.told.is_empty()


@pytest.mark.parametrize(("newest", "many"), [(24.0, 2), (16.0, 1)])
def test_what_is_left_of_two_quarters_is_not_told_where_the_stock_between_them_is_hidden(
    newest: float, many: int
) -> None:
    """13 were open, 44 and 52 were referred, 35 and 48 completed, 24 are open: 2 led to none, whatever the hidden 5."""
    ends = (date(2025, 9, 30), date(2025, 12, 31), NEWEST)
    stocks_of = [
        figure("assessments_open", of_day, period_type="snapshot", end=end)
        for of_day, end in zip((13.0, 5.0, newest), ends, strict=True)
    ]
    quarters = [
        row
        for came, done, end in ((44.0, 35.0, ends[1]), (52.0, 48.0, ends[2]))
        for row in (
            figure("referrals", came, period_type="quarter", end=end),
            figure("assessments_within_45_working_days_pct", done - 15, done, period_type="quarter", end=end),
        )
    ]
    rows = disclose(values_of(*stocks_of, *quarters)).values.select("measure", "numerator", "denominator").rows()
    shown_counts = [bottom if measure.endswith("pct") else top for measure, top, bottom in rows]

    assert shown_counts.count(None) >= many
    assert (shown_counts.count(None) == 1) is (many == 1)


@pytest.mark.parametrize(("top", "is_bottom_told"), [(5.0, False), (3.0, False), (0.0, True), (10.0, True)])
def test_that_a_bottom_of_ten_is_hidden_does_not_tell_that_half_of_it_is_above_the_line(
    top: float, *, is_bottom_told: bool
) -> None:
    (row,) = shown(figure("re_referral_pct", top, 10.0)).values()

    assert (row["denominator"] == 10.0) is is_bottom_told


@pytest.mark.parametrize("top", [0.0, 3.0, 4.0, 5.0, 9.0])
def test_a_bottom_of_fewer_than_ten_is_told_whatever_is_above_the_line(top: float) -> None:
    (row,) = shown(figure("re_referral_pct", top, 9.0)).values()

    assert cells(row) == (None, 9.0, None, "too_few")


@pytest.mark.parametrize(("settings", "many"), [(Settings(), 1), (EXEMPT, 0)])
def test_meetings_of_which_nobody_wrote_whether_they_were_quorate_are_told_where_that_is_exempt(
    settings: Settings, many: int
) -> None:
    found = shown(figure("core_groups_held", 60.0), figure("core_group_quorate_pct", 40.0, 57.0), settings=settings)

    assert [row["status"] for row in found.values()].count("suppressed") == many


def stocks(stock: str, began: Row, ended: Row, *, before: float, after: float) -> dict[str, object]:
    """Return the numbers told of a stock in March and June, and of its flows."""
    rows = [
        figure(stock, before, period_type="snapshot", end=NEWEST),
        figure(stock, after, period_type="snapshot", end=JUNE),
        began,
        ended,
    ]
    values = disclose(values_of(*rows)).values.iter_rows(named=True)
    return {f"{row['measure']} {row['period_end']:%B}": row["numerator"] or row["denominator"] for row in values}


def test_what_dfe_prints_is_known_and_something_else_is_hidden() -> None:
    """10 plans in March, which DfE prints, 10 began, 19 are in June: 1 ended."""
    found = stocks(
        "child_protection_plans",
        figure("child_protection_plans_started", 10.0, period_type="quarter", end=JUNE),
        figure("child_protection_plans_ended", 1.0, period_type="quarter", end=JUNE),
        before=10.0,
        after=19.0,
    )

    assert found["child_protection_plans_ended June"] is None
    assert None in (found["child_protection_plans June"], found["child_protection_plans_started June"])


def test_what_dfe_hides_is_not_known() -> None:
    """3 plans in March are hidden by DfE, too; nor is the share of those who had one before, 2 of 40."""
    found = shown(
        figure("child_protection_plans", 3.0, period_type="snapshot"),
        figure("second_or_subsequent_plan_pct", 2.0, 40.0),
    )

    assert {row["status"] for row in found.values()} == {"suppressed"}
    assert {*PRINTED_BESIDES} <= {*LOCAL_MEASURES}


@pytest.mark.parametrize(
    ("stock", "began", "ended"),
    [
        ("assessments_open", ("repeat_assessments_pct", 9.0, 30.0), ("assessments_completed", 3.0, None)),
        (
            "core_group_escalations_open",
            ("core_group_escalations", 30.0, None),
            ("core_group_escalation_median_working_days", None, 3.0),
        ),
    ],
)
def test_what_is_open_is_protected_with_what_began_and_ended(
    stock: str, began: tuple[str, float, float | None], ended: tuple[str, float | None, float]
) -> None:
    """20 are open, 30 begin, 47 are open: 3 ended."""
    rows = [
        figure(measure, top, bottom, period_type="quarter", end=JUNE, value=20.0)
        for measure, top, bottom in (began, ended)
    ]
    found = stocks(stock, *rows, before=20.0, after=47.0)
    hidden = [name for name, told in found.items() if told is None]

    assert f"{ended[0]} June" in hidden
    assert len(hidden) > 1 or found[f"{began[0]} June"] != 30.0


CASELOADS = ("caseload_10th_percentile", "caseload_90th_percentile")


@pytest.mark.parametrize(
    ("measure", "units", "status"),
    [
        *((measure, 59.0, "too_few") for measure in CASELOADS),
        *((measure, 60.0, "ok") for measure in CASELOADS),
        ("caseload_median", 11.0, "too_few"),
        ("caseload_median", 12.0, "ok"),
        ("assessment_90th_percentile_working_days", 59.0, "too_few"),
        ("assessment_90th_percentile_working_days", 60.0, "ok"),
    ],
)
def test_no_quantile_is_told_beyond_which_there_are_a_few(measure: str, units: float, status: str) -> None:
    """Of 59 workers, five have more than nine in ten: the quantile is nearly what the sixth holds."""
    (row,) = shown(figure(measure, None, units, period_type="snapshot", value=17.3)).values()

    assert (row["status"], row["denominator"]) == (status, units)
    assert row["value"] in (None, 17.0 if measure.startswith("caseload") else 17.3)


def test_a_caseload_is_told_in_whole_cases_and_not_where_it_is_a_few() -> None:
    """15.38 is 20 cases of 1.3 FTE, whose everybody knows."""
    many, few = (figure("caseload_median", None, 80.0, period_type="snapshot", value=value) for value in (15.38, 5.2))

    assert cells(*shown(many).values()) == (None, 80.0, 15.0, "ok")
    assert cells(*shown(few).values()) == (None, 80.0, None, "suppressed")


def test_an_exemption_is_of_the_whole_authority_and_of_no_agency() -> None:
    """Of 990 invitations 10 were not sent: of the police 2."""
    parts = (("all", 980.0, 990.0), ("agency=police", 97.0, 99.0), ("agency=health", 883.0, 891.0))
    rows = [figure("strategy_meeting_invited_pct", top, bottom, breakdown=part) for part, top, bottom in parts]
    found = shown(*rows, settings=EXEMPT)

    assert [row["status"] for row in found.values()] == ["suppressed", "suppressed", "ok"]
    assert found["strategy_meeting_invited_pct all"]["status"] == "ok"


@pytest.mark.parametrize("top", [0.0, 3.0, 9.0])
def test_of_fewer_than_ten_the_status_does_not_tell_whether_they_are_none_some_or_all(top: float) -> None:
    (row,) = shown(figure("re_referral_pct", top, 9.0)).values()

    assert cells(row) == (None, 9.0, None, "too_few")


def test_what_is_printed_of_no_figure_is_not_kept_as_shown() -> None:
    """9 of 9 are not printed above the line, nor is 0 of a hidden 4."""
    found = disclose(
        values_of(figure("re_referral_pct", 9.0, 9.0), figure("section_47_no_further_action_pct", 0.0, 4.0))
    )
    kept = found.counts.filter(is_hidden=False).select("measure", "role", "amount").rows()

    assert kept == [("re_referral_pct", "bottom", 9.0)]
