"""Contacts at the front door, how soon they are decided on, and how long a family waits from contact to assessment."""

from typing import Final

from csc_metrics.contracts.vocabulary import PeriodType, Polarity
from csc_metrics.measures.counting.how import SNAPSHOT, FromRecords, How
from csc_metrics.measures.front_door import TOPIC
from csc_metrics.measures.local import LocalMeasure
from csc_metrics.measures.units import contacts as units
from csc_metrics.measures.units import referrals
from csc_metrics.measures.units.decisions import DECISION_LIMIT, decided_by

_SOURCE: Final = "The authority's own records: Annex A list 1 or case system"
_TO_ASSESSMENT: Final = (
    "The authority's own records: case system (contacts, referrals and assessments that name each other)"
)
_EACH_CHILD: Final = "A contact about several children counts once for each of them."
_DIFFERS: Final = "Authorities differ in what they record as a contact: compare an authority with its own past."
_NOT_PRINTED: Final = "DfE collects no contacts, only referrals."
_WAIT_READS: Final = {
    "contacts": ("contacted_on",),
    "referrals": ("contact_id",),
    "assessments": ("started_on", "is_first_of_referral"),
}
_WAIT_WORDS: Final = (
    "First assessments of referrals by the day on which they started; calendar days since the contact that the "
    "referral names. Reassessments are left out; an assessment whose referral or contact is not known, or that is "
    "dated before the contact, is set aside."
)
_WAIT_CAVEATS: Final = (
    "It tells of families whose assessment began: one who is still waiting is not in it.",
    "Where referrals do not name the contact that they came of, it cannot be told.",
)
_NO_LIMIT: Final = "Limits run from the referral; none is set from the contact."

CONTACTS: Final = LocalMeasure(
    code="contacts",
    topic=TOPIC,
    title="Contacts",
    short_title="Contacts",
    statement="there were {value} contacts about children",
    statement_of_one="there was {value} contact about children",
    definition="Contacts about children that reached children's social care, whatever became of them.",
    numerator="contacts made in the period",
    unit="contacts",
    why_it_matters=(
        "Each contact must be read and decided on; most never become a referral and show in no national table."
    ),
    source=_SOURCE,
    no_published_counterpart_reason=_NOT_PRINTED,
    caveats=(_EACH_CHILD, _DIFFERS),
    from_records=FromRecords(
        words="Contacts by the day on which they were made, one for each child.",
        units=units.contacts_made,
        row="contact",
        how=How.COUNT,
        reads={"contacts": ("contacted_on",)},
        breakdowns=("source", "outcome", "out_of_hours", "age_band", "ethnicity"),
    ),
)

CONTACTS_BECAME_REFERRALS: Final = LocalMeasure(
    code="contacts_became_referrals_pct",
    topic=TOPIC,
    title="Contacts that became referrals",
    short_title="Contacts that became referrals",
    statement="{value} of contacts became a referral",
    definition="Of the contacts that have been decided on, those that became a referral.",
    numerator="contacts that became a referral",
    denominator="contacts made in the period that have been decided on",
    unit="%",
    decimals=1,
    why_it_matters=(
        "A small share means that much of what arrives does not meet the threshold, and is sifted all the same."
    ),
    source=_SOURCE,
    no_published_counterpart_reason=_NOT_PRINTED,
    caveats=(
        "Contacts that are still waiting are in neither part, so the newest month can still move.",
        _DIFFERS,
    ),
    from_records=FromRecords(
        words=(
            "Contacts by the day on which they were made, as far as they have been decided on. One that was decided on "
            "and bears no outcome is set aside."
        ),
        units=units.contacts_that_became_referrals,
        row="contact",
        how=How.SHARE,
        reads={"contacts": ("contacted_on", "outcome")},
        breakdowns=("source", "out_of_hours"),
    ),
)

CONTACTS_DECIDED_IN_TIME: Final = LocalMeasure(
    code="contacts_decided_in_one_working_day_pct",
    topic=TOPIC,
    title=f"Contacts decided on within {DECISION_LIMIT}",
    short_title="Contacts decided in time",
    statement=f"{{value}} of contacts were decided on within {DECISION_LIMIT}",
    definition=f"Contacts on which it was decided what to do within {DECISION_LIMIT} of the day they were made.",
    numerator=f"contacts decided on within {DECISION_LIMIT}",
    denominator="contacts made in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    why_it_matters="Until somebody has decided, nobody knows whether a child is safe.",
    no_target_reason=f"Guidance sets {DECISION_LIMIT} for a referral; for contacts it is local practice.",
    source=_SOURCE,
    no_published_counterpart_reason=_NOT_PRINTED,
    caveats=(
        "A contact without a decision counts as late, so that ignoring a backlog does not raise the figure.",
        "A quick decision is not always the right one.",
    ),
    from_records=FromRecords(
        words=(
            "Contacts by the day on which they were made, which is day 0; one made on a day off can wait until the "
            "next working day. One not decided on is late; one that bears an outcome and no day of decision is set "
            "aside."
        ),
        units=units.contacts_decided_in_time,
        row="contact",
        how=How.SHARE,
        reads={"contacts": ("contacted_on", "decided_on")},
        breakdowns=("source", "out_of_hours"),
        known_after=decided_by,
    ),
)

