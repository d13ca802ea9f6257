"""What the performance team of each made-up authority has: which extracts and returns, and how they are written."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from csc_metrics.contracts.records.tables import RECORD_TABLES
from csc_metrics.sample.sheets import BRITISH_DAY, Style
from csc_metrics.sample.story import DRAWN_ON

BEFORE_ON: Final = date(2025, 12, 31)
"""Day on which the extracts before the newest were drawn."""
CENSUSES: Final = tuple(date(year, 3, 31) for year in range(2022, 2027))
"""Days of the CIN censuses of the five years."""
_OF_EVERY_DRAW: Final = ("referrals", "assessments", "meetings", "allocations", "workers")
"""Tables of which the extracts before the newest tell, too."""
_RETURNED: Final = ("contacts", "early_help", "referrals", "assessments", "assessment_factors", "plans", "children")
"""Tables that some authorities have from their returns alone, with section 47 enquiries."""
_OWN_ALONE: Final = (
    *("events", "meetings", "meeting_children", "invitations", "workers", "vacancies", "allocations"),
    *("supervisions", "audits", "feedback", "action_updates"),
)
"""Tables of which no return tells."""
_BRITISH: Final = Style(day=BRITISH_DAY, yes="Yes", no="No")
_MAPPED: Final = Style(
    day=BRITISH_DAY,
    yes="Y",
    no="N",
    headings={
        "meeting_id": "Workflow step",
        "decided_at": "Decision to hold",
        "held_at": "Date and time of meeting",
        "status": "State of form",
    },
    words={"status": {"held": "Completed", "pending": "In progress", "cancelled": "Abandoned"}},
)
"""How the case system of some authorities prints strategy meetings."""


@dataclass(frozen=True, kw_only=True)
class Supply:
    """What an authority's performance team has.

    own: tables of its own newest extracts. before: tables of its own older ones. annex_a: days of it. is_folder:
    whether Annex A is a folder of CSVs. censuses: days of the CIN censuses. style: how its case system writes.
    meetings: how it prints meetings, which then come as a workbook, with attendance in a column for each agency.
    planted: tables with faults in them. has_wrong_plans: whether the first census has some. says_whose: whether rows
    of supervisions say which authority they are of.
    """

    own: tuple[str, ...]
    before: tuple[str, ...] = ()
    annex_a: tuple[date, ...] = ()
    is_folder: bool = False
    censuses: tuple[date, ...] = ()
    style: Style = field(default_factory=Style)
    meetings: Style | None = None
    planted: tuple[str, ...] = ()
    has_wrong_plans: bool = False
    says_whose: bool = False


_EVERYTHING: Final = Supply(
    own=tuple(RECORD_TABLES),
    before=_OF_EVERY_DRAW,
    annex_a=(BEFORE_ON, DRAWN_ON),
    censuses=CENSUSES,
    planted=_OWN_ALONE,
)
_CASE_SYSTEM: Final = Supply(
    own=tuple(RECORD_TABLES),
    before=_OF_EVERY_DRAW,
    style=_BRITISH,
    planted=tuple(RECORD_TABLES),
    says_whose=True,
)
_RETURNS: Final = Supply(
    own=("children", *_OWN_ALONE),
    annex_a=(DRAWN_ON,),
    is_folder=True,
    censuses=CENSUSES,
    meetings=_MAPPED,
    planted=("events", "vacancies", "supervisions", "audits", "feedback", "action_updates"),
    has_wrong_plans=True,
)
_SUPPLIES: Final = (_EVERYTHING, *(_CASE_SYSTEM, _RETURNS) * 5)
SETTINGS: Final = """\
# What the first authority did in the story, stated as an improvement plan would, and what its board asks for.
changes = [
    { changed_on = 2025-01-06, name = "Safeguarding hub", measures = ["strategy_meeting_quorate_pct", \
"strategy_meeting_wait_median_hours"], expected_shape = "level" },
]
rebases = [
    { rebased_on = 2025-01-06, reason = "Safeguarding hub, and partners' promise to come", measures = [\
"strategy_meeting_quorate_pct", "strategy_meeting_wait_median_hours", "strategy_meeting_wait_90th_percentile_hours", \
"strategy_meeting_within_target_pct", "strategy_meeting_attended_pct", "strategy_meeting_attended_of_invited_pct", \
"strategy_meetings_delayed", "initial_conference_attended_pct", "initial_conference_quorate_pct", \
"core_group_attended_pct", "core_group_quorate_pct"] },
]
reference_periods = [{ name = "the first full year", first_on = 2021-04-01, last_on = 2022-03-31 }]
partner_measures = [
    { measure = "strategy_meeting_attended_pct", part = "agency=police", owner = "Police", target = 95 },
    { measure = "strategy_meeting_attended_pct", part = "agency=health", owner = "Integrated care board", target = 95 },
    { measure = "strategy_meeting_attended_of_invited_pct", part = "agency=education", \
owner = "Schools and education services", target = 90 },
    { measure = "strategy_meeting_within_target_pct", owner = "Assistant director, safeguarding", target = 90 },
    { measure = "strategy_meetings_delayed", part = "delay_agency=police", owner = "Police", target = 2 },
    { measure = "strategy_meeting_quorate_pct", owner = "Safeguarding partners", target = 95, \
baseline_from = 2024-01-01, baseline_to = 2024-12-31 },
    { measure = "initial_conference_attended_pct", owner = "Safeguarding partners", target = 95 },
    { measure = "core_group_quorate_pct", owner = "Head of children in need and protection", target = 90 },
    { measure = "contacts_became_referrals_pct", part = "source=6", owner = "Police" },
    { measure = "strategy_meeting_record_shared_in_one_working_day_pct", \
owner = "Assistant director, safeguarding", target = 90 },
]

# Shares of a process, such as quorate meetings, are published though what is left of them is small.
[publication]
is_process_exempt = true

# From when on the region's extracts tell everything, and a caseload limit of its own.
[records]
covers_from = 2021-04-01

[caseload]
limit_cases_per_fte = 18
newly_qualified_limit_cases_per_fte = 12

# How some authorities of the made-up region print strategy meetings.
[columns]
meetings.meeting_id = "Workflow step"
meetings.decided_at = "Decision to hold"
meetings.held_at = "Date and time of meeting"
meetings.status = "State of form"

[codes]
meetings.status."Completed" = "held"
meetings.status."In progress" = "pending"
meetings.status."Abandoned" = "cancelled"
"""
"""Settings under which the region's extracts are read."""


def supply_of(la_code: str) -> Supply:
    """Return what a made-up authority's team has: of the region's eleven one has everything, five each one kind."""
    return _SUPPLIES[(int(la_code) - 1) % len(_SUPPLIES)]
