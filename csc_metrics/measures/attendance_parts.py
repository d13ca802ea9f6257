"""What became of an agency's place at every meeting that should have had it: parts that add up to all of them.

Each measure of attendance has a bottom of its own. Together they tell the whole: of the meetings with a list of
invitations an agency came to some, sent a report alone to some, was absent from some, and of some nobody recorded it;
to the others it was not invited, which is the authority's to mend and no absence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from csc_metrics.contracts.vocabulary import Status
from csc_metrics.measures.meeting_kinds import MeetingKind

_INVITED, _CAME, _REPORT, _UNRECORDED = "invited_pct", "attended_pct", "report_only_pct", "not_recorded_pct"
_READ: Final = (_INVITED, _CAME, _REPORT, _UNRECORDED)
_ONE_PERIOD: Final = ("area_code", "source", "period_type", "period_end")
_IS_COUNTED: Final = (Status.OK.value, Status.ZERO_DENOMINATOR.value)


@dataclass(frozen=True, kw_only=True)
class AgencyAttendance:
    """An agency's places at the meetings of one kind that should have had it. part: as in breakdown.

    meetings: all with a list of invitations; the five others add up to it. came: somebody of it, or in their place.
    status: ok; otherwise why the numbers are not told, and all of them are 0.
    """

    part: str
    status: str = Status.OK.value
    meetings: int = 0
    came: int = 0
    report_only: int = 0
    absent: int = 0
    not_recorded: int = 0
    not_invited: int = 0

    @property
    def is_told(self) -> bool:
        """Whether there are numbers, and meetings to be a share of."""
        return self.status == Status.OK.value


@dataclass(frozen=True, kw_only=True)
class _Share:
    """Top and bottom of one measure."""

    top: int
    bottom: int


def attendance_by_agency(
    rows: pl.DataFrame, *, kind: MeetingKind, parts: Iterable[str]
) -> tuple[AgencyAttendance, ...]:
    """Return the places of each agency at meetings of one kind, in the order of the parts.

    Where one of the measures is hidden, or rests on too few, the agency has no numbers at all: from the rest it could
    be worked out. An agency that was never invited has none of report or recording, and needs none.
    Input: rows, schema MeasureValues, of one authority and period; other measures and parts are passed over. kind: of
    meeting. parts: such as "agency=police", of agencies that the settings expect; only of those is the whole known.
    Raises: ValueError if the rows are of several authorities or periods, or their numbers do not add up.
    Source: csc_metrics.measures.meeting_attendance (tops and bottoms).
    """
    codes = [f"{kind.code}_{name}" for name in _READ]
    wanted = rows.filter(pl.col("measure").is_in(codes), pl.col("breakdown").is_in(list(parts)))
    if wanted.select(_ONE_PERIOD).n_unique() > 1:
        raise ValueError("Attendance by agency is of one authority and one period: filter the rows first.")
    found = {(row["breakdown"], row["measure"].removeprefix(f"{kind.code}_")): row for row in wanted.to_dicts()}
    return tuple(_of_agency(part, {name: found.get((part, name)) for name in _READ}) for part in parts)


def _of_agency(part: str, rows: Mapping[str, Mapping[str, object] | None]) -> AgencyAttendance:
    """Return one agency's places. rows: by the end of the measure's code; None where it has no row."""
    invited = rows[_INVITED]
    if invited is None:
        return AgencyAttendance(part=part, status=Status.NOT_COLLECTED.value)
    is_never = invited["status"] == Status.OK.value and invited["numerator"] == 0
    needed = [invited] if is_never else [rows[name] for name in _READ]
    for row in needed:
        status = _status_of(row)
        if status != Status.OK.value:
            return AgencyAttendance(part=part, status=status)
    all_of_them, none = _share(invited), _Share(top=0, bottom=0)
    came, report, unrecorded = (none if is_never else _share(rows[name]) for name in (_CAME, _REPORT, _UNRECORDED))
    told = AgencyAttendance(
        part=part,
        meetings=all_of_them.bottom,
        came=came.top,
        report_only=report.top,
        absent=all_of_them.top - came.top - report.top - unrecorded.top,
        not_recorded=unrecorded.top,
        not_invited=all_of_them.bottom - all_of_them.top,
    )
    if not is_never:
        _require_whole(told, came=came, report=report, unrecorded=unrecorded)
    return told


def _status_of(row: Mapping[str, object] | None) -> str:
    """Return ok where a row's numbers are there, though it may have no share; else why they are not."""
    if row is None:
        return Status.NOT_COLLECTED.value
    if row["status"] not in _IS_COUNTED:
        return str(row["status"])
    if row["denominator"] == 0 and str(row["measure"]).endswith(f"_{_INVITED}"):
        return Status.ZERO_DENOMINATOR.value
    return Status.OK.value if row["numerator"] is not None and row["denominator"] is not None else str(row["status"])


def _share(row: Mapping[str, object] | None) -> _Share:
    told = row or {"numerator": 0, "denominator": 0}
    return _Share(top=round(float(str(told["numerator"]))), bottom=round(float(str(told["denominator"]))))


def _require_whole(told: AgencyAttendance, *, came: _Share, report: _Share, unrecorded: _Share) -> None:
    """Refuse numbers whose bottoms are not those of the same meetings."""
    invited = told.meetings - told.not_invited
    bottoms = {
        "attended": (came.bottom, told.meetings - told.not_recorded),
        "report only": (report.bottom, invited - told.not_recorded),
        "not recorded": (unrecorded.bottom, invited),
    }
    wrong = [f"{name} {one}, expected {other}" for name, (one, other) in bottoms.items() if one != other]
    if wrong or told.absent < 0:
        raise ValueError(f"Attendance of {told.part} does not add up: {'; '.join(wrong) or 'more came than invited'}.")
