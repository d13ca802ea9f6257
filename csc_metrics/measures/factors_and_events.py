"""What assessments found in children's lives, what happened to children, and early help."""

from typing import Final

from csc_metrics.measures.assessments import PARTS
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.demand import TOPIC
from csc_metrics.measures.local import LocalMeasure
from csc_metrics.measures.units import demand, events
from csc_metrics.measures.units import factors as units

_CENSUS: Final = "The authority's own records: CIN census or case system"
_CASE_SYSTEM: Final = "The authority's own records: case system"
_BY_CHILD: Final = ("age_band", "ethnicity")
_FACTORS: Final = {"assessments": ("authorised_on",), "assessment_factors": ("factor",)}
_WHOLE_WITH: Final = ("assessments", "assessment_factors")
_TOLD: Final = (
    "Assessments by the day on which they were authorised, those alone for which factors are recorded, be it that "
    "none was found."
)
_AS_RECORDED: Final = "A factor is what a worker recorded; that none is recorded does not say that there was none."
_EVENTS: Final = {"events": ("occurred_on",)}
_IN_C3: Final = "DfE's table c3 counts factors of episodes in a year, and is not read here."
_CAN_RISE: Final = "A rise can be a rise in what is recorded."

WITH_FACTORS: Final = LocalMeasure(
    code="assessments_with_factors",
    topic=TOPIC,
    title="Assessments that found factors in a child's life",
    short_title="Assessments with factors",
    statement="{value} assessments found factors in a child's life",
    statement_of_one="{value} assessment found factors in a child's life",
    definition="Completed assessments that found at least one factor, such as neglect or a parent's mental health.",
    numerator="assessments with at least one factor, each once",
    unit="assessments",
    why_it_matters="By factor it shows what families live with, and which partners' help they need.",
    source=_CENSUS,
    no_published_counterpart_reason=_IN_C3,
    caveats=("An assessment has several factors as a rule: those by factor add up to more than all.", _AS_RECORDED),
    from_records=FromRecords(
        words=(
            "Assessments by the day on which they were authorised, each once, and once for each factor that it "
            "found; one that found none is not counted."
        ),
        units=units.factors_found,
        row="assessment",
        how=How.DISTINCT,
        reads=_FACTORS,
        dates=_WHOLE_WITH,
        breakdowns=("factor", *PARTS),
    ),
)

