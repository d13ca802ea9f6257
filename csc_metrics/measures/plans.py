"""Plans and care that only an authority's own records tell: standing, begun and ended, and steps between them."""

from collections.abc import Callable
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.how import SNAPSHOT, FromRecords, How
from csc_metrics.measures.counting.records import AuthorityRecords
from csc_metrics.measures.demand import TOPIC, WITHIN
from csc_metrics.measures.local import COUNT_FOR_THE_RATE, NOT_PRINTED, local_measure
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.units import plans as units
from csc_metrics.measures.units import steps

_SOURCE: Final = "The authority's own records: Annex A lists 6 to 8, CIN census or case system"
_PARTS: Final = ("age_band", "ethnicity")
_CIN_PLANS: Final = "DfE's tables count episodes of need, not plans for them."
_PRINTED: Final = "DfE prints the number of a year in a table that is not read here."
_KINDS: Final = ("plans.cin_plan", "plans.cp", "plans.cla")
_STEPS: Final = (
    f"Plans by the day on which they ended, where another kind began for the same child within {steps.STEP_WITHIN} days "
    "before or after, and after the one that ended had begun. Of several the nearest to the end counts. In order: child "
    "in need plan, child protection plan, being looked after."
)
_STEP_CAVEATS: Final = (
    "A plan that goes on while a heavier one begins is no step until it ends.",
    "The days after the newest ends must have gone by, so the newest month is not known yet.",
)


def _standing(
    code: str,
    *,
    kind: str,
    units_of: Callable[[AuthorityRecords], pl.DataFrame],
    words: str,
    title: str,
    unit: str,
    statement: str,
    caveats: tuple[str, ...],
    reason: str = COUNT_FOR_THE_RATE,
) -> Measure:
    """Return the measure of how many plans of a kind stood at month ends. words: what is counted ("plans")."""
    return local_measure(
        code,
        topic=TOPIC,
        title=title,
        short_title=title,
        statement=statement,
        definition=f"{words[0].upper()}{words[1:]} that stood at the end of the month, one for each child.",
        numerator=f"{words} at the end of the month",
        unit=unit,
        period_type=PeriodType.SNAPSHOT,
        why_it_matters="Each asks for visits, reviews and a worker; together they are the work that cannot wait.",
        source=_SOURCE,
        no_published_counterpart_reason=reason,
        caveats=caveats,
        from_records=FromRecords(
            words=f"{words[0].upper()}{words[1:]} that had begun and not ended by the end of the month.",
            units=units_of,
            row=words.removesuffix("s"),
            how=How.COUNT,
            reads={"plans": ("started_on", "ended_on")},
            dates=(f"plans.{kind}",),
            breakdowns=_PARTS,
            periods=SNAPSHOT,
        ),
    )


def _flow(
    code: str,
    *,
    kind: str,
    units_of: Callable[[AuthorityRecords], pl.DataFrame],
    words: str,
    unit: str,
    reason: str = _PRINTED,
) -> Measure:
    """Return the measure of how many plans of a kind began, or ended, by its code. words: what is counted ("plans")."""
    is_end = code.endswith("_ended")
    verb = "ended" if is_end else "began"
    whats = f"{words[0].upper()}{words[1:]}"
    return local_measure(
        code,
        topic=TOPIC,
        title=f"{whats} that {verb}",
        short_title=f"{whats} {'ended' if is_end else 'begun'}",
        statement=f"{{value}} {words} {verb}",
        definition=f"{whats} that {verb} in the period.",
        numerator=f"{words} that {verb} in the period",
        unit=unit,
        why_it_matters="Starts and ends together show whether the number grows because more come or because fewer leave.",
        source=_SOURCE,
        no_published_counterpart_reason=reason,
        caveats=("A child with two in the period counts twice.",),
        from_records=FromRecords(
            words=f"{whats} by the day on which they {verb}.",
            units=units_of,
            row=words.removesuffix("s"),
            how=How.COUNT,
            reads={"plans": ("ended_on",) if is_end else ("started_on",)},
            dates=(f"plans.{kind}",),
            breakdowns=("end_reason", *_PARTS) if is_end else _PARTS,
        ),
    )


