"""The workers of a made-up authority, month by month: as many as the cases call for at the story's caseload."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from csc_metrics.sample.chance import Bools, Chance, Floats, Ints
from csc_metrics.sample.day_numbers import NEVER
from csc_metrics.sample.months import MONTH_ENDS, MONTH_STARTS
from csc_metrics.sample.story import Story, over_time

POOLS: Final = ("Assessment", "Safeguarding", "Looked after")
"""Kinds of team: one assesses, one works with children on plans or in need, one with looked-after children."""
MANAGER: Final = "Team manager"
_PERMANENT_LEAVE: Final = 0.0105
_AGENCY_LEAVE: Final = 0.055
"""Shares that leave in a month: near an eighth of permanent staff a year, half of agency staff. Made up."""
_FTES: Final = ((10, 72), (8, 12), (6, 10), (5, 6))
"""Tenths of a full-time post, and how many of a hundred workers work so much."""
_ROLES: Final = (("Social worker", 62), ("Senior social worker", 25), ("Advanced practitioner", 13))
_NEWLY_QUALIFIED: Final = 0.35
_LONGEST_SERVICE_DAYS: Final = 9 * 365
_HOLDERS_IN_A_TEAM: Final = 8
_TOO_MANY: Final = 1.06


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Workers by number. pool: kind of team, by its place in POOLS. fte_tenths: of a full-time post.

    started, left: days; left is NEVER while in post. is_manager: holds no case. team: number within the kind.
    """

    pool: Ints
    team: Ints
    role: tuple[str, ...]
    is_agency: Bools
    is_newly_qualified: Bools
    is_manager: Bools
    fte_tenths: Ints
    started: Ints
    left: Ints

    def holders(self, pool: int, month: int) -> Ints:
        """Return the numbers of the case holders of a kind of team who are in post the whole of a month."""
        in_post = (self.started <= MONTH_STARTS[month]) & (self.left >= MONTH_ENDS[month])
        return np.nonzero(in_post & (self.pool == pool) & ~self.is_manager)[0].astype(np.int64)


def staff_of(story: Story, demand: Ints) -> Staff:
    """Return the workers. demand: children with a case, one row for each month and a column for each of POOLS."""
    hired = [_Hiring(story, place, demand[:, place]).done() for place in range(len(POOLS))]
    return Staff(
        role=tuple(role for staff in hired for role in staff.role),
        **{
            one.name: np.concatenate([getattr(staff, one.name) for staff in hired])
            for one in fields(Staff)
            if one.name != "role"
        },
    )


class _Hiring:
    """The staff of one kind of team under way, month by month."""

    def __init__(self, story: Story, pool: int, demand: Ints) -> None:
        self.pool = pool
        self.chance = story.chance("staff", POOLS[pool])
        self.target = demand / over_time(story.cases_per_fte, MONTH_ENDS) * 10
        self.agency = over_time(story.agency_pct, MONTH_ENDS) / 100
        self.teams = max(1, round(float(self.target.mean()) / 10 / _HOLDERS_IN_A_TEAM))
        self.rows: list[dict[str, int]] = []

    def done(self) -> Staff:
        for month in range(len(MONTH_ENDS)):
            self._let_leave(month)
            self._hire(month)
        holders = list(self.rows)
        managers = self._managers()
        rows = holders + managers
        told = {name: np.array([row[name] for row in rows], dtype=np.int64) for name in rows[0]}
        return Staff(
            pool=np.full(len(rows), self.pool, dtype=np.int64),
            team=told["team"],
            role=tuple([_ROLES[row["role"]][0] for row in holders] + [MANAGER] * len(managers)),
            is_agency=told["is_agency"] == 1,
            is_newly_qualified=told["is_newly_qualified"] == 1,
            is_manager=np.arange(len(rows)) >= len(holders),
            fte_tenths=told["fte_tenths"],
            started=told["started"],
            left=told["left"],
        )

    def _present(self) -> list[dict[str, int]]:
        return [row for row in self.rows if row["left"] == NEVER]

    def _let_leave(self, month: int) -> None:
        if month == 0:
            return
        present = self._present()
        hazard = np.array([_AGENCY_LEAVE if row["is_agency"] else _PERMANENT_LEAVE for row in present])
        for row, is_leaving in zip(present, self.chance.is_so(hazard, len(present)), strict=True):
            if is_leaving:
                row["left"] = int(MONTH_ENDS[month - 1])
        self._end_agency_contracts(month)

    def _end_agency_contracts(self, month: int) -> None:
        """Let agency workers go where there are more staff than the cases call for."""
        present = self._present()
        have = sum(row["fte_tenths"] for row in present)
        for row in (row for row in present if row["is_agency"]):
            if have > self.target[month] * _TOO_MANY:
                row["left"] = int(MONTH_ENDS[month - 1])
                have -= row["fte_tenths"]

    def _hire(self, month: int) -> None:
        present = self._present()
        have = sum(row["fte_tenths"] for row in present)
        agency = sum(row["fte_tenths"] for row in present if row["is_agency"])
        while have < self.target[month]:
            is_agency = agency < self.agency[month] * have or (have == 0 and self.agency[month] > 1)
            row = self._new(month, is_agency=is_agency)
            self.rows.append(row)
            have += row["fte_tenths"]
            agency += row["fte_tenths"] if is_agency else 0

    def _new(self, month: int, *, is_agency: bool) -> dict[str, int]:
        served = self.chance.below(_LONGEST_SERVICE_DAYS // (4 if is_agency else 1), 1)
        role = int(self.chance.pick([many for _, many in _ROLES], 1)[0])
        is_new = not is_agency and role == 0 and bool(self.chance.is_so(_NEWLY_QUALIFIED, 1)[0])
        fte = _FTES[int(self.chance.pick([many for _, many in _FTES], 1)[0])][0]
        return {
            "team": len(self.rows) % self.teams,
            "role": role,
            "is_agency": int(is_agency),
            "is_newly_qualified": int(is_new and month > 0),
            "fte_tenths": 10 if is_agency else fte,
            "started": int(MONTH_STARTS[month]) - (int(served[0]) + 31 if month == 0 else 0),
            "left": NEVER,
        }

    def _managers(self) -> list[dict[str, int]]:
        """Return the managers of each team, one after another."""
        found = []
        for team in range(self.teams):
            started = int(MONTH_STARTS[0]) - int(self.chance.below(_LONGEST_SERVICE_DAYS, 1)[0]) - 31
            for month in range(1, len(MONTH_ENDS)):
                if self.chance.is_so(_PERMANENT_LEAVE * 1.3, 1)[0]:
                    found.append(_manager(team, started, int(MONTH_ENDS[month - 1]), self.chance))
                    started = int(MONTH_STARTS[month])
            found.append(_manager(team, started, NEVER, self.chance))
        return found


def _manager(team: int, started: int, left: int, chance: Chance) -> dict[str, int]:
    return {
        "team": team,
        "role": 0,
        "is_agency": int(chance.is_so(0.12, 1)[0]),
        "is_newly_qualified": 0,
        "fte_tenths": 10,
        "started": started,
        "left": left,
    }


def weights_of(staff: Staff, workers: Ints) -> Floats:
    """Return how much of the work falls to each of some workers: as much as each one's post is of a whole one."""
    return staff.fte_tenths[workers].astype(np.float64)
