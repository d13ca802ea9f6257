"""Every measure by code, in the order in which reports and the dictionary show them."""

from collections.abc import Iterable
from typing import Final, Self

from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.measures import (
    assessment_durations,
    assessment_practice,
    assessments,
    caseload_spread,
    caseloads,
    cases,
    contacts,
    continuity,
    demand,
    enquiries,
    factors_and_events,
    front_door,
    open_assessments,
    plans,
    practice,
    referrals,
    returns,
    strategy_meetings,
)
from csc_metrics.measures.measure import Measure

_SUBJECTS: Final = (
    caseloads,
    caseload_spread,
    cases,
    continuity,
    strategy_meetings,
    assessments,
    assessment_durations,
    open_assessments,
    assessment_practice,
    contacts,
    front_door,
    referrals,
    returns,
    enquiries,
    demand,
    plans,
    factors_and_events,
    practice,
)
"""In the order in which reports show them; each lists its own measures."""

MEASURES: Final[dict[str, Measure]] = {measure.code: measure for subject in _SUBJECTS for measure in subject.MEASURES}
"""The measures, by code."""
PUBLISHED_MEASURES: Final[dict[str, Measure]] = {code: one for code, one in MEASURES.items() if one.tables}
"""Those that DfE publishes, by code."""
LOCAL_MEASURES: Final[dict[str, Measure]] = {code: one for code, one in MEASURES.items() if one.from_records}
"""Those that are counted from an authority's own records, by code."""


class UnknownMeasure(WrongUse):
    """No measure has this code."""

    @classmethod
    def named(cls, codes: list[str]) -> Self:
        """Word the error for codes that are not in the registry."""
        told = " ".join(f"No measure is called {code!r}.{did_you_mean(code, MEASURES)}" for code in codes)
        return cls(f"{told} `csc-metrics dictionary` lists them all.")


class NotPublished(WrongUse):
    """DfE publishes no figure of a measure."""

    @classmethod
    def named(cls, codes: list[str]) -> Self:
        """Word the error for measures that are counted from an authority's own records alone."""
        return cls(
            f"DfE publishes no figure of {', '.join(codes)}. Ask for the authority's own with --source local, once its "
            "extracts are in data_raw and `csc-metrics clean` has run."
        )


def find_measures(codes: Iterable[str]) -> list[Measure]:
    """Return the measures with these codes, in the registry's order; all of them where no code is given.

    Raises: UnknownMeasure with the nearest valid codes.
    """
    wanted = list(codes)
    unknown = [code for code in wanted if code not in MEASURES]
    if unknown:
        raise UnknownMeasure.named(unknown)
    return [measure for code, measure in MEASURES.items() if not wanted or code in wanted]


def published_only(wanted: Iterable[Measure]) -> list[Measure]:
    """Return those of measures that DfE publishes.

    wanted: measures. Raises: NotPublished where there are some and it publishes none of them.
    """
    given = list(wanted)
    found = [measure for measure in given if measure.tables]
    if given and not found:
        raise NotPublished.named([measure.code for measure in given])
    return found
