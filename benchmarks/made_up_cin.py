"""A made-up CIN census of any size, written child by child: the same file for the same seed, and of nobody."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection>
      <Year>2025</Year>
      <ReferenceDate>2025-03-31</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel>
      <LEA>999</LEA>
      <SoftwareCode>made up</SoftwareCode>
      <DateTime>2025-05-01T09:00:00</DateTime>
    </Source>
  </Header>
  <Children>
"""
_FOOT: Final = "  </Children>\n</Message>\n"
_FIRST_DAY: Final = date(2024, 4, 1)
_DAYS: Final = tuple((_FIRST_DAY + timedelta(days=day)).isoformat() for day in range(-365 * 18, 365))
_REFERRED: Final = 365 * 18
"""Where the year of the census begins among the days."""
_FACTORS: Final = ("1A", "2A", "2B", "3A", "4A", "4B", "8B", "9A", "10A", "14A", "17A", "18A", "19A", "21")
_NEEDS: Final = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9")
_ETHNICITIES: Final = ("WBRI", "WOTH", "APKN", "BAFR", "MWBC", "OOTH", "REFU")
_DISABILITIES: Final = ("NONE", "MOB", "HAND", "LD", "HEAR", "AUT", "BEH")
_ABUSES: Final = ("NEG", "PHY", "SAB", "EMO", "MUL")
_INDENT: Final = "  "
_DRAWN_AT_ONCE: Final = 65_536


def write_made_up_cin_xml(path: Path, *, children: int, seed: int) -> None:
    """Write a census of so many children to a path, about 38 elements each. The same seed gives the same file."""
    chance = _Chance(seed)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        for number in range(children):
            file.write(_child(chance, number))
        file.write(_FOOT)


class _Chance:
    """What falls out by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._draws = _draws(seed)

    def one_of(self, words: Sequence[str]) -> str:
        return words[int(next(self._draws) * len(words))]

    def often(self, mean: float) -> int:
        """Return a whole number near the mean: the mean itself over many children."""
        return int(mean + next(self._draws))

    def between(self, lowest: int, highest: int) -> int:
        return lowest + int(next(self._draws) * (highest - lowest + 1))


def _draws(seed: int) -> Iterator[float]:
    generator = np.random.default_rng(seed)
    while True:
        yield from generator.random(_DRAWN_AT_ONCE).tolist()


def _leaf(depth: int, tag: str, text: str) -> str:
    return f"{_INDENT * depth}<{tag}>{text}</{tag}>\n"


def _group(depth: int, tag: str, *inside: str) -> str:
    return f"{_INDENT * depth}<{tag}>\n{''.join(inside)}{_INDENT * depth}</{tag}>\n"


def _child(chance: _Chance, number: int) -> str:
    return _group(
        2,
        "Child",
        _group(
            3,
            "ChildIdentifiers",
            _leaf(4, "LAchildID", f"MADEUP{number:08d}"),
            _leaf(4, "UPN", f"A{number:012d}"),
            _leaf(4, "PersonBirthDate", _DAYS[chance.between(0, _REFERRED - 1)]),
            _leaf(4, "Sex", chance.one_of("MFU")),
        ),
        _group(
            3,
            "ChildCharacteristics",
            _leaf(4, "Ethnicity", chance.one_of(_ETHNICITIES)),
            _codes(chance, 4, "Disabilities", "Disability", _DISABILITIES, chance.between(1, 2)),
        ),
        *(_details(chance) for _ in range(chance.often(1.3))),
    )


def _codes(chance: _Chance, depth: int, group: str, tag: str, codes: Sequence[str], count: int) -> str:
    return _group(depth, group, *(_leaf(depth + 1, tag, chance.one_of(codes)) for _ in range(count)))


def _details(chance: _Chance) -> str:
    day = _REFERRED + chance.between(0, 200)
    return _group(
        3,
        "CINdetails",
        _leaf(4, "CINreferralDate", _DAYS[day]),
        _leaf(4, "ReferralSource", chance.one_of(("1A", "1B", "2A", "3A", "6", "10"))),
        _leaf(4, "PrimaryNeedCode", chance.one_of(_NEEDS)),
        _leaf(4, "CINclosureDate", _DAYS[day + 120]),
        _leaf(4, "ReasonForClosure", chance.one_of(("RC1", "RC2", "RC7", "RC8"))),
        _leaf(4, "DateOfInitialCPC", _DAYS[day + 30]),
        *(_assessment(chance, day) for _ in range(chance.often(1.2))),
        *(_plan(day) for _ in range(chance.often(0.2))),
        *(_section_47(day) for _ in range(chance.often(0.3))),
        _leaf(4, "ReferralNFA", chance.one_of(("0", "1"))),
        *(_protection_plan(chance, day) for _ in range(chance.often(0.2))),
    )


def _assessment(chance: _Chance, day: int) -> str:
    return _group(
        4,
        "Assessments",
        _leaf(5, "AssessmentActualStartDate", _DAYS[day + chance.between(0, 5)]),
        _leaf(5, "AssessmentInternalReviewDate", _DAYS[day + 20]),
        _leaf(5, "AssessmentAuthorisationDate", _DAYS[day + chance.between(30, 60)]),
        _codes(chance, 5, "FactorsIdentifiedAtAssessment", "AssessmentFactors", _FACTORS, 3),
    )


def _plan(day: int) -> str:
    return _group(
        4,
        "CINPlanDates",
        _leaf(5, "CINPlanStartDate", _DAYS[day + 50]),
        _leaf(5, "CINPlanEndDate", _DAYS[day + 110]),
    )


def _section_47(day: int) -> str:
    return _group(
        4,
        "Section47",
        _leaf(5, "S47ActualStartDate", _DAYS[day + 10]),
        _leaf(5, "InitialCPCtarget", _DAYS[day + 31]),
        _leaf(5, "DateOfInitialCPC", _DAYS[day + 30]),
        _leaf(5, "ICPCnotRequired", "false"),
    )


def _protection_plan(chance: _Chance, day: int) -> str:
    return _group(
        4,
        "ChildProtectionPlans",
        _leaf(5, "CPPstartDate", _DAYS[day + 30]),
        _leaf(5, "CPPendDate", _DAYS[day + 119]),
        _leaf(5, "InitialCategoryOfAbuse", chance.one_of(_ABUSES)),
        _leaf(5, "LatestCategoryOfAbuse", chance.one_of(_ABUSES)),
        _leaf(5, "NumberOfPreviousCPP", str(chance.often(0.3))),
        _group(5, "Reviews", _leaf(6, "CPPreviewDate", _DAYS[day + 90])),
    )
