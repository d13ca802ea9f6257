"""Cases held, by whom, and cases that wait for a worker."""

from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.caseloads import TOPIC
from csc_metrics.measures.counting.how import SNAPSHOT, FromRecords, How
from csc_metrics.measures.local import LocalMeasure
from csc_metrics.measures.units import caseloads as units

_SOURCE: Final = "The authority's own records: case system (allocations) and list of workers"
_READS: Final = {"allocations": ("worker_id",), "workers": ()}
_ALONE: Final = {"allocations": ("worker_id",)}
_NOT_HELD: Final = "The workforce census counts cases that somebody holds."
_WAITING: Final = (
    "Children's cases at a month end whose allocation names no worker, while no other one to a worker stands. "
)
_ONLY_RECORDED: Final = "A case that waits and of which no allocation without a worker is recorded is not in it."

CASES_HELD: Final = LocalMeasure(
    code="cases_held",
    topic=TOPIC,
    title="Cases held",
    short_title="Cases held",
    statement="workers held {value} children's cases",
    statement_of_one="workers held {value} child's case",
    definition="Children whose case a worker holds at the end of the month; siblings are a case each.",
    numerator="children whose case a worker holds",
    unit="cases",
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="An average caseload moves with cases or with workers: this is the one half of it.",
    source=_SOURCE,
    no_published_counterpart_reason="DfE prints them as the top of the average caseload, at 30 September.",
    caveats=("Cases of workers of whom no list tells are in it, and not in the average caseload.",),
    from_records=FromRecords(
        words=(
            "A case is a child with a primary allocation to a worker at a month end; the newest one counts. It belongs "
            "to the worker's team; where that is not known, to the allocation's."
        ),
        units=units.cases_held,
        row="case",
        how=How.COUNT,
        reads=_READS,
        breakdowns=("team", "employment", "plan_type", "age_band", "ethnicity"),
        periods=SNAPSHOT,
    ),
)

AGENCY_CASES: Final = LocalMeasure(
    code="cases_of_agency_workers_pct",
    topic=TOPIC,
    title="Cases held by agency workers",
    short_title="Cases with agency workers",
    statement="agency workers held {value} of children's cases",
    definition="Children's cases held by agency workers, as a share of those held by workers of known employment.",
    numerator="cases held by agency workers",
    denominator="cases held by workers of known employment",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Agency workers leave sooner: it is the share of children who may soon have to meet somebody new.",
    no_target_reason="No national target; a low share is what authorities aim for.",
    source=_SOURCE,
    no_published_counterpart_reason="DfE prints the share of workers, not of cases.",
    caveats=("A case of a worker whose employment is not known is set aside.",),
    from_records=FromRecords(
        words="Cases at a month end, by the employment of the worker's post. Employment not known is set aside.",
        units=units.cases_of_agency_workers,
        row="case",
        how=How.SHARE,
        reads={"allocations": ("worker_id",), "workers": ("employment",)},
        breakdowns=("team", "plan_type"),
        periods=SNAPSHOT,
    ),
)

WITHOUT_WORKER: Final = LocalMeasure(
    code="cases_without_worker",
    topic=TOPIC,
    title="Cases without a worker",
    short_title="Cases without a worker",
    statement="{value} children's cases had no worker",
    statement_of_one="{value} child's case had no worker",
    definition="Children's cases that are recorded as waiting for a worker at the end of the month.",
    numerator="cases allocated to nobody",
    unit="cases",
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="For each nobody has to visit, plan or notice that something goes wrong.",
    no_target_reason="None should wait; no number is set.",
    source=_SOURCE,
    no_published_counterpart_reason=_NOT_HELD,
    caveats=(_ONLY_RECORDED,),
    from_records=FromRecords(
        words=f"{_WAITING}A case counts once.",
        units=units.cases_without_worker,
        row="case",
        how=How.COUNT,
        reads=_ALONE,
        breakdowns=("team", "plan_type", "age_band"),
        periods=SNAPSHOT,
    ),
)


def _of_waits(share: float) -> FromRecords:
    """Return how a point of the order is counted. share: of the order that lies below it."""
    return FromRecords(
        words=f"{_WAITING}The wait of a case is told in calendar days.",
        units=units.cases_without_worker,
        row="case",
        how=How.QUANTILE,
        quantile=share,
        reads=_ALONE,
        breakdowns=("team",),
        periods=SNAPSHOT,
    )


def _wait(*, code: str, share: float, title: str, short_title: str, statement: str) -> LocalMeasure:
    """Return the measure of one point of the order of waits for a worker."""
    return LocalMeasure(
        code=code,
        topic=TOPIC,
        title=title,
        short_title=short_title,
        statement=statement,
        definition=f"{title}, in calendar days from the start of the allocation to nobody to the end of the month.",
        numerator="none: a point in the order of the cases' waits",
        denominator="cases allocated to nobody",
        unit="days",
        polarity=Polarity.LOW_IS_GOOD,
        period_type=PeriodType.SNAPSHOT,
        why_it_matters="A case that waits for days is a delay; one that waits for weeks is a child nobody knows.",
        no_target_reason="Cases should not wait; no time is set nationally.",
        source=_SOURCE,
        no_published_counterpart_reason=_NOT_HELD,
        caveats=(_ONLY_RECORDED, "It is the wait so far: those that ended within the month are not in it."),
        from_records=_of_waits(share),
    )


MEDIAN_WAIT: Final = _wait(
    code="cases_without_worker_median_days",
    share=0.5,
    title="Wait of cases without a worker, in the middle",
    short_title="Median wait for worker",
    statement="half of cases without a worker had waited {value} or fewer",
)
"""The middle of the waits."""
LONGEST_WAIT: Final = _wait(
    code="cases_without_worker_longest_days",
    share=1.0,
    title="Longest wait of a case without a worker",
    short_title="Longest wait for worker",
    statement="the case that waited longest had waited {value}",
)
"""The longest of the waits."""

IN_NEED_WITHOUT_WORKER: Final = LocalMeasure(
    code="children_in_need_without_worker",
    topic=TOPIC,
    title="Children in need whose case no worker holds",
    short_title="In need without worker",
    statement="{value} open episodes of need had no worker",
    statement_of_one="{value} open episode of need had no worker",
    definition="Open episodes of need at the end of the month whose child has no allocation to a worker.",
    numerator="open episodes of need of children without a worker",
    unit="episodes",
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="It finds the cases that nobody holds though no record says that they wait.",
    no_target_reason="None should be; no number is set.",
    source=f"{_SOURCE}; referrals",
    no_published_counterpart_reason=_NOT_HELD,
    caveats=("An episode that nobody closed in the case system looks as if it had no worker.",),
    from_records=FromRecords(
        words="Episodes open at a month end (referral accepted, not closed) without a primary allocation to a worker.",
        units=units.children_in_need_without_worker,
        row="episode",
        how=How.COUNT,
        reads={"referrals": ("referred_on", "closed_on"), "allocations": ("worker_id",)},
        breakdowns=("age_band", "primary_need"),
        periods=SNAPSHOT,
    ),
)

MEASURES: Final = (CASES_HELD, AGENCY_CASES, WITHOUT_WORKER, MEDIAN_WAIT, LONGEST_WAIT, IN_NEED_WITHOUT_WORKER)
"""In the order in which reports show them."""
