"""What an average caseload hides: how cases spread over workers, who holds too many, and which nobody holds."""

from typing import Final

from csc_metrics.contracts.vocabulary import Note, PeriodType, Polarity
from csc_metrics.measures.caseloads import TOPIC
from csc_metrics.measures.counting.how import SNAPSHOT, FromRecords, How
from csc_metrics.measures.local import LocalMeasure
from csc_metrics.measures.units import caseloads as units

_SOURCE: Final = "The authority's own records: case system (allocations) and list of workers"
_CASES_PER_FTE: Final = "cases per social worker"
_READS: Final = {"allocations": ("worker_id",), "workers": ("fte",)}
_BY: Final = ("team", "employment")
_HOLDERS: Final = (
    "Workers who hold one or more children's cases at a month end, by cases per full-time equivalent. Those with an "
    f"FTE of 0 or not known, or with more than {units.MOST_CASES_PER_FTE} cases per FTE, are set aside, as DfE does."
)
_NO_LIMIT: Final = "No national caseload is right; a limit is each authority's own."
_BANDS_ONLY: Final = "DfE prints an average, and bands for England and regions alone."
_NOT_HELD: Final = "The workforce census counts cases that somebody holds."


def _of_spread(share: float) -> FromRecords:
    """Return how a point of the order is counted. share: of the order that lies below it."""
    return FromRecords(
        words=_HOLDERS,
        units=units.caseloads,
        row="worker",
        how=How.QUANTILE,
        quantile=share,
        reads=_READS,
        breakdowns=_BY,
        periods=SNAPSHOT,
    )


def _quantile(*, code: str, share: float, title: str, short_title: str, statement: str, why: str) -> LocalMeasure:
    """Return the measure of one point of the spread of caseloads."""
    return LocalMeasure(
        code=code,
        topic=TOPIC,
        title=title,
        short_title=short_title,
        statement=statement,
        definition=f"{title}, in cases for each full-time equivalent (FTE), of the workers who hold a case.",
        numerator="none: a point in the order of the workers' caseloads",
        denominator="workers who hold a case",
        unit=_CASES_PER_FTE,
        decimals=1,
        polarity=Polarity.LOW_IS_GOOD,
        period_type=PeriodType.SNAPSHOT,
        why_it_matters=why,
        no_target_reason=_NO_LIMIT,
        source=_SOURCE,
        no_published_counterpart_reason=_BANDS_ONLY,
        caveats=("Cases differ in work: a worker with few may have the hardest.",),
        from_records=_of_spread(share),
    )


LOW_END: Final = _quantile(
    code="caseload_10th_percentile",
    share=0.1,
    title="Caseload that a tenth of workers is at or below",
    short_title="Lowest tenth of caseloads",
    statement="a tenth of workers held {value} or fewer",
    why="Beside the highest tenth it says how evenly work is shared.",
)
"""The low end of the spread."""
MIDDLE: Final = _quantile(
    code="caseload_median",
    share=0.5,
    title="Middle (median) caseload",
    short_title="Middle caseload",
    statement="half of workers held {value} or more",
    why="A few workers with very many cases move the average, not the middle.",
)
"""The middle of the spread."""
HIGH_END: Final = _quantile(
    code="caseload_90th_percentile",
    share=0.9,
    title="Highest tenth of caseloads",
    short_title="Highest tenth of caseloads",
    statement="a tenth of workers held {value} or more",
    why="Inspectors ask for whom caseloads are too high; an average that comes down does not answer it.",
)
"""The high end of the spread."""
HIGHEST: Final = _quantile(
    code="caseload_highest",
    share=1.0,
    title="Highest caseload",
    short_title="Highest caseload",
    statement="the worker with most cases held {value}",
    why="Behind it is one worker, and the children who see too little of that worker.",
)
"""The end of the spread."""

