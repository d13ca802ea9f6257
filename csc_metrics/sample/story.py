"""What happens in each made-up authority, month by month: the story that its records tell.

The first authority's is like one in public reports: referrals surge, strategy meetings wait for the police, attendance
rises after a dated change, a backlog of assessments is cleared, caseloads fall and rise again. Nobody's figures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from csc_metrics.contracts.made_up_region import made_up_authorities, made_up_population
from csc_metrics.sample.chance import Chance, Floats, Ints
from csc_metrics.sample.day_numbers import number_of

FIRST_ON: Final = date(2021, 4, 1)
"""First day of the five years that the records tell of in full; of what was open then they tell from its beginning."""
DRAWN_ON: Final = date(2026, 3, 31)
"""Day on which the newest extracts were drawn."""
SEED: Final = 357
"""Of the region that the suite shows."""
PARTNERS: Final = ("social_worker", "police", "health")
"""Agencies that every strategy meeting should have. Source: Working Together."""
_ENGLISH_WAIT_HOURS: Final = (0.5, 1.5, 3, 5, 8, 14, 21, 24, 30, 48, 96)
_LONG_WAIT_HOURS: Final = (1, 4, 9, 20, 26, 32, 44, 56, 74, 100, 170)
_SHORT_WAIT_HOURS: Final = (0.3, 1, 2, 3, 4, 5.5, 7, 10, 16, 22, 40)
_USUAL: Final = {"social_worker": 97, "police": 86, "health": 82, "education": 74, "housing": 45, "probation": 52}
_POOR: Final = {"social_worker": 92, "police": 64, "health": 68, "education": 55, "housing": 25, "probation": 38}
_BEST: Final = {"social_worker": 99.6, "police": 99.2, "health": 99.3, "education": 95, "housing": 70, "probation": 82}
Dated = tuple[tuple[date, float], ...]
"""From each day on: a figure; between two days it moves evenly."""


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """Assessments left lying: of referrals from first_on to last_on a share, authorised while it is cleared."""

    first_on: date
    last_on: date
    share: float
    cleared_from: date
    cleared_to: date


@dataclass(frozen=True, kw_only=True)
class Story:
    """One authority's story.

    children: who live there. referrals_per_10k: of them, a year. surge: times as many referrals. haste: from -1 (slow)
    to 1 (quick), how assessments differ from England's. cases_per_fte, agency_pct: over time. attendance_pct: from each
    day on, by agency. wait_hours: from each day on, quantiles of hours from the decision to the strategy meeting.
    """

    la_code: str
    name: str
    children: int
    referrals_per_10k: float = 520
    re_referral_share: float = 0.226
    surge: Dated = ((FIRST_ON, 1.0),)
    haste: Dated = ((FIRST_ON, 0.0),)
    backlog: Backlog | None = None
    cases_per_fte: Dated = ((FIRST_ON, 15.4),)
    agency_pct: Dated = ((FIRST_ON, 15.0),)
    attendance_pct: tuple[tuple[date, Mapping[str, float]], ...] = ((FIRST_ON, _USUAL),)
    wait_hours: tuple[tuple[date, Sequence[float]], ...] = ((FIRST_ON, _ENGLISH_WAIT_HOURS),)
    changed_on: date | None = None
    seed: int = SEED

    def chance(self, *names: str) -> Chance:
        """Return the random numbers of a part of this authority's records. names: what they are for."""
        return Chance(self.seed, self.la_code, *names)


def over_time(dated: Dated, days: Ints) -> Floats:
    """Return a dated figure on each day: even movement between two days, the first before and the last after them."""
    at = np.array([number_of(day) for day, _ in dated], dtype=np.int64)
    told = np.array([value for _, value in dated], dtype=np.float64)
    if len(at) == 1:
        return np.full(len(days), told[0])
    left = np.clip(np.searchsorted(at, days, side="right") - 1, 0, len(at) - 2)
    gone = np.clip((days - at[left]) / (at[left + 1] - at[left]), 0.0, 1.0)
    return np.asarray(told[left] + (told[left + 1] - told[left]) * gone, dtype=np.float64)


def since(days: Ints, changes: Sequence[date]) -> Ints:
    """Return which of several times each day falls into: the place of the last change on or before it, or 0."""
    at = np.array([number_of(day) for day in changes])
    return np.maximum(np.searchsorted(at, days, side="right") - 1, 0).astype(np.int64)