PROTECTION_PLANS: Final = _standing(
    "child_protection_plans",
    kind="cp",
    units_of=units.protection_plans_standing,
    words="child protection plans",
    title="Number of child protection plans",
    unit="plans",
    statement="{value} children were on a child protection plan",
    caveats=(WITHIN,),
)
PROTECTION_PLANS_STARTED: Final = _flow(
    "child_protection_plans_started",
    kind="cp",
    units_of=units.protection_plans_started,
    words="child protection plans",
    unit="plans",
)
PROTECTION_PLANS_ENDED: Final = _flow(
    "child_protection_plans_ended",
    kind="cp",
    units_of=units.protection_plans_ended,
    words="child protection plans",
    unit="plans",
)
LOOKED_AFTER: Final = _standing(
    "children_looked_after",
    kind="cla",
    units_of=units.periods_of_care_standing,
    words="periods of care",
    title="Number of children looked after",
    unit="children",
    statement="{value} children were looked after",
    caveats=(WITHIN, "Short breaks are in it where the records have them as periods of care; DfE leaves them out."),
)
LOOKED_AFTER_STARTED: Final = _flow(
    "children_looked_after_started",
    kind="cla",
    units_of=units.periods_of_care_started,
    words="periods of care",
    unit="periods of care",
)
LOOKED_AFTER_ENDED: Final = _flow(
    "children_looked_after_ended",
    kind="cla",
    units_of=units.periods_of_care_ended,
    words="periods of care",
    unit="periods of care",
)
CIN_PLANS: Final = _standing(
    "cin_plans",
    kind="cin_plan",
    units_of=units.cin_plans_standing,
    words="child in need plans",
    title="Number of CIN plans",
    unit="plans",
    statement="{value} child in need plans stood",
    caveats=("Children in need are many more than those on a child in need plan: never read one for the other.",),
    reason=_CIN_PLANS,
)
CIN_PLANS_STARTED: Final = _flow(
    "cin_plans_started",
    kind="cin_plan",
    units_of=units.cin_plans_started,
    words="child in need plans",
    unit="plans",
    reason=_CIN_PLANS,
)
CIN_PLANS_ENDED: Final = _flow(
    "cin_plans_ended",
    kind="cin_plan",
    units_of=units.cin_plans_ended,
    words="child in need plans",
    unit="plans",
    reason=_CIN_PLANS,
)

STEP_UPS: Final = local_measure(
    "step_ups",
    topic=TOPIC,
    title="Steps up to a heavier plan",
    short_title="Steps up",
    statement="there were {value} steps up to a heavier plan",
    definition="Plans that ended as a heavier kind of plan, or care, began for the same child.",
    numerator="plans that passed into a heavier kind",
    unit="steps",
    why_it_matters="A child for whom lighter help was not enough, or came too late.",
    source=_SOURCE,
    no_published_counterpart_reason=NOT_PRINTED,
    caveats=_STEP_CAVEATS,
    from_records=FromRecords(
        words=_STEPS,
        units=steps.steps_up,
        row="plan",
        how=How.COUNT,
        reads={"plans": ("started_on", "ended_on")},
        dates=_KINDS,
        breakdowns=("step", *_PARTS),
        known_after=steps.step_known_by,
    ),
)

STEP_DOWNS: Final = local_measure(
    "step_downs",
    topic=TOPIC,
    title="Steps down to a lighter plan",
    short_title="Steps down",
    statement="there were {value} steps down to a lighter plan",
    definition="Plans, or periods of care, that ended as a lighter kind of plan began for the same child.",
    numerator="plans that passed into a lighter kind",
    unit="steps",
    why_it_matters="A child who is safer is helped on with less; without it, help ends at once.",
    source=_SOURCE,
    no_published_counterpart_reason=NOT_PRINTED,
    caveats=_STEP_CAVEATS,
    from_records=FromRecords(
        words=_STEPS,
        units=steps.steps_down,
        row="plan",
        how=How.COUNT,
        reads={"plans": ("started_on", "ended_on")},
        dates=_KINDS,
        breakdowns=("step", *_PARTS),
        known_after=steps.step_known_by,
    ),
)

STEP_DOWNS_TO_EARLY_HELP: Final = local_measure(
    "step_downs_to_early_help",
    topic=TOPIC,
    title="Steps down to early help",
    short_title="Steps to early help",
    statement="{value} early help assessments followed on from social care",
    definition=f"Early help assessments that began within {steps.EARLY_HELP_WITHIN} days of the end of social care.",
    numerator="early help assessments that followed on from social care",
    unit="steps",
    why_it_matters="Families who are passed on are meant to be met: what is agreed and never begins is seen nowhere else.",
    source="The authority's own records: Annex A lists 2 to 4 or case system",
    no_published_counterpart_reason=NOT_PRINTED,
    caveats=("Early help that begins without an assessment of its own is not in it.",),
    from_records=FromRecords(
        words=(
            f"Early help assessments by the day on which they began, where that is within {steps.EARLY_HELP_WITHIN} days "
            "of the closure of an episode of need of the same child, or of an assessment authorised with the outcome "
            "early help."
        ),
        units=steps.steps_down_to_early_help,
        row="early help assessment",
        how=How.COUNT,
        reads={
            "early_help": ("started_on",),
            "referrals": ("closed_on", "is_no_further_action"),
            "assessments": ("authorised_on", "outcome"),
        },
        breakdowns=("organisation", *_PARTS),
        history_months=1,
    ),
)

MEASURES: Final = (
    PROTECTION_PLANS,
    PROTECTION_PLANS_STARTED,
    PROTECTION_PLANS_ENDED,
    LOOKED_AFTER,
    LOOKED_AFTER_STARTED,
    LOOKED_AFTER_ENDED,
    CIN_PLANS,
    CIN_PLANS_STARTED,
    CIN_PLANS_ENDED,
    STEP_UPS,
    STEP_DOWNS,
    STEP_DOWNS_TO_EARLY_HELP,
)
"""In the order in which reports show them."""
