"""Numbers that guidance or DfE's definitions set: each with a name, a unit, a source and a first day."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, kw_only=True)
class PolicyNumber:
    """A limit or length of time that others set. As text it reads as in a sentence: "45 working days".

    unit: what is counted, in the plural. meaning: what the number limits and from which moment it runs.
    source: the guidance or definition that says so. stated_from: the first day of that source; older guidance may
    have said the same.
    """

    value: int
    unit: str
    meaning: str
    source: str
    stated_from: date

    def __str__(self) -> str:
        """Return number and unit."""
        return f"{self.value} {self.unit if self.value != 1 else self.unit.removesuffix('s')}"


_WORKING_TOGETHER_2013: Final = date(2013, 4, 15)
_CENSUS_GUIDE: Final = "Working Together to Safeguard Children (2013 and since); CIN census guide 2023 to 2024, section"

ASSESSMENT_LIMIT: Final = PolicyNumber(
    value=45,
    unit="working days",
    meaning="Longest time for an assessment, from the referral until it is authorised.",
    source=f"{_CENSUS_GUIDE} 4.9",
    stated_from=_WORKING_TOGETHER_2013,
)
CONFERENCE_LIMIT: Final = PolicyNumber(
    value=15,
    unit="working days",
    meaning="Longest time to an initial child protection conference, from the strategy discussion.",
    source=f"{_CENSUS_GUIDE} 4.12",
    stated_from=_WORKING_TOGETHER_2013,
)
RE_REFERRAL_MONTHS: Final = PolicyNumber(
    value=12,
    unit="months",
    meaning="A referral within this time of an earlier one of the same child is a re-referral.",
    source="DfE, Children in need, table c1, whose first year began on this day",
    stated_from=date(2012, 4, 1),
)
POLICY_NUMBERS: Final = (ASSESSMENT_LIMIT, CONFERENCE_LIMIT, RE_REFERRAL_MONTHS)
"""All of them, as the methodology page lists them."""
