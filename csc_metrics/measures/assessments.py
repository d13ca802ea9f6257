"""Timeliness of assessments and of initial child protection conferences, as DfE publishes it."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT, CONFERENCE_LIMIT
from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.published_shapes import share_within
from csc_metrics.measures.units import assessments as units
from csc_metrics.measures.units import enquiries

TOPIC: Final = "Assessments and conferences"
"""The part of a report that assessments stand in."""
PARTS: Final = ("team", "age_band", "ethnicity")
"""By what measures of assessments are broken down."""
OWN_RECORDS: Final = "The authority's own records: Annex A list 4, CIN census or case system"
"""Where assessments are told of."""
_HIDDEN: Final = (
    "DfE hides small numbers. Where one side of the time limit is whole, the share is still exact; "
    "where both sides hide a number, only bounds are known."
)


def count_assessments_within_45_working_days(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return assessments completed in the year that took 45 working days or fewer, as DfE's table c2 has them.

    Input: schema PublishedFigures. Returns: one row per area and period end; assessments over assessments completed,
    value in per cent; status incomplete with bounds where both sides hide a band.
    Source: DfE, Children in need, table c2; the start of its clock is unverified.
    """
    return share_within(
        figures,
        total="assessments_completed",
        within=[
            "assessments_same_day",
            "assessments_1_to_10_working_days",
            "assessments_11_to_20_working_days",
            "assessments_21_to_30_working_days",
            "assessments_31_to_40_working_days",
            "assessments_41_to_45_working_days",
        ],
        beyond=[
            "assessments_46_to_50_working_days",
            "assessments_51_to_60_working_days",
            "assessments_61_or_more_working_days",
        ],
    )


