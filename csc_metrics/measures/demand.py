"""Children in need, on child protection plans and looked after at 31 March, and plans begun in a year, from DfE."""

from datetime import date
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import SNAPSHOT, FromRecords, How
from csc_metrics.measures.front_door import (
    COMPUTED_WORDS,
    NO_JUDGEMENT_WORDS,
    NO_RATE_TARGET,
    PER_10K_CHILDREN,
    POPULATION_WORDS,
)
from csc_metrics.measures.local import COUNT_FOR_THE_RATE, LocalMeasure
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.published_shapes import printed_ratio, rate_per_10k_children
from csc_metrics.measures.units import demand as units
from csc_metrics.measures.units import plans

TOPIC: Final = "Children in need, protected and looked after"
"""The part of a report that episodes of need, plans and care stand in."""
WITHIN: Final = "Looked-after children and children on a plan are among the children in need: never add them."
"""Of each of the three."""
_SOURCE: Final = "The authority's own records: Annex A list 3, CIN census or case system"
_PARTS: Final = ("age_band", "ethnicity", "primary_need")
_REFERRALS: Final = {"referrals": ("referred_on", "is_no_further_action", "closed_on")}
_PLANS: Final = {"plans": ("started_on", "ended_on")}
_PER_10K: Final = "for every 10,000 children of the mid-year before."


def count_children_in_need_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return open episodes of need at 31 March per 10,000 children aged 0 to 17.

    Input: schema PublishedFigures. Returns: one row per area and period end; episodes over children.
    Source: DfE, Children in need, table b1; ONS mid-year estimates.
    """
    return rate_per_10k_children(figures, count="children_in_need_episodes")


def count_child_protection_plan_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return children on a child protection plan at 31 March per 10,000 children aged 0 to 17.

    Input: schema PublishedFigures. Returns: one row per area and period end; plans over children.
    Source: DfE, Children in need, table d5; ONS mid-year estimates.
    """
    return rate_per_10k_children(figures, count="child_protection_plans")


