"""Plans and care that only an authority's own records tell: standing, begun and ended, and steps between them."""

from dataclasses import dataclass
from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType
from csc_metrics.measures.counting.how import SNAPSHOT, FromRecords, How, UnitRows
from csc_metrics.measures.demand import TOPIC, WITHIN
from csc_metrics.measures.local import COUNT_FOR_THE_RATE, LocalMeasure
from csc_metrics.measures.units import plans as units
from csc_metrics.measures.units import steps

_SOURCE: Final = "The authority's own records: Annex A lists 6 to 8, CIN census or case system"
_PARTS: Final = ("age_band", "ethnicity")
_EPISODES: Final = "DfE's tables count episodes of need, not plans for them."
_PRINTED: Final = "DfE prints the number of a year in a table that is not read here."
_KINDS: Final = ("plans.cin_plan", "plans.cp", "plans.cla")
_STEPS: Final = (
    f"Plans by the day on which they ended, where another kind began for the same child within {steps.STEP_WITHIN} "
    "days before or after, and after the one that ended had begun. Of several the nearest to the end counts. In "
    "order: child in need plan, child protection plan, being looked after."
)
_STEP_CAVEATS: Final = (
    "A plan that goes on while a heavier one begins is no step until it ends.",
    "The days after the newest ends must have gone by, so the newest month is not known yet.",
)


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """A kind of plan or of care. name: in the clean table. words: what is counted, in the plural ("plans"). one: of it.

    unit: of the flows. of_flows: why they have no published counterpart. of_standing: why how many stand has none.
    """

    name: str
    words: str
    one: str
    unit: str
    of_flows: str = _PRINTED
    of_standing: str = COUNT_FOR_THE_RATE

    @property
    def heading(self) -> str:
        """The words as a sentence begins."""
        return f"{self.words[0].upper()}{self.words[1:]}"


def _standing(
    kind: _Kind, *, code: str, title: str, short_title: str, standing: str, counts: UnitRows, caveats: tuple[str, ...]
) -> LocalMeasure:
    """Return the measure of how many of a kind stood at month ends. standing: as "looked after"."""
    return LocalMeasure(
        code=code,
        topic=TOPIC,
        title=title,
        short_title=short_title,
        statement=f"{{value}} children were {standing}",
        statement_of_one=f"{{value}} child was {standing}",
        definition=f"{kind.heading} that stood at the end of the month, one for each child at most.",
        numerator=f"{kind.words} at the end of the month",
        unit="children",
        period_type=PeriodType.SNAPSHOT,
        why_it_matters="Each asks for visits, reviews and a worker; together they are the work that cannot wait.",
        source=_SOURCE,
        no_published_counterpart_reason=kind.of_standing,
        caveats=caveats,
        from_records=_standing_counted(kind, counts),
    )


def _standing_counted(kind: _Kind, counts: UnitRows) -> FromRecords:
    """Return by which unit rows it is counted in records how many of a kind stood."""
    return FromRecords(
        words=f"{kind.heading} that had begun and not ended by the end of the month, one for each child at most.",
        units=counts,
        row=kind.words,
        how=How.COUNT,
        reads={"plans": ("started_on", "ended_on")},
        dates=(f"plans.{kind.name}",),
        breakdowns=_PARTS,
        periods=SNAPSHOT,
    )


def _flow(kind: _Kind, *, code: str, counts: UnitRows) -> LocalMeasure:
    """Return the measure of how many of a kind began, or ended, as its code says. counts: its unit rows."""
    verb = "ended" if (is_end := code.endswith("_ended")) else "began"
    return LocalMeasure(
        code=code,
        topic=TOPIC,
        title=f"{kind.heading} that {verb}",
        short_title=f"{kind.heading} {'ended' if is_end else 'begun'}",
        statement=f"{{value}} {kind.words} {verb}",
        statement_of_one=f"{{value}} {kind.one} {verb}",
        definition=f"{kind.heading} that {verb}, whatever the reason.",
        numerator=f"{kind.words} that {verb} in the period",
        unit=kind.unit,
        why_it_matters="Starts and ends together show why a number grows: more come, or fewer leave.",
        source=_SOURCE,
        no_published_counterpart_reason=kind.of_flows,
        caveats=("A child with two in the period counts twice.",),
        from_records=FromRecords(
            words=f"{kind.heading} by the day on which they {verb}.",
            units=counts,
            row=kind.words,
            how=How.COUNT,
            reads={"plans": ("ended_on",) if is_end else ("started_on",)},
            dates=(f"plans.{kind.name}",),
            breakdowns=("end_reason", *_PARTS) if is_end else _PARTS,
        ),
    )