def count_conferences_within_15_working_days(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return initial child protection conferences held within 15 working days of the strategy discussion.

    Input: schema PublishedFigures. Returns: one row per area and period end; conferences over conferences held,
    value in per cent; status incomplete with bounds where both sides hide a band.
    Source: DfE, Children in need, table c4; CIN census guide 2023 to 2024, section 4.12.
    """
    return share_within(
        figures,
        total="initial_conferences",
        within=["initial_conferences_0_to_10_working_days", "initial_conferences_11_to_15_working_days"],
        beyond=["initial_conferences_16_to_20_working_days", "initial_conferences_21_or_more_working_days"],
    )


ASSESSMENTS_WITHIN_45_WORKING_DAYS: Final = Measure(
    code="assessments_within_45_working_days_pct",
    topic=TOPIC,
    title=f"Assessments completed within {ASSESSMENT_LIMIT}",
    short_title="Assessments in time",
    statement=f"{{value}} of completed assessments took {ASSESSMENT_LIMIT} or fewer",
    parts_statement=None,
    definition=f"Assessments completed in the year to 31 March that took {ASSESSMENT_LIMIT} or fewer (DfE table c2).",
    numerator=f"assessments completed in the year within {ASSESSMENT_LIMIT}",
    denominator="assessments completed in the year",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.YEAR,
    why_it_matters="Until an assessment is finished, nobody has decided what help a child needs.",
    target=None,
    no_target_reason=(
        f"The limit for each assessment is {ASSESSMENT_LIMIT} from referral; no share of them is set nationally."
    ),
    source="DfE, Children in need, table c2, year to 31 March",
    published_counterpart="Children in need, table c2",
    no_published_counterpart_reason=None,
    caveats=(
        "DfE table c2; clock start unverified: it may run from the assessment's start, not from the referral.",
        "Only finished assessments count: the share rises while a backlog is left alone and falls while it is cleared.",
        "Timely is not the same as good: nothing here says how well the assessments were done.",
        _HIDDEN,
    ),
    review_on=date(2027, 3, 31),
    tables=("c2",),
    count_published=count_assessments_within_45_working_days,
    from_records=FromRecords(
        words=(
            "Assessments by the day on which they were authorised, reassessments among them; working days from the "
            "assessment's own start, which is day 0."
        ),
        units=units.assessments_by_own_clock,
        row="assessment",
        how=How.SHARE,
        reads={"assessments": ("started_on", "authorised_on")},
        dates=units.WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

WITHIN_45_WORKING_DAYS_OF_REFERRAL: Final = Measure(
    code="assessments_within_45_working_days_of_referral_pct",
    topic=TOPIC,
    title=f"Assessments completed within {ASSESSMENT_LIMIT} of referral",
    short_title="Assessments since referral",
    statement=f"{{value}} of first assessments were completed within {ASSESSMENT_LIMIT} of referral",
    parts_statement=None,
    definition=(
        f"First assessments of referrals that were authorised within {ASSESSMENT_LIMIT} of the referral: the statutory "
        "clock."
    ),
    numerator=f"first assessments of a referral authorised within {ASSESSMENT_LIMIT} of it",
    denominator="first assessments of a referral that were authorised in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.YEAR,
    why_it_matters="The law counts from the day on which somebody asked for help, not from the day work began.",
    target=None,
    no_target_reason=(
        f"The limit for each assessment is {ASSESSMENT_LIMIT} from referral; no share of them is set nationally."
    ),
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason="DfE's table c2 may run from the assessment's start: another clock.",
    caveats=(
        "Reassessments of open cases have no such clock and are not in it.",
        "Only finished assessments count: the share rises while a backlog is left alone and falls while it is cleared.",
        "Timely is not the same as good: nothing here says how well the assessments were done.",
    ),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=(
            "First assessments of referrals by the day on which they were authorised; working days from the day of "
            "referral, which is day 0. One without a known referral, or dated before it, is set aside."
        ),
        units=units.assessments_by_clock_of_referral,
        row="assessment",
        how=How.SHARE,
        reads={"assessments": ("referred_on", "authorised_on", "is_first_of_referral")},
        dates=units.WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

CONFERENCES_WITHIN_15_WORKING_DAYS: Final = Measure(
    code="icpc_within_15_working_days_pct",
    topic=TOPIC,
    title=f"Child protection conferences within {CONFERENCE_LIMIT}",
    short_title="Conferences in time",
    statement=f"{{value}} of initial child protection conferences were held within {CONFERENCE_LIMIT}",
    parts_statement=None,
    definition=(
        "Initial child protection conferences (ICPC) in the year to 31 March that were held within "
        f"{CONFERENCE_LIMIT} of the strategy discussion that began the enquiry."
    ),
    numerator=f"initial child protection conferences held within {CONFERENCE_LIMIT}",
    denominator="initial child protection conferences held in the year",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.YEAR,
    why_it_matters="A late conference leaves a child who may be at risk of harm without an agreed plan.",
    target=None,
    no_target_reason=f"The limit for each conference is {CONFERENCE_LIMIT}; no share of them is set nationally.",
    source="DfE, Children in need, table c4, year to 31 March",
    published_counterpart="Children in need, table c4",
    no_published_counterpart_reason=None,
    caveats=("Enquiries that did not reach a conference are not in this figure.", _HIDDEN),
    review_on=date(2027, 3, 31),
    tables=("c4",),
    count_published=count_conferences_within_15_working_days,
    from_records=FromRecords(
        words=(
            "Initial child protection conferences by the day on which they were held; working days since the strategy "
            "discussion, which is day 0. One dated before the discussion, or held though none is required, is set "
            "aside."
        ),
        units=enquiries.conferences_held,
        row="conference",
        how=How.SHARE,
        reads={"section_47_enquiries": ("strategy_discussion_on", "icpc_on")},
        breakdowns=("age_band", "ethnicity"),
    ),
)

MEASURES: Final = (
    ASSESSMENTS_WITHIN_45_WORKING_DAYS,
    WITHIN_45_WORKING_DAYS_OF_REFERRAL,
    CONFERENCES_WITHIN_15_WORKING_DAYS,
)
"""In the order in which reports show them."""
