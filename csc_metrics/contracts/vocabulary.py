"""The words of the long tables: one concept, one spelling."""

from enum import StrEnum
from typing import Final

ENGLAND_CODE: Final = "E92000001"
INNER_LONDON_CODE: Final = "E13000001"
OUTER_LONDON_CODE: Final = "E13000002"

REGIONS: Final[dict[str, str]] = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
    INNER_LONDON_CODE: "Inner London",
    OUTER_LONDON_CODE: "Outer London",
}
"""The regions that DfE prints, by ONS code; London stands beside its two halves. Source: DfE's tables."""

NEIGHBOUR_MODELS: Final = ("2021", "2025")
"""Years of DfE's models of statistical neighbours."""
NEIGHBOURS_IN_A_LIST: Final = 10
"""Every authority in a model has so many."""

OGL_LINE: Final = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(Department for Education; Office for National Statistics)."
)


class Status(StrEnum):
    """Why a value is there, or is not. Zero is a value; none of the others may be read as zero."""

    OK = "ok"
    SUPPRESSED = "suppressed"
    TOO_FEW = "too_few"
    ZERO_DENOMINATOR = "zero_denominator"
    INCOMPLETE = "incomplete"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    UNRELIABLE = "unreliable"
    LOW = "low"
    NOT_YET_KNOWN = "not_yet_known"


SYMBOL_STATUS: Final[dict[str, Status]] = {
    "c": Status.SUPPRESSED,
    "x": Status.NOT_COLLECTED,
    "z": Status.NOT_APPLICABLE,
    "u": Status.UNRELIABLE,
    "low": Status.LOW,
    "k": Status.LOW,
}
"""DfE's symbols inside otherwise numeric columns. Source: DfE's guide for analysts, "Data symbols"."""


class AreaType(StrEnum):
    """The kind of area that a figure is about."""

    AUTHORITY = "authority"
    REGION = "region"
    ENGLAND = "england"


class PeriodType(StrEnum):
    """The kind of period that a figure covers; a snapshot starts on the day it ends."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ROLLING_12_MONTHS = "rolling_12_months"
    SNAPSHOT = "snapshot"


class Source(StrEnum):
    """Whether a figure was counted from an authority's own records or printed by DfE."""

    LOCAL = "local"
    PUBLISHED = "published"


class Polarity(StrEnum):
    """Which direction is good; without a judgement there is no rank, no better or worse, no colour."""

    HIGH_IS_GOOD = "high_is_good"
    LOW_IS_GOOD = "low_is_good"
    NO_JUDGEMENT = "no_judgement"


POLARITY_WORDS: Final[dict[Polarity, str]] = {
    Polarity.HIGH_IS_GOOD: "A higher figure is better.",
    Polarity.LOW_IS_GOOD: "A lower figure is better.",
    Polarity.NO_JUDGEMENT: "Neither a high nor a low figure is good or bad in itself, so it has no rank and no colour.",
}
"""What a reader is told of a measure's direction."""


class IntervalKind(StrEnum):
    """What `lower` and `upper` mean: a 95% confidence interval, or bounds of a hidden figure."""

    CONFIDENCE = "confidence"
    BOUNDS = "bounds"


class Outcome(StrEnum):
    """How a value lies beside its neighbours' range."""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    NOT_COMPARED = "not_compared"


class Quartile(StrEnum):
    """Quarter of England's authorities by value; A is always the best."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Note(StrEnum):
    """What a reader must know of how a figure came about; several are joined by "; "."""

    JOINT_RETURN = "joint_return"
    FROM_LATE_BANDS = "from_late_bands"
    NOT_IN_FILES = "not_in_files"
    POPULATION_NOT_IN_FILES = "population_not_in_files"
    AUTHORITY_DID_NOT_EXIST = "authority_did_not_exist"
    BANDS_HIDDEN = "bands_hidden"
    NOT_IN_RECORDS = "not_in_records"
    LIMIT_NOT_SET = "limit_not_set"
    POPULATION_OF_AN_EARLIER_YEAR = "population_of_an_earlier_year"
    INTERNAL_ONLY = "internal_only"