def count_second_or_subsequent_plans(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return plans begun in the year for a child who had been on one before, per plan begun.

    Input: schema PublishedFigures. Returns: one row per area and period end; second or subsequent plans over plans
    begun, value in per cent as DfE prints it.
    Source: DfE, Children in need, table d3.
    """
    return printed_ratio(
        figures,
        value="second_or_subsequent_plan_pct",
        numerator="second_or_subsequent_plans_started",
        denominators=["child_protection_plans_started"],
    )


def count_looked_after_rate(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Return children looked after at 31 March per 10,000 children aged 0 to 17, as DfE prints it (whole numbers).

    Input: schema PublishedFigures. Returns: one row per area and period end; children over children.
    Source: DfE, Children looked after in England.
    """
    return printed_ratio(
        figures,
        value="looked_after_rate_per_10k",
        numerator="children_looked_after",
        denominators=["population_of_looked_after_rate"],
    )


CHILDREN_IN_NEED_RATE: Final = Measure(
    code="children_in_need_rate_per_10k",
    topic=TOPIC,
    title="Children in need",
    short_title="Children in need",
    statement="there were {value} open episodes of need for every 10,000 children",
    parts_statement=None,
    definition=(
        "Episodes of need open at 31 March (a referral was accepted and the case is not closed) for every "
        "10,000 children."
    ),
    numerator="open episodes of need at 31 March",
    denominator=POPULATION_WORDS,
    unit=PER_10K_CHILDREN,
    decimals=1,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Every open episode is a child whom somebody must know, visit and review.",
    target=None,
    no_target_reason=NO_RATE_TARGET,
    source="DfE, Children in need, table b1, at 31 March; ONS mid-year population estimates",
    published_counterpart="Children in need, table b1",
    no_published_counterpart_reason=None,
    caveats=(
        NO_JUDGEMENT_WORDS,
        "Open episodes of need are many more than children on a child in need plan.",
        WITHIN,
        COMPUTED_WORDS,
    ),
    review_on=date(2027, 3, 31),
    tables=("b1", "population"),
    count_published=count_children_in_need_rate,
    from_records=FromRecords(
        words=(
            "Episodes of need that were open at the end of the month: referred, not ended with no further action, "
            f"and not closed by that day, {_PER_10K}"
        ),
        units=units.open_episodes,
        row="episode",
        how=How.RATE,
        reads=_REFERRALS,
        periods=SNAPSHOT,
    ),
)

CHILD_PROTECTION_PLAN_RATE: Final = Measure(
    code="child_protection_plan_rate_per_10k",
    topic=TOPIC,
    title="Children on a child protection plan",
    short_title="Child protection plans",
    statement="{value} in every 10,000 children were on a child protection plan",
    parts_statement=None,
    definition="Children on a child protection plan at 31 March for every 10,000 children.",
    numerator="children on a child protection plan at 31 March",
    denominator=POPULATION_WORDS,
    unit=PER_10K_CHILDREN,
    decimals=1,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="A plan says that a child is suffering, or is likely to suffer, significant harm.",
    target=None,
    no_target_reason=NO_RATE_TARGET,
    source="DfE, Children in need, table d5, at 31 March; ONS mid-year population estimates",
    published_counterpart="Children in need, table d5",
    no_published_counterpart_reason=None,
    caveats=(NO_JUDGEMENT_WORDS, WITHIN, COMPUTED_WORDS),
    review_on=date(2027, 3, 31),
    tables=("d5", "population"),
    count_published=count_child_protection_plan_rate,
    from_records=FromRecords(
        words=f"Child protection plans that stood at the end of the month, one for each child, {_PER_10K}",
        units=plans.protection_plans_standing,
        row="plan",
        how=How.RATE,
        reads=_PLANS,
        dates=("plans.cp",),
        periods=SNAPSHOT,
    ),
)

SECOND_OR_SUBSEQUENT_PLANS: Final = Measure(
    code="second_or_subsequent_plan_pct",
    topic=TOPIC,
    title="Second or subsequent child protection plans",
    short_title="Repeat protection plans",
    statement="{value} of child protection plans that began were for a child who had been on one before",
    parts_statement=None,
    definition=(
        "Child protection plans that began in the year to 31 March for a child who had been on such a plan before, as "
        "a share of all that began."
    ),
    numerator="plans begun in the year that are a child's second or subsequent one",
    denominator="child protection plans begun in the year",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.YEAR,
    why_it_matters="A plan should end when a child is lastingly safer; a later plan may mean that it ended too soon.",
    target=None,
    no_target_reason="No national target: some second plans are needed.",
    source="DfE, Children in need, table d3, year to 31 March",
    published_counterpart="Children in need, table d3",
    no_published_counterpart_reason=None,
    caveats=(
        "Lower is better as a rule, but none at all is no aim: a second plan can be right when a child's life changes.",
        "An earlier plan counts however long ago it was: this is not a share of plans that ended too soon.",
        "Each plan begun is counted, so a child with two in the year is counted twice.",
        "From own records plans before they begin, or in another authority, are not known: the share is then too low.",
    ),
    review_on=date(2027, 3, 31),
    tables=("d3",),
    count_published=count_second_or_subsequent_plans,
    from_records=FromRecords(
        words=(
            "Child protection plans by the day on which they began; an earlier plan counts where the records tell of "
            "it, however long ago it was."
        ),
        units=plans.second_protection_plans,
        row="plan",
        how=How.SHARE,
        reads={"plans": ("started_on",)},
        dates=("plans.cp",),
        breakdowns=("age_band", "ethnicity"),
    ),
)

LOOKED_AFTER_RATE: Final = Measure(
    code="looked_after_rate_per_10k",
    topic=TOPIC,
    title="Children looked after",
    short_title="Children looked after",
    statement="{value} in every 10,000 children were looked after",
    parts_statement=None,
    definition="Children looked after by the authority at 31 March for every 10,000 children, as DfE prints it.",
    numerator="children looked after at 31 March",
    denominator=POPULATION_WORDS,
    unit=PER_10K_CHILDREN,
    decimals=0,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Being looked after changes a child's life; the number also drives what the service costs.",
    target=None,
    no_target_reason=NO_RATE_TARGET,
    source="DfE, Children looked after in England, at 31 March",
    published_counterpart="Children looked after, rate_per_10000",
    no_published_counterpart_reason=None,
    caveats=(NO_JUDGEMENT_WORDS, "DfE prints whole numbers, so small differences do not show.", WITHIN),
    review_on=date(2027, 3, 31),
    tables=("looked_after",),
    count_published=count_looked_after_rate,
    from_records=FromRecords(
        words=f"Periods of care that had not ended by the end of the month, one for each child, {_PER_10K}",
        units=plans.periods_of_care_standing,
        row="period of care",
        how=How.RATE,
        reads=_PLANS,
        dates=("plans.cla",),
        periods=SNAPSHOT,
    ),
)

CHILDREN_IN_NEED: Final = LocalMeasure(
    code="children_in_need",
    topic=TOPIC,
    title="Number of children in need",
    short_title="Number of children in need",
    statement="{value} episodes of need were open",
    statement_of_one="{value} episode of need was open",
    definition="Episodes of need open at the end of the month: a referral was accepted and the case is not closed.",
    numerator="episodes of need open at the end of the month",
    unit="episodes",
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Every open episode is a child whom somebody must know, visit and review.",
    source=_SOURCE,
    no_published_counterpart_reason=COUNT_FOR_THE_RATE,
    caveats=("Open episodes of need are many more than children on a child in need plan.", WITHIN),
    from_records=FromRecords(
        words=(
            "Episodes of need that were open at the end of the month: referred, not ended with no further action, "
            "and not closed by that day. One of which it is not recorded how the referral ended is open until it is "
            "closed."
        ),
        units=units.open_episodes,
        row="episode",
        how=How.COUNT,
        reads=_REFERRALS,
        breakdowns=_PARTS,
        periods=SNAPSHOT,
    ),
)

CHILDREN_IN_NEED_STARTED: Final = LocalMeasure(
    code="children_in_need_started",
    topic=TOPIC,
    title="Episodes of need that began",
    short_title="Episodes of need begun",
    statement="{value} episodes of need began",
    statement_of_one="{value} episode of need began",
    definition="Referrals that did not end with no further action: each begins an episode of need.",
    numerator="episodes of need begun in the period",
    unit="episodes",
    why_it_matters="Where more begin than end, the work grows.",
    source=_SOURCE,
    no_published_counterpart_reason=COUNT_FOR_THE_RATE,
    caveats=("A referral of which it is not recorded whether it was accepted is set aside.",),
    from_records=FromRecords(
        words=(
            "Episodes of need by the day of the referral. Where it is not recorded whether it ended with no further "
            "action the episode is set aside."
        ),
        units=units.episodes_started,
        row="episode",
        how=How.COUNT,
        reads={"referrals": ("referred_on", "is_no_further_action")},
        breakdowns=("source", *_PARTS),
    ),
)

CHILDREN_IN_NEED_ENDED: Final = LocalMeasure(
    code="children_in_need_ended",
    topic=TOPIC,
    title="Episodes of need that ended",
    short_title="Episodes of need ended",
    statement="{value} episodes of need ended",
    statement_of_one="{value} episode of need ended",
    definition="Episodes of need that closed, whatever the reason.",
    numerator="episodes of need closed in the period",
    unit="episodes",
    why_it_matters="Fewer closures than usual may mean that cases drift; many may mean that they close too early.",
    source=_SOURCE,
    no_published_counterpart_reason=COUNT_FOR_THE_RATE,
    caveats=("A case whose closure was not recorded looks open.",),
    from_records=FromRecords(
        words=(
            "Episodes of need by the day on which they closed; referrals with no further action begin none. Where "
            "that is not recorded the episode is set aside."
        ),
        units=units.episodes_ended,
        row="episode",
        how=How.COUNT,
        reads=_REFERRALS,
        breakdowns=("closure_reason", *_PARTS),
    ),
)

MEASURES: Final = (
    CHILDREN_IN_NEED_RATE,
    CHILDREN_IN_NEED,
    CHILDREN_IN_NEED_STARTED,
    CHILDREN_IN_NEED_ENDED,
    CHILD_PROTECTION_PLAN_RATE,
    SECOND_OR_SUBSEQUENT_PLANS,
    LOOKED_AFTER_RATE,
)
"""In the order in which reports show them."""
