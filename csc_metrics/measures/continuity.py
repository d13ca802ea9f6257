"""How often children have to explain their lives again: changes of worker, first visits, the wait for a worker."""

from typing import Final

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.caseloads import TOPIC
from csc_metrics.measures.counting.how import ROLLING, AtEnd, FromRecords, How
from csc_metrics.measures.local import LocalMeasure
from csc_metrics.measures.units import continuity as units

_SOURCE: Final = "The authority's own records: case system (allocations)"
_AGAIN: Final = "Children say that they have to explain their circumstances again to each new worker."
_NOT_PRINTED: Final = "DfE prints no figure of who held a child's case."
_READS: Final = {"allocations": ("worker_id",)}

CHANGES: Final = LocalMeasure(
    code="worker_changes_per_child",
    topic=TOPIC,
    title="Changes of worker for each child",
    short_title="Changes of worker",
    statement="there were {value} changes of worker for each child with a worker",
    definition=("Changes of the worker who holds a child's case over a year, for each child with a worker at its end."),
    numerator="changes of worker in the year",
    denominator="children with a worker at the end of the year",
    unit="changes",
    decimals=2,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.ROLLING_12_MONTHS,
    why_it_matters=_AGAIN,
    no_target_reason="Some changes are planned, as when a plan passes to another team.",
    source=_SOURCE,
    no_published_counterpart_reason=_NOT_PRINTED,
    caveats=("Changes of children whose case has since closed are in its top, and those children not in its bottom.",),
    from_records=FromRecords(
        words=(
            "A row is a change of worker of a child, by its day, or a child with a worker at a month end. A first "
            "worker is no change. By team: the one that the allocation names."
        ),
        units=units.changes_of_worker,
        row="child",
        how=How.RATIO,
        reads=_READS,
        breakdowns=("team", "age_band"),
        periods=ROLLING,
        at_end=AtEnd.BOTTOM,
    ),
)

SEVERAL: Final = LocalMeasure(
    code="children_with_three_or_more_workers_pct",
    topic=TOPIC,
    title="Children with three or more workers in a year",
    short_title="Three or more workers",
    statement="{value} of children with a worker had three or more in a year",
    definition=(
        f"Of the children with a worker at the end of a year, those whose case {units.MANY_WORKERS} or more different "
        "workers had held within it."
    ),
    numerator=f"children with {units.MANY_WORKERS} or more different workers in the year",
    denominator="children with a worker at the end of the year",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.ROLLING_12_MONTHS,
    why_it_matters=_AGAIN,
    no_target_reason="No share is set nationally; some changes are planned.",
    source=_SOURCE,
    no_published_counterpart_reason=_NOT_PRINTED,
    caveats=("The passing from an assessment team to another is a change that many authorities plan.",),
    from_records=FromRecords(
        words="A row is a child with a worker at a month end, and the workers of the year up to it.",
        units=units.children_with_several_workers,
        row="child",
        how=How.SHARE,
        reads=_READS,
        breakdowns=("team", "age_band", "ethnicity"),
        periods=ROLLING,
        at_end=AtEnd.BOTH,
    ),
)

FIRST_VISITS: Final = LocalMeasure(
    code="first_visits_by_several_workers_pct",
    topic=TOPIC,
    title="Episodes whose first visits several workers made",
    short_title="First visits by several",
    statement="several workers made the first visits in {value} of episodes of need",
    definition=(
        f"Episodes of need with two visits or more of which the first {units.FIRST_VISITS} (within the time of an "
        "assessment) were made by two or more different workers."
    ),
    numerator="episodes whose first visits two or more workers made",
    denominator="episodes that began in the period with two visits or more",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.MONTH,
    why_it_matters=_AGAIN,
    no_target_reason="Two workers at one visit can be right; no share is set.",
    source="The authority's own records: case system (visits and referrals)",
    no_published_counterpart_reason="DfE collects no visits to children in need.",
    caveats=("Two workers who visit together count as several.", "It needs visits with the worker who made each."),
    from_records=FromRecords(
        words=(
            f"Episodes by the day of referral; visits up to {ASSESSMENT_LIMIT} later, each as one of the child's "
            "newest episode by then. An episode with a visit by a worker who is not known is set aside, unless the "
            "others are several already, as is a referral of which it is not recorded whether it was accepted."
        ),
        units=units.first_visits,
        row="episode",
        how=How.SHARE,
        reads={"visits": ("worker_id",), "referrals": ("referred_on",)},
        breakdowns=("age_band",),
        known_after=units.visits_known_after,
    ),
)


def _of_waits(share: float) -> FromRecords:
    """Return how a point of the order is counted. share: of the order that lies below it."""
    return FromRecords(
        words=(
            "Accepted referrals by the day of the first allocation to a worker, on the day of the referral or "
            "later, and before the child's next one. Referrals from before the months for which the records are "
            "whole are left out; one of which it is not recorded whether it was accepted is set aside."
        ),
        units=units.first_allocations,
        row="referral",
        how=How.QUANTILE,
        quantile=share,
        reads={"allocations": ("worker_id",), "referrals": ("referred_on",)},
        breakdowns=("team", "source"),
    )


def _wait(*, code: str, share: float, title: str, short_title: str, statement: str) -> LocalMeasure:
    """Return the measure of one point of the order of waits for a first worker."""
    return LocalMeasure(
        code=code,
        topic=TOPIC,
        title=title,
        short_title=short_title,
        statement=statement,
        definition=f"{title}, in calendar days from the referral to the first allocation of the child to a worker.",
        numerator="none: a point in the order of the referrals' waits",
        denominator="referrals that were first allocated to a worker in the period",
        unit="days",
        polarity=Polarity.LOW_IS_GOOD,
        period_type=PeriodType.MONTH,
        why_it_matters="Until somebody holds the case, nobody begins to find out what the family needs.",
        no_target_reason="Each authority sets its own time for allocation.",
        source="The authority's own records: case system (allocations and referrals)",
        no_published_counterpart_reason=_NOT_PRINTED,
        caveats=("It tells of those that were allocated: one that still waits is among the cases without a worker.",),
        from_records=_of_waits(share),
    )


MEDIAN_WAIT: Final = _wait(
    code="referral_to_allocation_median_days",
    share=0.5,
    title="Time from referral to a first worker, in the middle",
    short_title="Median referral to worker",
    statement="half of referrals had a worker within {value}",
)
"""The middle of the waits."""
SLOW_WAIT: Final = _wait(
    code="referral_to_allocation_90th_percentile_days",
    share=0.9,
    title="Time from referral to a first worker that a tenth waits at least",
    short_title="Slowest tenth to worker",
    statement="a tenth of referrals waited {value} or more for a worker",
)
"""The slow end of the waits."""

MEASURES: Final = (CHANGES, SEVERAL, FIRST_VISITS, MEDIAN_WAIT, SLOW_WAIT)
"""In the order in which reports show them."""
