"""What completed assessments do not show: those that are open, how old they are, overdue, and due soon."""

from datetime import date
from typing import Final

from csc_metrics.contracts.policy import ASSESSMENT_LIMIT
from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.assessments import OWN_RECORDS, PARTS, TOPIC
from csc_metrics.measures.counting.how import SNAPSHOT, FromRecords, How
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.units import assessments
from csc_metrics.measures.units import open_assessments as units

_READS: Final = {"assessments": ("started_on", "authorised_on")}
_STANDING: Final = (
    "Assessments that had started and were not authorised at the end of the month; one authorised on that day is not "
    "open. Working days from the referral for its first assessment, else from the assessment's own start."
)
_NOT_PUBLISHED: Final = "DfE publishes what was completed, not what is open."

ASSESSMENTS_OPEN: Final = Measure(
    code="assessments_open",
    topic=TOPIC,
    title="Open assessments",
    short_title="Open assessments",
    statement="{value} assessments were open",
    statement_of_one="{value} assessment was open",
    parts_statement=None,
    definition="Assessments that had started and were not authorised at the end of the month.",
    numerator="assessments open at the end of the month",
    denominator="none: a count",
    unit="assessments",
    decimals=0,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="What is open is the work at hand, and the late figures of the months to come.",
    target=None,
    no_target_reason="A number of assessments follows from the need for them.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=_NOT_PUBLISHED,
    caveats=("An assessment whose authorisation was not recorded looks open.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=f"{_STANDING} By how long each had been open, in DfE's bands of durations.",
        units=units.open_assessments,
        row="assessment",
        how=How.COUNT,
        reads=_READS,
        dates=assessments.WHOLE_WITH,
        breakdowns=(*PARTS, "open_for"),
        periods=SNAPSHOT,
    ),
)

ASSESSMENTS_OVERDUE: Final = Measure(
    code="assessments_overdue",
    topic=TOPIC,
    title="Overdue assessments",
    short_title="Overdue assessments",
    statement="{value} assessments were overdue",
    statement_of_one="{value} assessment was overdue",
    parts_statement=None,
    definition=f"Open assessments that had taken more than {ASSESSMENT_LIMIT} at the end of the month.",
    numerator=f"open assessments beyond {ASSESSMENT_LIMIT}",
    denominator="none: a count",
    unit="assessments",
    decimals=0,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="Each is a child about whom nobody has yet decided, though the time for it is over.",
    target=None,
    no_target_reason="None should be overdue; no national number is set.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=_NOT_PUBLISHED,
    caveats=("An assessment whose authorisation was not recorded looks overdue.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=_STANDING,
        units=units.overdue_assessments,
        row="assessment",
        how=How.COUNT,
        reads=_READS,
        dates=assessments.WHOLE_WITH,
        breakdowns=PARTS,
        periods=SNAPSHOT,
    ),
)

OVERDUE_SHARE: Final = Measure(
    code="assessments_overdue_pct",
    topic=TOPIC,
    title="Share of open assessments that are overdue",
    short_title="Overdue, of those open",
    statement="{value} of open assessments were overdue",
    parts_statement=None,
    definition=f"Of open assessments, those that had taken more than {ASSESSMENT_LIMIT} at the end of the month.",
    numerator=f"open assessments beyond {ASSESSMENT_LIMIT}",
    denominator="assessments open at the end of the month",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="It rises while a backlog grows, when the share of finished ones in time still looks well.",
    target=None,
    no_target_reason="None should be overdue; no national share is set.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=_NOT_PUBLISHED,
    caveats=("Many new assessments make the share smaller though not one fewer is overdue.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=_STANDING,
        units=units.overdue_assessments,
        row="assessment",
        how=How.SHARE,
        reads=_READS,
        dates=assessments.WHOLE_WITH,
        breakdowns=PARTS,
        periods=SNAPSHOT,
    ),
)

DUE_SOON: Final = Measure(
    code="assessments_due_soon",
    topic=TOPIC,
    title=f"Assessments due within {units.DUE_SOON} working days",
    short_title="Assessments due soon",
    statement=f"{{value}} open assessments were due within {units.DUE_SOON} working days",
    statement_of_one=f"{{value}} open assessment was due within {units.DUE_SOON} working days",
    parts_statement=None,
    definition=(
        f"Open assessments of whose {ASSESSMENT_LIMIT} there were {units.DUE_SOON} or fewer left at the end of the "
        "month, and which were not overdue."
    ),
    numerator=f"open assessments with no more than {units.DUE_SOON} working days left",
    denominator="none: a count",
    unit="assessments",
    decimals=0,
    polarity=Polarity.NO_JUDGEMENT,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="These can still be finished in time: they are what a team should look at today.",
    target=None,
    no_target_reason="It is a list of work, not an aim.",
    source=OWN_RECORDS,
    published_counterpart=None,
    no_published_counterpart_reason=_NOT_PUBLISHED,
    caveats=("What is overdue already is counted apart.",),
    review_on=date(2027, 3, 31),
    from_records=FromRecords(
        words=_STANDING,
        units=units.assessments_due_soon,
        row="assessment",
        how=How.COUNT,
        reads=_READS,
        dates=assessments.WHOLE_WITH,
        breakdowns=PARTS,
        periods=SNAPSHOT,
    ),
)

MEASURES: Final = (ASSESSMENTS_OPEN, ASSESSMENTS_OVERDUE, OVERDUE_SHARE, DUE_SOON)
"""In the order in which reports show them."""
