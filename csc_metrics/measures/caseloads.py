"""Caseloads and the social work workforce, as DfE publishes them at 30 September."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import ROLLING, SNAPSHOT, AtEnd, FromRecords, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.published_shapes import printed_ratio
from csc_metrics.measures.units import caseloads as cases
from csc_metrics.measures.units import workforce

TOPIC: Final = "Caseloads and workforce"
"""The part of a report that caseloads and the workforce stand in."""
_WORKFORCE: Final = ("workforce",)
_SOURCE: Final = "DfE, Children's social work workforce, at 30 September"
_OVERLAP: Final = (
    "Agency workers often cover vacancies, so the agency rate and the vacancy rate overlap and are never added."
)


def count_average_caseload(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return cases per FTE social worker who holds one or more cases, agency workers included.

    Input: schema PublishedFigures. Returns: one row per area and period end; numerator cases, denominator FTE,
    value cases per FTE as DfE prints it.
    Source: DfE, Children's social work workforce.
    """
    return printed_ratio(figures, value="average_caseload", numerator="cases", denominators=["case_holders_fte"])


def count_agency_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return agency FTE as a share of agency and in-post FTE together: agency workers are outside "in post".

    Input: schema PublishedFigures. Returns: one row per area and period end; FTE over FTE, value in per cent.
    Source: DfE, Children's social work workforce.
    """
    return printed_ratio(
        figures,
        value="agency_rate_pct",
        numerator="agency_workers_fte",
        denominators=["social_workers_in_post_fte", "agency_workers_fte"],
    )


def count_vacancy_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return vacant FTE as a share of vacant and in-post FTE together.

    Input: schema PublishedFigures. Returns: one row per area and period end; FTE over FTE, value in per cent.
    Source: DfE, Children's social work workforce.
    """
    return printed_ratio(
        figures,
        value="vacancy_rate_pct",
        numerator="vacancies_fte",
        denominators=["social_workers_in_post_fte", "vacancies_fte"],
    )


