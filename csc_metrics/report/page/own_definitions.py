"""How a measure is counted from an authority's own records, by its settings."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from csc_metrics.measures.as_settled import as_settled
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import PUBLISHED_MEASURES
from csc_metrics.report.page.model import DisplayTable
from csc_metrics.report.page.parts_of_figures import title_with_unit
from csc_metrics.settings.model import Settings

_DAY: Final = r"(?:31 March|30 September)"
_OF_A_PERIOD: Final = re.compile(
    rf" (?:at {_DAY}|in the (?:year|[a-z]+ months) to {_DAY}|in the year)\b| \(DfE table \w+\)|, as DfE prints it"
)
"""Words about the one period of a year in which DfE counts, and about where it prints that."""
_OF_DFE_ALONE: Final = ("DfE", "A case can be a carer")
"""By what a caveat is known that is not true of own records."""


def as_of_own_records(measure: Measure, *, settings: Settings) -> Measure:
    """Return a measure with the words that are true of an authority's own records, in every period.

    Its definition ends with what the settings say on which it depends; its caveats, with why DfE prints no like figure.
    measure: counted from records. settings: of the authority.

    >>> from csc_metrics.measures.registry import LOCAL_MEASURES
    >>> as_of_own_records(LOCAL_MEASURES["re_referral_pct"], settings=Settings()).numerator
    'referrals within 12 months of an earlier referral'
    """
    own, settled = _without_words_of_dfe(measure), as_settled(measure, settings)
    definition = f"{own.definition} {settled}" if settled else own.definition
    alone = (measure.no_published_counterpart_reason,) if measure.no_published_counterpart_reason else ()
    return replace(own, definition=definition, caveats=(*own.caveats, *alone))


def definitions_table(measures: Iterable[Measure], *, settings: Settings) -> DisplayTable:
    """Return how each measure is counted from own records, by the authority's settings.

    measures: counted from records, each once. settings: of the authority.
    """
    rows = tuple(
        (title_with_unit(one), (one.definition, one.numerator, one.denominator, " ".join(one.caveats) or "none"))
        for one in (as_of_own_records(measure, settings=settings) for measure in measures)
    )
    headings = ("Measure", "Definition", "Counted", "Out of", "To bear in mind")
    return DisplayTable(caption="Definitions", headings=headings, rows=rows, is_wordy=True)


def _without_words_of_dfe(measure: Measure) -> Measure:
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