_HUB_ON: Final = date(2025, 1, 6)
_BACKLOG: Final = Backlog(
    first_on=date(2024, 2, 1),
    last_on=date(2024, 7, 31),
    share=0.3,
    cleared_from=date(2024, 10, 1),
    cleared_to=date(2025, 1, 31),
)


def _alderbeck(usual: Story) -> Story:
    """Return the story of the region's first authority: one that is hard pressed, and mends."""
    return replace(
        usual,
        referrals_per_10k=640,
        re_referral_share=0.26,
        surge=((date(2023, 7, 1), 1.0), (date(2024, 1, 1), 1.28), (date(2024, 9, 1), 1.3), (date(2025, 4, 1), 1.08)),
        haste=((FIRST_ON, 0.1), (date(2023, 9, 1), -0.35), (date(2025, 3, 1), -0.1), (date(2025, 9, 1), 0.3)),
        backlog=_BACKLOG,
        cases_per_fte=((FIRST_ON, 21.5), (date(2023, 3, 31), 16.2), (date(2025, 1, 31), 20.8), (DRAWN_ON, 17.6)),
        agency_pct=((FIRST_ON, 22), (date(2022, 10, 1), 17), (date(2024, 12, 1), 36), (DRAWN_ON, 21)),
        attendance_pct=((FIRST_ON, _POOR), (_HUB_ON, _BEST)),
        wait_hours=((FIRST_ON, _LONG_WAIT_HOURS), (_HUB_ON, _SHORT_WAIT_HOURS)),
        changed_on=_HUB_ON,
    )


def _brackenholt(usual: Story) -> Story:
    """Return the story of the region's second authority: a small one in which all goes well."""
    return replace(
        usual,
        referrals_per_10k=430,
        re_referral_share=0.17,
        haste=((FIRST_ON, 0.5), (DRAWN_ON, 0.6)),
        cases_per_fte=((FIRST_ON, 13.6), (DRAWN_ON, 12.9)),
        agency_pct=((FIRST_ON, 5), (DRAWN_ON, 3)),
        attendance_pct=((FIRST_ON, _BEST),),
        wait_hours=((FIRST_ON, _SHORT_WAIT_HOURS),),
    )


_TOLD: Final[tuple[Callable[[Story], Story], ...]] = (_alderbeck, _brackenholt)
"""What makes of a usual story that of the region's first authority, and of its second."""


def story_of(la_code: str, *, seed: int = SEED, size: float = 1.0) -> Story:
    """Return the story of a made-up authority: of the region's first two as it is told here, of others by chance.

    la_code: three digits; beyond the eleven of the region they have no name of their own. size: times as many children.
    """
    number = int(la_code)
    known = made_up_authorities().get(la_code)
    name = known.name if known is not None else f"Made-up authority {la_code}"
    usual = _usual(la_code, name, seed=seed)
    story = _TOLD[number - 1](usual) if number <= len(_TOLD) else usual
    return replace(story, children=max(round(story.children * size), 1))


def _usual(la_code: str, name: str, *, seed: int) -> Story:
    """Return the story of an authority like many, which differs from others by chance."""
    chance = Chance(seed, la_code, "story")
    moved = [float(share) * 2 - 1 for share in chance.shares(8)]
    cases = 15.5 + 2 * moved[0]
    living = made_up_population(la_code).values()
    children = round(max(living)) if living else 30_000 + round(24_000 * moved[1])
    return Story(
        la_code=la_code,
        name=name,
        children=children,
        referrals_per_10k=520 + 110 * moved[2],
        re_referral_share=0.22 + 0.03 * moved[3],
        surge=((FIRST_ON, 1 + 0.06 * moved[4]), (DRAWN_ON, 1 - 0.06 * moved[4])),
        haste=((FIRST_ON, 0.2 * moved[5]), (DRAWN_ON, 0.2 * moved[6])),
        cases_per_fte=((FIRST_ON, cases + 0.7), (date(2023, 9, 30), cases - 0.5), (DRAWN_ON, cases - 0.4)),
        agency_pct=((FIRST_ON, 16 + 6 * moved[7]), (DRAWN_ON, 13 + 5 * moved[7])),
        seed=seed,
    )
