"""Every measure by code, in the order in which reports and the dictionary show them."""

from collections.abc import Iterable
from typing import Final, Self

from csc_metrics.errors import WrongUse, did_you_mean
from csc_metrics.measures.assessments import ASSESSMENTS_WITHIN_45_WORKING_DAYS, CONFERENCES_WITHIN_15_WORKING_DAYS
from csc_metrics.measures.caseloads import AGENCY_RATE, AVERAGE_CASELOAD, TURNOVER_RATE, VACANCY_RATE
from csc_metrics.measures.demand import CHILD_PROTECTION_PLAN_RATE, CHILDREN_IN_NEED_RATE, LOOKED_AFTER_RATE
from csc_metrics.measures.front_door import RE_REFERRALS, REFERRAL_RATE, SECTION_47_RATE
from csc_metrics.measures.measure import Measure

MEASURES: Final[dict[str, Measure]] = {
    measure.code: measure
    for measure in (
        AVERAGE_CASELOAD,
        AGENCY_RATE,
        VACANCY_RATE,
        TURNOVER_RATE,
        ASSESSMENTS_WITHIN_45_WORKING_DAYS,
        CONFERENCES_WITHIN_15_WORKING_DAYS,
        REFERRAL_RATE,
        RE_REFERRALS,
        SECTION_47_RATE,
        CHILDREN_IN_NEED_RATE,
        CHILD_PROTECTION_PLAN_RATE,
        LOOKED_AFTER_RATE,
    )
}
"""The measures, by code."""


class UnknownMeasure(WrongUse):
    """No measure has this code."""

    @classmethod
    def named(cls, codes: list[str]) -> Self:
        """Word the error for codes that are not in the registry."""
        told = " ".join(f"No measure is called {code!r}.{did_you_mean(code, MEASURES)}" for code in codes)
        return cls(f"{told} `csc-metrics dictionary` lists them all.")


def find_measures(codes: Iterable[str]) -> list[Measure]:
    """Return the measures with these codes, in the registry's order; all of them where no code is given.

    Raises: UnknownMeasure with the nearest valid codes.
    """
    wanted = list(codes)
    unknown = [code for code in wanted if code not in MEASURES]
    if unknown:
        raise UnknownMeasure.named(unknown)
    return [measure for code, measure in MEASURES.items() if not wanted or code in wanted]