WITH_DOMESTIC_ABUSE: Final = LocalMeasure(
    code="assessments_with_domestic_abuse_pct",
    topic=TOPIC,
    title="Assessments that found domestic abuse",
    short_title="Assessments with domestic abuse",
    statement="{value} of assessments found domestic abuse",
    definition="Completed assessments that found domestic abuse: of the child, a parent or another person at home.",
    numerator="assessments with domestic abuse among their factors",
    denominator="assessments authorised in the period for which factors are recorded",
    unit="%",
    decimals=1,
    why_it_matters=(
        "It is the factor found most often in England, and asks for the police, health and housing together."
    ),
    source=_CENSUS,
    no_published_counterpart_reason=_IN_C3,
    caveats=(_AS_RECORDED, _CAN_RISE),
    from_records=FromRecords(
        words=_TOLD,
        units=units.assessments_with_domestic_abuse,
        row="assessment",
        how=How.SHARE,
        reads=_FACTORS,
        dates=_WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

WITH_EXPLOITATION: Final = LocalMeasure(
    code="assessments_with_exploitation_pct",
    topic=TOPIC,
    title="Assessments that found exploitation",
    short_title="Assessments with exploitation",
    statement="{value} of assessments found exploitation",
    definition="Completed assessments that found sexual or criminal exploitation, trafficking or gangs.",
    numerator="assessments with exploitation among their factors",
    denominator="assessments authorised in the period for which factors are recorded",
    unit="%",
    decimals=1,
    why_it_matters="Children who are exploited are often first seen as those who offend or go missing.",
    source=_CENSUS,
    no_published_counterpart_reason=_IN_C3,
    caveats=(_AS_RECORDED, _CAN_RISE),
    from_records=FromRecords(
        words=_TOLD,
        units=units.assessments_with_exploitation,
        row="assessment",
        how=How.SHARE,
        reads=_FACTORS,
        dates=_WHOLE_WITH,
        breakdowns=PARTS,
    ),
)

MISSING_EPISODES: Final = LocalMeasure(
    code="missing_episodes",
    topic=TOPIC,
    title="Times that children went missing",
    short_title="Times children went missing",
    statement="children went missing {value} times",
    statement_of_one="children went missing {value} time",
    definition="Episodes of children going missing, from home or from care, by the day on which they began.",
    numerator="episodes of going missing begun in the period",
    unit="episodes",
    why_it_matters="A child who goes missing may be exploited; each return is a chance to find out.",
    source=_CASE_SYSTEM,
    no_published_counterpart_reason="DfE prints it for looked-after children alone, in a table that is not read here.",
    caveats=("One child can go missing many times: read it beside the number of children.", _CAN_RISE),
    from_records=FromRecords(
        words="Episodes of going missing by the day on which they began.",
        units=events.missing_episodes,
        row="episode",
        how=How.COUNT,
        reads=_EVENTS,
        dates=("events.missing",),
        breakdowns=_BY_CHILD,
    ),
)

CHILDREN_MISSING: Final = LocalMeasure(
    code="children_missing",
    topic=TOPIC,
    title="Children who went missing",
    short_title="Children who went missing",
    statement="{value} children went missing",
    statement_of_one="{value} child went missing",
    definition="Different children who went missing, from home or from care, each counted once in a period.",
    numerator="children who went missing in the period, each once",
    unit="children",
    why_it_matters="A child who goes missing may be exploited; each return is a chance to find out.",
    source=_CASE_SYSTEM,
    no_published_counterpart_reason="DfE prints it for looked-after children alone, in a table that is not read here.",
    caveats=("Months do not add up to a year: a child missing in two of them is one child of the year.", _CAN_RISE),
    from_records=FromRecords(
        words="Children by the days on which an episode of going missing began, each counted once in a period.",
        units=events.missing_episodes,
        row="child",
        how=How.DISTINCT,
        reads=_EVENTS,
        dates=("events.missing",),
        breakdowns=_BY_CHILD,
    ),
)

POLICE_PROTECTIONS: Final = LocalMeasure(
    code="police_protections",
    topic=TOPIC,
    title="Children taken into police protection",
    short_title="Police protection",
    statement="children were taken into police protection {value} times",
    statement_of_one="children were taken into police protection {value} time",
    definition="Times that the police took a child into protection (section 46 of the Children Act 1989).",
    numerator="times that a child was taken into police protection",
    unit="times",
    why_it_matters="Emergency powers that are used often can mean that help came too late.",
    source=_CASE_SYSTEM,
    caveats=("Each child counts, so siblings are several.",),
    from_records=FromRecords(
        words="Times that a child was taken into police protection, by the day.",
        units=events.police_protections,
        row="time",
        how=How.COUNT,
        reads=_EVENTS,
        dates=("events.police_protection",),
        breakdowns=_BY_CHILD,
    ),
)

EMERGENCY_PROTECTION_ORDERS: Final = LocalMeasure(
    code="emergency_protection_orders",
    topic=TOPIC,
    title="Emergency protection orders",
    short_title="Emergency protection orders",
    statement="there were {value} emergency protection orders",
    statement_of_one="there was {value} emergency protection order",
    definition="Emergency protection orders (section 44 of the Children Act 1989), one for each child.",
    numerator="emergency protection orders made in the period",
    unit="orders",
    why_it_matters="Emergency powers that are used often can mean that help came too late.",
    source=_CASE_SYSTEM,
    caveats=("Each child counts, so siblings are several.",),
    from_records=FromRecords(
        words="Emergency protection orders by the day on which each was made, one for each child.",
        units=events.emergency_protection_orders,
        row="order",
        how=How.COUNT,
        reads=_EVENTS,
        dates=("events.emergency_protection_order",),
        breakdowns=_BY_CHILD,
    ),
)

EARLY_HELP: Final = LocalMeasure(
    code="early_help_assessments_started",
    topic=TOPIC,
    title="Early help assessments begun",
    short_title="Early help assessments begun",
    statement="{value} early help assessments began",
    statement_of_one="{value} early help assessment began",
    definition="Early help assessments of children, by the organisation that makes them.",
    numerator="early help assessments begun in the period",
    unit="assessments",
    why_it_matters="Help that comes early can spare a family social care; partners are meant to give their part of it.",
    source="The authority's own records: Annex A list 2 or case system",
    caveats=("Only what partners tell the authority of is in it.",),
    from_records=FromRecords(
        words="Early help assessments by the day on which they began, one for each child.",
        units=demand.early_help_started,
        row="early help assessment",
        how=How.COUNT,
        reads={"early_help": ("started_on",)},
        breakdowns=("organisation", *_BY_CHILD),
    ),
)

MEASURES: Final = (
    WITH_FACTORS,
    WITH_DOMESTIC_ABUSE,
    WITH_EXPLOITATION,
    MISSING_EPISODES,
    CHILDREN_MISSING,
    POLICE_PROTECTIONS,
    EMERGENCY_PROTECTION_ORDERS,
    EARLY_HELP,
)
"""In the order in which reports show them."""
