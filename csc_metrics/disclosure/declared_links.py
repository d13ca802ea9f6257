"""What is known of counts of different measures before a figure is seen, by what the measures say: in one place.

An attacker knows it too, so none of it waits for a history that would show it. Each is used in every period in which it
holds: where records are not whole it may not, and then it tells nobody anything. To name too much is safe, since it
only hides more; to forget one is not, so what is forgotten is looked for in the figures as well
(`csc_metrics.disclosure.same_counts`, `csc_metrics.disclosure.found_sums`).
"""

from typing import Final

from csc_metrics.contracts.about_disclosure import CountRole
from csc_metrics.disclosure.publishable import MEETINGS, WITHOUT_COUNTS
from csc_metrics.measures.counting.how import How
from csc_metrics.measures.registry import LOCAL_MEASURES

Told = tuple[str, str]
"""Code of a measure and role of a count of it, of the same part and period as what it is set beside."""

_TOP, _BOTTOM, _REST = (role.value for role in CountRole)


def _tops(*codes: str) -> tuple[Told, ...]:
    return tuple((code, _TOP) for code in codes)


def _bottoms(*codes: str) -> tuple[Told, ...]:
    return tuple((code, _BOTTOM) for code in codes)


def _same_of_meetings(one: str, many: str) -> tuple[tuple[Told, ...], ...]:
    waits = ("median_hours", "90th_percentile_hours", "median_working_days", "90th_percentile_working_days")
    timed = (*_bottoms(*(f"{one}_wait_{word}" for word in waits)), *_bottoms(f"{one}_delayed_pct"))
    late = (*_tops(f"{many}_delayed", f"{one}_delayed_pct"), *_bottoms(f"{one}_delay_agency_not_recorded_pct"))
    known = (*_bottoms(f"{one}_attended_of_invited_pct", f"{one}_report_only_pct"), (f"{one}_not_recorded_pct", _REST))
    held = (*_tops(f"{many}_held"), *_bottoms(f"{one}_record_shared_in_one_working_day_pct"), timed[0])
    return timed, late, known, held


def _within_of_meetings(one: str, many: str) -> tuple[tuple[tuple[Told, ...], Told], ...]:
    of_invited, expected = f"{one}_attended_of_invited_pct", f"{one}_attended_pct"
    return (
        (_tops(of_invited, f"{one}_report_only_pct"), (of_invited, _BOTTOM)),
        (_tops(expected), (of_invited, _TOP)),
        (_tops(expected), (f"{one}_invited_pct", _TOP)),
        (_bottoms(expected), (f"{one}_invited_pct", _BOTTOM)),
        (_tops(f"{one}_invited_pct"), (f"{one}_not_recorded_pct", _BOTTOM)),
        (_bottoms(f"{one}_quorate_pct"), (f"{many}_held", _TOP)),
        (_bottoms(f"{one}_delayed_pct"), (f"{many}_held", _TOP)),
    )


SAME: Final[tuple[tuple[Told, ...], ...]] = (
    (
        *_tops("referrals", "referral_rate_per_10k"),
        *_bottoms("re_referral_pct", "referrals_decided_in_one_working_day_pct", "referrals_no_further_action_pct"),
    ),
    (*_tops("children_in_need_started"), ("referrals_no_further_action_pct", _REST)),
    (*_tops("referred_children"), *_bottoms("re_referred_children_pct")),
    (*_tops("contacts"), *_bottoms("contacts_became_referrals_pct", "contacts_decided_in_one_working_day_pct")),
    (*_tops("section_47_enquiries", "section_47_rate_per_10k"), *_bottoms("section_47_no_further_action_pct")),
    _tops("children_in_need", "children_in_need_rate_per_10k"),
    _tops("child_protection_plans", "child_protection_plan_rate_per_10k"),
    _tops("children_looked_after", "looked_after_rate_per_10k"),
    (*_tops("child_protection_plans_started"), *_bottoms("second_or_subsequent_plan_pct")),
    (
        *_tops("assessments_completed"),
        *_bottoms("assessments_within_45_working_days_pct", "assessment_median_working_days"),
        *_bottoms("assessment_90th_percentile_working_days", "assessments_not_in_need_pct"),
        *_bottoms("assessments_child_seen_pct", "assessments_reviewed_by_manager_pct"),
    ),
    (*_tops("assessments_open"), *_bottoms("assessments_overdue_pct")),
    _tops("assessments_overdue", "assessments_overdue_pct"),
    _bottoms("assessments_with_domestic_abuse_pct", "assessments_with_exploitation_pct"),
    _bottoms("returned_within_six_months_pct", "returned_for_same_need_pct"),
    (("agency_rate_pct", _REST), ("vacancy_rate_pct", _REST)),
    _bottoms("referral_to_allocation_median_days", "referral_to_allocation_90th_percentile_days"),
    _bottoms("contact_to_assessment_median_days", "contact_to_assessment_90th_percentile_days"),
    (*_tops("cases_without_worker"), *_bottoms("cases_without_worker_median_days")),
    (*_tops("cases_held"), *_bottoms("cases_of_agency_workers_pct")),
    (
        *_tops("case_holders"),
        *_bottoms("caseload_10th_percentile", "caseload_median", "caseload_90th_percentile"),
        *_bottoms("caseload_above_limit_pct"),
    ),
    *(group for names in MEETINGS.items() for group in _same_of_meetings(*names)),
)
"""Counts that are one by what their measures say, but for what nobody recorded: the largest lacks none of it."""

