"""Differences of definition that are known: each with a name, what it is in words, and its source.

What figures can show is tried (`ways.py`): the measure beside another, on another day, from its parts. What they cannot
show, such as on which day a clock starts, is told as a possible reason and never as the reason.
"""

from dataclasses import dataclass
from typing import Final

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.contracts.vocabulary import Source
from csc_metrics.measures.measure import Measure
from csc_metrics.settings.model import Settings, WhoMustCome

_PER_10K: Final = "per 10,000 children"
_CENSUS: Final = "CIN census guide 2023 to 2024, section"
_SUITE: Final = "definitions of the measures, data dictionary of this suite"
_WORKFORCE: Final = "DfE, Children's social work workforce, definition of caseload_fte"


@dataclass(frozen=True, kw_only=True)
class KnownDifference:
    """A way in which the same measure is counted otherwise.

    name: in tables. words: a sentence on what differs. source: of what is said. is_common: whether councils so often
    count the other way that it is told as possible where no figure can show it.
    """

    name: str
    words: str
    source: str
    is_common: bool = False


@dataclass(frozen=True, kw_only=True)
class Sibling:
    """Two measures that people take for one. measure, other: their codes. part: of `other`, "all" for the whole."""

    difference: KnownDifference
    measure: str
    other: str
    part: str = "all"


TWO_CLOCKS: Final = KnownDifference(
    name="two_clocks",
    words=f"One counts first assessments within {ASSESSMENT_LIMIT} of the referral; the other is DfE's measure (table "
    "c2), whose clock may start with the assessment, and which holds assessments of open cases, too.",
    source=f"{_CENSUS} 4.9; DfE, Children in need, table c2",
    is_common=True,
)
COHORT_OR_COMPLETED: Final = KnownDifference(
    name="cohort_or_completed",
    words="One counts the assessments that were completed in the period, the other the referrals made in it, those "
    "still waiting for their assessment among them.",
    source=_SUITE,
)
WITH_CARERS: Final = KnownDifference(
    name="with_carers",
    words="One counts children alone as cases, the other carers who are assessed or supported, too.",
    source=_SUITE,
    is_common=True,
)
WITHOUT_AGENCY: Final = KnownDifference(
    name="without_agency",
    words="One counts agency workers and their cases, the other the authority's own workers alone.",
    source=_WORKFORCE,
    is_common=True,
)
MEAN_OR_MIDDLE: Final = KnownDifference(
    name="mean_or_middle",
    words="One is the mean, all cases over all workers; the other is the caseload in the middle.",
    source=_SUITE,
)
PER_CHILD: Final = KnownDifference(
    name="per_child",
    words="One counts referrals, the other each child once, however often it was referred.",
    source="DfE, Children in need, table c1, which prints both",
    is_common=True,
)
OF_THE_INVITED: Final = KnownDifference(
    name="of_the_invited",
    words="One is a share of all agencies expected, where an agency that was not invited did not attend; the other is "
    "a share of those invited.",
    source=_SUITE,
    is_common=True,
)
QUORATE: Final = KnownDifference(
    name="quorate",
    words="One counts agencies that came, the other meetings at which all that the quorum wants were there.",
    source=_SUITE,
)
SAME_NEED: Final = KnownDifference(
    name="same_need",
    words="One counts every child who came back, the other those who came back with the same need.",
    source=_SUITE,
)
COUNT_OR_RATE: Final = KnownDifference(
    name="count_or_rate",
    words="One is a number, the other sets it in relation: a rate or a share.",
    source=_SUITE,
)
OTHER_SOURCE: Final = KnownDifference(
    name="other_source",
    words="One is counted from the authority's own records, the other is printed by DfE.",
    source=_SUITE,
)
OTHER_KIND_OF_PERIOD: Final = KnownDifference(
    name="other_kind_of_period",
    words="Both periods end on the same day; one is longer than the other.",
    source=_SUITE,
)
OTHER_DAY: Final = KnownDifference(
    name="other_day",
    words="DfE's figures on children are of 31 March, those on the workforce of 30 September, and a year's label means "
    "either.",
    source="DfE, Children in need; Children's social work workforce",
)
FROM_PARTS: Final = KnownDifference(
    name="from_parts",
    words="DfE prints the figure rounded, from parts that are not; from the parts that it prints comes another.",
    source="DfE, Children's social work workforce, caseload_fte beside cases and FTE",
)
POPULATION: Final = KnownDifference(
    name="population",
    words="The count is over another estimate of the population: ours is ONS's newest of the middle of the year "
    "before.",
    source="ONS mid-year population estimates, revised after each census",
)
SHARE_OF_ONE: Final = KnownDifference(
    name="share_of_one",
    words="The older figure is a share of 1, as spreadsheets hold percentages; ours is in per cent.",
    source=_SUITE,
)
SAME_PARTS: Final = KnownDifference(
    name="same_parts",
    words="Top and bottom are the same as ours: the older figure was rounded or worked out from them otherwise.",
    source=_SUITE,
)
OWN_PARTS: Final = KnownDifference(
    name="own_parts",
    words="The older figure does not follow from the top and bottom that stand beside it.",
    source=_SUITE,
)
REVISED: Final = KnownDifference(
    name="revised",
    words="DfE revises earlier years; ours is the newest edition's word.",
    source="DfE, Children in need; Children's social work workforce, notes on revisions",
)
MOST_OF_ANOTHER_POPULATION_PCT: Final = 5.0
"""No other estimate of a population explains more. From ONS's edition of 2023 to that of 2024 no authority's estimate
of children moved by 2%, but for the City of London's; an estimate of the year before or after adds its growth.
Source: ONS mid-year population estimates, as DfE prints them."""
_MEETINGS: Final = ("strategy_meeting", "initial_conference", "review_conference", "core_group")
_COUNTS: Final = {
    "referral_rate_per_10k": "referrals",
    "section_47_rate_per_10k": "section_47_enquiries",
    "children_in_need_rate_per_10k": "children_in_need",
    "child_protection_plan_rate_per_10k": "child_protection_plans",
    "looked_after_rate_per_10k": "children_looked_after",
    "assessments_overdue_pct": "assessments_overdue",
}
_OF_REFERRAL: Final = "assessments_within_45_working_days_of_referral_pct"
_PAIRS: Final = (
    (TWO_CLOCKS, "assessments_within_45_working_days_pct", _OF_REFERRAL),
    (COHORT_OR_COMPLETED, "assessments_within_45_working_days_pct", "referrals_assessed_by_day_45_pct"),
    (COHORT_OR_COMPLETED, _OF_REFERRAL, "referrals_assessed_by_day_45_pct"),
    (WITH_CARERS, "average_caseload", "average_caseload_with_carers"),
    (MEAN_OR_MIDDLE, "average_caseload", "caseload_median"),
    (PER_CHILD, "re_referral_pct", "re_referred_children_pct"),
    (PER_CHILD, "referrals", "referred_children"),
    (SAME_NEED, "returned_within_six_months_pct", "returned_for_same_need_pct"),
    *((OF_THE_INVITED, f"{kind}_attended_pct", f"{kind}_attended_of_invited_pct") for kind in _MEETINGS),
    *((QUORATE, f"{kind}_attended_pct", f"{kind}_quorate_pct") for kind in _MEETINGS),
    *((COUNT_OR_RATE, rate, count) for rate, count in _COUNTS.items()),
)
SIBLINGS: Final = (
    *(Sibling(difference=difference, measure=one, other=other) for difference, one, other in _PAIRS),
    *(Sibling(difference=difference, measure=other, other=one) for difference, one, other in _PAIRS),
    *(
        Sibling(difference=WITHOUT_AGENCY, measure=code, other=code, part="employment=permanent")
        for code in ("average_caseload", "average_caseload_with_carers", "caseload_median")
    ),
)
"""Each pair both ways, since an older scorecard may have meant either."""


