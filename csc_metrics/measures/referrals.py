"""Referrals that only an authority's own records tell: how many, of whom, how soon decided on, and again per child."""

from typing import Final

from csc_metrics.contracts.policy import RE_REFERRAL_MONTHS
from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.front_door import TOPIC
from csc_metrics.measures.local import COUNT_FOR_THE_RATE, LocalMeasure
from csc_metrics.measures.units import referrals as units
from csc_metrics.measures.units.decisions import DECISION_LIMIT, decided_by

_SOURCE: Final = "The authority's own records: Annex A list 3, CIN census or case system"
_PARTS: Final = ("source", "age_band", "ethnicity", "primary_need")
_DIFFERS: Final = "Authorities differ in what they record as a contact or a referral."
_IN_C1: Final = "DfE prints it in table c1, in a column that is not read here."

REFERRALS: Final = LocalMeasure(
    code="referrals",
    topic=TOPIC,
    title="Number of referrals",
    short_title="Number of referrals",
    statement="there were {value} referrals",
    statement_of_one="there was {value} referral",
    definition="Referrals of children to children's social care.",
    numerator="referrals made in the period",
    unit="referrals",
    why_it_matters="Each begins work: a decision, often an assessment, sometimes an enquiry.",
    source=_SOURCE,
    no_published_counterpart_reason=COUNT_FOR_THE_RATE,
    caveats=("Siblings who are referred together are one referral each.", _DIFFERS),
    from_records=FromRecords(
        words="Referrals by the day on which they were made, those that end with no further action among them.",
        units=units.referrals_made,
        row="referral",
        how=How.COUNT,
        reads={"referrals": ("referred_on",)},
        breakdowns=_PARTS,
    ),
)

REFERRED_CHILDREN: Final = LocalMeasure(
    code="referred_children",
    topic=TOPIC,
    title="Children referred",
    short_title="Children referred",
    statement="{value} children were referred",
    statement_of_one="{value} child was referred",
    definition="Different children who were referred to children's social care, each counted once in a period.",
    numerator="children referred in the period, each once",
    unit="children",
    why_it_matters="Beside the number of referrals it shows how many of them are about the same children.",
    source=_SOURCE,
    no_published_counterpart_reason=_IN_C1,
    caveats=("Months do not add up to a year: a child referred in two of them is one child of the year.", _DIFFERS),
    from_records=FromRecords(
        words="Children by the days on which a referral of theirs was made, each counted once in a period.",
        units=units.referrals_made,
        row="child",
        how=How.DISTINCT,
        reads={"referrals": ("referred_on",)},
        breakdowns=_PARTS,
    ),
)

REFERRALS_DECIDED_IN_TIME: Final = LocalMeasure(
    code="referrals_decided_in_one_working_day_pct",
    topic=TOPIC,
    title=f"Referrals decided on within {DECISION_LIMIT}",
    short_title="Referrals decided in time",
    statement=f"{{value}} of referrals were decided on within {DECISION_LIMIT}",
    definition=f"Referrals for which the type of response was decided within {DECISION_LIMIT}.",
    numerator=f"referrals decided on within {DECISION_LIMIT}",
    denominator="referrals made in the period",
    unit="%",
    decimals=1,
    polarity=Polarity.HIGH_IS_GOOD,
    why_it_matters="Guidance asks for it: a family and whoever referred it are told the next step by then.",
    no_target_reason=f"The limit for each referral is {DECISION_LIMIT}; no share of them is set nationally.",
    source="The authority's own records: case system",
    caveats=(
        "A referral without a decision counts as late, so that ignoring a backlog does not raise the figure.",
        "A quick decision is not always the right one.",
    ),
    from_records=FromRecords(
        words=(
            "Referrals by the day on which they were made, which is day 0; one made on a day off can wait until the "
            "next working day. One not decided on is late; one that ended with no further action, or whose episode "
            "closed, without a day of decision is set aside."
        ),
        units=units.referrals_decided_in_time,
        row="referral",
        how=How.SHARE,
        reads={"referrals": ("referred_on", "decided_on")},
        breakdowns=_PARTS,
        known_after=decided_by,
    ),
)

RE_REFERRED_CHILDREN: Final = LocalMeasure(
    code="re_referred_children_pct",
    topic=TOPIC,
    title=f"Children referred again within {RE_REFERRAL_MONTHS}",
    short_title="Children referred again",
    statement=f"{{value}} of children referred had been referred in the {RE_REFERRAL_MONTHS} before",
    definition=(
        f"Of the children referred in a period, those with a referral within {RE_REFERRAL_MONTHS} of an earlier one."
    ),
    numerator=f"children with a referral within {RE_REFERRAL_MONTHS} of an earlier one, each once",
    denominator="children referred in the period, each once",
    unit="%",
    decimals=1,
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="A few children who come back many times and many who come back once ask for different answers.",
    no_target_reason="No national target; a low share is what authorities aim for.",
    source=_SOURCE,
    no_published_counterpart_reason=_IN_C1,
    caveats=("Counted per child; per referral is another measure.",),
    from_records=FromRecords(
        words=(
            "Children by the days on which they were referred, each counted once in a period; one is referred again "
            f"where a referral of the period came within {RE_REFERRAL_MONTHS} of an earlier one, which may lie before "
            "it. As many months after the records begin are left out."
        ),
        units=units.re_referrals,
        row="child",
        how=How.DISTINCT_SHARE,
        reads={"referrals": ("referred_on",)},
        breakdowns=_PARTS,
        history_months=RE_REFERRAL_MONTHS.value,
    ),
)

REFERRALS_WITHOUT_ACTION: Final = LocalMeasure(
    code="referrals_no_further_action_pct",
    topic=TOPIC,
    title="Referrals that ended with no further action",
    short_title="Referrals without further action",
    statement="{value} of referrals ended with no further action",
    definition="Referrals that ended without an assessment or a service.",
    numerator="referrals that ended with no further action",
    denominator="referrals made in the period of which that is recorded",
    unit="%",
    decimals=1,
    why_it_matters="Where there are many, contacts may become referrals too easily, or children be turned away.",
    source=_SOURCE,
    no_published_counterpart_reason=_IN_C1,
    caveats=("A referral of which it is not recorded is set aside, not counted as accepted.", _DIFFERS),
    from_records=FromRecords(
        words="Referrals by the day on which they were made. One of which it is not recorded is set aside.",
        units=units.referrals_without_action,
        row="referral",
        how=How.SHARE,
        reads={"referrals": ("referred_on", "is_no_further_action")},
        breakdowns=_PARTS,
    ),
)

MEASURES: Final = (
    REFERRALS,
    REFERRED_CHILDREN,
    REFERRALS_DECIDED_IN_TIME,
    RE_REFERRED_CHILDREN,
    REFERRALS_WITHOUT_ACTION,
)
"""In the order in which reports show them."""