WITHIN: Final[tuple[tuple[tuple[Told, ...], Told], ...]] = (
    (_tops("referred_children"), ("referrals", _TOP)),
    (_tops("re_referred_children_pct"), ("re_referral_pct", _TOP)),
    (_tops("children_in_need_started"), ("referrals", _TOP)),
    (_tops("children_missing"), ("missing_episodes", _TOP)),
    (_tops("assessments_overdue", "assessments_due_soon"), ("assessments_open", _TOP)),
    (_bottoms("assessments_within_45_working_days_of_referral_pct"), ("assessments_completed", _TOP)),
    (
        _bottoms("assessments_within_45_working_days_of_referral_pct"),
        ("assessments_within_45_working_days_pct", _BOTTOM),
    ),
    (_tops("assessments_within_45_working_days_of_referral_pct"), ("assessments_within_45_working_days_pct", _TOP)),
    (_tops("assessments_with_factors"), ("assessments_with_domestic_abuse_pct", _BOTTOM)),
    (_bottoms("assessments_with_domestic_abuse_pct"), ("assessments_completed", _TOP)),
    (_tops("assessments_with_domestic_abuse_pct"), ("assessments_with_factors", _TOP)),
    (_tops("assessments_with_exploitation_pct"), ("assessments_with_factors", _TOP)),
    (_tops("returned_for_same_need_pct"), ("returned_within_six_months_pct", _TOP)),
    (_bottoms("returned_within_six_months_pct"), ("children_in_need_ended", _TOP)),
    (_tops("children_in_need_without_worker"), ("children_in_need", _TOP)),
    (_tops("child_protection_plans"), ("children_in_need", _TOP)),
    (_tops("children_looked_after"), ("children_in_need", _TOP)),
    (_tops("case_holders_without_fte"), ("case_holders", _TOP)),
    (_tops("child_protection_plans_started"), ("icpc_within_15_working_days_pct", _BOTTOM)),
    (_tops("strategy_meetings_overdue"), ("strategy_meetings_waiting", _TOP)),
    *(pair for names in MEETINGS.items() for pair in _within_of_meetings(*names)),
)
"""Counts that together are no more than another, of the same: what is left of it is a count, too."""

NO_MORE_THAN: Final[tuple[tuple[tuple[Told, ...], Told], ...]] = (
    (_tops("case_holders"), ("cases_held", _TOP)),
    *((_tops(f"{many}_held"), (f"{one}_children", _TOP)) for one, many in MEETINGS.items()),
)
"""Counts that are no more than another one, of something else: workers and cases. What is left is of nobody."""

STOCKS_AND_FLOWS: Final[tuple[tuple[Told, Told, Told], ...]] = (
    *(
        ((stock, _TOP), (f"{stock}_started", _TOP), (f"{stock}_ended", _TOP))
        for stock in ("children_in_need", "child_protection_plans", "children_looked_after", "cin_plans")
    ),
    (("assessments_open", _TOP), ("repeat_assessments_pct", _BOTTOM), ("assessments_completed", _TOP)),
    *(
        (
            (f"{one}_escalations_open", _TOP),
            (f"{one}_escalations", _TOP),
            (f"{one}_escalation_median_working_days", _BOTTOM),
        )
        for one in MEETINGS
    ),
)
"""What stands at the end of a period is what stood before, with what began and without what ended in it."""

LEFT_OF_FLOWS: Final[tuple[tuple[Told, tuple[Told, ...], tuple[Told, ...]], ...]] = (
    *(
        (stock, (came,), (gone,))
        for stock in (*_tops("assessments_open"), *_bottoms("assessments_overdue_pct"))
        for came in (*_tops("referrals"), *_bottoms("re_referral_pct"))
        for gone in (
            *_tops("assessments_completed"),
            *_bottoms("assessments_within_45_working_days_pct", "assessment_median_working_days"),
        )
    ),
    *((("children_in_need", _TOP), (came,), ()) for came in (*_tops("referrals"), *_bottoms("re_referral_pct"))),
    (("child_protection_plans", _TOP), _bottoms("icpc_within_15_working_days_pct"), ()),
    (("assessments_overdue_pct", _TOP), (), (("assessments_within_45_working_days_pct", _REST),)),
)
"""A stock, what came and what is gone of it: what is left beside the stock's growth came and did not become part of it,
or is gone without being counted. Of referrals it is those that led to no assessment; where it is not told what came,
those that did, such as assessments that became overdue."""

STILL_WAITING: Final[tuple[tuple[Told, Told, Told], ...]] = (
    (("contacts_waiting", _TOP), ("contacts", _TOP), ("contacts_became_referrals_pct", _BOTTOM)),
)
"""What waits on the newest day is what came in all quarters, without those of it that are done with by now."""

HELD_BY: Final[tuple[tuple[Told, Told], ...]] = (
    (("case_holders", _TOP), ("cases_held", _TOP)),
    *(
        ((code, _BOTTOM), (code, _TOP))
        for code, one in LOCAL_MEASURES.items()
        if one.from_records is not None and one.from_records.how is How.RATIO and code not in WITHOUT_COUNTS
    ),
)
"""How many hold, and how much is held: of a hidden number of workers it is not told how many cases are theirs."""