def siblings_of(measure: str, *, breakdown: str) -> list[Sibling]:
    """Return the measures that a figure may be taken for. measure: its code. breakdown: its part.

    A part is set beside the same part; only the whole beside a part.

    >>> [one.other for one in siblings_of("re_referral_pct", breakdown="all")]
    ['re_referred_children_pct']
    """
    return [one for one in SIBLINGS if one.measure == measure and (one.part == "all" or breakdown == "all")]


def possible_differences(measure: Measure, *, source: Source, settings: Settings) -> list[KnownDifference]:
    """Return the known differences that no figure can show, for a council's figure that is explained by none that can.

    measure: of the figure. source: of ours beside it. settings: as ours was counted with.

    >>> from csc_metrics.measures.registry import MEASURES
    >>> timely = MEASURES["icpc_within_15_working_days_pct"]
    >>> [one.name for one in possible_differences(timely, source=Source.LOCAL, settings=Settings())]
    ['day_count']
    """
    by_settings = _by_settings(measure, settings) if source is Source.LOCAL else []
    return [*by_settings, *([POPULATION] if measure.unit == _PER_10K else [])]


def by_dfe(measure: Measure) -> list[KnownDifference]:
    """Return why DfE's own older figure may differ from its newest one. measure: of the figure.

    >>> from csc_metrics.measures.registry import MEASURES
    >>> [one.name for one in by_dfe(MEASURES["looked_after_rate_per_10k"])]
    ['population', 'revised']
    """
    return [*([POPULATION] if measure.unit == _PER_10K else []), REVISED]


def _by_settings(measure: Measure, settings: Settings) -> list[KnownDifference]:
    """Return what settings decide of a measure, and another scorecard may have decided otherwise."""
    told = []
    if "working_day" in measure.code:
        told.append(_day_count(settings))
    if measure.code in {f"{kind}_{what}_pct" for kind in _MEETINGS for what in ("attended", "invited", "quorate")}:
        told.append(_agencies(measure, settings))
    if measure.code == "strategy_meeting_within_target_pct":
        told.append(_target(settings))
    if measure.code == "caseload_above_limit_pct":
        told.append(_limit(settings))
    return told


def _day_count(settings: Settings) -> KnownDifference:
    return KnownDifference(
        name="day_count",
        words=f"Working days may be counted with the start day as day 0 or as day 1; ours take it as day "
        f"{settings.clock.first_day}.",
        source=f"{_CENSUS} 4.12",
    )


def _agencies(measure: Measure, settings: Settings) -> KnownDifference:
    kinds = {"strategy_meeting": settings.strategy_meeting, "core_group": settings.core_group}
    who: WhoMustCome = next(
        (kind for name, kind in kinds.items() if measure.code.startswith(name)), settings.conference
    )
    named = who.quorum if "quorate" in measure.code else who.expected_agencies
    return KnownDifference(
        name="agencies",
        words=f"Other agencies may have been counted; ours are {', '.join(named).replace('_', ' ')}.",
        source="settings of the authority",
    )


def _target(settings: Settings) -> KnownDifference:
    chosen = settings.strategy_meeting
    return KnownDifference(
        name="target",
        words=f"The target may have been another; ours is {chosen.target_hours:g} hours from the {chosen.clock}.",
        source="settings of the authority",
    )


def _limit(settings: Settings) -> KnownDifference:
    limit = settings.caseload.limit_cases_per_fte
    ours = "none is set here" if limit is None else f"ours is {limit:g} cases"
    return KnownDifference(
        name="limit", words=f"The caseload limit may have been another; {ours}.", source="settings of the authority"
    )
