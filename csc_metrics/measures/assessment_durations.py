"""How long assessments take: the middle and the slow end of their durations, and what a month's referrals came to."""

from datetime import date
from typing import Final

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.assessments import OWN_RECORDS, PARTS, TOPIC
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.units import assessment_cohorts, assessments

_OWN_CLOCK: Final = {"assessments": ("started_on", "authorised_on")}
_SINCE_START: Final = (
    "Assessments by the day on which they were authorised; working days from the assessment's own start, day 0."
)
_BANDS_ONLY: Final = "DfE prints bands of durations (table c2), from which no exact figure can be told."
_FINISHED: Final = (
    "Only finished assessments count: a backlog that waits is not in it, and it rises as that is cleared."
)

ASSESSMENTS_COMPLETED: Final = Measure(
    code="assessments_completed",
    topic=TOPIC,
    title="Assessments completed",
    short_title="Assessments completed",
    statement="{value} assessments were completed",
    statement_of_one="{value} assessment was completed",
    parts_statement=None,
    definition="Assessments that a manager authorised in the period, reassessments of open cases among them.",
    numerator="assessments authorised in the period",
    denominator="none: a count",
    unit="assessments",
    decimals=0,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.MONTH,
    why_it_matters="How much was finished says whether a team keeps up with what comes in.",
    target=None,
    no_target_reason="A number of assessments follows from the need for them.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=(
        "DfE's table c2 prints a yearly total, which stands there as the denominator of the share in time."
    ),
    caveats=("Many finished in a month may be a backlog that is cleared, not more work that was done in time.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=f"{_SINCE_START} By duration in DfE's bands, from the start.",
        units=assessments.durations_by_own_clock,
        row="assessment",
        how=How.COUNT,
        reads=_OWN_CLOCK,
        dates=assessments.WHOLE_WITH,
        breakdowns=(*PARTS, "outcome", "duration"),
    ),
)

MEDIAN_DURATION: Final = Measure(
    code="assessment_median_working_days",
    topic=TOPIC,
    title="Time that assessments take, in the middle",
    short_title="Median assessment time",
    statement="half of completed assessments took {value} or fewer",
    parts_statement=None,
    definition="The median of working days from the start of an assessment to its authorisation.",
    numerator="none: the median of the assessments' working days",
    denominator="assessments authorised in the period",
    unit="working days",
    decimals=0,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.MONTH,
    why_it_matters="A family waits for the result; a middle near the limit leaves no room for what goes wrong.",
    target=None,
    no_target_reason=f"A limit of {ASSESSMENT_LIMIT} is set for each, not for the middle; very quick is not better.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=_BANDS_ONLY,
    caveats=(_FINISHED,),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=_SINCE_START,
        units=assessments.durations_by_own_clock,
        row="assessment",
        how=How.QUANTILE,
        quantile=0.5,
        reads=_OWN_CLOCK,
        dates=assessments.WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

SLOW_DURATION: Final = Measure(
    code="assessment_90th_percentile_working_days",
    topic=TOPIC,
    title="Time that the slowest tenth of assessments takes at least",
    short_title="Slowest tenth of assessments",
    statement="a tenth of completed assessments took {value} or more",
    parts_statement=None,
    definition="The 90th percentile of working days from the start of an assessment to its authorisation.",
    numerator="none: the 90th percentile of the assessments' working days",
    denominator="assessments authorised in the period",
    unit="working days",
    decimals=0,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.MONTH,
    why_it_matters="The slow end is where children wait longest; an average does not show it.",
    target=None,
    no_target_reason=f"The limit of {ASSESSMENT_LIMIT} is set for each assessment.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=_BANDS_ONLY,
    caveats=(_FINISHED,),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=_SINCE_START,
        units=assessments.durations_by_own_clock,
        row="assessment",
        how=How.QUANTILE,
        quantile=0.9,
        reads=_OWN_CLOCK,
        dates=assessments.WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

COHORT_BY_DAY_45: Final = Measure(
    code="referrals_assessed_by_day_45_pct",
    topic=TOPIC,
    title=f"Referrals that went to assessment and were assessed within {ASSESSMENT_LIMIT}",
    short_title="Assessed by day 45",
    statement=f"{{value}} of referrals that went to assessment were assessed within {ASSESSMENT_LIMIT}",
    parts_statement=None,
    definition=(
        "Of the referrals of a period that went to assessment, those whose first assessment was authorised within "
        f"{ASSESSMENT_LIMIT}; those that are still open count, as not yet done."
    ),
    numerator=f"first assessments authorised within {ASSESSMENT_LIMIT} of the referral",
    denominator="referrals of the period that went to assessment, whether or not it is finished",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.MONTH,
    why_it_matters="No backlog can hide here: what is not finished counts against it, and clearing it costs nothing.",
    target=None,
    no_target_reason=f"The limit for each assessment is {ASSESSMENT_LIMIT}; no share of them is set nationally.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason="DfE counts assessments by the year in which they were finished.",
    caveats=(
        f"A period is told only once {ASSESSMENT_LIMIT} have passed since its end.",
        "A referral that should have gone to assessment and did not is not in it.",
    ),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=(
            "First assessments by the day of the referral, open ones among them; working days from the referral, which "
            "is day 0. One dated before its referral is set aside."
        ),
        units=assessment_cohorts.referrals_that_went_to_assessment,
        row="assessment",
        how=How.SHARE,
        reads={"assessments": ("referred_on", "authorised_on", "is_first_of_referral")},
        dates=assessments.WHOLE_WITH,
        breakdowns=PARTS,
        known_after=assessment_cohorts.day_45_after,
    ),
)

MEASURES: Final = (ASSESSMENTS_COMPLETED, MEDIAN_DURATION, SLOW_DURATION, COHORT_BY_DAY_45)
"""In the order in which reports show them."""
