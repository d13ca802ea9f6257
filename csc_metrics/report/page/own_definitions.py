"""How a measure is counted from an authority's own records, where DfE publishes one of the same name."""

import re
from dataclasses import replace
from typing import Final

from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import PUBLISHED_MEASURES

_DAY: Final = r"(?:31 March|30 September)"
_OF_A_PERIOD: Final = re.compile(
    rf" (?:at {_DAY}|in the (?:year|[a-z]+ months) to {_DAY}|in the year)\b| \(DfE table \w+\)|, as DfE prints it"
)
"""Words about the one period of a year in which DfE counts, and about where it prints that."""
_OF_DFE_ALONE: Final = ("DfE", "A case can be a carer")
"""By what a caveat is known that is not true of own records."""


def as_of_own_records(measure: Measure) -> Measure:
    """Return a measure with the words that are true of an authority's own records, in every period.

    measure: counted from records. Returns: it as it is, where DfE publishes none of the same name.

    >>> from csc_metrics.measures.registry import LOCAL_MEASURES
    >>> as_of_own_records(LOCAL_MEASURES["re_referral_pct"]).numerator
    'referrals within 12 months of an earlier referral'
    >>> as_of_own_records(LOCAL_MEASURES["re_referral_pct"]).denominator
    'referrals'
    """
    about = measure.from_records
    if measure.code not in PUBLISHED_MEASURES or about is None:
        return measure
    definition, numerator, denominator = (
        _OF_A_PERIOD.sub("", words) for words in (measure.definition, measure.numerator, measure.denominator)
    )
    caveats = tuple(words for words in measure.caveats if not any(mark in words for mark in _OF_DFE_ALONE))
    return replace(
        measure,
        definition=f"{definition} {about.words}",
        numerator=numerator,
        denominator=denominator,
        caveats=caveats,
    )