_PROTECTION: Final = _Kind(name="cp", words="child protection plans", one="child protection plan", unit="plans")
_CARE: Final = _Kind(name="cla", words="periods of care", one="period of care", unit="periods of care")
_CIN: Final = _Kind(
    name="cin_plan",
    words="child in need plans",
    one="child in need plan",
    unit="plans",
    of_flows=_EPISODES,
    of_standing=_EPISODES,
)

PROTECTION_PLANS: Final = _standing(
    _PROTECTION,
    code="child_protection_plans",
    title="Number of child protection plans",
    short_title="Number of protection plans",
    standing="on a child protection plan",
    counts=units.protection_plans_standing,
    caveats=(WITHIN,),
)
PROTECTION_PLANS_STARTED: Final = _flow(
    _PROTECTION, code="child_protection_plans_started", counts=units.protection_plans_started
)
PROTECTION_PLANS_ENDED: Final = _flow(
    _PROTECTION, code="child_protection_plans_ended", counts=units.protection_plans_ended
)
LOOKED_AFTER: Final = _standing(
    _CARE,
    code="children_looked_after",
    title="Number of children looked after",
    short_title="Number of children looked after",
    standing="looked after",
    counts=units.periods_of_care_standing,
    caveats=(WITHIN, "Short breaks are in it where the records have them as periods of care; DfE leaves them out."),
)
LOOKED_AFTER_STARTED: Final = _flow(_CARE, code="children_looked_after_started", counts=units.periods_of_care_started)
LOOKED_AFTER_ENDED: Final = _flow(_CARE, code="children_looked_after_ended", counts=units.periods_of_care_ended)
CIN_PLANS: Final = _standing(
    _CIN,
    code="cin_plans",
    title="Number of child in need plans",
    short_title="Number of CIN plans",
    standing="on a child in need plan",
    counts=units.cin_plans_standing,
    caveats=("Children in need are many more than those on a child in need plan: never read one for the other.",),
)
CIN_PLANS_STARTED: Final = _flow(_CIN, code="cin_plans_started", counts=units.cin_plans_started)
CIN_PLANS_ENDED: Final = _flow(_CIN, code="cin_plans_ended", counts=units.cin_plans_ended)
"""Of each kind how many stand, begin and end."""

STEP_UPS: Final = LocalMeasure(
    code="step_ups",
    topic=TOPIC,
    title="Steps up to a heavier plan",
    short_title="Steps up",
    statement="there were {value} steps up to a heavier plan",
    statement_of_one="there was {value} step up to a heavier plan",
    definition="Plans that ended as a heavier kind of plan, or care, began for the same child.",
    numerator="plans that passed into a heavier kind",
    unit="steps",
    why_it_matters="A child for whom lighter help was not enough, or came too late.",
    source=_SOURCE,
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

STEP_DOWNS: Final = LocalMeasure(
    code="step_downs",
    topic=TOPIC,
    title="Steps down to a lighter plan",
    short_title="Steps down",
    statement="there were {value} steps down to a lighter plan",
    statement_of_one="there was {value} step down to a lighter plan",
    definition="Plans, or periods of care, that ended as a lighter kind of plan began for the same child.",
    numerator="plans that passed into a lighter kind",
    unit="steps",
    why_it_matters="A child who is safer is helped on with less; without it, help ends at once.",
    source=_SOURCE,
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

STEP_DOWNS_TO_EARLY_HELP: Final = LocalMeasure(
    code="step_downs_to_early_help",
    topic=TOPIC,
    title="Steps down to early help",
    short_title="Steps to early help",
    statement="{value} early help assessments followed on from social care",
    statement_of_one="{value} early help assessment followed on from social care",
    definition=f"Early help assessments that began within {steps.EARLY_HELP_WITHIN} days of the end of social care.",
    numerator="early help assessments that followed on from social care",
    unit="steps",
    why_it_matters=(
        "Families who are passed on are meant to be met: what is agreed and never begins is seen nowhere else."
    ),
    source="The authority's own records: Annex A lists 2 to 4 or case system",
    caveats=("Early help that begins without an assessment of its own is not in it.",),
    from_records=FromRecords(
        words=(
            f"Early help assessments by the day on which they began, where that is within {steps.EARLY_HELP_WITHIN} "
            "days of the closure of an episode of need of the same child, or of an assessment authorised with the "
            "outcome early help. Where all that is told is the closure of a referral of which it is not recorded "
            "whether it ended with no further action, it is set aside."
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
