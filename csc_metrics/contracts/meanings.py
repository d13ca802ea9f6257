"""What each word of the long tables means, for readers of measures.csv and tables.xlsx, and its shorthand in a cell."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from csc_metrics.contracts.vocabulary import (
    AreaType,
    IntervalKind,
    Note,
    Outcome,
    PeriodType,
    Quartile,
    Source,
    Status,
)

_STATUS: Final[dict[StrEnum, str]] = {
    Status.OK: "there is a value, which may be 0",
    Status.SUPPRESSED: "hidden, since a small number could tell who is meant",
    Status.TOO_FEW: "rests on too few to show, though its counts may be shown beside it",
    Status.ZERO_DENOMINATOR: "there was nothing to count it from",
    Status.INCOMPLETE: "a part of it is hidden, and it lies between the bounds where there are any",
    Status.NOT_COLLECTED: "not available: the records or files read do not hold it",
    Status.NOT_APPLICABLE: "does not apply here",
    Status.UNRELIABLE: "held back by DfE as unreliable",
    Status.LOW: "rounds to 0, but is not 0",
    Status.NOT_YET_KNOWN: "not known yet: it cannot be told so soon after the period",
}
_AREA_TYPE: Final[dict[StrEnum, str]] = {
    AreaType.AUTHORITY: "a local authority",
    AreaType.REGION: "a region of England, or Inner or Outer London",
    AreaType.ENGLAND: "England",
}
_PERIOD_TYPE: Final[dict[StrEnum, str]] = {
    PeriodType.MONTH: "a calendar month",
    PeriodType.QUARTER: "three calendar months",
    PeriodType.YEAR: "the year to 31 March",
    PeriodType.ROLLING_12_MONTHS: "the year that ends with the period's last day",
    PeriodType.SNAPSHOT: "as things stood on one day",
}
_SOURCE: Final[dict[StrEnum, str]] = {
    Source.LOCAL: "counted from the authority's own records",
    Source.PUBLISHED: "published by the Department for Education",
}
_INTERVAL_KIND: Final[dict[StrEnum, str]] = {
    IntervalKind.CONFIDENCE: "a 95% confidence interval",
    IntervalKind.BOUNDS: "what a hidden figure must lie between",
}
_QUARTILE: Final[dict[StrEnum, str]] = {
    Quartile.A: "the best quarter of England's authorities",
    Quartile.B: "the second quarter",
    Quartile.C: "the third quarter",
    Quartile.D: "the last quarter",
}
_OUTCOME: Final[dict[StrEnum, str]] = {
    Outcome.BETTER: "outside the neighbours' range, on its good side",
    Outcome.SIMILAR: "within the neighbours' range",
    Outcome.WORSE: "outside the neighbours' range, on its bad side",
    Outcome.HIGHER: "above the neighbours' range, where neither side is good or bad",
    Outcome.LOWER: "below the neighbours' range, where neither side is good or bad",
    Outcome.NOT_COMPARED: "it has no value, or too few neighbours have one",
}
_NOTE: Final[dict[StrEnum, str]] = {
    Note.JOINT_RETURN: "two authorities share one figure",
    Note.FROM_LATE_BANDS: "worked out from those that took too long, since an early band is hidden",
    Note.NOT_IN_FILES: "the files read do not hold it",
    Note.POPULATION_NOT_IN_FILES: "the files read do not say how many children live there",
    Note.AUTHORITY_DID_NOT_EXIST: "the authority did not exist yet",
    Note.BANDS_HIDDEN: "DfE hides small numbers within it",
    Note.NOT_IN_RECORDS: "no extract tells of it",
    Note.LIMIT_NOT_SET: "the settings do not say the limit that it is held to",
    Note.POPULATION_OF_AN_EARLIER_YEAR: "the newest population held is of an earlier year",
    Note.INTERNAL_ONLY: "a period that is told internally alone",
}
MEANINGS: Final[Mapping[str, Mapping[StrEnum, str]]] = MappingProxyType(
    {
        "area_type": _AREA_TYPE,
        "period_type": _PERIOD_TYPE,
        "source": _SOURCE,
        "interval_kind": _INTERVAL_KIND,
        "status": _STATUS,
        "quartile": _QUARTILE,
        "outcome": _OUTCOME,
        "note": _NOTE,
    }
)
"""Column of a long table → what each of its words means, as it reads after a colon."""

NOT_AVAILABLE: Final = "[x]"
NOT_APPLICABLE: Final = "[z]"
SHORTHAND: Final[Mapping[str, str]] = MappingProxyType(
    {
        Status.SUPPRESSED.value: "[c]",
        Status.TOO_FEW.value: "[too few]",
        Status.ZERO_DENOMINATOR.value: "[none to count]",
        Status.INCOMPLETE.value: "[c in part]",
        Status.NOT_COLLECTED.value: NOT_AVAILABLE,
        Status.NOT_APPLICABLE.value: NOT_APPLICABLE,
        Status.UNRELIABLE.value: "[u]",
        Status.LOW.value: "[low]",
        Status.NOT_YET_KNOWN.value: "[not yet]",
    }
)
"""Status without a value → what stands in its cell of a spreadsheet, where 0 stands for 0 alone.

Source: Government Analysis Function, "Using symbols in tables", for [c], [x], [z], [u] and [low]; ours in full words.
"""
