"""On which of the authority's settings a measure depends, and what they say: printed where it is defined."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from csc_metrics.measures.measure import Measure
from csc_metrics.settings.model import Settings

_KEY: Final = re.compile(r"\b[a-z_]+\.[a-z_]+\b")
_FIRST_DAY: Final = "clock.first_day"
_CLOCK_STARTS: Final = {"decision": "at the decision to meet", "referral": "at the start of the day of the referral"}


def _agencies(names: tuple[str, ...]) -> str:
    told = [name.replace("_", " ") for name in names]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _limit(limit: float | None, *, otherwise: str) -> str:
    return otherwise if limit is None else f"{limit:.10g} cases for each full-time worker"


_TOLD: Final[Mapping[str, Callable[[Settings], str]]] = {
    "strategy_meeting.target_hours": lambda found: f"the target is {found.strategy_meeting.target_hours:.10g} hours",
    "strategy_meeting.clock": lambda found: f"the clock starts {_CLOCK_STARTS[found.strategy_meeting.clock]}",
    "strategy_meeting.quorum": lambda found: f"the quorum is {_agencies(found.strategy_meeting.quorum)}",
    "strategy_meeting.expected_agencies": lambda found: (
        f"expected are {_agencies(found.strategy_meeting.expected_agencies)}"
    ),
    "conference.quorum": lambda found: f"the quorum is {_agencies(found.conference.quorum)}",
    "conference.expected_agencies": lambda found: f"expected are {_agencies(found.conference.expected_agencies)}",
    "core_group.quorum": lambda found: f"the quorum is {_agencies(found.core_group.quorum)}",
    "core_group.expected_agencies": lambda found: f"expected are {_agencies(found.core_group.expected_agencies)}",
    "caseload.limit_cases_per_fte": lambda found: (
        f"the limit is {_limit(found.caseload.limit_cases_per_fte, otherwise='not set')}"
    ),
    "caseload.newly_qualified_limit_cases_per_fte": lambda found: (
        "that of newly qualified workers is "
        + _limit(found.caseload.newly_qualified_limit_cases_per_fte, otherwise="the same")
    ),
    _FIRST_DAY: lambda found: f"the day on which a clock of working days starts is day {found.clock.first_day}",
}
"""Setting → what it says, as a clause."""


def settings_of(measure: Measure) -> tuple[str, ...]:
    """Return the settings on which a measure that is counted from records depends, in dotted words.

    They are those that its own words name, and how working days are counted, where it counts any.

    >>> from csc_metrics.measures.registry import LOCAL_MEASURES
    >>> settings_of(LOCAL_MEASURES["strategy_meeting_within_target_pct"])
    ('strategy_meeting.target_hours', 'strategy_meeting.clock')
    """
    about = measure.from_records
    if about is None:
        return ()
    words = " ".join((measure.definition, measure.numerator, measure.denominator, *measure.caveats, about.words))
    named = [key for key in _KEY.findall(words) if key in _TOLD]
    counts_days = "working day" in words.casefold()
    return tuple(dict.fromkeys([*named, *([_FIRST_DAY] if counts_days else [])]))


def as_settled(measure: Measure, settings: Settings) -> str:
    """Return what the settings say on which a measure depends, in one sentence; nothing where it depends on none.

    >>> from csc_metrics.measures.registry import LOCAL_MEASURES
    >>> as_settled(LOCAL_MEASURES["strategy_meeting_quorate_pct"], Settings())
    "By this authority's settings the quorum is social worker, police and health."
    """
    told = [_TOLD[key](settings) for key in settings_of(measure)]
    if not told:
        return ""
    joined = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"By this authority's settings {joined}."
