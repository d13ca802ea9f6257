"""Oversight and quality: supervision on time, what audits found, and whether moderators agreed."""

from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.local import LocalMeasure
from csc_metrics.measures.units import practice as units

TOPIC: Final = "Practice and its quality"
"""The part of a report that supervision and audits stand in."""
_AUDITS: Final = "The authority's own records: audits of case files"
_FEW: Final = "Audits look at few files: a share of few moves widely by chance."
_CHOSEN: Final = "Files that were chosen because something was wrong tell of those, not of all."
_BY_ELEMENT: Final = ("element", "area")

SUPERVISION: Final = LocalMeasure(
    code="supervision_on_time_pct",
    topic=TOPIC,
    title="Supervision held on time",
    short_title="Supervision on time",
    statement="{value} of supervision sessions were held on time",
    definition="Supervision sessions due in the period that were held on the day by which they were due, or before.",
    numerator="sessions held by the day on which they were due",
    denominator="sessions due in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.MONTH,
    why_it_matters="Oversight of decisions about children rests on regular supervision.",
    no_target_reason="Each authority sets its own standard of supervision.",
    source="The authority's own records: supervision log",
    no_published_counterpart_reason="DfE collects nothing on supervision.",
    caveats=("Regular is not the same as good.", "A session that was held and not recorded counts as not held."),
    from_records=FromRecords(
        words="A session by the day on which it was due; one without such a day is left out. Not yet held is not held.",
        units=units.supervisions_due,
        row="session",
        how=How.SHARE,
        reads={"supervisions": ("due_on", "held_on")},
        breakdowns=("team", "about"),
    ),
)

GOOD: Final = LocalMeasure(
    code="audits_good_or_better_pct",
    topic=TOPIC,
    title="Audits that found practice good or better",
    short_title="Audits good or better",
    statement="{value} of what audits graded was good or better",
    definition="Elements of practice that audits graded good or outstanding, after moderation where there was one.",
    numerator="elements graded good or outstanding",
    denominator="elements graded in audits of the period",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.QUARTER,
    why_it_matters="Timeliness says nothing of how well work was done; audits do.",
    no_target_reason="Each authority sets its own aim.",
    source=_AUDITS,
    no_published_counterpart_reason="DfE collects no audits.",
    caveats=(_FEW, _CHOSEN),
    from_records=FromRecords(
        words="An element of an audit by its day; one without a grade is set aside.",
        units=units.audits_graded,
        row="element",
        how=How.SHARE,
        reads={"audits": ("grade",)},
        breakdowns=_BY_ELEMENT,
    ),
)

GRADES: Final = LocalMeasure(
    code="audit_grades",
    topic=TOPIC,
    title="Grades that audits gave",
    short_title="Audit grades",
    statement="audits graded {value} elements of practice",
    statement_of_one="audits graded {value} element of practice",
    definition="Elements of practice that audits graded, by grade, after moderation where there was one.",
    numerator="elements graded in audits of the period",
    unit="elements",
    period_type=PeriodType.QUARTER,
    why_it_matters="Behind a share of good audits stand those that were inadequate: each is a child.",
    source=_AUDITS,
    no_published_counterpart_reason="DfE collects no audits.",
    caveats=(_FEW, _CHOSEN),
    from_records=FromRecords(
        words="An element of an audit by its day; one without a grade is set aside.",
        units=units.grades_given,
        row="element",
        how=How.COUNT,
        reads={"audits": ("grade",)},
        breakdowns=("final_grade", *_BY_ELEMENT),
    ),
)

AGREEMENT: Final = LocalMeasure(
    code="audit_moderation_agreement_pct",
    topic=TOPIC,
    title="Audits whose moderator agreed with the auditor",
    short_title="Moderators who agreed",
    statement="moderators agreed with {value} of the grades that they looked at",
    definition="Elements of audits that were moderated, and whose grade was the same before and after.",
    numerator="elements with the same grade before and after moderation",
    denominator="elements that were moderated",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    period_type=PeriodType.QUARTER,
    why_it_matters="Where moderators often disagree, what auditors find cannot be relied on.",
    no_target_reason="Each authority sets its own aim; full agreement can mean that nobody looked closely.",
    source=_AUDITS,
    no_published_counterpart_reason="DfE collects no audits.",
    caveats=(_FEW,),
    from_records=FromRecords(
        words="An element of an audit that was moderated, by its day; one that the auditor did not grade is set aside.",
        units=units.grades_moderated,
        row="element",
        how=How.SHARE,
        reads={"audits": ("grade", "moderated_grade")},
        breakdowns=_BY_ELEMENT,
    ),
)

MEASURES: Final = (SUPERVISION, GOOD, GRADES, AGREEMENT)
"""In the order in which reports show them."""
