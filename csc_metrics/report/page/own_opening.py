"""Which measures of own records a public page tells, and which sentences about them open it."""

from typing import Final

import polars as pl

from csc_metrics.contracts.about_change import Variation
from csc_metrics.measures.registry import LOCAL_MEASURES
from csc_metrics.narrative.sentence import Sentence
from csc_metrics.report.page.own_sections import own_sentences
from csc_metrics.report.public_records import PublicRecords

OWN_MEASURES: Final = (
    "average_caseload",
    "caseload_median",
    "caseload_90th_percentile",
    "caseload_above_limit_pct",
    "strategy_meeting_quorate_pct",
    "strategy_meeting_within_target_pct",
    "strategy_meeting_wait_median_hours",
    "strategy_meetings_held",
    "initial_conference_quorate_pct",
    "core_group_quorate_pct",
    "assessments_within_45_working_days_pct",
    "assessments_within_45_working_days_of_referral_pct",
    "assessments_open",
    "assessments_overdue_pct",
    "icpc_within_15_working_days_pct",
    "contacts_decided_in_one_working_day_pct",
    "referrals",
    "re_referral_pct",
    "children_in_need",
    "child_protection_plans",
    "children_looked_after",
)
"""Measures of own records on a public page, in the order in which a panel asks. Source: needs of the suite."""
_FIRST: Final = (
    "strategy_meeting_quorate_pct",
    "average_caseload",
    "assessments_within_45_working_days_pct",
    "strategy_meeting_wait_median_hours",
    "assessments_overdue_pct",
    "strategy_meeting_within_target_pct",
)
"""What a panel asked about again and again: it opens the page before others that moved as much."""
_MOST_BETTER: Final = 3
"""What got better takes no more of an opening, so that there is room for what did not."""
_ASKED_ANYHOW: Final = 2
"""What a panel asks about is told of so many measures, be they as usual."""
_OTHERWISE: Final = (Variation.RISING.value, Variation.FALLING.value)


def own_opening(records: PublicRecords, *, most: int) -> tuple[Sentence, ...]:
    """Return sentences on own records that open a page: what got worse first, then what got better, then the others.

    Of those what a panel asks about comes first, then what moved neither for the better nor for the worse. A measure
    whose newest figures are hidden opens no page: an older one would be read as today's. records: what may be
    published. most: no more than so many.
    """
    known = records.charts.summaries.filter(pl.col("last_on") == pl.col("last_on").max())
    said = dict(known.select("measure", "variation").iter_rows())
    codes = [code for code in (*_FIRST, *(one for one in OWN_MEASURES if one not in _FIRST)) if code in said]
    worse, better, otherwise = (
        [code for code in codes if said[code] in words]
        for words in ((Variation.WORSENING.value,), (Variation.IMPROVING.value,), _OTHERWISE)
    )
    asked = [code for code in codes if code in _FIRST and code not in {*worse, *better}]
    in_order = dict.fromkeys([*worse, *better[:_MOST_BETTER], *asked[:_ASKED_ANYHOW], *otherwise, *codes])
    told = (own_sentences(LOCAL_MEASURES[code], records)[:1] for code in in_order)
    return tuple(sentence for sentences in told for sentence in sentences)[:most]