ABOVE_LIMIT: Final = LocalMeasure(
    code="caseload_above_limit_pct",
    topic=TOPIC,
    title="Workers above the authority's caseload limit",
    short_title="Above the caseload limit",
    statement="{value} of workers held more cases than the authority's limit",
    definition=(
        "Workers with a case who hold more cases per full-time equivalent than the authority's own limit (the setting "
        "caseload.limit_cases_per_fte), or than its lower limit for newly qualified workers "
        "(caseload.newly_qualified_limit_cases_per_fte), as a share of all who hold one."
    ),
    numerator="workers above their limit",
    denominator="workers who hold a case",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="It shows how many workers have too many cases, which an average cannot.",
    no_target_reason="The limit is the authority's own; none should be above it.",
    source=_SOURCE,
    no_published_counterpart_reason="No national limit exists, so that nothing can be printed of it.",
    caveats=("With another limit it is another figure: the limit in use is printed with it.",),
    from_records=FromRecords(
        words=f"{_HOLDERS} One exactly at the limit is not above it.",
        units=units.caseloads_above_limit,
        row="worker",
        how=How.SHARE,
        reads=_READS,
        breakdowns=(*_BY, "newly_qualified"),
        periods=SNAPSHOT,
        needs_setting=lambda settings: settings.caseload.limit_cases_per_fte is not None,
        note_without=Note.LIMIT_NOT_SET,
    ),
)

CASE_HOLDERS: Final = LocalMeasure(
    code="case_holders",
    topic=TOPIC,
    title="Workers who hold cases",
    short_title="Case holders",
    statement="{value} workers held a case",
    statement_of_one="{value} worker held a case",
    definition="Workers who hold one or more children's cases, by DfE's bands of cases per full-time equivalent.",
    numerator="workers who hold a case",
    unit="workers",
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Bands show the spread at a glance, and are those that DfE uses.",
    source=_SOURCE,
    no_published_counterpart_reason=_BANDS_ONLY,
    caveats=("Workers who are set aside are counted beside it.",),
    from_records=FromRecords(
        words=_HOLDERS,
        units=units.caseloads,
        row="worker",
        how=How.COUNT,
        reads=_READS,
        breakdowns=(*_BY, "band"),
        periods=SNAPSHOT,
    ),
)

WITHOUT_FTE: Final = LocalMeasure(
    code="case_holders_without_fte",
    topic=TOPIC,
    title="Workers with cases and an FTE of 0",
    short_title="Case holders without FTE",
    statement="{value} workers held cases with an FTE of 0",
    statement_of_one="{value} worker held cases with an FTE of 0",
    definition="Workers who hold one or more children's cases though their post is recorded with an FTE of 0.",
    numerator="workers with a case and an FTE of 0",
    unit="workers",
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Their cases raise the average caseload and no FTE lowers it: the post may be recorded wrongly.",
    no_target_reason="None should be; no number is set.",
    source=_SOURCE,
    no_published_counterpart_reason=_BANDS_ONLY,
    caveats=("A worker whose FTE is not recorded at all is not in it.",),
    from_records=FromRecords(
        words="Workers who hold one or more children's cases at a month end. One whose FTE is not known is set aside.",
        units=units.holders_without_fte,
        row="worker",
        how=How.COUNT,
        reads=_READS,
        breakdowns=_BY,
        periods=SNAPSHOT,
    ),
)

WITH_CARERS: Final = LocalMeasure(
    code="average_caseload_with_carers",
    topic=TOPIC,
    title="Average caseload, carers among the cases",
    short_title="Caseload with carers",
    statement="social workers held {value} cases each on average, carers among them",
    definition=(
        "Cases of children and of carers who are assessed or supported, for each full-time equivalent (FTE) worker who "
        "holds one or more."
    ),
    numerator="cases of children and carers held by workers",
    denominator="full-time equivalent (FTE) workers who hold one or more of them",
    unit=_CASES_PER_FTE,
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="DfE's figure may count carers as cases: beside it stand both ways of counting.",
    no_target_reason=_NO_LIMIT,
    source=_SOURCE,
    no_published_counterpart_reason=(
        "DfE's average is set beside the caseload of children; whether it holds carers is not verified."
    ),
    caveats=("Where no carers are among the allocations it equals the average caseload.",),
    from_records=FromRecords(
        words="At each month end; a row is a worker who holds a case, of a child or of a carer.",
        units=units.holders_with_carers,
        row="worker",
        how=How.RATIO,
        reads=_READS,
        breakdowns=_BY,
        periods=SNAPSHOT,
    ),
)

MEASURES: Final = (LOW_END, MIDDLE, HIGH_END, HIGHEST, ABOVE_LIMIT, CASE_HOLDERS, WITHOUT_FTE, WITH_CARERS)
"""In the order in which reports show them."""
