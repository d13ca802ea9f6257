"""Child protection enquiries (section 47) that only an authority's own records tell: how many, and what follows."""

from typing import Final

from csc_metrics.contracts.policy import CONFERENCE_LIMIT
from csc_metrics.contracts.vocabulary import Polarity
from csc_metrics.measures.counting.how import FromRecords, How
from csc_metrics.measures.front_door import TOPIC
from csc_metrics.measures.local import COUNT_FOR_THE_RATE, LocalMeasure
from csc_metrics.measures.units import enquiries as units

_SOURCE: Final = "The authority's own records: Annex A list 5, CIN census or case system"
_PARTS: Final = ("age_band", "ethnicity")

ENQUIRIES: Final = LocalMeasure(
    code="section_47_enquiries",
    topic=TOPIC,
    title="Number of child protection enquiries (section 47)",
    short_title="Number of protection enquiries",
    statement="{value} child protection enquiries began",
    statement_of_one="{value} child protection enquiry began",
    definition="Enquiries under section 47 of the Children Act 1989, by the strategy discussion that began them.",
    numerator="enquiries begun in the period",
    unit="enquiries",
    why_it_matters="Each begins with a strategy discussion that partners must join at once.",
    source=_SOURCE,
    no_published_counterpart_reason=COUNT_FOR_THE_RATE,
    caveats=(
        "An enquiry about several children counts once for each of them.",
        "The outcome of an enquiry that is still open is not recorded yet.",
    ),
    from_records=FromRecords(
        words="Enquiries by the day of the strategy discussion that began them, one enquiry for each child.",
        units=units.enquiries_begun,
        row="enquiry",
        how=How.COUNT,
        reads={"section_47_enquiries": ("strategy_discussion_on",)},
        breakdowns=(*_PARTS, "outcome"),
    ),
)

ENQUIRIES_WITHOUT_ACTION: Final = LocalMeasure(
    code="section_47_no_further_action_pct",
    topic=TOPIC,
    title="Child protection enquiries that ended with no further action",
    short_title="Enquiries without further action",
    statement="{value} of child protection enquiries ended with no further action",
    definition="Section 47 enquiries whose outcome is no further action.",
    numerator="enquiries that ended with no further action",
    denominator="enquiries begun in the period that have an outcome",
    unit="%",
    decimals=1,
    why_it_matters="An enquiry is hard on a family; where many end with nothing, the threshold for one may be too low.",
    source="The authority's own records: case system",
    caveats=(
        (
            "Concerns that were not substantiated are another outcome, after which a family may be helped: they do "
            "not count."
        ),
        "An enquiry without an outcome is set aside; in the newest months many are still open.",
    ),
    from_records=FromRecords(
        words=(
            "Enquiries by the day of the strategy discussion that began them. Only the outcome no further action "
            "counts, not that concerns were not substantiated. An enquiry without an outcome is set aside."
        ),
        units=units.enquiries_without_action,
        row="enquiry",
        how=How.SHARE,
        reads={"section_47_enquiries": ("strategy_discussion_on", "outcome")},
        breakdowns=_PARTS,
    ),
)

TO_CONFERENCE_MEDIAN: Final = LocalMeasure(
    code="section_47_to_conference_median_working_days",
    topic=TOPIC,
    title="Time from strategy discussion to child protection conference, in the middle",
    short_title="Discussion to conference, median",
    statement="half of child protection conferences were held {value} or fewer after the strategy discussion",
    definition="The median of working days from the strategy discussion to the initial child protection conference.",
    numerator="none: the median of the conferences' working days",
    denominator="initial child protection conferences held in the period",
    unit="working days",
    polarity=Polarity.LOW_IS_GOOD,
    why_it_matters="A middle near the limit leaves no room for what goes wrong.",
    no_target_reason=f"A limit of {CONFERENCE_LIMIT} is set for each conference, not for the middle.",
    source=_SOURCE,
    no_published_counterpart_reason="DfE's table c4 has bands of working days and no median.",
    caveats=("Enquiries that did not reach a conference are not in this figure.",),
    from_records=FromRecords(
        words=(
            "Initial child protection conferences by the day on which they were held; working days since the strategy "
            "discussion, which is day 0. One dated before the discussion, or held though none is required, is set "
            "aside."
        ),
        units=units.conferences_held,
        row="conference",
        how=How.QUANTILE,
        quantile=0.5,
        reads={"section_47_enquiries": ("strategy_discussion_on", "icpc_on")},
        breakdowns=_PARTS,
    ),
)

MEASURES: Final = (ENQUIRIES, ENQUIRIES_WITHOUT_ACTION, TO_CONFERENCE_MEDIAN)
"""In the order in which reports show them."""