CONTACTS_WAITING: Final = LocalMeasure(
    code="contacts_waiting",
    topic=TOPIC,
    title="Contacts waiting for a decision",
    short_title="Contacts waiting",
    statement="{value} contacts were waiting for a decision",
    statement_of_one="{value} contact was waiting for a decision",
    definition="Contacts that no decision had been made on at the end of the month.",
    numerator="contacts without a decision at the end of the month",
    unit="contacts",
    polarity=Polarity.LOW_IS_GOOD,
    period_type=PeriodType.SNAPSHOT,
    why_it_matters="They are risks that nobody has weighed yet; what was decided in time does not show them.",
    no_target_reason="Those of the last day wait as a rule, so none at all is no aim; how many that is differs.",
    source=_SOURCE,
    no_published_counterpart_reason=_NOT_PRINTED,
    caveats=("A contact whose decision was not recorded looks as if it were waiting.",),
    from_records=FromRecords(
        words=(
            "Contacts that were made and not decided on by the end of the month; one decided on that day does not "
            "wait. One that bears an outcome and no day of decision is left out."
        ),
        units=units.contacts_waiting,
        row="contact",
        how=How.COUNT,
        reads={"contacts": ("contacted_on", "decided_on")},
        breakdowns=("source",),
        periods=SNAPSHOT,
    ),
)

CONTACT_TO_ASSESSMENT_MEDIAN: Final = LocalMeasure(
    code="contact_to_assessment_median_days",
    topic=TOPIC,
    title="Time from contact to the start of assessment, in the middle",
    short_title="Contact to assessment, median",
    statement="half of first assessments began {value} or fewer after the contact",
    definition="The median of calendar days from the contact to the start of the first assessment of its referral.",
    numerator="none: the median of the assessments' days",
    denominator="first assessments that started in the period, and whose contact is known",
    unit="days",
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="Screening before the referral is a wait that the clock of an assessment does not show.",
    no_target_reason=_NO_LIMIT,
    source=_TO_ASSESSMENT,
    caveats=_WAIT_CAVEATS,
    from_records=FromRecords(
        words=_WAIT_WORDS,
        units=units.contacts_to_assessments,
        row="first assessment",
        how=How.QUANTILE,
        quantile=0.5,
        reads=_WAIT_READS,
        breakdowns=("source", "team", "age_band"),
    ),
)

CONTACT_TO_ASSESSMENT_SLOWEST: Final = LocalMeasure(
    code="contact_to_assessment_90th_percentile_days",
    topic=TOPIC,
    title="Time from contact to the start of assessment, for the slowest tenth at least",
    short_title="Contact to assessment, slowest",
    statement="one in ten first assessments began {value} or more after the contact",
    definition=(
        "The 90th percentile of calendar days from the contact to the start of the first assessment of its referral."
    ),
    numerator="none: the 90th percentile of the assessments' days",
    denominator="first assessments that started in the period, and whose contact is known",
    unit="days",
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="A middle can look well while some families wait for weeks.",
    no_target_reason=_NO_LIMIT,
    source=_TO_ASSESSMENT,
    caveats=_WAIT_CAVEATS,
    from_records=FromRecords(
        words=_WAIT_WORDS,
        units=units.contacts_to_assessments,
        row="first assessment",
        how=How.QUANTILE,
        quantile=0.9,
        reads=_WAIT_READS,
        breakdowns=("source", "team", "age_band"),
    ),
)

REFERRAL_TO_ASSESSMENT_MEDIAN: Final = LocalMeasure(
    code="referral_to_assessment_start_median_days",
    topic=TOPIC,
    title="Time from referral to the start of assessment, in the middle",
    short_title="Referral to assessment, median",
    statement="half of first assessments began {value} or fewer after the referral",
    definition="The median of calendar days from the referral to the start of its first assessment.",
    numerator="none: the median of the assessments' days",
    denominator="first assessments that started in the period, and whose referral is known",
    unit="days",
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="Days before the work begins are taken from the time that the assessment has.",
    no_target_reason="The limit runs from the referral to the end of the assessment; none is set for its start.",
    source="The authority's own records: Annex A lists 3 and 4, CIN census or case system",
    caveats=("It tells of families whose assessment began: one who is still waiting is not in it.",),
    from_records=FromRecords(
        words=(
            "First assessments of referrals by the day on which they started; calendar days since the referral. "
            "Reassessments are left out; an assessment without a known referral, or dated before it, is set aside."
        ),
        units=referrals.referrals_to_assessments,
        row="first assessment",
        how=How.QUANTILE,
        quantile=0.5,
        reads={"assessments": ("referred_on", "started_on", "is_first_of_referral")},
        dates=("assessments", "referrals"),
        breakdowns=("team", "age_band", "ethnicity"),
    ),
)

MEASURES: Final = (
    CONTACTS,
    CONTACTS_BECAME_REFERRALS,
    CONTACTS_DECIDED_IN_TIME,
    CONTACTS_WAITING,
    CONTACT_TO_ASSESSMENT_MEDIAN,
    CONTACT_TO_ASSESSMENT_SLOWEST,
    REFERRAL_TO_ASSESSMENT_MEDIAN,
)
"""In the order in which reports show them."""
