"""What assessments found and how they were done: outcome, the child seen, a manager's review, assessed once more."""

from datetime import date
from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.assessments import OWN_RECORDS, PARTS, TOPIC
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.units import assessment_practice as units
from csc_metrics.measures.units.assessments import WHOLE_WITH

_BY_AUTHORISED: Final = "Assessments by the day on which they were authorised."
_NOT_QUALITY: Final = "That it was done says nothing of how well it was done; audits do."

NOT_IN_NEED: Final = Measure(
    code="assessments_not_in_need_pct",
    topic=TOPIC,
    title="Assessments that found no need for children's social care",
    short_title="Assessed as not in need",
    statement="{value} of completed assessments found that the child was not in need",
    parts_statement=None,
    definition=(
        "Completed assessments after which children's social care goes on with nothing: the child is not in need, or "
        "early help takes over."
    ),
    numerator="assessments with the outcome not in need, or passed on to early help",
    denominator="assessments authorised in the period that have an outcome",
    unit="%",
    decimals=1,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.MONTH,
    why_it_matters="Many such assessments may mean that too many families are assessed who need other help.",
    target=None,
    no_target_reason="Neither many nor few are good in themselves.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=(
        "DfE's table c1 counts referrals that were assessed as not in need, out of all referrals of a year."
    ),
    caveats=("An assessment without an outcome is set aside, not counted as in need.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=f"{_BY_AUTHORISED} One without an outcome is set aside.",
        units=units.outcomes_of_assessments,
        row="assessment",
        how=How.SHARE,
        reads={"assessments": ("authorised_on", "outcome")},
        dates=WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

CHILD_SEEN: Final = Measure(
    code="assessments_child_seen_pct",
    topic=TOPIC,
    title="Assessments for which the child was seen",
    short_title="Child seen in assessment",
    statement="the child was seen in {value} of completed assessments",
    parts_statement=None,
    definition="Completed assessments with a day, up to the authorisation, on which the child was seen for it.",
    numerator="assessments for which the child was seen by the day of authorisation",
    denominator="assessments authorised in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.MONTH,
    why_it_matters="Nobody can say how a child lives whom nobody has seen.",
    target=None,
    no_target_reason="Guidance wants every child seen; no share is set.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason="DfE prints no figure of it.",
    caveats=("A child who was seen and of whom nobody recorded it counts as not seen.", _NOT_QUALITY),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=f"{_BY_AUTHORISED} An empty day of seeing the child counts as not seen.",
        units=units.children_seen,
        row="assessment",
        how=How.SHARE,
        reads={"assessments": ("authorised_on", "child_seen_on")},
        dates=WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

REVIEWED: Final = Measure(
    code="assessments_reviewed_by_manager_pct",
    topic=TOPIC,
    title="Assessments that a manager reviewed on the way",
    short_title="Manager reviewed on way",
    statement="a manager reviewed {value} of completed assessments on the way",
    parts_statement=None,
    definition="Completed assessments with a manager's first review recorded by the day of authorisation.",
    numerator="assessments with a manager's review by the day of authorisation",
    denominator="assessments authorised in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.MONTH,
    why_it_matters="Oversight that fades after a case is allocated lets assessments drift.",
    target=None,
    no_target_reason="Each authority sets its own standard of review.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason="DfE prints no figure of it.",
    caveats=("A review that nobody recorded counts as none.", _NOT_QUALITY),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=f"{_BY_AUTHORISED} An empty day of review counts as none.",
        units=units.reviewed_by_manager,
        row="assessment",
        how=How.SHARE,
        reads={"assessments": ("authorised_on", "manager_reviewed_on")},
        dates=WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

REVIEW_AFTER_ALLOCATION: Final = Measure(
    code="allocation_to_review_median_working_days",
    topic=TOPIC,
    title="Time from allocation to a manager's first review",
    short_title="Allocation to manager's review",
    statement="half of first reviews by a manager came within {value} of allocation",
    parts_statement=None,
    definition=(
        "The median of working days from the child's first allocation to a worker, on the day of the referral or after "
        "it, to a manager's first review of the assessment."
    ),
    numerator="none: the median of working days to the review",
    denominator="first assessments of a referral with a review in the period",
    unit="working days",
    decimals=0,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.MONTH,
    why_it_matters="A plan that nobody looks at in the first weeks is changed late or not at all.",
    target=None,
    no_target_reason="Each authority sets its own standard of review.",
    source=f"{OWN_RECORDS}; allocations from the case system",
    published_counterpart=None,
    no_published_counterpart_reason="DfE prints no figure of it.",
    caveats=("Assessments that were never reviewed are not in it: read it beside the share that was.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=(
            "First assessments of referrals by the day of a manager's first review; working days from the first "
            "allocation to a worker, day 0. One without a known referral, or an allocation by then, is set aside."
        ),
        units=units.reviews_after_allocation,
        row="assessment",
        how=How.QUANTILE,
        quantile=0.5,
        reads={
            "assessments": ("referred_on", "is_first_of_referral", "manager_reviewed_on"),
            "allocations": ("worker_id",),
        },
        dates=(*WHOLE_WITH, "allocations"),
        breakdowns=PARTS,
    ),
)

REPEATS: Final = Measure(
    code="repeat_assessments_pct",
    topic=TOPIC,
    title=f"Assessments of a child who was assessed in the {units.REPEAT_WITHIN} months before",
    short_title="Repeat assessments",
    statement=f"{{value}} of assessments begun were of a child assessed in the {units.REPEAT_WITHIN} months before",
    parts_statement=None,
    definition=(
        "Assessments begun in the period for a child of whom another had begun on an earlier day of the "
        f"{units.REPEAT_WITHIN} months before."
    ),
    numerator="assessments of a child with another begun before it within that time",
    denominator="assessments begun in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.MONTH,
    why_it_matters="A child assessed again and again may not have got the help that the first one called for.",
    target=None,
    no_target_reason="A reassessment of an open case is often right.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason="DfE prints no figure of it.",
    caveats=("Reassessments of cases that stayed open are in it.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=(
            "Assessments by the day on which they started; months for which records do not reach back so far are not "
            "told."
        ),
        units=units.repeat_assessments,
        row="assessment",
        how=How.SHARE,
        reads={"assessments": ("started_on",)},
        dates=WHOLE_WITH,
        breakdowns=PARTS,
        history_months=units.REPEAT_WITHIN,
    ),
)

MEASURES: Final = (NOT_IN_NEED, CHILD_SEEN, REVIEWED, REVIEW_AFTER_ALLOCATION, REPEATS)
"""In the order in which reports show them."""