def count_turnover_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return FTE of leavers in the twelve months over FTE in post at their end.

    Input: schema PublishedFigures. Returns: one row per area and period end; FTE over FTE, value in per cent.
    Source: DfE, Children's social work workforce.
    """
    return printed_ratio(
        figures, value="turnover_rate_pct", numerator="leavers_fte", denominators=["social_workers_in_post_fte"]
    )


AVERAGE_CASELOAD: Final = Measure(
    code="average_caseload",
    topic=TOPIC,
    title="Average caseload",
    short_title="Average caseload",
    statement="social workers held {value} cases each on average",
    parts_statement=(
        "In the year to {day}, the average caseload went from {value_before} to {value}: cases from "
        "{numerator_before} to {numerator}, and full-time equivalent social workers who hold them from "
        "{denominator_before} to {denominator}."
    ),
    definition=(
        "Cases held by social workers at 30 September for each full-time equivalent (FTE) social worker who holds "
        "one or more cases, agency workers included. Each child, siblings too, is one case."
    ),
    numerator="cases held by social workers at 30 September",
    denominator="full-time equivalent (FTE) social workers who hold one or more cases, agency workers included",
    unit="cases per social worker",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters=(
        "Workers with too many cases see children less often and know them less well. "
        "An average hides its spread: some workers hold many more."
    ),
    target=None,
    no_target_reason="No national caseload is right; a limit is each authority's own.",
    source=_SOURCE,
    published_counterpart="Children's social work workforce, caseload_fte",
    no_published_counterpart_reason=None,
    caveats=(
        "An average of the whole authority: it does not say how many workers hold more than they should.",
        "A case can be a carer who is assessed or supported, not only a child.",
    ),
    review_on=date(2027, 3, 31),
    tables=_WORKFORCE,
    count_published=count_average_caseload,
    from_records=FromRecords(
        words=(
            "At each month end; a row is a worker who holds a case. Children only: carers are counted in a measure of "
            "its own. A child has one case, with the worker of the newest primary allocation that stands. A worker of "
            "unknown FTE is set aside with the cases; one with an FTE of 0 counts in the top alone."
        ),
        units=cases.holders,
        row="worker",
        how=How.RATIO,
        reads={"allocations": ("worker_id",), "workers": ("fte",)},
        breakdowns=("team", "employment", "role"),
        periods=SNAPSHOT,
    ),
)

AGENCY_RATE: Final = Measure(
    code="agency_rate_pct",
    topic=TOPIC,
    title="Agency social workers",
    short_title="Agency social workers",
    statement="{value} of social workers were from an agency",
    parts_statement=None,
    definition="Agency social workers as a share of agency and employed social workers together, in FTE.",
    numerator="full-time equivalent (FTE) agency social workers at 30 September",
    denominator="FTE agency social workers and social workers in post",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Agency workers leave sooner and cost more, so that children change social worker more often.",
    target=None,
    no_target_reason="No national target; a low rate is what authorities aim for.",
    source=_SOURCE,
    published_counterpart="Children's social work workforce, agency_rate_fte",
    no_published_counterpart_reason=None,
    caveats=(_OVERLAP,),
    review_on=date(2027, 3, 31),
    tables=_WORKFORCE,
    count_published=count_agency_rate,
    from_records=FromRecords(
        words=(
            "Workers in post at each month end, in FTE; the last day in a post is in it. A worker of unknown FTE or "
            "employment is set aside."
        ),
        units=workforce.agency_workers,
        row="worker",
        how=How.RATIO_PCT,
        reads={"workers": ("fte", "employment")},
        breakdowns=("team", "role", "role_group"),
        periods=SNAPSHOT,
    ),
)

VACANCY_RATE: Final = Measure(
    code="vacancy_rate_pct",
    topic=TOPIC,
    title="Social worker vacancies",
    short_title="Vacancies",
    statement="{value} of social worker posts were vacant",
    parts_statement=None,
    definition="Vacant social worker posts as a share of vacant and filled posts together, in FTE.",
    numerator="full-time equivalent (FTE) vacant social worker posts at 30 September",
    denominator="FTE vacant posts and social workers in post",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Posts that stand empty leave more cases for everybody else, unless agency workers cover them.",
    target=None,
    no_target_reason="No national target; a low rate is what authorities aim for.",
    source=_SOURCE,
    published_counterpart="Children's social work workforce, vacancy_rate_fte",
    no_published_counterpart_reason=None,
    caveats=(_OVERLAP,),
    review_on=date(2027, 3, 31),
    tables=_WORKFORCE,
    count_published=count_vacancy_rate,
    from_records=FromRecords(
        words=(
            "A row is a vacant post or a permanent worker in post at a month end, in FTE. A post is vacant until the "
            "day before it is filled. A post of unknown FTE, or a worker of unknown employment, is set aside."
        ),
        units=workforce.vacant_posts,
        row="post",
        how=How.RATIO_PCT,
        reads={"vacancies": ("fte",), "workers": ("fte", "employment")},
        breakdowns=("team", "role", "role_group"),
        periods=SNAPSHOT,
    ),
)

TURNOVER_RATE: Final = Measure(
    code="turnover_rate_pct",
    topic=TOPIC,
    title="Social worker turnover",
    short_title="Turnover",
    statement="leavers were {value} of social workers in post",
    parts_statement=None,
    definition="Social workers who left in the year to 30 September as a share of those in post at its end, in FTE.",
    numerator="full-time equivalent (FTE) social workers who left in the twelve months to 30 September",
    denominator="FTE social workers in post at 30 September",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.ROLLING_12_MONTHS,
    why_it_matters="When social workers leave, children have to explain their lives again to somebody new.",
    target=None,
    no_target_reason="No national target; some turnover is healthy.",
    source=_SOURCE,
    published_counterpart="Children's social work workforce, turnover_rate_fte",
    no_published_counterpart_reason=None,
    caveats=("Small authorities swing widely: one leaver more can move the rate by points.",),
    review_on=date(2027, 3, 31),
    tables=_WORKFORCE,
    count_published=count_turnover_rate,
    from_records=FromRecords(
        words=(
            "Permanent workers by the last day in post, over a year, in FTE, out of those in post at the end of it. "
            "Who begins in another post by 31 days later has moved and is no leaver. A worker of unknown FTE or "
            "employment is set aside."
        ),
        units=workforce.leavers,
        row="worker",
        how=How.RATIO_PCT,
        reads={"workers": ("fte", "employment", "left_on")},
        breakdowns=("team", "role", "role_group"),
        periods=ROLLING,
        at_end=AtEnd.BOTTOM,
    ),
)

MEASURES: Final = (AVERAGE_CASELOAD, AGENCY_RATE, VACANCY_RATE, TURNOVER_RATE)
"""In the order in which reports show them."""
